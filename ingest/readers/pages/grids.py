"""The grid of a table, whatever format it was read from: rows as lines, merged cells with what they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.model import Cell

MOST_COLUMNS = 200  # no table on paper has more; a span beyond it is a slip of the pen


def grid_rows_in_print(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows that print anything, each with its place among all rows; spans no longer count the rows left out."""
    printed = [any(cell.text for cell in row) for row in rows]
    for at, row in enumerate(rows):
        if printed[at]:
            yield at, tuple(cell._replace(rows=max(1, sum(printed[at : at + cell.rows]))) for cell in row)


def row_text(cells: Sequence[Cell]) -> str:
    """A row as one line: the place of every grid column parted from the next by a tab, empty ones at the end left out."""
    slots = [""] * (max((cell.column for cell in cells), default=-1) + 1)
    for cell in cells:
        slots[cell.column] = cell.text
    return "\t".join(slots).rstrip("\t")


class GridFiller:
    """Gives each cell of a row its grid column, past those that cells above still reach down into."""

    def __init__(self) -> None:
        self._below: dict[int, int] = {}  # column -> rows that a cell above still covers

    def place(self, cells: Sequence[tuple[str, int, int]]) -> tuple[Cell, ...]:
        """The cells of the next row, given as (text, columns, rows) from left to right."""
        placed: list[Cell] = []
        covered = {column for column, rows in self._below.items() if rows > 0}
        below = {column: rows - 1 for column, rows in self._below.items() if rows > 1}
        column = 0
        for text, columns, rows in cells:
            while column in covered:
                column += 1
            columns = max(1, min(columns, MOST_COLUMNS - column))  # one at least, wherever it stands
            if column >= MOST_COLUMNS and placed:
                # Past any grid: its words are kept in the last place rather than lost.
                last = placed.pop()
                placed.append(last._replace(text=f"{last.text} {text}".strip()))
                continue
            placed.append(Cell(text, column, columns, rows))
            if rows > 1:
                below |= dict.fromkeys(range(column, column + columns), rows - 1)
            column += columns
        self._below = below
        return tuple(placed)
