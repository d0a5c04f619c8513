"""The 题库 as a workbook: a row for each question, the table of figures, and the clauses that all rest on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from qa.training.figures_table import BOUNDS
from qa.training.model import TrainingPack

_LETTERS = "ABCDE"
_HEAD = Font(name="黑体", bold=True, size=11)
_BODY = Font(name="宋体", size=10.5)
_GREY = Font(name="宋体", size=8, color="9A9A9A")
_FILL = PatternFill("solid", fgColor="DCE6F1")
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def bank_sheet(pack: TrainingPack) -> bytes:
    """The question bank as an xlsx: sheets 题库, 口径表, 条款."""
    book = Workbook()
    questions = book.active
    questions.title = "题库"
    _fill(
        questions,
        ["编号", "题型", "考点", "难度", "题干", *(f"选项{c}" for c in _LETTERS), "答案", "解析", "出处", "条款号"],
        [
            [
                q.line_id, q.kind.value, q.tested.value, q.difficulty.value, q.stem,
                *((next((o.text for o in q.options if o.letter == c), "")) for c in _LETTERS),
                q.key, q.explanation, q.statement.basis.citation, q.statement.basis.clause_id,
            ]
            for q in pack.questions
        ],
        [7, 7, 7, 6, 52, 18, 18, 18, 18, 18, 22, 48, 34, 28],
    )  # fmt: skip
    _fill(
        book.create_sheet("口径表"),
        ["编号", "事项", "规定", "口径", "数值", "上限", "单位", "每", "地区", "依据", "状态", "条款号"],
        [
            [
                r.line_id, r.subject, r.value, BOUNDS[r.operator], r.amount, r.upper, r.unit, r.per or "",
                r.statement.basis.region or "", r.statement.basis.citation, r.statement.basis.ended,
                r.statement.basis.clause_id,
            ]
            for r in pack.figures
        ],
        [8, 28, 24, 14, 10, 10, 8, 10, 16, 40, 8, 28],
    )  # fmt: skip
    _fill(
        book.create_sheet("条款"),
        ["条款号", "出处", "地区", "条款原文", "SHA-256"],
        [[c.clause_id, c.citation, c.region or "", c.text, c.digest] for c in pack.manifest.clauses],
        [34, 40, 16, 90, 20],
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Points that a row needs for its longest cell: programs do not all measure wrapped text when they open a file."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        units = sum(2.1 if ord(c) > 255 else 1.1 for c in str(value or ""))
        lines = max(lines, -(-int(units) // max(1, int(width))))
    return min(409.0, 8 + 14.5 * lines)


def _fill(sheet: Any, head: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> None:
    """Head and rows with wrapped cells, a frozen head and a filter; text that begins with = stays text."""
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.border = _BORDER
            cell.alignment = Alignment(wrap_text=True, vertical="center" if number == 1 else "top")
            is_id = head[cell.column - 1] in ("条款号", "SHA-256")
            cell.font = _HEAD if number == 1 else _GREY if is_id else _BODY
            if number == 1:
                cell.fill = _FILL
    for number, row in enumerate((head, *rows), 1):
        sheet.row_dimensions[number].height = _height(row, widths)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
