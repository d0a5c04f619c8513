"""Dates as notices print them: 2022年4月26日, 二〇二二年四月二十六日, 2018 年 12 月 04 日, 2022-04-26."""

from __future__ import annotations

import re
from datetime import date

from ingest.model import Span
from ingest.numerals import integer_of

# 成文日期 and 印发日期, GB/T 9704-2012 7.3.5.4 (Arabic); older notices write Chinese numerals.
#   matches   2022年4月26日 | ２０２２年４月２６日 | 二〇二二年四月二十六日 | 2022 年 12 月 30 日 | 2022-04-26
#   rejects   2022年4月 | 4月26日 (no date without year, month and day)
DATE = re.compile(
    r"""
    (?P<year>(?:[12]\s?\d\s?\d\s?\d)|[１２][０-９]{3}|(?:[一二]\s?[〇○零ＯO一二三四五六七八九]\s?[〇○零ＯO一二三四五六七八九]\s?[〇○零ＯO一二三四五六七八九]))
    \s*(?:年|[-./])\s*
    (?P<month>[01]?\s?\d|[０１]?[０-９]|十[一二]?|元|[一二三四五六七八九])
    \s*(?:月|[-./])\s*
    (?P<day>[0-3]?\s?\d|[０-３]?[０-９]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])
    \s*(?:日|(?<=\d)(?!\d))""",
    re.VERBOSE,
)


def date_of(match: re.Match[str]) -> date | None:
    """The date a match of DATE prints; None where the calendar has no such day."""
    month = "1" if match["month"] == "元" else match["month"]
    year, month_number, day = integer_of(match["year"]), integer_of(month), integer_of(match["day"])
    if year is None or month_number is None or day is None:
        return None
    try:
        return date(year, month_number, day)
    except ValueError:
        return None


def first_date(text: str) -> tuple[date, Span] | None:
    """The first date printed in the text, with its span."""
    for match in DATE.finditer(text):
        value = date_of(match)
        if value is not None:
            return value, match.span()
    return None
