"""Figures as they are printed, and figures near them printed in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.model import Operator, Quantity, Span
from ingest.numerals import figure_of

_CHINESE = "一二三四五六七八九十百千两"
#   matches   300 | 1—2 | 1.5 | 三 | 二十 | 1.2万
NUMERAL = re.compile(
    rf"""(?x) (?P<low>\d[\d,]*(?:\.\d+)?|[{_CHINESE}]+) (?P<scale>[万亿])?
    (?:(?P<dash>\s*[—–~～-]+\s*|至|到)(?P<high>\d[\d,]*(?:\.\d+)?|[{_CHINESE}]+)(?P<scale_of_high>[万亿])?)?"""
)
_DIGITS = "零一二三四五六七八九"


def numeral_in(quantity: Quantity) -> re.Match[str] | None:
    """The figure of a quantity, in the quantity's text; None where several stand in it or it is no plain figure."""
    counted_for = _PER.match(quantity.text)
    per = counted_for.end() if counted_for else 0
    found = [m for m in NUMERAL.finditer(quantity.text, per) if _is_value(m, quantity)]
    if len(found) != 1 or (found[0]["high"] is None and _DASHED.search(quantity.text)):
        return None
    return found[0]


_DASHED = re.compile(r"\d\s*[%‰元人次天日年月]*\s*[-—–~～至]\s*\d")
_PER = re.compile(r"每[一两二三四五六七八九十\d]*(?:个?(?:年|月|季度|周|天|日|学期|人|名))?")


def _is_value(match: re.Match[str], quantity: Quantity) -> bool:
    value = figure_of(match["low"].replace(",", ""))
    if value is None:
        return False
    scale = {"万": 10_000, "亿": 100_000_000}.get(match["scale"] or match["scale_of_high"] or "", 1)
    if match["high"]:
        return quantity.operator is Operator.RANGE and float(value) in (quantity.value, quantity.value / scale)
    printed_scale = 10_000 if re.search(rf"{re.escape(match.group())}\s*万", quantity.text) else 1
    return float(value) * scale == quantity.value or float(value) * printed_scale == quantity.value


def neighbours(match: re.Match[str]) -> Iterator[str]:
    """Figures near a printed one, printed as it is, nearest first; of a range, ranges beside it that do not meet it."""
    low = figure_of(match["low"].replace(",", ""))
    assert low is not None
    chinese = not match["low"][0].isdigit()
    scale = match["scale"] or ""
    if match["high"]:
        high = figure_of(match["high"].replace(",", ""))
        if high is None or high <= low:
            return
        width = high - low
        for start in (high + 1, low - width - 1, high + 2, high + width + 1, high * 2):
            if start > 0:
                ends = _printed(start, chinese), _printed(start + width, chinese)
                yield f"{ends[0]}{match['scale'] or ''}{match['dash']}{ends[1]}{match['scale_of_high'] or ''}"
        return
    for value in _near(low):
        yield f"{_printed(value, chinese)}{scale}"


def _near(value: Decimal) -> Iterator[Decimal]:
    """Values that a careless reader might take it for."""
    if value != value.to_integral_value():
        step = Decimal("0.5") if value >= 1 else Decimal("0.1")
        yield from (v for k in (1, -1, 2, -2) if (v := value + k * step) > 0)
        return
    if value <= 10:
        yield from (v for k in (1, -1, 2, -2, 3, 4) if (v := value + k) > 0)
        return
    if value == 12 or value == 24 or value == 36 or value == 18:
        yield from (Decimal(v) for v in (6, 12, 24, 36, 18) if v != value)
        return
    magnitude = Decimal(10) ** (len(str(int(value))) - 1)
    step = magnitude if value / magnitude >= 2 else magnitude / 2
    if value % 5:
        step = Decimal(5)
    yield from (v for k in (1, -1, 2, -2, 3) if (v := value + k * step) > 0)


def _printed(value: Decimal, chinese: bool) -> str:
    if not chinese:
        return f"{value.normalize():f}"
    return chinese_numeral(int(value))


def chinese_numeral(value: int) -> str:
    """一 to 九十九 in Chinese as they stand before a measure word (两次); other figures in Arabic digits."""
    if value == 2:
        return "两"
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    words = f"{_DIGITS[tens] if tens > 1 else ''}十" if tens else ""
    return words + (_DIGITS[ones] if ones else "")


def figure_span(quantity: Quantity, match: re.Match[str]) -> Span:
    """Where the figure stands in the text that the quantity was read in."""
    return quantity.span[0] + match.start(), quantity.span[0] + match.end()
