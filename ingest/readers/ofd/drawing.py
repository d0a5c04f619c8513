"""Paths of OFD graphics: ruling lines for tables, and the outlines that a picture of the page is drawn from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from pdfplumber.table import TableFinder

from ingest.readers.ofd.values import FURTHEST, POINTS_PER_MILLIMETRE, Transform, XmlElement, number

Point = tuple[float, float]

LONGEST_RULINGS = 10_000  # characters of path data; the whole grid of a table may be one path
MOST_CORNERS = 8  # of a ruling line, drawn as a shape
THIN = 1.0  # millimetres; a filled shape as thin as this is a line
STRAIGHT = 0.3  # millimetres that a level or upright line may lean
_CURVE_STEPS = 4  # straight pieces for a curve of a letter

# AbbreviatedData, GB/T 33190-2016 table 36: a letter, then its numbers.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_WORD = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Outline:
    """A path object on its page, in millimetres."""

    data: str
    place: Transform
    fills: bool
    strokes: bool
    line_width: float
    colour: tuple[int, int, int] = (0, 0, 0)  # RGB

    @property
    def is_drawing(self) -> bool:
        """Whether it is more than ruling lines and frames: a letter, a logo, a seal."""
        beginnings = self.data.count("M") + self.data.count("S")
        return any(curve in self.data for curve in "QBA") or self.data.count("L") > MOST_CORNERS * max(beginnings, 1)

    @property
    def height(self) -> float:
        """Where it begins, in millimetres from the top of the page."""
        first = next(_commands(self.data[:200]), None)
        values = first[1] if first is not None and len(first[1]) == 2 else [0.0, 0.0]
        return self.place.point(values[0], values[1])[1]

    def subpaths(self) -> list[list[Point]]:
        """Its lines on the page, curves as straight pieces."""
        return [[self.place.point(*point) for point in path] for path in flattened(self.data)]


def flattened(data: str) -> list[list[Point]]:
    """The subpaths that path data draws; what cannot be read is left out."""
    paths: list[list[Point]] = []
    for command, values in _commands(data):
        if command in "SM":
            paths.append([(values[0], values[1])])
        elif not paths:
            continue
        elif command == "C":
            paths[-1].append(paths[-1][0])
        else:
            paths[-1] += _pieces(command, paths[-1][-1], values)
    return [path for path in paths if len(path) > 1]


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, values = "", list[float]()
    for match in _WORD.finditer(data):
        word = match.group()
        if word in _OPERANDS:
            command, values = word, []
        elif command and len(values) < _OPERANDS[command]:
            value = float(word)
            values.append(value if abs(value) <= FURTHEST else 0.0)
        else:
            continue
        if len(values) == _OPERANDS[command]:
            yield command, values


def _pieces(command: str, start: Point, values: Sequence[float]) -> list[Point]:
    points = list(zip(values[::2], values[1::2], strict=False))
    if command == "L":
        return points
    if command == "A":  # nearly a straight line to its end at the size of a letter's hooks
        return [(values[5], values[6])]
    control = [start, *points]
    return [_on_curve(control, step / _CURVE_STEPS) for step in range(1, _CURVE_STEPS + 1)]


def _on_curve(control: Sequence[Point], share: float) -> Point:
    """A point of a Bézier curve, by de Casteljau's halving."""
    while len(control) > 1:
        control = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(control)]
    return control[0]


def colour(element: XmlElement | None) -> tuple[int, int, int]:
    """RGB of a FillColor or StrokeColor: grey, RGB or CMYK values, in figures or as 「#ee」."""
    words = ((element.get("Value") if element is not None else None) or "").replace(",", " ").split(maxsplit=4)[:4]
    values = [min(max(int(_component(word)), 0), 255) for word in words]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return tuple((255 - ink) * (255 - black) // 255 for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
    return 0, 0, 0


def _component(word: str) -> float:
    if word.startswith("#"):
        return int(word[1:3], 16) if re.fullmatch(r"#[0-9a-fA-F]{1,2}", word) else 0
    return number(word)


class RuledPage:
    """The ruling lines of a page as pdfplumber's table finder and `page_tables` look at them; points."""

    def __init__(self, number: int, width: float, height: float, edges: list[dict[str, Any]]) -> None:
        self.page_number = number
        self.width, self.height = width, height
        self.bbox = (0.0, 0.0, width, height)
        self.edges = edges
        self.lines, self.rects, self.curves, self.images = edges, list[Any](), list[Any](), list[Any]()
        self.chars = list[Any]()

    def find_tables(self, table_settings: dict[str, Any] | None = None) -> list[Any]:
        """pdfplumber's tables."""
        return list(TableFinder(cast(Any, self), table_settings).tables)


def ruling_lines(outline: Outline) -> list[dict[str, Any]]:
    """The level and upright lines that a path draws, as edges of pdfplumber."""
    if len(outline.data) > LONGEST_RULINGS or outline.is_drawing:
        return []
    edges: list[dict[str, Any]] = []
    for path in outline.subpaths():
        if len(path) > MOST_CORNERS + 2:
            continue
        left, right = min(p[0] for p in path), max(p[0] for p in path)
        top, bottom = min(p[1] for p in path), max(p[1] for p in path)
        if (outline.fills and not outline.strokes) or min(right - left, bottom - top) <= STRAIGHT:
            edges += _thin_shape(left, top, right, bottom)
        elif outline.strokes:
            edges += [edge for a, b in pairwise(path) for edge in _thin_shape(*a, *b, thin=STRAIGHT)]
    return edges


def _thin_shape(x0: float, y0: float, x1: float, y1: float, thin: float = THIN) -> list[dict[str, Any]]:
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if y1 - y0 <= min(thin, x1 - x0):
        middle = (y0 + y1) / 2
        return [_edge("h", x0, middle, x1, middle)]
    if x1 - x0 <= min(thin, y1 - y0):
        middle = (x0 + x1) / 2
        return [_edge("v", middle, y0, middle, y1)]
    return []


def _edge(orientation: str, *corners: float) -> dict[str, Any]:
    x0, top, x1, bottom = (corner * POINTS_PER_MILLIMETRE for corner in corners)
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "doctop": top,
        "y0": -bottom,
        "y1": -top,
    }


def extent(paths: Sequence[Sequence[Point]]) -> tuple[float, float, float, float]:
    """The smallest box around some paths; empty paths have none."""
    xs = [point[0] for path in paths for point in path] or [math.nan]
    ys = [point[1] for path in paths for point in path] or [math.nan]
    return min(xs), min(ys), max(xs), max(ys)
