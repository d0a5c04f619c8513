"""Reading order of the text of a page: from the top down, and column after column where it is plainly set in two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pages.glyphs import Glyph, PrintedLine, line_of_glyphs, printed_lines, rows_of

FEWEST_LINES = 8  # in each column; fewer are a list of names or a signature beside another


def reading_order(glyphs: Sequence[Glyph], width: float) -> list[PrintedLine]:
    """Lines in the order they are read."""
    rows = rows_of(glyphs)
    gutter = _gutter(rows, width)
    if gutter is None:
        return _lines(rows)
    ordered: list[PrintedLine] = []
    band: list[list[Glyph]] = []
    for row in rows:
        if _crosses(row, gutter):  # a headline over both columns
            ordered += [*_columns(band, gutter), *_lines([row])]
            band = []
        else:
            band.append(row)
    return [*ordered, *_columns(band, gutter)]


def _lines(rows: Sequence[Sequence[Glyph]]) -> list[PrintedLine]:
    return [line for line in map(line_of_glyphs, rows) if line is not None]


def _columns(band: Sequence[Sequence[Glyph]], gutter: float) -> list[PrintedLine]:
    # Lines of two columns need not stand level, so each column is put into lines anew.
    glyphs = [glyph for row in band for glyph in row]
    left = [glyph for glyph in glyphs if glyph.x1 <= gutter]
    right = [glyph for glyph in glyphs if glyph.x1 > gutter]
    return [*printed_lines(left), *printed_lines(right)]


def _crosses(row: Sequence[Glyph], x: float) -> bool:
    printed = [glyph for glyph in row if glyph.text.strip()]
    gap = next((gap for gap in _gaps(printed) if gap[0] <= x <= gap[1]), None)
    return gap is None and any(g.x1 <= x for g in printed) and any(g.x1 > x for g in printed)


def _gutter(rows: Sequence[Sequence[Glyph]], width: float) -> float | None:
    """Where a white strip parts two columns of running text; None for a page of one column."""
    printed_rows = [[glyph for glyph in row if glyph.text.strip()] for row in rows]
    gaps = [[gap for gap in _gaps(row) if gap[1] > 0.4 * width and gap[0] < 0.6 * width] for row in printed_rows]
    parted = [row_gaps[0] for row_gaps in gaps if row_gaps]
    if len(parted) < FEWEST_LINES:
        return None
    x = median((gap[0] + gap[1]) / 2 for gap in parted)
    em = median(glyph.size for row in printed_rows for glyph in row)
    around = [gap for gap in parted if gap[0] <= x <= gap[1]]
    # Running text reaches the strip from the left and begins again on its other side.
    flush = sum(x - gap[0] < 2.5 * em and gap[1] - x < 3.5 * em for gap in around)
    crossing = sum(_crosses(row, x) for row in printed_rows)
    if len(around) < FEWEST_LINES or flush < 0.6 * len(around) or crossing > 0.25 * len(rows):
        return None
    return x


def _gaps(row: Sequence[Glyph]) -> list[tuple[float, float]]:
    """White wider than a character between the glyphs of a line."""
    ordered = sorted(row, key=lambda glyph: glyph.x0)
    return [
        (before.x1, after.x0)
        for before, after in pairwise(ordered)
        if after.x0 - before.x1 >= max(before.size, after.size)
    ]
