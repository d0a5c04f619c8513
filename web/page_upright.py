"""How a scanned page lay when its text was read: turned by quarters, set level by a few degrees.

A library keeps the places of lines on the page set upright, not the turn: it is the one under which the ink of the
picture lies in these places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.model import Box
from ingest.readers.scans.upright import LARGEST_SKEW

_SIDE = 700  # pixels of the longer side that are looked at: a line of print is 8 high
_COARSE, _FINE = 0.5, 0.1  # degrees
_BETTER = 0.03  # how much more ink must lie in the boxes, 0..1, before a page is turned
_DARK = 0.75  # of the paper's brightness: what is darker is ink


class Lie(NamedTuple):
    """How a picture is to be turned to be the page that was read."""

    quarters: int = 0  # clockwise
    skew: float = 0.0  # degrees clockwise by which its lines slope


def lies_as_read(picture: Image.Image, size: tuple[float, float], boxes: Sequence[Box]) -> Lie:
    """How the page lay; as it is where no other way is clearly better. `size` in points of the picture as it is."""
    small = picture.convert("L")
    small.thumbnail((_SIDE, _SIDE))
    ink = _ink(small)
    best = max(range(4), key=lambda quarters: _inside(_quartered(ink, quarters), _size(size, quarters), boxes))
    straight = _inside(ink, size, boxes)
    if _inside(_quartered(ink, best), _size(size, best), boxes) < straight + _BETTER:
        best = 0
    upright = Image.fromarray((_quartered(ink, best) * 255).astype(np.uint8))
    lying = _size(size, best)

    def score(skew: float) -> float:
        return _inside(np.asarray(_level(upright, skew, 0)) > 127, lying, boxes)

    coarse = max(np.arange(-LARGEST_SKEW, LARGEST_SKEW + _COARSE, _COARSE).tolist(), key=score)
    fine = max(np.arange(coarse - _COARSE, coarse + _COARSE, _FINE).tolist(), key=score)
    return Lie(best, fine if score(fine) > score(0.0) + _BETTER else 0.0)


def turned(picture: Image.Image, lie: Lie) -> Image.Image:
    """The picture as it was read."""
    upright = picture.rotate(-90 * lie.quarters, expand=True) if lie.quarters else picture
    return _level(upright, lie.skew, "white") if lie.skew else upright


def _level(picture: Image.Image, skew: float, paper: str | int) -> Image.Image:
    return picture.rotate(skew, Image.Resampling.BILINEAR, fillcolor=paper)


def _ink(grey: Image.Image) -> NDArray[np.bool_]:
    pixels = np.asarray(grey)
    return np.asarray(pixels < _DARK * np.percentile(pixels, 90))


def _quartered(ink: NDArray[np.bool_], quarters: int) -> NDArray[np.bool_]:
    return np.rot90(ink, -quarters)


def _size(size: tuple[float, float], quarters: int) -> tuple[float, float]:
    return (size[1], size[0]) if quarters % 2 else size


def _inside(ink: NDArray[np.bool_], size: tuple[float, float], boxes: Sequence[Box]) -> float:
    """How much of the ink lies in the boxes, 0..1."""
    height, width = ink.shape
    mask = np.zeros(ink.shape, dtype=bool)
    for box in boxes:
        left, right = (round(edge * width / size[0]) for edge in (box.x0, box.x1))
        top, bottom = (round(edge * height / size[1]) for edge in (box.y0, box.y1))
        mask[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = True
    return float((ink & mask).sum()) / max(1, int(ink.sum()))
