"""What a line of text prints: its figures, dates and document numbers in normal form, and whether two are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ingest.figures.units import UnitKind, kind_of
from ingest.model import Clause, ClauseKind, Quantity
from ingest.numerals import integer_of
from ingest.quantities import find_quantities
from qa.model import Answer

_NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十〇零○两]{1,4})"
#   matches   2019年10月1日 | 10月1日至7日 | 十月一日 | 2020年上半年 | 12月底 | 上半年 | 9月
#   rejects   3个月 | 2019年 (a bare year says no day: it names an edition or a plan)
_DATE = re.compile(
    rf"""(?x) (?:(?P<year>{_NUMERAL})年)?
    (?: (?P<month>{_NUMERAL})月 (?: (?P<day>{_NUMERAL})[日号] (?:[至到—~～-]+(?P<until>{_NUMERAL})[日号])? | (?P<part>底|初|[上中下]旬) )?
      | (?P<words>[上下]半年|年[底初]|第[一二三四]季度|[一二三四]季度) )"""
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年")
#   matches   鲁老干〔2022〕15号 | 发改办财金规[2019]860号
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}〔\d{4}〕第?\d+号")
_TELEPHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7})(?!\d)")
_SAME_UNIT = {"日": "天", "自然日": "天", "名": "人", "位": "人", "周岁": "岁"}
_PER = re.compile(r"每[^每]+")
_PERIODS = re.compile(r"每(?:半年|两年|[二三四五]年|[二三四五六]个月|学年|学期|季度?|年|月|周|天|日)")
# Punctuation and marks; between two digits they stay: 4.5, 4:6, 11-12.
_NO_WORDS = re.compile(r"(?<!\d)[^\w%‰〔〕]|[^\w%‰〔〕](?!\d)")
_CELLS = re.compile(r"(?<=\d)[ ]*[\t\u3000]+[ ]*(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class PrintedDate(NamedTuple):
    """A day, a month or a part of a year; None for what is not printed."""

    year: int | None
    month: int | None
    day: int | None
    words: str  # 上半年, 年底; "" where there is a month


@dataclass(frozen=True, slots=True)
class Printed:
    """What a text prints that can be wrong by one character."""

    quantities: tuple[Quantity, ...]
    dates: tuple[PrintedDate, ...]
    numbers: tuple[str, ...]  # document numbers and telephones
    years: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure; a bare year is none."""
        return not (self.quantities or self.dates or self.numbers)


def short_line(answer: Answer) -> str:
    """The first line of what is printed: what a person would read out."""
    return answer.answer.split("\n", 1)[0]


def normal(text: str) -> str:
    """NFKC without white space, figures of neighbouring cells kept apart; brackets of document numbers as 〔〕."""
    text = "".join(unicodedata.normalize("NFKC", _CELLS.sub("、", text)).split())
    return re.sub(r"[\[(〔](\d{4})[\])〕](?=第?\d+号)", r"〔\1〕", text)


def bare(text: str) -> str:
    """The words alone: normal, without punctuation and quotation marks."""
    return _NO_WORDS.sub("", _THOUSANDS.sub("", normal(text)))


@lru_cache(maxsize=8192)
def printed_in(text: str) -> Printed:
    """Read a line with the project's own reader of quantities, its dates and its document numbers."""
    line = normal(text)
    numbers = (*_NUMBER.findall(line), *_TELEPHONE.findall(line))
    rest = _NUMBER.sub("，", line)
    clause = Clause("", ("正文",), "", None, rest, (0, len(rest)), None, (), 1, ClauseKind.CLAUSE)
    years = (integer_of(found["year"]) for found in _YEAR.finditer(rest))
    return Printed(
        find_quantities(rest, [clause]), _dates(rest), numbers, tuple(year for year in years if year is not None)
    )


def without_dates(text: str) -> str:
    """The line without its dates, bare years and document numbers: what is left of its figures counts something."""
    line = _NUMBER.sub("，", normal(text))
    return _YEAR.sub("，", _DATE.sub(lambda found: "，" if _is_date(found) else found[0], line))


def unit_of(quantity: Quantity) -> str:
    """The unit under one name: 日 and 天, 名, 位 and 人, 周岁 and 岁, 个月 and 月 are the same."""
    unit = quantity.unit.removeprefix("个") or quantity.unit
    return _SAME_UNIT.get(unit, unit)


def measures_alike(one: Quantity, other: Quantity) -> bool:
    """Whether one could be given in place of the other: the same unit, or both money."""
    kinds = kind_of(one.unit), kind_of(other.unit)
    return unit_of(one) == unit_of(other) or kinds == (UnitKind.MONEY, UnitKind.MONEY)


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether value, upper value and unit are the same."""
    return (one.value, one.upper, unit_of(one)) == (other.value, other.upper, unit_of(other))


def same_quantity(wanted: Quantity, found: Quantity, question: str = "") -> bool:
    """Whether value, unit and operator are the same, and what it is counted for.

    Each 每… that is wanted is printed or stands in the question; a period that is printed is wanted or asked for.
    """
    asked = set(_PERIODS.findall(normal(question)))
    wanted_per, found_per = set(_PER.findall(wanted.per or "")), set(_PER.findall(found.per or ""))
    periods = {per for per in (*wanted_per, *asked) if _PERIODS.fullmatch(per)}
    return (
        same_value(wanted, found)
        and wanted.operator is found.operator
        and all(per in normal(question) for per in wanted_per - found_per)
        and (not periods or all(per in periods for per in found_per if _PERIODS.fullmatch(per)))
    )


def same_date(wanted: PrintedDate, found: PrintedDate) -> bool:
    """Whether what is wanted of year, month and day is printed."""
    return (
        wanted.words == found.words
        and wanted.month == found.month
        and wanted.day in (None, found.day)
        and wanted.year in (None, found.year)
    )


def holds_words(line: str, words: str) -> bool:
    """Whether the words stand in the line; a figure as a whole: 260 is not in 1260 or 260.5."""
    words, line = bare(words), bare(line)
    before = r"(?<![\d.])" if words[:1].isdigit() else ""
    after = r"(?![\d]|\.\d)" if words[-1:].isdigit() else ""
    return bool(words) and re.search(before + re.escape(words) + after, line) is not None


def _dates(line: str) -> tuple[PrintedDate, ...]:
    dates = []
    for found in _DATE.finditer(line):
        if not _is_date(found):
            continue
        year, month = (integer_of(found[name]) if found[name] else None for name in ("year", "month"))
        words = found["words"] or found["part"] or ""
        for day in ("day", "until") if found["day"] else (None,):
            if day is None or found[day]:
                dates.append(
                    PrintedDate(year, month, integer_of(found[day]) if day else None, words.removeprefix("第"))
                )
    return tuple(dates)


def _is_date(found: re.Match[str]) -> bool:
    return found["month"] is None or (integer_of(found["month"]) or 0) in range(1, 13)
