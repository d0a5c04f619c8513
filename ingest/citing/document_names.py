"""Which quoted names are names of documents: rules, plans and notices; no newspapers, books, films or forms."""

from __future__ import annotations

import re

from ingest.line_forms import TYPE_AT_END

# Rules that need no 文种 of GB/T 9704 to be known, whatever their length.
_WHOLE_RULE = re.compile(
    r"(?:宪法|党章|准则|条例|决议|纲要|规划|法典|(?<![书方办兵手做看想说用疗魔语句技枪拳刀剑针疗历章作])法)(?:[（(][^（）()]+[）)])?$"
)
# What notices call their plans besides the 文种 of GB/T 9704.
_OTHER_TYPES = re.compile(
    r"(?:措施|举措|政策|大纲|框架|路线图|白皮书|备忘录|协定|条约|议定书|宣言|公告|任务书|说明书|管理制度|工作制度|[十百]条(?:意见|措施)?)"
    r"(?:[（(][^（）()]+[）)])?$"
)
# Types that forms, books and desk papers bear as well: a title of a few characters is not taken for a document.
_WEAK_TYPES = (
    (8, re.compile(r"(?:总结|讲话|说明|安排|清单|报告|制度|须知|答复|解释|令|建议|倡议书|函|章程|公报)$")),
    (6, re.compile(r"(?:目录|名录|计划|标准|规范|指南|指引|公约|守则)$")),
)
# Books, press and papers of research; they end like a 文种.
_NO_DOCUMENT = re.compile(
    r"(?:学习纲要|学习问答|论述摘编|(?:调研|调查|研究|分析|评估|检测|体检|检验|述职|审计|财务|验收)报告|(?:使用|产品|情况)说明书?|购销合同|[课讲]话稿)$"
)
_BRACKETS_BEHIND = re.compile(r"(?:[（(][^（）()]*[）)])+$")
_GENERIC = re.compile(
    r"^(?:本|该)?(?:实施|工作|具体|活动|管理|暂行|试行|指导|若干|有关|相关|补充)?(?P<type>意见|通知|办法|规定|条例|规则|细则|方案|决定|决议|纲要|规划|计划|要点|标准|规范|"
    r"准则|规程|章程|制度|指南|目录|名录|清单|公告|通告|批复|函|复函|请示|报告|措施|预案|要求|说明|讲话|办法|解释|总结|安排|建议|名单)$"
)


def names_a_document(title: str) -> bool:
    """Whether a quoted title is one of a rule, plan or notice: no newspaper, book, film or form."""
    bare = _BRACKETS_BEHIND.sub("", title) if title[-1:] in ("）", ")", "\n") else title
    if _NO_DOCUMENT.search(bare):
        return False
    if _GENERIC.match(bare) and bare not in ("党章", "宪法"):
        return False
    least = next((length for length, kinds in _WEAK_TYPES if kinds.search(bare)), None)
    if least is not None:
        return len(bare) >= least or "关于" in bare or bare.startswith(("中国", "中华", "全国"))
    kind = TYPE_AT_END.search(title)
    if kind is not None and kind["type"] != "法":
        return True
    return bool(_WHOLE_RULE.search(title) or _OTHER_TYPES.search(title) or bare.startswith("关于"))


def generic_type(title: str) -> str | None:
    """决定 for 《决定》, 意见 for 《实施意见》: a name that means a document named before; None for a full title."""
    match = _GENERIC.match(title)
    return match["type"] if match else None
