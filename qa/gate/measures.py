"""Whether a figure is of the unit, the measure and the limit that were asked for."""

from __future__ import annotations

import re

from ingest.figures.units import UnitKind
from ingest.model import Operator, Quantity
from qa.gate.asking import EACH_THING, PERIOD, Asked, ways_of
from qa.gate.figures import kind_of_unit
from qa.gate.reasons import Fault
from qa.gate.settings import Setting, Value, names_its_own
from qa.language.lexicon import same_words
from qa.language.values import REGULAR_ACTS

ANY_KIND = frozenset(UnitKind)
_PER = re.compile(r"半年|学年|学期|季度|年|月|周|天|日|季|学时|课时|小时|届|期|次|场(?!所)|回|趟")
_OF_TIME = frozenset({UnitKind.TIMES, UnitKind.PERIOD, UnitKind.DAY, UnitKind.AGE})
_ASKS_TIME = re.compile("次|频|时间|时长|时限|期限|年限|天数|学时|课时|学分|年龄|岁|周期|工期|年资|工龄|[年月天日时]")
_ASKS_NUMBER = re.compile("多少|名额|人数|数量|总数")
_EVERY_SEVERAL = re.compile(r"每(?:[2-9]|\d\d|[两三四五六七八九十])个?(?:学?年|月|周|天|日|季度|学期)")
_SAME_TIME = {"日": "天", "季": "季度", "课时": "学时", "场": "次", "回": "次", "趟": "次"}
_BEARERS = re.compile(r"平方米|公里|人|名|位|户|支(?!部)|件|亩|吨|间|桌|家|篇|台|辆|所|处|床|班")
# What something is measured by: no sum for a whole thing answers how much each of these is.
_BY_SIZE = frozenset(("平方米", "公里", "亩", "吨"))
# Bearers that are no things: a sum for each of them is none for each thing.
_NO_THINGS = frozenset(("人", "户")) | _BY_SIZE
# Periods that are none of those a question names by 每….
_OTHER_PERIOD = re.compile(r"任期内|任职期间|一届|届内|五年内|三年内|两年内|累计")
_BODIES_EACH = re.compile("每(?:个|支|家|所)?(?:站|支部|党支部|队伍?|校|村|社区|户|场所|驿站|团体)")
# 百名“五老”讲609场: of all of them together.
_CROWD = re.compile(r"[\d一二三四五六七八九十百千万]余?[名位]")
_EACH_MAN = re.compile("每[人名位]|人均")
_ASKS_FOR_PEOPLE = re.compile(
    r"(?:几|多少)个[^,。多少几]{0,6}(?:员|人|者|干部|代表|同志|师|生)(?!党?支部|党组织|党委|活动|工作|学校|大学|局|服务)"
)
_LOOSE = frozenset("个项条种类处家所支件篇份间套批期座幢栋台部")
_PEOPLE = frozenset("人名位")
_FROM_A_DAY = re.compile("内|前|后|起|提前|届满|期满|至|到")
_TIMES = frozenset(("次", "回", "遍", "场", "轮", "趟", "场次", "期", "班次"))
_DAYS = frozenset(("天", "日", "工作日", "自然日", "小时", "周"))
_LONG = frozenset(("年", "个月", "月", "学年", "学期", "季度"))


def wrong_unit(asked: Asked, setting: Setting) -> Fault | None:
    """几次 is not answered by 人次, 几天 by 5年, 哪天 by a year."""
    value = setting.value
    if value.word is not None:
        return None if asked.kinds != ANY_KIND or asked.unit is None else Fault.UNIT_ASKED
    if value.day is not None:
        if asked.unit in ("小时", "学时", "课时", "周岁", "岁"):
            return Fault.UNIT_ASKED
        if asked.unit and not (asked.at_what_time or asked.to_the_day or any(value.day.to)):
            return Fault.UNIT_ASKED  # 自2023年8月1日起 says not how many days
        whole = value.day.day is not None or (value.day.some.startswith(("年", "月")) and value.day.month is not None)
        return None if whole or not asked.to_the_day else Fault.UNIT_ASKED
    unit = value.quantity.unit if value.quantity else ""
    if re.search("几[号](?!文)", asked.text):
        return Fault.UNIT_ASKED
    if asked.dates and asked.at_what_time and not _FROM_A_DAY.search(setting.own):
        return Fault.UNIT_ASKED  # 有效期5年 says not when
    if not asked.unit and unit and asked.kinds == ANY_KIND and (asked.times or asked.bearers):
        of_time = kind_of_unit(unit) in (UnitKind.PERIOD, UnitKind.DAY, UnitKind.AGE)
        return Fault.UNIT_ASKED if of_time else None  # 每人每天标准
    if not asked.unit and asked.kinds == ANY_KIND and value.kind in _OF_TIME and _ASKS_NUMBER.search(asked.text):
        return None if _ASKS_TIME.search(asked.text) else Fault.UNIT_ASKED  # 提取多少 is not answered by 每季度1次
    if not asked.unit or not unit:
        return None
    wanted = asked.unit.removeprefix("个") if len(asked.unit) > 1 else asked.unit
    if len(wanted) > 1 and wanted.endswith("次"):
        return None if unit == wanted else Fault.UNIT_ASKED
    for family in (_TIMES, _PEOPLE, _DAYS):
        if wanted in family:
            return None if unit in family else Fault.UNIT_ASKED
    if wanted == "届":
        return None if unit == wanted else Fault.UNIT_ASKED
    if wanted in ("年", "月"):
        return None if unit in _LONG or (wanted == "月" and unit in _DAYS) else Fault.UNIT_ASKED
    if wanted in ("课时", "学时", "小时"):
        return None if unit in ("课时", "学时", "小时", "%") else Fault.UNIT_ASKED
    if wanted == "个" and unit in _PEOPLE and _ASKS_FOR_PEOPLE.search(asked.text):
        return None
    if wanted in _LOOSE:
        return None if unit in _LOOSE or unit == wanted or kind_of_unit(unit) is UnitKind.LISTED else Fault.UNIT_ASKED
    if wanted in ("元", "万元", "亿元", "块", "块钱", "钱"):
        return None if kind_of_unit(unit) is UnitKind.MONEY else Fault.UNIT_ASKED
    if kind_of_unit(wanted) in (UnitKind.MEASURE, UnitKind.SCORE, UnitKind.AGE):
        return None if kind_of_unit(unit) is kind_of_unit(wanted) else Fault.UNIT_ASKED
    return None


_HOW_OFTEN = re.compile(rf"(?:多久|多长时间|[隔每]?(?:几|多少)[天日周年]|几个月).*?(?P<act>{REGULAR_ACTS})")


def _of_another_act(text: str, setting: Setting) -> bool:
    """Whether it is asked how often one thing is done, and 定期 stands where another is: 定期督查 for 多久走访一次."""
    asked = _HOW_OFTEN.search(text)
    if asked is None:
        return False
    ways = (asked["act"], *same_words().get(asked["act"], ()))
    return not any(way in said for way in ways for said in (setting.whole, setting.opening))


# 每年认证一次: what is done so often.
_DONE_EVERY = re.compile(
    r"每(?:半年|学年|学期|季度|年|月|周|天|日|两年|[一二三四五六]个?[年月季])?(?P<act>[\u4e00-\u9fff]{2,4}?)(?:不少于|至少|不超过)?[\d一二两三四五六七八九十]+次"
)
_ANY_ACT = re.compile(
    "组织|召开|开展|举行|举办|进行|安排|集中|至少|不少|不超|原则|一般|可以|应当|定期|累计|最多|最少|不得|享受|参加|提供|给予|实施|各|约|不低"
)
_ASKS_HOW_OFTEN = re.compile(r"多久|多长时间|几次|多少次|[几多][年月天周]|频率|频次")


def _only_headings_say_it(asked: Asked, setting: Setting) -> bool:
    """Whether a figure's own words say what is done so often, and nothing in its sentence is what the question asks of."""
    if not asked.focus or asked.several or not names_its_own(setting):
        return False
    near = f"{setting.lead}{setting.opening}{setting.before}{setting.whole}"
    held = {c for word in asked.focus for way in ways_of(word) for c in way}
    return not any(c in near for c in held)


def _is_of_another_habit(asked: Asked, setting: Setting) -> bool:
    """Whether it is asked how often one thing is done, and the figure says how often another is: 每年认证一次 for 多久发一次."""
    if setting.value.kind is not UnitKind.TIMES or not _ASKS_HOW_OFTEN.search(asked.text):
        return False
    if _only_headings_say_it(asked, setting):
        return True
    found = _DONE_EVERY.search(setting.value.text)
    if found is None or _ANY_ACT.search(found["act"]):
        return False
    ways = {way for word in asked.words for way in ways_of(word)} | {asked.text}
    return not any(c in way for c in found["act"] for way in ways)


def wrong_measure(asked: Asked, setting: Setting) -> Fault | None:
    """每月 is asked and 每年 stated; every man and every household."""
    quantity = setting.value.quantity
    if setting.value.word is UnitKind.TIMES and _of_another_act(asked.text, setting):
        return Fault.MEASURE
    if _is_of_another_habit(asked, setting):
        return Fault.MEASURE
    if setting.value.word is UnitKind.TIMES and asked.times and not asked.several:
        every = {_SAME_TIME.get(t, t) for t in _PER.findall(setting.value.text)}
        longest = max((_LENGTHS.get(t, 0) for t in asked.times), default=0)
        return Fault.MEASURE if any(_LENGTHS.get(t, 0) > longest > 0 for t in every) else None
    if quantity is None or kind_of_unit(quantity.unit).value in ("period", "day", "age"):
        return Fault.MEASURE if _lasts_otherwise(asked, setting) else None
    per = quantity.per or ""
    times = {_SAME_TIME.get(t, t) for t in _PER.findall(per)}
    if asked.several:
        return None
    if _EVERY_SEVERAL.search(per) and asked.times and not _EVERY_SEVERAL.search(asked.text):
        return (
            None if kind_of_unit(quantity.unit) is UnitKind.TIMES else Fault.MEASURE
        )  # 每5年360学时 is none for a year
    if asked.times:
        if times and times.isdisjoint(asked.times) and not _is_rate(quantity, times, asked):
            return Fault.MEASURE
        if not times:
            times = {_SAME_TIME.get(m["unit"], m["unit"]) for m in PERIOD.finditer(setting.own)} - {"次"}
            if times and times.isdisjoint(asked.times) and not _is_rate(quantity, times, asked):
                return Fault.MEASURE
        if not times and _OTHER_PERIOD.search(setting.part):
            return Fault.MEASURE
    bearers = {("人" if b in "人名位" else b) for b in _BEARERS.findall(per)}
    if (
        "人" in asked.bearers
        and "人" not in bearers
        and _CROWD.search(setting.own[: setting.own.find(setting.value.text)])
    ):
        return Fault.MEASURE
    if "人" in asked.bearers and not bearers and _BODIES_EACH.search(setting.own) and not _EACH_MAN.search(setting.own):
        return Fault.MEASURE
    if asked.bearers & _BY_SIZE and not bearers and not any(b in setting.own for b in asked.bearers):
        return Fault.MEASURE
    if EACH_THING in asked.bearers and bearers <= _NO_THINGS:
        return Fault.MEASURE if bearers and bearers.isdisjoint(asked.bearers) else None
    if asked.bearers and bearers and bearers.isdisjoint(asked.bearers) and EACH_THING not in asked.bearers:
        return Fault.MEASURE
    return None


# 每次最长30天,|全年累计不超过90天: a length for each time is none for the year.
_EACH_TIME = re.compile(r"每[次回趟场]|(?:单|一)次(?!性)")
_IN_ALL = re.compile(r"(?:全年|每年|年度|一年(?:内|中)?|当年)(?:累计|合计|总计)?")


def _lasts_otherwise(asked: Asked, setting: Setting) -> bool:
    """Whether a length is said for each time where it is asked for the year, or the other way about."""
    if setting.value.kind is not UnitKind.PERIOD:
        return False
    unit = setting.value.quantity.unit if setting.value.quantity else ""
    if setting.value.quantity and _EVERY_SEVERAL.search(setting.value.quantity.per or ""):
        return "年" in asked.times and not _EVERY_SEVERAL.search(asked.text)
    if unit in ("学时", "课时"):  # they add up: 24 in a year are not those of a 期
        stated = {_SAME_TIME.get(m["unit"], m["unit"]) for m in PERIOD.finditer(setting.own)} - {"学时"}
        if asked.times and stated and stated.isdisjoint(asked.times) and not asked.several:
            return True
    by_time, in_all = bool(_EACH_TIME.search(setting.own)), bool(_IN_ALL.search(setting.own))
    if by_time == in_all:
        return False
    asks_each, asks_all = bool(_EACH_TIME.search(asked.text)), "年" in asked.times
    return asks_each != asks_all and asks_each == in_all


_LENGTHS = {"天": 1, "周": 7, "月": 30, "季度": 91, "学期": 180, "半年": 182, "年": 365}


def _is_rate(quantity: Quantity, times: set[str], asked: Asked) -> bool:
    """Whether 每半年1次 answers how often in a year; sums for a month answer nothing for a year."""
    if kind_of_unit(quantity.unit) is not UnitKind.TIMES:
        return False
    longest = max((_LENGTHS.get(t, 0) for t in asked.times), default=0)
    return all(0 < _LENGTHS.get(t, 10**6) < longest for t in times)


def wrong_limit(asked: Asked, value: Value) -> Fault | None:
    """The most is asked for and the least stated, or the other way about."""
    quantity = value.quantity
    if quantity is None or asked.wants_least == asked.wants_most:
        return None
    if asked.wants_most and quantity.operator in (Operator.GE, Operator.GT):
        return Fault.LIMIT
    if asked.wants_least and quantity.operator in (Operator.LE, Operator.LT):
        return Fault.LIMIT
    if (
        _ASKS_RULED.search(asked.text)
        and quantity.operator not in (Operator.LE, Operator.LT)
        and _COUNTS_PEOPLE.search(quantity.text)
    ):
        return Fault.LIMIT  # 53名, counted somewhere, are no 以多少人为限
    return None


_ASKS_RULED = re.compile("为限|上限|限额|限制|封顶")
_COUNTS_PEOPLE = re.compile(r"[\d万一二三四五六七八九十百千余多][人名位]$")


def is_wanted(value: Value, asked: Asked) -> bool:
    """Whether a figure or a date is of a kind that answers."""
    if value.day is not None:
        return asked.dates
    quantity = value.quantity
    if quantity is not None and quantity.per and quantity.unit in _TIMES and UnitKind.TIMES in asked.kinds:
        return True  # 每年办一期 answers how often
    if quantity is not None and quantity.unit == asked.unit == "场":
        return True  # how many, though no rate
    return value.kind in asked.kinds
