"""A comparison as a Word document: landscape tables, and below them the clauses cited in official form."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from serve.exports.layout import (
    LEGEND,
    LISTED,
    NOBODY,
    CitedClause,
    Heading,
    LaidCell,
    LaidRow,
    LaidTable,
    Layout,
    Said,
)
from serve.exports.printable import beginning_of
from serve.exports.word import (
    BLUE,
    GREY,
    HEI,
    RED,
    add_bookmark,
    add_heading,
    add_link,
    add_paragraph,
    add_runs,
    add_words,
    new_document,
    saved,
    set_padding,
    shade,
    text_width,
    widths_of,
)

_ASPECT_WIDTH = Mm(26)
_KEPT_WHOLE = 250
"""A row whose longest cell has so many characters is not cut by a page's end; a longer one may be."""
_COLUMNS = 6
"""A page takes so many columns; more go into tables below each other."""
_LONG, _SHOWN = 800, 400
"""A sentence of more characters begins in its cell and stands whole in the note: a narrow column of it fills pages."""


def comparison_docx(layout: Layout) -> bytes:
    """The document: title, tables, legend, the clauses as numbered notes, remarks and who is silent."""
    document = new_document(f"{layout.title}　对照表", layout.day, landscape=True)
    add_heading(document, f"{layout.title}　对照表", 0)
    for place, table in enumerate(layout.tables):
        if place:
            add_heading(document, table.title, 1)
        for part in _parts(table) if table.rows else ():
            _add_table(document, part)
        if not table.rows:
            add_paragraph(document, NOBODY)
        elif not place:
            for line in LEGEND:
                add_paragraph(document, line, size=9, colour=GREY)
    if layout.clauses:
        add_heading(document, "所引条款", 1)
    long = _long_sentences(layout)
    for clause in layout.clauses:
        _add_note(document, clause, long.get(clause.number, ()))
    for name, lines in layout.below(LISTED):
        add_heading(document, name, 1)
        for line in lines:
            add_paragraph(document, line)
    return saved(document)


def _parts(table: LaidTable) -> Iterator[LaidTable]:
    """The table, or several with as many columns as a page takes, of even width."""
    count = max(len(table.headings), 1)
    size = math.ceil(count / math.ceil(count / _COLUMNS))
    for at in range(0, count, size):
        rows = tuple(replace(row, cells=row.cells[at : at + size]) for row in table.rows)
        yield replace(table, headings=table.headings[at : at + size], rows=rows)


def _add_table(document: Document, laid: LaidTable) -> None:
    table = document.add_table(rows=0, cols=len(laid.headings) + 1, style="Table Grid")
    table.autofit = False
    set_padding(table)
    widths = widths_of(text_width(document), _ASPECT_WIDTH, len(laid.headings))
    size = 10 if len(laid.headings) <= 4 else 9
    head = table.add_row()
    _set_row(head, repeated=True, whole=True)
    _write(head.cells[0], "方面", size)
    for cell, heading in zip(head.cells[1:], laid.headings, strict=True):
        _write_heading(cell, heading, size)
    for cell in head.cells:
        shade(cell, "DDE6F0")
    for laid_row in laid.rows:
        _fill_row(table.add_row(), laid_row, size)
    for grid, width in zip(table.columns, widths, strict=True):
        grid.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    after = add_paragraph(document)
    after.paragraph_format.space_after = Pt(0)


def _set_row(row: _Row, *, repeated: bool, whole: bool) -> None:
    """A row that heads every page, or that a page's end does not cut."""
    properties = row._tr.get_or_add_trPr()
    for name, wanted in (("w:cantSplit", whole), ("w:tblHeader", repeated)):
        if wanted:
            properties.append(OxmlElement(name))


def _paragraph(cell: _Cell, *, first: bool) -> Paragraph:
    """The empty paragraph a cell is made with, or one more."""
    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def _write(cell: _Cell, text: str, size: float) -> None:
    add_words(_paragraph(cell, first=True), text, size=size, bold=True, font=HEI)


def _write_heading(cell: _Cell, heading: Heading, size: float) -> None:
    _write(cell, heading.name, size)
    for notice in heading.notices:
        add_words(_paragraph(cell, first=False), notice, size=size - 2, colour=GREY)


def _fill_row(row: _Row, laid: LaidRow, size: float) -> None:
    longest = max((sum(len(said.text) for said in cell.said) for cell in laid.cells), default=0)
    _set_row(row, repeated=False, whole=longest <= _KEPT_WHOLE)
    _write(row.cells[0], laid.aspect, size)
    if laid.differs:
        add_words(_paragraph(row.cells[0], first=False), "有差异", size=size - 2, colour=RED)
    for cell, laid_cell in zip(row.cells[1:], laid.cells, strict=True):
        _fill_cell(cell, laid_cell, size)


def _fill_cell(cell: _Cell, laid: LaidCell, size: float) -> None:
    """Each sentence with the number of its clause, then the arrows; or 未规定 on grey."""
    if not laid.stated:
        add_words(_paragraph(cell, first=True), laid.blank, size=size, colour=GREY)
        shade(cell, "F2F2F2")
    for place, said in enumerate(laid.said):
        paragraph = _paragraph(cell, first=place == 0)
        if said.caution:
            add_words(paragraph, f"（{said.caution}）", size=size, bold=True, colour=RED)
        shown = beginning_of(said.runs, _SHOWN) if len(said.text) > _LONG else said.runs
        add_runs(paragraph, shown, size=size)
        if shown is not said.runs:
            add_words(paragraph, "……（下略，全句见注）", size=size, colour=GREY)
        add_link(paragraph, f"[{said.number}]", _bookmark(said.number), size=size)
    for mark in laid.marks:
        colour = RED if laid.stricter else GREY
        add_words(_paragraph(cell, first=False), mark, size=size - 1, bold=laid.stricter, colour=colour)
    if laid.remark:
        add_words(_paragraph(cell, first=False), laid.remark, size=size - 1, colour=BLUE)


def _long_sentences(layout: Layout) -> dict[int, list[Said]]:
    """By number: the sentences that their cells only begin, each once."""
    long: dict[int, list[Said]] = {}
    for table in layout.tables:
        for said in (said for row in table.rows for cell in row.cells for said in cell.said):
            kept = long.setdefault(said.number, [])
            if len(said.text) > _LONG and said.text not in [other.text for other in kept]:
                kept.append(said)
    return long


def _add_note(document: Document, clause: CitedClause, whole: Sequence[Said]) -> None:
    """[3] 《title》（文号，发文机关，date）第三条, and below it the sentences that did not fit their cells."""
    paragraph = add_paragraph(document, hanging=9)
    add_bookmark(paragraph, _bookmark(clause.number), clause.number)
    add_words(paragraph, f"[{clause.number}]\t{clause.citation}", size=10)
    if clause.caution:
        add_words(paragraph, f"（{clause.caution}）", size=10, bold=True, colour=RED)
    if not clause.whole:
        add_words(paragraph, "（资料库里已没有这一条）", size=10, colour=GREY)
    for said in whole:
        quoted = add_paragraph(document)
        quoted.paragraph_format.left_indent = Mm(9)
        add_runs(quoted, said.runs, size=9)


def _bookmark(number: int) -> str:
    return f"clause_{number}"
