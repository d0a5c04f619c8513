"""What a single printed line can be besides running text: the forms of GB/T 9704-2012, and noise."""

from __future__ import annotations

import re

from ingest.dates import DATE
from ingest.issuers import bodies_in, bodies_of_red_head
from ingest.markers import marker_at

_SPACE = r"[ \t\u3000\xa0]*"

# 页码, 7.5: — 5 — ; converters and web prints also give - 5 -, －5－, ·5·, 第5页, 第 5 页 共 8 页, 5/8
PAGE_NUMBER = re.compile(
    rf"""(?x)^{_SPACE}(?:
      [—―–\-－─_·•.~～一]+{_SPACE}[0-9０-９]{{1,4}}{_SPACE}[—―–\-－─_·•.~～一]+
    | 第{_SPACE}[0-9０-９]{{1,4}}{_SPACE}页(?:{_SPACE}[，,/／]?{_SPACE}共{_SPACE}[0-9０-９]{{1,4}}{_SPACE}页)?
    | [0-9]{{1,4}}{_SPACE}[/／]{_SPACE}[0-9]{{1,4}}
    | (?i:page){_SPACE}[0-9]{{1,4}}(?:{_SPACE}of{_SPACE}[0-9]{{1,4}})?
    ){_SPACE}$"""
)
BARE_NUMBER = re.compile(rf"^{_SPACE}[0-9０-９]{{1,3}}{_SPACE}$")
# A rule drawn with characters, or a row of stars: no letter, digit or Chinese character in it.
ORNAMENT = re.compile(r"^[\s\-—―–─━═_=*＊#·•.．…~～☆★◆◇□■○●|｜+]+$")

CONTENTS_HEAD = re.compile(r"^\s*目\s*[录次]\s*$")

# 附件 head, 7.3.4: 附件 | 附件1 | 附件一： | 附 件 2 ; rejects 附件所列 and 附件：1.… (a 附件说明)
ANNEX_HEAD = re.compile(
    rf"""(?x)^{_SPACE}(?:\[|【)?附{_SPACE}(?:件|表|录){_SPACE}
    (?P<number>[0-9０-９]{{1,2}}(?![.．]\d)|[一二三四五六七八九十]{{1,3}}|(?:之[一二三四五六七八九十]+))?{_SPACE}(?:\]|】)?
    (?:[：:]?{_SPACE}$|[：:]{_SPACE}(?P<title>\S.*)$|(?<=[0-9０-９一二三四五六七八九十]){_SPACE}(?P<spaced>(?!所|的|中|和|及|或|与|至|要求|规定)[\u4e00-\u9fff《“\d][^。，；：]*)$)"""
)
# 附件说明, 7.3.4: 附件：1.×××   附件：×××   附件 1.×××   附：××× (before the signature)
ANNEX_NOTE = re.compile(
    rf"^{_SPACE}附{_SPACE}(?:件{_SPACE}(?:[：:]|(?=[1１]{_SPACE}[.．、]))|[：:]){_SPACE}(?P<names>\S.*)$", re.DOTALL
)

# 发文字号 and 成文日期 of a draft, left open: 云民发〔2022〕　号 | 云民发〔2022〕××号 | 2022年　月　日
BLANK_NUMBER = re.compile(
    rf"^{_SPACE}[\u4e00-\u9fff]{{2,14}}{_SPACE}[〔\[［（(【]{_SPACE}(?:[12]\d{{3}}|[×xX*＊_]{{1,4}}|20{_SPACE}){_SPACE}[〕\]］）)】]{_SPACE}第?{_SPACE}[×xX*＊_]{{0,4}}{_SPACE}号{_SPACE}$"
)
BLANK_DATE = re.compile(
    rf"^{_SPACE}(?:[12]\d{{3}}|[×xX*＊_]{{1,4}}|20){_SPACE}年{_SPACE}(?:[0-9×xX*＊_]{{1,3}})?{_SPACE}月{_SPACE}[×xX*＊_]{{0,3}}{_SPACE}日{_SPACE}$"
)
# A 发文字号 that fills its line, 7.2.5; ingest/document_number.py reads it.
NUMBER_LINE = re.compile(
    rf"^{_SPACE}[\u4e00-\u9fff \u3000]{{2,24}}{_SPACE}[〔\[［（(【]{_SPACE}(?:[12１２]\d{{3}}|[一二][〇○零一二三四五六七八九]{{3}}){_SPACE}[〕\]］）)】]"
    rf"{_SPACE}第?{_SPACE}\d{{1,5}}{_SPACE}号{_SPACE}(?:签{_SPACE}发{_SPACE}人{_SPACE}[：:].{{2,20}})?$"
)

COPIED_TO = re.compile(
    rf"^{_SPACE}(?:抄{_SPACE}[送报]|主{_SPACE}[送报]|分{_SPACE}送|发{_SPACE}送|报{_SPACE}送|送{_SPACE}发){_SPACE}[：:]{_SPACE}(?P<names>\S.*)$"
)
# 主送机关 that are too many for the head stand in the imprint, 7.3.2.
ADDRESSED_TO = re.compile(rf"^{_SPACE}主{_SPACE}送{_SPACE}(?:机关{_SPACE})?[：:]{_SPACE}(?P<names>\S.*)$")
# A bulletin's: 报：…  送：…  发：…
SENT_TO = re.compile(rf"^{_SPACE}[报送发]{_SPACE}[：:]{_SPACE}(?P<names>\S.*)$")
# Who read the proofs or keeps the bulletin: 校对：王×    责任编辑：李×
PROOF = re.compile(
    rf"^{_SPACE}(?:校{_SPACE}对|打{_SPACE}字|录{_SPACE}入|责任编辑|责{_SPACE}编|编{_SPACE}辑|审{_SPACE}核|承办(?:单位|人))[*＊]*{_SPACE}[：:]"
)
# 印发机关和印发日期, 7.4.4: ××办公室　2022年4月26日印发
PRINTED = re.compile(
    rf"^{_SPACE}(?P<office>[^\d，。；：:]{{2,40}}?)?{_SPACE}(?P<date>{DATE.pattern}){_SPACE}(?:印{_SPACE}发|印{_SPACE}制|翻{_SPACE}印){_SPACE}"
    rf"(?:[（(]?{_SPACE}(?P<run>共{_SPACE}印{_SPACE}[0-9０-９]+{_SPACE}份){_SPACE}[）)]?{_SPACE})?$",
    re.VERBOSE,
)
# ××办公室印发　2022年4月26日 | 印发机关：××办公室　印发日期：2022年4月26日
PRINTED_OTHERWISE = re.compile(
    rf"^{_SPACE}(?:印发(?:机关|单位){_SPACE}[：:]{_SPACE})?(?P<office>[^\d，。；：:]{{2,40}}?)?{_SPACE}"
    rf"(?:印发(?:日期|时间){_SPACE}[：:]|印{_SPACE}发|印{_SPACE}制){_SPACE}(?P<date>{DATE.pattern}){_SPACE}$",
    re.VERBOSE,
)
DATE_LINE = re.compile(rf"^{_SPACE}[（(]?{_SPACE}(?:{DATE.pattern}){_SPACE}[）)]?{_SPACE}$", re.VERBOSE)
# 署名 and 成文日期 on one line: ××局　2022年4月26日
SIGNED = re.compile(rf"^(?P<body>[^\d，。；：:]{{2,40}}?)[ \t\u3000]*(?P<date>{DATE.pattern})\s*$", re.VERBOSE)
# 附注, 7.3.6: （此件公开发布）（此件发至县团级） （联系人：…）
NOTE = re.compile(
    r"^\s*[（(]\s*(?:此件|本件|此文|主动公开|依申请公开|不予公开|不公开|联系人|联系单位|联系方式|联系电话|信息公开|政务公开|公开(?:方式|属性|选项)|此页无正文|以下无正文)"
    r"(?:[^（）()]|[（(][^（）()]*[）)])*[）)]\s*$"
)
PUBLICITY = re.compile(r"^\s*(?:信息)?公开(?:选项|属性|方式|类别)\s*[：:]\s*\S+\s*$")
KEYWORDS = re.compile(rf"^{_SPACE}主{_SPACE}题{_SPACE}词{_SPACE}[：:]")
PRINT_RUN = re.compile(r"^\s*[（(]?\s*共\s*印\s*[0-9０-９]+\s*份\s*[）)]?\s*$")
# 份号 密级和保密期限 紧急程度, 7.2.1 to 7.2.3: one mark of the top left corner; several may share a line.
#   matches   000012 | 份号：000003 | 机密★1年 | 绝 密 ★ 长期 | 秘密 | 特 急 | 特提·明电 | 内部资料
#   rejects   机密文件管理 | 特急事项 | 00001 (a mark fills its line)
MARK = re.compile(
    rf"""(?x){_SPACE}(?:
      (?:№|No\.?|份{_SPACE}号{_SPACE}[：:]?)?{_SPACE}(?P<copy_number>(?<![0-9０-９])[0-9０-９]{{6}}(?![0-9０-９]))
    | (?:密{_SPACE}级{_SPACE}[：:]{_SPACE})?
      (?P<secrecy>绝{_SPACE}密|机{_SPACE}密|秘{_SPACE}密|内部(?:资料|文件|刊物|材料)|注意保存)
      (?:{_SPACE}[★☆]{_SPACE}(?P<secrecy_period>(?:至|到){_SPACE}\d{{4}}{_SPACE}年(?:{_SPACE}\d{{1,2}}{_SPACE}月)?(?:{_SPACE}\d{{1,2}}{_SPACE}日)?
        |[0-9０-９一二三四五六七八九十半两]{{1,3}}{_SPACE}(?:年|个{_SPACE}月|月|天|日)|长{_SPACE}期|永{_SPACE}久|启用前|[\u4e00-\u9fff0-9]{{1,8}}))?
    | (?:(?:紧急程度|等{_SPACE}级){_SPACE}[：:]?{_SPACE})?
      (?P<urgency>(?:特{_SPACE}急|加{_SPACE}急|特{_SPACE}提|平{_SPACE}急|急{_SPACE}件)(?:[·•・\s]*明{_SPACE}电)?|内部明电|明{_SPACE}电)
    ){_SPACE}"""
)
# What a law database prints above a text, a label to a line: 【时效性】现行有效; rejects 【目的】为规范管理，…
_DATABASE_LABEL = re.compile(
    r"^\s*【[\u4e00-\u9fff \u3000]{0,6}(?:部门|机关|单位|文号|字号|日期|时间|时\s?效\s?性|级别|类别|分类|有效性|引证码)】"
)
_ANNEX_LEADS = "附[【"
_DATE_LEADS = frozenset("（(12１２一二")
_WEB_LEADS = frozenset("来发浏字索时作责编信")
_MARK_LEADS = frozenset("绝机秘内注特加平急明密紧等份№N0123456789０１２３４５６７８９")
# A bulletin's issue: 第7期 | 第7期（总第494期） | 2020年第3期
ISSUE = re.compile(
    r"^\s*(?:\d{4}\s*年?\s*)?第\s*[0-9０-９一二三四五六七八九十百]{1,4}\s*期\s*(?:[（(]\s*总第?\s*\d+\s*期\s*[）)])?\s*$"
)
# What the maker of a copy says of it: 【摘编，非原文，引用请核对原件】
COPY_NOTE = re.compile(
    r"^\s*[【\[（(][^【】\[\]]*(?:摘编|节选|摘录|非原文|以原件为准|核对原件)[^【】\[\]]*[】\]）)]\s*$"
)
# What a web page says of itself: 发布时间：… 来源：… 字体：大 中 小
WEB_LINE = re.compile(r"^\s*(?:来源|发布时间|发布日期|浏览次数|字号|字体|索\s*引\s*号|时间|作者|责任编辑|编辑)\s*[：:]")
SIGNATORY = re.compile(
    rf"^{_SPACE}(?:签{_SPACE}发{_SPACE}人?|签批盖章){_SPACE}[：:]{_SPACE}(?P<names>\S.*?)(?:{_SPACE}会{_SPACE}签{_SPACE}人?{_SPACE}[：:].*)?$"
)
# 统一编号 of rules that a government registered: ZJSP01-2021-0005 | GZ0320210045 | XMCR-2021-0100003
REGISTRATION = re.compile(
    rf"^{_SPACE}(?:(?:统一|登记|备案)?编号{_SPACE}[：:]?{_SPACE})?(?P<code>(?=[^\s]*\d{{6}}|[^\s]*-\d{{4}}-)[A-Z]{{2,8}}[—－–-]?\d{{2,12}}(?:[—－–-]\d{{1,10}}){{0,3}}){_SPACE}$"
)
# 印章 in a text: a converter or a copyist wrote that it was there.
SEAL = re.compile(
    rf"{_SPACE}[（(【\[［]{_SPACE}(?:印{_SPACE}章|盖{_SPACE}章|公{_SPACE}章|签{_SPACE}章|签名章|章|印|[\u4e00-\u9fff]{{0,24}}代{_SPACE}章){_SPACE}[）)】\]］]{_SPACE}$"
)
# 纪要, 10.3: 出席：… 请假：… 列席：…
ATTENDANCE = re.compile(
    rf"^{_SPACE}(?P<role>出{_SPACE}席|参{_SPACE}加|参{_SPACE}会|到{_SPACE}会|请{_SPACE}假|缺{_SPACE}席|列{_SPACE}席|主{_SPACE}持|记{_SPACE}录|(?:会议)?地{_SPACE}点|会议时间)"
    rf"(?:会议)?(?:人员?|同志|单位)?(?:名单)?{_SPACE}[：:]{_SPACE}(?P<names>\S.*)$"
)

# 文种, GB/T 9704 and the Party's 条例 name fifteen; attached rules and plans have theirs.
DOCUMENT_TYPES = (
    "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 复函 函 纪要 "
    "实施细则 细则 办法 规定 条例 规则 规程 规范 准则 守则 章程 制度 方案 要点 规划 计划 "
    "纲要 预案 指南 指引 标准 目录 名录 清单 建议 安排 总结 讲话 公约 倡议书 须知 说明 "
    "解释 答复 令 法"
).split()
_TYPES = "|".join(sorted(DOCUMENT_TYPES, key=len, reverse=True))
TYPE_TAIL = r"(?P<tail>》?(?:的)?(?:[（(〔][^（）()〔〕]{1,20}[）)〕])?[”》]?)$"
TYPE_AT_END = re.compile(rf"(?P<type>{_TYPES}){TYPE_TAIL}")
# A sentence is closed by one of these, with any of those behind it.
_STOPS = frozenset("。！？；;…!?")
_CLOSERS = "”’」』）)】》\"'"
_CLOSING = frozenset(_CLOSERS)
CLOSING_BRACKETS = re.compile(r"(?:^|[。；！？])\s*[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)]$")


# Kinds that title a document of their own and are too common in running text to tell a title by, but for 关于…的.
FURTHER_TYPES = ("措施", "公示", "倡议", "公开信", "慰问信", "贺信", "感谢信", "简章", "台账", "政策")
_FURTHER_TITLE = re.compile(
    rf"^[^，。：；]{{0,36}}关于[^，。：；]{{2,60}}的(?:若干)?(?:{'|'.join(FURTHER_TYPES)}){TYPE_TAIL}"
)
# A title's own number beside it: …的通知（浙民养〔2021〕15号）
_NUMBER_AT_END = re.compile(r"[（(][\u4e00-\u9fff]{2,14}[〔\[（(［]\d{4}[〕\]）)］]\d{1,5}号[）)]$")
# What a line of one of these kinds can end with; most lines of running text end otherwise.
_TITLE_ENDS = frozenset(word[-1] for word in (*DOCUMENT_TYPES, *FURTHER_TYPES)) | frozenset("》的）)〕”")
_PROSE_LEAD = re.compile(r"为(?!老|民|了?人民)|根据|按照|依据|经|现将|认真|贯彻|落实|各[地单部级]")


def is_title_like(text: str) -> bool:
    """Whether a line could be the whole title of a notice: 关于… or ×××的 and a 文种 at its end, no sentence in it."""
    if text.rstrip()[-1:] not in _TITLE_ENDS:
        return False
    compact = _NUMBER_AT_END.sub("", "".join(text.split()))
    return (
        8 <= len(compact) <= 120
        and (TYPE_AT_END.search(compact) is not None or _FURTHER_TITLE.match(compact) is not None)
        and all(compact.count(opening) == compact.count(closing) for opening, closing in ("《》", "（）", "()"))
        and not re.search(r"[。；;：:，,]|》$", compact)
        and not _PROSE_LEAD.match(compact)
        and marker_at(text) is None
        and (
            re.search(r"关于|印发|转发", compact) is not None
            or (len(compact) <= 30 and not re.search(r"[的将把应须]|\d[元月日]", compact))
        )
    )


def ends_sentence(text: str) -> bool:
    """Whether a line closes what it says: a full stop, or a bracket that follows one (（责任单位：…）)."""
    last = text[-1:]
    if last in _STOPS:
        return True
    if last not in _CLOSING and not last.isspace():
        return False
    text = text.rstrip()
    if text.rstrip(_CLOSERS)[-1:] in _STOPS:
        return True
    return text.endswith(("）", ")")) and CLOSING_BRACKETS.search(text) is not None


def stands_alone(text: str) -> bool:
    """Whether a line has a form of its own, so that it never continues or is continued by running text."""
    head = text.lstrip()[:1]
    if head in "抄主分发报送" and (
        COPIED_TO.match(text) or KEYWORDS.match(text) or ADDRESSED_TO.match(text) or SENT_TO.match(text)
    ):
        return True
    if len(text) > 60 or (head not in _ANNEX_LEADS and text.endswith(("。", "；", "，", "、"))):
        return False  # running text: no form below ends so, but for names of annexes
    # Each form has a character that it cannot do without; looking for that is quicker than trying the form.
    return bool(
        (head in _DATE_LEADS and DATE_LINE.match(text))
        or ("印" in text and (PRINTED.match(text) or PRINTED_OTHERWISE.match(text) or PRINT_RUN.match(text)))
        or (head in _ANNEX_LEADS and (ANNEX_HEAD.match(text) or ANNEX_NOTE.match(text)))
        or (head in "（(" and NOTE.match(text))
        or (head == "【" and _DATABASE_LABEL.match(text))
        or (head == "签" and SIGNATORY.match(text))
        or ("号" in text and (NUMBER_LINE.match(text) or BLANK_NUMBER.match(text)))
        or ("日" in text and BLANK_DATE.match(text))
        or (head in _WEB_LEADS and WEB_LINE.match(text))
        or (head in _MARK_LEADS and marks_in(text) and not text.strip().isdecimal())
        or is_signed(text)
        or (("件" in text or "电" in text) and bodies_of_red_head(text))
    )


def marks_in(text: str) -> tuple[re.Match[str], ...]:
    """份号, 密级 and 紧急程度 of a line that holds nothing else; () where it holds anything more, or nothing."""
    if len(text) > 60 or text.lstrip()[:1] not in _MARK_LEADS:
        return ()
    found: list[re.Match[str]] = []
    position, end = 0, len(text)
    while position < end:
        match = MARK.match(text, position)
        if match is None:
            return ()
        found.append(match)
        position = match.end()
    return tuple(found)


def is_signed(text: str) -> bool:
    """Whether a line is a signature in one: the body and the date."""
    end = text.rstrip()[-1:]
    if end != "日" and not end.isdecimal():  # no date ends otherwise
        return False
    match = SIGNED.match(text)
    return match is not None and bool(bodies_in(match["body"]))
