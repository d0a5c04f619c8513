"""From printed lines to paragraphs: what a line break cut inside a sentence or a word is joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_letters, digits
from typing import NamedTuple

from ingest.dates import DATE
from ingest.frozen import quickly_made
from ingest.issuers import bodies_in
from ingest.layout import Layout, layout_of, leading_width, printed_width, sets_cells
from ingest.line_forms import COPIED_TO, ends_sentence, is_title_like, stands_alone
from ingest.markers import Family, marker_at
from ingest.model import Box, Line, LineKind, Span
from ingest.paragraph_starts import Count, begins_by_label, begins_by_number, is_cut_figure, is_signer

_COLONS = ("：", ":")
_COPIED_LEADS = "抄主分发送报"  # what COPIED_TO can begin with
_PAUSE = re.compile(r"[，、,（(《“‘]$")
_TITLE_GOES_ON = re.compile(r"的|[（(][^（）()\d]{1,12}[）)]$")
# A title whose last line fills the margin, and the 主送机关 below it.
_TITLE_END = re.compile(r"》?的(?:通知|意见|决定|通报|批复|函|公告|通告)$")
_ADDRESSEE = re.compile(
    r"(?!.*(?:要|应|须|是|如下|做到|负责|按照))(?:各|有关|[省市县区]|国务院|机关|驻)[^。；]{2,}[：:]$"
)
_CONTENTS_ENTRY = re.compile(r"[.．·…]{2,}\s*\d{1,4}$")
_RUNS_ON = re.compile(r"。|[：:].")
_LATIN_SEAMS = frozenset(f"{ascii_letters}{digits},;.")
_LATIN = re.compile(r"[A-Za-z]")
# What a heading broken at the margin goes on with: a few words, no sentence of its own.
_HEADING_REST_LENGTH = 18.0
_HEADING_LENGTH = 20.0
_HEADING_LIMIT = 60  # characters; a numbered paragraph longer than this is text
_READ_OF_LONG = 1000  # characters of the beginning and of the end of a paragraph that say whether it goes on
_COPY_NUMBER = 6  # figures of a 份号, which a letter prints below the body of its head
_LONG_LINE = 24.0  # no title and no signature is this long without a stop


class Piece(NamedTuple):
    """A printed line inside a paragraph."""

    start: int  # where it begins, in characters of the paragraph
    line: Line


@quickly_made
@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the stored text, with the printed lines it was joined from."""

    text: str
    span: Span  # in the stored text
    pieces: tuple[Piece, ...]

    @property
    def first(self) -> Line:
        """The line it begins with, which carries the format's hints."""
        return self.pieces[0].line

    @property
    def page(self) -> int | None:
        """Page it begins on."""
        return self.first.page

    def page_at(self, position: int) -> int | None:
        """Page of a character of the stored text inside this paragraph."""
        page = self.first.page
        for piece in self.pieces:
            if self.span[0] + piece.start > position:
                break
            page = piece.line.page
        return page

    def boxes_in(self, span: Span) -> tuple[Box, ...]:
        """Boxes of the printed lines that a span of the stored text touches."""
        found: list[Box] = []
        for i, piece in enumerate(self.pieces):
            start = self.span[0] + piece.start
            end = self.span[0] + (self.pieces[i + 1].start if i + 1 < len(self.pieces) else len(self.text))
            if start < span[1] and end > span[0]:
                found.extend(piece.line.boxes)
        return tuple(found)


def join_paragraphs(lines: Sequence[Line]) -> tuple[str, tuple[Paragraph, ...]]:
    """The stored text and its paragraphs, one per line of that text."""
    layout = layout_of(lines)
    groups: list[list[Line]] = []
    before = ""  # the text of the last group
    count = Count()
    for i, line in enumerate(lines):
        if groups and _continues(groups[-1], before, lines, i, layout, count):
            groups[-1].append(line)
            before += line.text.strip()
            if len(before) > 2 * _READ_OF_LONG:  # its beginning and its end tell; else time grows with its square
                before = before[:_READ_OF_LONG] + before[-_READ_OF_LONG:]
        else:
            groups.append([line])
            before = line.text.strip()
            count.note(before)
    paragraphs: list[Paragraph] = []
    offset = 0
    for group in groups:
        text, pieces = _joined(group)
        paragraphs.append(Paragraph(text, (offset, offset + len(text)), pieces))
        offset += len(text) + 1
    return "\n".join(p.text for p in paragraphs), tuple(paragraphs)


def _joined(group: Sequence[Line]) -> tuple[str, tuple[Piece, ...]]:
    if group[0].kind is LineKind.TABLE_ROW:  # a tab at its head is an empty first cell
        return group[0].text, (Piece(0, group[0]),)
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    seam = False  # whether a Latin word or a figure ends what is there
    for line in group:
        part = line.text.strip()
        if seam and _LATIN.match(part):
            parts.append(" ")  # a line break between two Latin words stands for a space; between Chinese it is nothing
            length += 1
        if (line.value_start or line.bold_until) and (lead := len(line.text) - len(line.text.lstrip())):
            line = replace(line, value_start=max(0, line.value_start - lead), bold_until=max(0, line.bold_until - lead))
        pieces.append(Piece(length, line))
        parts.append(part)
        length += len(part)
        seam = part[-1] in _LATIN_SEAMS if part else seam
    return "".join(parts), tuple(pieces)


def _continues(
    group: Sequence[Line], before: str, lines: Sequence[Line], at: int, layout: Layout, count: Count
) -> bool:
    """Whether the line at `at` goes on with the paragraph begun before it; `before`: what that prints so far."""
    last, line = group[-1], lines[at]
    if LineKind.TEXT is not last.kind or line.kind is not LineKind.TEXT or last.whole_paragraph:
        return False
    if line.heading_level is not None or last.heading_level is not None:
        return False
    if layout.is_centred(line) or layout.is_centred(last) or stands_alone(line.text):
        return False
    if ("\t" in last.text and sets_cells(last.text)) or ("\t" in line.text and sets_cells(line.text)):
        return False
    here = line.text.strip()
    if here in ("印发", "印制") and DATE.search(before[-16:]):
        return True
    if here.isdecimal() and len(here) == _COPY_NUMBER and bodies_in(before):
        return False
    finished = ends_sentence(before) and not _is_number_alone(before)
    if before[:1] in _COPIED_LEADS and COPIED_TO.match(before):
        return not finished
    if stands_alone(before) or (is_title_like(before) and not _TITLE_GOES_ON.match(here)):
        return False
    if before[-1:].isdecimal() and _CONTENTS_ENTRY.search(before):
        return False
    if here.endswith(_COLONS) and _ADDRESSEE.match(here) and _TITLE_END.search("".join(before[-12:].split())):
        return False
    if finished or before.endswith(_COLONS):
        return _goes_on_after_stop(before, line, last, layout, first=len(group) == 1)
    first = len(group) == 1
    full = layout.is_full(last, here, first=first)
    nearly_full = full or layout.is_full(last, here, first=first, loosely=True)
    heading = _is_bare_heading(before)
    if layout.is_indented(line) and not (full and not heading):
        return False
    closes_bracket = _bracket_closes(before, here)
    marker = count.marker_of(here)
    if marker is not None or here.startswith("——"):
        # Inside an unfinished sentence a number at the line's head is a mention, unless what stands before is a heading.
        if heading or layout.is_indented(line) or not (nearly_full or _is_prose(before)):
            return False
        if marker is None or closes_bracket:
            return True
        if not nearly_full and _stands_apart(line, layout):
            return False
        return not begins_by_number(before, marker, lines, at, count, full=nearly_full or line.page_break_before)
    if closes_bracket:
        return True
    if is_signer(lines, at) or (not nearly_full and begins_by_label(before, here)):
        return False
    if is_cut_figure(before, here) and not _stands_apart(line, layout):
        return True
    goes_on = nearly_full or line.page_break_before or before.endswith(("，", "、"))
    if layout.blank_lines_tell and line.blank_before and not goes_on:
        return False
    if heading:
        if full or _PAUSE.search(before) or _is_number_alone(before):
            return True
        if (
            line.page_break_before
            and (first or nearly_full)
            and printed_width(before) >= _HEADING_LENGTH
            and 0 < here.find("。") <= _HEADING_REST_LENGTH
        ):
            return True
        return _is_cut_heading(before, here, layout)
    if nearly_full or _PAUSE.search(before):
        return True
    # A sentence that a page break cut, in a file that keeps a paragraph on one line or wraps raggedly.
    return _is_prose(before) or (
        printed_width(before) >= _LONG_LINE
        and re.search(r"[。，,；]|[：:]$", here) is not None
        and not bodies_in(before)
    )


def _stands_apart(line: Line, layout: Layout) -> bool:
    """Whether a blank line or an indent sets a line off, in a file where such tell."""
    if line.page_break_before:
        return False
    indented = layout.width is None and not line.boxes and leading_width(line.text) > 0
    return indented or (layout.blank_lines_tell and line.blank_before)


def _goes_on_after_stop(before: str, line: Line, last: Line, layout: Layout, *, first: bool) -> bool:
    """Whether a line goes on with a paragraph whose last line ends in 。 or ：

    A full line that ends so may end its paragraph or not. Joining two paragraphs of one clause does no harm, but a
    signature must not be drawn in: it is short and ends in no 。
    """
    here = line.text.strip()
    if before.endswith(_COLONS):
        return _bracket_is_open(before)
    if marker_at(here) is not None or here.startswith("——") or layout.is_indented(line):
        return False
    if not layout.is_full(last, here, first=first) or bodies_in(here):
        return False
    marked = layout.indents or bool(line.boxes)
    if not marked and layout.blank_lines_tell and line.blank_before and not line.page_break_before:
        return False
    # What goes on is another full line or closes the paragraph; a title below the text does neither.
    return layout.is_full(line, "一", first=False, loosely=True) or ends_sentence(here) or here.endswith(_COLONS)


def _is_bare_heading(text: str) -> bool:
    """Whether what is there so far is a numbered heading that has not run into its text."""
    marker = marker_at(text)
    if marker is None or marker.family is Family.ARTICLE or len(text) > _HEADING_LIMIT:
        return False
    return not _RUNS_ON.search(text)


def _is_number_alone(text: str) -> bool:
    """Whether a number stands on its line without its heading, cut off by the end of a line or page."""
    marker = marker_at(text)
    return marker is not None and marker.end >= len(text.rstrip())


def _is_cut_heading(before: str, here: str, layout: Layout) -> bool:
    """Whether a short line is the rest of a heading that the margin cut."""
    margin = layout.width - 6 if layout.width is not None else _HEADING_LENGTH
    return (
        printed_width(before) >= margin
        and printed_width(here) <= _HEADING_REST_LENGTH
        and not re.search(r"[。；：:，,]", here)
        and not re.match(r"[“《（(—]", here)
        and not bodies_in(here)
    )


def _is_prose(text: str) -> bool:
    return len(text) > 25 and ("，" in text or "。" in text or "," in text)


def _bracket_is_open(before: str) -> bool:
    tail = before[-60:]
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in ("《》", "（）", "()"))


def _bracket_closes(before: str, here: str) -> bool:
    """Whether a 《 or （ of the last few words is still open and the next line goes on inside it."""
    tail = before[-60:]
    for opening, closing in (("《", "》"), ("（", "）"), ("(", ")")):
        if tail.rfind(opening) <= tail.rfind(closing):
            continue
        close = here.find(closing)
        if close >= 0 and not 0 <= here.find(opening) < close:
            return True
    return False
