"""Fragments that OCR found, as the printed lines of a page in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.layout import printed_width
from ingest.readers.pages.columns import reading_order
from ingest.readers.pages.glyphs import Glyph, PrintedLine
from ingest.readers.pages.page_tables import Bounds, PageTable, TableRow, fill_cells, line_of_row
from ingest.readers.pages.printed_pages import PrintedItem
from ingest.readers.scans.engine import Fragment
from ingest.readers.scans.text import is_set_half_width, set_right

_WIDE_ENOUGH = 2.0  # characters; the width of fewer says little of their size
_MARGIN = 0.1  # white around a place, in parts of its height
_INKED = 0.85  # height of the ink, in parts of the size of the characters


def printed_items(
    fragments: Sequence[Fragment],
    grids: Sequence[Sequence[Bounds]],
    width: float,
    points_per_pixel: float,
    tables: int = 0,
) -> list[PrintedItem]:
    """The lines and table rows of a page whose fragments lie level; what stands on one baseline is one line.

    `grids`: the cells of each table in points; `tables`: how many tables of the file were read so far.
    """
    half_width = is_set_half_width(fragment.text for fragment in fragments)
    pieces = [(_as_glyph(fragment, points_per_pixel), fragment.confidence) for fragment in fragments]
    outside = [glyph for glyph, _ in pieces]
    found: list[PageTable] = []
    for cells in grids:
        table, outside = fill_cells(cells, outside)
        if table is not None:
            found.append(table)
    lines = reading_order(outside, width)
    items = [PrintedItem(_set_right(line, half_width), confidence=_confidence(line, pieces)) for line in lines]
    size = median([line.size for line in lines]) if lines else 10.0
    for ordinal, table in enumerate(sorted(found, key=lambda t: t.top), tables + 1):
        rows = [_row_item(row, size, ordinal, pieces, half_width) for row in table.rows]
        at = next((i for i, item in enumerate(items) if item.line.top >= table.top), len(items))
        items[at:at] = rows
    return items


def _row_item(
    row: TableRow, size: float, table: int, pieces: Sequence[tuple[Glyph, float]], half_width: bool
) -> PrintedItem:
    row = replace(
        row, cells=tuple(cell._replace(text=set_right(cell.text, half_width=half_width)) for cell in row.cells)
    )
    line = line_of_row(row, size)
    return PrintedItem(line, is_row=True, confidence=_confidence(line, pieces), cells=row.cells, table=table)


def _as_glyph(fragment: Fragment, points_per_pixel: float) -> Glyph:
    """A fragment stands where a character does for the rules of lines and columns."""
    (x0, top), (x1, bottom) = fragment.corners.min(axis=0), fragment.corners.max(axis=0)
    left, top, right, bottom = (float(place) * points_per_pixel for place in (x0, top, x1, bottom))
    wide = printed_width(fragment.text)
    height = bottom - top
    # Places are found with white around them, so that those of close lines overlap; characters do not.
    size = (right - left - _MARGIN * height) / wide if wide >= _WIDE_ENOUGH else height
    size = min(max(size, 0.5 * height), (1 - _MARGIN) * height)
    middle, half = (top + bottom) / 2, 0.5 * _INKED * size
    return Glyph(fragment.text, left, middle - half, right, middle + half, size=size, font="")


def _set_right(line: PrintedLine, half_width: bool) -> PrintedLine:
    return replace(line, text=set_right(line.text, half_width=half_width))


def _confidence(line: PrintedLine, pieces: Sequence[tuple[Glyph, float]]) -> float:
    """That of the worst fragment of a line."""
    within = [
        confidence
        for glyph, confidence in pieces
        if line.x0 <= (glyph.x0 + glyph.x1) / 2 <= line.x1 and line.top <= glyph.middle <= line.bottom
    ]
    return min(within, default=1.0)
