"""Where text stands on a page, looked for on a picture that is large enough for its characters and not larger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.readers.scans.engine import Corners, TextEngine
from ingest.readers.scans.page_image import Pixels

_SIDES = (1152, 2304)  # pixels on the longer side of an A4 page; the second where the first makes text too small
_SHAPE = 1.5  # longest page that such a side is meant for, in widths; a screenshot of a web page is much longer
_SMALL_TEXT = 11.0  # pixels; places lower than this are looked for again, on the larger picture
_MOST_PIXELS = 1_250_000  # looked at in one go; the memory of the model grows with them
_OVERLAP = 0.12  # of a strip's height, so that each line lies whole in one of two strips
_TOUCHING = 3.0  # pixels from the edge of a strip, where a line is cut
_SAME = 0.5  # of the smaller place, shared: one line found in two strips


def text_places(engine: TextEngine, grey: Pixels) -> list[Corners]:
    """Corners of every place with text, in pixels of uint8 [h, w], dark on white."""
    places: list[Corners] = []
    for side in _SIDES:
        small, factor = _reduced_to(grey, side)
        places = [place / factor for place in _in_strips(engine, small)]
        heights = sorted(float(np.linalg.norm(place[3] - place[0])) * factor for place in places)
        if factor >= 1.0 or not heights or heights[len(heights) // 4] >= _SMALL_TEXT:
            break
    return places


def reduced(pixels: Pixels, factor: float) -> Pixels:
    """The picture made smaller; a factor of 1 or more leaves it as it is."""
    import cv2

    if factor >= 1.0:
        return pixels
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def page_factor(shape: Sequence[int], side: int) -> float:
    """By how much a page is reduced so that a sheet of its width measures `side` on its longer side; at most 1."""
    height, width = shape[:2]
    longer = min(max(height, width), _SHAPE * min(height, width))
    return min(1.0, side / longer)


def _reduced_to(grey: Pixels, side: int) -> tuple[Pixels, float]:
    factor = page_factor(grey.shape, side)
    return reduced(grey, factor), factor


def _in_strips(engine: TextEngine, grey: Pixels) -> list[Corners]:
    """Places found strip by strip where the picture is too large to be looked at in one go."""
    height, width = grey.shape
    if height * width <= _MOST_PIXELS:
        return engine.find(grey)
    tall = max(64, _MOST_PIXELS // width)
    step = max(32, round(tall * (1 - _OVERLAP)))
    found: list[Corners] = []
    for top in range(0, max(1, height - tall + step), step):
        bottom = min(height, top + tall)
        for place in engine.find(np.ascontiguousarray(grey[top:bottom])):
            cut_above = top > 0 and float(place[:, 1].min()) <= _TOUCHING
            cut_below = bottom < height and float(place[:, 1].max()) >= bottom - top - _TOUCHING
            moved = place + np.array([0, top], dtype=np.float32)
            if not cut_above and not cut_below and not any(same_place(moved, other) for other in found[-200:]):
                found.append(moved)
    return found


def same_place(one: Corners, other: Corners) -> bool:
    """Whether two places are one: at least half of the smaller lies in the other."""
    (ax0, ay0), (ax1, ay1) = one.min(axis=0), one.max(axis=0)
    (bx0, by0), (bx1, by1) = other.min(axis=0), other.max(axis=0)
    shared = max(0.0, min(ax1, bx1) - max(ax0, bx0)) * max(0.0, min(ay1, by1) - max(ay0, by0))
    return bool(shared >= _SAME * min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0)))
