"""A stroke that stands alone, as in the cells of a table: 1 or /, told by how it leans, which a line would tell otherwise."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ingest.readers.scans.engine import Fragment
from ingest.readers.scans.page_image import Pixels

_STROKES = frozenset("1lI|丨/∕／")
_SLASH = 13.0  # degrees that a slash leans to the right at least
_UPRIGHT = 7.0  # degrees that no figure leans beyond; what lies between is for people to look at
_INK = 140
_DOUBTFUL = 0.5


def told_by_slant(fragment: Fragment, grey: Pixels, skew: float) -> Fragment:
    """The fragment, where it is a lone stroke that leans, as a slash; one that leans a little loses its confidence."""
    text = fragment.text.strip()
    if text not in _STROKES:
        return fragment
    lean = _lean(fragment, grey)
    if lean is None:
        return fragment
    lean -= skew
    if lean >= _SLASH:
        return replace(fragment, text="/")
    if text in "/∕／" or lean > _UPRIGHT:
        return replace(fragment, confidence=min(fragment.confidence, _DOUBTFUL))
    return fragment


def _lean(fragment: Fragment, grey: Pixels) -> float | None:
    """Degrees to the right by which the ink leans; None where there is too little of it."""
    (x0, y0), (x1, y1) = fragment.corners.min(axis=0), fragment.corners.max(axis=0)
    part = grey[max(0, int(y0)) : int(y1) + 1, max(0, int(x0)) : int(x1) + 1]
    y, x = np.nonzero(part < _INK)
    if x.size < 12:
        return None
    (xx, xy), (_, yy) = np.cov(x, y)
    return math.degrees(0.5 * math.atan2(-2 * xy, yy - xx))
