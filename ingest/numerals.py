"""Chinese and Arabic numerals of headings and dates, as integers."""

from __future__ import annotations

import unicodedata

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def integer_of(text: str) -> int | None:
    """Value of 十二, 二〇二二, 一百零三, 12 or １２; None when the text is no numeral."""
    compact = "".join(text.split())
    if not compact:
        return None
    if compact.isdecimal():
        return int(unicodedata.normalize("NFKC", compact))
    if all(c in _DIGITS for c in compact):  # read digit by digit: 二〇二二
        return int("".join(str(_DIGITS[c]) for c in compact))
    total = digit = 0
    for character in compact:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            return None
    return total + digit
