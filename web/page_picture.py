"""Pictures of the pages of an original: as printed, as scanned, or drawn from the places of its text (OFD)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from ingest.archives import file_on_disk
from ingest.errors import IngestError
from ingest.model import Box, FileFormat
from ingest.readers.scans.page_image import image_pages, rendered_page
from web.page_upright import lies_as_read, turned

PICTURED = frozenset({FileFormat.PDF, FileFormat.SCAN, FileFormat.IMAGE, FileFormat.OFD})
"""Formats that keep a printed page."""
_PIXELS_PER_POINT = 2.0  # 144 dpi: small print of an A4 page stays readable when enlarged
_LONGEST_SIDE = 2200  # pixels; a poster or a fine scan is shown smaller
_COLOURS = 64  # of a page that was typeset


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as it is printed."""

    page: int  # from 1
    width: float  # points, as boxes count
    height: float
    image: bytes
    media_type: str
    note: str | None = None  # for people: how the picture was made, where it is not the page itself


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page before it is written as a file of an image."""

    picture: Image.Image
    width: float  # points
    height: float
    is_photograph: bool = False
    note: str | None = None


def picture_of_page(path: Path, format: FileFormat, page: int, boxes: Sequence[Box] = ()) -> PagePicture:
    """One page of an original (`page` from 1), lying as it lay when it was read.

    `boxes` are all those that were read on the page: by them a scan that was turned upright is turned again. Raises
    IngestError when the file is gone, is no longer what it was, or has no such page.
    """
    try:
        with file_on_disk(path) as file:  # it may lie in an archive
            sheet = _sheet(file.path, format, page)
    except FileNotFoundError as error:
        raise IngestError(path, "原件已不在原处", "请把文件放回原处，或重新入库") from error
    here = [box for box in boxes if box.page == page]
    if sheet.is_photograph and here:
        sheet = _as_read(sheet, here)
    return PagePicture(page, sheet.width, sheet.height, *_written(sheet), sheet.note)


def _sheet(file: Path, format: FileFormat, page: int) -> _Sheet:
    if format is FileFormat.OFD:
        from web.page_ofd import ofd_page

        drawn = ofd_page(file, page)
        return _Sheet(drawn.picture, drawn.width, drawn.height, note=drawn.note)
    return _scanned(file, page) if format is FileFormat.IMAGE else _printed(file, page)


def _printed(file: Path, page: int) -> _Sheet:
    try:
        with pypdfium2.PdfDocument(file) as document:
            if not 1 <= page <= len(document):
                raise _no_such_page(file, page)
            found = document[page - 1]
            # Boxes count from the corner of the sheet, also where the file shows a part of it alone.
            found.set_cropbox(*found.get_mediabox())
            width, height = found.get_size()
            is_photograph = found.get_textpage().count_chars() == 0
            scale = min(_PIXELS_PER_POINT, _LONGEST_SIDE / max(width, height))
            if is_photograph:
                image = rendered_page(found, page)
                picture = Image.fromarray(image.pixels)
            else:
                picture = found.render(scale=scale).to_pil()
            return _Sheet(picture.convert("RGB"), width, height, is_photograph)
    except FileNotFoundError as error:
        raise IngestError(file, "原件已不在原处", "请把文件放回原处，或重新入库") from error
    except pypdfium2.PdfiumError as error:
        raise IngestError(file, "原件打不开", "请确认它仍是完好的 PDF，再重新入库") from error


def _scanned(file: Path, page: int) -> _Sheet:
    if not file.is_file():
        raise IngestError(file, "原件已不在原处", "请把文件放回原处，或重新入库")
    for image in image_pages(file):
        if image.number == page:
            height, width = image.pixels.shape[:2]
            size = (width * image.points_per_pixel, height * image.points_per_pixel)
            return _Sheet(Image.fromarray(image.pixels), *size, is_photograph=True)
    raise _no_such_page(file, page)


def _no_such_page(file: Path, page: int) -> IngestError:
    return IngestError(file, f"没有第 {page} 页", "原件可能已更换，请重新入库")


def _as_read(sheet: _Sheet, boxes: Sequence[Box]) -> _Sheet:
    """A scan as the reader saw it: boxes of a page that lay on its side count on the page set upright."""
    lie = lies_as_read(sheet.picture, (sheet.width, sheet.height), boxes)
    if not lie.quarters and not lie.skew:
        return sheet
    width, height = (sheet.height, sheet.width) if lie.quarters % 2 else (sheet.width, sheet.height)
    note = "扫描页已按阅读方向摆正"
    return replace(sheet, picture=turned(sheet.picture, lie), width=width, height=height, note=note)


def _written(sheet: _Sheet) -> tuple[bytes, str]:
    """The picture as a file, small enough to be sent: few colours for print, JPEG for what came from a camera."""
    picture, written = sheet.picture, io.BytesIO()
    if max(picture.size) > _LONGEST_SIDE:
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    if sheet.is_photograph:
        picture.save(written, "JPEG", quality=80)
        return written.getvalue(), "image/jpeg"
    picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(written, "PNG")
    return written.getvalue(), "image/png"
