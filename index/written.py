"""Documents that a pipeline wrote into a library itself, beside the notices: their table in library.db."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from index.library import Library
from ingest.errors import IndexBuildError

WRITTEN_VERSION = 1
_VERSION, _CHANGES, _VECTORS = "written_version", "written_generation", "written_vectors"

# Made when the first document is written: a library of notices alone stays as it was, for older versions too.
# Nothing here refers to notices, and no ingest touches it.
_TABLES = (
    """CREATE TABLE IF NOT EXISTS written_documents (
        row INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        content TEXT,
        meta TEXT NOT NULL,                 -- JSON object
        embedding BLOB,                     -- float64, as the pipeline gave it
        blob BLOB,
        blob_facts TEXT,                    -- JSON: what is known of the blob
        sparse_embedding TEXT,              -- JSON
        score REAL
    )""",
    """CREATE TABLE IF NOT EXISTS written_vectors (
        document INTEGER NOT NULL REFERENCES written_documents (row) ON DELETE CASCADE,
        fingerprint TEXT NOT NULL,          -- of the library's own model
        vector BLOB NOT NULL,               -- float16, normalised
        PRIMARY KEY (document, fingerprint)
    ) WITHOUT ROWID""",
)


class IfPresent(StrEnum):
    """What becomes of a document whose id is there already."""

    FAIL = "fail"
    SKIP = "skip"
    OVERWRITE = "overwrite"


class IdTakenError(Exception):
    """An id is there already; nothing of the call was written. `of_clause`: it is a clause's, which no policy changes."""

    def __init__(self, document_id: str, *, of_clause: bool) -> None:
        super().__init__(document_id)
        self.document_id, self.of_clause = document_id, of_clause


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """A document as the pipeline gave it, in the form that the table keeps."""

    id: str
    content: str | None = None
    meta: str = "{}"
    embedding: bytes | None = None
    blob: bytes | None = None
    blob_facts: str | None = None
    sparse_embedding: str | None = None
    score: float | None = None
    row: int = 0  # the library's own key; 0: not kept yet


_COLUMNS = tuple(f.name for f in fields(WrittenDocument) if f.name != "row")


class WrittenDocuments:
    """The written documents of one library. Each change is one transaction; readers see it whole or not at all."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._there = False

    @property
    def generation(self) -> int:
        """Rises when documents come, go or change, and apart from the library's own: the clauses' indexes need not follow."""
        return int(self.library.setting(_CHANGES) or 0)

    @property
    def vectors_generation(self) -> int:
        """Rises when vectors are made."""
        return int(self.library.setting(_VECTORS) or 0)

    @property
    def there(self) -> bool:
        """Whether the tables have ever been made; raises IndexBuildError for those of a newer version."""
        if not self._there:
            self._there = bool(
                self.library.select("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'written_documents'")
            )
            self._refuse_newer(self.library.setting(_VERSION))
        return self._there

    def count(self) -> int:
        """Return how many documents there are."""
        return int(self.library.select("SELECT count(*) AS n FROM written_documents")[0]["n"]) if self.there else 0

    def read(self, rows: Sequence[int] | None = None) -> list[WrittenDocument]:
        """Return these documents, None: all, in the order they were written; rows that are gone are left out."""
        if not self.there:
            return []
        chosen = "" if rows is None else "WHERE row IN (SELECT value FROM json_each(?))"
        records = self.library.select(
            f"SELECT row, {', '.join(_COLUMNS)} FROM written_documents {chosen} ORDER BY row",
            () if rows is None else (json.dumps(list(rows)),),
        )
        return [WrittenDocument(**dict(r)) for r in records]

    def rows(self) -> list[int]:
        """Return the rows of all documents, ascending."""
        return (
            [r["row"] for r in self.library.select("SELECT row FROM written_documents ORDER BY row")]
            if self.there
            else []
        )

    def metas(self) -> list[tuple[int, str]]:
        """Return (row, meta as JSON) of all documents, in the order they were written."""
        if not self.there:
            return []
        return [
            (r["row"], r["meta"]) for r in self.library.select("SELECT row, meta FROM written_documents ORDER BY row")
        ]

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """Return id -> row of those of the ids that are there."""
        if not self.there:
            return {}
        records = self.library.select(
            "SELECT id, row FROM written_documents WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {r["id"]: r["row"] for r in records}

    def write(self, documents: Sequence[WrittenDocument], if_present: IfPresent) -> int:
        """Keep documents and return how many were written: all of them, or IdTakenError and none.

        Overwriting makes a document the newest. A clause's id is taken for good: FAIL and OVERWRITE raise.
        """
        written = 0
        with self.library.transaction() as connection:
            self._prepare(connection)
            clauses = _ids_of_clauses(connection, [d.id for d in documents])
            for document in documents:
                taken = (
                    document.id in clauses
                    or connection.execute("SELECT 1 FROM written_documents WHERE id = ?", (document.id,)).fetchone()
                )
                if taken and if_present is IfPresent.SKIP:
                    continue
                if document.id in clauses or (taken and if_present is IfPresent.FAIL):
                    raise IdTakenError(document.id, of_clause=document.id in clauses)
                connection.execute("DELETE FROM written_documents WHERE id = ?", (document.id,))
                _insert(connection, document)
                written += 1
            _count(connection, _CHANGES)
        return written

    def delete(self, rows: Sequence[int]) -> int:
        """Delete documents by row; return how many there were."""
        if not self.there or not rows:
            return 0
        with self.library.transaction() as connection:
            deleted = connection.execute(
                "DELETE FROM written_documents WHERE row IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),)
            ).rowcount
            _count(connection, _CHANGES)
        return deleted

    def clear(self) -> int:
        """Delete all documents; return how many there were."""
        if not self.there:
            return 0
        with self.library.transaction() as connection:
            connection.execute("DELETE FROM written_vectors")
            deleted = connection.execute("DELETE FROM written_documents").rowcount
            _count(connection, _CHANGES)
        return deleted

    def set_meta(self, changed: Sequence[tuple[int, str]]) -> None:
        """Give documents (by row) new meta, JSON objects."""
        with self.library.transaction() as connection:
            connection.executemany(
                "UPDATE written_documents SET meta = ? WHERE row = ?", ((meta, row) for row, meta in changed)
            )
            _count(connection, _CHANGES)

    def add_vectors(self, fingerprint: str, vectors: Iterable[tuple[int, bytes]]) -> None:
        """Keep the vectors, float16, that a model made of documents (by row); those that have gone are passed over."""
        with self.library.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO written_vectors SELECT row, ?, ? FROM written_documents WHERE row = ?",
                ((fingerprint, vector, row) for row, vector in vectors),
            )
            _count(connection, _VECTORS)

    def _refuse_newer(self, version: str | None) -> None:
        if int(version or 0) > WRITTEN_VERSION:
            raise IndexBuildError(self.library.folder, "其中自行写入的文档由较新的据典建立", "请升级据典")

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables where there are none."""
        self._refuse_newer(_setting(connection, _VERSION))
        for statement in _TABLES:
            connection.execute(statement)
        _set(connection, _VERSION, str(WRITTEN_VERSION))


def _ids_of_clauses(connection: sqlite3.Connection, ids: Sequence[str]) -> set[str]:
    found = connection.execute(
        "SELECT clause_id FROM clauses WHERE clause_id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return {r["clause_id"] for r in found}


def _insert(connection: sqlite3.Connection, document: WrittenDocument) -> None:
    connection.execute(
        f"INSERT INTO written_documents ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",
        [getattr(document, name) for name in _COLUMNS],
    )


def _setting(connection: sqlite3.Connection, name: str) -> str | None:
    found = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return found["value"] if found else None


def _set(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))


def _count(connection: sqlite3.Connection, name: str) -> None:
    _set(connection, name, str(int(_setting(connection, name) or 0) + 1))
