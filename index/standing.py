"""Which documents of a library stand on a day, and the sentence that says so: their own or another document's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from index.library import Library
from index.lineage import named_of, resolve
from index.records import document_of, reference_of, validity_of
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
    documents = _documents_spoken_of(library, day)
    found: dict[str, Standing] = {}
    for document in documents.values():
        own, begun = standing_of(document, day), _begun(document, day)
        if own.status is not Status.UNKNOWN or not begun:
            proof = own.statement.clause_id if own.statement else None
            found[document.document_id] = Standing(own.status, proof, begun=begun)
    for document_id, proof, by in _repealed(library, documents, day):
        before = found.get(document_id, UNKNOWN)
        if before.begun and before.status is not Status.REPEALED:
            found[document_id] = replace(before, status=Status.REPEALED, proof=proof, by=by)
    found = _shared_with_inner(documents.values(), found)
    for older, newer in _editions(library, day):
        before = found.get(older, UNKNOWN)
        if before.status not in ENDED:
            found[older] = replace(before, newer=newer)
    return found


def not_standing(found: dict[str, Standing]) -> tuple[str, ...]:
    """Ids of the documents that do not stand: ended before the day, or begun after it. Sorted."""
    return tuple(sorted(key for key, s in found.items() if s.status in ENDED or not s.begun))


def _documents_spoken_of(library: Library, day: date) -> dict[str, PolicyDocument]:
    """The documents whose own dates or words may say how they stand, those that repeal and those that issue, by id.

    They have their statements of validity and nothing else of their text. The rest of a large library is not read.
    """
    statements: dict[int, list[ValidityStatement]] = {}
    for record in library.select("SELECT * FROM validity ORDER BY document, ordinal"):
        statements.setdefault(record["document"], []).append(validity_of(record))
    records = library.select(
        """SELECT * FROM documents
           WHERE effective_on NOT NULL OR expires_on NOT NULL OR wraps NOT NULL OR dated_on > ?1 OR printed_on > ?1
              OR row IN (SELECT document FROM validity)
              OR row IN (SELECT document FROM "references" WHERE relation = ?2)
           ORDER BY row""",
        (day.isoformat(), Relation.REPEALS.value),
    )
    return {
        r["document_id"]: replace(document_of(r), validity=tuple(statements[r["row"]]))
        if r["row"] in statements
        else document_of(r)
        for r in records
    }


def _begun(document: PolicyDocument, day: date) -> bool:
    """Whether a document was there on a day; one without any date is taken to be."""
    issued = document.dated_on or document.printed_on
    if issued is not None and issued > day:
        return False
    return document.effective_on is None or document.effective_on <= day


def _repealed(
    library: Library, documents: dict[str, PolicyDocument], day: date
) -> Iterable[tuple[str, str | None, str]]:
    """(repealed document, clause that says so, repealing document) of every repeal that counts by then, in order."""
    records = library.select(
        """SELECT r.*, d.document_id AS owner FROM "references" r JOIN documents d ON d.row = r.document
           WHERE r.relation = ? ORDER BY d.row, r.ordinal""",
        (Relation.REPEALS.value,),
    )
    for record in records:
        citing = documents[record["owner"]]
        reference = reference_of(record)
        since = _repeals_from(citing, reference) or citing.effective_on or citing.dated_on or citing.printed_on
        if since is None or since > day or reference.pinpoint is not None:
            continue  # a repealed article is not a repealed document
        cited = resolve(library, reference, named_of(citing))
        if cited.document_id is None or cited.document_id == citing.document_id:
            continue
        other = documents.get(cited.document_id) or _document(library, cited.document_id)
        if citing.document_id in (other.wraps, cited.document_id) or citing.wraps == cited.document_id:
            continue  # a notice does not repeal what it issues
        # The 2021 edition repeals the edition before it, never itself or a later one.
        if other.dated_on is None or citing.dated_on is None or other.dated_on < citing.dated_on:
            yield cited.document_id, reference.clause_id, citing.document_id


def _document(library: Library, document_id: str) -> PolicyDocument:
    return document_of(library.select("SELECT * FROM documents WHERE document_id = ?", (document_id,))[0])


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


def _editions(library: Library, day: date) -> list[tuple[str, str]]:
    """(older, newest) of the editions of one rule: one title, issuer and region, the newest there on the day."""
    groups = library.select(
        """SELECT json_group_array(document_id) AS ids, json_group_array(dated_on) AS days FROM
               (SELECT document_id, dated_on, title_key, issuing_authorities, region FROM documents
                WHERE title_key IN (SELECT title_key FROM documents GROUP BY title_key HAVING count(*) > 1)
                  AND dated_on <= ? ORDER BY dated_on, row)
           GROUP BY title_key, issuing_authorities, region HAVING count(DISTINCT dated_on) > 1""",
        (day.isoformat(),),
    )
    pairs: list[tuple[str, str]] = []
    for group in groups:
        ids, days = json.loads(group["ids"]), json.loads(group["days"])
        newest = max(range(len(ids)), key=lambda i: days[i])
        pairs.extend((ids[i], ids[newest]) for i in range(len(ids)) if days[i] < days[newest])
    return pairs
