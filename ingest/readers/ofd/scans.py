"""Pages of an OFD file whose text is in images or drawn as outlines, read by OCR."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from ingest.model import DroppedText
from ingest.readers.ofd.content import PageContent, Picture
from ingest.readers.ofd.drawing import Outline
from ingest.readers.pages.glyphs import PrintedLine
from ingest.readers.pages.printed_pages import PrintedItem, PrintedPage
from ingest.readers.pages.text_layer import reads_alike

if TYPE_CHECKING:
    from ingest.readers.ofd.page_reading import PageReading
    from ingest.readers.scans.scan import RecognisedPage

OUTLINED_TEXT = 3000  # characters of path data; a logo may take less, a line of letters more
SAMPLES = 2  # transparent text layers that are held against OCR before the others of the file are believed
HEAD_SHARE = 0.5  # of a first page, from its top: where red head and title stand
HEAD_WIDTH = 0.3  # of a page; a narrower image is an emblem or a code
SURE = 0.8  # confidence of what is read out of drawings on a page of text
HAN = re.compile("[\u3400-\u9fff]")
IN_PICTURE = "图形、图像中的文字（识别把握低或与正文重叠）"


def with_recognised(page: PrintedPage, content: PageContent, reading: PageReading) -> PrintedPage:
    """A page of images or outlines as OCR reads it, with the few characters that stand on it as such."""
    reading.open_edges = ()
    found = _recognised(content, content.pictures, content.outlines, reading)
    if found is None or not found.characters:
        reading.without_text.append(content.number)
        return page
    return joined(page, found, reading)


def instead_of_layer(content: PageContent, reading: PageReading) -> RecognisedPage | None:
    """The page as OCR reads it where the transparent text laid over it says something else; None: the layer holds.

    Somebody's OCR, mostly. The first layers of a file are held against ours; if they hold, the others are believed.
    """
    if len(reading.unseen) >= SAMPLES and not reading.misread:
        reading.unseen.append(content.number)
        return None
    found = _recognised(content, content.pictures, content.outlines, reading)
    layer = "".join(char["text"] for char in content.transparent)
    seen = "" if found is None else "".join(item.line.text for item in found.page.items)
    if found is None or not seen or reads_alike(layer, seen):
        reading.unseen.append(content.number)
        return None
    reading.misread.append(content.number)
    return found


def instead_of_codes(content: PageContent, reading: PageReading) -> RecognisedPage | None:
    """A page whose codes are garbled as OCR reads its glyphs; None where they cannot be drawn or the codes hold."""
    from ingest.readers.ofd.typeset import typeset_page
    from ingest.readers.scans.scan import recognise_page

    picture = typeset_page(content, reading.package)
    if picture is None:
        return None
    try:
        found = recognise_page(picture, str(reading.package.path), reading.tables)
    except IngestError as error:
        reading.ocr_error = error
        return None
    seen = "".join(item.line.text for item in found.page.items)
    if not seen or reads_alike("".join(char["text"] for char in content.chars), seen):
        return None
    reading.garbled.append(content.number)
    reading.tables += found.tables
    return found


def joined(page: PrintedPage, found: RecognisedPage, reading: PageReading) -> PrintedPage:
    """What OCR read, with the few characters that stand on the page as such."""
    reading.open_edges = ()
    reading.scans.append(found)
    reading.characters += found.characters
    reading.dropped += found.dropped
    items = [*found.page.items, *page.items]
    if page.items:
        items.sort(key=lambda item: item.line.top)
    return replace(found.page, items=tuple(items))


def with_drawn_head(page: PrintedPage, content: PageContent, reading: PageReading) -> PrintedPage:
    """The first page of a document with its red head or title, where these are drawn as outlines or an image."""
    half = content.box.height * HEAD_SHARE
    drawings = [drawing for drawing in content.drawings if drawing.height < half]
    pictures = [
        picture
        for picture in content.pictures
        if picture.place.f + picture.place.d / 2 < half and abs(picture.place.a) > HEAD_WIDTH * content.box.width
    ]
    outlined = sum(len(drawing.data) for drawing in drawings) > OUTLINED_TEXT
    if not outlined and not pictures:
        return page
    found = _recognised(content, pictures, drawings if outlined else (), reading)
    if found is None:
        return page
    texts = [item.line for item in page.items]
    taken = [item for item in found.page.items if _is_head(item) and not any(_covers(t, item.line) for t in texts)]
    left_out = "".join(item.line.text for item in found.page.items if item not in taken)
    reading.characters += found.characters
    reading.dropped += found.dropped
    if left_out.strip():
        reading.dropped.append(DroppedText(left_out, IN_PICTURE, content.number))
    if not taken:
        return page
    reading.drawn_heads.append(content.number)
    items = list(page.items)
    for item in taken:
        # Not sorted: below the head the page may go on in columns.
        at = next((i for i, below in enumerate(items) if below.line.top >= item.line.top), len(items))
        items.insert(at, item)
    return replace(page, items=tuple(items))


def _recognised(
    content: PageContent, pictures: Sequence[Picture], outlines: Sequence[Outline], reading: PageReading
) -> RecognisedPage | None:
    """What OCR reads of these; None where they cannot be shown or it is not installed."""
    # Imported where needed: a file of characters loads neither Pillow nor the models.
    from ingest.readers.ofd.raster import page_picture
    from ingest.readers.scans.scan import recognise_page

    picture, missing = page_picture(content, reading.package, pictures, outlines)
    if missing:
        reading.hidden_images.append(content.number)
    if picture is None:
        return None
    try:
        found = recognise_page(picture, str(reading.package.path), reading.tables)
    except IngestError as error:
        reading.ocr_error = error
        return None
    reading.tables += found.tables
    return found


def _is_head(item: PrintedItem) -> bool:
    return len(HAN.findall(item.line.text)) >= 2 and (item.confidence or 0.0) >= SURE


def _covers(text: PrintedLine, drawn: PrintedLine) -> bool:
    """Whether characters stand where something is drawn as well."""
    x, y = (drawn.x0 + drawn.x1) / 2, (drawn.top + drawn.bottom) / 2
    return text.x0 <= x <= text.x1 and text.top <= y <= text.bottom
