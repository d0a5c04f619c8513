"""The editions of one rule that a library has, from the oldest on."""

from __future__ import annotations

from collections.abc import Iterable

from index.listed import ListedDocument, Masthead
from index.titles import title_key


def versions_of(document: Masthead, listed: Iterable[ListedDocument]) -> tuple[ListedDocument, ...]:
    """The documents of one title, issuer and region, the one given among them, by date; () where it is the only one.

    Titles are compared without the edition that they end with: （2013年修订）.
    """
    key = title_key(document.title)
    if key is None:
        return ()
    same = [
        other
        for other in listed
        if other.title_key == key
        and other.region == document.region
        and other.issuing_authorities == document.issuing_authorities
    ]
    # Copies of one notice, in several formats, are one edition: the document given stands for its own.
    editions: dict[str, ListedDocument] = {}
    for other in sorted(same, key=lambda d: (d.document_id != document.document_id, d.document_id)):
        editions.setdefault(_day(other), other)
    return tuple(editions[day] for day in sorted(editions)) if len(editions) > 1 else ()


def _day(document: ListedDocument) -> str:
    return document.dated_as_kept or document.printed_as_kept or ""
