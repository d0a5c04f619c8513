"""The sheet of a workbook that holds every clause a comparison rests on, whole, with a link back to where it is quoted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from serve.exports.layout import CitedClause, Layout
from serve.exports.sheet import (
    HEAD,
    HEI,
    LINK_WIDTH,
    RED,
    TEXT_LIMIT,
    height_of,
    link_to,
    put,
    rows_for,
    set_heights,
    set_up_print,
)

CLAUSES = "条款"
_FIRST_ROW = 3
_USES_NAMED = 4
_COLUMNS = {
    "号": LINK_WIDTH,
    "地区": 12,
    "引用格式": 34,
    "条款全文": 68,
    "文号": 18,
    "效力": 10,
    "用在": 22,
    "原文件": 30,
    "页": 6,
    "条款编号": 44,
}
_PRINTED = 7
"""So many columns are printed; the file and the id are for looking up on the screen."""


class ClausePlaces:
    """Where each clause goes on the sheet, known before anything is drawn: cells elsewhere link to it."""

    def __init__(self, layout: Layout) -> None:
        uses = _uses(layout)
        self.rows = {clause.number: list(_rows(clause, uses[clause.number])) for clause in layout.clauses}
        self.row_of: dict[int, int] = {}
        row = _FIRST_ROW
        for number, rows in self.rows.items():
            self.row_of[number] = row
            row += sum(rows_for(height) for _, height in rows)
        self.end = row


def _uses(layout: Layout) -> Mapping[int, list[str]]:
    """By number: the aspects and regions whose cells quote the clause."""
    uses: defaultdict[int, list[str]] = defaultdict(list)
    for table in layout.tables:
        for row in table.rows:
            for heading, cell in zip(table.headings, row.cells, strict=True):
                for said in cell.said:
                    use = f"{row.aspect}（{heading.name}）"
                    if use not in uses[said.number]:
                        uses[said.number].append(use)
    return uses


def _rows(clause: CitedClause, uses: list[str]) -> Iterator[tuple[list[str], float]]:
    """The cells of a clause and their height; what a cell does not take goes on in a row below."""
    named = [*uses[:_USES_NAMED], *(["等"] if len(uses) > _USES_NAMED else [])]
    text = clause.text if clause.whole else f"（资料库里已没有这一条，下为所引的话）\n{clause.text}"
    for at in range(0, max(len(text), 1), TEXT_LIMIT):
        cells = [
            f"[{clause.number}]{'续' if at else ''}",
            clause.region,
            clause.citation,
            text[at : at + TEXT_LIMIT],
            clause.document_number or "—",
            clause.caution or clause.status,
            "\n".join(named),
            clause.file,
            str(clause.page or "—"),
            clause.clause_id,
        ]
        yield cells, max(height_of(cell, width) for cell, width in zip(cells, _COLUMNS.values(), strict=True))


def draw_clauses(sheet: Worksheet, layout: Layout, places: ClausePlaces, first_cells: Mapping[int, str]) -> None:
    """Fill the sheet; the number of a clause leads back to the first cell that quotes it."""
    put(sheet["A1"], f"{layout.title}　所引条款　{layout.day}", size=14, bold=True, font=HEI, wrap=False)
    sheet.row_dimensions[1].height = 26
    for column, (name, width) in enumerate(_COLUMNS.items(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        put(sheet.cell(2, column), name, bold=True, font=HEI, fill=HEAD, centred=True)
    for clause in layout.clauses:
        row = places.row_of[clause.number]
        for cells, height in places.rows[clause.number]:
            _draw(sheet, row, cells, ended=bool(clause.caution))
            link_to(sheet.cell(row, 1), first_cells[clause.number], "回到对照表")
            set_heights(sheet, row, rows_for(height), height, len(_COLUMNS))
            row += rows_for(height)
    sheet.freeze_panes = "B3"
    set_up_print(sheet, title_rows="1:2", day=layout.day)
    sheet.print_area = f"A1:{get_column_letter(_PRINTED)}{max(places.end - 1, _FIRST_ROW)}"


def _draw(sheet: Worksheet, row: int, cells: list[str], *, ended: bool) -> None:
    for column, (name, text) in enumerate(zip(_COLUMNS, cells, strict=True), 1):
        warned = ended and name == "效力"
        put(sheet.cell(row, column), text, colour=RED if warned else "000000", bold=warned)
