"""The characters of an OFD text object where they are printed, GB/T 33190-2016 section 11."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.readers.ofd.values import (
    POINTS_PER_MILLIMETRE,
    Transform,
    XmlElement,
    child,
    children,
    is_true,
    local_name,
    number,
    steps,
)

Char = dict[str, Any]
"""A character as pdfplumber gives it, which `glyphs.read_glyphs` takes; and its glyph and the font it is drawn with."""

ASCENT, DESCENT = 0.86, 0.14  # of the size; Chinese typefaces fill their em box
USUAL_SIZE = 3.7  # millimetres, 五号; for text whose size cannot be read
MOST_GLYPHS = 100_000  # of one text object
LEAST_SIZE = 0.1  # points; a damaged matrix may press text flat
LONGEST_STACK = 1.8  # sizes from one upright character down to the next of the same line set downwards
_LEAST_SPREAD, _MOST_SPREAD = 0.35, 1.5  # sizes between the characters of a line that is spread out
_WIDEST_HALF = 0.8  # sizes; a half-width sign in a line that is spread out
_NARROW, _BROAD = frozenset("iIjl.,;:'!|`ftr()[]{}"), frozenset("mwMW@%&—")
_DIRECTIONS = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}


@dataclass(frozen=True, slots=True)
class Font:
    """A font resource."""

    name: str
    part: str | None = None  # of the package, where it is embedded
    character_of: Callable[[int], str | None] = lambda glyph: None  # what a glyph shows, where an embedded font says it


NO_FONT = Font("")


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text object on its page."""

    text: str  # all that it paints, in the order of the file
    chars: tuple[Char, ...]
    opacity: float  # 0..1; 0: painted with no colour or full transparency, as the text layer over a scan


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a text object sets its characters."""

    size: float  # millimetres
    scale: float  # of widths
    run: tuple[float, float]  # direction of reading
    place: Transform  # from the object to the page, in millimetres
    axes: Transform  # from a character's own level and upright direction to the page
    common: Char  # what all its characters share


def place_text(element: XmlElement, place: Transform, fonts: Mapping[str, Font]) -> PlacedText:
    """The characters of a TextObject; `place` leads from its inner space to the page, in millimetres."""
    font = fonts.get((element.get("Font") or "").strip(), NO_FONT)
    setting = _setting(element, place, font)
    codes = children(element, "TextCode")
    texts = _texts(element, font)
    chars: list[Char] = []
    x = y = 0.0
    for code, (text, glyphs) in zip(codes, texts, strict=True):
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        chars += _placed(text, glyphs, x, y, code, setting)
    return PlacedText("".join(text for text, _ in texts), tuple(chars), _opacity(element))


def _setting(element: XmlElement, place: Transform, font: Font) -> _Setting:
    size = number(element.get("Size"))
    size = size if size > 0 else USUAL_SIZE
    across = _DIRECTIONS[_quarter(element.get("CharDirection"))]
    axes = place.after(Transform(across[0], across[1], -across[1], across[0]))
    stretch = max(math.hypot(axes.a, axes.b), 1e-9)
    # pdfplumber counts upwards from the foot of the page.
    matrix = (axes.a / stretch, -axes.b / stretch, -axes.c / stretch, axes.d / stretch, 0.0, 0.0)
    common: Char = {
        "size": max(size * math.hypot(axes.c, axes.d) * POINTS_PER_MILLIMETRE, LEAST_SIZE),
        "fontname": font.name + (" bold" if number(element.get("Weight"), 400) >= 600 else ""),
        "font_part": font.part,
        "matrix": matrix,
        "upright": abs(matrix[1]) < 1e-3 and abs(matrix[2]) < 1e-3,
    }
    scale = number(element.get("HScale"), 1.0) or 1.0
    return _Setting(size, scale, _DIRECTIONS[_quarter(element.get("ReadDirection"))], place, axes, common)


def _quarter(value: str | None) -> int:
    return round(number(value) / 90) * 90 % 360


def _opacity(element: XmlElement) -> float:
    whole = number(element.get("Alpha"), 255) / 255
    if is_true(element.get("Stroke"), False):
        return whole
    if not is_true(element.get("Fill"), True):
        return 0.0
    fill = child(element, "FillColor")
    return whole if fill is None else whole * number(fill.get("Alpha"), 255) / 255


def _texts(element: XmlElement, font: Font) -> list[tuple[str, Mapping[int, int]]]:
    """What each TextCode paints, and its glyphs by place as the CGTransforms before it name them.

    Where its codes say nothing, the glyphs speak.
    """
    texts: list[tuple[str, Mapping[int, int]]] = []
    glyphs: dict[int, int] = {}
    for part in element:
        name = local_name(part)
        if name == "CGTransform":
            first = int(number(part.get("CodePosition")))
            for listed in children(part, "Glyphs"):
                words = str(listed.text or "").split(maxsplit=MOST_GLYPHS)[:MOST_GLYPHS]
                if len(glyphs) < MOST_GLYPHS:
                    glyphs.update({first + i: int(number(glyph)) for i, glyph in enumerate(words)})
        elif name == "TextCode":
            text = _unwrapped(part)
            places = dict(enumerate(glyphs[i] for i in sorted(glyphs))) if not text else glyphs
            texts.append((_mended(text, glyphs, font), places))
            glyphs = {}
    return texts


def _mended(text: str, glyphs: Mapping[int, int], font: Font) -> str:
    if not text:
        return "".join(font.character_of(glyphs[i]) or "\ufffd" for i in sorted(glyphs))
    if not glyphs or not any(map(says_nothing, text)):
        return text
    return "".join((font.character_of(glyphs.get(i, -1)) or c) if says_nothing(c) else c for i, c in enumerate(text))


def _unwrapped(code: XmlElement) -> str:
    """The text of a TextCode without the line breaks and indents that a formatter put around it."""
    text = "".join(code.itertext())
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text or "\r" in text else text


def says_nothing(character: str) -> bool:
    """Whether a code is none of a character that people know."""
    return character.isspace() or character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs")


def _placed(
    text: str, glyphs: Mapping[int, int], x: float, y: float, code: XmlElement, setting: _Setting
) -> list[Char]:
    across, down = (steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
    natural = [_width(character) * setting.size * setting.scale for character in text]
    if any(across) or any(down):
        moves = [(_at(across, i), _at(down, i)) for i in range(len(text))]
    else:
        # Without steps all would stand in one place; what is meant is that each follows the one before.
        moves = [(width * setting.run[0], width * setting.run[1]) for width in natural]
    if setting.run[1] and not any(down):
        # Read downwards with steps across: meant along the line.
        moves = [(0.0, move[0] * setting.run[1]) if move[0] else move for move in moves]
    widths = _set_widths(text, natural, [math.hypot(*move) for move in moves], setting.size)
    chars: list[Char] = []
    for i, (character, width, move) in enumerate(zip(text, widths, moves, strict=True)):
        chars.append(_char(character, x, y, width, glyphs.get(i), setting))
        x, y = x + move[0], y + move[1]
    return _set_downwards(chars)


def _set_widths(text: str, natural: Sequence[float], lengths: Sequence[float], size: float) -> list[float]:
    """How wide each character is set, given the steps from one to the next."""
    # A character of a proportional typeface is as wide as its step, one of a half-width typeface half a size; a wider
    # step is space.
    widths = [
        length if 0 < length <= (width if character > "\u2e7f" else max(1.6 * width, _WIDEST_HALF * size)) else width
        for character, width, length in zip(text, natural, lengths, strict=True)
    ]
    # Even space behind every character of a run spreads it to the margin and parts no words.
    spaces = [length - width for width, length in zip(natural[:-1], lengths[:-1], strict=True)]
    usual = median(spaces) if len(spaces) > 2 else 0.0
    wide = sum(character > "\u2e7f" for character in text)
    if (
        _LEAST_SPREAD * size < usual <= _MOST_SPREAD * size
        and 2 * wide >= len(text)
        and all(abs(space - usual) <= _LEAST_SPREAD * size for space in spaces)
    ):
        return [*lengths[:-1], widths[-1]]
    return widths


def _at(found: Sequence[float], i: int) -> float:
    """The step after character i; a list that ends early goes on with its last step."""
    return found[min(i, len(found) - 1)] if found else 0.0


def _width(character: str) -> float:
    """Natural width in sizes."""
    if character in _NARROW:
        return 0.32
    if character in _BROAD:
        return 0.9 if character != "—" else 1.0
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.66 if character.isupper() else 0.5


def _char(character: str, x: float, y: float, width: float, glyph: int | None, setting: _Setting) -> Char:
    x, y = setting.place.point(x, y)
    axes, size = setting.axes, setting.size
    # Box of a rectangle from the base line up and down, turned and stretched.
    right, fall = axes.a * width, axes.b * width
    up = (-ASCENT * size * axes.c, -ASCENT * size * axes.d)
    down = (DESCENT * size * axes.c, DESCENT * size * axes.d)
    return {
        "text": character,
        "x0": (x + min(0.0, right) + min(up[0], down[0])) * POINTS_PER_MILLIMETRE,
        "x1": (x + max(0.0, right) + max(up[0], down[0])) * POINTS_PER_MILLIMETRE,
        "top": (y + min(0.0, fall) + min(up[1], down[1])) * POINTS_PER_MILLIMETRE,
        "bottom": (y + max(0.0, fall) + max(up[1], down[1])) * POINTS_PER_MILLIMETRE,
        "glyph": glyph,
        **setting.common,
    }


def _set_downwards(chars: list[Char]) -> list[Char]:
    """Upright characters under one another as one, at the place of the first: a label set downwards is read as a line."""
    printed = [char for char in chars if char["text"].strip()]
    if len(printed) < 2 or not all(char["upright"] for char in printed):
        return chars
    for above, below in pairwise(printed):
        down = below["top"] - above["top"]
        if abs(below["x0"] - above["x0"]) > 0.3 * above["size"] or not 0.5 <= down / above["size"] <= LONGEST_STACK:
            return chars
    return [{**printed[0], "text": "".join(char["text"] for char in printed)}]
