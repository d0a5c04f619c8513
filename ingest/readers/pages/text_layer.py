"""Whether the text layer of a PDF page says what people see on it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ingest.readers.pages.glyphs import Glyph

FEW_CHARACTERS = 15  # fewer over a picture that fills the page are a page number or the scanner's own mark
_BODY_PICTURE = 0.4  # of the page, from which a picture can be its body
_FULL_PICTURE = 0.5  # of the page, from which a picture can hide text or have text laid over it unseen
_FEW_OUTLINES = 30  # drawn shapes; a page without characters and with more of them may have its text as outlines
_EDGE = 0.1  # of the height of a page: where page numbers and running heads stand
_UNSEEN = (3, 7)  # text render modes, ISO 32000 table 106: invisible, and clipping only
_MOST_UNSEEN = 0.9

_ENOUGH_TEXT = 60  # characters, from which their statistics tell
_MOST_UNMAPPED = 0.03
_MOST_MARKS = 0.4
_LEAST_COMMON = 0.1
_ALIKE = 0.9  # of two readings of one page that both hold

# In any running Chinese text, simplified or traditional, these make up a third of the characters; where a font's
# characters are named wrongly, they are as rare as any others.
_COMMON = frozenset(
    "的一是不人在有和中了大上为為以年会會市工作部政府发發展和关關于於级級各行及要省地方区區单單位事业業民国國法理管"
    "务務公社全员員实實施加强強度制化生家办辦应應对對相本按规規定日月个個項项等或者第二三四五六七八九十人安机機组組"
    "织織领領导導建立新时時党黨主"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_STRANGE = re.compile(r"[\ufffd\ue000-\uefff\uf100-\uf8ff]")  # U+F000 to F0FF are the bullets of symbol fonts
_LEADERS = frozenset(".·-_…—~*")


class Standing(StrEnum):
    """What the text layer of a page is worth."""

    USABLE = "usable"
    MISSING = "missing"  # the page is a picture, or its text is drawn as outlines
    GARBLED = "garbled"  # its characters are not those that are seen
    UNSEEN = "unseen"  # somebody's OCR, laid unseen over or under the picture of the page
    DOUBTFUL = "doubtful"  # its characters are strangely distributed: to be held against what is seen


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds besides characters."""

    picture_share: float  # of the area of the page, all pictures together
    outlines: int
    unseen_share: float  # of the pieces of text that are invisible or lie under a picture


def standing_of(glyphs: Sequence[Glyph], content: PageContent, height: float) -> Standing:
    """What the text layer of a page of this height is worth."""
    printed = [glyph for glyph in glyphs if glyph.text.strip()]
    body = [g for g in printed if _EDGE * height < g.middle < (1 - _EDGE) * height]
    if content.picture_share > _BODY_PICTURE and (len(printed) <= FEW_CHARACTERS or not body):
        return Standing.MISSING
    if not printed:
        return Standing.MISSING if content.picture_share > 0.02 or content.outlines > _FEW_OUTLINES else Standing.USABLE
    text = "".join(glyph.text for glyph in printed)
    if _is_unmapped(text):
        return Standing.GARBLED
    if content.unseen_share >= _MOST_UNSEEN:
        return Standing.UNSEEN
    return Standing.DOUBTFUL if not is_plausible(text) else Standing.USABLE


def is_plausible(text: str) -> bool:
    """Whether the characters of a page are distributed as those of a text are; too few of them always are."""
    text = "".join(text.split())
    if len(text) < _ENOUGH_TEXT:
        return True
    han = _HAN.findall(text)
    if len(han) >= _ENOUGH_TEXT and sum(c in _COMMON for c in han) < _LEAST_COMMON * len(han):
        return False
    marks = sum(_is_mark(c) for c in text)
    foreign = sum("\u00a1" <= c <= "\u024f" for c in text)
    return marks <= _MOST_MARKS * len(text) and foreign <= 0.25 * len(text)


def reads_alike(one: str, other: str) -> bool:
    """Whether two readings of a page, in any order of its lines, hold nearly the same characters."""
    one, other = (unicodedata.normalize("NFKC", "".join(text.split())) for text in (one, other))
    if not one or not other:
        return False
    matcher = difflib.SequenceMatcher(None, sorted(one), sorted(other), autojunk=False)
    return matcher.ratio() >= _ALIKE


def content_of(page: Any, look: Callable[[], Any]) -> PageContent:
    """What a page of pdfplumber holds; `look` opens it in pypdfium2, or gives None where that cannot open the file."""
    area = max(float(page.width) * float(page.height), 1.0)
    pictures = [max(0.0, float(i["width"])) * max(0.0, float(i["height"])) for i in page.images]
    share = min(1.0, sum(pictures) / area)
    seen = look() if share >= _FULL_PICTURE and page.chars else None
    unseen = _unseen_share(seen, area) if seen is not None else 0.0
    outlines = len(page.curves) + len(page.rects) + len(page.lines) if not page.chars else 0
    return PageContent(share, outlines, unseen)


def _unseen_share(page: Any, area: float) -> float:
    """Pieces of text that are invisible or under a picture that covers the page, of all pieces."""
    import pypdfium2.raw as pdfium

    texts = unseen = pending = 0
    for drawn in page.get_objects(max_depth=4):
        if drawn.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            if pdfium.FPDFTextObj_GetTextRenderMode(drawn.raw) in _UNSEEN:
                unseen += 1
            else:
                pending += 1
        elif drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = drawn.get_bounds()
            covers = (right - left) * (top - bottom) >= _FULL_PICTURE * area
            if covers and not pdfium.FPDFPageObj_HasTransparency(drawn.raw):
                unseen, pending = unseen + pending, 0
    return unseen / texts if texts else 0.0


def _is_unmapped(text: str) -> bool:
    strange = len(_STRANGE.findall(text))
    return strange >= 3 and strange > _MOST_UNMAPPED * len(text)


def _is_mark(character: str) -> bool:
    """Signs that a text is not made of, where they are many: !"#$%&'()."""
    return character not in _LEADERS and unicodedata.category(character)[0] in "PSC"
