"""How a page lies: turned by quarters, or skewed by a few degrees, told by the places of its lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ingest.readers.scans.engine import Corners, Fragment, TextEngine
from ingest.readers.scans.page_image import Pixels

LARGEST_SKEW = 12.0  # degrees; a line that leans more against the others is a watermark
_LONG = 3.0  # a place this many times longer than high shows how its line runs
_PROBES = 5  # lines read both ways to see which way is up
_SURE = 0.85  # mean confidence of long lines that are read the right way up
_BETTER = 0.1


def runs_upright(places: Sequence[Corners]) -> bool:
    """Whether the lines of a page run from top to bottom of the picture, so that it must be turned by a quarter."""
    long = [(w, h) for w, h in map(_sides, places) if max(w, h) >= _LONG * min(w, h)]
    return sum(h for w, h in long if h > w) > sum(w for w, h in long if w > h)


def is_upside_down(engine: TextEngine, grey: Pixels, read: Sequence[Fragment]) -> bool:
    """Whether the longest lines are read better from the other side."""
    long = sorted((f for f in read if _sides(f.corners)[0] >= _LONG * _sides(f.corners)[1]), key=_length)[-_PROBES:]
    if len(long) < 2 or _mean_confidence(long) >= _SURE:
        return False
    height, width = grey.shape
    turned = engine.read(np.ascontiguousarray(grey[::-1, ::-1]), [half_turned(f.corners, width, height) for f in long])
    return bool(turned) and _mean_confidence(turned) > _mean_confidence(long) + _BETTER


def half_turned(corners: Corners, width: float, height: float) -> Corners:
    """A place on the page turned by 180 degrees."""
    turned = np.array([width, height], dtype=np.float32) - corners
    return np.roll(turned, 2, axis=0)


def skew_of(places: Sequence[Corners]) -> float:
    """Degrees clockwise by which the lines of a page slope; 0.0 where no long line tells."""
    slopes = sorted((_angle(place), _sides(place)[0]) for place in places if _sides(place)[0] >= 6 * _sides(place)[1])
    slopes = [(angle, length) for angle, length in slopes if abs(angle) <= LARGEST_SKEW]
    half = sum(length for _, length in slopes) / 2
    for angle, length in slopes:
        half -= length
        if half <= 0:
            return angle
    return 0.0


def leans(corners: Corners, skew: float) -> bool:
    """Whether a line runs another way than the page: a watermark across it."""
    width, height = _sides(corners)
    return width >= _LONG * height and abs(_angle(corners) - skew) > LARGEST_SKEW


def levelled(corners: Corners, skew: float, width: float, height: float) -> Corners:
    """A place on the page set level, turned about the middle of the page."""
    if abs(skew) < 0.05:
        return corners
    turn = math.radians(-skew)
    cos, sin = math.cos(turn), math.sin(turn)
    middle = np.array([width / 2, height / 2], dtype=np.float32)
    matrix = np.array([[cos, sin], [-sin, cos]], dtype=np.float32)
    return np.asarray((corners - middle) @ matrix + middle, dtype=np.float32)


def _sides(corners: Corners) -> tuple[float, float]:
    """Length along the text and height."""
    return float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[3] - corners[0]))


def _angle(corners: Corners) -> float:
    along = (corners[1] - corners[0]) + (corners[2] - corners[3])
    return math.degrees(math.atan2(float(along[1]), float(along[0])))


def _length(fragment: Fragment) -> float:
    return _sides(fragment.corners)[0]


def _mean_confidence(fragments: Sequence[Fragment]) -> float:
    return sum(f.confidence for f in fragments) / len(fragments)
