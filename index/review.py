"""The review list of a library: every field of every document that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Library
from index.records import review_of
from ingest.model import ReviewItem


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One field of one document of the library."""

    document_id: str
    title: str | None
    file: str  # as given to ingest
    item: ReviewItem


def review_list(library: Library, document_id: str | None = None) -> list[ReviewEntry]:
    """What is to be looked at, by file and document, or of one document; what was corrected is no longer in it.

    Raises QueryError for a document that the library does not have.
    """
    chosen = None if document_id is None else library.document(document_id).document_id
    records = library.select(
        """SELECT r.*, d.document_id, d.title, f.file FROM review r
           JOIN documents d ON d.row = r.document JOIN files f ON f.row = d.file
           WHERE ?1 IS NULL OR d.document_id = ?1 ORDER BY f.file, d.row, r.ordinal""",
        (chosen,),
    )
    return [ReviewEntry(r["document_id"], r["title"], r["file"], review_of(r)) for r in records]
