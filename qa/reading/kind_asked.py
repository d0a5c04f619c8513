"""Whether words can be what a question for no figure asks: members of the kind it names, uses, steps, criteria."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.asking.asked_value import in_standard_words
from qa.language.case_words import unmet_case
from qa.language.lexicon import same_words, whole_words
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text
from qa.language.sides import ALLOWS, EITHER, FORBIDS
from qa.model import AsksFor
from qa.reading.asked import Asked

# 配哪些委员, 打造哪四支志愿队伍: what the members of the list are called, at the end of the question.
_KIND_ASKED = re.compile(
    r"哪(?:些|[几两二三四五六七八九十]+[个项类种条支家名位张])(?P<kind>[\u4e00-\u9fff]{2,8}?)(?:吗|呢|组成)?[?？]?$"
)
# Any list has these for members.
_ANY_KIND = re.compile(
    r"(?:方面|情形|情况|内容|条件|材料|要求|措施|任务|事项?|工作|人员?|对象|单位|部门|步骤?|环节|地方|做法|规定|方式|途径|渠道|问题|"
    r"重点|领域|类型|种类|标准|资料|证件|原则|办法|东西|活动|职责|待遇|费用|类|种|条|项)$"
)
# 经费可以花在哪些方面, 能用在哪几处: what a sum is for, and the words that say so.
_USE_ASKED = re.compile(
    r"(?:花在|用在|用于|用到|花到|能用来|开支|支出|列支)[^,，。]{0,4}(?:哪|什么|范围|方面)|(?:使用|开支|支出|列支)范围"
)
_USE_SAID = re.compile(r"用于|用作|用来|使用范围|开支|列支|支出|购买|购置|支付|订阅|留给|开展|包括(?![^。;]{0,40}部分)")
_WHAT_IS_FORBIDDEN = re.compile(r"(?:不得|严禁|禁止|不能|不准)[^,。;]*")
# 哪些情况可以提取: where it may not be done is no answer.
_CASES_ASKED = re.compile(r"(?:哪[些几][种个]?|什么)(?:情[况形]|条件|时候)下?[^,。]{0,8}?(?:可以|能)")
# 各部门怎么分工: who does what.
_DUTIES_ASKED = re.compile(r"分工|各自负责|职责(?:是|有|怎么|如何)")
_DUTIES_SAID = re.compile(r"负责|牵头|承担|配合|职责|统筹|协助")
# A stage of a procedure; what is paid, stopped or owed is none.
_STAGE = re.compile(
    r"申请|申报|填[写报]|提[出交]|递交|受理|初审|复审|审核|审查|审批|核[定准实对]|签[字署]|盖章|公示|评估|公证|备案|登记|"
    r"批准|同意|复核|凭[^,。;]{2,12}|持[^,。;]{2,12}(?:到|向)|开具|出具|介绍信|预约|报名|转[入出接到]|程序|流程|步骤|手续"
)
_STAGE_WORDS = frozenset("流程 程序 步骤 手续 办理 审核 审批 申请 怎么 报批".split())
_LEAST_STAGES = 3
_CRITERIA_ASKED = re.compile(
    r"(?:评定|评选|认定|考核|评价|评估|准入|入选|评审|达标|验收)(?:的)?(?:标准|条件)(?:是|有|包括|指|怎么|如何|[?？]?$)"
)
_CRITERIA_SAID = re.compile(r"标准|条件|符合|具备|达到|满足|得分|分值|下列|以下")
# 为规范…,制定本办法: why there is a rule is no part of it.
#   matches   …,制定本办法。 | 为加强…,经…同意,决定开展… | 为了规范…,提出如下意见
_PURPOSE = re.compile(
    r"(?:制定|制订|印发|出台)本(?:办法|规定|细则|条例|意见|方案|规则|制度|规范|标准)[。;]?$"
    r"|^为了?(?!期|主|准|限|宜|此[,，])[^。;]{4,},(?:[^。;]*,)?[^,。;]{0,16}(?:决定|制定|制订|提出|印发)[^。;]*[。;:]?$"
)
_PURPOSE_ASKED = re.compile(r"依据|根据|目的|为什么|为何|为了")
# 要交哪些材料: what is handed in is a paper, by whatever name.
_PAPERS_ASKED = re.compile(
    r"(?:哪些|什么|哪几[种样份])(?:书面|证明|申请|申报|报名)?(?:材料|手续|证件|资料|单据|票据)|材料清单"
)
_PAPERS_SAID = re.compile(
    r"材料|资料|证[明件书]|[身户驾居残病结学就工老优退]\w{0,4}证|复印件|原件|户口[簿本]|表格|[请报审登记]表|申请书|承诺书|委托书|照片|发票|票据|单据|凭证|病历|存折|银行卡|名册|名单|合同|协议|报告(?![厅会团中])|手续|\w证(?:[、,。;和及]|$)"
)

# 体检在哪里做, 去什么地方报名: a place, by whatever name.
#   rejects   经费从哪里出 | 在哪里列支 | 党组织关系转到哪里
_WHERE_ASKED = re.compile(
    r"[在去到上](?:哪里|哪儿|哪个地方|什么地方)(?!列支|开支|出|支出|解决)|地点(?:在|是|为)?(?:哪|什么|[?？]?$)"
)
_WHERE_SAID = re.compile(
    r"地点|地址|位于|设在|[在到去往赴向][^,。;]{0,24}(?:院|馆|所|室|中心|站|厅|楼|校|大学|社区|村|街道|乡镇|点|处|窗口|平台|网|机构|科|场|地|局|程序|公众号|银行|单位|支部|家)"
)

# 换届时书记人选怎么定: how somebody is chosen, and not what he gets or does.
_CHOICE_ASKED = re.compile("(?:人选|班子|书记|委员|组长|代表)[^,。]{0,3}(?:怎么|如何|怎样)(?:定|选|产生|确定|配|推)")
_CHOICE_SAID = re.compile("人选|提名|推[荐选]|选举|选出|产生|选优|选[好准强]|选配|配[强齐备]|任命|委任|考察")

# Questions for a rule and no figure: the rule for all answers none for a case that it does not speak of.
_RULES_ASKED = frozenset({AsksFor.OTHER, AsksFor.LIST, AsksFor.YES_NO})


def is_of_another_kind(asked: Asked, squeezed: str, context: str) -> bool:
    """Whether squeezed words cannot be what is asked for; `context`: their whole clause with its headings and title."""
    if asked.interpretation.asks_for in _RULES_ASKED and unmet_case(asked.text, asked.words, context):
        return True
    told = _told(asked.text)
    if not told.purpose and _tells_purpose(squeezed):
        return True
    if asked.steps or asked.procedural:
        return _STAGE.search(squeezed) is None or not _is_procedure_for(asked, context)
    asks_for = asked.interpretation.asks_for
    if asks_for in (AsksFor.LIST, AsksFor.OTHER) and asks_for_papers(asked.text):
        return _PAPERS_SAID.search(squeezed) is None
    if told.duties:
        return _DUTIES_SAID.search(squeezed) is None
    if told.criteria:
        return _CRITERIA_SAID.search(squeezed) is None
    if told.cases and FORBIDS.search(squeezed) and not ALLOWS.search(squeezed):
        return True
    if asks_for not in (AsksFor.LIST, AsksFor.OTHER):
        return False
    if told.choice and not _CHOICE_SAID.search(squeezed):
        return True
    if told.where and not _WHERE_SAID.search(squeezed):
        return True
    if told.use:
        return _USE_SAID.search(_WHAT_IS_FORBIDDEN.sub("", squeezed)) is None
    return asks_for is AsksFor.LIST and not _names_kind(asked.text, context)


@dataclass(frozen=True, slots=True)
class _Told:
    """Which kinds of words a question tells by its own that it asks for."""

    purpose: bool
    duties: bool
    criteria: bool
    cases: bool
    use: bool
    where: bool
    choice: bool


@lru_cache(maxsize=512)
def _told(asked: str) -> _Told:
    patterns = (_PURPOSE_ASKED, _DUTIES_ASKED, _CRITERIA_ASKED, _CASES_ASKED, _USE_ASKED, _WHERE_ASKED, _CHOICE_ASKED)
    return _Told(*(pattern.search(asked) is not None for pattern in patterns))


@lru_cache(maxsize=16384)
def _tells_purpose(squeezed: str) -> bool:
    """Whether words tell why there is a rule."""
    return _PURPOSE.search(squeezed) is not None


@lru_cache(maxsize=512)
def asks_for_papers(squeezed: str) -> bool:
    """Whether a question asks what is to be handed in."""
    return _PAPERS_ASKED.search(in_standard_words(squeezed)) is not None


# 学费退不退 is not answered by 押金归还时全额退还.
_CHARGES = (
    "学费",
    "押金",
    "保证金",
    "报名费",
    "培训费",
    "书本费",
    "教材费",
    "会费",
    "党费",
    "门票",
    "餐费",
    "物业费",
    "体检费",
    "定金",
)


def names_another_charge(asked: Asked, context: str) -> bool:
    """Whether a side is asked for of a charge that the clause, its headings and its title never name, and they name another."""
    if asked.interpretation.asks_for is not AsksFor.YES_NO and not EITHER.search(asked.text):
        return False
    wanted = [charge for charge in _CHARGES if charge in asked.text]
    ways = {way for charge in wanted for way in (charge, *same_words().get(charge, ()))}
    return bool(wanted) and not any(way in context for way in ways) and any(c in context for c in _CHARGES)


def tells_stages(asked: Asked, squeezed: str) -> bool:
    """Whether steps are asked for and the words tell several: 街道受理…,区里复审…,公示…无异议的."""
    return asked.steps and len({m.group()[:2] for m in _STAGE.finditer(squeezed)}) >= _LEAST_STAGES


def _is_procedure_for(asked: Asked, context: str) -> bool:
    """Whether the clause speaks of what the procedure is for: 换届选举 of 换届选举按哪些步骤进行."""
    words = [w for w in asked.words if w not in _STAGE_WORDS and w not in GENERIC]
    last = max(words, key=lambda w: (asked.text.rfind(w) + len(w), len(w)), default="")
    return not last or _stands_in(last, context)


def _names_kind(asked: str, context: str) -> bool:
    """Whether the clause names what the members of the list are called."""
    found = _KIND_ASKED.search(asked)
    if found is None or _ANY_KIND.search(found["kind"]):
        return True
    return _stands_in(whole_words(found["kind"])[-1], context)


def _stands_in(word: str, text: str) -> bool:
    return word in text or any(squeezed_text(other) in text for other in same_words().get(word, ()))
