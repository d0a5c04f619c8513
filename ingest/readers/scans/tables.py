"""Tables on a scan: the rectangles that ruling lines enclose, and fragments cut where a rule runs between cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pages.page_tables import Bounds
from ingest.readers.scans.engine import Corners
from ingest.readers.scans.page_image import Pixels
from ingest.readers.scans.upright import levelled

_DARK = 170  # grey levels; rules print fainter than text
_LEAST_WIDTH, _LEAST_HEIGHT = 26.0, 13.0  # points: the shortest side of a cell that is looked for
_GAP = 2.5  # points that a broken rule is bridged
_STEP = 0.75  # points per pixel of the picture in which rules are looked for
_RIM = 8.0  # pixels along the rules of a cell, where the rule's own ink is
_INK = 128
_LEAST_INK, _LEAST_SIDE = 25, 10  # pixels: of a figure's ink, and of its height


def table_cells(grey: Pixels, skew: float, points_per_pixel: float) -> list[list[Bounds]]:
    """For each grid of rules the rectangles of its cells, in points of the page set level."""
    import cv2

    factor = min(1.0, points_per_pixel / _STEP)
    point = factor / points_per_pixel  # pixels per point
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    height, width = small.shape
    if abs(skew) >= 0.05:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
        small = cv2.warpAffine(small, turn, (width, height), borderValue=255)
    ink = (small < _DARK).astype(np.uint8)
    level = _runs(ink, (round(_LEAST_WIDTH * point), 1))
    upright = _runs(ink, (1, round(_LEAST_HEIGHT * point)))
    if not level.any() or not upright.any():
        return []
    bridge = max(3, round(_GAP * point) | 1)
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((bridge, bridge), dtype=np.uint8))
    return _grids(np.asarray(rules, dtype=np.uint8), point, (bridge - 1) / 2)


def cut_at_rules(
    places: Sequence[Corners], cells: Sequence[Bounds], skew: float, page: tuple[float, float]
) -> list[Corners]:
    """Places in pixels, those that reach over the upright rule between two cells cut there.

    `cells` in the same pixels of the page set level; `page` is its width and height.
    """
    cut: list[Corners] = []
    for place in places:
        flat = levelled(place, skew, *page)
        (x0, top), (x1, bottom) = flat.min(axis=0), flat.max(axis=0)
        middle = (top + bottom) / 2
        row = [c for c in cells if c[1] <= middle <= c[3] and min(x1, c[2]) - max(x0, c[0]) > 0]
        rules = sorted({c[0] for c in row if x0 + _slack(bottom - top) < c[0] < x1 - _slack(bottom - top)})
        if not rules:
            cut.append(place)
            continue
        for left, right in zip([x0, *rules], [*rules, x1], strict=True):
            piece = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)
            cut.append(levelled(piece, -skew, *page))
    return cut


def unfound_in_cells(grey: Pixels, places: Sequence[Corners], cells: Sequence[Bounds], skew: float) -> list[Corners]:
    """Where ink stands in cells in which no text was found: a lone figure is easily passed over.

    `cells` in pixels of the page set level.
    """
    height, width = grey.shape
    middles = [levelled(place, skew, width, height).mean(axis=0) for place in places]
    found: list[Corners] = []
    for x0, y0, x1, y1 in cells:
        if any(x0 <= x <= x1 and y0 <= y <= y1 for x, y in middles):
            continue
        rim = min(_RIM, (x1 - x0) / 4, (y1 - y0) / 4)
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32)
        inner = corners + np.array([[rim, rim], [-rim, rim], [-rim, -rim], [rim, -rim]], dtype=np.float32)
        back = levelled(inner, -skew, width, height)
        # The rectangle that lies wholly inside the cell as it lies askew.
        left, right = sorted(back[:, 0])[1:3]
        top, bottom = sorted(back[:, 1])[1:3]
        place = _ink_box(grey, max(0, int(left)), max(0, int(top)), int(right), int(bottom))
        if place is not None:
            found.append(place)
    return found


def _ink_box(grey: Pixels, left: int, top: int, right: int, bottom: int) -> Corners | None:
    dark = grey[top:bottom, left:right] < _INK
    if np.count_nonzero(dark) < _LEAST_INK:
        return None
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if rows[-1] - rows[0] < _LEAST_SIDE:
        return None
    margin = 3.0
    x0, x1 = left + columns[0] - margin, left + columns[-1] + margin
    y0, y1 = top + rows[0] - margin, top + rows[-1] + margin
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32)


def _slack(height: float) -> float:
    """A place reaches over a rule by less than this when it only has white around it."""
    return 0.4 * float(height)


def _runs(ink: NDArray[np.uint8], kernel: tuple[int, int]) -> NDArray[np.uint8]:
    """Ink that runs on in one direction for the length of the kernel; a scanner's rules waver by a pixel."""
    import cv2

    across = (1, 3) if kernel[0] > 1 else (3, 1)
    thick = cv2.dilate(ink, np.ones(across, dtype=np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((kernel[1], kernel[0]), dtype=np.uint8))
    return np.asarray(runs, dtype=np.uint8)


def _grids(rules: NDArray[np.uint8], point: float, rim: float) -> list[list[Bounds]]:
    """Cells by the connected rules that enclose them; the white around a page is enclosed by none."""
    import cv2

    _, grids = cv2.connectedComponents(rules, connectivity=8)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(1 - rules, connectivity=4)
    height, width = rules.shape
    found: dict[int, list[Bounds]] = {}
    for x, y, w, h, area in boxes[1:count].tolist():
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        too_small = w < 0.6 * _LEAST_WIDTH * point or h < 0.6 * _LEAST_HEIGHT * point
        if at_edge or too_small or area < 0.7 * w * h:
            continue
        grid = int(grids[y + h // 2, max(0, x - 1)])
        bounds = ((x - rim) / point, (y - rim) / point, (x + w + rim) / point, (y + h + rim) / point)
        found.setdefault(grid, []).append(bounds)
    return [sorted(cells, key=lambda c: (c[1], c[0])) for cells in found.values() if len(cells) >= 2]
