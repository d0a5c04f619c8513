"""How a file breaks its lines: at a margin or not at all, with indents or without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.line_forms import ends_sentence
from ingest.markers import marker_at
from ingest.model import Alignment, Line, LineKind

_SLACK = 2.6  # lines this much shorter than the longest may still be full: a number or 。 did not fit any more
_TOLERANCE = 0.6  # half-width signs and lost spaces make a line's width uncertain by about half a character
_HANGING = 1.1  # closing punctuation may hang this far beyond the margin
_INDENT = 2.0  # characters a paragraph's first line is shorter by, where the indent itself was lost
_CENTRED_FROM = 4.5  # more leading space than this is no indent
_SHORTEST = 12  # lines below this say nothing of the margin
_LONGEST = 70  # a margin further out than this is a file that keeps a paragraph on one line
_LONGEST_CELL = 12  # width of a cell where two of them are all there is
_SPACES = " \t\u3000\xa0"
_INNER_SPACE = re.compile(r"(?<![A-Za-z])[ \t\u3000\xa0]+(?![A-Za-z])")
_CLOSING = "，。、；：！？）》”’〉】,.;:!?)"
# What moves to the next line as a whole: a number or Latin word, or one character, with the brackets around it.
_UNBREAKABLE = re.compile(rf"[（《“‘〔〈【(\[]*(?:[0-9A-Za-z.%％+\-]+|.)[{re.escape(_CLOSING)}]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one file; widths in Chinese characters, boxes in points."""

    width: float | None  # of a full line where lines are broken at a margin; None: lines are paragraphs
    first_width: float | None  # of a paragraph's first line, where its indent was lost
    indents: bool  # paragraphs are indented and their further lines are not
    blank_lines_tell: bool  # blank lines stand between paragraphs only
    right: dict[int, float]  # right margin of each page, where lines have boxes
    left: dict[int, float]
    em: float

    def is_full(self, line: Line, following: str, *, first: bool, loosely: bool = False) -> bool:
        """Whether the line was broken because what begins the next one did not fit any more.

        `first`: it is the first line of its paragraph. `loosely`: nearly full will do.
        """
        token = _UNBREAKABLE.match(following)
        needed = printed_width(token.group()) if token else 1.0
        slack = _TOLERANCE + (_SLACK if loosely else 0.0)
        if line.boxes and self.em:
            box = line.boxes[-1]
            return box.x1 + (needed + slack) * self.em >= self.right.get(box.page, box.x1)
        if self.width is None or self.first_width is None:
            return False
        width = set_width(line.text)
        if width > self.width + _HANGING + _TOLERANCE:
            return False  # longer than the margin allows: a paragraph of its own
        capacity = self.width
        if first and line.text[:1] not in _SPACES and width <= self.first_width + _HANGING:
            capacity = self.first_width
        return width + needed > capacity - slack

    def is_indented(self, line: Line) -> bool:
        """Whether the line begins further in than the lines of a running paragraph."""
        if line.boxes and self.em:
            box = line.boxes[0]
            return box.x0 >= self.left.get(box.page, box.x0) + 1.2 * self.em
        return self.indents and line.text[:1] in _SPACES

    def is_centred(self, line: Line) -> bool:
        """Whether the line stands in the middle or at the right, by the format or by the spaces before it."""
        return line.alignment in (Alignment.CENTER, Alignment.END) or leading_width(line.text) > _CENTRED_FROM


def printed_width(text: str) -> float:
    """Width in Chinese characters; Latin letters and digits are half as wide."""
    return len(text.encode("gb18030", "replace")) / 2


def leading_width(text: str) -> float:
    """Width of the white space a line begins with; a tab counts as two characters."""
    if text[:1] not in _SPACES:
        return 0.0
    return _width_of_lead(text[: len(text) - len(text.lstrip())])


@lru_cache(maxsize=256)  # the lines of a file begin with the same few
def _width_of_lead(lead: str) -> float:
    return printed_width(lead.replace("\t", "    "))


def sets_cells(text: str) -> bool:
    """Whether tabs set a line apart in cells, as a row of a table is in plain text; it wraps at no margin."""
    cells = text.strip().split("\t")
    if len(cells) == 2:  # 第一条<tab>为了…: a gap behind a number
        return all(printed_width(cell) <= _LONGEST_CELL for cell in cells) and marker_at(text) is None
    return len(cells) > 2


@lru_cache(maxsize=2048)  # each line of a file is measured several times over
def set_width(text: str) -> float:
    """Width as the line was set: spaces that converters put between characters and figures do not count."""
    set_text = text.strip()
    if " " in set_text or "\t" in set_text or "\u3000" in set_text or "\xa0" in set_text:
        set_text = _INNER_SPACE.sub("", set_text)
    return min(leading_width(text), _INDENT) + printed_width(set_text)


def layout_of(lines: Sequence[Line]) -> Layout:
    """Measure a file's lines."""
    loose = [
        line
        for line in lines
        if line.kind is LineKind.TEXT and not line.whole_paragraph and not ("\t" in line.text and sets_cells(line.text))
    ]
    right: dict[int, float] = {}
    left: dict[int, float] = {}
    sizes: list[float] = []
    for line in loose:
        for box in line.boxes[:1]:
            right[box.page] = max(right.get(box.page, 0.0), box.x1)
            left[box.page] = min(left.get(box.page, 1e9), box.x0)
            sizes.append((box.x1 - box.x0) / max(printed_width(line.text.strip()), 1.0))
    sizes.sort()
    # A page of a few short lines, the last one, does not show its own margin.
    usual = sorted(right.values())[len(right) // 2] if right else 0.0
    right = {page: max(x, usual) for page, x in right.items()}
    blanks = sum(line.blank_before for line in loose)
    width = _margin_width(loose)
    return Layout(
        width=width,
        first_width=_first_line_width(loose, width),
        indents=_indents_paragraphs(loose, width),
        blank_lines_tell=0 < blanks < 0.6 * len(loose),
        right=right,
        left=left,
        em=sizes[len(sizes) // 2] if sizes else 0.0,
    )


def _margin_width(lines: Sequence[Line]) -> float | None:
    """Characters of a full line, where the file is broken at a margin.

    Broken lines crowd just below one width and most of them stop inside a sentence; paragraphs kept on one line each
    are of any length.
    """
    measured = [(set_width(line.text), line) for line in lines if leading_width(line.text) <= _CENTRED_FROM]
    long_enough = [w for w, _ in measured if w >= _SHORTEST]
    if len(long_enough) < 4:
        return None
    counts = Counter(round(w) for w in long_enough)
    best, share = None, 0.0
    for width in sorted(counts):
        if width > _LONGEST:
            break
        crowd = sum(counts[w] for w in range(width - 2, width + 1))
        above = sum(count for w, count in counts.items() if w > width)
        if above <= 0.08 * len(long_enough) and crowd / len(long_enough) > share:
            best, share = width, crowd / len(long_enough)
    if best is None or share < 0.34:
        return None
    full = [(w, line) for w, line in measured if best - _SLACK <= w <= best + 1]
    unfinished = sum(not ends_sentence(line.text) for _, line in full)
    if len(full) < 3 or unfinished < 0.4 * len(full):
        return None
    # Most full lines end in a character right at the margin; punctuation may hang in it, and numbers stop short of it.
    ends = Counter(round(w) for w, line in full if line.text.rstrip()[-1:] not in _CLOSING)
    return float(max(ends, key=lambda w: (ends[w], w))) if ends else float(best)


def _first_line_width(lines: Sequence[Line], width: float | None) -> float | None:
    """Characters of a paragraph's first line: two fewer where a converter took the indent away."""
    if width is None:
        return None
    beginnings = [b for a, b in pairwise(lines) if ends_sentence(a.text) and set_width(a.text) < width - _SLACK - 1]
    bare = [set_width(b.text) for b in beginnings if b.text[:1] not in _SPACES]
    reaching = [w for w in bare if w > width - _INDENT - 3]
    short = sum(w <= width - _INDENT + _HANGING for w in reaching)
    all_short = bool(reaching) and short >= 0.8 * len(reaching)
    # Some paragraphs kept their indent and some lost it.
    patchy = len(bare) < len(beginnings)
    return width - _INDENT if all_short or patchy else width


def _indents_paragraphs(lines: Sequence[Line], width: float | None) -> bool:
    """Whether leading white space marks where paragraphs begin: after a finished line there is some, inside none."""
    if width is None:
        return False
    indented = sum(0 < leading_width(line.text) <= _CENTRED_FROM for line in lines)
    begun_without = sum(
        b.text[:1] not in _SPACES and ends_sentence(a.text) and set_width(a.text) < width - 4
        for a, b in pairwise(lines)
    )
    return indented >= 3 and indented > 3 * begun_without and indented < 0.7 * len(lines)
