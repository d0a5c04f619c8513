"""A question folded for reading, with the way back to what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Span
from qa.model import AskedFilter, FilterKind

BLANK = "\x00"  # no word, no space, no mark: a reader stops at it


@dataclass(frozen=True, slots=True)
class AskedText:
    """A question in NFKC: full-width digits and brackets read like the others. Readers' spans count in `text`."""

    typed: str
    text: str
    offsets: tuple[int, ...]  # offsets[i]: where text[i] stands in the question as typed

    @classmethod
    def of(cls, question: str) -> AskedText:
        """Fold a question character by character."""
        folded = [(part, place) for place, c in enumerate(question) for part in unicodedata.normalize("NFKC", c)]
        return cls(question, "".join(part for part, _ in folded), tuple(place for _, place in folded))

    def typed_span(self, span: Span) -> Span:
        """A span of `text` as one of the question."""
        return self.offsets[span[0]], self.offsets[span[1] - 1] + 1

    def filter(self, kind: FilterKind, value: str, span: Span) -> AskedFilter:
        """What was read at a span of `text`, as a filter."""
        start, end = self.typed_span(span)
        return AskedFilter(kind, self.typed[start:end], value, (start, end))


def without_spans(text: str, spans: Iterable[Span]) -> str:
    """The text with one space in the place of each span."""
    rest = text
    for start, end in sorted(spans, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return rest


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with each span overwritten, so that what follows keeps its place: a reader sees no words there."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = BLANK * (end - start)
    return "".join(characters)


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)
