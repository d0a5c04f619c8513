"""Two editions as a Word document: landscape, the figures that changed first, then the clauses, old beside new."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from serve.exports.edition_layout import LEGEND, Change, EditionLayout, Shown, changes_of
from serve.exports.word import (
    GREY,
    HEI,
    add_heading,
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

_FIRST = Mm(34)
_KEPT_WHOLE = 250
"""A row with so many characters in a cell is not cut by a page's end; a longer one may be."""
_HEADS = ("变化", "旧版", "新版")


def edition_docx(layout: EditionLayout) -> bytes:
    """The document: both editions, the figures, the clauses, fields and remarks."""
    document = new_document(f"{layout.title}　新旧对照", layout.day, landscape=True)
    add_heading(document, f"{layout.title}　新旧对照", 0)
    for side in layout.sides:
        add_paragraph(document, side)
    if layout.counts:
        add_paragraph(document, layout.counts, colour=GREY)
    for name, changes, nothing in changes_of(layout):
        add_heading(document, name, 1)
        if changes:
            _add_table(document, changes)
        else:
            add_paragraph(document, nothing)
    for line in LEGEND:
        add_paragraph(document, line, size=9, colour=GREY)
    if layout.below:
        add_heading(document, "说明", 1)
        for line in layout.below:
            add_paragraph(document, line)
    return saved(document)


def _add_table(document: Document, changes: Sequence[Change]) -> None:
    table = document.add_table(rows=0, cols=len(_HEADS), style="Table Grid")
    table.autofit = False
    set_padding(table)
    head = table.add_row()
    _set_row(head, "w:tblHeader", "w:cantSplit")
    for cell, name in zip(head.cells, _HEADS, strict=True):
        add_words(_first(cell), name, size=10, bold=True, font=HEI)
        shade(cell, "DDE6F0")
    for change in changes:
        _fill(table.add_row(), change)
    widths = widths_of(text_width(document), _FIRST, len(_HEADS) - 1)
    for grid, width in zip(table.columns, widths, strict=True):
        grid.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    add_paragraph(document).paragraph_format.space_after = Pt(0)


def _set_row(row: _Row, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _first(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def _fill(row: _Row, change: Change) -> None:
    if max(len(change.old.text), len(change.new.text)) <= _KEPT_WHOLE:
        _set_row(row, "w:cantSplit")
    first = _first(row.cells[0])
    add_words(first, change.told, size=10, bold=True, font=HEI)
    if change.told != change.kind and not change.told.startswith(change.kind):
        add_words(row.cells[0].add_paragraph(), change.kind, size=8, colour=GREY)
    _show(row.cells[1], change.old)
    _show(row.cells[2], change.new)


def _show(cell: _Cell, shown: Shown) -> None:
    if not shown.runs:
        add_words(_first(cell), "（无）", size=10, colour=GREY)
        shade(cell, "F2F2F2")
        return
    paragraph = _first(cell)
    add_words(paragraph, f"{shown.place}　", size=9, colour=GREY)
    add_runs(paragraph, shown.runs, size=10)
