"""The documents of a library as a catalogue lists them: what tells one from another, and nothing that was not asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from index.database import Database
from index.listing import listing
from index.model import StoredDocument
from index.records import document_record
from ingest.model import PolicyDocument, Status

_STATUSES = {status.value: status for status in Status}


class ListedDocument(NamedTuple):
    """A document by its masthead alone; 40,000 of them are listed in the time that 5,000 PolicyDocuments take.

    A tuple as the database gives it, for it is made by the ten thousand and mostly looked at in one or two fields;
    what needs reading (dates, lists) is read when it is asked for.
    """

    row: int  # the library's own key of the document
    document_id: str
    title: str | None
    title_key: str | None  # what a title is looked up by, see index/titles.py
    document_number: str | None
    year: int | None  # of the number, else of dated_on
    issuers_as_kept: str  # JSON
    document_type: str | None
    region: str | None
    level: str | None
    dated_as_kept: str | None  # ISO 8601, as the three below
    printed_as_kept: str | None
    effective_as_kept: str | None
    expires_as_kept: str | None
    status_as_kept: str
    wraps: str | None
    part_of: str | None
    file: str  # the path as given to ingest

    @property
    def issuing_authorities(self) -> tuple[str, ...]:
        """发文机关, in printed order."""
        return _texts(self.issuers_as_kept)

    @property
    def dated_on(self) -> date | None:
        """成文日期."""
        return _date(self.dated_as_kept)

    @property
    def printed_on(self) -> date | None:
        """印发日期."""
        return _date(self.printed_as_kept)

    @property
    def effective_on(self) -> date | None:
        """施行日期."""
        return _date(self.effective_as_kept)

    @property
    def expires_on(self) -> date | None:
        """The last day."""
        return _date(self.expires_as_kept)

    @property
    def status(self) -> Status:
        """Whether it stands, as far as it says so itself."""
        return _STATUSES[self.status_as_kept]


# What tells a document from others, whichever way it was read.
Masthead = PolicyDocument | ListedDocument
# Of `documents`, in the order of the fields between `row` and `file`.
_COLUMNS = (
    "document_id",
    "title",
    "title_key",
    "document_number",
    "year",
    "issuing_authorities",
    "document_type",
    "region",
    "level",
    "dated_on",
    "printed_on",
    "effective_on",
    "expires_on",
    "status",
    "wraps",
    "part_of",
)
_LISTING = f"""SELECT d.row, {", ".join(f"d.{name}" for name in _COLUMNS)}, f.file
    FROM documents d JOIN files f ON f.row = d.file ORDER BY d.row"""


def listed_document(stored: StoredDocument) -> ListedDocument:
    """Return a document as a catalogue lists it, where it is at hand whole."""
    kept = document_record(stored.document, 0)
    return ListedDocument._make((stored.row, *(kept[name] for name in _COLUMNS), stored.file))


def every_document(database: Database) -> tuple[ListedDocument, ...]:
    """Return all documents, in the order they came in."""
    with listing():
        return tuple(map(ListedDocument._make, database.tuples(_LISTING)))


def chosen_of(listed: Sequence[ListedDocument], rows: Collection[int] | None) -> Sequence[ListedDocument]:
    """Return those with these keys, in the same order; None: all of them."""
    if rows is None:
        return listed
    passing = set(rows)
    return [document for document in listed if document.row in passing]


@lru_cache(maxsize=16384)
def _texts(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


@lru_cache(maxsize=16384)
def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
