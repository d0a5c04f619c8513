"""Chinese and Arabic numerals of headings and dates, as integers."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@lru_cache(maxsize=1024)  # 一, 二, 10: the same few numerals again and again
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


_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億", "一二二三三四五六六七八九十百千万亿")
_GROUPED = re.compile(r"\d{1,3}(?:[,， ]\d{3})+(?!\d)")
_ARABIC = re.compile(r"(?P<figure>\d[\d,， ]*(?:\.\d+)?)(?P<times>[十百千万亿]*)")
# 一百五 is 150 as spoken and 105 as a careless clerk writes it; in print it is 一百五十 or 一百零五.
_SPOKEN = re.compile(r"[百千][一二三四五六七八九两]$")
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=1024)
def figure_of(text: str) -> Decimal | None:
    """Value of a printed figure: 1.2万, 1,000, 三十万, 壹仟贰佰, 二十五, 一点五, 半; None when it is none, or is in doubt.

    Half-width digits. Exact: 1.1万 is 11000. Two figures with a blank between them are one only as groups of three.
    """
    if text == "半":
        return Decimal("0.5")
    arabic = _ARABIC.fullmatch(text)
    if arabic is None:
        return _chinese_figure(text.translate(_FORMAL))
    figure = arabic["figure"]
    if not figure.replace(".", "").isdigit():
        whole = figure.split(".")[0]
        if not _GROUPED.fullmatch(whole):
            return None
        figure = re.sub(r"[,， ]", "", figure)
    value = Decimal(figure)
    for character in arabic["times"]:
        value *= _MULTIPLIERS[character]
    return value


def _chinese_figure(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    integer = _chinese_integer(whole)
    if integer is None or not point:
        return None if integer is None else Decimal(integer)
    digits = fraction.rstrip("万亿")
    if not digits or any(_DIGITS.get(c, 10) > 9 for c in digits):
        return None
    value = Decimal(f"{integer}.{''.join(str(_DIGITS[c]) for c in digits)}")
    for character in fraction[len(digits) :]:
        value *= _MULTIPLIERS[character]
    return value


def _chinese_integer(text: str) -> int | None:
    """Value of 三十万, 一亿二千万, 十二, 两; None for digits in a row, which are a year or a name."""
    for large in "亿万":
        before, found, after = text.rpartition(large)
        if found:
            if len(after) == 1:  # 三万五, as people say it
                return None
            high = _chinese_integer(before) if before else 1
            low = _chinese_integer(after) if after else 0
            return None if high is None or low is None else high * _MULTIPLIERS[large] + low
    if not text or _SPOKEN.search(text):
        return None
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[character]
    return total + digit
