"""The parts of a sentence that state values of their own: 书记每月260元，委员每月130元 says two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Span
from ingest.quantities import measured_in
from qa.language.two_bounds import second_bound
from qa.language.values import FIGURED, value_spans
from qa.model import ValueKind

# Where one part may end and the next begin: commas and colons; 、 joins words of one part.
_DIVIDERS = re.compile(r"[,，;；:：。]")
_BRACKETS_AND_DIVIDERS = re.compile(r"[(（《)）》,，;；:：。]")
# 「50人以上、100人以下的」 and 「符合条件的」 say of what the next part speaks.
_OPENS_NEXT = re.compile(r"(?:的|时|后|者|中|其中)$")
# 「由财政负担」 after a figure speaks of the same thing; 「委员…」 does not. Words that carry on:
_CARRIES_ON = re.compile(r"^(?:所需|由|并|且|每年|每月|按|从|应当?|须|可以?|不得|一般|原则上|最[高低多少])")
_REFERS_BACK = re.compile(r"每(?![年月日天季])|其(?!他|它|余)|该|各")
SHORTEST = 4  # characters: 「第5,」 is no part


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence with at least one value, from the words that it is said of."""

    span: Span  # in the squeezed sentence, dividers at its ends left out
    text: str
    lead: str = ""  # the words before it that it refers back to: 建立服务队，每支不少于15人


def parts_of(kinds: Sequence[ValueKind], squeezed: str, asked: str = "") -> list[Part]:
    """The parts of a sentence that state values of these kinds, where it has two or more; else none.

    Only figures are told apart: bodies, permissions and lists are read by the sentence.
    """
    figured = [kind for kind in kinds if kind in FIGURED]
    if not figured:
        return []
    values = value_spans(figured, squeezed, asked)
    if len(values) < 2:
        return []
    pieces = [part for piece in _pieces(squeezed) for part in _of_holders(squeezed, piece, values)]
    pieces = _with_both_bounds(squeezed, pieces, values)
    holding = [any(start >= a and end <= b for start, end in values) for a, b in pieces]
    if sum(holding) < 2:
        return []
    parts: list[Part] = []
    before = ""
    begin: int | None = None  # of words without a value that open the part to come
    for (start, end), states in zip(pieces, holding, strict=True):
        if not states:
            before = squeezed[start:end]
            if parts and begin is None and _CARRIES_ON.match(squeezed[start:end]):
                continue
            begin = start if _OPENS_NEXT.search(squeezed[start:end]) else None
            continue
        at = start if begin is None else begin
        parts.append(Part((at, end), squeezed[at:end], before if _REFERS_BACK.match(squeezed[at:end]) else ""))
        before = ""
        begin = None
    return parts if len(parts) > 1 else []


# 男性年满50周岁、女性年满40周岁: behind 、 another holder, with a figure of its own.
_NEXT_HOLDER = re.compile(r"、(?=[\u4e00-\u9fff]{2})")


def _of_holders(squeezed: str, piece: Span, values: Sequence[Span]) -> list[Span]:
    """The piece cut at those 、 that have a figure right before them and, behind other words, one after them."""
    start, end = piece
    parts: list[Span] = []
    for mark in _NEXT_HOLDER.finditer(squeezed, start, end):
        before = any(start <= a and b == mark.start() for a, b in values)
        behind = next((a for a, _ in values if mark.end() <= a < end), mark.end())
        if before and behind > mark.end() and "、" not in squeezed[mark.end() : behind]:
            parts.append((start, mark.start()))
            start = mark.end()
    return [*parts, (start, end)]


def _with_both_bounds(squeezed: str, pieces: Sequence[Span], values: Sequence[Span]) -> list[Span]:
    """The pieces, one with the next where that holds but the other bound of its figure: 不少于1天，|不超过3天."""
    ends = [end for value in values if (end := second_bound(squeezed, value)) is not None]
    joined: list[Span] = []
    for start, end in pieces:
        if joined and any(joined[-1][0] < bound and start < bound <= end for bound in ends):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


# What every frame of a figure has, and so makes no two alike.
_NO_FRAME = re.compile(
    r"\d[\d,.]*|每[人年月日天次户名]|以[上下内]|不(?:少于|低于|超过|高于|得)|[万亿]?元|[，,。;:、的按由为]"
)
_BREAKDOWN = re.compile(r"^(?:其中|包括|含)")


def alike(one: str, other: str) -> bool:
    """Whether two stretches say the same of different cases: 甲级民宿奖励10万元, 乙级民宿奖励5万元.

    They share words beside their figures, and their figures have one unit; 其中… breaks a figure down.
    """
    if _BREAKDOWN.match(one) or _BREAKDOWN.match(other):
        return False
    frames = [_NO_FRAME.sub(" ", text) for text in (one, other)]
    pairs = [{f[i : i + 2] for i in range(len(f) - 1) if " " not in f[i : i + 2]} for f in frames]
    units = [[m.unit for m in measured_in(text)] for text in (one, other)]
    return len(pairs[0] & pairs[1]) >= 2 and units[0] == units[1] != []


def _pieces(squeezed: str) -> list[Span]:
    """Spans between dividers outside brackets; a condition (…的,) stays with what follows it."""
    pieces: list[Span] = []
    start = depth = 0
    for mark in _BRACKETS_AND_DIVIDERS.finditer(squeezed):
        place, character = mark.start(), mark.group()
        depth += (character in "(（《") - (character in ")）》")
        if depth <= 0 and _DIVIDERS.match(character) and not inside_figure(squeezed, place):
            depth = 0
            if _OPENS_NEXT.search(squeezed[start:place]) and character in ",，":
                continue
            if place > start:
                pieces.append((start, place))
            start = place + 1
    if start < len(squeezed):
        pieces.append((start, len(squeezed)))
    return [(a, b) for a, b in pieces if b - a >= SHORTEST]


def inside_figure(text: str, place: int) -> bool:
    """Whether the mark stands inside 1,200 or 8:30."""
    return 0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()
