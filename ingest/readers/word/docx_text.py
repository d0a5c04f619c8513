"""All text of a Word file, wherever it stands: to count it, and to name what is not read as body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import DroppedText, printed_length
from ingest.readers.word.docx_package import MC, A, DocxPackage, M, W, XmlElement
from ingest.readers.word.numbering import SYMBOL_BULLETS

HEADER = "页眉"
FOOTER = "页脚"
FOOTNOTE = "脚注"
ENDNOTE = "尾注"
COMMENT = "批注"
DRAWING = "图示、图表中的文字"

TEXT_TAGS = frozenset({f"{W}t", f"{W}delText", f"{M}t"})
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"  # its text is an attribute
CHART_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
LARGE_PICTURE = (
    8 * 360_000,
    5 * 360_000,
)  # width and height in EMU: 8 cm by 5 cm holds text, a seal or a logo is smaller

_SYMBOLS = str.maketrans(SYMBOL_BULLETS)

# Characters that Word puts one into another, as ① where a font lacks it: eq \\o\\ac(○,1)
CIRCLED = re.compile(r"(?i)^\s*eq\s*\\o\s*\\ac\s*\(\s*(?P<ring>[^\s,，])\s*[,，]\s*(?P<inner>[^)]{1,3}?)\s*\)\s*$")


def texts_of(root: XmlElement) -> Iterator[str]:
    """The text of a part, text boxes once: of two renderings of the same thing the first counts."""
    for element in root.iter(*TEXT_TAGS, f"{W}sym", WORD_ART):
        if not any(_is_second_rendering(above) for above in element.iterancestors()):
            yield text_of(element)


def text_of(element: XmlElement) -> str:
    """What one element prints. Bullets of symbol fonts stand at private places; they become what they look like."""
    if element.tag == f"{W}sym":
        return _symbol(element)
    if element.tag == WORD_ART:
        return str(element.get("string") or "")
    return str(element.text or "").translate(_SYMBOLS)


def chosen_rendering(alternatives: XmlElement) -> XmlElement | None:
    """Of the renderings of one thing the first; reading both would print it twice."""
    choice = alternatives.find(f"{MC}Choice")
    return alternatives.find(f"{MC}Fallback") if choice is None else choice


def _is_second_rendering(element: XmlElement) -> bool:
    return element.tag in (f"{MC}Choice", f"{MC}Fallback") and chosen_rendering(element.getparent()) is not element


def _symbol(element: XmlElement) -> str:
    """A character of a symbol font as it looks."""
    code = str(element.get(f"{W}char") or "")
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return SYMBOL_BULLETS.get(character, character)


def printed_characters(package: DocxPackage) -> int:
    """How many characters the file holds, without the numbers that Word makes."""
    parts = (package.body, *package.headers, *package.footers, *package.footnotes, *package.endnotes, *package.comments)
    hyphens = sum(1 for part in parts for _ in part.iter(f"{W}noBreakHyphen"))
    texts = (printed_length(text) for part in parts for text in texts_of(part))
    return hyphens + sum(texts) + sum(printed_length(_drawn(part)) for part in package.drawings)


def surroundings(package: DocxPackage) -> Iterator[DroppedText]:
    """Text outside the body that is not read with it, named by where it stands."""
    running = [part for part in package.headers if part is not package.opening_header]
    for reason, parts in ((HEADER, running), (FOOTER, package.footers), (COMMENT, package.comments)):
        for part in parts:
            if text := paragraphs_of(part):
                yield DroppedText(text, reason)
    for part in package.drawings:
        if text := _drawn(part):
            yield DroppedText(text, DRAWING)


def paragraphs_of(part: XmlElement) -> str:
    """The paragraphs of a part, a line each."""
    paragraphs = ("".join(_printed_in(p)) for p in part.iter(f"{W}p") if not _has_paragraph_above(p))
    return "\n".join(p for p in paragraphs if p.strip())


def _printed_in(paragraph: XmlElement) -> Iterator[str]:
    yield from texts_of(paragraph)
    yield "-" * sum(1 for _ in paragraph.iter(f"{W}noBreakHyphen"))


def _has_paragraph_above(paragraph: XmlElement) -> bool:
    """Whether a paragraph stands in a text box, and so is read with the paragraph that holds the box."""
    return any(above.tag == f"{W}p" for above in paragraph.iterancestors())


def _drawn(part: XmlElement) -> str:
    return "\n".join(e.text for e in part.iter(f"{A}t", CHART_TEXT) if e.text and e.text.strip())


def large_pictures(body: XmlElement) -> int:
    """How many pictures are large enough to be pages or tables that nobody typed."""
    count = 0
    for extent in body.iter(EXTENT):
        size = (str(extent.get(side) or "") for side in ("cx", "cy"))
        is_large = all(s.isdecimal() and int(s) >= least for s, least in zip(size, LARGE_PICTURE, strict=True))
        if is_large and next(extent.getparent().iter(f"{A}blip"), None) is not None:
            count += 1
    return count


def circled(instruction: str) -> str | None:
    """What a field prints that puts one character into another: ①; None for other fields."""
    match = CIRCLED.match(instruction)
    if match is None:
        return None
    ring, inner = match["ring"], match["inner"]
    if ring in "○〇" and inner.isdecimal() and 1 <= int(inner) <= 20:
        return chr(ord("①") + int(inner) - 1)
    if ring in "○〇" and inner in "一二三四五六七八九十":
        return chr(ord("㊀") + "一二三四五六七八九十".index(inner))
    return ring + inner
