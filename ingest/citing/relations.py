"""How a document stands to one that it names, read from the words around the naming."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.citing.cited_titles import Mention
from ingest.citing.pinpoints import PART
from ingest.model import Relation

_REACH = 90
_REPEAL_REACH = 200  # a repeal gives its reason before its verb
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
    r"|保留|继续|有效|失效|作废|宣布|停止|终止|不再|暂停|延长|撤销"
)
# 《…法》及其实施条例: its 实施 is no verb.
_ITS_RULES = re.compile(r"及其(?:实施|施行|配套)")

# Verbs before a list of names, each with what may stand between verb and names. The last one before the names governs.
_STRETCH = r"[^。；;：:，,《》]{0,40}"
_LEADS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        Relation.REPEALS,
        re.compile(
            r"(?:废止|(?:停止|终止|不再)(?:执行|施行|使用|适用)|宣布(?:失效|作废)|撤销)(?!前|后|了|的|之日|时)[^。；，,《》]{0,16}"
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
# 拟废止, 不得擅自停止执行, 建议停止执行: nothing is repealed.
_NOT_DONE = re.compile(
    r"(?:研究|建议|提请|提出|及时|适时|逐步|不得|擅自|随意|严禁|禁止|拟|是否|如果?|若|可以?|应当?|申请|要求|不予|未|尚|因|由于|推动|负责|制定|修改|起草|解释|清理|评估)[^，。；]{0,10}$"
)
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
_NOW_ISSUED = re.compile(rf"^{_CLOSES}[^。；《》]{{0,90}}现(?:予以?|将其?|一并)?{_ISSUED}")
_QUOTED_TITLE = re.compile(r"《[^《》]*》")
# The verb ends what is said: 《…》停止执行。 is a repeal, 《…》明确停止执行加班补贴 is not.
_REPEALED_AFTER = re.compile(
    rf"""(?x)^{_CLOSES} (?P<between>[^。；;《》：:\n]{{0,120}}?)
    (?P<verb> (?:同时|一并|相应|随之|予以|自行|自动|宣布|即行|全部|全文|均)?(?:予以)?(?:废止|作废) | (?:停止|终止|不再)(?:执行|施行|使用|适用) | 不再有效
      | (?:宣布|同时|自行|自动|自然|即行|相应|予以)失效 | (?<=日起)失效 | 予以撤销 )
    (?=执行?[。；]|[。；;，,、）)（(\s！]|并|且|$)(?![，,、]?(?:的情形|情况|程序))"""
)
_NOT_REPEALED = re.compile(
    r"(?:已|未|尚|不予|被|前)(?:经|被|宣布|予以|于[^，]{2,12})*$|是否|如(?!下)|若|拟|除(?=第)|研究(?!，|决定|同意)|建议|提请|可以?|应当在|擅自|不得|第[一二三四五六七八九十百]+条(?:所|规定)|与本|"
    r"(?:不一致|相?抵触|不符)(?:的|之处|部分|内容)|继续|有效(?!期)|保留|其[他它余]|凡|^的(?!通知|规定|决定|公告|批复|函|意见)|不[作予宜应]?$|^的?(?:施行|实施|印发|公布|发布|生效|执行)(?:之日|后|以来|以?前|之前|期间|时)|"
    r"制定|修改|修订(?!的)|清理|评估|延长|负责"
)
# What stands between the last comma and the verb, where there is a comma: no subject of its own.
_OPENS_REPEAL = re.compile(
    r"(?:现|决定|决定将其|特|兹|应|故|也|均|全部|将|将其|对其|经[^，]{2,30}(?:研究|同意|批准|审议|通过|讨论)(?:决定)?|[自从][^，]{2,24}[起后]|即日起|从即日起|同时|一并|因此|为此|本(?:通知|办法|规定|意见|决定|细则|方案)[^，]{0,12}后?|原?文件|其|特此|不再保留)*"
)
# 省政府已将《…》废止, 建议将《…》废止, 未列入《…》的文件: said of another's act, or of none.
_ANOTHERS_ACT = re.compile(
    r"(?:已经?|曾|拟|建议|提请|申请|是否|如果?|若|不得|可以?|未列入|未纳入|列入|纳入)[^，。；《》]{0,6}$"
)
# A part of a document lapses, not the document: 《…》中关于补贴标准的规定同时废止.
_ONLY_A_PART = re.compile(
    r"中(?![心央华共国])|(?<![等及和其与])(?:有关|相关)|关于|附件|所附|条款|部分|标准|内容|规定的|涉及|除第|第[一二三四五六七八九十百\d]+[条款项]"
)
_DAY_BEFORE_VERB = re.compile(r"[自从][^，。；]*?(?:之?日|月|年)?起")
# 《乙办法》自《甲办法》施行之日起废止: the day is named after another document, which stands.
_FROM_ITS_DAY = re.compile(
    r"[自从]《[^《》]{2,80}》(?:[（(][^（）()]*[）)])?(?:正式)?(?:施行|实施|印发|公布|发布|生效|执行)之?日?起[，,]?"
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
    (
        Relation.FORWARDS,
        "印发 转发 批转 发布 公布 颁发 颁布 下发 印发实施 发布实施 发布施行 公布实施 公布施行 颁布实施 颁布施行",
    ),
    (Relation.AMENDS, "修改 修订 修正 调整 补充 延长 延续"),
    (Relation.REPEALS, "废止 作废 停止执行 停止施行 停止使用 终止执行 不再执行 宣布失效"),
    (Relation.IMPLEMENTS, "贯彻落实 贯彻执行 贯彻实施 学习贯彻 贯彻 落实 执行 实施"),
)
_LAPSE_VERBS = _TITLE_RELATIONS[2][1].split()
# 关于《…办法》失效的公告 | 关于《…》等3件文件停止执行的通知
_LAPSES_IN_TITLE = re.compile(
    r"[》〉][^《》，。]{0,16}(?<!部分)(?<!条款)(?:废止|失效|作废|停止执行|不再执行)的(?:通知|决定|公告|通告)"
)
_ONLY_PLANNED_TITLE = re.compile(r"拟|建议|征求|征集|草案|说明|解读|请示")
_TITLE_VERB = re.compile(
    r"(?:停止执行|停止施行|停止使用|终止执行|不再执行|宣布失效|作废|暂停执行|继续执行|(?:印发|发布|公布|颁布)(?:实施|施行)|印发|转发|批转|发布|公布|颁发|颁布|下发|修改|修订|修正|调整|补充|延长|延续|废止|贯彻落实|贯彻执行|贯彻实施|学习贯彻|贯彻|落实|执行|实施)(?=[^《》，。]{0,40}$)"
)
# 关于《…办法》的补充通知
_SUPPLEMENTS = re.compile(r"[》〉>”]的?补充(?:通知|规定|意见|说明|公告)")
# 《…》将于6月30日到期。经研究，决定将其有效期延长至…; not what applicants may ask for under it.
_EXTENDED_AFTER = re.compile(
    rf"""(?x)^{_CLOSES} (?:[^，。；《》\n]{{0,40}}(?:到期|届满|期满)[^，。；《》\n]{{0,6}}[，。；,])?
    (?:(?:鉴于|为|根据|因|现|经)[^，。；《》\n]{{2,40}}[，。,])*
    (?:现|经[^，。；《》\n]{{2,30}}(?:研究|同意|批准)|决定|同意|特|将其|将|对其|其|的|该(?:办法|通知|规定|意见|细则|文件)|上述文件|文件?|继续(?:执行|施行|有效)[，,])*
    (?: (?:有效期|(?:执行|实施|施行|试行|试点)(?:期限|期|时间))限?(?:予以|再|均|统一|继续)*(?:延长|延续|顺延|续延)
      | (?:延长|延续|顺延)(?:其|执行|实施)?(?:至|到|有效期|执行期|实施期|施行期|试行期|[一二三四五1-5]年) )"""
)
_LINE_CLOSES = re.compile(r"[：:」”）)]\s*$")
_LIST_MARK = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|——|[-·•●])?\s*$")
# An entry of such a list says no more than the name, perhaps its date.
_ENTRY_END = re.compile(r"[^。；;\n]{0,24}[。；;]?[ \u3000]*(?:\n|$)")
_LIST_ENTRY = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]?\s*《|^《|^——《")
# 二、贯彻落实重点: a heading governs nothing in the paragraph below it.
_HEADING_ABOVE = re.compile(
    r"(?:^|\n)[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])[^，。；：\n《]{2,30}\n$"
)
_BASED_ON_LIST = re.compile(r"(?:依据|根据|按照)[^。；]{0,24}[：:]\s*$")


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
    verb = next(reversed([*_TITLE_VERB.finditer(lead)]), None)
    if mention.inside is None and _LAPSES_IN_TITLE.match(title[title.index(name) + len(name) :]):
        return Relation.REPEALS
    if verb is None:
        return None
    if mention.inside is not None and "《" in title and not lead.endswith(verb.group()):
        return None
    if _ONLY_PLANNED_TITLE.search(title) and verb.group() in _LAPSE_VERBS:
        return None
    return next((relation for relation, words in _TITLE_RELATIONS if verb.group() in words.split()), None)


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
    # A line that does not go on stands for itself.
    if "\n" in between and between.partition("\n")[0].strip()[-1:] not in ("、", "，", ",", "和", "及", "与"):
        return False
    if not between.strip("、，, "):
        return True
    return _IN_LIST.fullmatch(between) is not None and not _NEW_VERB.search(_ITS_RULES.sub("", between))


def _relation(text: str, start: int, end: int) -> Relation:
    """What the words before and after a list of names say of it."""
    printed = _sentence_before(text, start)
    before = printed.replace("\n", "")
    after = text[end : end + _REPEAL_REACH].partition("\n")[0]  # a stored line is a whole paragraph
    if not _ANOTHERS_ACT.search(before) and (lapsed := _lapse(after, text[start:end])):
        return lapsed
    after = after[:_REACH]
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
    if _LIST_MARK.match(before) and _ENTRY_END.match(after) and _list_is_basis(text, start):
        return Relation.BASED_ON
    return _led(printed)


def _lapse(after: str, names: str) -> Relation | None:
    """`repeals` where the words behind a list of names end all of it, `amends` where they end a part; None else."""
    repealed = _REPEALED_AFTER.match(_FROM_ITS_DAY.sub("", after, count=1))
    if repealed is None:
        return None
    between = _DAY_BEFORE_VERB.sub("", repealed["between"])
    reasons, comma, opening = between.replace(",", "，").rpartition("，")
    if _NOT_REPEALED.search(between) or (comma and not _OPENS_REPEAL.fullmatch(opening)):
        return None
    if PART.search(names):  # 第三条规定停止执行: the pinpoint says which part
        return Relation.REPEALS
    return Relation.AMENDS if _ONLY_A_PART.search(opening if reasons else between) else Relation.REPEALS


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _REACH) : start]
    stop = max((before.rfind(c) for c in _ENDS), default=-1)
    before = before[stop + 1 :]
    # A line that ends inside a sentence goes on; a heading, or a line that closes what it says, does not.
    line = before.rfind("\n") + 1
    entry = before[line:].strip() and _LIST_MARK.match(before[line:])
    if line and (entry or _LINE_CLOSES.search(before[:line]) or _HEADING_ABOVE.search(before[:line])):
        before = before[line:]
    return before[before.rfind("\t") + 1 :]  # a cell speaks for itself


def _issues(before: str, after: str) -> bool:
    if _ISSUES_BEFORE.search(before):
        return True
    if _NOW.search(before):
        return _ISSUES_AFTER.match(after) is not None
    return _NOW_ISSUED.match(after) is not None


def _list_is_basis(text: str, start: int) -> bool:
    """Whether the line above a list of names calls them what the document rests on; lines of the list are skipped."""
    lines = text[max(0, start - 4000) : start].split("\n")[:-1]
    for line in reversed(lines):
        words = line.strip()
        if words and not _LIST_ENTRY.match(words):
            return _BASED_ON_LIST.search(words) is not None
    return False


def _led(before: str) -> Relation:
    """The relation of the last verb before the names whose reach holds them."""
    best, where = Relation.MENTIONS, -1
    printed = _QUOTED_TITLE.sub("《》", before)
    plain = printed.replace("\n", "")
    own_line = len(plain) - len(printed.rpartition("\n")[2])
    for relation, lead in _LEADS:
        for match in lead.finditer(plain):
            reached = match.end() == len(plain)
            if relation not in (Relation.REPEALS, Relation.AMENDS):  # …同时废止，《乙办法》继续有效
                reached = reached or _LEAD_END.fullmatch(plain, match.end()) is not None
            lead_in = plain[: match.start()]
            done = relation is Relation.REPEALS and (_DONE_ALREADY.search(lead_in) or _NOT_DONE.search(lead_in))
            # What ends or changes a document stands in its own line; 贯彻落 may be torn from 实 by a converter.
            above = relation in (Relation.REPEALS, Relation.AMENDS) and match.start() < own_line
            if reached and not done and not above and match.start() > where:
                best, where = relation, match.start()
    return best
