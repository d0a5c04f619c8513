"""A picture of an OFD page that has no characters: its images and the outlines its text is drawn with."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw

from ingest.readers.ofd.content import PageContent, Picture
from ingest.readers.ofd.drawing import Outline, Point, extent
from ingest.readers.ofd.jbig2 import is_jbig2, jbig2_image
from ingest.readers.ofd.package import OfdPackage, PartError
from ingest.readers.ofd.values import Transform
from ingest.readers.scans.page_image import PageImage, rgb_pixels

logger = logging.getLogger(__name__)

LEAST_DPI, MOST_DPI = 200.0, 300.0
MOST_PICTURE_PIXELS = 80_000_000  # A3 at 600 dpi
FINE_PIXELS = 20_000_000  # a picture of more is read at half its resolution
MOST_PAGE_PIXELS = 40_000_000  # a poster is drawn coarser


def page_picture(
    content: PageContent, package: OfdPackage, pictures: Sequence[Picture], outlines: Sequence[Outline]
) -> tuple[PageImage | None, int]:
    """A page with these of its images and paths as pixels, and how many of the images could not be shown.

    None where nothing could be shown. Images are opened one after the other: a page may hold hundreds of strips.
    """
    shown = [(picture, opened) for picture in pictures if (opened := _size(picture, package)) is not None]
    missing = len(pictures) - len(shown)
    pixels_per_millimetre = _resolution(content, shown)
    size = (
        max(1, round(content.box.width * pixels_per_millimetre)),
        max(1, round(content.box.height * pixels_per_millimetre)),
    )
    page = Image.new("RGB", size, "white")
    left = MOST_PICTURE_PIXELS * 2
    for picture, (width, height) in shown:
        left -= width * height
        if left < 0 or not _paste_picture(page, picture, package, pixels_per_millimetre):
            missing += 1
    if missing == len(pictures) and not outlines:
        return None, missing
    for outline in outlines:
        _draw(page, outline, pixels_per_millimetre)
    return PageImage(rgb_pixels(page), content.number, 72 / (25.4 * pixels_per_millimetre)), missing


def _size(picture: Picture, package: OfdPackage) -> tuple[int, int] | None:
    """Width and height in pixels, without decoding; None for what cannot be opened or is too large."""
    with _opened(picture, package) as image:
        if image is None or image.width * image.height > MOST_PICTURE_PIXELS:
            return None
        return image.size


def _paste_picture(page: Image.Image, picture: Picture, package: OfdPackage, scale: float) -> bool:
    with _opened(picture, package) as image:
        if image is None:
            return False
        try:
            if image.width * image.height > FINE_PIXELS:
                image = image.convert("RGB").reduce(2)
            return _paste(page, Image.fromarray(rgb_pixels(image)), picture.place, scale)
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            logger.debug("image %s cannot be shown: %s", picture.part, error)
            return False


@contextmanager
def _opened(picture: Picture, package: OfdPackage) -> Iterator[Image.Image | None]:
    image: Image.Image | None = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            if picture.part is not None:
                image = _image(package.read(picture.part))
        except (PartError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
            logger.debug("image %s cannot be opened: %s", picture.part, error)
        yield image
    if image is not None:
        image.close()


def _image(content: bytes) -> Image.Image:
    if is_jbig2(content):
        return jbig2_image(content)
    return Image.open(io.BytesIO(content))


def _resolution(content: PageContent, shown: Sequence[tuple[Picture, tuple[int, int]]]) -> float:
    """Pixels per millimetre: those of the finest image that covers much of the page, within bounds."""
    page_area = content.box.width * content.box.height
    finest = max(
        (
            (width * height / picture.area) ** 0.5
            for picture, (width, height) in shown
            if picture.area > 0.2 * page_area
        ),
        default=0.0,
    )
    wanted = min(max(finest, LEAST_DPI / 25.4), MOST_DPI / 25.4)
    return float(min(wanted, (MOST_PAGE_PIXELS / page_area) ** 0.5))


def _paste(page: Image.Image, image: Image.Image, place: Transform, scale: float) -> bool:
    """Put an image on the page where its unit square lies; False where that is nowhere."""
    if place.a > 0 and place.d > 0 and abs(place.b) + abs(place.c) < 1e-3 * (place.a + place.d):
        box = [round(v * scale) for v in (place.e, place.f, place.e + place.a, place.f + place.d)]
        width, height = box[2] - box[0], box[3] - box[1]
        if not (0 < width <= 4 * page.width and 0 < height <= 4 * page.height):
            return False
        page.paste(image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0), (box[0], box[1]))
        return True
    determinant = place.a * place.d - place.b * place.c
    if abs(determinant) < 1e-6:
        return False
    # From a pixel of the page back to one of the image.
    across, down = image.width / determinant, image.height / determinant
    back = (
        place.d * across / scale,
        -place.c * across / scale,
        (place.c * place.f - place.d * place.e) * across,
        -place.b * down / scale,
        place.a * down / scale,
        (place.b * place.e - place.a * place.f) * down,
    )
    turned = image.transform(page.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    mask = Image.new("L", image.size, 255).transform(page.size, Image.Transform.AFFINE, back)
    page.paste(turned, (0, 0), mask)
    return True


def _draw(page: Image.Image, outline: Outline, scale: float) -> None:
    paths = [[(x * scale, y * scale) for x, y in path] for path in outline.subpaths()]
    if not paths:
        return
    if outline.fills:
        _fill(page, paths, outline.colour)
    if outline.strokes:
        width = max(1, round(outline.line_width * scale))
        for path in paths:
            ImageDraw.Draw(page).line(path, fill=outline.colour, width=width)


def _fill(page: Image.Image, paths: Sequence[Sequence[Point]], colour: tuple[int, int, int]) -> None:
    """Fill by the even-odd rule, so that the counters of letters stay open."""
    left, top, right, bottom = extent(paths)
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(page.width, int(right) + 2), min(page.height, int(bottom) + 2)
    if x1 <= x0 or y1 <= y0 or (x1 - x0) * (y1 - y0) > 0.6 * page.width * page.height:
        return  # off the page, or the colour of the paper
    mask = Image.new("1", (x1 - x0, y1 - y0))
    for path in paths:
        if len(path) < 3:
            continue
        shape = Image.new("1", mask.size)
        ImageDraw.Draw(shape).polygon([(x - x0, y - y0) for x, y in path], fill=1)
        mask = ImageChops.logical_xor(mask, shape)
    page.paste(colour, (x0, y0), mask)
