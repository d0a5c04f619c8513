"""One page of an OFD document after the other, as printed lines and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from ingest.readers.ofd import scans
from ingest.readers.ofd.content import (
    MOST_OUTLINE_DATA,
    PageContent,
    gather_annotation,
    gather_page,
    gather_template,
)
from ingest.readers.ofd.documents import OfdDocument
from ingest.readers.ofd.drawing import RuledPage
from ingest.readers.ofd.package import OfdPackage, PartError
from ingest.readers.ofd.page_reading import PageReading
from ingest.readers.ofd.resources import Resources
from ingest.readers.ofd.text import Char
from ingest.readers.ofd.values import (
    POINTS_PER_MILLIMETRE,
    Rectangle,
    XmlElement,
    child,
    child_text,
    children,
    rectangle,
)
from ingest.readers.pages.columns import reading_order
from ingest.readers.pages.glyphs import read_glyphs
from ingest.readers.pages.page_tables import line_of_row, open_edges, split_tables
from ingest.readers.pages.printed_pages import PrintedItem, PrintedPage
from ingest.readers.pages.text_layer import is_plausible

if TYPE_CHECKING:
    from ingest.readers.scans.scan import RecognisedPage

FEW_CHARACTERS = 15  # a page with fewer over a picture that fills it is a scan with a stamp or a page number
LARGEST_SIDE = 5000.0  # millimetres; a page that says it is larger is damaged and taken for A4
UNMAPPED = re.compile(
    "[\ufffd\ue000-\uefff\uf100-\uf8ff\U000f0000-\U0010fffd]"
)  # no character, or one of the producer's own
MOST_UNMAPPED = 0.03  # of the characters of a page
GARBLED = "乱码文字（编码与字形不符，已改用文字识别）"
TRANSPARENT = "透明文字（看不见）"
WRONG_LAYER = "附在图像上的透明文字（与图像不符，已重新识别）"
TEMPLATES_KEPT = 4  # parsed; a file may have one for every page
OTHER_ANNOTATION = "批注中的文字"
ANNOTATIONS = {"watermark": "水印", "stamp": "盖章或签批中的文字"}


def read_pages(document: OfdDocument, before: int, reading: PageReading) -> Iterator[PrintedPage]:
    """The pages of one document, numbered on from those `before`; a page that cannot be read is named and left out."""
    templates = _Templates(document, reading)
    reading.open_edges = ()
    for number, (page_id, part) in enumerate(document.pages, before + 1):
        root = _root(part, f"第 {number} 页", reading)
        if root is None:
            reading.open_edges = ()
            continue
        content = PageContent(number, _page_box(root, document.box))
        for used in children(root, "Template"):
            templates.add((used.get("TemplateID") or "").strip(), content)
        gather_page(root, _resources(root, part, document, reading.package), content)
        for notes in document.annotations.get(page_id, ()):
            _add_annotations(_root(notes, f"第 {number} 页的批注", reading), document, content)
        if content.missing:
            reading.damaged.append(f"第 {number} 页有 {content.missing} 处图元缺失")
        yield _printed_page(content, reading, is_first=number == before + 1)


class _Templates:
    """The template pages of a document: the last few parsed, and which of them a page has shown already."""

    def __init__(self, document: OfdDocument, reading: PageReading) -> None:
        self._document, self._reading = document, reading
        self._parsed: dict[str, XmlElement | None] = {}
        self._shown: set[str] = set()

    def add(self, template_id: str, content: PageContent) -> None:
        part = self._document.templates.get(template_id)
        if template_id not in self._parsed:
            if len(self._parsed) >= TEMPLATES_KEPT:
                self._parsed.pop(next(iter(self._parsed)))
            self._parsed[template_id] = _root(part, f"第 {content.number} 页的模板", self._reading)
        root = self._parsed[template_id]
        if root is not None:
            resources = _resources(root, part, self._document, self._reading.package)
            gather_template(root, resources, content, is_repeated=template_id in self._shown)
        self._shown.add(template_id)


def _resources(root: XmlElement, part: str | None, document: OfdDocument, package: OfdPackage) -> Resources:
    """The resources of a page: its own over those of the document."""
    own = [package.resolve(part or "", shared.text) for shared in children(root, "PageRes")]
    return document.resources.over(own, package)


def _root(part: str | None, name: str, reading: PageReading) -> XmlElement | None:
    try:
        if part is None:
            raise PartError("缺失")
        return reading.package.read_xml(part)
    except PartError as error:
        reading.damaged.append(f"{name}{error}")
        return None


def _page_box(root: XmlElement, usual: Rectangle) -> Rectangle:
    box = rectangle(child_text(child(root, "Area"), "PhysicalBox")) or usual
    return box if max(box.width, box.height) <= LARGEST_SIDE else Rectangle(box.x, box.y, 210.0, 297.0)


def _add_annotations(root: XmlElement | None, document: OfdDocument, content: PageContent) -> None:
    for annotation in children(root, "Annot"):
        kind = (annotation.get("Type") or "").strip().lower()
        gather_annotation(annotation, document.resources, content, ANNOTATIONS.get(kind, OTHER_ANNOTATION))


def _printed_page(content: PageContent, reading: PageReading, *, is_first: bool) -> PrintedPage:
    reading.characters += content.characters
    width, height = content.box.width, content.box.height
    has_scan = sum(picture.area for picture in content.pictures) > 0.4 * width * height
    has_outlines = sum(len(drawing.data) for drawing in content.drawings) > scans.OUTLINED_TEXT
    has_layer = (_count_printed(content.chars) <= FEW_CHARACTERS < _count_printed(content.transparent)) and (
        has_scan or has_outlines
    )
    recognised = _recognised_instead(content, reading, has_layer=has_layer)
    reading.dropped += content.dropped
    page = _from_characters(content, content.chars, reading)
    if recognised is not None:
        return scans.joined(page, recognised, reading)
    if has_layer:
        return page
    printed = _count_printed(content.chars)
    if printed <= FEW_CHARACTERS and (has_scan or has_outlines or (not printed and content.pictures)):
        return scans.with_recognised(page, content, reading)
    headed = scans.with_drawn_head(page, content, reading) if is_first and not page.turned else page
    if (has_outlines or content.outline_data > MOST_OUTLINE_DATA) and headed is page:
        reading.pictured.append(content.number)
    return headed


def _recognised_instead(content: PageContent, reading: PageReading, *, has_layer: bool) -> RecognisedPage | None:
    """What OCR reads where the page's characters are not those that are seen; None where they are to be read.

    Leaves in `content.chars` what is read of the characters, and names the rest as dropped.
    """
    recognised = scans.instead_of_layer(content, reading) if has_layer else None
    if has_layer and recognised is None:
        content.chars = [*content.chars, *content.transparent]
    elif content.transparent:
        content.drop("".join(char["text"] for char in content.transparent), WRONG_LAYER if has_layer else TRANSPARENT)
    if not has_layer and is_garbled(content.chars):
        recognised = scans.instead_of_codes(content, reading)
        if recognised is not None:
            content.drop("".join(char["text"] for char in content.chars), GARBLED)
            content.chars = []
    return recognised


def is_garbled(chars: Sequence[Char]) -> bool:
    """Whether the codes of a page are none of the characters that people see."""
    text = "".join(str(char["text"]) for char in chars)
    strange = len(UNMAPPED.findall(text))
    return (strange >= 3 and strange > MOST_UNMAPPED * len(text)) or not is_plausible(text)


def _count_printed(chars: Sequence[Char]) -> int:
    return sum(1 for char in chars if str(char["text"]).strip())


def _from_characters(content: PageContent, chars: Sequence[Char], reading: PageReading) -> PrintedPage:
    width, height = content.box.width * POINTS_PER_MILLIMETRE, content.box.height * POINTS_PER_MILLIMETRE
    found = read_glyphs(chars, content.number, width, height)
    reading.dropped += found.dropped
    reading.unmapped += sum(len(UNMAPPED.findall(glyph.text)) for glyph in found.glyphs)
    if not is_plausible("".join(glyph.text for glyph in found.glyphs)):
        reading.doubtful.append(content.number)
    ruled = RuledPage(content.number, width, height, content.edges())
    tables, outside = split_tables(ruled, found.glyphs, found.turned, reading.open_edges)
    if found.turned:
        width, height = height, width
    lines = reading_order(outside, width)
    items = [PrintedItem(line) for line in lines]
    size = median(line.size for line in lines) if lines else 10.0
    for table in tables:
        if not (reading.open_edges and table.edges == reading.open_edges and table is tables[0]):
            reading.tables += 1
        rows = [
            PrintedItem(line_of_row(row, size), is_row=True, cells=row.cells, table=reading.tables)
            for row in table.rows
        ]
        at = next((i for i, item in enumerate(items) if item.line.top >= table.top), len(items))
        items[at:at] = rows
    reading.open_edges = open_edges(tables, lines)
    return PrintedPage(content.number, width, height, tuple(items), found.turned)
