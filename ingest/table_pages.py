"""Tables that a page break cut: one table again, its header printed once, its cut cells whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.model import DroppedText, Line, LineKind, SourceText
from ingest.table_heads import ROWS_LOOKED_AT, UNIT_LINE, header_depth, plain_name

REPEATED_HEADER = "续页表头"
CONTINUED = "续表标记"

_SAME_EDGE = 8.0  # points by which the edges of a table may differ from page to page
_MOST_HEADER_ROWS = 4
# What stands over a table that goes on: 续表 | （续表） | 表1（续） | 续表1 | （接上页）
_CONTINUED_LINE = re.compile(
    r"^[（(]?\s*(?:续\s*表\s*\d{0,2}|表\s*[\d一二三四五六七八九十]{1,3}\s*[（(]?续[）)]?|接上页)\s*[）)]?$"
)
_STOPS = re.compile(r"[。！？；;…）)”》]$|^[/／—\-－\d.,%％元]+$")
_SHORTEST_CUT = 6  # characters; a cell cut by a page is one long enough to have been broken into lines


@dataclass(slots=True)
class _Table:
    """A table while its rows are gathered: where they stand among the lines kept."""

    number: int  # ordinal that all its rows take
    width: int  # grid columns
    rows: list[int] = field(default_factory=list)


def join_cut_tables(source: SourceText) -> SourceText:
    """The same source with tables that run over pages in one piece; what that leaves out is named in `dropped`."""
    if not any(line.kind is LineKind.TABLE_ROW and line.page is not None for line in source.lines):
        return source
    kept: list[Line] = []
    dropped: list[DroppedText] = []
    table: _Table | None = None
    at = 0
    while at < len(source.lines):
        line = source.lines[at]
        if line.kind is not LineKind.TABLE_ROW or not line.cells:
            kept.append(line)
            at += 1
            continue
        end = at
        while end < len(source.lines) and _same_table(line, source.lines[end]):
            end += 1
        rows = source.lines[at:end]
        at = end
        between = kept[table.rows[-1] + 1 :] if table is not None else []
        if table is not None and _goes_on(kept, table, rows, between):
            _carry_on(kept, dropped, table, rows, between)
            continue
        table = _Table(number=line.table if line.table is not None else -1, width=_width(rows))
        table.rows.extend(range(len(kept), len(kept) + len(rows)))
        kept.extend(rows)
    if not dropped and len(kept) == len(source.lines):
        return replace(source, lines=tuple(kept))
    return replace(source, lines=tuple(kept), dropped=(*source.dropped, *dropped))


def _same_table(first: Line, line: Line) -> bool:
    return line.kind is LineKind.TABLE_ROW and line.table == first.table and line.page == first.page


def _goes_on(kept: Sequence[Line], table: _Table, rows: Sequence[Line], between: Sequence[Line]) -> bool:
    """Whether rows at the top of a page belong to the table that the page before ended with."""
    last, first = kept[table.rows[-1]], rows[0]
    if last.page is None or first.page != last.page + 1:
        return False
    if table.width != _width(rows) or not _same_edges([kept[i] for i in table.rows if kept[i].page == last.page], rows):
        return False
    whole = [kept[i] for i in table.rows[:ROWS_LOOKED_AT]]
    repeated = _repeated_header(whole[_rows_above_head(whole, rows) :], rows)
    if between:
        marked = any(_CONTINUED_LINE.match(line.text.strip()) for line in between)
        alike = all(_CONTINUED_LINE.match(t) or UNIT_LINE.match(t) for line in between if (t := line.text.strip()))
        return alike and (marked or repeated > 0)
    if repeated:
        return True
    return not (_has_header(rows, table.width) and _has_header(whole, table.width))


def _has_header(rows: Sequence[Line], width: int) -> bool:
    return header_depth([row.cells for row in rows], [row.is_header for row in rows], width) > 0


def _width(rows: Sequence[Line]) -> int:
    return max((cell.column + cell.columns for row in rows for cell in row.cells), default=0)


def _same_edges(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether two parts of a table reach as far to both sides; a row that a merged cell reaches into is narrower."""
    a, b = ([line.boxes[0] for line in rows if line.boxes] for rows in (above, below))
    if not a or not b:
        return True
    left = abs(min(box.x0 for box in a) - min(box.x0 for box in b))
    return left <= _SAME_EDGE and abs(max(box.x1 for box in a) - max(box.x1 for box in b)) <= _SAME_EDGE


def _rows_above_head(whole: Sequence[Line], rows: Sequence[Line]) -> int:
    """How many rows of one cell, a title or a unit of measure, the table began with and the further page leaves out."""
    if plain_name(whole[0].text) == plain_name(rows[0].text):
        return 0
    return next((i for i, row in enumerate(whole) if len(row.cells) > 1), 0)


def _repeated_header(whole: Sequence[Line], rows: Sequence[Line]) -> int:
    """How many of the first rows are those that the table began with, printed again."""
    count = 0
    for above, below in zip(whole[:_MOST_HEADER_ROWS], rows, strict=False):
        if plain_name(above.text) != plain_name(below.text):
            break
        count += 1
    return count if count < len(whole) else 0


def _carry_on(
    kept: list[Line], dropped: list[DroppedText], table: _Table, rows: Sequence[Line], between: Sequence[Line]
) -> None:
    """Add rows to the table they go on with."""
    del kept[len(kept) - len(between) :]
    dropped += [DroppedText(line.text.strip(), CONTINUED, line.page) for line in between if line.text.strip()]
    whole = [kept[i] for i in table.rows]
    above = _rows_above_head(whole, rows)
    repeated = _repeated_header(whole[above:], rows)
    for place, row in enumerate(rows[:repeated], above):
        kept[table.rows[place]] = replace(kept[table.rows[place]], is_header=True)
        dropped.append(DroppedText(row.text.strip(), REPEATED_HEADER, row.page))
    going = list(rows[repeated:])
    if going and _is_cut(whole, going[0]):
        kept[table.rows[-1]] = _joined(kept[table.rows[-1]], going.pop(0))
    elif going:
        going[0] = _reaching_down(kept, table, going)
    for row in going:
        table.rows.append(len(kept))
        kept.append(
            replace(row, table=table.number, page_break_before=True)
            if row is rows[0]
            else replace(row, table=table.number)
        )


def _is_cut(whole: Sequence[Line], row: Line) -> bool:
    """Whether a page's first row is the rest of the row above the break: no key, and words that go on in each cell."""
    last = whole[-1]
    above = {cell.column: cell.text for cell in last.cells}
    rest = [cell for cell in row.cells if cell.text]
    if not rest or _key_of(row) or not _key_of(last) or not all(_key_of(line) for line in whole if len(line.cells) > 1):
        return False
    if any(not above.get(cell.column) for cell in rest):
        return False
    return any(len(above[cell.column]) >= _SHORTEST_CUT and not _STOPS.search(above[cell.column]) for cell in rest)


def _key_of(row: Line) -> str:
    return next((cell.text for cell in row.cells if cell.column == 0), "")


def _joined(above: Line, below: Line) -> Line:
    """One row of two halves, cell by cell."""
    rest = {cell.column: cell.text for cell in below.cells}
    cells = tuple(cell._replace(text=_together(cell.text, rest.get(cell.column, ""))) for cell in above.cells)
    slots = [""] * max(cell.column + 1 for cell in cells)
    for cell in cells:
        slots[cell.column] = cell.text
    return replace(above, text="\t".join(slots).rstrip("\t"), cells=cells, boxes=(*above.boxes, *below.boxes))


def _together(above: str, below: str) -> str:
    space = " " if above[-1:].isascii() and below[:1].isascii() and above[-1:].isalnum() and below[:1].isalnum() else ""
    return f"{above}{space}{below}" if below else above


def _reaching_down(kept: list[Line], table: _Table, rows: Sequence[Line]) -> Line:
    """The first row, without an empty first cell that is the rest of the merged one above the break.

    Only where the first column is otherwise never empty: then a label that the page cut off still holds.
    """
    first = rows[0]
    empty = first.cells[0] if first.cells and first.cells[0].column == 0 and not first.cells[0].text else None
    owner = next((i for i in reversed(table.rows) if any(cell.column == 0 for cell in kept[i].cells)), None)
    if empty is None or owner is None or sum(1 for cell in first.cells if cell.text) < 1:
        return first
    label = next(cell for cell in kept[owner].cells if cell.column == 0)
    reach = table.rows.index(owner) + label.rows
    if not label.text or reach != len(table.rows) or label.columns != empty.columns:
        return first
    if any(cell.column == 0 and not cell.text for i in table.rows for cell in kept[i].cells):
        return first
    longer = label._replace(rows=label.rows + empty.rows)
    kept[owner] = replace(kept[owner], cells=tuple(longer if c is label else c for c in kept[owner].cells))
    return replace(first, cells=first.cells[1:])
