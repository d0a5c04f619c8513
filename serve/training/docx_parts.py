"""Pieces of a Word document that the handout and the question bank share: fonts, boxes, small grey ids, page numbers."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qa.training.model import Basis

BODY_FONT, HEAD_FONT, LATIN_FONT = "宋体", "黑体", "Times New Roman"
GREY = RGBColor(0x9A, 0x9A, 0x9A)
DARK_GREY = RGBColor(0x59, 0x59, 0x59)
RED = RGBColor(0xB0, 0x1E, 0x1E)
BLUE = RGBColor(0x1F, 0x4E, 0x79)
BOX_FILL = "F3F6FA"
HEAD_FILL = "DCE6F1"


def new_document(*, landscape: bool = False) -> Any:
    """An A4 document with Chinese fonts in every style that is used, and page numbers at its foot."""
    document = Document()
    section = document.sections[0]
    width, height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    for name, size, font, colour in (
        ("Normal", 11, BODY_FONT, None),
        ("Title", 22, HEAD_FONT, BLUE),
        ("Heading 1", 15, HEAD_FONT, BLUE),
        ("Heading 2", 12.5, HEAD_FONT, None),
    ):
        style = document.styles[name]
        style.font.size = Pt(size)
        set_font(style.element.get_or_add_rPr(), font)
        style.font.color.rgb = colour or RGBColor(0, 0, 0)
        style.font.bold = False
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    _page_number(section.footer.paragraphs[0])
    return document


def set_font(properties: Any, font: str) -> None:
    """Set the fonts of a run or style: Chinese in `font`, Latin letters and digits in one that goes with it."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        if fonts.get(qn(theme)) is not None:
            del fonts.attrib[qn(theme)]
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), LATIN_FONT)
    fonts.set(qn("w:hAnsi"), LATIN_FONT)


def add_run(
    paragraph: Any,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    colour: Any = None,
    font: str | None = None,
) -> Any:
    """Text added to a paragraph."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    if font is not None:
        set_font(run._element.get_or_add_rPr(), font)
    return run


def add_paragraph(holder: Any, text: str = "", *, style: str | None = None, **how: Any) -> Any:
    """A paragraph with one run."""
    paragraph = holder.add_paragraph(style=style)
    if text:
        add_run(paragraph, text, **how)
    return paragraph


def add_box(document: Any, quote: str, basis: Basis, *, label: str = "", mark: tuple[str, int] | None = None) -> None:
    """The verbatim words in a shaded box with their citation, and the clause's id small and grey.

    With a `label` the words are the point themselves and stand out; `mark` is a bookmark's name and number.
    """
    table = document.add_table(rows=1, cols=1)
    cell = table.rows[0].cells[0]
    shade(cell, BOX_FILL)
    set_borders(cell, "B8C4D4")
    keep_together(table.rows[0])
    first = cell.paragraphs[0]
    first.paragraph_format.space_after = Pt(2)
    if label:
        add_run(first, label, size=10, colour=BLUE, bold=True)
        add_run(first, quote, bold=True)
    else:
        add_run(first, f"“{quote}”", size=10.5, font="楷体")
    if mark:
        bookmark(first, *mark)
    last = cell.add_paragraph()
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last.paragraph_format.space_after = Pt(0)
    last.paragraph_format.line_spacing = 1.0
    add_run(last, f"——{basis.citation}", size=9, colour=DARK_GREY)
    if basis.ended:
        add_run(last, f"（{basis.ended}）", size=9, bold=True, colour=RED)
    add_id(cell.add_paragraph(), basis.clause_id)
    space(document, 6)


def add_id(paragraph: Any, clause_id: str) -> None:
    """A clause's id, small and grey, at the right."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    add_run(paragraph, clause_id, size=6.5, colour=GREY)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A bookmark around a paragraph: the line's id, which other programs can go to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def shade(cell: Any, fill: str) -> None:
    """A cell's background."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shading)


def set_borders(cell: Any, colour: str) -> None:
    """A thin line around a cell, thicker at its left."""
    borders = OxmlElement("w:tcBorders")
    for side, width in (("top", "4"), ("left", "24"), ("bottom", "4"), ("right", "4")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "single")
        edge.set(qn("w:sz"), width)
        edge.set(qn("w:color"), colour if side != "left" else "1F4E79")
        borders.append(edge)
    properties = cell._tc.get_or_add_tcPr()
    shading = properties.find(qn("w:shd"))
    if shading is not None:
        shading.addprevious(borders)
    else:
        properties.append(borders)


def keep_together(row: Any) -> None:
    """A row that no page break cuts."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))


def repeat_head(row: Any) -> None:
    """A head row that stands on every page of its table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def space(document: Any, points: float) -> None:
    """An empty line of this height."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(points)


def add_table(document: Any, head: list[str], rows: list[list[str]], widths: list[float]) -> Any:
    """A table with a head that is repeated on every page; widths of its columns in centimetres."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        shade(cell, HEAD_FILL)
        add_run(cell.paragraphs[0], text, size=10, font=HEAD_FONT)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    repeat_head(table.rows[0])
    for row in rows:
        added = table.add_row()
        keep_together(added)
        for cell, text in zip(added.cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = 1.1
            add_run(paragraph, text, size=9.5)
    for row_of_cells in table.rows:
        for cell, width in zip(row_of_cells.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def as_bytes(document: Any) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page_number(paragraph: Any) -> None:
    """— 3 — in the middle of the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, "— ", size=9)
    run = add_run(paragraph, "", size=9)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if text is not None:
            element = OxmlElement("w:instrText")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    add_run(paragraph, " —", size=9)
