"""A digest as a Word notice: red head, number, red rule, imprint, page numbers, and numbering that Word makes itself."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from corpus.make.source import MARK, Block, BlockKind, Digest, Paragraph, Rank

_RED = RGBColor(0xE6, 0x00, 0x12)
_BODY, _BOLD, _TITLE = "仿宋", "黑体", "宋体"
_FIXED = datetime(2024, 1, 1, tzinfo=UTC)
_LINE = Pt(28.95)  # 22 lines on a page, GB/T 9704-2012 section 5.2.2
# rank: id of the list, what Word counts in, how it prints the count
_LISTS = {Rank.PART: (90, "chineseCounting", "%1、"), Rank.POINT: (91, "decimal", "%1.")}


def to_word(digest: Digest) -> bytes:
    """The .docx file; the same digest gives the same bytes."""
    document = docx.Document()
    _set_page(document)
    if digest.automatic_numbering:
        _add_numbering(document)
    for block in digest.blocks:
        _add_block(document, block, digest.automatic_numbering)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "据典"
    properties.title = digest.running_title
    properties.created = properties.modified = _FIXED
    properties.comments = MARK
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run(MARK).font.size = Pt(10.5)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    footer._p.append(field)
    footer.add_run(" —")


def _add_numbering(document: Document) -> None:
    """Two lists: 一、 counted in Chinese, and 1. on its own, so that every program counts it on across the parts."""
    numbering = document.part.numbering_part.element
    for list_id, number_format, text in reversed(list(_LISTS.values())):
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(list_id))
        abstract.append(_valued("w:multiLevelType", "singleLevel"))
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for tag, value in (("start", "1"), ("numFmt", number_format), ("suff", "nothing"), ("lvlText", text)):
            level.append(_valued(f"w:{tag}", value))
        level.append(_valued("w:lvlJc", "left"))
        abstract.append(level)
        numbering.insert(0, abstract)  # the schema wants abstract definitions before their uses
        use = OxmlElement("w:num")
        use.set(qn("w:numId"), str(list_id))
        use.append(_valued("w:abstractNumId", str(list_id)))
        numbering.append(use)


def _valued(tag: str, value: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _add_block(document: Document, block: Block, automatic: bool) -> None:
    center = WD_ALIGN_PARAGRAPH.CENTER
    match block.kind:
        case BlockKind.HEAD:
            *names, last = block.lines
            for name in names:
                _line(document, name, size=30, align=WD_ALIGN_PARAGRAPH.DISTRIBUTE, font=_TITLE, bold=True, color=_RED)
            _line(document, last, size=30, align=center, font=_TITLE, bold=True, color=_RED)
        case BlockKind.NUMBER:
            paragraph = _line(document, block.lines[0], align=center)
            _add_rule(paragraph, "bottom", "E60012", 18)
        case BlockKind.TITLE | BlockKind.INNER_TITLE:
            document.add_paragraph()
            for line in block.lines:
                paragraph = _line(document, line, size=22, align=center, font=_TITLE, bold=True)
                paragraph.paragraph_format.keep_with_next = True
            document.add_paragraph()
        case BlockKind.DATE:
            _line(document, block.lines[0], align=WD_ALIGN_PARAGRAPH.RIGHT)
        case BlockKind.TEXT:
            for item in block.paragraphs:
                _add_text(document, item, automatic and item.rank in _LISTS)
        case BlockKind.IMPRINT:
            document.add_paragraph()
            for index, line in enumerate(block.lines):
                paragraph = _line(document, line, size=14)
                _add_rule(paragraph, "top", "000000", 8 if index == 0 else 4)
                if index == len(block.lines) - 1:
                    _add_rule(paragraph, "bottom", "000000", 8)
        case _:
            for line in block.lines:
                _line(document, line)


def _add_text(document: Document, item: Paragraph, automatic: bool) -> None:
    text = item.text if automatic else item.printed
    paragraph = document.add_paragraph()
    heading, body = (text, "") if item.rank is Rank.PART else _heading_and_body(item, text)
    if heading:
        _run(paragraph, heading, font=_BOLD if item.rank is Rank.PART else _BODY, bold=item.rank is not Rank.PART)
    if body:
        _run(paragraph, body)
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_after, layout.space_before = _LINE, Pt(0), Pt(0)
    layout.first_line_indent = Pt(32)
    if automatic:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = _LISTS[item.rank][0]


def _heading_and_body(item: Paragraph, text: str) -> tuple[str, str]:
    """A heading that runs into its text ends at its first 。"""
    if item.rank not in (Rank.SECTION, Rank.POINT) or "。" not in text:
        return "", text
    end = text.index("。") + 1
    return text[:end], text[end:]


def _line(
    document: Document,
    text: str,
    *,
    size: float = 16,
    align: WD_ALIGN_PARAGRAPH | None = None,
    font: str = _BODY,
    bold: bool = False,
    color: RGBColor | None = None,
) -> WordParagraph:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    run = _run(paragraph, text, font=font, bold=bold)
    run.font.size = Pt(size)
    if color is not None:
        run.font.color.rgb = color
    return paragraph


def _run(paragraph: WordParagraph, text: str, *, font: str = _BODY, bold: bool = False) -> Run:
    run = paragraph.add_run(text)
    run.bold = bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _add_rule(paragraph: WordParagraph, side: str, color: str, eighths: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        # Word refuses a paragraph whose properties are out of the schema's order.
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", color)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def _with_fixed_times(package: bytes) -> bytes:
    """The same package with the same time on every part, so that the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=(2024, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            target.writestr(part, source.read(name))
    return out.getvalue()
