"""An account of every character of a file: in a clause, in a field, or dropped by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.model import Coverage, DroppedText, PolicyDocument, Span, printed_length


def count_coverage(
    text: str,
    documents: Iterable[PolicyDocument],
    field_spans: Iterable[Span],
    characters: int,
    dropped: tuple[DroppedText, ...],
) -> Coverage:
    """Count from spans what is where; each character once, in a clause before a field.

    `characters` is the reader's own count of the file, so that what the spans miss shows as a loss.
    """
    clause_spans = sorted(c.span for d in documents for c in d.clauses)
    in_clauses, covered = _printed(text, clause_spans)
    in_fields, _ = _printed(text, sorted(_outside(field_spans, covered)))
    return Coverage(characters, in_clauses, in_fields, dropped)


def _printed(text: str, spans: Sequence[Span]) -> tuple[int, list[Span]]:
    """Printed characters in the union of sorted spans, and that union."""
    union: list[Span] = []
    for start, end in spans:
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return sum(printed_length(text[s:e]) for s, e in union), union


def _outside(spans: Iterable[Span], union: Sequence[Span]) -> list[Span]:
    """What of the spans lies outside a union of spans."""
    left: list[Span] = []
    for start, end in spans:
        position = start
        for s, e in union:
            if e <= position:
                continue
            if s >= end:
                break
            if s > position:
                left.append((position, s))
            position = max(position, e)
        if position < end:
            left.append((position, end))
    return left
