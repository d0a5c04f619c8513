"""Text made easy to match: no blanks inside words, half-width figures; every place maps back to the printed text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from ingest.model import Span

# Line ends and tabs are none: they part paragraphs and cells.
_BLANKS = re.compile(r"[ \u3000\xa0\u2000-\u200a]+")
_NARROW = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **dict(zip("．％／～－–−＞＜（）：；•・", ".%/~---><():;··", strict=True)),
}


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A part of a text for matching, with the way back."""

    text: str
    origin: int  # where the part begins in the printed text
    ends: tuple[int, ...]  # places in `text` before which blanks were taken out
    removed: tuple[int, ...]  # how many blanks went up to each of them, added up

    def printed(self, place: int, *, closing: bool = False) -> int:
        """Place in the printed text; `closing`: as the end of a span, before blanks that follow."""
        i = bisect_right(self.ends, place - 1 if closing else place)
        return self.origin + place + (self.removed[i - 1] if i else 0)

    def span(self, start: int, end: int) -> Span:
        """Span in the printed text."""
        if not self.ends:
            return self.origin + start, self.origin + end
        return self.printed(start), self.printed(end, closing=True)

    def place(self, printed: int) -> int:
        """Place in `text` of a place of the printed text that is no blank."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.origin + self.ends[middle] + self.removed[middle] <= printed:
                low = middle + 1
            else:
                high = middle
        place = printed - self.origin - (self.removed[low - 1] if low else 0)
        return min(place, self.ends[low]) if low < len(self.ends) else place


def _parts_figures(text: str, start: int, end: int) -> bool:
    """Whether a blank stands as in 4 500元 (thousands, or two figures: the reader of numerals decides) or 1. 3名."""
    return text[end : end + 1].isdigit() and start > 0 and (text[start - 1].isdigit() or text[start - 1] in ".,，")


def squeeze(text: str, start: int = 0, end: int | None = None) -> Squeezed:
    """Return text[start:end] for matching."""
    part = text[start:end]
    for wide, narrow in _NARROW.items():
        if wide in part:
            part = part.replace(wide, narrow)
    blanks = [m.span() for m in _BLANKS.finditer(part) if not _parts_figures(part, *m.span())]
    if not blanks:
        return Squeezed(part, start, (), ())
    removed = tuple(accumulate(b - a for a, b in blanks))
    ends = tuple(b - gone for (_, b), gone in zip(blanks, removed, strict=True))
    kept, last = [], 0
    for a, b in blanks:
        kept.append(part[last:a])
        last = b
    kept.append(part[last:])
    return Squeezed("".join(kept), start, ends, removed)
