"""Seals on the red layer of a page: rings and squares of red ink of the size that seals have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.scans.page_image import Pixels

_SMALLEST, _LARGEST = 45.0, 190.0  # points: 16 mm (a private seal) to 67 mm; the standard's is 42 mm
_EDGE = 8.0  # a seal set across the edges of several sheets is cut off this close to the edge
_STEP = 3.0  # points per cell of the coarse picture in which ink of one seal hangs together
_RULE = 24  # cells that a rule runs level; the arcs of a seal are shorter
_BAND = 0.16  # width of the rim of a seal, in parts of its radius
_SECTORS = 36
_CLOSED = 0.7  # of the rim that must be inked; stamps print patchily


@dataclass(frozen=True, slots=True)
class Seal:
    """A rectangle around a seal, in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def find_seals(red: Pixels, points_per_pixel: float) -> list[Seal]:
    """Seals on uint8 [h, w], dark on white, from the top down."""
    import cv2

    step = max(1, round(_STEP / points_per_pixel))
    height, width = red.shape
    rows, columns = height // step, width // step
    if rows < 5 or columns < 5:
        return []
    blocks = red[: rows * step, : columns * step].reshape(rows, step, columns, step)
    inked = (blocks < 128).mean(axis=(1, 3)) > 0.06
    found = _seal_shapes(inked, step * points_per_pixel)
    runs = cv2.morphologyEx(inked.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, _RULE), dtype=np.uint8))
    if runs.any():
        # A seal may stand on the rule under a red head, which makes one shape of both.
        found += [s for s in _seal_shapes(inked & (runs == 0), step * points_per_pixel) if not _overlaps(s, found)]
    seals = [Seal(*(float(side * step) for side in shape)) for shape in found]
    return sorted(seals, key=lambda seal: (seal.top, seal.x0))


def _seal_shapes(inked: NDArray[np.bool_], points: float) -> list[tuple[int, int, int, int]]:
    """Rectangles around shapes that are seals, in cells of so many points."""
    import cv2

    columns = inked.shape[1]
    joined = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), dtype=np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    shapes: list[tuple[int, int, int, int]] = []
    for x, y, w, h, _ in boxes[1:count].tolist():
        # Joining made each shape a cell larger on every side.
        part = inked[y + 1 : y + h - 1, x + 1 : x + w - 1]
        size = (part.shape[1] * points, part.shape[0] * points)
        at_edge = x <= _EDGE / _STEP or x + w >= columns - _EDGE / _STEP
        if part.size and _has_size(size, at_edge=at_edge) and (_is_rimmed(part) or (at_edge and size[0] < size[1])):
            shapes.append((x, y, x + w, y + h))
    return shapes


def _overlaps(shape: tuple[int, int, int, int], others: list[tuple[int, int, int, int]]) -> bool:
    x0, y0, x1, y1 = shape
    return any(x0 < b[2] and b[0] < x1 and y0 < b[3] and b[1] < y1 for b in others)


def _has_size(size: tuple[float, float], *, at_edge: bool) -> bool:
    width, height = size
    if at_edge and _SMALLEST <= height <= _LARGEST and 0.12 * height <= width <= height:
        return True
    return all(_SMALLEST <= side <= _LARGEST for side in size) and 0.62 <= width / height <= 1.6


def _is_rimmed(inked: NDArray[np.bool_]) -> bool:
    """Whether ink runs all around: along an ellipse or along the sides of a rectangle. A block of characters has no rim."""
    height, width = inked.shape
    y, x = np.mgrid[0:height, 0:width]
    down, across = (y + 0.5) / height * 2 - 1, (x + 0.5) / width * 2 - 1
    sector = ((np.arctan2(down, across) + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS
    thickness = max(_BAND, 3.0 / min(height, width))
    for distance in (np.hypot(down, across), np.maximum(abs(down), abs(across))):
        rim = (distance > 1 - thickness) & (distance <= 1.05)
        closed = len(set(sector[rim & inked].tolist())) / max(len(set(sector[rim].tolist())), 1)
        if closed >= _CLOSED and _is_hollow(inked, distance):
            return True
    return False


def _is_hollow(inked: NDArray[np.bool_], distance: NDArray[np.float64]) -> bool:
    """Whether the rim is more densely inked than what stands inside of it."""
    inside = inked[distance < 0.6]
    rim = inked[(distance > 0.85) & (distance <= 1.0)]
    return bool(inside.size) and bool(rim.size) and float(rim.mean()) > 0.9 * float(inside.mean())
