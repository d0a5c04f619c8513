"""Whether a figure is of the place, the year and the case that were asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures.units import UnitKind
from ingest.model import Operator
from ingest.regions import Level, Place, place_of_chain, places_in
from qa.gate.asking import Asked
from qa.gate.figures import kind_of_unit
from qa.gate.grounds import Ground
from qa.gate.groups import of_others_by_that_name, unnamed_body, unnamed_holder, wrong_payer
from qa.gate.holders import is_for_others, is_of_the_chosen, wrong_level, wrong_organisation
from qa.gate.nearness import HALF, share_of
from qa.gate.other_subjects import is_of_one_body, is_of_the_past, is_of_the_whole
from qa.gate.reasons import Fault
from qa.gate.settings import Setting
from qa.language.case_words import unmet_case
from qa.language.contrast import fits_condition, members_named, missing_holder, names_any_way, other_sum, rows_of
from qa.language.periods import is_within_last_printed
from qa.language.sentences import sentences_of, squeezed_text

# What a document rules for those below it, and not what it counts of its own.
_RULES = re.compile("可|应|须|要|不得|每|至少|标准|条件|以上|以下|不少于|不超过|原则上|一般")


class Around:
    """What governs a figure: the headings and the title over its clause."""

    def __init__(self, ground: Ground, setting: Setting) -> None:
        self.headings = squeezed_text("".join(ground.clause.path))
        self.title = squeezed_text(ground.document.title or "")
        self.governing = f"{self.headings}{self.title}"
        self.near = f"{setting.lead}{setting.part}"
        # From the nearest words outwards: the first that name a post or a group say whose the figure is.
        self.outwards = (setting.own, setting.earlier, setting.before, setting.lead, self.headings, self.title)
        self.clause = squeezed_text(ground.clause.text)


_LEVELS = {"省级": Level.PROVINCE, "市级": Level.CITY, "县级": Level.COUNTY, "区级": Level.COUNTY}
_LEVEL = re.compile("(?:省级|市级|县级|区级)(?=财政)")


def wrong_place(asked: Asked, setting: Setting, ground: Ground) -> Fault | None:
    """The place that a figure is of: the last one named before it in its sentence, else the document's."""
    if not asked.places:
        return None
    if is_of_one_body(asked, setting):
        return Fault.REGION
    own = place_of_chain(ground.document.region or "")
    if asked.of_the_level and own is not None and all(own.level is not p.level for p in asked.places):
        return Fault.REGION
    level = next((m for m in _LEVEL.findall(setting.own) if m not in asked.text), None)
    if level is not None and all(p.level is not _LEVELS[level] for p in asked.places):
        return Fault.REGION  # 市级财政 is not that of the district asked about
    named = place_before(setting, asked)
    governing = named or own
    if governing is None:
        return None
    if any(_is_or_lies_in(p, governing) for p in asked.places):
        below = all(p.code != governing.code for p in asked.places)
        if below and is_of_the_whole(asked, setting, ground):
            return Fault.REGION
        return Fault.REGION if below and asked.counts and not _RULES.search(setting.whole) else None
    if own is not None and named is None and any(_is_or_lies_in(own, p) for p in asked.places):
        return None  # the document of a place in the region that was asked about
    if named is not None and own is not None and not any(_is_or_lies_in(own, p) for p in asked.places):
        return Fault.REGION
    return Fault.REGION if named is not None or own is not None else None


def _is_or_lies_in(place: Place, other: Place) -> bool:
    return other.chain == "全国" or other.code in {p.code for p in place.lineage}


def place_before(setting: Setting, asked: Asked) -> Place | None:
    """The last place named before a figure; of places in one row, 赴北京、上海的, the one asked about."""
    text = setting.whole[: setting.value.start]
    mentions = places_in(text)
    if not mentions:
        return None
    row = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        if text[mention.span[1] : row[-1].span[0]] not in ("、", "和", "及", "或"):
            break
        row.append(mention)
    of_row = (m.place for m in row if any(p.code == m.place.code for p in asked.places))
    return next(of_row, mentions[-1].place)


def wrong_year(asked: Asked, setting: Setting, ground: Ground) -> Fault | None:
    """The year that a figure is of: the last one named up to it, else the one in the title."""
    if is_of_the_past(asked, setting, squeezed_text("".join(ground.clause.path))):
        return Fault.YEAR
    if not asked.years:
        return None
    if _is_of_the_fiscal_year(asked, setting, ground):
        return None
    before = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)年", setting.whole[: setting.value.end])]
    if before:
        within = any(is_within_last_printed(setting.whole[: setting.value.end], year) for year in asked.years)
        return None if before[-1] in asked.years or within else Fault.YEAR
    if asked.edition_year and ground.document.dated_on and ground.document.dated_on.year != asked.edition_year:
        return Fault.YEAR
    titled = {int(y) for y in re.findall(r"((?:19|20)\d\d)年(?!修|版)", ground.document.title or "")}
    return Fault.YEAR if titled and titled.isdisjoint(asked.years) else None


def _is_of_the_fiscal_year(asked: Asked, setting: Setting, ground: Ground) -> bool:
    """Whether a day that bears another year is one for the year asked about: 2025年度集中缴费期为2024年9月1日至12月31日."""
    if setting.value.day is None or setting.value.day.year in (None, *asked.years):
        return False
    around = squeezed_text(f"{ground.document.title or ''}{''.join(ground.clause.path)}{ground.clause.text}")
    return any(f"{year}年度" in around and f"{year}年" in asked.text for year in asked.years)


def wrong_case(asked: Asked, setting: Setting, ground: Ground, around: Around) -> Fault | None:
    """Another post, group, class, age or sum than the one asked about."""
    if of_another := wrong_organisation(asked, around.outwards) or wrong_level(asked, setting, ground, around.headings):
        return of_another
    if is_for_others(asked, setting) or is_of_the_chosen(asked, setting):
        return Fault.GROUP
    if fits_condition(asked.text, setting.part) is False and (
        fits_condition(asked.text, setting.own) is False or fits_condition(asked.text, setting.whole) is False
    ):
        return Fault.CONDITION
    if _is_condition(asked, setting) or _is_of_an_event_unasked(asked, setting):
        return Fault.CONDITION
    if asked.excluded and asked.excluded in setting.own and asked.excluded not in "".join(asked.matter):
        return Fault.GROUP
    if _of_another_class(asked, setting, around.clause):
        return Fault.GROUP
    if (degree := _DEGREE.search(setting.own)) and degree.group() not in asked.text and degree["of"] in asked.text:
        return Fault.CONDITION
    if _of_another_turn(asked, around.outwards) or _in_the_other_half(asked, setting):
        return Fault.CONDITION
    kinds = frozenset(_KIND_OF_BODY.findall("".join(asked.matter)))
    here = next((n for text in around.outwards[:5] if (n := frozenset(_KIND_OF_BODY.findall(text)))), frozenset[str]())
    if kinds and here and kinds.isdisjoint(here) and not _both_companies(kinds, here):
        return Fault.GROUP
    for wanted, row in () if THE_REST.search(setting.own) else rows_of("".join(asked.matter)):
        named = next((m for text in around.outwards if (m := members_named(text, row))), frozenset[str]())
        if named == {"成员"}:
            continue  # 班子成员 are of any post
        if named and wanted.isdisjoint(named) and not any(names_any_way(wanted, t) for t in around.outwards[:2]):
            return Fault.GROUP
    if asked.several:
        return None
    context = f"{around.clause}{around.governing}"
    opening = sentences_of(ground.clause.text)[0].squeezed
    near = f"{opening}{setting.lead}{setting.opening}{setting.previous}{setting.whole}{around.governing}"
    if unmet_case(asked.text, asked.words, near, of_term=asked.dates) or _of_unnamed_status(asked, ground, context):
        return Fault.CONDITION
    if of_others_by_that_name(asked, setting, context):
        return Fault.GROUP
    if unnamed_body(asked, f"{context}{''.join(ground.document.issuing_authorities)}"):
        return Fault.GROUP
    if _of_another_house(asked, context):
        return Fault.GROUP
    if wrong_payer(asked, setting) or unnamed_holder(asked, around.outwards, context):
        return Fault.HOLDER
    if missing_holder(asked.text, context) and not _half_named(asked, context):
        return Fault.HOLDER
    if not _JOINED.search(asked.subject) and _other_sum(asked, setting, context):
        return Fault.SUBJECT
    return None


#   matches   多交多少钱要由组织部门出收据 | 投资多少才补
ASKS_CONDITION = re.compile(
    "以上|以下|超过|低于|高于|满|达到|不足|(?:多少|几)[百千万]?(?:元|钱|块)?(?:的|要|需|才|就|必须|应当?|由)"
)


# Turns of the year, feasts, sexes, occasions: what is fixed for one is not for another.
_TURNS = tuple(
    re.compile(pattern)
    for pattern in (
        "春季|夏季|秋季|冬季|春(?=学期|招)|秋(?=学期|招)",
        "上半年|下半年",
        "上学期|下学期",
        "第?[一二三四](?=季度)",
        "春节|元旦|清明|端午|中秋|国庆|重阳|七一|八一|建军|五一|劳动节|教师节|儿童节|妇女节",
        "男(?=性|职工|干部|党员|教师|工人|同志|的|年?满|\\d)|(?<!子)女(?=性|职工|干部|党员|教师|工人|同志|的|年?满|\\d)",
        "[上下]午|晚上|夜间|白天",
        "生日|住院|生病|患病|重病|逝世|去世|病故|丧葬|丧事|结婚|生育|受灾",
        "工作日(?!内|前|后)|双休日|休息日|法定节假日",
    )
)
_ALSO = (
    {"春": "春季", "秋": "秋季", "八一": "建军", "五一": "劳动节"}
    | dict.fromkeys(("生病", "患病", "重病"), "住院")
    | dict.fromkeys(("去世", "病故", "丧葬", "丧事"), "逝世")
)


def _of_another_turn(asked: Asked, outwards: Sequence[str]) -> bool:
    """Whether a figure is of another turn than the one asked about: 秋季 where 春季 is asked, 重阳 where 春节 is."""
    for row in _TURNS:
        wanted = _turns(row, "".join(asked.matter))
        own = _turns(row, outwards[0])
        if wanted and (wanted & own or (not own and wanted & _turns(row, outwards[1]))):
            continue
        here = next((named for text in outwards if (named := _turns(row, text))), frozenset[str]())
        if wanted and here and wanted.isdisjoint(here):
            return True
    return False


# 3月31日 for what is asked of 下半年: months that lie in the other half.
# The report on a half is due in the months behind it.
_HALVES = {"上半年": range(9, 13), "下半年": range(3, 7)}


def _in_the_other_half(asked: Asked, setting: Setting) -> bool:
    """Whether a day lies in the other half of the year than the one asked about, and nothing about it names that half."""
    month = setting.value.day.month if setting.value.day is not None else None
    halves = [half for half in _HALVES if half in asked.text]
    if month is None or len(halves) != 1 or halves[0] in f"{setting.own}{setting.lead}":
        return False
    return month in _HALVES[halves[0]]


def _turns(row: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(_ALSO.get(name, name) for name in row.findall(text))


# 自付医疗费用超过三万元: what someone has paid, lost or earned, and no sum that is given.
_MEASURED_COST = re.compile(
    r"(?P<cost>费用|支出|损失|收入|工资|养老金|产值|营收|资产)(?:累计|总额|合计)?(?:超过|达到|高于|低于|不足|在)[\d一二三四五六七八九十百千万亿.,]+[万亿]?元$"
)


def _is_condition(asked: Asked, setting: Setting) -> bool:
    """Whether a sum only says to whom something applies: 5000元以上的按1%交纳."""
    quantity = setting.value.quantity
    if quantity is None or kind_of_unit(quantity.unit) is not UnitKind.MONEY or ASKS_CONDITION.search(asked.text):
        return False
    measured = _MEASURED_COST.search(setting.whole[: setting.value.end])
    if measured is not None and measured["cost"] not in asked.text:
        return True
    if quantity.operator is not Operator.EQ and setting.whole.startswith(("部分", "的部分"), setting.value.end):
        return True
    return setting.whole.startswith(("的,", "的按", "的由", "的应", "的须", "的不"), setting.value.end)


# 遭受自然灾害的,|给予2000元: what must have happened.
_EVENT_CASE = re.compile(r"(?:^|[,;])([^,。;]{2,24})的(?=,)")


def _is_of_an_event_unasked(asked: Asked, setting: Setting) -> bool:
    """Whether an age is the case that a question sets, and a sum is for a case of its own, of which it says nothing.

    95周岁慰问多少 asks for no sum that is given to whom a flood has struck.
    """
    if setting.value.kind is not UnitKind.MONEY or not _AGED.search(asked.text):
        return False
    cases = _EVENT_CASE.findall(setting.whole[: setting.value.start])
    if not cases or any(fits_condition(asked.text, case) is not None for case in cases):
        return False
    return not any(share_of(word, case) > HALF for word in asked.words for case in cases)


_AGED = re.compile(r"[\d一二三四五六七八九十百]+(?:周)?岁")

_STATUS = re.compile(r"(?:离休|退休)(?!前|金|工资|费|年龄|手续|条件|待遇)")
_ELDERLY = re.compile(r"离休|退休|离退|老干部|老同志|老党员|老年|老人|养老|银龄|老龄|五老")


def _of_unnamed_status(asked: Asked, ground: Ground, context: str) -> bool:
    """Whether 退休 people are asked about and neither the clause nor what governs it, nor the issuer, speaks of the old."""
    if not _STATUS.search(asked.text):
        return False
    return not _ELDERLY.search(f"{context}{''.join(ground.document.issuing_authorities)}")


THE_REST = re.compile("其他|其余|其它")  # of a scale: whoever none of its other members names


# Kinds of bodies by which sums differ; 部门 alone is any office.
_KIND_OF_BODY = re.compile(r"机关|事业单位|[省市县]级部门|国有企业|国企|乡镇|街道|社区|农村|学校|高校")
_COMPANIES = frozenset({"国有企业", "国企"})


def _both_companies(kinds: frozenset[str], named: frozenset[str]) -> bool:
    return bool(kinds & _COMPANIES and named & _COMPANIES) or bool(kinds & {"机关"} and any("部门" in n for n in named))


# 部分失能 is not 失能.
_DEGREE = re.compile(r"(?:部分|轻度|中度|半)(?P<of>(?!分)[\u4e00-\u9fff]{2})")
_JOINED = re.compile("和|与|及|、")


def _half_named(asked: Asked, context: str) -> bool:
    """Whether what holders are called by stands there: 志愿服务 for 志愿者."""
    return any(member[:2] in context for wanted, _ in rows_of(asked.text) for member in wanted if len(member) > 2)


def _other_sum(asked: Asked, setting: Setting, context: str) -> bool:
    if not other_sum(asked.subject, context):
        return False
    # A sum of a longer name is the clause's where it prints most of it: 意外险保额, 意外伤害保险.
    named = [w for w in asked.words if len(w) > 2]
    return not any(w[i : i + 2] in setting.whole for w in named for i in range(len(w) - 1))


# Houses that people go to: what is fixed for one kind says nothing of another.
_HOUSE = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?:幼儿园|少年宫|文化[宫馆]|图书馆|博物馆|纪念馆|展览馆|体育馆|游泳[馆池]|[门篮足网台羽毛乒乓]{1,3}球[场馆]|健身房|养老院|敬老院|福利院|卫生院|驿站|食堂|活动中心)"
    r"|[\u4e00-\u9fff]{1,4}?(?:大学|学校|[小中]学|医院)"
)


def _of_another_house(asked: Asked, context: str) -> bool:
    """Whether a figure's clause, headings and title name houses, 老年大学, but not the one asked about, 少年宫."""
    wanted = [word for word in asked.telling if _HOUSE.fullmatch(word)]
    if not wanted or any(share_of(word, context) > HALF for word in wanted):
        return False
    return _HOUSE.search(context) is not None


# 一类, 二等, 三级, 甲, 正厅: the same word with another numeral is another case.
#   rejects   副厅级以上 (正厅级 too)
_NUMBERED = re.compile(
    r"(?P<numeral>[一二三四五六七八九十甲乙丙丁])(?P<frame>[类等级档星孩期])"
    r"|(?P<rank>[正副])(?P<of>省|部|厅|局|县|处|科|高)(?!级?(?:及|\(含\))?以[上下])"
)


def _classes_in(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((m["frame"] or m["of"], m["numeral"] or m["rank"]) for m in _NUMBERED.finditer(text))


def _of_another_class(asked: Asked, setting: Setting, clause: str) -> bool:
    """Whether a figure is of another class; where nothing near it names one, of a scale that leaves out the one asked about."""
    wanted = _classes_in(asked.text)
    frames = {frame for frame, _ in wanted}
    for text in (setting.own, f"{setting.earlier}{setting.before}{setting.lead}"):
        alike = {(f, n) for f, n in _classes_in(text) if f in frames}
        if alike:
            return not alike & wanted
    scale = {(f, n) for f, n in _classes_in(clause) if f in frames}
    return len(scale) > 1 and not scale & wanted
