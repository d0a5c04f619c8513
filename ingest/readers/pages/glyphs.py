"""Characters of a PDF page as people see them, and the printed lines they make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.model import DroppedText, printed_length
from ingest.readers.pages.invisible import INVISIBLE
from ingest.readers.pages.invisible import REASON as INVISIBLE_REASON

DOUBLED = "重影字（同一字叠印两次）"
SLANTED = "斜排文字（水印、印章）"
OFF_PAGE = "页面以外的文字"

UNMAPPED = re.compile(r"\(cid:\d+\)")  # what pdfminer gives for a glyph whose font does not say which character it is
HEADING_FONT = re.compile(r"(?i)bold|hei|kai|黑体|楷体|xbs|[-+]?fz(?:ht|kt|xbs)|black|heavy")
# Fonts that a converter wrote from macOS or some versions of Word map ideographs to the radicals that look the same.
RADICAL = re.compile("[\u2e80-\u2fdf]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character; points from the top left of the page as it is read."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str

    @property
    def middle(self) -> float:
        """Height of its centre."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of glyphs."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # of most of its characters
    heading_font_until: int = 0  # text[:n] is in a font of headings, the rest is not


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The characters of a page, what was taken out, and how many printed characters the file holds there."""

    glyphs: tuple[Glyph, ...]
    dropped: tuple[DroppedText, ...]
    characters: int
    turned: int = 0  # quarter turns clockwise that bring a page set sideways upright


def read_glyphs(chars: Sequence[dict[str, Any]], page: int, width: float, height: float) -> PageGlyphs:
    """Glyphs of a page; doubled ones (fake bold), watermarks and what lies off the page are taken out by name."""
    seen = _Seen()
    taken_out: dict[str, list[str]] = {}
    glyphs: list[Glyph] = []
    turned = _quarter_turns(chars)
    characters = 0
    for char in chars:
        text = visible_text(str(char["text"]))
        characters += printed_length(text)
        reason = _why_not_read(char, width, height, turned)
        if INVISIBLE.search(text):
            taken_out.setdefault(INVISIBLE_REASON, []).append("".join(INVISIBLE.findall(text)))
            text = INVISIBLE.sub("", text)
        glyph = _upright(char, text, width, height, turned)
        if reason is None and text.strip() and seen.doubles(glyph):
            reason = DOUBLED
        if reason is not None:
            taken_out.setdefault(reason, []).append(text)
        elif text:
            glyphs.append(glyph)
    dropped = tuple(
        DroppedText("".join(parts), why, page) for why, parts in taken_out.items() if "".join(parts).strip()
    )
    return PageGlyphs(tuple(glyphs), dropped, characters, turned)


def visible_text(text: str) -> str:
    """The character a glyph shows, where the font names another one."""
    if UNMAPPED.search(text):
        return UNMAPPED.sub("\ufffd", text)
    if text == "\u00ad":  # fonts draw the soft hyphen as a hyphen
        return "-"
    if RADICAL.search(text):
        return RADICAL.sub(lambda radical: unicodedata.normalize("NFKC", radical.group()), text)
    return text


class _Seen:
    """Places where a character stands already."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int, int], list[Glyph]] = {}

    def doubles(self, glyph: Glyph) -> bool:
        near = max(0.12 * glyph.size, 0.5)
        column, row = int(glyph.x0 / 2), int(glyph.top / 2)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                for other in self._places.get((glyph.text, x, y), ()):
                    if abs(other.x0 - glyph.x0) <= near and abs(other.top - glyph.top) <= near:
                        return True
        self._places.setdefault((glyph.text, column, row), []).append(glyph)
        return False


def _quarter_turns(chars: Sequence[dict[str, Any]]) -> int:
    """0, or the turns clockwise that bring upright a page most of whose text runs up (1) or down (3)."""
    up = sum(1 for c in chars if not c["upright"] and c["matrix"][1] > 0 and abs(c["matrix"][0]) < 0.01)
    down = sum(1 for c in chars if not c["upright"] and c["matrix"][1] < 0 and abs(c["matrix"][0]) < 0.01)
    if max(up, down) * 2 <= len(chars):
        return 0
    return 1 if up >= down else 3


def _why_not_read(char: dict[str, Any], width: float, height: float, turned: int) -> str | None:
    a, b, _, d = char["matrix"][:4]
    if min(abs(a), abs(b)) > 0.1 * max(abs(a), abs(b)) and abs(b) > 0.1 * abs(d):
        # Slanted letters lean in the third number, slanted lines climb in the second.
        return SLANTED
    if char["x1"] <= 0 or char["x0"] >= width or char["bottom"] <= 0 or char["top"] >= height:
        return OFF_PAGE
    return None


def _upright(char: dict[str, Any], text: str, width: float, height: float, turned: int) -> Glyph:
    x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    if turned == 1:
        x0, top, x1, bottom = height - bottom, x0, height - top, x1
    elif turned == 3:
        x0, top, x1, bottom = top, width - x1, bottom, width - x0
    return Glyph(text, x0, top, x1, bottom, float(char["size"]), str(char["fontname"]))


def turned_back(
    box: tuple[float, float, float, float], turned: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box of a page read sideways, in the coordinates of the page as it lies in the file."""
    x0, top, x1, bottom = box
    if turned == 1:
        return top, height - x1, bottom, height - x0
    if turned == 3:
        return width - bottom, x0, width - top, x1
    return box


def printed_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Lines from the top down."""
    lines = (line_of_glyphs(row) for row in rows_of(glyphs))
    return [line for line in lines if line is not None]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one line; raised and lowered ones stay with theirs."""
    rows: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.x0)):
        overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
        if rows and overlap >= 0.55 * min(bottom - top, glyph.bottom - glyph.top):
            if glyph.bottom - glyph.top > bottom - top:
                top, bottom = glyph.top, glyph.bottom
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            top, bottom = glyph.top, glyph.bottom
    return rows


def line_of_glyphs(row: Sequence[Glyph]) -> PrintedLine | None:
    """The glyphs of one row as a line; None for white space alone."""
    printed = [glyph for glyph in sorted(row, key=lambda g: g.x0) if glyph.text.strip()]
    if not printed:
        return None
    spaces = sorted(glyph.x0 for glyph in row if not glyph.text.strip())
    text, offsets = _text_of(printed, spaces)
    until = 0
    for glyph, end in zip(printed, offsets, strict=True):
        if not HEADING_FONT.search(glyph.font):
            break
        until = end
    return PrintedLine(
        text=text,
        x0=min(g.x0 for g in printed),
        top=min(g.top for g in printed),
        x1=max(g.x1 for g in printed),
        bottom=max(g.bottom for g in printed),
        size=median(g.size for g in printed),
        heading_font_until=until,
    )


def _text_of(printed: Sequence[Glyph], spaces: Sequence[float]) -> tuple[str, list[int]]:
    """The text of a line and where each of its glyphs ends in it. A gap is a space where it is wider than its line's own."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(printed)]
    spread = _letter_spacing(printed, gaps)
    text = printed[0].text
    offsets = [len(text)]
    at = 0
    for before, after, gap in zip(printed, printed[1:], gaps, strict=False):
        em = max(before.size, after.size)
        while at < len(spaces) and spaces[at] < before.x0:
            at += 1
        typed = at < len(spaces) and spaces[at] < after.x0 and gap > 0.08 * em
        wide = 0.5 if _is_wide(before.text) or _is_wide(after.text) else 0.2
        if spread is not None:
            typed, wide = False, spread / em + 0.7
        if gap > 2.5 * em:
            text += "  "
        elif typed or gap > wide * em:
            text += " "
        text += after.text
        offsets.append(len(text))
    return text, offsets


def _letter_spacing(printed: Sequence[Glyph], gaps: Sequence[float]) -> float | None:
    """The gap between the characters of a line that is spaced out, as the names of joint issuers are; else None."""
    if len(printed) < 4 or not all(_is_wide(glyph.text) for glyph in printed):
        return None
    usual = median(gaps)
    em = printed[0].size
    even = all(abs(gap - usual) <= 0.35 * em for gap in gaps)
    return usual if usual > 0.3 * em and even else None


def _is_wide(text: str) -> bool:
    return text[-1] > "\u2e7f"


def joined_lines(lines: Sequence[PrintedLine]) -> str:
    """The lines of one cell as one: a break between Chinese characters is nothing, between words a space."""
    text = ""
    for line in lines:
        if text and not (_is_wide(text) or _is_wide(line.text[0])):
            text += " "
        text += line.text
    return text
