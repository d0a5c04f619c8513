"""Black text and red ink of a page, apart: neither hides the other when each is read alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.readers.scans.page_image import Pixels

_RED = 48  # how far red must stand out over green and blue, on white paper, to be ink and not a cast
_FULL_RED = 90  # as far as red stands out in the middle of a stroke
_LEAST_RED = 0.0004  # of the pixels of a page: a single red character has more
_FRINGE = 0.35  # of the redness of red ink
_SPECKS = 0.02  # of the darkest pixels, which may be dirt or a black edge of the scanner


@dataclass(frozen=True, slots=True)
class Inks:
    """The two layers of a page, each dark on white."""

    black: Pixels  # uint8 [h, w]
    red: Pixels | None  # uint8 [h, w]; None where nothing is printed in red


def separate_inks(pixels: Pixels) -> Inks:
    """The black and the red layer of uint8 [h, w, 3] RGB; paper becomes white in both.

    Seen through red light, red ink is as bright as paper and black ink is dark, also under a seal.
    """
    import cv2

    paper = _paper(pixels)
    table = np.minimum(np.arange(256)[:, None] * (255.0 / paper)[None, :] + 0.5, 255).astype(np.uint8)
    red, green, blue = (cv2.LUT(np.ascontiguousarray(pixels[..., i]), table[:, i]) for i in range(3))
    redness = cv2.subtract(red, cv2.max(green, blue))
    if np.count_nonzero(redness > _RED) < _LEAST_RED * redness.size:
        return Inks(_stretched(_pixels(cv2.min(red, cv2.max(green, blue)))), None)
    ink = redness > _FULL_RED
    level = float(np.percentile(red[ink], 20)) if np.count_nonzero(ink) > 50 else 200.0
    lifted = np.minimum(red.astype(np.float32) * (255.0 / max(level, 120.0)), 255).astype(np.uint8)
    # At the edge of red strokes colours mix; a little redness is enough to see a pixel as red ink on paper.
    black = np.where(redness > _RED // 2, lifted, red)
    depth = float(np.percentile(redness[redness > _RED], 60))
    # Compression lends the edges of black strokes a little red; that is cut off.
    shown = 255 - np.clip((redness.astype(np.float32) / depth - _FRINGE) * (255.0 / (1 - _FRINGE)), 0, 255)
    return Inks(_stretched(black), shown.astype(np.uint8))


def _paper(pixels: Pixels) -> NDArray[np.float64]:
    """Colour of the paper: what is usual among the lighter half of the pixels."""
    sample = pixels[::7, ::7].reshape(-1, 3)
    light = sample[sample.sum(axis=1) >= np.median(sample.sum(axis=1))]
    return np.asarray(np.maximum(np.median(light, axis=0), 100.0), dtype=np.float64)


def _stretched(grey: Pixels) -> Pixels:
    """Faint print made dark: the ink of the page becomes black. Print that is dark already stays as it is."""
    sample = grey[::3, ::3]
    dark = sample[sample < 200]
    if dark.size < 100:
        return grey
    ink = float(np.quantile(dark, _SPECKS))
    if ink < 60:
        return grey
    table = np.clip((np.arange(256) - ink) * (255.0 / (250.0 - ink)), 0, 255).astype(np.uint8)
    return _pixels(table[grey])


def _pixels(values: NDArray[Any]) -> Pixels:
    return np.asarray(values, dtype=np.uint8)
