"""Clauses and written documents as Haystack Documents, and back: what a pipeline of others sees of a library."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from haystack import Document
from haystack.dataclasses import ByteStream, SparseEmbedding

from index.conditions import issuer_of
from index.model import StoredClause
from index.records import year_of
from index.written import WrittenDocument
from ingest.errors import QueryError
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.language.citations import citation_of

_DATES = ("dated_on", "printed_on", "effective_on", "expires_on")


def clause_document(stored: StoredClause) -> Document:
    """Return a clause as a Document: id = clause_id, content = the printed text, the rest flat in `meta`.

    `meta` holds plain values, dates as YYYY-MM-DD; all but `citation` can be filtered by (`index.conditions.FIELDS`).
    """
    clause, document = stored.clause, stored.document
    meta = {
        "clause_id": clause.clause_id,
        "citation": citation_of(document, clause.path),
        "document_id": document.document_id,
        "title": document.title,
        "document_number": document.document_number,
        "document_type": document.document_type,
        "issuer": issuer_of(document.issuing_authorities),
        "issuing_authorities": list(document.issuing_authorities),
        "region": document.region,
        "level": document.level,
        "year": year_of(document),
        **{name: day.isoformat() if (day := getattr(document, name)) else None for name in _DATES},
        "status": document.status.value,
        "form": document.form.value,
        "wraps": document.wraps,
        "part_of": document.part_of,
        "file": stored.file,
        "path": list(clause.path),
        "heading": clause.heading,
        "marker": clause.marker,
        "kind": clause.kind.value,
        "depth": clause.level,
        "page": clause.page,
        "span": list(clause.span),
        "boxes": [list(box) for box in clause.boxes],
    }
    return Document(id=clause.clause_id, content=clause.text, meta=meta)


def written_from(document: Document) -> WrittenDocument:
    """Return a Document in the form that the library keeps; raises QueryError for meta that JSON cannot hold."""
    blob, sparse = document.blob, document.sparse_embedding
    return WrittenDocument(
        id=document.id,
        content=document.content,
        meta=_json_of(document.id, document.meta),
        embedding=None if document.embedding is None else np.asarray(document.embedding, np.float64).tobytes(),
        blob=None if blob is None else blob.data,
        blob_facts=None if blob is None else _json_of(document.id, {"meta": blob.meta, "mime_type": blob.mime_type}),
        sparse_embedding=None if sparse is None else json.dumps(sparse.to_dict()),
        score=document.score,
    )


def document_from(written: WrittenDocument) -> Document:
    """Return the Document that `written_from` was given."""
    facts = json.loads(written.blob_facts) if written.blob_facts else {}
    return Document(
        id=written.id,
        content=written.content,
        meta=json.loads(written.meta),
        embedding=None if written.embedding is None else np.frombuffer(written.embedding, np.float64).tolist(),
        blob=None if written.blob is None else ByteStream(written.blob, **facts),
        sparse_embedding=SparseEmbedding(**json.loads(written.sparse_embedding)) if written.sparse_embedding else None,
        score=written.score,
    )


def merged_meta(written: WrittenDocument, changes: dict[str, Any]) -> str:
    """Return the meta of a written document with these values put over it, as JSON."""
    return _json_of(written.id, {**json.loads(written.meta), **changes})


def as_clause(written: WrittenDocument) -> StoredClause:
    """Return a written document as a clause of a document of its own, to be ranked beside clauses of notices.

    Its row is below zero: written documents and clauses are counted apart.
    """
    text = written.content or ""
    span = (0, len(text))
    clause = Clause(written.id, (), "", None, text, span, None, (), 1, ClauseKind.CLAUSE)
    return StoredClause(clause, PolicyDocument(written.id, text, span), "", -written.row)


def _json_of(document_id: str, meta: dict[str, Any]) -> str:
    try:
        return json.dumps(meta, ensure_ascii=False, allow_nan=False, default=_refused)
    except (TypeError, ValueError) as error:
        raise QueryError(
            document_id, f"meta 不能存为 JSON（{error}）", "请先改成文字、数字、列表等，日期可用 isoformat()"
        ) from error


def _refused(value: object) -> object:
    raise TypeError(f"{type(value).__name__} {value!r}")
