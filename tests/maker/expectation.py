"""What a careful reader finds in a printed notice."""

from __future__ import annotations

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
class ExpectedDocument:
    """A document: for each field the values that the page allows, the plain one first; and its clauses in order."""

    fields: dict[str, tuple[Value, ...]]
    clauses: tuple[ExpectedClause, ...]
    wraps: int | None = None  # number of the inner document


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
