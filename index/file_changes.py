"""Files into library.db and out of it: each change one transaction, which raises the generation.

The keys of the texts that a change removes are put into its `gone`: see `stored_vectors.forget_unused_vectors`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.database import Database
from index.listing import listing
from index.model import Outcome
from index.records import coverage_record
from index.writing import SourceFacts, bump, delete_file, insert_document, insert_file, insert_rows
from ingest.model import ParsedFile


class KnownFile(NamedTuple):
    """A file as the library knows it, for deciding what a run of ingest has to do; each run looks at all of them."""

    row: int
    facts: SourceFacts
    outcome: Outcome
    error: str | None

    @property
    def kept(self) -> bool:
        """Whether its content is in the library."""
        return self.outcome in (Outcome.ADDED, Outcome.UPDATED)


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction did to the clauses: the derived indexes follow it."""

    removed: tuple[int, ...]  # clause rows
    added: tuple[tuple[int, int], ...]  # (clause row, document row), in the order of the file's clauses


def known_files(database: Database) -> list[KnownFile]:
    """Return what the library knows of the files it was given, in the order they came in."""
    outcomes = {outcome.value: outcome for outcome in Outcome}
    files = database.tuples(
        "SELECT row, outcome, error, file, absolute, resolved, sha256, size, mtime_ns FROM files ORDER BY row"
    )
    with listing():
        return [KnownFile(f[0], SourceFacts._make(f[3:]), outcomes[f[1]], f[2]) for f in files]


def keep_file(
    database: Database,
    gone: set[bytes],
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
    keys = iter(text_keys)
    with database.transaction() as connection:
        removed = _delete(connection, facts.resolved, gone)
        file_row = insert_file(connection, facts, outcome)
        connection.execute(
            "UPDATE files SET format = ?, pages = ?, warnings = ?, coverage = ?, marking = ? WHERE row = ?",
            (
                parsed.format.value,
                parsed.pages,
                json.dumps(parsed.warnings, ensure_ascii=False),
                coverage_record(parsed.coverage),
                parsed.marking.text if parsed.marking else None,
                file_row,
            ),
        )
        connection.execute("INSERT INTO texts VALUES (?, ?)", (file_row, parsed.text))
        added: list[tuple[int, int]] = []
        for document in parsed.documents:
            added.extend(insert_document(connection, document, file_row, keys))
        if correction is not None:
            insert_rows(connection, "corrections", [(None, *correction)])
        bump(connection)
    return Change(removed, tuple(added))


def list_file(database: Database, gone: set[bytes], facts: SourceFacts, outcome: Outcome, error: str) -> Change:
    """Keep a failed or refused file with its reason, in the place of whatever the library had at its path."""
    with database.transaction() as connection:
        removed = _delete(connection, facts.resolved, gone)
        insert_file(connection, facts, outcome, error)
        bump(connection)
    return Change(removed, ())


def remove_files(database: Database, gone: set[bytes], rows: Iterable[int]) -> Change:
    """Remove files by key, with everything that was read from them."""
    removed: list[int] = []
    with database.transaction() as connection:
        for row in rows:
            record = connection.execute("SELECT resolved FROM files WHERE row = ?", (row,)).fetchone()
            if record is not None:
                removed.extend(_delete(connection, record["resolved"], gone))
        bump(connection)
    return Change(tuple(removed), ())


def move_files(database: Database, gone: set[bytes], moves: Sequence[tuple[int, SourceFacts]]) -> Change:
    """Give files (by key) their new places; what else the library had at such a place is removed."""
    moving = {row for row, _ in moves}
    removed: list[int] = []
    with database.transaction() as connection:
        for row in moving:  # two files may change places: first away from the old ones
            connection.execute("UPDATE files SET resolved = ? WHERE row = ?", (f"\0{row}", row))
        for row, facts in moves:
            removed.extend(_delete(connection, facts.resolved, gone))
            connection.execute(
                "UPDATE files SET file = ?, absolute = ?, resolved = ?, mtime_ns = ? WHERE row = ?",
                (facts.file, facts.absolute, facts.resolved, facts.mtime_ns, row),
            )
        bump(connection)
    return Change(tuple(removed), ())


def _delete(connection: sqlite3.Connection, resolved: str, gone: set[bytes]) -> tuple[int, ...]:
    """Delete the file at this place; the keys of its texts go into `gone`."""
    texts = connection.execute(
        """SELECT c.text_key FROM clauses c JOIN documents d ON d.row = c.document JOIN files f ON f.row = d.file
           WHERE f.resolved = ?""",
        (resolved,),
    )
    gone.update(r["text_key"] for r in texts)
    return delete_file(connection, resolved)
