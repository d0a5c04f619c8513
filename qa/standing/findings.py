"""A clause that speaks, as the finding that people read."""

from __future__ import annotations

from index.model import StoredClause
from ingest.model import Clause, Span
from qa.language.citations import citation_of
from qa.model import Finding


def finding_of(
    stored: StoredClause, clause: Clause, quote: str, span: Span, score: float, value: str | None = None
) -> Finding:
    """What a clause of a stored document says, verbatim; its quantities and the proof of its standing are put in later."""
    return Finding(
        document_id=stored.document.document_id,
        file=stored.file,
        region=stored.document.region,
        clause_id=clause.clause_id,
        path=clause.path,
        citation=citation_of(stored.document, clause.path),
        quote=quote,
        span=span,
        quantities=(),
        status=stored.document.status,
        score=score,
        level=stored.document.level,
        value=value,
    )
