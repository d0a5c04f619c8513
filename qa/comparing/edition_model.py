"""What a new edition of a notice changes: figures first, then clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.difference import FieldChange
from ingest.model import Span


class ClauseFate(StrEnum):
    """What became of a clause."""

    KEPT = "kept"
    MOVED = "moved"  # the same words under another number or heading
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class FigureFate(StrEnum):
    """What became of a figure."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class EditionFigure:
    """A figure as an edition prints it, with the words around it."""

    text: str  # as printed: 3天, 5月1日
    clause_id: str
    span: Span  # in the stored text of its edition
    sentence: str  # verbatim: what it stands in
    sentence_span: Span


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure that is not as it was; `old` is None for an added one, `new` for a removed one."""

    fate: FigureFate
    old: EditionFigure | None
    new: EditionFigure | None


@dataclass(frozen=True, slots=True)
class EditionClause:
    """A clause of an edition."""

    clause_id: str
    path: tuple[str, ...]
    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class ClauseDiff:
    """One clause of both editions, or of one."""

    fate: ClauseFate
    old: EditionClause | None
    new: EditionClause | None
    parts: tuple[tuple[str, str, str], ...] = ()  # of a changed one: (kept, "", "") or ("", taken out, put in)
    moved: bool = False  # a changed one that also has another number


@dataclass(frozen=True, slots=True)
class EditionSide:
    """One of the two editions."""

    document_id: str
    citation: str
    title: str | None
    dated_on: date | None
    file: str


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """Two editions of one notice, held against each other."""

    old: EditionSide
    new: EditionSide
    figures: tuple[FigureChange, ...]  # changed, then added, then removed; each in printed order
    clauses: tuple[ClauseDiff, ...]  # all of them, in the order of the new edition
    fields: tuple[FieldChange, ...]
    notes: tuple[str, ...] = ()

    def count(self, fate: ClauseFate) -> int:
        """Number of clauses of this fate."""
        return sum(c.fate is fate for c in self.clauses)
