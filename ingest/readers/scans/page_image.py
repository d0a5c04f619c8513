"""Pages as pixels: from image files, frame by frame, and from pages of a PDF."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ingest.errors import IngestError

Pixels = NDArray[np.uint8]
"""uint8 [h, w, 3] RGB, or [h, w] where the text says grey."""

A4_WIDTH = 595.3  # points
FEWEST_PIXELS = 8  # on the shorter side; a line of text needs more
MOST_PIXELS = 130_000_000  # A3 at 600 dpi has 70 million; what claims more is a bomb or no notice
RENDER_DPI = 200.0
MOST_RENDERED_PIXELS = 40_000_000  # a poster as a PDF page is rendered coarser

# What a page of paper measures on its shorter side, in points: from half a postcard to A2.
_PAPER = (180.0, 1300.0)
_REDUCED_IMAGE = 1  # bit of NewSubfileType (TIFF 6.0, section 8): the frame is a thumbnail of another one
_NEW_SUBFILE_TYPE = 254
_PAGED = frozenset({"TIFF"})  # formats whose frames are pages; those of a GIF or WEBP are an animation


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels."""

    pixels: Pixels  # uint8 [h, w, 3] RGB
    number: int  # from 1
    points_per_pixel: float


def image_pages(path: Path) -> Iterator[PageImage]:
    """The pages of an image file, one at a time; raises IngestError for one that is broken or too large."""
    with _opened(path) as image:
        paged = image.format in _PAGED
        number = 0
        for frame in range(getattr(image, "n_frames", 1) if paged else 1):
            with _readable(path, frame + 1):
                if frame:
                    image.seek(frame)
                _require_size(path, image)
                if paged and _is_thumbnail(image) and number:
                    continue
                upright = ImageOps.exif_transpose(image)
                factor = _coarser_by(upright)
                pixels = rgb_pixels(_reduced(upright, factor))
            number += 1
            yield PageImage(pixels, number, factor * _points_per_pixel(upright))


def is_animation(path: Path) -> bool:
    """Whether an image file holds further pictures that are no pages."""
    with _opened(path) as image:
        return image.format not in _PAGED and getattr(image, "n_frames", 1) > 1


def _coarser_by(image: Image.Image) -> int:
    """By what whole number a poster's sides are divided: nothing is read at its full size, and it would fill the memory."""
    return max(1, math.ceil(math.sqrt(image.width * image.height / MOST_RENDERED_PIXELS)))


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    if factor == 1:
        return image
    return (image.convert("L") if image.mode == "1" else image).reduce(factor)


def rgb_pixels(image: Image.Image) -> Pixels:
    """uint8 [h, w, 3]: any kind of image as RGB on white paper."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = Image.fromarray(_eight_bit(np.asarray(image)))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        image = Image.alpha_composite(paper, layered)
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def rendered_page(page: Any, number: int) -> PageImage:
    """A page of pypdfium2 as people see it; `page` counts in points whatever its size."""
    width, height = page.get_size()
    scale = RENDER_DPI / 72
    if width * height * scale * scale > MOST_RENDERED_PIXELS:
        scale = (MOST_RENDERED_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    pixels = np.array(bitmap.to_numpy()[..., :3], dtype=np.uint8)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
    bitmap.close()
    return PageImage(pixels, number, 1 / scale)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    # The size is looked at before anything is decoded; the library's own warning would come too late.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(path)
        except Image.DecompressionBombError as error:
            raise _too_large(path) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise IngestError(path, "图片打不开，可能已损坏或没有下载完", "请重新下载或重新扫描") from error
        with image:
            yield image


@contextmanager
def _readable(path: Path, frame: int) -> Iterator[None]:
    try:
        yield
    except IngestError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as error:
        raise IngestError(path, f"图片不完整，第 {frame} 页读不出来", "请重新下载或重新扫描") from error


def _require_size(path: Path, image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large(path)
    if min(image.size) < FEWEST_PIXELS:
        problem = f"图片只有 {image.width}×{image.height} 像素，容不下文字"
        raise IngestError(path, problem, "请核对文件，或重新扫描")


def _too_large(path: Path) -> IngestError:
    return IngestError(
        path, f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素，未读取", "请按 A4 幅面、300 dpi 重新扫描或缩小后再收入"
    )


def _is_thumbnail(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", {})
    return bool(int(tags.get(_NEW_SUBFILE_TYPE, 0)) & _REDUCED_IMAGE)


def _eight_bit(values: NDArray[Any]) -> Pixels:
    """Grey of more than 8 bits, spread from its darkest to its lightest value."""
    low, high = float(np.min(values)), float(np.max(values))
    if low >= 0 and high <= 255:
        return values.astype(np.uint8)
    return ((values.astype(np.float32) - low) * (255.0 / max(high - low, 1.0))).astype(np.uint8)


def _points_per_pixel(image: Image.Image) -> float:
    """From the file's resolution where that makes a sheet of paper; else the page is taken to be as wide as A4."""
    short = min(image.size)
    try:
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    if dpi > 0 and _PAPER[0] <= short * 72 / dpi <= _PAPER[1]:
        return 72 / dpi
    is_landscape_sheet = image.width > image.height and image.width < 2 * image.height
    return A4_WIDTH / (image.height if is_landscape_sheet else image.width)
