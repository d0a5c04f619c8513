"""Tables with their header: every printed cell under the name of its column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.model import Cell, Clause, LineKind, Span, Table, TableCell, TableRow
from ingest.paragraphs import Paragraph
from ingest.table_heads import header_depth, is_head_word, numbers_columns, plain_name

_LONGEST_GROUP_NAME = 40
_GROUP_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_NO_GROUP = re.compile(r"[。；;]|^(?:注|说明|备注|合计|总计|小计)")
# What a cell says instead of repeating the one above it.
_DITTO = frozenset({"同上", "〃", "″", "＂"})


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed row with the place of each of its cells in the stored text."""

    paragraph: Paragraph
    cells: tuple[Cell, ...]
    spans: tuple[Span, ...]  # of the cells

    @property
    def filled(self) -> list[tuple[Cell, Span]]:
        """The cells that print anything."""
        return [(cell, span) for cell, span in zip(self.cells, self.spans, strict=True) if cell.text]


@dataclass(frozen=True, slots=True)
class _Held:
    """A cell that stands in a grid column, printed there or reaching into it from above."""

    text: str
    span: Span


def read_tables(paragraphs: Sequence[Paragraph], clauses: Sequence[Clause]) -> tuple[Table, ...]:
    """Tables printed inside the clauses of one document, in printed order; spans count in the stored text."""
    rows = [_row(paragraph) for paragraph in paragraphs if paragraph.first.kind is LineKind.TABLE_ROW]
    if not rows:
        return ()
    ordered = sorted(clauses, key=lambda clause: clause.span)
    starts = [clause.span[0] for clause in ordered]
    tables: list[Table] = []
    for (clause_at, _), group in groupby(_numbered(rows, starts), key=lambda item: item[0]):
        inside = [row for _, row in group]
        if clause_at >= 0 and inside[-1].paragraph.span[1] <= ordered[clause_at].span[1]:
            tables.append(_table(inside, ordered[clause_at].clause_id))
    return tuple(tables)


def _numbered(rows: Sequence[_Row], starts: Sequence[int]) -> Iterator[tuple[tuple[int, int], _Row]]:
    """Each row with its clause and its table; rows of a reader that numbers no tables belong together where they touch."""
    number, end = 0, -1
    for row in rows:
        span = row.paragraph.span
        given = row.paragraph.first.table
        if given is None and end + 1 != span[0]:
            number -= 1
        end = span[1]
        yield (bisect_right(starts, span[0]) - 1, number if given is None else given), row


def _row(paragraph: Paragraph) -> _Row:
    slots = paragraph.text.split("\t")
    places: list[Span] = []
    at = paragraph.span[0]
    for slot in slots:
        places.append((at, at + len(slot)))
        at += len(slot) + 1
    cells = paragraph.first.cells or tuple(Cell(slot.strip(), column) for column, slot in enumerate(slots))
    end = (paragraph.span[1], paragraph.span[1])
    spans = [places[cell.column] if cell.column < len(places) else end for cell in cells]
    return _Row(paragraph, cells, tuple(spans))


def _table(rows: Sequence[_Row], clause_id: str) -> Table:
    width = max(cell.column + cell.columns for row in rows for cell in row.cells)
    titles = _title_rows(rows, width)
    body = rows[titles:]
    printed = [row.cells for row in body]
    flagged = [row.paragraph.first.is_header for row in body]
    span = (rows[0].paragraph.span[0], rows[-1].paragraph.span[1])
    found = [_own_row(row) for row in rows[:titles]]
    if not any(flagged) and (labelled := _labelled_rows(body)):
        return Table(clause_id, span, None, (*found, *labelled))
    depth = header_depth(printed, flagged, width)
    found += _rows_under(_names(printed[:depth], width), body[:depth], body[depth:], width)
    header = (body[0].paragraph.span[0], body[depth - 1].paragraph.span[1]) if depth else None
    return Table(clause_id, span, header, tuple(found))


def _title_rows(rows: Sequence[_Row], width: int) -> int:
    """How many rows at the top hold one cell over the whole width, as a title or a unit of measure does."""
    count = 0
    while count + 1 < len(rows) and _over_all(rows[count], width):
        count += 1
    return count


def _over_all(row: _Row, width: int) -> bool:
    """Whether a row is one cell over the whole width."""
    return len(row.filled) == 1 and row.filled[0][0].columns >= width > 1


def _is_group_title(row: _Row, width: int) -> bool:
    """Whether a row does nothing but head the rows below it: 「一、农业」 over the whole width, or alone in its row."""
    if len(row.filled) != 1 or width < 2:
        return False
    cell = row.filled[0][0]
    alone = cell.columns >= width or (cell.column == 0 and width > 2 and _GROUP_NUMBER.match(cell.text) is not None)
    return alone and len(cell.text) <= _LONGEST_GROUP_NAME and not _NO_GROUP.search(cell.text)


def _names(rows: Sequence[Sequence[Cell]], width: int) -> list[str]:
    """The name of each grid column: the cells above it from the top down, joined with /."""
    parts: list[list[str]] = [[] for _ in range(width)]
    for cells in rows:
        if numbers_columns(cells, width):
            continue
        for cell in cells:
            name = plain_name(cell.text)
            if not name or cell.columns >= width:
                continue  # the title of the table is no column's name
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                if name not in parts[column]:
                    parts[column].append(name)
    return ["/".join(part) for part in parts]


def _rows_under(names: Sequence[str], head: Sequence[_Row], rows: Sequence[_Row], width: int) -> list[TableRow]:
    """The rows under their columns' names; merged cells carried down and across, titles of groups into their rows."""
    heads = {_squeezed(row) for row in head}
    parts = _parts(names)
    found: list[TableRow] = []
    reaching: dict[int, tuple[_Held, int]] = {}  # column -> cell from above and the rows it still covers
    above: dict[int, _Held] = {}
    group: tuple[TableCell, ...] = ()
    for at, row in enumerate(rows):
        if _squeezed(row) in heads:
            continue  # the header printed again on the way down
        if _is_group_title(row, width) and at + 1 < len(rows) and len(rows[at + 1].filled) > 1:
            group = (TableCell("", row.filled[0][0].text, row.filled[0][1]),)
            continue
        if _over_all(row, width):
            found.append(_own_row(row))
            continue
        above = _held(row, reaching, above)
        for first, end in parts:
            printed = [span for cell, span in row.filled if first <= cell.column < end]
            if printed:
                cells = (TableCell(names[c], above[c].text, above[c].span) for c in sorted(above) if first <= c < end)
                span = (min(printed)[0], max(printed)[1])
                page = row.paragraph.page
                found.append(TableRow(span, page, (*group, *cells)))
    return found


def _squeezed(row: _Row) -> tuple[str, ...]:
    return tuple(plain_name(cell.text) for cell in row.cells)


def _parts(names: Sequence[str]) -> list[tuple[int, int]]:
    """The columns that make one row: half of them where the table prints the same names twice, side by side."""
    width = len(names)
    for length in range(2, width // 2 + 1):
        again = width % length == 0 and list(names) == list(names[:length]) * (width // length)
        if again and all(names[:length]):
            return [(at, at + length) for at in range(0, width, length)]
    return [(0, width)]


def _held(row: _Row, reaching: dict[int, tuple[_Held, int]], above: dict[int, _Held]) -> dict[int, _Held]:
    """What stands in each column of a row; `reaching` is brought to the row below."""
    held: dict[int, _Held] = {}
    for column, (cell_above, rows) in list(reaching.items()):
        held[column] = cell_above
        if rows > 1:
            reaching[column] = (cell_above, rows - 1)
        else:
            del reaching[column]
    for cell, span in zip(row.cells, row.spans, strict=True):
        for column in range(cell.column, cell.column + cell.columns):
            here = _Held(cell.text, span)
            if plain_name(cell.text) in _DITTO and column in above:
                here = above[column]
            held[column] = here
            if cell.rows > 1:
                reaching[column] = (here, cell.rows - 1)
    return {column: cell for column, cell in held.items() if cell.text}


def _labelled_rows(rows: Sequence[_Row]) -> list[TableRow]:
    """The rows of a table whose labels stand before their values (姓名 | 张某 | 职务 | 主任); [] where it is none."""
    pairs = [_pairs(row) for row in rows]
    labels = [plain_name(label.text) for found in pairs for (label, _), _ in found]
    if len(rows) < 2 or len(labels) < 2 or len(set(labels)) < len(labels):
        return []
    if sum(bool(found) for found in pairs) * 5 < len(rows) * 4:
        return []
    found_rows: list[TableRow] = []
    for row, found in zip(rows, pairs, strict=True):
        if not found:
            found_rows.append(_own_row(row))
            continue
        cells = [
            TableCell(plain_name(label.text).rstrip("：:"), value.text, span) for (label, _), (value, span) in found
        ]
        found_rows.append(TableRow(_span_of(row), row.paragraph.page, tuple(cells)))
    return found_rows


def _pairs(row: _Row) -> list[tuple[tuple[Cell, Span], tuple[Cell, Span]]]:
    """Label and value, label and value; [] where the row is not made so."""
    filled = row.filled
    if len(filled) < 2 or len(filled) % 2 or any(cell.rows > 1 for cell, _ in filled):
        return []
    pairs = list(zip(filled[::2], filled[1::2], strict=True))
    fitting = all(is_head_word(label.text) and not is_head_word(value.text) for (label, _), (value, _) in pairs)
    return pairs if fitting else []


def _own_row(row: _Row) -> TableRow:
    """A row whose cells stand under no name."""
    cells = tuple(TableCell("", cell.text, span) for cell, span in row.filled)
    return TableRow(_span_of(row), row.paragraph.page, cells)


def _span_of(row: _Row) -> Span:
    """From its first printed cell to its last."""
    spans = [span for _, span in row.filled]
    return min(spans)[0], max(spans)[1]
