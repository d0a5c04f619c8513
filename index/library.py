"""The library: library.db, the truth from which every index is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from index import clause_ranges, document_filters, file_changes, reading, stored_vectors
from index.clause_ranges import Ranges
from index.database import Database, json_rows
from index.file_changes import Change as Change
from index.file_changes import KnownFile as KnownFile
from index.kept_reading import KeptReading
from index.listed import ListedDocument, chosen_of, every_document
from index.model import Filters, Outcome, StoredClause, StoredDocument, StoredFile
from index.row_set import Rows as Rows
from index.row_set import rows_of_ranges
from index.writing import SourceFacts
from ingest.model import ParsedFile, PolicyDocument, Quantity, TableRow

_CLAUSES_KEPT = 8192
"""Clauses, and rows of their tables, that are kept in memory for the questions to come: some 30 MB."""


class Library:
    """One folder's documents. Reading is safe from any thread and beside a writer; writing is for one process."""

    restricted = False  # whether there may be documents that it does not show, see index/restricted.py

    def __init__(self, database: Database) -> None:
        """For `Library.open`, which checks the file first."""
        self.folder = database.folder
        self._database = database
        self._texts_gone: set[bytes] = set()
        self.kept: dict[str, object] = {}  # what others make of this library and keep for as long as it is there
        # Each as of a generation.
        self._ranges: tuple[int, Ranges] | None = None
        self._listed: tuple[int, tuple[ListedDocument, ...]] | None = None
        self._clauses_read = KeptReading[int, StoredClause](_CLAUSES_KEPT)
        self._table_rows_read = KeptReading[str, tuple[TableRow, ...]](_CLAUSES_KEPT)

    @classmethod
    def open(cls, folder: Path, create: bool = False) -> Library:
        """Return the library in `folder`; raises IndexBuildError if there is none, or not one of ours."""
        return cls(Database(folder, create=create))

    def close(self) -> None:
        """Close the connections of all threads."""
        self._database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # What the library is.

    @property
    def generation(self) -> int:
        """Rises with every change of files, clauses or vectors."""
        return int(self.setting("generation") or 0)

    @property
    def library_id(self) -> str:
        """Made with the library; no other one has it."""
        return self.setting("library_id") or ""

    def setting(self, name: str) -> str | None:
        """Return a setting, None if it was never set."""
        found = self.select("SELECT value FROM settings WHERE name = ?", (name,))
        return str(found[0]["value"]) if found else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting with the library."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # Reading.

    def files(self) -> list[StoredFile]:
        """Return every file ever given that is still there, failed and refused ones too, sorted by name."""
        return reading.files(self._database)

    def source_file(self, document_id: str) -> StoredFile:
        """Return the file a document is from; raises QueryError for a document the library does not have."""
        return reading.source_file(self._database, document_id)

    def documents(self, filters: Filters | None = None) -> list[StoredDocument]:
        """Return the documents that pass the filters, in the order they came in."""
        return reading.documents(self._database, self.document_rows(filters or Filters()), self._clause_counts())

    def listed(self, filters: Filters | None = None) -> Sequence[ListedDocument]:
        """Return the documents that pass the filters by their mastheads alone, in the order they came in.

        All of them are read once for each generation; a filter chooses among these.
        """
        generation = self.generation  # before reading: a change beside us makes the listing stale, not wrong
        if self._listed is None or self._listed[0] != generation:
            self._listed = (generation, every_document(self._database))
        return chosen_of(self._listed[1], self.document_rows(filters or Filters()))

    def _clause_counts(self) -> dict[int, int]:
        """Document row -> how many clauses it has, where it has any."""
        ranges = self.clause_ranges()
        counted = np.bincount(ranges[:, 0], ranges[:, 2])
        return {row: int(counted[row]) for row in np.flatnonzero(counted).tolist()}

    def parsed_file(self, document_id: str) -> ParsedFile:
        """Return the file of a document as it was understood; raises QueryError if the library does not have it."""
        return reading.parsed_file(self._database, document_id)

    def document(self, document_id: str) -> PolicyDocument:
        """Return a document whole, by its id or its number; raises QueryError if the library does not have it."""
        return reading.document(self._database, document_id)

    def clauses(self, rows: Sequence[int] | Rows) -> list[StoredClause]:
        """Return the clauses of these rows in the order given; rows that are gone are left out."""
        if self.restricted:  # what somebody may see changes without a new generation
            return reading.clauses(self._database, rows)
        wanted = [int(row) for row in rows]
        found = self._clauses_read.of(wanted, self.generation, self._clauses_by_row)
        return [found[row] for row in wanted if row in found]

    def _clauses_by_row(self, rows: Sequence[int]) -> dict[int, StoredClause]:
        return {stored.row: stored for stored in reading.clauses(self._database, rows)}

    def clause(self, clause_id: str) -> StoredClause | None:
        """Return one clause, by its id or as 文号#path: of the document in force, and of those the newest, that has it."""
        return reading.clause(self._database, clause_id)

    def quantities(self, clause_ids: Sequence[str]) -> dict[str, tuple[Quantity, ...]]:
        """Return the quantities printed in these clauses, in printed order; clauses without any are left out."""
        return reading.quantities(self._database, clause_ids)

    def table_rows(self, clause_ids: Sequence[str]) -> dict[str, tuple[TableRow, ...]]:
        """Return the rows of the tables in these clauses, in printed order; clauses without any are left out."""
        if self.restricted:
            return reading.table_rows(self._database, clause_ids)
        found = self._table_rows_read.of(clause_ids, self.generation, self._table_rows_or_none)
        return {clause_id: rows for clause_id, rows in found.items() if rows}

    def _table_rows_or_none(self, clause_ids: Sequence[str]) -> dict[str, tuple[TableRow, ...]]:
        """The rows of these clauses' tables; () for a clause that has none, so that it is not asked for again."""
        return dict.fromkeys(clause_ids, ()) | reading.table_rows(self._database, clause_ids)

    # Filtering: always before a search.

    def document_rows(self, filters: Filters) -> list[int] | None:
        """Return the keys of the documents that pass, ascending; None if nothing is filtered."""
        return document_filters.document_rows(self._database, filters)

    def rows(self, filters: Filters) -> Rows | None:
        """Return the keys of the clauses whose document passes, ascending; None if nothing is filtered."""
        documents = self.document_rows(filters)
        if documents is None:
            return None
        return self._database.rows(
            "SELECT row FROM clauses WHERE document IN (SELECT value FROM json_each(?)) ORDER BY row",
            (json_rows(documents),),
        )

    def clause_count(self) -> int:
        """Return how many clauses there are."""
        return clause_ranges.clause_count(self._database)

    def clause_rows(self) -> Rows:
        """Return the keys of all clauses, ascending."""
        return rows_of_ranges(self.clause_ranges())

    def clause_ranges(self) -> Ranges:
        """Return (document row, first clause row, count) of the clauses that stand together, ascending: int64 [n, 3].

        Read once for each generation; where clauses only came since the last, the rest is not read again.
        """
        generation, before = self.generation, self._ranges
        if before is not None and before[0] == generation:
            return before[1]
        ranges = (
            clause_ranges.ranges_since(self._database, before[1]) if before is not None and len(before[1]) else None
        )
        if ranges is None:
            ranges = clause_ranges.all_ranges(self._database)
        self._ranges = (generation, ranges)
        return ranges

    def document_keys(self) -> dict[str, int]:
        """Return document_id -> row of every document."""
        return dict(self._database.tuples("SELECT document_id, row FROM documents"))

    def document_row_of(self, rows: Sequence[int]) -> dict[int, int]:
        """Return clause row -> document row."""
        records = self.select(
            "SELECT row, document FROM clauses WHERE row IN (SELECT value FROM json_each(?))", (json_rows(rows),)
        )
        return {r["row"]: r["document"] for r in records}

    # Embeddings.

    def rows_without_vector(self, fingerprint: str, among: Rows | None = None) -> list[int]:
        """Return one clause row for each index text that has no vector of this model yet, ascending.

        `among`: only these rows are looked at; of a million, most are known to have one.
        """
        return stored_vectors.rows_without_vector(self._database, fingerprint, among)

    def rows_with_vector(self, fingerprint: str) -> Rows:
        """Return the clause rows that have a vector of this model, ascending."""
        return stored_vectors.rows_with_vector(self._database, fingerprint)

    def vectors(self, fingerprint: str, rows: Sequence[int] | Rows) -> tuple[Rows, NDArray[np.float32]]:
        """Return those of the clause rows that have a vector, ascending, and their vectors: float32 [n, d]."""
        return stored_vectors.vectors(self._database, fingerprint, rows)

    def add_vectors(
        self, fingerprint: str, keys: Sequence[bytes], vectors: NDArray[np.float32], *, announce: bool = True
    ) -> None:
        """Keep the vectors of index texts, float32 [n, d] normalised; float16 is exact to 0.001 of a cosine.

        With `announce` off the generation stays: for vectors of a model that nobody reads yet.
        """
        stored_vectors.add_vectors(self._database, fingerprint, keys, vectors, announce=announce)

    def forget_unused_vectors(self) -> int:
        """Delete the vectors of texts that no clause has any more; return how many.

        In a large library only those of the texts that went since it was opened are looked for.
        """
        deleted = stored_vectors.forget_unused_vectors(self._database, self._texts_gone)
        self._texts_gone.clear()
        return deleted

    # Writing. Each call is one transaction and bumps the generation in it.

    def known_files(self) -> list[KnownFile]:
        """Return what the library knows of the files it was given, in the order they came in."""
        return file_changes.known_files(self._database)

    def keep_file(
        self,
        facts: SourceFacts,
        parsed: ParsedFile,
        outcome: Outcome,
        text_keys: Sequence[bytes],
        correction: tuple[object, ...] | None = None,
    ) -> Change:
        """Put a file's documents in the place of whatever the library had at its path.

        `text_keys` has one key for each clause of the documents, in order; `correction`: a row of `corrections` that
        goes in with them.
        """
        return file_changes.keep_file(self._database, self._texts_gone, facts, parsed, outcome, text_keys, correction)

    def list_file(self, facts: SourceFacts, outcome: Outcome, error: str) -> Change:
        """Keep a failed or refused file with its reason, in the place of whatever the library had at its path."""
        return file_changes.list_file(self._database, self._texts_gone, facts, outcome, error)

    def remove_files(self, rows: Iterable[int]) -> Change:
        """Remove files by key, with everything that was read from them."""
        return file_changes.remove_files(self._database, self._texts_gone, rows)

    def move_files(self, moves: Sequence[tuple[int, SourceFacts]]) -> Change:
        """Give files (by key) their new places; what else the library had at such a place is removed."""
        return file_changes.move_files(self._database, self._texts_gone, moves)

    # For the modules of this package.

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Return one transaction; it leaves the generation as it is."""
        return self._database.transaction()

    def select(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query; a broken file raises IndexBuildError."""
        return self._database.select(sql, values)
