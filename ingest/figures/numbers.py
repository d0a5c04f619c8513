"""One printed figure with its unit, as values: 1.2万元, 三至五名, 三分之二, 2%—4%, 一年半."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ingest.figures.units import FIRST_CHARACTERS, UNIT, UnitKind, kind_of, unit_name
from ingest.numerals import figure_of

_HAN = "一二三四五六七八九十百千万亿两零〇壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC = r"\d+(?:[,， ]\d{3}(?!\d))*(?:\.\d+)?"
_TIMES = r"(?:[百十](?=[万亿])|千(?![克米瓦伏卡升])|百(?!分))?(?:万亿|[万亿])?"
_NUMBER = (
    rf"(?:{_ARABIC}[余多]?{_TIMES}|[{_HAN}]+(?:点[{_HAN}]+)?(?:[余多][万亿]+)?|半(?=[年天日]|个[月小]|小时))[余多]?"
)
_SHARE = (
    rf"(?:[百千万]分之(?:{_ARABIC}|[{_HAN}]+(?:点[{_HAN}]+)?)|[{_HAN}]+分之[{_HAN}]+"
    r"|\d{1,2}/\d{1,3}(?![/\d.A-Za-z年月日])"
    r"|一半|半数|[一二三四五六七八九\d]成[半多]?(?![立为果员就长功都年绩本份熟品交分套群不]))"
)
_TO = r"(?:[—~-]{1,2}|至|到)"
# Looked for before two hundred units are tried: 0.1 ms of a notice of 12 KB. No unit is longer.
_TO_AHEAD = r"(?=.{0,12}?[—~\-至到])"
_RATIO = r"\d{1,4}(?:\.\d+)?[:∶]\d{1,4}(?:\.\d+)?"
RATIO = "比"
"""Unit of 1∶3, whose value is a third: 3∶1 is 3."""
#   takes     300—500元 | 5000元至1万元 | 3至5个 | 三分之二 | 2%—4% | 壹仟元
#   rejects   第一书记 | 5G | 3号楼 (no unit); what 2022年 and 一次性 mean, quantity_context.py decides
_FIGURE = re.compile(
    rf"""(?x)
      (?P<share>{_SHARE})(?:{_TO}(?P<upper_share>{_SHARE}))?
    | (?<![\d:∶.])(?P<ratio>{_RATIO})(?:{_TO}(?P<upper_ratio>{_RATIO}))?(?![\d:∶.百千万亿%])
    | (?P<years>{_NUMBER})年零?(?P<months>{_NUMBER})个月
    | (?P<low>{_NUMBER})(?:{_TO_AHEAD}(?P<low_unit>{UNIT})?{_TO}(?P<high>{_NUMBER}))?(?P<unit>{UNIT})(?:人民币)?"""
)
# Where one may begin; a plain class first, so that the engine skips to figures by itself; bounded, for a file may
# hold a line of a million digits.
_CANDIDATE = re.compile(
    rf"[\d半{_HAN}][\d{_HAN}]{{0,20}}(?:[,，. 点余多][\d{_HAN}]{{1,12}}){{0,5}}[余多]?(?=[半成数分至到—~/:∶-]|[{FIRST_CHARACTERS}])"
)
# What is left of a figure whose head stands elsewhere: 00元 of 2⏎00元.
_CUT_HEAD = re.compile(r"0\d")
# 两三个, 三五名.
_SPOKEN_RANGE = re.compile(r"[一两二三四五六七八九]{2}")
_DIGIT_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SHARE_UNITS = {"百": "%", "千": "‰", "万": "‱"}
_INDIVISIBLE = frozenset({UnitKind.PERSON, UnitKind.COUNT, UnitKind.TIMES, UnitKind.LISTED})


class Figure(NamedTuple):
    """One figure with its unit; places count in the text it was read from."""

    value: Decimal
    upper: Decimal | None
    unit: str  # its name: 工作日 of 个工作日
    kind: UnitKind
    number: str  # as printed
    start: int
    unit_start: int
    end: int
    about: bool = False  # 20余家
    more_than: bool = False  # 过半数


def candidates(text: str, low: int, high: int) -> Iterator[int]:
    """Yield the places in text[low:high] where a figure with a unit may begin."""
    for place in _CANDIDATE.finditer(text, low, high):
        yield place.start()


def figure_at(text: str, start: int, low: int, high: int) -> Figure | None:
    """Read a figure at a place; None where there is none, or one in doubt."""
    if start > low and _goes_on_from(text, start):
        return None
    found = _FIGURE.match(text, start, high)
    if found is None:
        return None
    if found["share"]:
        return _share_figure(found, after=text[start - 1] if start > low else "")
    if found["ratio"]:
        return _ratio_figure(found)
    if found["years"]:
        return _years_and_months(found)
    if _CUT_HEAD.match(found["low"]):
        return None
    kind = kind_of(found["unit"])
    if "." in found["low"] and (start == low or text[start - 1] == "\n"):
        cut = _marker_length(found["low"], kind)
        if cut:
            return figure_at(text, start + cut, start + cut, high)
    values = _values(found)
    if values is None:
        return None
    value, upper = values
    if "半" in found["unit"]:
        value += Decimal("0.5")
    about = "余" in found[0] or "多" in found["low"] or "多" in (found["high"] or "")
    unit = unit_name(found["unit"])
    return Figure(value, upper, unit, kind, found["low"], start, found.start("unit"), found.end(), about)


def _years_and_months(found: re.Match[str]) -> Figure | None:
    """三年零六个月 is 42 个月."""
    years, months = _value(found["years"]), _value(found["months"].removeprefix("零"))
    if years is None or months is None or years >= 100 or months >= 12:
        return None
    start, end = found.span()
    return Figure(years * 12 + months, None, "个月", UnitKind.PERIOD, found["years"], start, end - 2, end)


def _ratio_figure(found: re.Match[str]) -> Figure | None:
    """1∶3 is 0.3333, 3∶1 is 3, so that 不低于 keeps its sense."""
    values = []
    for printed in filter(None, (found["ratio"], found["upper_ratio"])):
        first, second = map(Decimal, re.split("[:∶]", printed))
        if not first or not second:
            return None
        values.append(first / second)
    start, end = found.span()
    upper = max(values) if len(values) > 1 else None
    return Figure(min(values), upper, RATIO, UnitKind.SHARE, found["ratio"], start, end, end)


def _goes_on_from(text: str, start: int) -> bool:
    """Whether the characters before belong to the same printed figure, which could not be read as one."""
    before = text[start - 1]
    if (before.isdigit() and text[start].isdigit()) or (before in _HAN and text[start] in _HAN):
        return True
    return before in ".,， " and text[start].isdigit() and text[max(0, start - 2)].isdigit() and before != "，"


def _values(found: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    low, high = found["low"], found["high"]
    value = _value(low)
    if high is None:
        if value is None and _SPOKEN_RANGE.fullmatch(low):
            value, upper = (Decimal(_DIGIT_VALUES[c]) for c in low)
            return (value, upper) if value < upper and (upper - value == 1 or low == "三五") else None
        return None if value is None else (value, None)
    upper_value = _value(high)
    if value is None or upper_value is None:
        return None
    if not found["low_unit"]:
        value = _same_scale(value, low, high)
    return (value, upper_value) if value < upper_value else None


def _value(number: str) -> Decimal | None:
    return figure_of(number.replace("余", "").replace("多", ""))


def _same_scale(value: Decimal, number: str, higher: str) -> Decimal:
    """The lower figure of a range in the scale of the higher: 3至5万 is 30000 to 50000, 5000至1万 is not."""
    scale = re.search("[百千万亿]+$", higher.rstrip("余多"))
    if scale is None or re.search("[十百千万亿]", number):
        return value
    bare, times = _value(higher[: scale.start()]), figure_of("1" + scale[0])
    return value * times if bare is not None and times is not None and value < bare else value


def _marker_length(number: str, kind: UnitKind) -> int:
    """How much of 「1.3」 at the head of a line is its marker: 「1.3名党员」 has no third of a man in it."""
    whole = number.partition(".")[0]
    is_marker = (kind in _INDIVISIBLE and not re.search("[万亿]", number)) or re.fullmatch(
        r"\d{1,2}\.(?:19|20)\d\d", number
    ) is not None
    return len(whole) + 1 if is_marker else 0


def _share_figure(found: re.Match[str], after: str) -> Figure | None:
    lower = _share(found["share"])
    upper = _share(found["upper_share"]) if found["upper_share"] else None
    if lower is None or (found["upper_share"] and (upper is None or upper[1] != lower[1] or upper[0] <= lower[0])):
        return None
    more_than = after == "过" and "半数" in found["share"]
    return Figure(
        value=lower[0],
        upper=upper[0] if upper else None,
        unit=lower[1],
        kind=UnitKind.SHARE,
        number=found["share"],
        start=found.start() - more_than,
        unit_start=found.end(),
        end=found.end(),
        about=found["share"].endswith("多"),
        more_than=more_than,
    )


def _share(printed: str) -> tuple[Decimal, str] | None:
    """Value and unit: 百分之十 is 10 %, 三分之二 66.67 %, 七成 70 %, 半数 50 %, 千分之三 3 ‰."""
    if "成" in printed:
        tenths = _value(printed[0])
        return None if tenths is None else (tenths * 10 + (5 if "半" in printed else 0), "%")
    if "半" in printed:
        return Decimal(50), "%"
    whole, _, part = printed.partition("分之")
    if "/" in printed:
        part, _, whole = printed.partition("/")
    numerator = _value(part)
    if whole in _SHARE_UNITS:
        return None if numerator is None else (numerator, _SHARE_UNITS[whole])
    denominator = _value(whole)
    if numerator is None or denominator is None or not 0 < numerator < denominator:
        return None
    return numerator * 100 / denominator, "%"
