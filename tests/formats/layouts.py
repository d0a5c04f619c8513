"""The notice as a file of each format; nothing here reads anything."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.formats.notice import CENTRED, INDENTED, NOTICE, NUMBERED, RIGHT, Paragraph, Role, Table
from tests.formats.typeset import HEIGHT, WIDTH, Page, pages
from tests.maker import ofd, scan
from tests.maker.page import width_of

FONT = Path(__file__).parent / "fonts" / "NotoSerifSC-notice.ttf"
LEVELS = {Role.PART: 0, Role.SECTION: 1, Role.POINT: 2}
FACES = {Role.PART: "黑体", Role.SECTION: "楷体_GB2312", Role.TITLE: "方正小标宋简体", Role.HEAD: "方正小标宋简体"}
RED = RGBColor(0xE6, 0x00, 0x12)


def txt_bytes() -> bytes:
    """Text as it is copied out of an office program: a paragraph a line, cells by tabs."""
    lines: list[str] = []
    for element in NOTICE:
        if isinstance(element, Table):
            lines += ["\t".join(row) for row in element.rows]
            continue
        if element.role in (
            Role.TITLE,
            Role.ADDRESSEES,
            Role.ANNEX_NOTE,
            Role.SIGNATURE,
            Role.ANNEX_HEAD,
            Role.ANNEX_TITLE,
        ):
            lines.append("")
        lines.append(("　　" if element.role in INDENTED else "") + element.printed)
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def md_bytes() -> bytes:
    """Markdown as a converter writes it."""
    blocks: list[str] = []
    for element in NOTICE:
        if isinstance(element, Table):
            rows = ["| " + " | ".join(row) + " |" for row in element.rows]
            blocks.append("\n".join([rows[0], "|" + " --- |" * len(element.rows[0]), *rows[1:]]))
        elif element.role in (Role.TITLE, Role.ANNEX_TITLE):
            blocks.append(f"# {element.printed}")
        elif element.role is Role.PART:
            blocks.append(f"## {element.printed}")
        elif element.role is Role.POINT:
            blocks.append(element.printed.replace(".", "\\.", 1))  # not a list of Markdown's own
        else:
            blocks.append(element.printed)
    return ("\n\n".join(blocks) + "\n").encode()


def html_bytes() -> bytes:
    """A page of a government site."""
    body = "\n".join(_html_blocks())
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title></title></head>\n'
        f'<body><div class="nav"><a href="/">首页</a></div><div class="article">\n{body}\n</div></body></html>\n'
    ).encode()


def _html_blocks() -> Iterator[str]:
    for element in NOTICE:
        if isinstance(element, Table):
            rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in element.rows]
            yield "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
            continue
        style = "text-indent: 2em" if element.role in INDENTED else ""
        style = "text-align: center" if element.role in CENTRED else style
        style = "text-align: right" if element.role in RIGHT else style
        text = html.escape(element.printed, quote=False)
        if element.role in (Role.PART, Role.TITLE, Role.ANNEX_TITLE):
            text = f"<strong>{text}</strong>"
        yield f'<p style="{style}">{text}</p>'


def docx_bytes() -> bytes:
    """A Word file whose headings are numbered by Word, the annex by a list of its own."""
    document = docx.Document()
    _add_lists(document)
    for element in NOTICE:
        if isinstance(element, Table):
            table = document.add_table(len(element.rows), len(element.rows[0]), style="Table Grid")
            for cell, text in zip(table._cells, (text for row in element.rows for text in row), strict=True):
                cell.text = text
            continue
        _add_paragraph(document, element)
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_paragraph(document: docx.document.Document, element: Paragraph) -> None:
    paragraph = document.add_paragraph()
    if element.role is Role.ANNEX_HEAD:
        paragraph.add_run().add_break(WD_BREAK.PAGE)
    run = paragraph.add_run(element.text if element.role in NUMBERED else element.printed)
    run.font.size = Pt(22 if element.role is Role.TITLE else 16)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES.get(element.role, "仿宋_GB2312"))
    if element.role is Role.HEAD:
        run.font.color.rgb = RED
    if element.role in CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif element.role in RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif element.role in INDENTED:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    if element.role in NUMBERED:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = LEVELS[element.role]
        properties.get_or_add_numId().val = 91 if element.annex else 90


def _add_lists(document: docx.document.Document) -> None:
    levels = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (number_format, text) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    for number in (91, 90):
        opening = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        numbering.insert(0, parse_xml(f"{opening}{inner}</w:abstractNum>"))
    for number in (90, 91):
        use = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        numbering.append(parse_xml(use))


def pdf_bytes() -> bytes:
    """A PDF with a text layer."""
    font = TTFont("Notice", FONT)
    font.face.name = b"JudianNotice"  # reportlab keeps fonts by this name: another cut of the same font would be drawn
    pdfmetrics.registerFont(font)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH * mm, HEIGHT * mm), invariant=1)
    for page in pages():
        for rule in page.rules:
            canvas.setStrokeColorRGB(*((0.9, 0, 0.07) if rule.red else (0, 0, 0)))
            canvas.line(rule.x0 * mm, (HEIGHT - rule.y0) * mm, rule.x1 * mm, (HEIGHT - rule.y1) * mm)
        for line in page.texts:
            natural = canvas.stringWidth(line.text, "Notice", line.size * mm)
            text = canvas.beginText(line.x * mm, (HEIGHT - line.baseline) * mm)
            text.setFont("Notice", line.size * mm)
            text.setFillColorRGB(*((0.9, 0, 0.07) if line.red else (0, 0, 0)))
            # Full lines are stretched between their characters.
            text.setCharSpace(
                (line.width * mm - natural) / max(len(line.text) - 1, 1) if line.width * mm > natural else 0
            )
            text.textOut(line.text)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def ofd_bytes() -> bytes:
    """An OFD file of the same pages."""
    return ofd.ofd_file(*(list(_ofd_objects(page)) for page in pages()))


def _ofd_objects(page: Page) -> Iterator[str]:
    for rule in page.rules:
        yield ofd.ruling(rule.x0, rule.y0, rule.x1, rule.y1)
    for line in page.texts:
        spread = (line.width - width_of(line.text) * line.size) / max(len(line.text) - 1, 1)
        yield ofd.text(line.text, line.x, line.baseline, line.size, spread=spread)


def scan_bytes() -> bytes:
    """The pages from a scanner, as a PDF without text."""
    return scan.pdf_of_images(scan.scanned(pdf_bytes(), scan.Wear(dpi=200, seal=False, skew=0.4)))
