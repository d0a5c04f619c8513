"""Tables with ruling lines on a PDF page: their rows as printed, and the text that is left outside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.readers.glyphs import Glyph, PrintedLine, joined_lines, printed_lines

Bounds = tuple[float, float, float, float]  # x0, top, x1, bottom

# Comparing every upright edge with every level one grows with their product; drawings have thousands of both.
MOST_CROSSINGS = 250_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row."""

    cells: tuple[str, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of a page."""

    top: float
    rows: tuple[TableRow, ...]


def split_tables(page: Any, glyphs: Sequence[Glyph]) -> tuple[list[PageTable], list[Glyph]]:
    """The tables of a page and the glyphs outside of them. A frame around running text is no table."""
    level = [edge for edge in page.edges if edge["orientation"] == "h"]
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if len(level) < 3 or len(upright) < 2 or len(level) * len(upright) > MOST_CROSSINGS:
        return [], list(glyphs)
    tables: list[PageTable] = []
    outside = list(glyphs)
    for found in page.find_tables():
        rows = [row for row in found.rows if any(row.cells)]
        columns = max((len([cell for cell in row.cells if cell]) for row in rows), default=0)
        if len(rows) < 2 or columns < 2:
            continue
        table, rest = _fill(rows, outside)
        if sum(1 for row in table.rows for cell in row.cells if cell) < 2:
            continue
        tables.append(table)
        outside = rest
    return tables, outside


def _fill(rows: Sequence[Any], glyphs: Sequence[Glyph]) -> tuple[PageTable, list[Glyph]]:
    cells: list[Bounds] = [cell for row in rows for cell in row.cells if cell]
    left, top = min(c[0] for c in cells), min(c[1] for c in cells)
    right, bottom = max(c[2] for c in cells), max(c[3] for c in cells)
    inside: dict[Bounds, list[Glyph]] = {cell: [] for cell in cells}
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        cell = None
        if left <= x <= right and top <= y <= bottom:
            cell = next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        (outside if cell is None else inside[cell]).append(glyph)
    filled = [
        TableRow(
            cells=tuple(_cell_text(inside[cell]) if cell else "" for cell in row.cells),
            bounds=_around([cell for cell in row.cells if cell]),
        )
        for row in rows
    ]
    return PageTable(top, tuple(row for row in filled if any(row.cells))), outside


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    return joined_lines(printed_lines(glyphs))


def _around(cells: Sequence[Bounds]) -> Bounds:
    # A merged cell reaches down into other rows; the row itself ends with its lowest neighbour.
    bottom = min(cell[3] for cell in cells)
    return min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), bottom


def line_of_row(row: TableRow, size: float) -> PrintedLine:
    """A row as one line, its cells joined with tabs."""
    x0, top, x1, bottom = row.bounds
    return PrintedLine("\t".join(row.cells).rstrip("\t"), x0, top, x1, bottom, size)
