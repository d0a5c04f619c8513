"""A comparison as a workbook: the table, the clauses it rests on, links from one to the other, and what it means."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell.rich_text import TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from serve.exports.clause_sheet import CLAUSES, ClausePlaces, draw_clauses
from serve.exports.layout import LEGEND, NOBODY, Heading, LaidCell, LaidRow, LaidTable, Layout
from serve.exports.sheet import (
    BLUE,
    GREY,
    HEAD,
    HEI,
    LINK_WIDTH,
    PALE,
    RED,
    SONG,
    TEXT_LIMIT,
    block,
    break_between_columns,
    height_of,
    link_to,
    put,
    rows_for,
    set_default_font,
    set_heights,
    set_up_print,
)

NOTES = "说明"
ASPECT_WIDTH = 16
NOTICES_NAMED = 3
"""A column's head stays on the screen, so it names so many notices; the rest are in the notes."""
_WIDTHS = {1: 100, 2: 66, 3: 45, 4: 34}
_NARROWEST = 28
_COLUMNS = 5
"""A page is so many columns wide; more go on pages beside it, each with the aspects."""
_SCALE = 54
"""Per cent, at which a page takes so many of the narrowest columns."""
_CUT = "……（下略，见所引条款）"
FirstCells = dict[int, str]
"""By number of a clause: the first cell that quotes it, as a link's target."""


def comparison_xlsx(layout: Layout) -> bytes:
    """The workbook: the comparison first, then the clauses, then what superiors ask and who carries it out."""
    book = Workbook()
    set_default_font(book)
    book.properties.creator, book.properties.title = "据典", layout.title
    places = ClausePlaces(layout)
    first_cells: FirstCells = {}
    names = _sheet_names(layout.tables)
    first: Worksheet = book.active
    first.title = names[0]
    clauses: Worksheet = book.create_sheet(CLAUSES)
    sheets = [first, *(book.create_sheet(name) for name in names[1:])]
    for sheet, table in zip(sheets, layout.tables, strict=True):
        _draw_table(sheet, table, layout, places, first_cells)
    draw_clauses(clauses, layout, places, first_cells)
    _draw_notes(book.create_sheet(NOTES), layout)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet_names(tables: Iterable[LaidTable]) -> list[str]:
    """Names that a workbook takes: 31 characters, none of []:*?/\\', each once."""
    names: list[str] = []
    for table in tables:
        name = re.sub(r"[\[\]:*?/\\']", " ", table.title)[:28].strip()
        taken = sum(kept.startswith(name) for kept in (*names, CLAUSES, NOTES))
        names.append(f"{name}~{taken + 1}" if taken else name)
    return names


def _draw_table(
    sheet: Worksheet, table: LaidTable, layout: Layout, places: ClausePlaces, first_cells: FirstCells
) -> None:
    """Every region has two columns: what its notices say, and beside it the links to the clauses."""
    count = len(table.headings)
    width = _WIDTHS.get(count, _NARROWEST)
    sheet.column_dimensions["A"].width = ASPECT_WIDTH
    for column in range(2, 2 * count + 2, 2):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.column_dimensions[get_column_letter(column + 1)].width = LINK_WIDTH
    put(sheet["A1"], f"{layout.title}　{table.title}　{layout.day}", size=14, bold=True, font=HEI, wrap=False)
    sheet.row_dimensions[1].height = 26
    put(sheet["A2"], "方面", bold=True, font=HEI, fill=HEAD, centred=True)
    heads = [_head(heading) for heading in table.headings]
    for column, head in zip(range(2, 2 * count + 2, 2), heads, strict=True):
        put(sheet.cell(2, column), head, fill=HEAD, centred=True)
        put(sheet.cell(2, column + 1), "", fill=HEAD)
        sheet.merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + 1)
    sheet.row_dimensions[2].height = 6 + max((height_of(_plain(head), width) for head in heads), default=20)
    row = 3
    for laid in table.rows:
        row = _draw_row(sheet, row, laid, width, places, first_cells)
    below = LEGEND if table.rows else (NOBODY,)
    for line in below:
        put(sheet.cell(row, 1), line, size=9, colour=GREY, wrap=False)
        row += 1
    sheet.freeze_panes = "B3"
    set_up_print(sheet, title_rows="1:2", day=layout.day)
    sheet.print_title_cols = "A:A"
    if count > _COLUMNS:
        break_between_columns(sheet, range(2 * _COLUMNS + 1, 2 * count + 1, 2 * _COLUMNS), _SCALE)
    sheet.print_area = f"A1:{get_column_letter(max(2 * count + 1, 9))}{row - 1}"


def _head(heading: Heading) -> list[TextBlock]:
    """The region, then its notices in small."""
    notices = [notice if len(notice) <= 26 else f"{notice[:25]}…" for notice in heading.notices[:NOTICES_NAMED]]
    if len(heading.notices) > NOTICES_NAMED:
        notices.append("等")
    small = [block("\n" + "\n".join(notices), size=8, colour=GREY)] if notices else []
    return [block(heading.name, bold=True, font=HEI), *small]


def _draw_row(
    sheet: Worksheet, row: int, laid: LaidRow, width: int, places: ClausePlaces, first_cells: FirstCells
) -> int:
    """One aspect over as many rows as its longest cell needs; returns the row below it."""
    aspect = [block(laid.aspect, bold=True, font=HEI)]
    if laid.differs:
        aspect.append(block("\n有差异", size=8, colour=RED))
    put(sheet.cell(row, 1), aspect)
    height = height_of(_plain(aspect), ASPECT_WIDTH)
    for place, cell in enumerate(laid.cells):
        column = 2 * place + 2
        here, link = sheet.cell(row, column), sheet.cell(row, column + 1)
        if not cell.stated:
            blank = [block(cell.blank, colour=GREY), *_remark(cell)]
            put(here, blank, colour=GREY, fill=PALE, centred=True)
            height = max(height, height_of(_plain(blank), width))
            put(link, "", fill=PALE)
            continue
        drawn = list(_cell_blocks(cell))
        put(here, drawn)
        height = max(height, height_of(_plain(drawn), width))
        numbers = list(dict.fromkeys(said.number for said in cell.said))
        put(link, f"[{numbers[0]}]{'…' if len(numbers) > 1 else ''}")
        link_to(link, f"'{CLAUSES}'!A{places.row_of[numbers[0]]}", "看条款全文")
        for number in numbers:
            first_cells.setdefault(number, f"'{sheet.title}'!{here.coordinate}")
    rows = rows_for(height)
    set_heights(sheet, row, rows, height, 2 * len(laid.cells) + 1)
    return row + rows


def _cell_blocks(cell: LaidCell) -> Iterator[TextBlock]:
    """Each sentence with its clause, then the arrows."""
    room = TEXT_LIMIT - 2000
    for place, said in enumerate(cell.said):
        if place:
            yield block("\n")
        if said.caution:
            yield block(f"（{said.caution}）", colour=RED, bold=True)
        for run in said.runs:
            if len(run.text) > room:
                yield block(run.text[:room] + _CUT, bold=run.marked)
                break
            yield block(run.text, bold=run.marked)
            room -= len(run.text)
        yield block(f" [{said.number}] {said.place}", size=8, colour=BLUE)
    for mark in cell.marks:
        yield block(f"\n{mark}", size=9, bold=cell.stricter, colour=RED if cell.stricter else GREY)
    yield from _remark(cell)


def _remark(cell: LaidCell) -> list[TextBlock]:
    return [block(f"\n{cell.remark}", size=9, colour=BLUE)] if cell.remark else []


def _plain(blocks: Iterable[TextBlock]) -> str:
    return "".join(str(b.text) for b in blocks)


def _draw_notes(sheet: Worksheet, layout: Layout) -> None:
    """The legend, all notices of every column, the remarks, and who is silent."""
    sheet.column_dimensions["A"].width = 110
    row = 0

    def say(text: str, *, head: bool = False) -> None:
        nonlocal row
        row += 1
        put(sheet.cell(row, 1), text, bold=head, font=HEI if head else SONG, fill=HEAD if head else None)
        sheet.row_dimensions[row].height = height_of(text, 110) + 3

    say(f"{layout.title}　{layout.day}", head=True)
    for line in LEGEND:
        say(line)
    for heading in layout.tables[0].headings:
        say(f"{heading.name}：写到这个题目的文件", head=True)
        for notice in heading.notices:
            say(notice)
    for name, lines in layout.below():
        say(name, head=True)
        for line in lines:
            say(line)
    set_up_print(sheet, title_rows="1:1", day=layout.day)
    sheet.print_area = f"A1:A{row}"
