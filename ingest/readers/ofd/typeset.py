"""A picture of an OFD page whose codes name no characters: drawn with the fonts that the file carries, for OCR."""

from __future__ import annotations

import io
import logging
import struct

from PIL import Image, ImageDraw, ImageFont

from ingest.readers.ofd.content import PageContent
from ingest.readers.ofd.package import OfdPackage, PartError
from ingest.readers.ofd.text import DESCENT, Char
from ingest.readers.ofd.values import POINTS_PER_MILLIMETRE
from ingest.readers.scans.page_image import PageImage, rgb_pixels

logger = logging.getLogger(__name__)

DPI = 200.0
MOST_PIXELS = 40_000_000
LARGEST_TYPE = 600  # pixels
MOST_FONTS = 200  # of one page, each size counted
_FIRST_CODE = 0xF0000  # where the glyphs of a font are put, in the order of their numbers


def typeset_page(content: PageContent, package: OfdPackage) -> PageImage | None:
    """The characters of a page as their fonts show them; None where not all but a few have a font in the file."""
    printed = [char for char in content.chars if str(char["text"]).strip()]
    drawable = [char for char in printed if char["font_part"] is not None and char["upright"]]
    scale = DPI / 72
    size = tuple(
        max(1, round(side * POINTS_PER_MILLIMETRE * scale)) for side in (content.box.width, content.box.height)
    )
    if len(drawable) < 0.95 * len(printed) or size[0] * size[1] > MOST_PIXELS:
        return None
    page = Image.new("L", (size[0], size[1]), 255)
    fonts = _Fonts(package)
    drawn = sum(_draw(page, char, fonts, scale) for char in drawable)
    if drawn < 0.95 * len(printed):
        return None
    return PageImage(rgb_pixels(page), content.number, 1 / scale)


def _draw(page: Image.Image, char: Char, fonts: _Fonts, scale: float) -> bool:
    glyph = char["glyph"]
    font = fonts.font(char["font_part"], round(char["size"] * scale), by_glyph=glyph is not None)
    if font is None:
        return False
    shown = char["text"] if glyph is None else chr(_FIRST_CODE + glyph)
    base = char["bottom"] - DESCENT * char["size"]
    try:
        ImageDraw.Draw(page).text((char["x0"] * scale, base * scale), shown, fill=0, font=font, anchor="ls")
    except (OSError, ValueError):
        return False
    return True


class _Fonts:
    """The embedded fonts of a page, by part and size."""

    def __init__(self, package: OfdPackage) -> None:
        self._package = package
        self._files: dict[tuple[str, bool], bytes | None] = {}
        self._fonts: dict[tuple[str, int, bool], ImageFont.FreeTypeFont | None] = {}

    def font(self, part: str, size: int, *, by_glyph: bool) -> ImageFont.FreeTypeFont | None:
        key = (part, min(max(size, 4), LARGEST_TYPE), by_glyph)
        if key not in self._fonts:
            self._fonts[key] = self._opened(*key) if len(self._fonts) < MOST_FONTS else None
        return self._fonts[key]

    def _opened(self, part: str, size: int, by_glyph: bool) -> ImageFont.FreeTypeFont | None:
        try:
            if (part, by_glyph) not in self._files:
                content = self._package.read(part)
                self._files[part, by_glyph] = with_glyph_codes(content) if by_glyph else content
            file = self._files[part, by_glyph]
            return None if file is None else ImageFont.truetype(io.BytesIO(file), size)
        except (PartError, OSError, ValueError, struct.error) as error:
            logger.debug("font %s cannot be used: %s", part, error)
            self._files[part, by_glyph] = None
            return None


def with_glyph_codes(font: bytes) -> bytes:
    """The same font with a character map of ours: each glyph under a code that is made of its number."""
    version, count = struct.unpack_from(">4sH", font)
    if version == b"ttcf":
        raise ValueError("a collection of fonts")
    tables: dict[bytes, bytes] = {}
    for i in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * i)
        tables[tag] = font[offset : offset + length]
    if b"maxp" not in tables:
        raise ValueError("no font of numbered glyphs")
    glyphs = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
    # One group of a format 12 map, for platform 3, encoding 10 (OpenType, table cmap).
    groups = struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", _FIRST_CODE, _FIRST_CODE + glyphs - 1, 0)
    tables[b"cmap"] = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + groups
    return _packed(version, tables)


def _packed(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    at = 12 + 16 * len(tables)
    directory: list[bytes] = []
    bodies: list[bytes] = []
    for tag, body in sorted(tables.items()):
        directory.append(struct.pack(">4sLLL", tag, 0, at, len(body)))
        padded = body + b"\0" * (-len(body) % 4)
        bodies.append(padded)
        at += len(padded)
    return b"".join([version, struct.pack(">HHHH", len(tables), 0, 0, 0), *directory, *bodies])
