"""Makes scans of a notice: its pages rendered, stamped, laid crooked on the glass, and saved as offices save them."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[2] / "corpus" / "make" / "fonts"
RED = (206, 24, 34)
SEAL_WIDTH = 119.0  # points: 42 mm
SEAL_WORDS = "中共山东省委组织部老干部局"


@dataclass(frozen=True, slots=True)
class Wear:
    """What became of a page on its way through the scanner."""

    dpi: int = 200
    skew: float = 0.0  # degrees
    seal: bool = False  # a red seal over the text
    jpeg: int | None = None  # quality
    noise: float = 0.0  # standard deviation in grey levels
    fade: float = 0.0  # 0..1: how much of the contrast is gone
    yellowed: bool = False
    grey: bool = False
    turned: int = 0  # quarter turns clockwise


CLEAN = Wear()
WORN = {
    "150dpi": Wear(dpi=150),
    "skew2": Wear(skew=2.0),
    "seal": Wear(seal=True),
    "jpeg40": Wear(jpeg=40),
    "all": Wear(dpi=150, skew=2.0, seal=True, jpeg=40),
    "all-noisy-faint": Wear(dpi=150, skew=-2.0, seal=True, jpeg=40, noise=10, fade=0.35, yellowed=True),
}
"""The states that the reader is held to."""


def scanned(pdf: bytes, wear: Wear = CLEAN, seed: int = 0) -> list[Image.Image]:
    """The pages of a PDF as they come out of the scanner."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=wear.dpi / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return [worn(page, wear, seed + number) for number, page in enumerate(pages)]


def worn(page: Image.Image, wear: Wear, seed: int = 0) -> Image.Image:
    """A clean page as it comes out of the scanner."""
    draw = np.random.default_rng(seed)
    if wear.seal:
        page = stamped(page, wear.dpi, (float(draw.uniform(0.35, 0.7)), float(draw.uniform(0.25, 0.75))))
    if wear.skew:
        page = page.rotate(-wear.skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    values = np.asarray(page, dtype=np.float32)
    values = 255 - (255 - values) * (1 - wear.fade)
    if wear.yellowed:
        values *= np.array([0.97, 0.93, 0.83], dtype=np.float32)
    if wear.noise:
        values += draw.normal(0.0, wear.noise, values.shape)
    page = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if wear.grey:
        page = page.convert("L")
    if wear.turned:
        page = page.rotate(-90 * wear.turned, expand=True)
    if wear.jpeg:
        page = Image.open(io.BytesIO(image_bytes(page, "JPEG", quality=wear.jpeg)))
        page.load()
    page.info["dpi"] = (wear.dpi, wear.dpi)
    return page


def stamped(page: Image.Image, dpi: int, place: tuple[float, float]) -> Image.Image:
    """The page with a round seal at a place given in parts of its width and height; ink lets black shine through."""
    seal = round(SEAL_WIDTH / 72 * dpi)
    layer = Image.new("RGB", page.size, "white")
    x, y = round(place[0] * page.width - seal / 2), round(place[1] * page.height - seal / 2)
    layer.paste(_seal(seal), (x, y))
    return ImageChops.multiply(page, layer)


def _seal(size: int) -> Image.Image:
    image = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((1, 1, size - 2, size - 2), outline=RED, width=max(2, size // 35))
    middle, reach = size / 2, size * 0.14
    points = [
        (middle + r * math.sin(math.pi * i / 5), middle - r * math.cos(math.pi * i / 5))
        for i in range(10)
        for r in ((reach if i % 2 == 0 else reach * 0.38),)
    ]
    pen.polygon(points, fill=RED)
    font = ImageFont.truetype(str(FONTS / "NotoSerifSC-Bold-subset.ttf"), size // 8)
    for i, character in enumerate(SEAL_WORDS):
        angle = 240 * (i / (len(SEAL_WORDS) - 1) - 0.5)
        tile = Image.new("RGB", (size, size), "white")
        ImageDraw.Draw(tile).text((middle, size * 0.14), character, RED, font=font, anchor="mm")
        image = ImageChops.multiply(image, tile.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)))
    return image


def character_accuracy(read: str, printed: str) -> float:
    """1 - edit distance / length of what is printed; white space does not count."""
    wanted = np.array([ord(c) for c in "".join(printed.split())])
    steps = np.arange(len(wanted) + 1)
    row = steps
    for i, character in enumerate("".join(read.split()), 1):
        best = np.concatenate(([i], np.minimum(row[:-1] + (wanted != ord(character)), row[1:] + 1)))
        row = np.minimum.accumulate(best - steps) + steps
    return 1 - int(row[-1]) / len(wanted)


def image_bytes(page: Image.Image, form: str, **options: object) -> bytes:
    """A page as an image file."""
    file = io.BytesIO()
    page.save(file, form, dpi=page.info.get("dpi", (200, 200)), **options)
    return file.getvalue()


def tiff_bytes(pages: Sequence[Image.Image]) -> bytes:
    """Pages as one TIFF."""
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate", dpi=_dpi(pages))
    return file.getvalue()


def pdf_of_images(pages: Sequence[Image.Image], quality: int = 90) -> bytes:
    """Pages as a PDF of nothing but images, as scanners write it."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=_dpi(pages)[0], quality=quality)
    return file.getvalue()


def _dpi(pages: Sequence[Image.Image]) -> tuple[float, float]:
    x, y = pages[0].info.get("dpi", (200, 200))
    return float(x), float(y)
