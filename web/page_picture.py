"""Pictures of the pages of a PDF, with what is cited in a frame."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from ingest.errors import IngestError
from ingest.model import Box

_PIXELS_PER_POINT = 2.0  # 144 dpi: small print of an A4 page stays readable when enlarged
_MARGIN = 3.0  # points left free between the text and its frame
_FRAME = (178, 24, 24, 255)
_TINT = (255, 214, 0, 56)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as it is printed."""

    page: int  # from 1
    png: bytes
    frame_top: float | None  # where the frame begins, 0..1 of the page's height; None: nothing is framed


def picture_of_page(file: Path, page: int, boxes: Iterable[Box] = ()) -> PagePicture:
    """One page of a PDF (`page` from 1), the boxes that lie on it joined into one frame.

    Raises IngestError when the file is gone, is no longer a PDF, or has no such page.
    """
    picture = _render(file, page)
    frame = _frame_around([b for b in boxes if b.page == page])
    top = None
    if frame is not None:
        top = max(0.0, frame[1] * _PIXELS_PER_POINT / picture.height)
        picture = _with_frame(picture, frame)
    written = io.BytesIO()
    picture.convert("RGB").quantize(64, method=Image.Quantize.FASTOCTREE).save(written, "PNG", optimize=True)
    return PagePicture(page, written.getvalue(), top)


def _render(file: Path, page: int) -> Image.Image:
    try:
        with pypdfium2.PdfDocument(file) as document:
            if not 1 <= page <= len(document):
                raise IngestError(file, f"没有第 {page} 页", "原件可能已更换，请重新入库")
            picture: Image.Image = document[page - 1].render(scale=_PIXELS_PER_POINT).to_pil()
            return picture.convert("RGBA")
    except FileNotFoundError as error:
        raise IngestError(file, "原件已不在原处", "请把文件放回原处，或重新入库") from error
    except pypdfium2.PdfiumError as error:
        raise IngestError(file, "原件打不开", "请确认它仍是完好的 PDF，再重新入库") from error


def _frame_around(boxes: Sequence[Box]) -> tuple[float, float, float, float] | None:
    """Smallest rectangle around all boxes with a margin, in points; None for no boxes."""
    if not boxes:
        return None
    return (
        min(b.x0 for b in boxes) - _MARGIN,
        min(b.y0 for b in boxes) - _MARGIN,
        max(b.x1 for b in boxes) + _MARGIN,
        max(b.y1 for b in boxes) + _MARGIN,
    )


def _with_frame(picture: Image.Image, frame: tuple[float, float, float, float]) -> Image.Image:
    x0, y0, x1, y1 = (round(edge * _PIXELS_PER_POINT) for edge in frame)
    shade = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(shade).rectangle((x0, y0, x1, y1), fill=_TINT, outline=_FRAME, width=4)
    return Image.alpha_composite(picture, shade)
