"""The look of the handout and the question bank as Word documents: their page, boxes, tables and small grey ids."""

from __future__ import annotations

from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qa.training.model import Basis
from serve.exports.word import BLACK, BLUE, HEI, SONG, add_bookmark, add_field, add_words, set_chinese, set_font, shade

_PALE = RGBColor.from_string("9A9A9A")
DARK_GREY = RGBColor.from_string("595959")
RED = RGBColor.from_string("B01E1E")
_BOX_FILL = "F3F6FA"
_HEAD_FILL = "DCE6F1"


def new_document() -> Document:
    """An A4 document with Chinese fonts in every style that is used, and page numbers at its foot."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    for name, size, font, colour in (
        ("Normal", 11, SONG, BLACK),
        ("Title", 22, HEI, BLUE),
        ("Heading 1", 15, HEI, BLUE),
        ("Heading 2", 12.5, HEI, BLACK),
    ):
        style = document.styles[name]
        set_font(style, font, size=size)
        style.font.color.rgb = colour
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    set_chinese(document)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(foot, "— ", size=9)
    add_field(foot, "PAGE", colour=None)
    add_run(foot, " —", size=9)
    return document


def add_run(paragraph: Paragraph, text: str, *, size: float | None = None, bold: bool = False,
            colour: RGBColor | None = None, font: str | None = None) -> Run:  # fmt: skip
    """Words added to a paragraph, in the font of its style unless another is named."""
    return add_words(paragraph, text, size=size, bold=bold, colour=colour, font=font)


def add_paragraph(document: Document, text: str = "", *, style: str | None = None, size: float | None = None,
                  bold: bool = False, colour: RGBColor | None = None) -> Paragraph:  # fmt: skip
    """A paragraph with one run."""
    paragraph = document.add_paragraph(style=style)
    if text:
        add_run(paragraph, text, size=size, bold=bold, colour=colour)
    return paragraph


def add_box(
    document: Document, quote: str, basis: Basis, *, label: str = "", mark: tuple[str, int] | None = None
) -> None:
    """The verbatim words in a shaded box with their citation, and the clause's id small and grey.

    With a `label` the words are the point themselves and stand out; `mark` is a bookmark's name and number.
    """
    table = document.add_table(rows=1, cols=1)
    cell = table.rows[0].cells[0]
    _set_borders(cell)
    shade(cell, _BOX_FILL)
    _keep_together(table.rows[0])
    first = cell.paragraphs[0]
    first.paragraph_format.space_after = Pt(2)
    if label:
        add_run(first, label, size=10, colour=BLUE, bold=True)
        add_run(first, quote, bold=True)
    else:
        add_run(first, f"“{quote}”", size=10.5, font="楷体")
    if mark:
        add_bookmark(first, *mark)
    last = cell.add_paragraph()
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last.paragraph_format.space_after = Pt(0)
    last.paragraph_format.line_spacing = 1.0
    add_run(last, f"——{basis.citation}", size=9, colour=DARK_GREY)
    if basis.ended:
        add_run(last, f"（{basis.ended}）", size=9, bold=True, colour=RED)
    add_id(cell.add_paragraph(), basis.clause_id)
    below = document.add_paragraph()
    below.paragraph_format.space_after = Pt(0)
    below.paragraph_format.line_spacing = Pt(6)


def add_id(paragraph: Paragraph, clause_id: str) -> None:
    """A clause's id, small and grey, at the right."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    add_run(paragraph, clause_id, size=6.5, colour=_PALE)


def _set_borders(cell: _Cell) -> None:
    """A thin line around a cell, thicker and darker at its left."""
    thin = {"top": (4, "B8C4D4"), "left": (24, "1F4E79"), "bottom": (4, "B8C4D4"), "right": (4, "B8C4D4")}
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:color="{colour}"/>' for side, (width, colour) in thin.items()
    )
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{edges}</w:tcBorders>"))


def _keep_together(row: _Row) -> None:
    """A row that no page break cuts."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_table(document: Document, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table with a head that is repeated on every page; widths of its columns in centimetres."""
    table: Table = document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    first, *below = table.rows
    first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # the head again on every page
    for cell, text in zip(first.cells, head, strict=True):
        shade(cell, _HEAD_FILL)
        add_run(cell.paragraphs[0], text, size=10, font=HEI)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    for added, row in zip(below, rows, strict=True):
        _keep_together(added)
        for cell, text in zip(added.cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = 1.1
            add_run(paragraph, text, size=9.5)
    for row_of_cells in table.rows:
        for cell, width in zip(row_of_cells.cells, widths, strict=True):
            cell.width = Cm(width)
    return table
