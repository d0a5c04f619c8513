"""Rows of a table that a plain text prints with tabs, under the names of its first line: 书画⇥160⇥100."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.model import StoredClause
from ingest.model import Clause, Span, TableCell, TableRow

LEAST_ROWS = 2
"""Rows below the head: fewer are two lines that happen to hold tabs."""
_FIGURE = re.compile(r"^[\d.,%]+(?![\u4e00-\u9fff]{3})")


def with_tabbed_rows(
    tables: Mapping[str, Sequence[TableRow]], clauses: Iterable[StoredClause]
) -> dict[str, Sequence[TableRow]]:
    """The rows of the clauses' tables by clause_id, those printed with tabs where a clause has no others."""
    return {s.clause.clause_id: tables.get(s.clause.clause_id) or tabbed_rows(s.clause) for s in clauses}


def tabbed_rows(clause: Clause) -> list[TableRow]:
    """The rows of each run of lines with as many tabs; none where its first line holds a bare figure and names nothing."""
    if "\t" not in clause.text:
        return []
    rows: list[TableRow] = []
    for run in _runs(clause):
        head, *below = run
        names = [text for text, _ in head]
        if len(below) < LEAST_ROWS or not all(names) or any(_FIGURE.match(name) for name in names):
            continue
        rows += [_row(names, line, clause.page) for line in below]
    return rows


def _row(names: list[str], line: list[tuple[str, Span]], page: int | None) -> TableRow:
    cells = tuple(TableCell(name, text, span) for name, (text, span) in zip(names, line, strict=True))
    return TableRow((line[0][1][0], line[-1][1][1]), page, cells)


def _runs(clause: Clause) -> Iterator[list[list[tuple[str, Span]]]]:
    """Neighbouring lines with the same number of tabs, each as its cells with their spans in the stored text."""
    run: list[list[tuple[str, Span]]] = []
    at = clause.span[0]
    for line in clause.text.split("\n"):
        cells = _cells(line, at)
        at += len(line) + 1
        if run and len(cells) != len(run[0]):
            yield run
            run = []
        if len(cells) > 1:
            run.append(cells)
    if run:
        yield run


def _cells(line: str, at: int) -> list[tuple[str, Span]]:
    cells = []
    for cell in line.split("\t"):
        text = cell.strip()
        start = at + (cell.index(text) if text else 0)
        cells.append((text, (start, start + len(text))))
        at += len(cell) + 1
    return cells
