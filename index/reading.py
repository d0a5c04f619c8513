"""Documents, clauses and files out of library.db, as the types of ingest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.database import Database, json_rows
from index.listing import listing
from index.model import StoredClause, StoredDocument, StoredFile
from index.records import (
    clause_of,
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
from index.row_set import Rows
from ingest.document_number import normal_document_number
from ingest.errors import QueryError
from ingest.model import Marking, ParsedFile, PolicyDocument, Quantity, Secrecy, TableRow

_FILES = """
    SELECT f.*, (SELECT count(*) FROM documents d WHERE d.file = f.row) AS documents,
           (SELECT count(*) FROM documents d JOIN clauses c ON c.document = d.row WHERE d.file = f.row) AS clauses
    FROM files f
"""
# In force before unknown before out of force, then the newest.
_IN_FORCE_AND_NEWEST = """
    ORDER BY CASE d.status WHEN 'in_force' THEN 0 WHEN 'trial' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END,
             coalesce(d.dated_on, d.printed_on, '') DESC, coalesce(d.year, 0) DESC, d.document_id
"""


def files(database: Database) -> list[StoredFile]:
    """Return every file ever given that is still there, failed and refused ones too, sorted by name."""
    return [file_of(r) for r in database.select(f"{_FILES} ORDER BY f.file, f.row")]


def source_file(database: Database, document_id: str) -> StoredFile:
    """Return the file a document is from; raises QueryError for a document the library does not have."""
    row = _document_row(database, document_id)
    return file_of(database.select(f"{_FILES} WHERE f.row = (SELECT file FROM documents WHERE row = ?)", (row,))[0])


def documents(database: Database, rows: Sequence[int] | None, counts: Mapping[int, int]) -> list[StoredDocument]:
    """Return the documents of these rows, None: all, in the order they came in; `counts`: how many clauses each has."""
    chosen = "" if rows is None else "WHERE d.row IN (SELECT value FROM json_each(?))"
    records = database.select(
        f"SELECT d.*, f.file AS file_name FROM documents d JOIN files f ON f.row = d.file {chosen} ORDER BY d.row",
        () if rows is None else (json_rows(rows),),
    )
    with listing():
        return [StoredDocument(document_of(r), r["file_name"], counts.get(r["row"], 0), r["row"]) for r in records]


def parsed_file(database: Database, document_id: str) -> ParsedFile:
    """Return the file of a document as it was understood; raises QueryError if the library does not have it."""
    source = source_file(database, document_id)
    names = database.select(
        """SELECT d.document_id FROM documents d JOIN files f ON f.row = d.file
           WHERE f.resolved = ? ORDER BY d.row""",
        (str(source.path),),
    )
    read = tuple(document(database, r["document_id"]) for r in names)
    assert source.format is not None and source.coverage is not None  # it has documents, so it was understood
    return ParsedFile(
        source.file,
        source.sha256,
        source.format,
        source.pages,
        read[0].text,
        read,
        source.coverage,
        source.warnings,
        Marking(Secrecy.INTERNAL, source.marking) if source.marking else None,
    )


def document(database: Database, document_id: str) -> PolicyDocument:
    """Return a document whole, by its id or its number; raises QueryError if the library does not have it."""
    row = _document_row(database, document_id)
    record = database.select(
        "SELECT d.*, t.text FROM documents d JOIN texts t ON t.file = d.file WHERE d.row = ?", (row,)
    )[0]
    evidence = database.select("SELECT * FROM evidence WHERE document = ? ORDER BY field", (row,))
    clause_records = database.select("SELECT * FROM clauses WHERE document = ? ORDER BY row", (row,))

    def parts(table: str) -> list[sqlite3.Row]:
        return database.select(f'SELECT * FROM "{table}" WHERE document = ? ORDER BY ordinal', (row,))

    return replace(
        document_of(record),
        text=record["text"],
        evidence={r["field"]: evidence_of(r) for r in evidence},
        references=tuple(map(reference_of, parts("references"))),
        clauses=tuple(map(clause_of, clause_records)),
        quantities=tuple(map(quantity_of, parts("quantities"))),
        validity=tuple(map(validity_of, parts("validity"))),
        review=tuple(map(review_of, parts("review"))),
        tables=tables_of(parts("table_rows")),
    )


def clauses(database: Database, rows: Sequence[int] | Rows) -> list[StoredClause]:
    """Return the clauses of these rows in the order given; rows that are gone are left out."""
    wanted = [int(row) for row in rows]
    records = database.select(
        "SELECT * FROM clauses WHERE row IN (SELECT value FROM json_each(?))", (json_rows(wanted),)
    )
    owners = database.select(
        """SELECT d.*, f.file AS file_name FROM documents d JOIN files f ON f.row = d.file
           WHERE d.row IN (SELECT value FROM json_each(?))""",
        (json_rows(sorted({r["document"] for r in records})),),
    )
    owning = {r["row"]: (document_of(r), r["file_name"]) for r in owners}
    found = {
        r["row"]: StoredClause(clause_of(r), *owning[r["document"]], r["row"])
        for r in records
        if r["document"] in owning
    }
    return [found[row] for row in wanted if row in found]


def clause(database: Database, clause_id: str) -> StoredClause | None:
    """Return one clause, by its id or as 文号#path: of the document in force, and of those the newest, that has it."""
    found = database.select("SELECT row FROM clauses WHERE clause_id = ?", (clause_id,))
    name, _, path = clause_id.partition("#")
    if not found and path and (number := normal_document_number(name)):
        found = database.select(
            f"""SELECT c.row FROM documents d JOIN clauses c ON c.clause_id = d.document_id || '#' || ?
                WHERE d.normal_number = ? {_IN_FORCE_AND_NEWEST} LIMIT 1""",
            (path, number),
        )
    return clauses(database, [found[0]["row"]])[0] if found else None


def quantities(database: Database, clause_ids: Sequence[str]) -> dict[str, tuple[Quantity, ...]]:
    """Return the quantities printed in these clauses, in printed order; clauses without any are left out."""
    records = database.select(
        "SELECT * FROM quantities WHERE clause_id IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
        (json.dumps(list(clause_ids)),),
    )
    return {key: tuple(map(quantity_of, rows)) for key, rows in _by_clause(records)}


def table_rows(database: Database, clause_ids: Sequence[str]) -> dict[str, tuple[TableRow, ...]]:
    """Return the rows of the tables in these clauses, in printed order; clauses without any are left out."""
    records = database.select(
        "SELECT * FROM table_rows WHERE clause_id IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
        (json.dumps(list(clause_ids)),),
    )
    return {key: tuple(map(table_row_of, rows)) for key, rows in _by_clause(records)}


def _document_row(database: Database, document_id: str) -> int:
    found = database.select("SELECT row FROM documents WHERE document_id = ?", (document_id,))
    if not found and (number := normal_document_number(document_id)):
        found = database.select(
            f"SELECT row FROM documents d WHERE normal_number = ? {_IN_FORCE_AND_NEWEST} LIMIT 1", (number,)
        )
    if not found:
        raise QueryError(document_id, "资料库里没有这份文件", "请核对文号或编号，或先把文件入库")
    return int(found[0]["row"])


def _by_clause(records: Sequence[sqlite3.Row]) -> Iterator[tuple[str, list[sqlite3.Row]]]:
    grouped: dict[str, list[sqlite3.Row]] = {}
    for record in records:
        grouped.setdefault(record["clause_id"], []).append(record)
    yield from grouped.items()
