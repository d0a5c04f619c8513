"""What the documents of one file say of each other: references pointed home, and the day a notice gives the rule it issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.citing.pinpoints import ClauseFinder
from ingest.model import PolicyDocument, Reference, Relation, ValidityKind, ValidityStatement
from ingest.references import number_key, plain_title
from ingest.validity import with_status


def relate_within_file(documents: Sequence[PolicyDocument], as_of: date | None = None) -> tuple[PolicyDocument, ...]:
    """The documents of a file with their references to each other resolved, and inner ones dated by their notice."""
    if len(documents) < 2:
        return tuple(documents)
    return _with_issued_validity(_linked_all(documents), as_of)


def _linked_all(documents: Sequence[PolicyDocument]) -> tuple[PolicyDocument, ...]:
    """The documents with their references to each other pointed at the document, or clause, of the same file.

    A title must be the other's whole title; a number belongs to the first document that bears it.
    """
    by_title: dict[str, list[PolicyDocument]] = {}
    by_number: dict[str, PolicyDocument] = {}
    for document in documents:
        if key := plain_title(document.title):
            by_title.setdefault(key, []).append(document)
        if key := number_key(document.document_number):
            by_number.setdefault(key, document)
    return tuple(_linked(document, by_title, by_number) for document in documents)


def _linked(
    document: PolicyDocument, by_title: dict[str, list[PolicyDocument]], by_number: dict[str, PolicyDocument]
) -> PolicyDocument:
    """The document with each reference that means another document of the file pointed at it."""

    def meant(reference: Reference) -> PolicyDocument | None:
        others = [d for d in by_title.get(plain_title(reference.title), []) if d is not document]
        issued = [d for d in others if d.document_id == document.wraps]
        if len(issued or others) == 1:
            return (issued or others)[0]
        numbered = by_number.get(number_key(reference.document_number))
        return numbered if numbered is not document else None

    linked: list[Reference] = []
    for reference in document.references:
        other = meant(reference) if reference.target is None else None
        target = _clause_or_document(other, reference.pinpoint) if other else reference.target
        linked.append(replace(reference, target=target))
    return replace(document, references=tuple(linked))


def _clause_or_document(document: PolicyDocument, pinpoint: str | None) -> str:
    clause = ClauseFinder(document.clauses).find(pinpoint, None) if pinpoint else None
    return clause.clause_id if clause else document.document_id


def _with_issued_validity(documents: Sequence[PolicyDocument], as_of: date | None = None) -> tuple[PolicyDocument, ...]:
    """The documents, an inner one taking the day on which the notice around it puts it into force, where it has none.

    「《…办法》已经…通过，现予公布，自…起施行」 speaks of the 办法: the sentence names it with the relation forwards.
    """
    by_id = {d.document_id: d for d in documents}
    for outer in documents:
        inner = by_id.get(outer.wraps or "")
        if inner is None or inner.effective_on is not None or outer.effective_on is None:
            continue
        stated = next((s for s in outer.validity if s.on == outer.effective_on and _speaks_of_issued(outer, s)), None)
        if stated is None or any(s.kind is ValidityKind.TAKES_EFFECT for s in inner.validity):
            continue
        evidence = inner.evidence | {"effective_on": outer.evidence["effective_on"]}
        dated = replace(inner, effective_on=outer.effective_on, evidence=evidence, validity=(stated, *inner.validity))
        by_id[inner.document_id] = with_status(dated, as_of)
    return tuple(by_id[d.document_id] for d in documents)


def _speaks_of_issued(outer: PolicyDocument, statement: ValidityStatement) -> bool:
    start, end = statement.span
    return statement.kind is ValidityKind.TAKES_EFFECT and any(
        r.relation is Relation.FORWARDS and start <= r.span[0] < end for r in outer.references
    )
