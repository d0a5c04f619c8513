"""What of a clause is indexed, and a clause as a Haystack Document and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.model import StoredClause
from index.records import document_of, document_record, year_of
from ingest.model import Box, Clause, ClauseKind, PolicyDocument

if TYPE_CHECKING:
    from haystack import Document

# The keys of embeddings and the words of the lexical index follow from what is composed here; raised whenever it changes.
PASSAGE_RECIPE = 1


@dataclass(frozen=True, slots=True)
class PassageText:
    """The parts of a passage that are indexed apart, each as plain text."""

    title: str  # title, issuers, region and year of the document
    headings: str
    body: str
    number: str


def index_text(clause: Clause, document: PolicyDocument) -> str:
    """Return what is embedded: title, number, issuers, year and headings on two lines, then the clause alone."""
    headings = " ".join(path for path in clause.path if not clause.text.startswith(path))
    year = year_of(document)
    masthead = (document.title, document.document_number, *document.issuing_authorities, f"{year}年" if year else None)
    lines = (" ".join(filter(None, masthead)), headings, clause.text)
    return "\n".join(line for line in lines if line)


def text_key(text: str) -> bytes:
    """Return the key under which the embedding of an index text is stored."""
    return hashlib.sha256(text.encode()).digest()[:16]


def passage_text(clause: Clause, document: PolicyDocument) -> PassageText:
    """Return the parts that the lexical index keeps as fields of their own."""
    year = year_of(document)
    about = (document.title, *document.issuing_authorities, document.region, f"{year}年" if year else None)
    return PassageText(
        title="\n\n".join(filter(None, about)),
        headings="\n\n".join(clause.path),
        body=clause.text,
        number=document.document_number or "",
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
