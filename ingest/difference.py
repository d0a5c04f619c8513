"""What two readings differ in: two editions of a notice, or one file read by two versions of the parser."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.model import ParsedFile, PolicyDocument

# Of two clauses' characters, those that must be alike in order for one to be the other, changed.
ALIKE = 0.6
# Comparing every leftover clause with every other takes their product; beyond it, what is left is gained and lost.
_MOST_COMPARED = 40_000
_FIELDS = (
    "title",
    "document_number",
    "issuing_authorities",
    "addressees",
    "copied_to",
    "signatories",
    "document_type",
    "region",
    "level",
    "dated_on",
    "printed_on",
    "effective_on",
    "expires_on",
    "status",
    "annexes",
    "form",
)


class Change(StrEnum):
    """What became of a clause."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"  # the text
    MOVED = "moved"  # the same text under another path


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as two readings are compared by."""

    clause_id: str
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as two readings are compared by; fields are written as text."""

    document_id: str
    fields: Mapping[str, str]
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that is not as it was; `old` is None for a gained one, `new` for a lost one."""

    change: Change
    old: ClauseView | None
    new: ClauseView | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not as it was; None: it had, or has, no value."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """What two readings of a document differ in; one of them None: the other has no such document."""

    old: DocumentView | None
    new: DocumentView | None
    fields: tuple[FieldChange, ...]
    clauses: tuple[ClauseChange, ...]
    kept: int  # clauses that are the same in both


def view_of(parsed: ParsedFile) -> tuple[DocumentView, ...]:
    """A parsed file as it is compared by."""
    return tuple(
        DocumentView(
            d.document_id,
            {name: text for name in _FIELDS if (text := _text_of(d, name))},
            tuple(ClauseView(c.clause_id, c.path, c.text) for c in d.clauses),
        )
        for d in parsed.documents
    )


def view_of_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """The fields of a document printed as JSON, as they are compared by."""
    return {name: text for name in _FIELDS if (text := _written(fields.get(name)))}


def differences(old: Sequence[DocumentView], new: Sequence[DocumentView]) -> tuple[DocumentDifference, ...]:
    """The documents of two readings, paired by title or else by their order, with what differs in each."""
    pairs = _paired(old, new)
    return tuple(_difference(before, after) for before, after in pairs)


def _paired(
    old: Sequence[DocumentView], new: Sequence[DocumentView]
) -> list[tuple[DocumentView | None, DocumentView | None]]:
    left = list(range(len(new)))
    pairs: list[tuple[DocumentView | None, DocumentView | None]] = []
    partner: dict[int, int] = {}
    for i, document in enumerate(old):
        title = document.fields.get("title")
        same = next((j for j in left if title and new[j].fields.get("title") == title), None)
        if same is not None:
            partner[i] = same
            left.remove(same)
    for i, document in enumerate(old):
        if i not in partner and left and len(old) - len(partner) > 0:
            partner[i] = left.pop(0)
        pairs.append((document, new[partner[i]] if i in partner else None))
    return [*pairs, *((None, new[j]) for j in left)]


def _difference(old: DocumentView | None, new: DocumentView | None) -> DocumentDifference:
    if old is None or new is None:
        clauses = tuple(
            [ClauseChange(Change.LOST, c, None) for c in (old.clauses if old else ())]
            + [ClauseChange(Change.GAINED, None, c) for c in (new.clauses if new else ())]
        )
        return DocumentDifference(old, new, (), clauses, 0)
    fields = tuple(
        FieldChange(name, old.fields.get(name), new.fields.get(name))
        for name in _FIELDS
        if old.fields.get(name) != new.fields.get(name)
    )
    changes, kept = _clause_changes(old.clauses, new.clauses)
    return DocumentDifference(old, new, fields, changes, kept)


def _clause_changes(old: Sequence[ClauseView], new: Sequence[ClauseView]) -> tuple[tuple[ClauseChange, ...], int]:
    """What became of each clause, in the order of the new reading, with the lost ones after what stood before them."""
    partner: dict[int, int] = {}  # old -> new
    free = set(range(len(new)))

    def pair(same: Mapping[object, Sequence[int]], key: object, i: int) -> None:
        j = next((j for j in same.get(key, ()) if j in free), None)
        if j is not None:
            partner[i] = j
            free.discard(j)

    for key_of in (
        lambda c: (c.path, _squeezed(c.text)),
        lambda c: _squeezed(c.text),
        lambda c: c.path,
    ):
        by_key: dict[object, list[int]] = {}
        for j in sorted(free):
            by_key.setdefault(key_of(new[j]), []).append(j)
        for i, clause in enumerate(old):
            if i not in partner:
                pair(by_key, key_of(clause), i)
    _pair_alike(old, new, partner, free)
    changes: list[tuple[float, ClauseChange]] = []
    kept = 0
    for i, clause in enumerate(old):
        if i not in partner:
            before = max((partner[k] for k in range(i) if k in partner), default=-1)
            changes.append((before + 0.5, ClauseChange(Change.LOST, clause, None)))
            continue
        found = new[partner[i]]
        if _squeezed(found.text) != _squeezed(clause.text):
            changes.append((partner[i], ClauseChange(Change.CHANGED, clause, found)))
        elif found.path != clause.path:
            changes.append((partner[i], ClauseChange(Change.MOVED, clause, found)))
        else:
            kept += 1
    changes += [(j, ClauseChange(Change.GAINED, None, new[j])) for j in free]
    return tuple(change for _, change in sorted(changes, key=lambda c: c[0])), kept


def _pair_alike(old: Sequence[ClauseView], new: Sequence[ClauseView], partner: dict[int, int], free: set[int]) -> None:
    """Pair what is left where the texts are much alike, the most alike first."""
    alone = [i for i in range(len(old)) if i not in partner]
    if not alone or not free or len(alone) * len(free) > _MOST_COMPARED:
        return
    scored: list[tuple[float, int, int]] = []
    for i in alone:
        matcher = difflib.SequenceMatcher(a="", b=_squeezed(old[i].text), autojunk=False)
        for j in free:
            matcher.set_seq1(_squeezed(new[j].text))
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                scored.append((-matcher.ratio(), i, j))
    for score, i, j in sorted(scored):
        if -score >= ALIKE and i not in partner and j in free:
            partner[i] = j
            free.discard(j)


def changed_parts(old: str, new: str) -> list[tuple[str, str, str]]:
    """What changed between two texts, in order: (kept, "", "") or ("", taken out, put in)."""
    parts: list[tuple[str, str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        parts.append((old[a:b], "", "") if tag == "equal" else ("", old[a:b], new[c:d]))
    return parts


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _text_of(document: PolicyDocument, name: str) -> str:
    return _written(getattr(document, name))


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "，".join(map(str, value))
    return str(value)
