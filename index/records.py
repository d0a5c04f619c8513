"""Rows of library.db from the types of ingest, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from json.encoder import encode_basestring
from pathlib import Path
from sqlite3 import Row
from typing import Any

from index.model import Outcome, StoredFile
from index.titles import title_key
from ingest.document_number import find_document_numbers, normal_document_number
from ingest.model import (
    Box,
    Clause,
    ClauseKind,
    Coverage,
    DroppedText,
    Evidence,
    FileFormat,
    Form,
    Operator,
    PolicyDocument,
    Problem,
    Quantity,
    Reference,
    Relation,
    ReviewItem,
    Status,
    Table,
    TableCell,
    TableRow,
    ValidityKind,
    ValidityStatement,
)

_STATUSES = {status.value: status for status in Status}
_FORMS = {form.value: form for form in Form}
_DATES = ("dated_on", "printed_on", "effective_on", "expires_on")
_TUPLES = ("issuing_authorities", "addressees", "copied_to", "signatories", "annexes")
_PLAIN = ("document_id", "title", "document_number", "document_type", "region", "level", "wraps", "part_of")


def document_record(document: PolicyDocument, file_row: int) -> dict[str, Any]:
    """Return the columns of `documents` for a document of this file."""
    return (
        {name: getattr(document, name) for name in _PLAIN}
        | {name: _json_of_texts(getattr(document, name)) for name in _TUPLES}
        | {name: _iso(getattr(document, name)) for name in _DATES}
        | {
            "file": file_row,
            "start": document.span[0],
            "end": document.span[1],
            "normal_number": normal_number(document.document_number),
            "year": year_of(document),
            "status": document.status.value,
            "form": document.form.value,
            "title_key": title_key(document.title),
        }
    )


def document_of(record: Row | Mapping[str, Any]) -> PolicyDocument:
    """Return a document with its masthead fields alone."""
    # A Row looks through all its columns for each name; a library of thousands is listed for a question.
    r = dict(zip(record.keys(), record, strict=True)) if isinstance(record, Row) else record
    columns: dict[str, Any] = {name: r[name] for name in _PLAIN}
    for name in _TUPLES:
        columns[name] = _texts(r[name])
    for name in _DATES:
        columns[name] = _date(r[name])
    return PolicyDocument(
        text="", span=(r["start"], r["end"]), status=_STATUSES[r["status"]], form=_FORMS[r["form"]], **columns
    )


def clause_record(clause: Clause, document_row: int, text_key: bytes) -> tuple[Any, ...]:
    """Return the columns of `clauses` after `row`, in their order."""
    return (
        document_row,
        clause.clause_id,
        _json_of_texts(clause.path),
        clause.marker,
        clause.heading,
        clause.text,
        *clause.span,
        clause.page,
        _json(clause.boxes) if clause.boxes else "[]",
        clause.level,
        clause.kind.value,
        text_key,
    )


def clause_of(record: Row) -> Clause:
    """Return a clause as it was stored."""
    return Clause(
        clause_id=record["clause_id"],
        path=tuple(json.loads(record["path"])),
        marker=record["marker"],
        heading=record["heading"],
        text=record["text"],
        span=(record["start"], record["end"]),
        page=record["page"],
        boxes=tuple(Box(*box) for box in json.loads(record["boxes"])),
        level=record["level"],
        kind=ClauseKind(record["kind"]),
    )


def evidence_records(document: PolicyDocument, document_row: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `evidence` of a document."""
    for field, evidence in document.evidence.items():
        yield (document_row, field, evidence.text, *evidence.span, evidence.page, evidence.confidence)


def evidence_of(record: Row) -> Evidence:
    """Return where one field was read."""
    return Evidence(record["text"], (record["start"], record["end"]), record["page"], record["confidence"])


def reference_records(document: PolicyDocument, document_row: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `references` of a document."""
    for ordinal, r in enumerate(document.references):
        normal = normal_number(r.document_number)
        named = (r.relation.value, r.title, r.document_number, normal)
        yield (document_row, ordinal, *named, *r.span, r.clause_id, r.pinpoint, r.target, title_key(r.title))


def reference_of(record: Row) -> Reference:
    """Return one naming of another document."""
    return Reference(
        relation=Relation(record["relation"]),
        title=record["title"],
        document_number=record["document_number"],
        span=(record["start"], record["end"]),
        clause_id=record["clause_id"],
        pinpoint=record["pinpoint"],
        target=record["target"],
    )


def validity_records(document: PolicyDocument, document_row: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `validity` of a document."""
    for ordinal, v in enumerate(document.validity):
        yield (document_row, ordinal, v.kind.value, v.text, *v.span, v.clause_id, _iso(v.on))


def validity_of(record: Row) -> ValidityStatement:
    """Return one sentence about how long a document stands."""
    span = (record["start"], record["end"])
    return ValidityStatement(
        ValidityKind(record["kind"]), record["text"], span, record["clause_id"], _date(record["on"])
    )


def review_records(document: PolicyDocument, document_row: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `review` of a document."""
    for ordinal, item in enumerate(document.review):
        evidence = _json([[e.text, *e.span, e.page, e.confidence] for e in item.evidence])
        yield (document_row, ordinal, item.field, item.problem.value, item.message, evidence)


def review_of(record: Row) -> ReviewItem:
    """Return one field that a person should look at."""
    evidence = (Evidence(text, (s, e), page, sure) for text, s, e, page, sure in json.loads(record["evidence"]))
    return ReviewItem(record["field"], Problem(record["problem"]), record["message"], tuple(evidence))


def table_row_records(document: PolicyDocument, document_row: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `table_rows` of a document."""
    ordinal = 0
    for number, table in enumerate(document.tables):
        for row in table.rows:
            cells = _json([[c.column, c.text, *c.span] for c in row.cells])
            place = (number, *table.span, *(table.header or (None, None)))
            yield (document_row, ordinal, table.clause_id, *place, *row.span, row.page, cells)
            ordinal += 1


def table_row_of(record: Row) -> TableRow:
    """Return one row of a table."""
    cells = (TableCell(column, text, (start, end)) for column, text, start, end in json.loads(record["cells"]))
    return TableRow((record["start"], record["end"]), record["page"], tuple(cells))


def tables_of(records: Iterable[Row]) -> tuple[Table, ...]:
    """Return the tables whose rows are given in order."""
    tables: list[Table] = []
    for _, rows in groupby(records, key=lambda r: (r["document"], r["table"])):
        group = list(rows)
        first = group[0]
        header = None if first["header_start"] is None else (first["header_start"], first["header_end"])
        span = (first["table_start"], first["table_end"])
        tables.append(Table(first["clause_id"], span, header, tuple(map(table_row_of, group))))
    return tuple(tables)


def quantity_records(document: PolicyDocument, document_row: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `quantities` of a document."""
    for ordinal, q in enumerate(document.quantities):
        figures = (q.operator.value, q.value, q.upper, q.unit, q.per)
        yield (document_row, ordinal, q.clause_id, q.text, q.subject, *figures, *q.span)


def quantity_of(record: Row) -> Quantity:
    """Return one figure with what it measures."""
    return Quantity(
        clause_id=record["clause_id"],
        text=record["text"],
        subject=record["subject"],
        operator=Operator(record["operator"]),
        value=record["value"],
        upper=record["upper"],
        unit=record["unit"],
        per=record["per"],
        span=(record["start"], record["end"]),
    )


def coverage_record(coverage: Coverage) -> str:
    """Return the column `coverage` of a file."""
    dropped = [[d.text, d.reason, d.page] for d in coverage.dropped]
    return _json([coverage.characters, coverage.in_clauses, coverage.in_fields, dropped])


def file_of(record: Row) -> StoredFile:
    """Return a file with the counts that were selected as `documents` and `clauses`."""
    coverage = None
    if record["coverage"] is not None:
        characters, in_clauses, in_fields, dropped = json.loads(record["coverage"])
        coverage = Coverage(characters, in_clauses, in_fields, tuple(DroppedText(*d) for d in dropped))
    return StoredFile(
        file=record["file"],
        path=Path(record["resolved"]),
        sha256=record["sha256"],
        size=record["size"],
        format=FileFormat(record["format"]) if record["format"] else None,
        pages=record["pages"],
        outcome=Outcome(record["outcome"]),
        documents=record["documents"],
        clauses=record["clauses"],
        coverage=coverage,
        warnings=tuple(json.loads(record["warnings"])),
        error=record["error"],
        marking=record["marking"] if "marking" in record.keys() else None,  # noqa: SIM118 (a Row holds values)
    )


def normal_number(printed: str | None) -> str | None:
    """Return the form a number is looked up by; None for none. What we cannot read keeps its printed form, squeezed."""
    if printed is None:
        return None
    return normal_document_number(printed) or "".join(printed.split())


def year_of(document: PolicyDocument) -> int | None:
    """Return the year of the document's number, else of its date."""
    year = _year_of_number(document.document_number) if document.document_number else None
    return year or (document.dated_on.year if document.dated_on else None)


@lru_cache(maxsize=1024)
def _year_of_number(number: str) -> int | None:
    """Return the year of a number; asked for every clause of a document."""
    return next((mention.year for mention in find_document_numbers(number)), None)


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json_of_texts(texts: Sequence[str]) -> str:
    """Return the same as `_json`; that one builds an encoder for each list, this one is asked for each clause."""
    return f"[{','.join(map(encode_basestring, texts))}]"


@lru_cache(maxsize=32768)
def _texts(listed: str) -> tuple[str, ...]:
    """Return a JSON list as it was written: most are empty, and thousands of documents share their issuers."""
    return tuple(json.loads(listed))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=16384)
def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
