"""Copies of one notice in several files: a clause printed alike is shown once, the other places named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.model import RankedClause, StoredClause
from ingest.model import PolicyDocument
from qa.model import Copy
from qa.sentences import squeezed_text


def without_copies(ranked: Sequence[RankedClause]) -> tuple[list[RankedClause], Mapping[str, tuple[Copy, ...]]]:
    """The ranking without clauses that an earlier one is a copy of, and for each that stays its copies, by clause_id.

    A copy has the same text to the letter (white space and width apart), in another document that is the same notice.
    Two notices that say the same are no copies, nor are two clauses of one document.
    """
    kept: list[RankedClause] = []
    alike: dict[str, list[StoredClause]] = {}  # text -> those kept
    copies: dict[str, list[Copy]] = {}
    for r in ranked:
        stored = r.stored
        text = squeezed_text(stored.clause.text)
        first = next((other for other in alike.get(text, ()) if _are_copies(other, stored)), None)
        if first is None:
            kept.append(r)
            alike.setdefault(text, []).append(stored)
        else:
            copy = Copy(stored.document.document_id, stored.clause.clause_id, stored.file)
            copies.setdefault(first.clause.clause_id, []).append(copy)
    return kept, {clause_id: tuple(found) for clause_id, found in copies.items()}


def _are_copies(one: StoredClause, other: StoredClause) -> bool:
    a, b = one.document, other.document
    if a.document_id == b.document_id or a.status != b.status:
        return False
    # An annex and the text may print the same line; as copies they stand at the same place.
    if [squeezed_text(p) for p in one.clause.path] != [squeezed_text(p) for p in other.clause.path]:
        return False
    return same_notice(a, b)


def same_notice(a: PolicyDocument, b: PolicyDocument) -> bool:
    """Whether two documents are one notice: the same number, or the same title where one prints no number.

    What both print must agree: number, title, day, region and issuers. A document with neither number nor title is
    like no other.
    """
    if _differ(a.document_number, b.document_number) or _differ(_key(a.title), _key(b.title)):
        return False
    if _differ(a.dated_on, b.dated_on) or _differ(a.region, b.region):
        return False
    if a.issuing_authorities and b.issuing_authorities and set(a.issuing_authorities) != set(b.issuing_authorities):
        return False
    same_number = a.document_number is not None and a.document_number == b.document_number
    return same_number or (a.title is not None and _key(a.title) == _key(b.title))


def _differ(one: object | None, other: object | None) -> bool:
    return one is not None and other is not None and one != other


def _key(title: str | None) -> str | None:
    return None if title is None else squeezed_text(title)
