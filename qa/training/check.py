"""Material made earlier held against the library of today: which lines do not hold any more, and what stands there now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.library import Library
from index.listed import ListedDocument
from index.records import normal_number
from index.standing import ENDED, UNKNOWN, Standing, standings
from index.titles import title_key
from ingest.model import Clause, PolicyDocument, Status
from qa.gate.normal import pairs_of
from qa.language.sentences import squeezed_text, tidy
from qa.training.choosing import digest_of, sentences_in
from qa.training.model import Change, CheckReport, Manifest, ManifestClause, ManifestLine, StaleLine

_LIKE = 0.3
"""Share of their character pairs that an old and a new sentence have in common at least."""
_ENDS = {Status.REPEALED: Change.REPEALED, Status.EXPIRED: Change.EXPIRED}


@dataclass(frozen=True, slots=True)
class _Now:
    """What became of a clause of the manifest."""

    clause: Clause | None  # in its place, or where its words have moved; None: it is gone
    document: PolicyDocument | None  # its notice, or the notice that stands in its place
    standing: Standing  # of the notice that the material cites


def check_manifest(library: Library, manifest: Manifest, file: str, *, day: date | None = None) -> CheckReport:
    """The lines whose sentence was changed, or whose notice was repealed, expired or is gone; today, or on `day`.

    A clause is found again by its id, else by its notice's number, title, issuers and region and its own path, so that
    a corrected file or a new edition is compared with the old one. A line whose sentence stands as it was, in a clause
    that was changed elsewhere, is `touched` and not stale.
    """
    found = standings(library, day or date.today())
    listed = library.listed()
    now = {c.clause_id: _now(library, listed, c, found) for c in manifest.clauses}
    clauses = {c.clause_id: c for c in manifest.clauses}
    stale: list[StaleLine] = []
    touched: list[ManifestLine] = []
    notes: dict[str, None] = {}
    for line in manifest.lines:
        clause, present = clauses[line.clause_id], now[line.clause_id]
        if outcome := _stale(line, clause, present):
            stale.append(outcome)
        elif present.clause is not None and digest_of(present.clause.text) != clause.digest:
            touched.append(line)
        if present.standing.newer and present.standing.status not in ENDED:
            notes[f"《{clause.title}》另有新版：{present.standing.newer}"] = None
    return CheckReport(
        file, manifest.topic, manifest.made_on, len(manifest.lines), tuple(stale), tuple(touched), tuple(notes)
    )


def _stale(line: ManifestLine, clause: ManifestClause, now: _Now) -> StaleLine | None:
    """The line with what became of it; None where it still holds."""
    status = now.standing.status
    holds = now.clause is not None and squeezed_text(line.quote) in squeezed_text(now.clause.text)
    # Material made when the notice had ended already said so itself.
    if status in _ENDS and clause.status != status.value:
        change = _ENDS[status]
    elif holds:
        return None
    else:
        change = Change.CHANGED if now.document is not None and now.clause is not None else Change.VANISHED
    new, new_id = _in_its_place(line, now) if not holds else (None, None)
    proof = now.standing.proof if change in (Change.REPEALED, Change.EXPIRED) else None
    return StaleLine(line, change, clause.citation, tidy(line.quote), new, new_id, proof)


def _in_its_place(line: ManifestLine, now: _Now) -> tuple[str | None, str | None]:
    """The sentence of today that is most like the old one, with its clause; nothing where none is like it."""
    clauses = [now.clause] if now.clause is not None else list(now.document.clauses if now.document else ())
    old = pairs_of(squeezed_text(line.quote))
    best: tuple[float, str, str] | None = None
    for clause in clauses:
        for _, quote in sentences_in(clause.text):
            pairs = pairs_of(squeezed_text(quote))
            likeness = 2 * len(old & pairs) / max(1, len(old) + len(pairs))
            if likeness >= _LIKE and (best is None or likeness > best[0]):
                best = likeness, tidy(quote), clause.clause_id
    return (best[1], best[2]) if best else (None, None)


def _now(
    library: Library, listed: Sequence[ListedDocument], clause: ManifestClause, found: dict[str, Standing]
) -> _Now:
    """Where the clause is today: under its id, else in the notice that stands in its place."""
    ids = {d.document_id for d in listed}
    if clause.document_id in ids:
        document: PolicyDocument | None = library.document(clause.document_id)
    else:
        successor = _successor(listed, clause)
        document = library.document(successor.document_id) if successor else None
    if document is None:
        return _Now(None, None, UNKNOWN)
    standing = found.get(document.document_id, UNKNOWN)
    return _Now(_same_place(document, clause), document, standing)


def _successor(listed: Sequence[ListedDocument], clause: ManifestClause) -> ListedDocument | None:
    """The document that bears the clause's number and title, else its title, issuers and region; of several the newest."""
    number, key = normal_number(clause.document_number), title_key(clause.title)
    same = [d for d in listed if number and normal_number(d.document_number) == number and d.title_key == key]
    if not same and key:
        same = [
            d
            for d in listed
            if d.title_key == key
            and d.region == clause.region
            and (not d.issuing_authorities or not clause.issuers or d.issuing_authorities == clause.issuers)
        ]
    return max(same, key=lambda d: (d.dated_as_kept or "", d.row), default=None)


def _same_place(document: PolicyDocument, clause: ManifestClause) -> Clause | None:
    """The clause with the same markers on its path; one with the same words where it was moved."""
    markers = clause.clause_id.partition("#")[2]
    same = next((c for c in document.clauses if c.clause_id.partition("#")[2] == markers), None)
    moved = next((c for c in document.clauses if digest_of(c.text) == clause.digest), None)
    if moved is not None:
        return moved
    if same is not None and _is_like(clause.text, same.text):
        return same
    ranked = max(document.clauses, key=lambda c: _likeness(clause.text, c.text), default=None)
    if ranked is not None and _is_like(clause.text, ranked.text):
        return ranked
    return None


def _is_like(old: str, new: str) -> bool:
    return _likeness(old, new) >= _LIKE


def _likeness(old: str, new: str) -> float:
    first, second = pairs_of(squeezed_text(old)), pairs_of(squeezed_text(new))
    return 2 * len(first & second) / max(1, len(first) + len(second))
