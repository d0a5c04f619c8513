"""Dates as notices print them: 2022年4月26日, 二〇二二年四月二十六日, 2018 年 12 月 04 日, 2022-04-26."""

from __future__ import annotations

import re
from datetime import date

from ingest.model import Span
from ingest.numerals import integer_of

# 成文日期 and 印发日期, GB/T 9704-2012 7.3.5.4 (Arabic); older notices write Chinese numerals.
#   matches   2022年4月26日 | ２０２２年４月２６日 | 二〇二二年四月二十六日 | 二0二二年… | 2022 年 12 月 30 日 | 2022-04-26 | 2022.4.26
#   rejects   2022年4月 | 4月26日 (no date without year, month and day)
ZEROS = "〇○◯〇零ＯOoОΟ0０"
"""What people type for 〇: circles, the letter O of three alphabets, the figure."""
_YEAR_DIGIT = f"[{ZEROS}一二三四五六七八九]"
DATE = re.compile(
    rf"""
    (?P<year>(?:[12]\s?\d\s?\d\s?\d)|[１２][０-９]{{3}}|(?:[一二]\s?{_YEAR_DIGIT}\s?{_YEAR_DIGIT}\s?{_YEAR_DIGIT}))
    \s*(?:年|[-.．/])\s*
    (?P<month>[01]?\s?\d|[０１]?[０-９]|十[一二]?|元|[一二三四五六七八九])
    \s*(?:月|[-.．/])\s*
    (?P<day>[0-3]?\s?\d|[０-３]?[０-９]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])
    \s*(?:日|(?<=\d)(?!\d))""",
    re.VERBOSE,
)


def date_of(match: re.Match[str]) -> date | None:
    """The date a match of DATE prints; None where the calendar has no such day."""
    month = "1" if match["month"] == "元" else match["month"]
    year, month_number, day = integer_of(_plain_year(match["year"])), integer_of(month), integer_of(match["day"])
    if year is None or month_number is None or day is None:
        return None
    try:
        return date(year, month_number, day)
    except ValueError:
        return None


def _plain_year(printed: str) -> str:
    """A year in Chinese numerals with 〇 for whatever stands for zero in it: 二0二二 is 二〇二二."""
    return (
        printed
        if printed.isdecimal()
        else re.sub(f"[{ZEROS}]", "〇", printed)
        if re.search("[一二]", printed)
        else printed
    )


def first_date(text: str) -> tuple[date, Span] | None:
    """The first date printed in the text, with its span."""
    for match in DATE.finditer(text):
        value = date_of(match)
        if value is not None:
            return value, match.span()
    return None
