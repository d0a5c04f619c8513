"""Printed figures on one scale: 每季度1次 beside 每年不少于4次; which of them is the stricter."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.model import Operator, Quantity
from qa.comparing.model import Arrow, Scaled
from qa.language.contrast import number_of

_PERIODS = {
    "学年": 1.0,
    "年": 1.0,
    "年度": 1.0,
    "半年": 2.0,
    "学期": 2.0,
    "季度": 4.0,
    "季": 4.0,
    "月": 12.0,
    "个月": 12.0,
}
_SHORT_PERIODS = {"周": 1.0, "星期": 1.0, "天": 7.0, "日": 7.0}  # times in a week; no whole number of them makes a year
# 每五年, 每两个月, 每半年: how many of which period.
_PER = re.compile(
    r"每(?P<count>[\d一二两三四五六七八九十]*)(?:个)?(?P<period>学年|年度|半年|学期|季度|星期|年|季|月|周|天|日)"
)
_MULTIPLES = {"万元": ("元", 1e4), "亿元": ("元", 1e8), "角": ("元", 0.1), "年": ("个月", 12.0), "月": ("个月", 1.0)}
_MULTIPLES |= {"周": ("日", 7.0), "星期": ("日", 7.0), "天": ("日", 1.0), "小时": ("分钟", 60.0), "周岁": ("岁", 1.0)}
_MULTIPLES |= {"名": ("人", 1.0), "位": ("人", 1.0), "次以上": ("次", 1.0), "回": ("次", 1.0)}
_MULTIPLES |= {"公里": ("米", 1000.0), "千米": ("米", 1000.0), "公顷": ("亩", 15.0), "吨": ("公斤", 1000.0)}
_MULTIPLES |= {"年度": ("个月", 12.0), "倍": ("%", 100.0), "％": ("%", 1.0), "学时": ("课时", 1.0)}
# More of them asks more of who is bound, also where the figure is given without 不少于.
_MORE_IS_STRICTER = frozenset(("次", "期", "场", "课时", "篇"))
_FLOORS = (Operator.GE, Operator.GT)
_CEILINGS = (Operator.LE, Operator.LT)


class Scale(NamedTuple):
    """What figures are compared on."""

    unit: str
    per: str  # 年, 周; with what else is counted by: 年·每人


def scaled(quantity: Quantity) -> Scaled | None:
    """The figure on the scale of its unit and period; None for one that says only 约."""
    if quantity.operator is Operator.ABOUT:
        return None
    unit, factor = _MULTIPLES.get(quantity.unit, (quantity.unit, 1.0))
    per, times = _period(quantity.per or "")
    value = quantity.value * factor * times
    upper = None if quantity.upper is None else quantity.upper * factor * times
    low, high = value, value if upper is None else upper
    if quantity.operator in _FLOORS:
        high = math.inf
    elif quantity.operator in _CEILINGS:
        low, high = -math.inf, value
    return Scaled(quantity, low, high, unit, per or None)


def _period(per: str) -> tuple[str, float]:
    """The period on its scale and how often it comes in that: 每季度 is four times 年."""
    found = _PER.search(per)
    if found is None:
        return per, 1.0
    count = number_of(found["count"]) if found["count"] else 1.0
    if not count:
        return per, 1.0
    rest = (per[: found.start()] + per[found.end() :]).strip()
    scale, times = ("周", _SHORT_PERIODS) if found["period"] in _SHORT_PERIODS else ("年", _PERIODS)
    return f"{scale}·{rest}" if rest else scale, times[found["period"]] / count


def of_one_kind(first: Quantity, second: Quantity) -> bool:
    """Whether two figures measure the same of the same thing: one unit, one kind of period, a name in common."""
    return on_one_scale(first, second) and _of_one_thing(first.subject, second.subject)


def on_one_scale(first: Quantity, second: Quantity) -> bool:
    """Whether two figures have one unit and one kind of period."""
    return _scale_of(first) == _scale_of(second)


def _scale_of(quantity: Quantity) -> Scale:
    unit, _ = _MULTIPLES.get(quantity.unit, (quantity.unit, 1.0))
    return Scale(unit, _period(quantity.per or "")[0])


def _of_one_thing(first: str | None, second: str | None) -> bool:
    if not first or not second:
        return False
    pairs = {first[i : i + 2] for i in range(len(first) - 1)}
    return any(pair in second for pair in pairs)


def arrows(cells: Sequence[Sequence[Scaled]]) -> list[Arrow | None]:
    """For the figures of each cell how strict they are beside those of the other cells; None where nothing tells.

    Floors and bare counts of times: more is stricter. Ceilings: less is. A bare sum or share is neither, and a floor
    is not held against a ceiling. Of several figures in a cell all must be stricter, or none is called so.
    """
    present = [f for figures in cells for f in figures]
    if sum(bool(figures) for figures in cells) < 2 or len({(f.unit, f.per) for f in present}) != 1:
        return [None] * len(cells)
    if all(_is_floor(f) for f in present) and any(_binds_below(f) for f in present):
        strengths = [[f.low for f in figures] for figures in cells]
    elif all(f.quantity.operator in _CEILINGS for f in present):
        strengths = [[-f.high for f in figures] for figures in cells]
    else:
        return [None] * len(cells)
    if len({s for told in strengths for s in told}) == 1:
        return [Arrow.SAME if told else None for told in strengths]
    return [_arrow(at, strengths) for at in range(len(strengths))]


def _arrow(at: int, strengths: Sequence[Sequence[float]]) -> Arrow | None:
    own = strengths[at]
    others = [told for i, told in enumerate(strengths) if i != at and told]
    if not own or not others:
        return None
    if all(min(own) >= max(told) for told in others):
        return Arrow.STRICTER
    return Arrow.LOOSER if any(max(own) < min(told) for told in others) else None


def _is_floor(figure: Scaled) -> bool:
    return figure.quantity.operator in (*_FLOORS, Operator.EQ, Operator.RANGE)


def _binds_below(figure: Scaled) -> bool:
    return figure.quantity.operator in _FLOORS or figure.unit in _MORE_IS_STRICTER


def differ(first: Scaled, second: Scaled) -> bool:
    """Whether two figures of one kind do not say the same."""
    return (first.low, first.high) != (second.low, second.high)
