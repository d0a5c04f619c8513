"""The notices that do not speak to a question."""

from __future__ import annotations

from collections.abc import Sequence, Set

from qa.asking.catalogue import Catalogue, Entry
from qa.asking.scope import Scope
from qa.model import SilentDocument


def silent_among(catalogue: Catalogue, scope: Scope, voices: Set[str]) -> tuple[SilentDocument, ...]:
    """The notices in scope that do not speak; a covering 通知 speaks with the document it issues."""
    return silent_of(entries_within(catalogue, scope), voices)


def silent_of(entries: Sequence[Entry], voices: Set[str]) -> tuple[SilentDocument, ...]:
    """The entries that do not speak; a bulletin stands for its parts, and speaks when one of them does."""
    parts: dict[str, list[str]] = {}
    for entry in entries:
        if entry.document.part_of is not None:
            parts.setdefault(entry.document.part_of, []).append(entry.document.document_id)
    heads = {e.document.document_id for e in entries} & parts.keys()
    return tuple(
        _silent(e)
        for e in entries
        if e.document.part_of not in heads
        and voices.isdisjoint((e.document.document_id, *e.covers, *parts.get(e.document.document_id, ())))
    )


def _silent(entry: Entry) -> SilentDocument:
    return SilentDocument(entry.document.document_id, entry.document.region, entry.title, entry.file)


def entries_within(catalogue: Catalogue, scope: Scope) -> list[Entry]:
    """The documents that a question is asked of."""
    ids = frozenset(scope.filters.document_ids)
    return [e for e in catalogue.entries if not ids or e.document.document_id in ids]
