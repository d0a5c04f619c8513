"""How a document stands to one that it names, read from the words around the naming."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.cited_titles import Mention
from ingest.model import Relation

_REACH = 90
_ENDS = "。；;！？"
# Between two members of one list: 《A》、《B》, 《A》（甲号）和市委《B》, 《A》及其实施条例、《B》; not where a verb stands between.
_IN_LIST = re.compile(
    r"""(?x)
    [）)]? (?:[（(][^（）()]*[）)])? \s*
    (?: (?:等(?:文件|法规|规定|法律法规|有关法律法规)?|要求|精神|规定|及其(?:实施)?(?:条例|细则|办法|规定)|有关规定)* \s* (?:[、和及与或暨]|以及|并) [^，。；：《》]{0,30}
      | [，,] \s* (?:以及|及|和|与|并)? \s* (?![对将现由在经为把要应各我本])[^，。；：《》]{0,14}
    )? \s*"""
)
_NEW_VERB = re.compile(
    "根据|依据|依照|按照|遵照|参照|贯彻|落实|执行|实施|(?:印发|转发|制定|出台|修订|修改|废止)(?!的)|学习|明确|规定了|指出|要求各|提出|不一致|抵触|为准|替代|代替"
)
# 《…法》及其实施条例: its 实施 is no verb.
_ITS_RULES = re.compile(r"及其(?:实施|施行|配套)")

# Verbs before a list of names, each with what may stand between verb and names. The last one before the names governs.
_STRETCH = r"[^。；;：:，,《》]{0,40}"
_LEADS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        Relation.REPEALS,
        re.compile(
            r"(?<!研究)(?<!建议)(?<!提请)(?<!已经)(?<!已)(?<!及时)(?<!适时)(?:废止|停止执行|宣布失效)(?!前|后|了|的)[^。；，,《》]{0,16}"
        ),
    ),
    (
        Relation.AMENDS,
        re.compile(
            r"(?<!推动)(?<!加快)(?<!抓紧)(?<!研究)(?<!适时)(?<!启动)(?<!及时)(?<!组织)(?<!完善)(?<!开展)"
            r"(?:修改|修订|修正)(?!了|的|印发|完善|工作|后|前)[^。；，,《》]{0,6}"
        ),
    ),
    (
        Relation.IMPLEMENTS,
        re.compile(
            rf"(?<!停止)(?<!不再)(?<!暂停)(?<!继续)(?<!参照)(?<!比照)(?<!遵照)(?<!按照)(?<!依照)(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施|施行)(?!的|情况|方案|意见|细则|办法|条例|机制|中|了|步骤|主体|责任|力度){_STRETCH}"
        ),
    ),
    (
        Relation.BASED_ON,
        re.compile(
            rf"(?:根据|依据|依照|按照|遵照|参照|(?<![一二三四五六七八九十分])按(?!时|期|月|年|季|揭|规|需|比)|(?<![无有])依(?!法|托|靠|规|次|旧|申)){_STRETCH}"
        ),
    ),
    (
        Relation.MENTIONS,
        re.compile(
            r"(?:制定|制订|出台|形成|学习|违反|符合|适用|参加|发布|公布|颁布|下发|印发|转发|批转|报送|起草|编制|编印|研究|通过|对照|结合|遵守|作出|建立|完善|执行完|替代|代替|不符合)"
            rf"(?!的)了?{_STRETCH}"
        ),
    ),
)
# 国务院已于2016年废止…: another's act, not this document's.
_DONE_ALREADY = re.compile(r"(?:已|曾)[^，。；]{0,14}$")
_LEAD_END = re.compile(r"[^。；;：:，,《》]{0,40}[，,](?:以及|及|并|和)?$")
# This document issues what it names: 现将《A》印发给你们; 现予公布《A》.
_ISSUES_BEFORE = re.compile(
    r"现(?:予以?|将|特)?(?:重新)?(?:印发|转发|批转|发布|公布|颁布|下发|颁发)(?:施行)?[^。；《》]{0,20}$"
)
_NOW = re.compile(r"现(?:将|把)[^。；《》]{0,50}$")
_ISSUED = r"(?:重新)?(?:予以)?(?:印发|转发|批转|发布|公布|颁布|下发|颁发)"
_ISSUES_AFTER = re.compile(
    rf"""(?x)^[^。；《》]{{0,90}}(?:现(?:予以?|将其?|一并)?{_ISSUED} | (?:给你们|予以){_ISSUED}) | ^[^。；《》，,]{{0,30}}{_ISSUED}(?:给?你们|给各地|如下|施行|实施|，|,|。|$)"""
)

# What follows a list of names and repeals or amends all of it.
_CLOSES = r"[）)]?(?:[（(][^（）()]*[）)])?"
_REPEALED_AFTER = re.compile(
    rf"""(?x)^{_CLOSES} (?P<between>[^。；;《》：:]{{0,45}}?)
    (?P<verb> 同时(?:予以)?废止 | 即行废止 | (?:一并|相应|随之|予以|自行|宣布)废止 | 废止 | 停止(?:执行|施行|使用|适用) | (?:不再|停止)(?:执行|施行|适用|使用|有效)
      | (?:宣布|同时|自行|自然|即行|相应|予以)失效 | (?<=日起)失效 )(?!前|后|的情形|情况|程序)"""
)
_NOT_REPEALED = re.compile(
    r"已|未|尚|不予|是否|如|若|被|前|除|研究|建议|提请|可以|应当在|第[一二三四五六七八九十百]+条(?:所|规定)|与本|不一致|相抵触|不符"
)
_AMENDED_AFTER = re.compile(
    rf"""(?x)^{_CLOSES} [^。；;《》]{{0,40}}? (?: 作(?:出)?(?:如下|以下|部分|相应)?(?:修改|修订|修正|调整|补充) | 进行(?:修改|修订|修正) | 修改(?:为|如下)
      | (?:予以|做(?:出)?(?:如下|以下)?)(?:修改|修订|修正) | 修订如下 | 增加一[条款项]|删去)"""
)
_AMENDS_BEFORE = re.compile(r"(?:对|将|在|决定|现|^|[一二三四五六七八九十]+、)[^。；，,《》]{0,20}$")
_ONLY_PLANNED = re.compile(r"拟|建议|研究|计划|可以|适时|及时|要求|提请|申请")
_CARRIED_AFTER = re.compile(
    r"^[^。；，,《》]{0,8}(?:落地|落实|贯彻|走深走实)|^[^。；，,《》]{0,10}(?:落到实处|落地见效|落实落地|落实到位|贯彻落实)"
)
_CARRIED_BEFORE = re.compile(r"(?:推动|推进|促进|抓好|做好|确保|把|将)$")
_FOUNDATION_AFTER = re.compile(rf"^{_CLOSES}[^。；，,《》]{{0,12}}为(?:指导|依据|遵循|根据|准则|基础|蓝本)")
_REVISED_BY = re.compile(rf"^{_CLOSES}(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改)")
_TITLE_RELATIONS: tuple[tuple[Relation, str], ...] = (
    (Relation.FORWARDS, "印发 转发 批转 发布 公布 颁发 颁布 下发"),
    (Relation.AMENDS, "修改 修订 修正 调整 补充 延长 延续"),
    (Relation.REPEALS, "废止"),
    (Relation.IMPLEMENTS, "贯彻落实 贯彻执行 贯彻实施 学习贯彻 贯彻 落实 执行 实施"),
)
_TITLE_VERB = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁发|颁布|下发|修改|修订|修正|调整|补充|延长|延续|废止|贯彻落实|贯彻执行|贯彻实施|学习贯彻|贯彻|落实|执行|实施)(?=[^《》，。]{0,40}$)"
)
# 关于《…办法》的补充通知
_SUPPLEMENTS = re.compile(r"[》〉>”]的?补充(?:通知|规定|意见|说明|公告)")
_EXTENDED_AFTER = re.compile(rf"^{_CLOSES}(?:的)?有效期(?:限)?(?:延长|延续|顺延|续延)")
_LINE_CLOSES = re.compile(r"[：:」”）)]\s*$")
_LIST_MARK = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|——|[-·•●])?\s*$")
# An entry of such a list says no more than the name, perhaps its date.
_ENTRY_END = re.compile(r"[^。；;\n]{0,24}[。；;]?[ \u3000]*(?:\n|$)")
_LIST_ENTRY = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]?\s*《|^《|^——《")
# 二、贯彻落实重点: a heading governs nothing in the paragraph below it.
_HEADING_ABOVE = re.compile(
    r"(?:^|\n)[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])[^，。；：\n《]{2,30}\n$"
)
_LIST_LEADS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        Relation.REPEALS,
        re.compile(
            r"(?:废止|失效|停止执行|不再执行)[^。；]{0,16}[：:]\s*$|^[^，。；：]{0,16}(?:废止|失效)的[^，。；：]{2,10}$"
        ),
    ),
    (Relation.AMENDS, re.compile(r"(?:修改|修订)[^。；]{0,16}[：:]\s*$")),
    (Relation.BASED_ON, re.compile(r"(?:依据|根据|按照)[^。；]{0,24}[：:]\s*$")),
)


def relations_of(text: str, mentions: Sequence[Mention]) -> list[Relation]:
    """One relation for each mention, all members of a list sharing what is said of the list."""
    found: list[Relation] = [Relation.MENTIONS] * len(mentions)
    by_start = {m.span[0]: i for i, m in enumerate(mentions) if m.inside is None}
    for group in _lists(text, mentions):
        first, last = mentions[group[0]], mentions[group[-1]]
        general = _relation(text, first.span[0], last.end)
        for i in group:
            found[i] = general
    for i, mention in enumerate(mentions):
        if mention.inside is not None and mention.inside in by_start:
            outer = by_start[mention.inside]
            vehicle = re.search(
                r"(?:修改|修订|废止|贯彻|落实|实施|执行|征求)",
                (mentions[outer].title or "").split(mention.title or "?")[0],
            )
            found[i] = Relation.MENTIONS if vehicle else found[outer]
    return found


def head_relation(text: str, mention: Mention, own_title: str | None) -> Relation | None:
    """What the document's own title does with a document that it names; None for one named elsewhere in the head."""
    title = "".join(own_title.split()) if own_title else ""
    name = mention.title
    if not name or not title or name not in title:
        return None
    lead = title[: title.index(name)].rstrip("《〈<“")
    if _SUPPLEMENTS.match(title[title.index(name) + len(name) :]):
        return Relation.AMENDS
    verb = _TITLE_VERB.search(lead)
    if verb is None:
        return None
    if mention.inside is not None and "《" in title and not lead.endswith(verb.group()):
        return None
    return next(relation for relation, words in _TITLE_RELATIONS if verb.group() in words)


def _lists(text: str, mentions: Sequence[Mention]) -> list[list[int]]:
    """Mentions that stand in one list, by their places in `mentions`; those inside another title are left out."""
    groups: list[list[int]] = []
    for i, mention in enumerate(mentions):
        if mention.inside is not None:
            continue
        if groups:
            between = text[mentions[groups[-1][-1]].end : mention.span[0]]
            if _joins(between):
                groups[-1].append(i)
                continue
        groups.append([i])
    return groups


def _joins(between: str) -> bool:
    """Whether what stands between two names makes them members of one list."""
    if len(between) > 60:
        return False
    if not between.strip("、，, "):
        return True
    return _IN_LIST.fullmatch(between) is not None and not _NEW_VERB.search(_ITS_RULES.sub("", between))


def _relation(text: str, start: int, end: int) -> Relation:
    """What the words before and after a list of names say of it."""
    before = _sentence_before(text, start)
    after = text[end : end + _REACH]
    repealed = _REPEALED_AFTER.match(after)
    if repealed and not _NOT_REPEALED.search(repealed["between"]):
        return Relation.REPEALS
    if _AMENDED_AFTER.match(after) and _AMENDS_BEFORE.search(before) and not _ONLY_PLANNED.search(before):
        return Relation.AMENDS
    if _EXTENDED_AFTER.match(after):
        return Relation.AMENDS
    if _REVISED_BY.match(after):
        return Relation.MENTIONS
    if _issues(before, after):
        return Relation.FORWARDS
    if _CARRIED_BEFORE.search(before) and _CARRIED_AFTER.match(after):
        return Relation.IMPLEMENTS
    if before.endswith("以") and _FOUNDATION_AFTER.match(after):
        return Relation.BASED_ON
    if _LIST_MARK.match(before) and _ENTRY_END.match(after) and (led := _list_lead(text, start)):
        return led
    return _led(before, after)


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _REACH) : start]
    stop = max((before.rfind(c) for c in _ENDS), default=-1)
    before = before[stop + 1 :]
    # A line that ends inside a sentence goes on; a heading, or a line that closes what it says, does not.
    line = before.rfind("\n") + 1
    entry = before[line:].strip() and _LIST_MARK.match(before[line:])
    if line and (entry or _LINE_CLOSES.search(before[:line]) or _HEADING_ABOVE.search(before[:line])):
        before = before[line:]
    return before.replace("\n", "")


def _issues(before: str, after: str) -> bool:
    if _ISSUES_BEFORE.search(before):
        return True
    if _NOW.search(before):
        return _ISSUES_AFTER.match(after) is not None
    return re.match(rf"^{_CLOSES}[^。；《》]{{0,90}}现(?:予以?|将其?|一并)?{_ISSUED}", after) is not None


def _list_lead(text: str, start: int) -> Relation | None:
    """What the line above a list of names says of it: 「下列文件予以废止：」; lines of the list itself are skipped."""
    lines = text[max(0, start - 4000) : start].split("\n")[:-1]
    for line in reversed(lines):
        words = line.strip()
        if not words or _LIST_ENTRY.match(words):
            continue
        return next((relation for relation, lead in _LIST_LEADS if lead.search(words)), None)
    return None


def _led(before: str, after: str) -> Relation:
    """The relation of the last verb before the names whose reach holds them."""
    best, where = Relation.MENTIONS, -1
    plain = re.sub(r"《[^《》]*》", "《》", before)
    for relation, lead in _LEADS:
        for match in lead.finditer(plain):
            reached = match.end() == len(plain) or _LEAD_END.fullmatch(plain, match.end())
            done = relation is Relation.REPEALS and _DONE_ALREADY.search(plain[: match.start()])
            if reached and not done and match.start() > where:
                best, where = relation, match.start()
    return best
