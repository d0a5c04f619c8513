"""The files of a library a page at a time: found by words, outcome, region and year, each with what was understood of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.library import Library
from index.model import Outcome
from index.records import file_of
from ingest.model import DroppedText

NO_REGION = "-"
"""In a query: documents that name no region."""
_MOST_DROPPED = 20  # of a file, that are shown


@dataclass(frozen=True, slots=True)
class FileQuery:
    """Which files are wanted; empty means all."""

    words: str = ""  # each stands in the file's path, or in a title, number or issuer of its documents
    outcome: str = ""  # "in": in the library; "out": failed or refused; "look": to be looked at
    region: str = ""  # the beginning of a chain: 江苏 takes 江苏扬州仪征
    year: int | None = None
    only: Collection[int] | None = None  # document rows that may be seen; files without documents then stay unseen


@dataclass(frozen=True, slots=True)
class ListedInFile:
    """One document of a file, by what tells it."""

    document_id: str
    title: str | None
    document_number: str | None
    issuing_authorities: tuple[str, ...]
    region: str | None
    dated_on: date | None
    clauses: int
    to_review: int


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of the library with what was understood of it."""

    row: int  # the library's own key; another one after it was read again
    file: str  # as given to ingest
    path: Path  # where it lies
    outcome: Outcome
    format: str | None
    pages: int | None
    coverage: float | None  # 0..1; None: not read
    dropped: tuple[DroppedText, ...]  # the first of what is in no clause and no field
    warnings: tuple[str, ...]
    error: str | None
    documents: tuple[ListedInFile, ...]

    @property
    def kept(self) -> bool:
        """Whether its content is in the library."""
        return self.outcome in (Outcome.ADDED, Outcome.UPDATED)

    @property
    def clauses(self) -> int:
        """Clauses of all its documents."""
        return sum(d.clauses for d in self.documents)

    @property
    def to_review(self) -> int:
        """Fields that a person should look at."""
        return sum(d.to_review for d in self.documents)


def list_files(
    library: Library, query: FileQuery, *, page: int = 1, size: int = 20
) -> tuple[tuple[ListedFile, ...], int]:
    """The files of one page (from 1), those that did not come in first, then the newest; and how many there are in all."""
    where, values = _conditions(query)
    total = int(library.select(f"SELECT count(*) AS n FROM files f {where}", values)[0]["n"])
    rows = library.select(
        f"""SELECT f.row FROM files f {where}
            ORDER BY f.outcome IN ('added', 'updated'), f.row DESC LIMIT ? OFFSET ?""",
        (*values, size, max(0, page - 1) * size),
    )
    return files_of_rows(library, [r["row"] for r in rows]), total


def files_named(library: Library, names: Sequence[str]) -> tuple[ListedFile, ...]:
    """The files with these names as given to ingest, in the order of the names; those that are not there are left out."""
    rows = library.select(
        "SELECT row, file FROM files WHERE file IN (SELECT value FROM json_each(?))",
        (json.dumps(list(names), ensure_ascii=False),),
    )
    by_name = {r["file"]: r["row"] for r in rows}
    return files_of_rows(library, [by_name[name] for name in dict.fromkeys(names) if name in by_name])


def files_of_rows(library: Library, rows: Sequence[int]) -> tuple[ListedFile, ...]:
    """The files with these keys, in the order given; those that are gone are left out."""
    keys = json.dumps(list(rows))
    documents: dict[int, list[ListedInFile]] = {}
    for d in library.select(
        """SELECT d.*, (SELECT count(*) FROM clauses c WHERE c.document = d.row) AS clauses,
                  (SELECT count(*) FROM review r WHERE r.document = d.row) AS to_review
           FROM documents d WHERE d.file IN (SELECT value FROM json_each(?)) ORDER BY d.row""",
        (keys,),
    ):
        documents.setdefault(d["file"], []).append(_document(d))
    found = {
        r["row"]: _file(r, tuple(documents.get(r["row"], ())))
        for r in library.select(
            """SELECT f.*, 0 AS documents, 0 AS clauses FROM files f
               WHERE f.row IN (SELECT value FROM json_each(?))""",
            (keys,),
        )
    }
    return tuple(found[row] for row in rows if row in found)


def count_outcomes(library: Library) -> tuple[int, int]:
    """How many files are in the library, and how many did not come in."""
    counted = {r["outcome"]: int(r["n"]) for r in library.select("SELECT outcome, count(*) AS n FROM files GROUP BY 1")}
    kept = sum(counted.get(o.value, 0) for o in (Outcome.ADDED, Outcome.UPDATED))
    return kept, sum(counted.values()) - kept


def _conditions(query: FileQuery) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    of_document = "EXISTS (SELECT 1 FROM documents d WHERE d.file = f.row AND {})"
    for word in query.words.split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        columns = ("title", "document_number", "normal_number", "issuing_authorities")
        like = " OR ".join(f"d.{c} LIKE ? ESCAPE '\\'" for c in columns)
        conditions.append(f"(f.file LIKE ? ESCAPE '\\' OR {of_document.format(f'({like})')})")
        values += [pattern] * (1 + len(columns))
    if query.outcome == "in":
        conditions.append("f.outcome IN ('added', 'updated')")
    elif query.outcome == "out":
        conditions.append("f.outcome NOT IN ('added', 'updated')")
    elif query.outcome == "look":
        conditions.append(of_document.format("EXISTS (SELECT 1 FROM review r WHERE r.document = d.row)"))
    if query.region == NO_REGION:
        conditions.append(of_document.format("d.region IS NULL"))
    elif query.region:
        conditions.append(of_document.format("substr(d.region, 1, length(?)) = ?"))
        values += [query.region, query.region]
    if query.year is not None:
        conditions.append(of_document.format("d.year = ?"))
        values.append(query.year)
    if query.only is not None:
        conditions.append(of_document.format("d.row IN (SELECT value FROM json_each(?))"))
        values.append(json.dumps(sorted(query.only)))
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), values


def _document(record: Any) -> ListedInFile:
    return ListedInFile(
        record["document_id"],
        record["title"],
        record["document_number"],
        tuple(json.loads(record["issuing_authorities"])),
        record["region"],
        date.fromisoformat(record["dated_on"]) if record["dated_on"] else None,
        record["clauses"],
        record["to_review"],
    )


def _file(record: Any, documents: tuple[ListedInFile, ...]) -> ListedFile:
    stored = file_of(record)
    return ListedFile(
        record["row"],
        stored.file,
        stored.path,
        stored.outcome,
        stored.format.value if stored.format else None,
        stored.pages,
        stored.coverage.ratio if stored.coverage else None,
        stored.coverage.dropped[:_MOST_DROPPED] if stored.coverage else (),
        stored.warnings,
        stored.error,
        documents,
    )
