"""What a careful reader finds in a printed notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Value = str | None | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedClause:
    """A clause: its path, and its paragraphs as printed."""

    path: tuple[str, ...]
    paragraphs: tuple[str, ...]
    kind: str | None = None  # None: the contract leaves it open

    @property
    def text(self) -> str:
        """The whole text without white space."""
        return squeezed("".join(self.paragraphs))


@dataclass(frozen=True, slots=True)
class ExpectedEvidence:
    """Where a field is printed: the texts that show it, the plain one first, and the block they begin in."""

    texts: tuple[str, ...]
    block: int


@dataclass(frozen=True, slots=True)
class ExpectedTable:
    """A table: the clause that holds it, by its place among the document's clauses, and its rows as (column, text)."""

    clause: int
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class ExpectedDocument:
    """A document: for each field the values that the page allows, the plain one first; and its clauses in order."""

    fields: dict[str, tuple[Value, ...]]
    clauses: tuple[ExpectedClause, ...]
    wraps: int | None = None  # number of the inner document
    part_of: int | None = None  # number of the bulletin, collection or notice that holds it
    evidence: Mapping[str, ExpectedEvidence] | None = None  # of the fields that are printed; None: not compared
    contradictions: frozenset[str] | None = None  # fields that the page contradicts itself in; None: not compared
    tables: tuple[ExpectedTable, ...] | None = None  # None: not compared


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
