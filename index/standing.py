"""Which documents of a library stand on a day, and the sentence that says so: their own or another document's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.library import Library
from index.lineage import named_of, resolve
from index.listed import ListedDocument
from index.records import reference_of, validity_of
from ingest.model import PolicyDocument, Reference, Relation, Status, ValidityKind, ValidityStatement
from ingest.validity import standing_of

ENDED = frozenset({Status.REPEALED, Status.EXPIRED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a document stands on a day."""

    status: Status
    proof: str | None = None  # clause_id of the sentence that says so; None: a field or a person says it
    by: str | None = None  # document_id of the other document that ended it
    newer: str | None = None  # document_id of a newer edition: no proof of an end, but worth a look
    begun: bool = True  # False: issued, or to be applied, only after the day


UNKNOWN = Standing(Status.UNKNOWN)


def standings(library: Library, day: date) -> dict[str, Standing]:
    """How the documents stand on a day, by document_id; those of which nothing is said are left out.

    A repealing sentence counts from the day its own document applies; nothing is called repealed without one. A notice
    and the document it issues share what is said of either.
    """
    listed = library.listed()
    documents = _documents_spoken_of(library, listed, day)
    found: dict[str, Standing] = {}
    for document in documents.values():
        own, begun = standing_of(document, day), _begun(document, day)
        if own.status is not Status.UNKNOWN or not begun:
            proof = own.statement.clause_id if own.statement else None
            found[document.document_id] = Standing(own.status, proof, begun=begun)
    for document_id, proof, by in _repealed(library, listed, documents, day):
        before = found.get(document_id, UNKNOWN)
        if before.begun and before.status is not Status.REPEALED:
            found[document_id] = replace(before, status=Status.REPEALED, proof=proof, by=by)
    found = _shared_with_inner(documents.values(), found)
    for older, newer in _editions(listed, day):
        before = found.get(older, UNKNOWN)
        if before.status not in ENDED:
            found[older] = replace(before, newer=newer)
    return found


def not_standing(found: dict[str, Standing]) -> tuple[str, ...]:
    """Ids of the documents that do not stand: ended before the day, or begun after it. Sorted."""
    return tuple(sorted(key for key, s in found.items() if s.status in ENDED or not s.begun))


def _documents_spoken_of(library: Library, listed: Sequence[ListedDocument], day: date) -> dict[str, PolicyDocument]:
    """The documents whose own dates or words may say how they stand, those that repeal and those that issue, by id.

    They have their names, their dates and their statements of validity. The rest of a large library is not read.
    """
    statements: dict[int, list[ValidityStatement]] = {}
    for record in library.select("SELECT * FROM validity ORDER BY document, ordinal"):
        statements.setdefault(record["document"], []).append(validity_of(record))
    repealing = library.select(
        'SELECT DISTINCT document FROM "references" WHERE relation = ?', (Relation.REPEALS.value,)
    )
    speaking = statements.keys() | {record["document"] for record in repealing}
    at = day.isoformat()
    return {
        d.document_id: _dated(d, tuple(statements.get(d.row, ())))
        for d in listed
        if d.row in speaking
        or d.effective_as_kept
        or d.wraps is not None
        or (d.expires_as_kept or at) < at
        or (d.dated_as_kept or at) > at
        or (d.printed_as_kept or at) > at
    }


def _dated(listed: ListedDocument, statements: tuple[ValidityStatement, ...]) -> PolicyDocument:
    """A document with what is asked of it here: to read its other fields for a whole library takes longer than the rest."""
    return PolicyDocument(
        listed.document_id,
        "",
        (0, 0),
        title=listed.title,
        document_number=listed.document_number,
        region=listed.region,
        dated_on=listed.dated_on,
        printed_on=listed.printed_on,
        effective_on=listed.effective_on,
        expires_on=listed.expires_on,
        wraps=listed.wraps,
        validity=statements,
    )


def _begun(document: PolicyDocument, day: date) -> bool:
    """Whether a document was there on a day; one without any date is taken to be."""
    issued = document.dated_on or document.printed_on
    if issued is not None and issued > day:
        return False
    return document.effective_on is None or document.effective_on <= day


def _repealed(
    library: Library, listed: Sequence[ListedDocument], documents: dict[str, PolicyDocument], day: date
) -> Iterable[tuple[str, str | None, str]]:
    """(repealed document, clause that says so, repealing document) of every repeal that counts by then, in order."""
    records = library.select(  # most repeal what the library does not have: that is seen here, not one by one
        """SELECT r.*, d.document_id AS owner FROM "references" r JOIN documents d ON d.row = r.document
           WHERE r.relation = ?
             AND (r.target IS NOT NULL
                  OR EXISTS (SELECT 1 FROM documents named WHERE named.normal_number = r.normal_number)
                  OR EXISTS (SELECT 1 FROM documents named WHERE named.title_key = r.title_key))
           ORDER BY d.row, r.ordinal""",
        (Relation.REPEALS.value,),
    )
    by_id = {d.document_id: d for d in listed}
    for record in records:
        citing = documents.get(record["owner"])
        if citing is None:  # it came while we read
            continue
        reference = reference_of(record)
        since = _repeals_from(citing, reference) or citing.effective_on or citing.dated_on or citing.printed_on
        if since is None or since > day or reference.pinpoint is not None:
            continue  # a repealed article is not a repealed document
        cited = resolve(library, reference, named_of(citing))
        if cited.document_id is None or cited.document_id == citing.document_id:
            continue
        other = by_id.get(cited.document_id)
        if other is None or citing.document_id in (other.wraps, cited.document_id) or citing.wraps == cited.document_id:
            continue  # a notice does not repeal what it issues
        # The 2021 edition repeals the edition before it, never itself or a later one.
        if other.dated_on is None or citing.dated_on is None or other.dated_on < citing.dated_on:
            yield cited.document_id, reference.clause_id, citing.document_id


def _repeals_from(citing: PolicyDocument, reference: Reference) -> date | None:
    """The day that the sentence of a repeal names, or the line over its list: 自2022年1月1日起废止."""
    sayings = [s for s in citing.validity if s.kind is ValidityKind.REPEALS and s.span[0] <= reference.span[0]]
    said = sayings[-1] if sayings else None
    if said is None or not (reference.span[0] < said.span[1] or said.text.rstrip().endswith(("：", ":"))):
        return None
    return said.on


def _shared_with_inner(documents: Iterable[PolicyDocument], found: dict[str, Standing]) -> dict[str, Standing]:
    """The same with each notice and the document it issues speaking for both."""
    shared = dict(found)
    for document in documents:
        if document.wraps is None:
            continue
        outer, inner = shared.get(document.document_id), shared.get(document.wraps)
        if outer is not None and (inner is None or (outer.status in ENDED and inner.status not in ENDED)):
            shared[document.wraps] = outer
        elif inner is not None and (outer is None or outer.status is Status.UNKNOWN):
            shared[document.document_id] = inner
    return shared


def _editions(listed: Sequence[ListedDocument], day: date) -> list[tuple[str, str]]:
    """(older, newest) of the editions of one rule: one title, issuer and region, the newest there on the day."""
    at = day.isoformat()
    editions: dict[tuple[str, str, str | None], list[ListedDocument]] = {}
    for d in listed:
        if d.title_key is None or d.dated_as_kept is None:
            continue
        if d.dated_as_kept <= at and (d.effective_as_kept or at) <= at:
            editions.setdefault((d.title_key, d.issuers_as_kept, d.region), []).append(d)
    pairs: list[tuple[str, str]] = []
    for group in editions.values():
        if len(group) > 1:
            newest = max(group, key=_day)
            pairs.extend((d.document_id, newest.document_id) for d in group if _day(d) < _day(newest))
    return pairs


def _day(document: ListedDocument) -> str:
    return document.dated_as_kept or ""
