"""What crosses from the indexes to qa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.model import Clause, Coverage, FileFormat, PolicyDocument


class Outcome(StrEnum):
    """What became of one file in a run of ingest."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of a run of ingest."""

    file: str
    outcome: Outcome
    documents: int = 0
    clauses: int = 0
    coverage: float = 0.0
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """A run of ingest over a library."""

    library: str
    removed: int
    seconds: float
    files: tuple[FileReport, ...]
    notes: tuple[str, ...] = ()  # for people: what a killed run left and was repaired, why there are no vectors

    def count(self, outcome: Outcome) -> int:
        """Number of files with this outcome."""
        return sum(f.outcome is outcome for f in self.files)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents a search may see; empty means all. Applied before the search, never after."""

    regions: tuple[str, ...] = ()  # short or full names; a document matches when its region is in or under one of them
    issuers: tuple[str, ...] = ()  # part of an issuing authority's name
    years: tuple[int, ...] = ()  # year of the document: number's year, else dated_on
    document_ids: tuple[str, ...] = ()
    excluded_ids: tuple[str, ...] = ()  # documents that are left out

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.regions or self.issuers or self.years or self.document_ids or self.excluded_ids)


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause as the library holds it, with the document and file it is from."""

    clause: Clause
    document: PolicyDocument  # without `text`, `clauses`, `references` and `quantities`: masthead fields only
    file: str  # the path as given to ingest
    row: int  # the library's own key of the clause


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the library lists it."""

    document: PolicyDocument  # without `text`, `clauses`, `references`, `quantities` and `evidence`
    file: str  # the path as given to ingest
    clauses: int
    row: int  # the library's own key of the document


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as the library knows it, also one that could not be read."""

    file: str  # the path as given to ingest
    path: Path  # where it was found
    sha256: str
    size: int
    format: FileFormat | None  # None: never understood
    pages: int | None
    outcome: Outcome  # ADDED or UPDATED: it is in the library; FAILED or REFUSED: `error` says why not
    documents: int
    clauses: int
    coverage: Coverage | None
    warnings: tuple[str, ...] = ()
    error: str | None = None
    marking: str | None = None  # 内部资料 or the like, as printed


@dataclass(frozen=True, slots=True)
class RankedClause:
    """A clause in a ranking, with what each index made of it."""

    stored: StoredClause
    score: float  # fused
    lexical_rank: int | None  # from 1; None: not found by words
    dense_rank: int | None  # from 1; None: not found by meaning


ClauseRows = Sequence[int]
WordQuery = Mapping[str, float]
"""Token -> weight: 1.0 for the words of the question, less for words that stand for them."""
