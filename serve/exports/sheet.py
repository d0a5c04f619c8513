"""Cells of a spreadsheet: text that is never a formula, and rows high enough to show it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from serve.exports.printable import looks_like_formula

SONG, HEI = "宋体", "黑体"
GREY, RED, BLUE, PALE, HEAD = "808080", "B00020", "1F4E79", "F2F2F2", "DDE6F0"
LINK_WIDTH = 6
"""Of a column of links."""
TEXT_LIMIT = 32_000
"""Characters in one cell: Excel takes 32,767 and cuts the rest without a word."""
_HIGHEST = 400.0  # points; Excel's rows end at 409.5
_LINE = 15.0  # points of a line of 10 point text
_THIN = Side(style="thin", color="999999")
# Excel reads _x0041_ in a text as the letter A.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def block(text: str, *, size: float = 10, bold: bool = False, colour: str = "000000", font: str = SONG) -> TextBlock:
    """Words of one look inside a cell."""
    return TextBlock(InlineFont(rFont=font, sz=size, b=bold, color=colour), _literal(text))


def put(cell: Cell, value: str | Sequence[TextBlock], *, size: float = 10, bold: bool = False, colour: str = "000000",
        font: str = SONG, fill: str | None = None, centred: bool = False, wrap: bool = True) -> None:  # fmt: skip
    """Fill a cell with text as text, bordered where it is part of a table (`wrap`)."""
    if isinstance(value, str):
        cell.value = _literal(value)
        cell.data_type = "s"  # a text that begins with = is no formula
    else:
        cell.value = CellRichText(*value)
    cell.quotePrefix = looks_like_formula(str(cell.value))  # nor does it become one when someone edits it
    cell.font = Font(name=font, size=size, bold=bold, color=colour)
    horizontal = "center" if centred else "left"
    cell.alignment = Alignment(horizontal=horizontal, vertical="center" if centred else "top", wrap_text=wrap)
    if wrap:
        cell.border = Border(_THIN, _THIN, _THIN, _THIN)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def link_to(cell: Cell, target: str, tip: str) -> None:
    """Make a cell lead to another one. It should hold one short word: LibreOffice neither wraps a link nor sets its parts apart."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, tooltip=tip)
    cell.font = Font(name=SONG, size=10, color=BLUE, underline="single")
    cell.alignment = Alignment(horizontal="center", vertical="top")


def set_default_font(book: Workbook) -> None:
    """The font that widths of columns are counted in, as Chinese Excel has it."""
    style = next(style for style in book._named_styles if style.name == "Normal")  # openpyxl has no face for it
    style.font = Font(name=SONG, size=11)


def _literal(text: str) -> str:
    return _ESCAPED.sub("_x005F_", text)


def width_of(text: str) -> float:
    """Units of a column's width that a line of 10 point text takes; a little more than it needs."""
    return sum(1.9 if unicodedata.east_asian_width(c) in "WFA" else 1.1 for c in text)


def height_of(text: str, width: float) -> float:
    """Points that the wrapped text needs in a cell so wide."""
    usable = max(width - 2, 2)  # what wraps early at a stop or a long word costs a little
    return _LINE * sum(max(1, math.ceil(width_of(line) / usable)) for line in text.split("\n"))


def rows_for(height: float) -> int:
    """How many rows of a sheet a cell so high must be merged over to be seen whole."""
    return max(1, math.ceil(height / _HIGHEST))


def set_heights(sheet: Worksheet, row: int, rows: int, height: float, columns: int) -> None:
    """Give the rows from `row` on the height together; a cell that is too high for one is merged over all of them."""
    for place in range(row, row + rows):
        sheet.row_dimensions[place].height = math.ceil(height / rows) + 3
    if rows > 1:
        for column in range(1, columns + 1):
            sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=column, end_column=column)


def set_up_print(sheet: Worksheet, *, title_rows: str, day: str) -> None:
    """Landscape, as wide as the page, the head on every page, page numbers and the day at the foot."""
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = title_rows
    sheet.oddFooter.center.text = "第 &P 页  共 &N 页"
    sheet.oddFooter.right.text = day.replace("&", "&&")
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7


def break_between_columns(sheet: Worksheet, last_columns: Iterable[int], scale: int) -> None:
    """End a page after each of these columns, in place of fitting all of them on one: a fitted sheet has no breaks."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = scale
    for column in last_columns:
        sheet.col_breaks.append(Break(id=column))
