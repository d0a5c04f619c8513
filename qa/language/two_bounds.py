"""A figure that is given by both its bounds: 不低于320元且不高于500元 is one value, and half of it is a wrong one."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.model import Span

_NUMBER = r"(?:\d[\d,.]*|[一二三四五六七八九十百千两半]+)"
_FLOOR = r"(?:不(?:得)?(?:少|低|小|短|早)于|至少|最[低少短])"
_CAP = r"(?:不(?:得)?(?:超过|[多高大长晚]于)|至多|最[高多长])"
_FIGURE = re.compile(rf"{_NUMBER}(?P<unit>[^\d]{{1,4}})$")
# What bounds a figure, read up to its number: 每人每月不低于|320元.
_BOUNDED = re.compile(rf"(?:(?P<floor>{_FLOOR})|(?P<cap>{_CAP}))[^,，。;；\d]{{0,3}}$")
# The other bound right behind it; its unit is compared, and the words that may follow are looked at, by who matches.
_SECOND = re.compile(
    r"[,，、]?(?:且|但|并|也|又|同时)?(?:应当?|一般)?"
    rf"(?:(?P<floor>{_FLOOR})|(?P<cap>{_CAP}))(?:为|是|不(?:得)?(?:超过|[少低多高]于))?{_NUMBER}[万亿]?"
)
_ENDS = re.compile(r"[,，。;；、)）的计执发]|标准|$")


@lru_cache(maxsize=8192)
def second_bound(squeezed: str, span: Span) -> int | None:
    """Where the other bound of the figure at `span` ends; None where nothing right behind it bounds it from the other side.

    The two have one unit, and no words but 且, 但 and the like stand between: 每次不少于2小时，全年不超过10小时 are two rules.
    """
    second = _SECOND.match(squeezed, span[1])
    figure = _FIGURE.search(squeezed[slice(*span)]) if second else None
    if second is None or figure is None:
        return None
    start = span[0] + figure.start()
    first = _BOUNDED.search(squeezed[max(0, span[0] - 12) : start])
    if first is None or first.lastgroup == second.lastgroup:
        return None
    unit = figure["unit"].lstrip("万亿")
    end = second.end() + len(unit)
    return end if squeezed.startswith(unit, second.end()) and _ENDS.match(squeezed, end) else None
