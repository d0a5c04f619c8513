"""Where a document's head begins above its title: red head, marks, number, and the bodies of its title."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import issuers
from ingest.line_forms import COPIED_TO, DATE_LINE, NUMBER_LINE, PRINTED, SIGNATORY, ends_sentence, is_signed, marks_in
from ingest.model import LineKind
from ingest.paragraphs import Paragraph

_HEAD_LINES = 8  # a masthead has no more lines above its title
_LONGEST = 60


def head_start(paragraphs: Sequence[Paragraph], title: int, floor: int, *, numbered: bool = False) -> int:
    """The first paragraph of the head whose title begins at `title`; it lies above `floor`.

    A body alone above the title is its first line, unless it signs what stands before: then a date follows it.
    `numbered`: a number stands at `title` or is known to stand above it.
    """
    start = title
    while start - 1 > floor and title - start < _HEAD_LINES:
        above = paragraphs[start - 1]
        text = above.text
        if above.first.kind is not LineKind.TEXT or len(text) > _LONGEST or DATE_LINE.match(text) or is_signed(text):
            break
        is_own_form = NUMBER_LINE.match(text) is not None or is_mark(text)
        # A body counts above a number or a red head, and above a title where what stands before is closed.
        if not is_own_form and not (issuers.bodies_in(text) and (numbered or _is_closed(paragraphs, start - 1, floor))):
            break
        numbered = numbered or is_own_form
        start -= 1
    return start


def is_mark(text: str) -> bool:
    """Whether a line is a 版头 by its own form: the red head, a mark of its corner, the 签发人."""
    if len(text) > _LONGEST:
        return False
    return bool(
        issuers.bodies_of_red_head(text) or "".join(text.split()) == "文件" or marks_in(text) or SIGNATORY.match(text)
    )


def _is_closed(paragraphs: Sequence[Paragraph], body: int, floor: int) -> bool:
    """Whether the lines above a body, other bodies aside, end a text or its signature."""
    i = body - 1
    while i > floor and issuers.bodies_in(paragraphs[i].text):
        i -= 1
    text = paragraphs[i].text
    closed = DATE_LINE.match(text) or PRINTED.match(text) or COPIED_TO.match(text) or NUMBER_LINE.match(text)
    turned = ends_sentence(text) and paragraphs[body].first.page_break_before
    return i > floor and bool(closed or turned or is_signed(text) or is_mark(text))
