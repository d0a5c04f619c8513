"""The figures and dates of a text, in a form in which two texts can be held against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.figures.units import UnitKind, kind_of
from ingest.model import Clause, ClauseKind, Operator, Quantity, Span
from ingest.numerals import integer_of
from ingest.quantities import read_quantities
from qa.gate.normal import plain

# Units that are one: 50人 and 50名; others of a kind are not (人次 is no 人).
_SAME_UNIT = {"名": "人", "位": "人", "日": "天", "周岁": "岁", "块": "元"}
_SAME_PER = {"日": "天", "名": "人", "位": "人"}


@lru_cache(maxsize=8192)
def figures_of(text: str) -> tuple[Quantity, ...]:
    """The quantities of any text, spans counting in it."""
    whole = Clause("", (), "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    return read_quantities(text, [whole]).quantities


def same_unit(a: str, b: str) -> bool:
    """Whether two units count the same."""
    return a == b or _SAME_UNIT.get(a, a) == _SAME_UNIT.get(b, b)


def same_measure(a: str | None, b: str | None) -> bool:
    """Whether two figures are counted for the same: 每天 and 每日, in whichever order (每月每人)."""
    return _parts(a) == _parts(b)


def _parts(per: str | None) -> frozenset[str]:
    return frozenset(_SAME_PER.get(part, part) for part in re.split("[每/·]", per or "") if part)


def kind_of_unit(unit: str) -> UnitKind:
    """What a unit measures."""
    return kind_of(unit)


_ZERO = "〇零○oO0"
_NUMERAL = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = rf"(?:(?:19|20)\d\d|[一二][{_ZERO}一二三四五六七八九]{{3}})"
# 2022年4月26日 | 4月26日至5月3日 | 10月1日至7日 | 2022年 | 9月 | 15日 (after 每月) | 上半年 | 年底 | 第三季度, with what bounds it
_DAY = re.compile(
    rf"""(?x)
    (?: (?:(?P<year>{_YEAR})年)?
        (?: (?P<month>{_NUMERAL}|元|正)月 (?:份)? (?: (?P<day>{_NUMERAL})[日号] )?
          | (?<=年)(?P<part>底|初|内)(?![容部外])
          | (?<=年)(?P<half>[上下]半年)
          | (?<=年)第?(?P<quarter>[一二三四1-4])季度 )
      | (?P<only_year>{_YEAR})年(?!度?以[上下])
      | (?<=每月)(?P<monthly>{_NUMERAL})[日号]
      | (?P<some>[上下]半年|年[底初内](?![容部外])|月[底初]|第[一二三四1-4]季度|[上中下]旬) )
    (?: [至到—~-]+ (?:(?P<to_year>{_YEAR})年)? (?: (?P<to_month>{_NUMERAL})月 )? (?: (?P<to_day>{_NUMERAL})[日号] )? (?<=[日号月]) )?
    (?P<bound> (?:[以之]?前(?![期后提])|[以之]后|后(?![续勤])|之日起|起(?![草诉点])|[为]?止|底) )?"""
)
_WEEKDAY = re.compile(r"\((?:星期|周)[一二三四五六日天]\)")


@dataclass(frozen=True, slots=True)
class Day:
    """A date or a part of a year as printed, with what bounds it."""

    year: int | None
    month: int | None
    day: int | None
    some: str  # 上半年, 年底, 第三季度; "" for a date in figures
    to: tuple[int | None, int | None]  # month and day where it is a stretch of days
    bound: str  # 前, 后, 起, 止, 底 or ""
    text: str
    span: Span  # in the plain text


@lru_cache(maxsize=8192)
def days_of(text: str) -> tuple[Day, ...]:
    """The dates of any text, in printed order; spans count in its plain form without days of the week."""
    found = []
    whole = without_weekdays(text)
    for m in _DAY.finditer(whole):
        month = 1 if m["month"] in ("元", "正") else _number(m["month"])
        part = f"年{m['part']}" if m["part"] else None
        quarter = f"第{_number(m['quarter'])}季度" if m["quarter"] else None
        some = part or m["half"] or quarter or m["some"] or ""
        if some.startswith("第") and not quarter:
            some = f"第{_number(some[1])}季度"
        to_month, to_day = _number(m["to_month"]), _number(m["to_day"])
        found.append(
            Day(
                _year(m["year"] or m["only_year"]),
                month,
                _number(m["day"] or m["monthly"]),
                some,
                (to_month or (month if to_day else None), to_day),
                (m["bound"] or "").removeprefix("以").removeprefix("之").removeprefix("日").removeprefix("为"),
                m.group(),
                m.span(),
            )
        )
    return tuple(found)


def without_weekdays(text: str) -> str:
    """The plain text with 「（星期三）」 left out."""
    return _WEEKDAY.sub("", plain(text))


def _year(printed: str | None) -> int | None:
    if printed is None:
        return None
    return integer_of(re.sub(f"[{_ZERO}]", "〇", printed)) if not printed.isdecimal() else int(printed)


def _number(printed: str | None) -> int | None:
    return None if printed is None else integer_of(printed)


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether value and unit are the same, whatever bounds them."""
    return same_unit(a.unit, b.unit) and a.value == b.value and a.upper == b.upper


def is_end_of(a: Quantity, b: Quantity) -> bool:
    """Whether a is one end of the range b."""
    return (
        b.operator is Operator.RANGE
        and a.operator is not Operator.RANGE
        and same_unit(a.unit, b.unit)
        and a.value in (b.value, b.upper)
    )
