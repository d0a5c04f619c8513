"""What of a clause is indexed, and a clause as a Haystack Document and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.model import StoredClause
from index.records import document_of, document_record, year_of
from ingest.model import Box, Clause, ClauseKind, PolicyDocument, TableRow

if TYPE_CHECKING:
    from haystack import Document

# The keys of embeddings and the words of the lexical index follow from what is composed here; raised whenever it changes.
PASSAGE_RECIPE = 2

# A table of more rows than this drowns each of them: its rows are then ranked one by one as well, each with its clause.
ROWS_IN_ONE_PASSAGE = 6
_LONGEST_CAPTION = 40


@dataclass(frozen=True, slots=True)
class PassageText:
    """The parts of a passage that are indexed apart, each as plain text."""

    title: str  # title, issuers, region and year of the document
    headings: str
    body: str
    number: str
    rows: tuple[str, ...] = ()  # of a long table, each to be found by itself


def index_text(clause: Clause, document: PolicyDocument, rows: Sequence[TableRow] = ()) -> str:
    """Return what is embedded: title, number, issuers, year and headings on two lines, then the clause alone.

    `rows` are those of the clause's tables; they stand there as 列名=值 in place of their printed cells.
    """
    headings = " ".join(path for path in clause.path if not clause.text.startswith(path))
    year = year_of(document)
    masthead = (document.title, document.document_number, *document.issuing_authorities, f"{year}年" if year else None)
    lines = (" ".join(filter(None, masthead)), headings, _with_named_cells(clause, rows))
    return "\n".join(line for line in lines if line)


def rows_by_clause(document: PolicyDocument) -> dict[str, tuple[TableRow, ...]]:
    """Return the rows of a document's tables by clause_id, as `Library.table_rows` does for stored ones."""
    rows: dict[str, tuple[TableRow, ...]] = {}
    for table in document.tables:
        rows[table.clause_id] = (*rows.get(table.clause_id, ()), *table.rows)
    return rows


def named_cells(row: TableRow) -> str:
    """Return a row as 列名=值: 职务=党支部书记 标准=每月300元. A cell under several columns is written once."""
    written: dict[tuple[str, tuple[int, int]], list[str]] = {}
    for cell in row.cells:
        names = written.setdefault((cell.text, cell.span), [])
        if cell.column and cell.column not in names:
            names.append(cell.column)
    return " ".join(f"{'、'.join(names)}={text}" if names else text for (text, _), names in written.items())


def _with_named_cells(clause: Clause, rows: Iterable[TableRow]) -> str:
    """The clause's text, each row of a table in it written as 列名=值."""
    pieces: list[str] = []
    at = 0
    for row in sorted(rows, key=lambda r: r.span):
        start, end = row.span[0] - clause.span[0], row.span[1] - clause.span[0]
        if start >= at:
            pieces += [clause.text[at:start], named_cells(row)]
            at = end
    return "".join((*pieces, clause.text[at:]))


def row_texts(clause: Clause, rows: Sequence[TableRow]) -> tuple[str, ...]:
    """Return each row of a long table as a text of its own, with the line that stands over the table; () for a short one."""
    if len(rows) <= ROWS_IN_ONE_PASSAGE:
        return ()
    caption = _caption_above(clause.text, rows[0].span[0] - clause.span[0])
    return tuple(f"{caption} {named_cells(row)}".strip() for row in rows)


def _caption_above(text: str, start: int) -> str:
    """The short line over a table, past its header rows: 「党务工作者补贴标准表」."""
    for line in reversed(text[: max(0, start)].split("\n")):
        if line.strip() and "\t" not in line:
            return line.strip() if len(line.strip()) <= _LONGEST_CAPTION else ""
    return ""


def text_key(text: str) -> bytes:
    """Return the key under which the embedding of an index text is stored."""
    return hashlib.sha256(text.encode()).digest()[:16]


def passage_text(clause: Clause, document: PolicyDocument, rows: Sequence[TableRow] = ()) -> PassageText:
    """Return the parts that the lexical index keeps as fields of their own."""
    year = year_of(document)
    about = (document.title, *document.issuing_authorities, document.region, f"{year}年" if year else None)
    return PassageText(
        title="\n\n".join(filter(None, about)),
        headings="\n\n".join(clause.path),
        body=clause.text,
        number=document.document_number or "",
        rows=row_texts(clause, rows),
    )


def to_passage(stored: StoredClause) -> Document:
    """Return the clause as a Haystack Document: id = clause_id, content = the clause's text, the rest in `meta`.

    `meta` holds plain values only, so that it passes through any document store and YAML or JSON.
    """
    from haystack import Document

    clause = stored.clause
    meta = {
        "document": document_record(stored.document, 0),
        "file": stored.file,
        "row": stored.row,
        "path": list(clause.path),
        "marker": clause.marker,
        "heading": clause.heading,
        "span": list(clause.span),
        "page": clause.page,
        "boxes": [list(box) for box in clause.boxes],
        "level": clause.level,
        "kind": clause.kind.value,
    }
    return Document(id=clause.clause_id, content=clause.text, meta=meta)


def from_passage(passage: Document) -> StoredClause:
    """Return the clause that `to_passage` was given."""
    meta: Mapping[str, Any] = passage.meta
    clause = Clause(
        clause_id=passage.id,
        path=tuple(meta["path"]),
        marker=meta["marker"],
        heading=meta["heading"],
        text=passage.content or "",
        span=(meta["span"][0], meta["span"][1]),
        page=meta["page"],
        boxes=tuple(Box(*box) for box in meta["boxes"]),
        level=meta["level"],
        kind=ClauseKind(meta["kind"]),
    )
    return StoredClause(clause, document_of(meta["document"]), meta["file"], meta["row"])
