"""A quote with the words that its figure is said of: 「每人不超过8000元」 alone does not tell a clerk whose 8000元 it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.language.parts import inside_figure
from qa.language.sentences import sentences_of, squeezed_text
from qa.language.values import FIGURED, value_spans
from qa.model import ValueKind
from qa.reading.reader import Reading

LONGEST_LEAD = 120  # characters: a longer sentence is opened in the original rather than quoted
_COMMA = re.compile(r"[,，:：]\s*")
# 自付费用超过4万元的, 住院满10天后: a figure that says when the rule applies, not what it gives.
_OPENS_NEXT = re.compile(r"(?:的|时|后|者)$")
# 书记每月260元，由党费列支: carries on what was said before it, and opens nothing.
_CARRIES_ON = re.compile(r"^\s*(?:所需|由|并|且|按|从|应当?|须|可以?|不得|一般|原则上|其中)")


def with_lead(reading: Reading, kinds: Sequence[ValueKind]) -> Reading:
    """The reading with its quote begun where its sentence begins, or behind the figure of another case before it."""
    figured = [kind for kind in kinds if kind in FIGURED]
    clause = reading.ranked.stored.clause
    start = reading.span[0] - clause.span[0]
    if not figured or reading.value is None:
        return reading
    sentence = next((s for s in sentences_of(clause.text) if s.span[0] < start < s.span[1]), None)
    if sentence is None or "\t" in clause.text[slice(*sentence.span)]:  # a table's cells have no order of words
        return reading
    begin = _lead(clause.text, sentence.span[0], start, figured)
    if not 0 < start - begin <= LONGEST_LEAD:
        return reading
    end = start + len(reading.quote)
    return replace(reading, quote=clause.text[begin:end], span=(clause.span[0] + begin, reading.span[1]))


def _lead(text: str, first: int, start: int, kinds: Sequence[ValueKind]) -> int:
    """Where the words begin that lead to the figure: behind the last piece that gives a figure of its own."""
    pieces = [first, *(m.end() for m in _COMMA.finditer(text, first, start) if not inside_figure(text, m.start()))]
    if pieces[-1] != start:
        return start  # the quote begins within a piece: what stands before it is another's
    begin = start
    for a, b in reversed(list(pairwise(pieces))):
        piece = squeezed_text(text[a:b]).rstrip(",:")
        if value_spans(kinds, piece) and not _OPENS_NEXT.search(piece):
            # What carries on that figure belongs to it.
            while begin < start and _CARRIES_ON.match(text[begin:start]):
                begin = next(p for p in pieces if p > begin)
            return begin
        begin = a
    return begin
