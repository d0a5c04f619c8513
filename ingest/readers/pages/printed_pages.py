"""From the printed items of pages to lines: margins, place between them, and what belongs to the paper by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.model import Alignment, Box, Cell, DroppedText, Line, LineKind
from ingest.readers.pages.glyphs import PrintedLine, turned_back
from ingest.readers.pages.running_lines import PageLines, running_lines


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """A text line or a table row of a page."""

    line: PrintedLine
    is_row: bool = False
    confidence: float | None = None  # 0..1 of a line read by OCR
    cells: tuple[Cell, ...] = ()  # of a table row
    table: int | None = None  # ordinal of its table in the file


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The items of one page in reading order."""

    number: int
    width: float  # as it is read, upright
    height: float
    items: tuple[PrintedItem, ...]
    turned: int = 0  # quarter turns clockwise that brought it upright; boxes count on the page as it lies in the file


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in the running text of a file."""

    gap: float  # white between two lines, in heights of a character
    size: float  # of a character, in points


def lines_of_pages(pages: Sequence[PrintedPage]) -> tuple[list[Line], list[DroppedText]]:
    """The lines of all pages, and the page numbers and running heads that were left out."""
    furniture = _furniture(pages)
    margins = _margins(pages)
    usual = _usual(pages)
    lines: list[Line] = []
    dropped: list[DroppedText] = []
    for page in pages:
        above: PrintedLine | None = None
        for place, item in enumerate(page.items):
            reason = furniture.get((page.number, place))
            if reason is not None:
                dropped.append(DroppedText(item.line.text, reason, page.number))
                continue
            lines.append(_line(item, page, margins[page.number], above, usual))
            above = item.line
    return lines, dropped


def _furniture(pages: Sequence[PrintedPage]) -> dict[tuple[int, int], str]:
    """Running lines by page and place among all items of the page."""
    places: dict[int, list[int]] = {}
    texts: list[PageLines] = []
    for page in pages:
        # Order on the page, which for two columns is not the order of reading.
        order = sorted(
            (i for i, item in enumerate(page.items) if not item.is_row), key=lambda i: (page.items[i].line.top, i)
        )
        places[page.number] = order
        lines = tuple(page.items[i].line for i in order)
        texts.append(PageLines(page.number, page.width, page.height, lines))
    return {(number, places[number][i]): reason for (number, i), reason in running_lines(texts).items()}


def _usual(pages: Sequence[PrintedPage]) -> _Usual:
    gaps = [
        (below.line.top - above.line.bottom) / max(below.line.size, 1.0)
        for page in pages
        for above, below in pairwise(page.items)
        if not above.is_row and not below.is_row and below.line.top > above.line.top
    ]
    sizes = [item.line.size for page in pages for item in page.items for _ in item.line.text if not item.is_row]
    return _Usual(median(gaps) if gaps else 0.5, median(sizes) if sizes else 10.0)


def _margins(pages: Sequence[PrintedPage]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text of each page; of its neighbours where it holds only a few lines."""
    edges: dict[int, tuple[float, float]] = {}
    for page in pages:
        texts = [item.line for item in page.items if not item.is_row]
        if len(texts) >= 6:
            edges[page.number] = (
                _outermost([-line.x0 for line in texts]) * -1,
                _outermost([line.x1 for line in texts]),
            )
    widest = max((right - left for left, right in edges.values()), default=0.0)
    full = {number: edge for number, edge in edges.items() if edge[1] - edge[0] >= 0.85 * widest}
    margins: dict[int, tuple[float, float]] = {}
    for page in pages:
        same = [full[p.number] for p in pages if p.number in full and abs(p.width - page.width) < 5]
        if page.number in full:
            margins[page.number] = full[page.number]
        elif same:
            margins[page.number] = (median(edge[0] for edge in same), median(edge[1] for edge in same))
        else:
            margins[page.number] = edges.get(page.number, (page.width * 0.14, page.width * 0.86))
    return margins


def _outermost(places: Sequence[float]) -> float:
    """The largest place that two lines share; a lone one is punctuation hanging over the margin."""
    ordered = sorted(places, reverse=True)
    return next((a for a, b in pairwise(ordered) if a - b < 2.0), ordered[0])


def _line(
    item: PrintedItem, page: PrintedPage, margins: tuple[float, float], above: PrintedLine | None, usual: _Usual
) -> Line:
    line = item.line
    corners = turned_back((line.x0, line.top, line.x1, line.bottom), page.turned, *_as_filed(page))
    box = Box(page.number, *(round(corner, 2) for corner in corners))
    blank_before = above is not None and (line.top - above.bottom) / max(line.size, 1.0) > usual.gap + 0.6
    if item.is_row:
        return Line(
            line.text,
            page.number,
            (box,),
            LineKind.TABLE_ROW,
            cells=item.cells,
            table=item.table,
            confidence=item.confidence,
            whole_paragraph=True,
            blank_before=blank_before,
        )
    return Line(
        text=line.text,
        page=page.number,
        boxes=(box,),
        confidence=item.confidence,
        alignment=_alignment(line, margins, usual.size),
        blank_before=blank_before,
        bold_until=line.heading_font_until,
    )


def _as_filed(page: PrintedPage) -> tuple[float, float]:
    """Width and height of the page as it lies in the file."""
    return (page.height, page.width) if page.turned else (page.width, page.height)


def _alignment(line: PrintedLine, margins: tuple[float, float], body_size: float) -> Alignment:
    left, right = line.x0 - margins[0], margins[1] - line.x1
    em = max(line.size, 1.0)
    # A paragraph's first line stands two characters in and reaches the right margin; a heading of its own stands
    # there too and ends early. Only what is even on both sides is centred; a title may nearly fill the line.
    least = 0.3 if line.size > 1.12 * body_size else 2.2
    if abs(left - right) <= 1.6 * em and min(left, right) > least * em:
        return Alignment.CENTER
    if left > 0.4 * (margins[1] - margins[0]) and left > right:
        return Alignment.END
    return Alignment.START
