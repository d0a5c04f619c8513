"""Periods that a text prints by their days: 1943年1月1日至1945年9月2日, 1949年9月30日以前, 2000年以后建成."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import inf

_DAY = (
    r"(?P<{0}y>(?:19|20)\d{{2}})"
    r"(?:年(?:(?P<{0}m>\d{{1,2}})月(?:(?P<{0}d>\d{{1,2}})日)?)?|\.(?P<{0}m2>\d{{1,2}})(?:\.(?P<{0}d2>\d{{1,2}}))?)?"
)
_TO = r"(?:起?至|到|-|—|–|~|～)+"
_INCLUDED = r"(?:\(含(?:当日|本日)?\)|及)?"
_BETWEEN = re.compile(rf"(?<!\d){_DAY.format('a')}{_TO}{_DAY.format('b')}(?!\d)")
_BEFORE = re.compile(rf"(?<!\d){_DAY.format('a')}{_INCLUDED}(?:底|末)?(?:以前|之前|前)")
_AFTER = re.compile(rf"(?<!\d){_DAY.format('a')}{_INCLUDED}(?:以后|之后|以来|起|后)")
_ALONE = re.compile(rf"(?<!\d){_DAY.format('a')}(?!\d)")
# What a day with one open end must stand before to be a case (…以前参加工作的), and no time by which something is done.
_OF_A_CASE = re.compile(
    r"[\t,]|$|(?:已经?)?(?:参加|出生|建|退|离|入|毕业|登记|注册|取得|去世|死亡|逝世|安置|转业|复员|竣工|购|批准|认定|任)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, as ordinals; infinite where it is open."""

    first: float
    last: float

    def meets(self, other: Period) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


def period_of(text: str) -> Period | None:
    """The one period that a squeezed cell prints, words around it aside; None where it prints none or several."""
    found = list(_printed(text))
    return found[0][0] if len(found) == 1 else None


def days_named(text: str) -> list[Period]:
    """The days, months and years that a squeezed text names, each as the period it covers."""
    return [Period(_ordinal(m, "a", last=False), _ordinal(m, "a", last=True)) for m in _ALONE.finditer(text)]


def is_within_printed(text: str, year: int) -> bool:
    """Whether a year touches a period that a squeezed text prints for a case: 1944 in 1943年1月1日至1945年9月2日."""
    return any(period.meets(_whole(year)) and _OF_A_CASE.match(text, end) for period, end in _printed(text))


def is_within_last_printed(text: str, year: int) -> bool:
    """The same of the last period that the text prints, after which it names no other year."""
    printed = list(_printed(text))
    if not printed or _ALONE.search(text, printed[-1][1]):
        return False
    return printed[-1][0].meets(_whole(year)) and _OF_A_CASE.match(text, printed[-1][1]) is not None


def _whole(year: int) -> Period:
    return Period(float(date(year, 1, 1).toordinal()), float(date(year, 12, 31).toordinal()))


def _printed(text: str) -> Iterator[tuple[Period, int]]:
    """The periods of a text in order, each with where it ends."""
    at = 0
    while True:
        found = [m for pattern in (_BETWEEN, _BEFORE, _AFTER) if (m := pattern.search(text, at))]
        if not found:
            return
        first = min(found, key=lambda m: (m.start(), -m.end()))
        low = -inf if first.re is _BEFORE else _ordinal(first, "a", last=False)
        high = inf if first.re is _AFTER else _ordinal(first, "b" if first.re is _BETWEEN else "a", last=True)
        yield Period(low, high), first.end()
        at = first.end()


def _ordinal(found: re.Match[str], name: str, *, last: bool) -> float:
    """A printed day as its ordinal; of a month or year alone, its first or `last` day."""
    year = int(found[f"{name}y"])
    month, day = found[f"{name}m"] or found[f"{name}m2"], found[f"{name}d"] or found[f"{name}d2"]
    m = min(12, max(1, int(month))) if month else 12 if last else 1
    longest = monthrange(year, m)[1]
    d = min(longest, max(1, int(day))) if day else longest if last else 1
    return float(date(year, m, d).toordinal())


# 上半年|于|6月30日前: of which turn the day behind it is, and no day itself.
_TURN = re.compile("[上下]半年|[上下春秋]季?学期|第?[一二三四]季度")


_LEADS_ON = re.compile("[^,;。、:和及与或至到]{0,6}:?")  # 上半年|缴费于|3月31日前


def only_says_which(text: str, span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether a turn of the year at a place of a text only says of which one the day right behind it is."""
    start, end = span
    if _TURN.fullmatch(text, start, end) is None:
        return False
    return any(at >= end and _LEADS_ON.fullmatch(text, end, at) is not None for at, _ in others)
