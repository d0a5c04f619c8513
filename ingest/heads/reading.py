"""What was read of a head so far; it only grows, and the first line that gives a value keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.fields import Field, evidence_between, evidence_of, field_in
from ingest.heads.red_head import RedHead
from ingest.model import Span
from ingest.paragraphs import Paragraph


@dataclass(slots=True)
class HeadReading:
    """Fields, names and dates of one head while its lines are read."""

    fields: dict[str, Field] = field(default_factory=dict)
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    dated_on: date | None = None
    enacted_on: date | None = None  # published or amended, by a 题注
    passed_on: date | None = None  # passed by a meeting, by a 题注
    passed_by: Field | None = None  # the body whose meeting it was, where the 题注 names it in full
    red_heads: list[RedHead] = field(
        default_factory=list
    )  # lines of a 发文机关标志 that say what follows: 文件, 令, 纪要
    head_bodies: list[tuple[int, str]] = field(
        default_factory=list
    )  # where each stands and its name; "" for 文件 alone
    head_paragraphs: list[Paragraph] = field(default_factory=list)  # lines of the 发文机关标志, bodies alone as well
    dividers: list[int] = field(default_factory=list)  # where red head and number stand: a title does not reach over
    spans: list[Span] = field(default_factory=list)  # every stretch that is in a field
    unread: list[Paragraph] = field(default_factory=list)

    def add(self, name: str, value: str, paragraph: Paragraph, span: Span | None = None, sure: float = 1.0) -> None:
        """Take a paragraph into a field; the first one that gives a value is the field's evidence."""
        self.spans.append(paragraph.span)
        self.fields.setdefault(name, Field(value, evidence_of(paragraph, span, sure)))

    def add_part(self, name: str, paragraph: Paragraph, start: int, end: int, sure: float = 1.0) -> None:
        """Take [start, end) of a paragraph as a field and the paragraph as read."""
        self.spans.append(paragraph.span)
        self.fields.setdefault(name, field_in(paragraph, start, end, sure))

    def extend(self, name: str, paragraphs: Sequence[Paragraph], sure: float = 1.0) -> None:
        """Take neighbouring paragraphs into one field, from the first to the last of them."""
        text = "\n".join(p.text for p in paragraphs)
        self.spans.extend(p.span for p in paragraphs)
        self.fields[name] = Field(text, evidence_between(text, paragraphs[0], paragraphs[-1], sure))

    def add_head(self, paragraph: Paragraph) -> None:
        """Take a line of the 发文机关标志."""
        self.spans.append(paragraph.span)
        self.head_paragraphs.append(paragraph)

    def close_heads(self, sure: float) -> None:
        """Set 发文机关标志 as a field: all its lines where nothing stands between them, else the first."""
        paragraphs = sorted(self.head_paragraphs, key=lambda p: p.span)
        together = [p for i, p in enumerate(paragraphs) if i == 0 or p.span[0] == paragraphs[i - 1].span[1] + 1]
        if not together:
            return
        together = together if len(together) == len(paragraphs) else paragraphs[:1]
        self.extend("masthead_line", together, sure)
        if self.issuers:
            self.fields.setdefault("issuing_authorities", self.fields["masthead_line"])
