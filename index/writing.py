"""What goes into library.db and out of it: one file at a time, inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from index.model import Outcome
from index.records import (
    clause_record,
    document_record,
    evidence_records,
    quantity_records,
    reference_records,
    review_records,
    table_row_records,
    validity_records,
)
from ingest.model import PolicyDocument


class SourceFacts(NamedTuple):
    """A file as it lies on the disk; a tuple, for a run of ingest looks at those of a whole library."""

    file: str  # as given to ingest
    absolute: str  # from the root, links kept
    resolved: str  # links followed: the library's key of a file
    sha256: str
    size: int
    mtime_ns: int


def delete_file(connection: sqlite3.Connection, resolved: str) -> tuple[int, ...]:
    """Delete the file at this place with all its rows; return the rows of its clauses."""
    rows = connection.execute(
        """SELECT c.row FROM clauses c JOIN documents d ON d.row = c.document JOIN files f ON f.row = d.file
           WHERE f.resolved = ? ORDER BY c.row""",
        (resolved,),
    ).fetchall()
    connection.execute("DELETE FROM files WHERE resolved = ?", (resolved,))
    return tuple(r["row"] for r in rows)


def insert_file(connection: sqlite3.Connection, facts: SourceFacts, outcome: Outcome, error: str | None = None) -> int:
    """Insert a file; return its key."""
    cursor = connection.execute(
        """INSERT INTO files (file, absolute, resolved, sha256, size, mtime_ns, outcome, error)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (facts.file, facts.absolute, facts.resolved, facts.sha256, facts.size, facts.mtime_ns, outcome.value, error),
    )
    return int(cursor.lastrowid or 0)


def insert_document(
    connection: sqlite3.Connection, document: PolicyDocument, file_row: int, keys: Iterator[bytes]
) -> list[tuple[int, int]]:
    """Insert a document with all it has; return (clause row, document row) of its clauses in order."""
    record = document_record(document, file_row)
    columns = ", ".join(f'"{name}"' for name in record)
    marks = ", ".join("?" for _ in record)
    row = int(
        connection.execute(f"INSERT INTO documents ({columns}) VALUES ({marks})", tuple(record.values())).lastrowid or 0
    )
    for table, rows in (
        ("evidence", evidence_records(document, row)),
        ("references", reference_records(document, row)),
        ("quantities", quantity_records(document, row)),
        ("validity", validity_records(document, row)),
        ("review", review_records(document, row)),
        ("table_rows", table_row_records(document, row)),
    ):
        insert_rows(connection, table, rows)
    # Keys are given here, after the last one ever used, so that the clauses go in by one statement.
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'clauses'").fetchone()
    first = (last["seq"] if last else 0) + 1
    connection.executemany(
        "INSERT INTO clauses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((key, *clause_record(clause, row, next(keys))) for key, clause in enumerate(document.clauses, first)),
    )
    return [(key, row) for key in range(first, first + len(document.clauses))]


def insert_rows(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert whole rows of one table, in the order of its columns."""
    values = list(rows)
    if values:
        marks = ", ".join("?" for _ in values[0])
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)


def bump(connection: sqlite3.Connection) -> None:
    """Begin the library's next generation."""
    connection.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE name = 'generation'")
