"""A list of clauses found as a workbook."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from serve.exports.search_list import COLUMNS, SearchList
from serve.exports.sheet import (
    GREY,
    HEAD,
    HEI,
    RED,
    TEXT_LIMIT,
    height_of,
    put,
    rows_for,
    set_default_font,
    set_heights,
    set_up_print,
)

_WIDTHS = (6, 12, 36, 70, 20, 12, 10, 36, 30, 44)
_STATUS = COLUMNS.index("效力")
_ENDED = ("已废止", "已失效")
_FIRST_ROW = 4


def search_xlsx(listed: SearchList) -> bytes:
    """One sheet: what was searched, the names of the columns, a row for each clause; it can be filtered and printed."""
    book = Workbook()
    set_default_font(book)
    sheet = book.active
    sheet.title = "检索结果"
    put(sheet["A1"], listed.title, size=14, bold=True, font=HEI, wrap=False)
    put(sheet["A2"], listed.told, colour=GREY, wrap=False)
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        put(sheet.cell(3, column), name, bold=True, font=HEI, fill=HEAD, centred=True)
    row = _FIRST_ROW
    for found in listed.rows:
        for cells in _parts(found.cells()):
            height = max(height_of(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True))
            for column, cell in enumerate(cells, 1):
                ended = column - 1 == _STATUS and cell in _ENDED
                put(sheet.cell(row, column), cell, colour=RED if ended else "000000", bold=ended)
            set_heights(sheet, row, rows_for(height), height, len(COLUMNS))
            row += rows_for(height)
    sheet.freeze_panes = f"C{_FIRST_ROW}"
    set_up_print(sheet, title_rows="3:3", day=listed.told)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _parts(cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The row, and rows below it for what one cell does not take of a very long clause."""
    text = COLUMNS.index("条款全文")
    pieces = [cells[text][at : at + TEXT_LIMIT] for at in range(0, max(1, len(cells[text])), TEXT_LIMIT)]
    return [
        (*(cell if not place or i < 1 else "续" for i, cell in enumerate(cells[:text])), piece, *cells[text + 1 :])
        for place, piece in enumerate(pieces)
    ]
