"""A Word document as offices print it: A4, Chinese fonts, topic and day above, page numbers below, boxed quotes.

Its parts (fonts, words, shading, bookmarks, counting fields) are those of the training material as well
(serve/training/docx_parts.py), which has a page of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement, serialize_for_reading
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from serve.exports.printable import Run, printable

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
# What stands in for a font that a machine does not have: Word and LibreOffice read the other names of fontTable.xml.
_STAND_INS = {SONG: "SimSun,Noto Serif CJK SC,Source Han Serif SC", HEI: "SimHei,Noto Sans CJK SC,Source Han Sans SC"}
BLACK, GREY, RED, BLUE = (RGBColor.from_string(c) for c in ("000000", "6B6B6B", "B00020", "1F4E79"))
_MARGIN = Mm(18)
_A4 = (Mm(210), Mm(297))


def new_document(title: str, day: str, *, landscape: bool = False) -> Document:
    """An empty document with its page, its fonts, the title and day at the head and the page numbers at the foot."""
    document = docx.Document()
    section = document.sections[0]
    short, long = _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(20)
    _set_styles(document)
    set_chinese(document)
    header = section.header.paragraphs[0]
    header.paragraph_format.tab_stops.add_tab_stop(text_width(document), WD_TAB_ALIGNMENT.RIGHT)
    short_title = title if len(title) <= 40 else f"{title[:39]}…"
    add_words(header, f"{short_title}\t{day}", size=9, colour=GREY)
    _number_pages(section.footer.paragraphs[0])
    core = document.core_properties
    core.author, core.title, core.comments = "据典", title[:200], ""
    core.created = core.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    return document


def saved(document: Document) -> bytes:
    """The document as the bytes of its file."""
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def text_width(document: Document) -> Length:
    """The width between the margins."""
    section = document.sections[0]
    return Length((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def set_font(of: WordRun | ParagraphStyle, east_asian: str, *, size: float | None = None, bold: bool = False) -> None:
    """Give a run or a style a Chinese font and Times New Roman for the rest, whatever the template's theme says."""
    of.font.name = LATIN
    of.font.bold = bold
    if size is not None:
        of.font.size = Pt(size)
    fonts = of.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    # Marks such as “ ” … ↑ stand in both kinds of font: they are Chinese here.
    fonts.set(qn("w:hint"), "eastAsia")


def add_words(paragraph: Paragraph, text: str, *, size: float | None = None, bold: bool = False,
              colour: RGBColor | None = None, font: str | None = SONG) -> WordRun:  # fmt: skip
    """Add words of one look to a paragraph, printable whatever they hold; without a font in that of its style."""
    run = paragraph.add_run(printable(text))
    if font is not None:
        set_font(run, font, size=size, bold=bold)
    else:
        run.font.bold = bold or None
        run.font.size = None if size is None else Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def add_runs(paragraph: Paragraph, runs: Iterable[Run], *, size: float | None = None) -> None:
    """Add a sentence; marked words are bold."""
    for run in runs:
        add_words(paragraph, run.text, size=size, bold=run.marked)


def add_paragraph(document: Document, text: str = "", *, size: float = 10.5, bold: bool = False,
                  colour: RGBColor | None = None, font: str = SONG, hanging: float = 0) -> Paragraph:  # fmt: skip
    """A paragraph below the others; `hanging` millimetres stand out before its first line."""
    paragraph = document.add_paragraph()
    if hanging:
        paragraph.paragraph_format.left_indent = Mm(hanging)
        paragraph.paragraph_format.first_line_indent = Mm(-hanging)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(hanging))
    if text:
        add_words(paragraph, text, size=size, bold=bold, colour=colour, font=font)
    return paragraph


def add_heading(document: Document, text: str, level: int) -> Paragraph:
    """A heading: 0 for the title in the middle, 1 and 2 for what is below it."""
    heading: Paragraph = document.add_heading(printable(text), level)
    if level == 0:
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return heading


def add_box(document: Document) -> Paragraph:
    """A paragraph inside a thin frame on grey, for a verbatim quote."""
    paragraph = document.add_paragraph()
    sides = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="6" w:color="7F7F7F"/>' for side in _SIDES)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"), *_AFTER_BORDER)
    properties.insert_element_before(_shading("F7F7F7"), *_AFTER_BORDER[1:])
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(4)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


_SIDES = ("top", "left", "bottom", "right")
# What follows w:pBdr inside w:pPr (ECMA-376 part 1, 17.3.1.26), as far as it is used here.
_AFTER_BORDER = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")


def set_padding(table: Table) -> None:
    """A little air above and below the words of a table's cells."""
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
    )
    # Word calls a file broken whose elements are out of order (ECMA-376 part 1, 17.4.59).
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def shade(cell: _Cell, fill: str) -> None:
    """Lay a colour under a cell."""
    cell._tc.get_or_add_tcPr().append(_shading(fill))


def _shading(fill: str) -> BaseOxmlElement:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Name the beginning of a paragraph, for links to it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.extend([start, end])


def add_link(paragraph: Paragraph, text: str, bookmark: str, *, size: float | None = None) -> None:
    """Add words that lead to a bookmark of the document, raised like the number of a note."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    run = add_words(paragraph, text, size=size, colour=BLUE)
    run.font.superscript = True
    link.append(run._r)
    paragraph._p.append(link)


def _set_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    set_font(normal, SONG, size=10.5)
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(0), Pt(4)
    normal.paragraph_format.line_spacing = 1.15
    for name, size in (("Title", 18), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        set_font(style, HEI, size=size, bold=True)
        style.font.color.rgb = BLACK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)
        style.paragraph_format.keep_with_next = True
        for border in style.element.findall(f".//{qn('w:pBdr')}"):  # the template's blue rule below a title
            border.getparent().remove(border)
    for name in ("Header", "Footer"):
        set_font(document.styles[name], SONG, size=9)
        document.styles[name].paragraph_format.tab_stops.clear_all()  # they are the template's own page width


def set_chinese(document: Document) -> None:
    """Say that a document is Chinese, and write into its table of fonts what may stand in for ours."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # or a program takes the Japanese forms of characters
    part = next(p for p in document.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    table = parse_xml(part.blob)
    for known in [font for font in table if font.get(qn("w:name")) in _STAND_INS]:
        table.remove(known)
    for name, others in _STAND_INS.items():
        table.append(parse_xml(f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{others}"/></w:font>'))
    part._blob = serialize_for_reading(table).encode()  # python-docx has no face for this part


def _number_pages(paragraph: Paragraph) -> None:
    """第 1 页 共 3 页, counted by the program that opens the file."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", None)):
        add_words(paragraph, words, size=9, colour=GREY)
        if field:
            add_field(paragraph, field)


def add_field(paragraph: Paragraph, instruction: str, *, colour: RGBColor | None = GREY) -> None:
    """A field that counts; until it is counted it shows 1."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = add_words(paragraph, "", size=9, colour=colour)
        if kind == "instruction":
            code = OxmlElement("w:instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind == "shown":
            run.text = "1"
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def widths_of(total: Length, first: Length, others: int) -> Sequence[Length]:
    """The widths of a table's columns: the first as given, the rest of the page shared evenly."""
    return [first, *([Length(int((total - first) / others))] * others)] if others else [total]
