"""The words with which an answer says that a rule applies only from a later day: 自2027年1月1日起，."""

from __future__ import annotations

import re
from datetime import date

_FROM_DAY = re.compile(r"^自(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日起，")


def from_day(day: date, text: str) -> str:
    """A text that says first from which day its rule applies; one that says so already as it is."""
    opening = f"自{day.year}年{day.month}月{day.day}日起，"
    return text if text.startswith(opening) else f"{opening}{text}"


def without_from_day(text: str) -> tuple[date | None, str]:
    """The day that opens a text, None where none does, and the text behind it."""
    found = _FROM_DAY.match(text)
    if found is None:
        return None, text
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])), text[found.end() :]
    except ValueError:  # 2月30日
        return None, text
