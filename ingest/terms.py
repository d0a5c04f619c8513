"""Terms of validity: 五年, 3个月, 两年零六个月, 30日; and the last day that one begun on a day covers."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.numerals import integer_of

_COUNT = r"[0-9０-９]{1,4}|[一二两三四五六七八九十百]{1,4}"
# A term in years, months or days.
#   matches   5年 | 五年 | 3个月 | 两年零六个月 | 一年半 | 半年 | 30日 | 20个工作日
#   rejects   2025年12月 (a date)
TERM = re.compile(
    rf"""
    (?: (?P<years>{_COUNT}) \s? 个? 年 (?!\s?\d{{1,2}}\s?月) (?P<half>半)? (?: [零又]? \s? (?P<extra>{_COUNT}) \s? 个? 月 )?
      | (?P<half_year>半年)
      | (?P<months>{_COUNT}) \s? 个 \s? 月
      | (?P<days>{_COUNT}) \s? 个? \s? (?P<working>工作日|日|天) )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time by the calendar."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The same day of the month that many months on (its last day where the month is shorter), then days on."""
        month = day.year * 12 + day.month - 1 + self.months
        year, number = divmod(month, 12)
        last = calendar.monthrange(year, number + 1)[1]
        return date(year, number + 1, min(day.day, last)) + timedelta(days=self.days)

    def last_day(self, first: date) -> date:
        """The last day of a term that begins on `first`: five years from 2021-02-01 end with 2026-01-31."""
        return self.after(first) - timedelta(days=1)


def term_of(match: re.Match[str]) -> Term | None:
    """The term that a match of TERM prints; None for working days, which no calendar of ours knows."""
    if match["working"] == "工作日":
        return None
    if match["half_year"]:
        return Term(months=6)
    if match["days"]:
        return Term(days=integer_of(match["days"]) or 0) if integer_of(match["days"]) else None
    years = integer_of(match["years"]) if match["years"] else 0
    extra = integer_of(match["extra"] or match["months"] or "") or 0
    months = (years or 0) * 12 + extra + (6 if match["half"] else 0)
    return Term(months=months) if 0 < months <= 1200 else None
