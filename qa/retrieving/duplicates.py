"""Copies of one notice in several files: a clause printed alike is shown once, the other places named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.listed import Masthead
from index.model import RankedClause, StoredClause
from qa.asking.catalogue import Catalogue, Entry
from qa.language.sentences import squeezed_text
from qa.model import Answer, Copy


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


def once_each(entries: Sequence[Entry]) -> list[Entry]:
    """The notices without those of which an earlier one is a copy; for few, as a number or title names them."""
    kept: list[Entry] = []
    for entry in entries:
        if not any(same_notice(entry.document, other.document) for other in kept):
            kept.append(entry)
    return kept


def with_copies(answer: Answer, copies: Mapping[str, tuple[Copy, ...]], catalogue: Catalogue) -> Answer:
    """The answer, each finding with its copies; a copy of a notice that speaks is not called silent."""
    findings = tuple(replace(f, copies=copies[f.clause_id]) if f.clause_id in copies else f for f in answer.findings)
    if not findings or not answer.silent:
        return replace(answer, findings=findings)
    voices = {f.document_id for f in findings}
    documents = {d.document_id: d for e in catalogue.entries for d in (e.document, *e.covering)}
    speaking = [documents[i] for i in voices if i in documents]
    names = {name for d in speaking for name in (d.document_number, d.title) if name}
    silent = []
    for one in answer.silent:
        own = documents.get(one.document_id)
        alike = own is not None and (own.document_number in names or own.title in names)
        if not (own is not None and alike and any(same_notice(own, d) for d in speaking)):
            silent.append(one)
    return replace(answer, findings=findings, silent=tuple(silent))


def _are_copies(one: StoredClause, other: StoredClause) -> bool:
    a, b = one.document, other.document
    if a.document_id == b.document_id or a.status != b.status:
        return False
    # An annex and the text may print the same line; as copies they stand at the same place.
    if [squeezed_text(p) for p in one.clause.path] != [squeezed_text(p) for p in other.clause.path]:
        return False
    return same_notice(a, b)


def same_notice(a: Masthead, b: Masthead) -> bool:
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
