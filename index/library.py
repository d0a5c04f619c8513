"""The library: library.db, the truth from which every index is made."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from index.listing import listing
from index.model import Filters, Outcome, StoredClause, StoredDocument, StoredFile
from index.records import (
    clause_of,
    coverage_record,
    document_of,
    evidence_of,
    file_of,
    quantity_of,
    reference_of,
    review_of,
    table_row_of,
    tables_of,
    validity_of,
)
from index.row_set import Rows as Rows
from index.row_set import rows_of_ranges
from index.schema import DATABASE, Connection, broken_database, connect, open_database
from index.writing import SourceFacts, bump, delete_file, insert_document, insert_file, insert_rows
from ingest.document_number import normal_document_number
from ingest.errors import QueryError
from ingest.model import ParsedFile, PolicyDocument, Quantity, TableRow
from ingest.regions import in_or_under

_FILES = """
    SELECT f.*, count(DISTINCT d.row) AS documents, count(c.row) AS clauses
    FROM files f LEFT JOIN documents d ON d.file = f.row LEFT JOIN clauses c ON c.document = d.row
"""
# A library of more clauses is not gone through whole for a few that went.
_SMALL = 20_000
# In force before unknown before out of force, then the newest.
_IN_FORCE_AND_NEWEST = """
    ORDER BY CASE d.status WHEN 'in_force' THEN 0 WHEN 'trial' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END,
             coalesce(d.dated_on, d.printed_on, '') DESC, coalesce(d.year, 0) DESC, d.document_id
"""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the library knows it, for deciding what a run of ingest has to do."""

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


class Library:
    """One folder's documents. Reading is safe from any thread and beside a writer; writing is for one process."""

    def __init__(self, folder: Path) -> None:
        """For `Library.open`, which checks the file first."""
        self.folder = folder
        self._local = threading.local()
        # One connection for each thread; it goes when its thread ends.
        self._connections: WeakSet[Connection] = WeakSet()
        self._texts_gone: set[bytes] = set()
        self._ranges: tuple[int, NDArray[np.int64]] | None = None  # as of a generation

    @classmethod
    def open(cls, folder: Path, create: bool = False) -> Library:
        """Return the library in `folder`; raises IndexBuildError if there is none, or not one of ours."""
        connection = open_database(folder, create=create)
        library = cls(folder)
        library._local.connection = connection
        library._connections.add(connection)
        return library

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in list(self._connections):
            connection.close()
        self._connections.clear()
        self._local = threading.local()

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
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # Reading.

    def files(self) -> list[StoredFile]:
        """Return every file ever given that is still there, failed and refused ones too, sorted by name."""
        return [file_of(r) for r in self.select(f"{_FILES} GROUP BY f.row ORDER BY f.file, f.row")]

    def source_file(self, document_id: str) -> StoredFile:
        """Return the file a document is from; raises QueryError for a document the library does not have."""
        row = self._document_row(document_id)
        return file_of(
            self.select(f"{_FILES} WHERE f.row = (SELECT file FROM documents WHERE row = ?) GROUP BY f.row", (row,))[0]
        )

    def documents(self, filters: Filters | None = None) -> list[StoredDocument]:
        """Return the documents that pass the filters, in the order they came in."""
        rows = self.document_rows(filters or Filters())
        chosen = "" if rows is None else "WHERE d.row IN (SELECT value FROM json_each(?))"
        records = self.select(
            f"SELECT d.*, f.file AS file_name FROM documents d JOIN files f ON f.row = d.file {chosen} ORDER BY d.row",
            () if rows is None else (_json_rows(rows),),
        )
        counts = self._clause_counts()
        with listing():
            return [StoredDocument(document_of(r), r["file_name"], counts.get(r["row"], 0), r["row"]) for r in records]

    def _clause_counts(self) -> dict[int, int]:
        """Document row -> how many clauses it has, where it has any."""
        ranges = self.clause_ranges()
        counted = np.bincount(ranges[:, 0], ranges[:, 2])
        return {row: int(counted[row]) for row in np.flatnonzero(counted).tolist()}

    def parsed_file(self, document_id: str) -> ParsedFile:
        """Return the file of a document as it was understood; raises QueryError if the library does not have it."""
        source = self.source_file(document_id)
        names = self.select(
            """SELECT d.document_id FROM documents d JOIN files f ON f.row = d.file
               WHERE f.resolved = ? ORDER BY d.row""",
            (str(source.path),),
        )
        documents = tuple(self.document(r["document_id"]) for r in names)
        assert source.format is not None and source.coverage is not None  # it has documents, so it was understood
        return ParsedFile(
            source.file,
            source.sha256,
            source.format,
            source.pages,
            documents[0].text,
            documents,
            source.coverage,
            source.warnings,
        )

    def document(self, document_id: str) -> PolicyDocument:
        """Return a document whole, by its id or its number; raises QueryError if the library does not have it."""
        row = self._document_row(document_id)
        record = self.select(
            "SELECT d.*, t.text FROM documents d JOIN texts t ON t.file = d.file WHERE d.row = ?", (row,)
        )[0]
        evidence = self.select("SELECT * FROM evidence WHERE document = ? ORDER BY field", (row,))
        clauses = self.select("SELECT * FROM clauses WHERE document = ? ORDER BY row", (row,))

        def parts(table: str) -> list[sqlite3.Row]:
            return self.select(f'SELECT * FROM "{table}" WHERE document = ? ORDER BY ordinal', (row,))

        return replace(
            document_of(record),
            text=record["text"],
            evidence={r["field"]: evidence_of(r) for r in evidence},
            references=tuple(map(reference_of, parts("references"))),
            clauses=tuple(map(clause_of, clauses)),
            quantities=tuple(map(quantity_of, parts("quantities"))),
            validity=tuple(map(validity_of, parts("validity"))),
            review=tuple(map(review_of, parts("review"))),
            tables=tables_of(parts("table_rows")),
        )

    def clauses(self, rows: Sequence[int] | Rows) -> list[StoredClause]:
        """Return the clauses of these rows in the order given; rows that are gone are left out."""
        wanted = [int(row) for row in rows]
        records = self.select(
            "SELECT * FROM clauses WHERE row IN (SELECT value FROM json_each(?))", (_json_rows(wanted),)
        )
        owners = self.select(
            """SELECT d.*, f.file AS file_name FROM documents d JOIN files f ON f.row = d.file
               WHERE d.row IN (SELECT value FROM json_each(?))""",
            (_json_rows(sorted({r["document"] for r in records})),),
        )
        documents = {r["row"]: (document_of(r), r["file_name"]) for r in owners}
        found = {
            r["row"]: StoredClause(clause_of(r), *documents[r["document"]], r["row"])
            for r in records
            if r["document"] in documents
        }
        return [found[row] for row in wanted if row in found]

    def clause(self, clause_id: str) -> StoredClause | None:
        """Return one clause, by its id or as 文号#path: of the document in force, and of those the newest, that has it."""
        found = self.select("SELECT row FROM clauses WHERE clause_id = ?", (clause_id,))
        name, _, path = clause_id.partition("#")
        if not found and path and (number := normal_document_number(name)):
            found = self.select(
                f"""SELECT c.row FROM documents d JOIN clauses c ON c.clause_id = d.document_id || '#' || ?
                    WHERE d.normal_number = ? {_IN_FORCE_AND_NEWEST} LIMIT 1""",
                (path, number),
            )
        return self.clauses([found[0]["row"]])[0] if found else None

    def quantities(self, clause_ids: Sequence[str]) -> dict[str, tuple[Quantity, ...]]:
        """Return the quantities printed in these clauses, in printed order; clauses without any are left out."""
        records = self.select(
            "SELECT * FROM quantities WHERE clause_id IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
            (json.dumps(list(clause_ids)),),
        )
        return {key: tuple(map(quantity_of, rows)) for key, rows in _by_clause(records)}

    def table_rows(self, clause_ids: Sequence[str]) -> dict[str, tuple[TableRow, ...]]:
        """Return the rows of the tables in these clauses, in printed order; clauses without any are left out."""
        records = self.select(
            "SELECT * FROM table_rows WHERE clause_id IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
            (json.dumps(list(clause_ids)),),
        )
        return {key: tuple(map(table_row_of, rows)) for key, rows in _by_clause(records)}

    # Filtering: always before a search.

    def document_rows(self, filters: Filters) -> list[int] | None:
        """Return the keys of the documents that pass, ascending; None if nothing is filtered."""
        if filters.empty:
            return None
        conditions, values = [], []
        if filters.regions:
            regions = [r["region"] for r in self.select("SELECT DISTINCT region FROM documents WHERE region NOT NULL")]
            matching = [r for r in regions if any(in_or_under(r, place) for place in filters.regions)]
            conditions.append("region IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(matching))
        if filters.issuers:
            conditions.append(
                """EXISTS (SELECT 1 FROM json_each(issuing_authorities) issuer, json_each(?) part
                           WHERE instr(replace(issuer.value, ' ', ''), part.value))"""
            )
            values.append(json.dumps(["".join(issuer.split()) for issuer in filters.issuers]))
        if filters.years:
            conditions.append("year IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(filters.years))
        if filters.document_ids:
            conditions.append("document_id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(filters.document_ids))
        if filters.excluded_ids:
            conditions.append("document_id NOT IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(filters.excluded_ids))
        found = self.select(f"SELECT row FROM documents WHERE {' AND '.join(conditions)} ORDER BY row", values)
        return [r["row"] for r in found]

    def rows(self, filters: Filters) -> Rows | None:
        """Return the keys of the clauses whose document passes, ascending; None if nothing is filtered."""
        documents = self.document_rows(filters)
        if documents is None:
            return None
        return self._rows(
            "SELECT row FROM clauses WHERE document IN (SELECT value FROM json_each(?)) ORDER BY row",
            (_json_rows(documents),),
        )

    def clause_count(self) -> int:
        """Return how many clauses there are."""
        return int(self.select("SELECT count(*) AS n FROM clauses")[0]["n"])

    def clause_rows(self) -> Rows:
        """Return the keys of all clauses, ascending."""
        return rows_of_ranges(self.clause_ranges())

    def clause_ranges(self) -> NDArray[np.int64]:
        """Return (document row, first clause row, count) of the clauses that stand together, ascending: int64 [n, 3].

        Read once for each generation; where clauses only came since the last, the rest is not read again.
        """
        generation, before = self.generation, self._ranges
        if before is not None and before[0] == generation:
            return before[1]
        ranges = self._ranges_since(before[1]) if before is not None and len(before[1]) else None
        if ranges is None:
            ranges = self._ranges_after(0)
        self._ranges = (generation, ranges)
        return ranges

    def _ranges_since(self, before: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """These and those that came after them; None where some of these have gone."""
        came = self._ranges_after(int(before[-1, 1] + before[-1, 2] - 1))
        complete = self.clause_count() == int(before[:, 2].sum() + came[:, 2].sum())
        return np.concatenate((before, came)) if complete else None

    def _ranges_after(self, row: int) -> NDArray[np.int64]:
        """The ranges of the clauses after this row; a document's clauses mostly have keys in a row."""
        of_documents = """SELECT document, min(row), max(row), count(*) FROM clauses {} GROUP BY document"""
        found = self._array(of_documents.format("WHERE row > ?" if row else ""), (row,) if row else (), 4)
        together = found[:, 2] - found[:, 1] + 1 == found[:, 3]
        scattered = found[~together, 0]
        singly = self._array(
            """SELECT document, row, 1 FROM clauses WHERE row > ? AND document IN (SELECT value FROM json_each(?))""",
            (row, _json_rows(scattered)),
            3,
        )
        ranges = np.concatenate((found[together][:, [0, 1, 3]], singly))
        return ranges[np.argsort(ranges[:, 1])]

    def document_keys(self) -> dict[str, int]:
        """Return document_id -> row of every document."""
        return dict(self._tuples("SELECT document_id, row FROM documents"))

    def document_row_of(self, rows: Sequence[int]) -> dict[int, int]:
        """Return clause row -> document row."""
        records = self.select(
            "SELECT row, document FROM clauses WHERE row IN (SELECT value FROM json_each(?))", (_json_rows(rows),)
        )
        return {r["row"]: r["document"] for r in records}

    # Embeddings.

    def rows_without_vector(self, fingerprint: str, among: Rows | None = None) -> list[int]:
        """Return one clause row for each index text that has no vector of this model yet, ascending.

        `among`: only these rows are looked at; of a million, most are known to have one.
        """
        chosen = "" if among is None else "AND c.row IN (SELECT value FROM json_each(?))"
        records = self.select(
            f"""SELECT min(c.row) AS row FROM clauses c LEFT JOIN embeddings e
               ON e.fingerprint = ? AND e.text_key = c.text_key WHERE e.row IS NULL {chosen}
               GROUP BY c.text_key ORDER BY 1""",
            (fingerprint,) if among is None else (fingerprint, _json_rows(among)),
        )
        return [r["row"] for r in records]

    def rows_with_vector(self, fingerprint: str) -> Rows:
        """Return the clause rows that have a vector of this model, ascending."""
        return self._rows(
            """SELECT c.row FROM clauses c JOIN embeddings e
               ON e.fingerprint = ? AND e.text_key = c.text_key ORDER BY c.row""",
            (fingerprint,),
        )

    def vectors(self, fingerprint: str, rows: Sequence[int] | Rows) -> tuple[Rows, NDArray[np.float32]]:
        """Return those of the clause rows that have a vector, ascending, and their vectors: float32 [n, d]."""
        records = self.select(
            """SELECT c.row, e.vector FROM clauses c JOIN embeddings e ON e.fingerprint = ? AND e.text_key = c.text_key
               WHERE c.row IN (SELECT value FROM json_each(?)) ORDER BY c.row""",
            (fingerprint, _json_rows(rows)),
        )
        matrix = np.frombuffer(b"".join(r["vector"] for r in records), dtype=np.float16).astype(np.float32)
        return np.array([r["row"] for r in records], np.int64), matrix.reshape(len(records), -1 if records else 0)

    def add_vectors(
        self, fingerprint: str, keys: Sequence[bytes], vectors: NDArray[np.float32], *, announce: bool = True
    ) -> None:
        """Keep the vectors of index texts, float32 [n, d] normalised; float16 is exact to 0.001 of a cosine.

        With `announce` off the generation stays: for vectors of a model that nobody reads yet.
        """
        blobs = (vector.astype(np.float16).tobytes() for vector in vectors)
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO embeddings (fingerprint, text_key, vector) VALUES (?, ?, ?)",
                ((fingerprint, key, blob) for key, blob in zip(keys, blobs, strict=True)),
            )
            if announce:
                bump(connection)

    def forget_unused_vectors(self) -> int:
        """Delete the vectors of texts that no clause has any more; return how many.

        In a large library only those of the texts that went since it was opened are looked for.
        """
        sql = "DELETE FROM embeddings WHERE text_key NOT IN (SELECT text_key FROM clauses)"
        values: list[tuple[object, ...]] = [()]
        if self.clause_count() > _SMALL and len(self._texts_gone) < _SMALL:
            sql = f"{sql} AND fingerprint = ? AND text_key = ?"
            values = [(fingerprint, key) for fingerprint in self._fingerprints() for key in sorted(self._texts_gone)]
        with self._transaction() as connection:
            deleted = sum(connection.execute(sql, value).rowcount for value in values)
        self._texts_gone.clear()
        return deleted

    def _fingerprints(self) -> list[str]:
        """The models that vectors are of; each is looked up behind the one before it, not among a million rows."""
        found: list[str] = []
        while record := self.select(
            "SELECT fingerprint FROM embeddings WHERE fingerprint > ? ORDER BY fingerprint LIMIT 1",
            (found[-1] if found else "",),
        ):
            found.append(record[0]["fingerprint"])
        return found

    # Writing. Each call is one transaction and bumps the generation in it.

    def known_files(self) -> list[KnownFile]:
        """Return what the library knows of the files it was given, in the order they came in."""
        outcomes = {outcome.value: outcome for outcome in Outcome}
        files = self._tuples(
            "SELECT row, outcome, error, file, absolute, resolved, sha256, size, mtime_ns FROM files ORDER BY row"
        )
        with listing():
            return [
                KnownFile(row, SourceFacts(*facts), outcomes[outcome], error) for row, outcome, error, *facts in files
            ]

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
        keys = iter(text_keys)
        with self._transaction() as connection:
            removed = self._delete_file(connection, facts.resolved)
            file_row = insert_file(connection, facts, outcome)
            connection.execute(
                "UPDATE files SET format = ?, pages = ?, warnings = ?, coverage = ? WHERE row = ?",
                (
                    parsed.format.value,
                    parsed.pages,
                    json.dumps(parsed.warnings, ensure_ascii=False),
                    coverage_record(parsed.coverage),
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

    def list_file(self, facts: SourceFacts, outcome: Outcome, error: str) -> Change:
        """Keep a failed or refused file with its reason, in the place of whatever the library had at its path."""
        with self._transaction() as connection:
            removed = self._delete_file(connection, facts.resolved)
            insert_file(connection, facts, outcome, error)
            bump(connection)
        return Change(removed, ())

    def remove_files(self, rows: Iterable[int]) -> Change:
        """Remove files by key, with everything that was read from them."""
        removed: list[int] = []
        with self._transaction() as connection:
            for row in rows:
                record = connection.execute("SELECT resolved FROM files WHERE row = ?", (row,)).fetchone()
                if record is not None:
                    removed.extend(self._delete_file(connection, record["resolved"]))
            bump(connection)
        return Change(tuple(removed), ())

    def move_files(self, moves: Sequence[tuple[int, SourceFacts]]) -> Change:
        """Give files (by key) their new places; what else the library had at such a place is removed."""
        moving = {row for row, _ in moves}
        removed: list[int] = []
        with self._transaction() as connection:
            for row in moving:  # two files may change places: first away from the old ones
                connection.execute("UPDATE files SET resolved = ? WHERE row = ?", (f"\0{row}", row))
            for row, facts in moves:
                removed.extend(self._delete_file(connection, facts.resolved))
                connection.execute(
                    "UPDATE files SET file = ?, absolute = ?, resolved = ?, mtime_ns = ? WHERE row = ?",
                    (facts.file, facts.absolute, facts.resolved, facts.mtime_ns, row),
                )
            bump(connection)
        return Change(tuple(removed), ())

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Return one transaction, for the modules of this package; it leaves the generation as it is."""
        return self._transaction()

    # Inside.

    def _document_row(self, document_id: str) -> int:
        found = self.select("SELECT row FROM documents WHERE document_id = ?", (document_id,))
        if not found and (number := normal_document_number(document_id)):
            found = self.select(
                f"SELECT row FROM documents d WHERE normal_number = ? {_IN_FORCE_AND_NEWEST} LIMIT 1", (number,)
            )
        if not found:
            raise QueryError(document_id, "资料库里没有这份文件", "请核对文号或编号，或先把文件入库")
        return int(found[0]["row"])

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:  # one for each thread: SQLite's cursors are not shared
            connection = self._local.connection = connect(self.folder / DATABASE)
            self._connections.add(connection)
        return connection

    def _delete_file(self, connection: sqlite3.Connection, resolved: str) -> tuple[int, ...]:
        """Delete the file at this place; its texts are kept in mind for `forget_unused_vectors`."""
        texts = connection.execute(
            """SELECT c.text_key FROM clauses c JOIN documents d ON d.row = c.document JOIN files f ON f.row = d.file
               WHERE f.resolved = ?""",
            (resolved,),
        )
        self._texts_gone.update(r["text_key"] for r in texts)
        return delete_file(connection, resolved)

    def select(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query, for the modules of this package; a broken file raises IndexBuildError."""
        try:
            return self._connection().execute(sql, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            raise broken_database(self.folder / DATABASE, error) from error

    def _tuples(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of a query as plain tuples: for very many of them."""
        try:
            cursor = self._connection().cursor()
            cursor.row_factory = None
            return cursor.execute(sql, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            raise broken_database(self.folder / DATABASE, error) from error

    def _array(self, sql: str, values: Sequence[object], width: int) -> NDArray[np.int64]:
        return np.array(self._tuples(sql, values), np.int64).reshape(-1, width)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Rows:
        return self._array(sql, values, 1)[:, 0]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise broken_database(self.folder / DATABASE, error) from error


def _by_clause(records: Sequence[sqlite3.Row]) -> Iterator[tuple[str, list[sqlite3.Row]]]:
    grouped: dict[str, list[sqlite3.Row]] = {}
    for record in records:
        grouped.setdefault(record["clause_id"], []).append(record)
    yield from grouped.items()


def _json_rows(rows: Sequence[int] | Rows) -> str:
    return json.dumps([int(row) for row in rows])
