"""Tables with ruling lines on a page: their rows as printed, and the text that is left outside them.

`split_tables` reads the rules of a PDF page; readers that know the rules otherwise give the cells' rectangles to
`fill_cells`. A table without rules stays text: where its cells part would be a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.model import Cell
from ingest.readers.pages.glyphs import Glyph, PrintedLine, joined_lines, printed_lines
from ingest.readers.pages.grids import grid_rows_in_print, row_text

Bounds = tuple[float, float, float, float]  # x0, top, x1, bottom

# Comparing every upright edge with every level one grows with their product; drawings have thousands of both.
MOST_CROSSINGS = 250_000
LONGEST_PAGE_NUMBER = 12
NEAR = 3.0  # points; rules closer than this are one


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row."""

    cells: tuple[Cell, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of a page."""

    top: float
    rows: tuple[TableRow, ...]
    edges: tuple[float, ...]  # of its grid columns, from left to right


def split_tables(
    page: Any, glyphs: Sequence[Glyph], turned: int = 0, above: Sequence[float] = ()
) -> tuple[list[PageTable], list[Glyph]]:
    """The tables of a page and the glyphs outside of them. A frame around running text is no table.

    `turned`: quarter turns clockwise that brought the glyphs upright. `above`: the edges of the table that the page
    before ended with; one that goes on here keeps its grid columns, and may go on with a single row.
    """
    level = [edge for edge in page.edges if edge["orientation"] == "h"]
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    fewest = 2 if above else 3
    if turned:
        level, upright = upright, level
    if len(level) < fewest or len(upright) < 2 or len(level) * len(upright) > MOST_CROSSINGS:
        return [], list(glyphs)
    tables: list[PageTable] = []
    outside = list(glyphs)
    width, height = float(page.width), float(page.height)
    for found in page.find_tables():
        cells = [_turned(cell, turned, width, height) for cell in found.cells]
        table, rest = fill_cells(cells, outside, above)
        if table is None:
            continue
        tables.append(table)
        outside = rest
    return sorted(tables, key=lambda table: table.top), outside


def open_edges(tables: Sequence[PageTable], lines: Sequence[PrintedLine]) -> tuple[float, ...]:
    """The column edges of the table that a page ends with; () where text follows that is more than a page number."""
    if not tables:
        return ()
    bottom = max(row.bounds[3] for row in tables[-1].rows)
    below = sum(len(line.text) for line in lines if line.top >= bottom)
    return tables[-1].edges if below <= LONGEST_PAGE_NUMBER else ()


def fill_cells(
    bounds: Sequence[Bounds], glyphs: Sequence[Glyph], above: Sequence[float] = ()
) -> tuple[PageTable | None, list[Glyph]]:
    """The table that these rectangles make of the glyphs inside them, and the glyphs outside; None where it is no table."""
    edges = _edges([c[0] for c in bounds] + [c[2] for c in bounds])
    levels = _edges([c[1] for c in bounds] + [c[3] for c in bounds])
    goes_on = len(above) > 2 and all(any(abs(e - a) <= NEAR for a in above) for e in edges)
    if goes_on:
        edges = list(above)
    if len(edges) < 3 or (len(levels) < 3 and not goes_on) or not bounds:
        return None, list(glyphs)
    inside, outside = _sorted_into(bounds, glyphs)
    rows: list[list[tuple[Cell, Bounds]]] = [[] for _ in levels[1:]]
    for cell in sorted(bounds, key=lambda c: (c[1], c[0])):
        column, row = _place(cell[0], edges), _place(cell[1], levels)
        columns, depth = max(1, _place(cell[2], edges) - column), max(1, _place(cell[3], levels) - row)
        rows[min(row, len(rows) - 1)].append((Cell(_cell_text(inside[cell]), column, columns, depth), cell))
    if not goes_on and not _is_table([[cell for cell, _ in row] for row in rows]):
        return None, list(glyphs)
    printed = tuple(
        TableRow(cells, _around([cell for _, cell in rows[at]]))
        for at, cells in grid_rows_in_print([[cell for cell, _ in row] for row in rows])
    )
    if not printed:
        return None, list(glyphs)
    return PageTable(min(c[1] for c in bounds), printed, tuple(edges)), outside


def _is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether these are rows of a table: two at least, one of them with two cells, and words in two cells."""
    filled = [row for row in rows if row]
    return (
        len(filled) >= 2
        and max(len(row) for row in filled) >= 2
        and sum(1 for row in filled for cell in row if cell.text) >= 2
    )


def _edges(places: Sequence[float]) -> list[float]:
    """The places of rules, those nearly the same taken as one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return edges


def _place(place: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - place))


def _sorted_into(bounds: Sequence[Bounds], glyphs: Sequence[Glyph]) -> tuple[dict[Bounds, list[Glyph]], list[Glyph]]:
    """The glyphs of each cell, by where their middle lies, and those in none."""
    left, top = min(c[0] for c in bounds), min(c[1] for c in bounds)
    right, bottom = max(c[2] for c in bounds), max(c[3] for c in bounds)
    inside: dict[Bounds, list[Glyph]] = {cell: [] for cell in bounds}
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        cell = None
        if left <= x <= right and top <= y <= bottom:
            cell = next((c for c in bounds if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        (outside if cell is None else inside[cell]).append(glyph)
    return inside, outside


def _turned(cell: Bounds, turned: int, width: float, height: float) -> Bounds:
    """A rectangle of a page set sideways, as it stands when the page is read upright."""
    x0, top, x1, bottom = cell
    if turned == 1:
        return height - bottom, x0, height - top, x1
    if turned == 3:
        return top, width - x1, bottom, width - x0
    return cell


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    lines = printed_lines(glyphs)
    parts = [" ".join(line.text.split("\t")) for line in lines]
    if len(lines) == 2 and _is_diagonal(*lines):
        return " ".join(parts)
    return joined_lines(lines).replace("\t", " ").strip()


def _is_diagonal(before: PrintedLine, after: PrintedLine) -> bool:
    """Whether a slanting rule parts the two lines: 「环评类别」 on the right above 「项目类别」 on the left."""
    return after.x0 + 2 * before.size <= before.x0 and after.x1 <= before.x0 + before.size


def _around(cells: Sequence[Bounds]) -> Bounds:
    # A merged cell reaches down into other rows; the row itself ends with its lowest neighbour.
    bottom = min(cell[3] for cell in cells)
    return min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), bottom


def line_of_row(row: TableRow, size: float) -> PrintedLine:
    """A row as one line, its cells joined with tabs."""
    x0, top, x1, bottom = row.bounds
    return PrintedLine(row_text(row.cells), x0, top, x1, bottom, size)
