"""Two editions as a workbook: a sheet of figures, a sheet of clauses, and what both are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.rich_text import TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from serve.exports.edition_layout import LEGEND, Change, EditionLayout, Shown, changes_of
from serve.exports.sheet import (
    GREY,
    HEAD,
    HEI,
    PALE,
    RED,
    SONG,
    TEXT_LIMIT,
    block,
    height_of,
    put,
    rows_for,
    set_default_font,
    set_heights,
    set_up_print,
)

_HEADS = (("变化", 22.0), ("旧版位置", 18.0), ("旧版", 62.0), ("新版位置", 18.0), ("新版", 62.0))
_CUT = "……（下略，见原文）"


def edition_xlsx(layout: EditionLayout) -> bytes:
    """The workbook: 数字的变化 first, then 条款的变化, then the notes."""
    book = Workbook()
    set_default_font(book)
    book.properties.creator, book.properties.title = "据典", layout.title
    sheet: Worksheet = book.active
    for place, (name, changes, nothing) in enumerate(changes_of(layout)):
        if place:
            sheet = book.create_sheet()
        sheet.title = name
        _draw(sheet, layout, name, changes, nothing)
    _draw_notes(book.create_sheet("说明"), layout)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _draw(sheet: Worksheet, layout: EditionLayout, name: str, changes: Sequence[Change], nothing: str) -> None:
    put(sheet["A1"], f"{layout.title}　{name}　{layout.day}", size=14, bold=True, font=HEI, wrap=False)
    sheet.row_dimensions[1].height = 26
    for column, (head, width) in enumerate(_HEADS, start=1):
        sheet.column_dimensions["ABCDE"[column - 1]].width = width
        put(sheet.cell(2, column), head, bold=True, font=HEI, fill=HEAD, centred=True)
    row = 3
    if not changes:
        put(sheet.cell(row, 1), nothing, wrap=False)
        row += 1
    for change in changes:
        row = _draw_change(sheet, row, change)
    sheet.freeze_panes = "B3"
    set_up_print(sheet, title_rows="1:2", day=layout.day)
    sheet.print_area = f"A1:E{row - 1}"


def _draw_change(sheet: Worksheet, row: int, change: Change) -> int:
    told = [block(change.told, bold=True, font=HEI)]
    if not change.told.startswith(change.kind):
        told.append(block(f"\n{change.kind}", size=8, colour=GREY))
    put(sheet.cell(row, 1), told)
    height = height_of("".join(str(b.text) for b in told), _HEADS[0][1])
    for column, shown in ((2, change.old), (4, change.new)):
        place, words = sheet.cell(row, column), sheet.cell(row, column + 1)
        if not shown.runs:
            put(place, "", fill=PALE)
            put(words, "（无）", colour=GREY, fill=PALE, centred=True)
            continue
        put(place, shown.place)
        put(words, list(_blocks(shown)))
        height = max(height, height_of(shown.text, _HEADS[column][1]), height_of(shown.place, _HEADS[column - 1][1]))
    rows = rows_for(height)
    set_heights(sheet, row, rows, height, len(_HEADS))
    return row + rows


def _blocks(shown: Shown) -> Iterator[TextBlock]:
    """The words, what the other edition does not have in bold red."""
    room = TEXT_LIMIT - 1000
    for run in shown.runs:
        if len(run.text) > room:
            yield block(run.text[:room] + _CUT, bold=run.marked)
            return
        yield block(run.text, bold=run.marked, colour=RED if run.marked else "000000")
        room -= len(run.text)


def _draw_notes(sheet: Worksheet, layout: EditionLayout) -> None:
    sheet.column_dimensions["A"].width = 110
    lines = (f"{layout.title}　新旧对照　{layout.day}", *layout.sides, layout.counts, *LEGEND, *layout.below)
    for row, line in enumerate(filter(None, lines), start=1):
        head = row == 1
        put(sheet.cell(row, 1), line, bold=head, font=HEI if head else SONG, fill=HEAD if head else None)
        sheet.row_dimensions[row].height = height_of(line, 110) + 3
    set_up_print(sheet, title_rows="1:1", day=layout.day)
