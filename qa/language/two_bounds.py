"""A figure that is given by both its bounds: 不低于320元且不高于500元 is one value, and half of it is a wrong one."""

from __future__ import annotations

import re

from ingest.model import Span

_FLOOR = r"(?:不(?:得)?(?:少|低|小|短|早)于|至少|最[低少短])"
_CAP = r"(?:不(?:得)?(?:超过|[多高大长晚]于)|至多|最[高多长])"
_LINK = r"[,，、]?(?:且|但|并|也|又|同时)?(?:应当?|一般)?"
_NUMBER = re.compile(r"(?:\d[\d,.]*|[一二三四五六七八九十百千两半]+)(?P<unit>[^\d]{1,4})$")
_ENDS = r"(?=[,，。;；、)）的计执发]|标准|$)"


def second_bound(squeezed: str, span: Span) -> int | None:
    """Where the other bound of the figure at `span` ends; None where nothing right behind it bounds it from the other side.

    The two have one unit, and no words but 且, 但 and the like stand between: 每次不少于2小时，全年不超过10小时 are two rules.
    """
    number = _NUMBER.search(squeezed[slice(*span)])
    if number is None:
        return None
    before = squeezed[max(0, span[0] - 12) : span[1]]
    unit = number["unit"]
    for own, other in ((_FLOOR, _CAP), (_CAP, _FLOOR)):
        if re.search(rf"{own}[^,，。;；\d]{{0,3}}{re.escape(number.group())}$", before):
            bare = re.escape(unit.lstrip("万亿"))
            figure = (
                rf"(?:为|是|不(?:得)?(?:超过|[少低多高]于))?(?:\d[\d,.]*|[一二三四五六七八九十百千两半]+)[万亿]?{bare}"
            )
            found = re.compile(rf"{_LINK}{other}{figure}{_ENDS}").match(squeezed, span[1])
            return found.end() if found else None
    return None
