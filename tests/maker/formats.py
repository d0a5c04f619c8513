"""Prints a notice as a Word file, a web page or a PDF."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.maker.notice import Notice
from tests.maker.ofd import ofd_bytes
from tests.maker.page import Place
from tests.maker.printing import rows_of, table_parts
from tests.maker.tables import Grid, html_table, ruled
from tests.maker.wounds import Breaks, Wounds

PARAGRAPHS = Wounds(indent="")
"""A file that keeps paragraphs: Word, web pages."""
PAGES = Wounds(breaks=Breaks.HARD, cut_by_pages=True)
"""A file that keeps printed lines: PDF."""

FONT, LATIN_FONT = "STSong-Light", "Times-Roman"
SIZE, LEADING = 16.0, 28.0  # 三号 on 22 lines a page
LEFT, TOP = 79.0, 105.0  # 28 mm, 37 mm


def docx_bytes(notice: Notice) -> bytes:
    """A Word file: a paragraph a block, numbering typed as text."""
    document = docx.Document()
    for block in notice.blocks:
        if block.row is not None:
            if block.row.number == 0:
                _add_table(document, block.row.grid)
            continue
        paragraph = document.add_paragraph(block.text)
        match block.place:
            case Place.CENTER:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            case Place.RIGHT:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            case Place.INDENT:
                paragraph.paragraph_format.first_line_indent = Pt(2 * SIZE)
        if block.new_page:
            paragraph.paragraph_format.page_break_before = True
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: Document, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.widths))
    for number, row in enumerate(grid.rows):
        for cell in row:
            last = table.cell(number + cell.rows - 1, cell.column + cell.columns - 1)
            table.cell(number, cell.column).merge(last).text = cell.text
        if grid.marks_head and grid.titles <= number < grid.titles + grid.head:
            table.rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def html_bytes(notice: Notice) -> bytes:
    """A web page: a p a block, centred and right-aligned as office programs save it."""
    styles = {
        Place.CENTER: ' style="text-align: center;"',
        Place.RIGHT: ' align="right"',
        Place.INDENT: ' style="text-indent: 2em;"',
        Place.FLUSH: "",
    }
    paragraphs = [
        html_table(b.row.grid) if b.row is not None else f"<p{styles[b.place]}>{html.escape(b.text, quote=False)}</p>"
        for b in notice.blocks
        if b.row is None or b.row.number == 0
    ]
    page = "\n".join(paragraphs)
    return (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title></title></head>\n'
        f'<body><div class="article">\n{page}\n</div></body></html>\n'
    ).encode()


def pdf_bytes(notice: Notice) -> bytes:
    """A PDF with a text layer: the standard's lines, pages and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    width, height = A4
    room = notice.wounds.width * SIZE
    page, line = 1, 0
    rows = rows_of(notice, ruled=True)
    parts = table_parts(rows)
    for number, (row, following) in enumerate(zip(rows, [*rows[1:], None], strict=True)):
        if row.page != page:
            _end_page(canvas, page)
            page, line = row.page, 0
        if row.block.row is not None:
            if number in parts:
                _draw_table(canvas, row.block.row.grid, parts[number], height - TOP - line * LEADING + 21)
            line += row.block.row.grid.height(row.block.row.number)
            continue
        y = height - TOP - line * LEADING
        line += 1
        length = sum(canvas.stringWidth(part, font, SIZE) for font, part in _typeset(row.text))
        goes_on = following is not None and not following.first
        match row.block.place:
            case Place.CENTER:
                x, stretch = (width - length) / 2, 1.0
            case Place.RIGHT:
                x, stretch = LEFT + room - 4 * SIZE - length, 1.0
            case place:
                indent = 2 * SIZE if place is Place.INDENT and row.first else 0.0
                # Office programs set every line but a paragraph's last to end exactly at the margin.
                x, stretch = LEFT + indent, (room - indent) / length
                stretch = stretch if goes_on else min(stretch, 1.0)
        text = canvas.beginText(x, y)
        text.setHorizScale(100 * stretch)
        for font, part in _typeset(row.text):
            text.setFont(font, SIZE)
            text.textOut(part)
        canvas.drawText(text)
    _end_page(canvas, page)
    canvas.save()
    return file.getvalue()


def _draw_table(canvas: Canvas, grid: Grid, numbers: Sequence[int], top: float) -> None:
    """The rows of a table that stand on one page, below `top`."""
    strokes, texts = ruled(grid, numbers)
    for x0, y0, x1, y1 in strokes:
        canvas.line(LEFT + x0 * SIZE, top - y0 * LEADING, LEFT + x1 * SIZE, top - y1 * LEADING)
    for content, x, line in texts:
        text = canvas.beginText(LEFT + x * SIZE, top - line * LEADING - 21)
        for font, part in _typeset(content):
            text.setFont(font, SIZE)
            text.textOut(part)
        canvas.drawText(text)


def _typeset(text: str) -> list[tuple[str, str]]:
    """The text in runs of one font each: figures and Latin letters have their own."""
    return [(LATIN_FONT if run.isascii() else FONT, run) for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text)]


def _end_page(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(A4[0] / 2, 60, f"— {page} —")
    canvas.showPage()


FORMATS: dict[str, tuple[Callable[[Notice], bytes], Wounds]] = {
    "docx": (docx_bytes, PARAGRAPHS),
    "html": (html_bytes, PARAGRAPHS),
    "pdf": (pdf_bytes, PAGES),
    "ofd": (ofd_bytes, PAGES),
}
"""By ending of the file's name: how it is written, and the state the notice is drawn in."""
