"""What the maker of a copy says of it, which must be shown wherever it is quoted."""

from __future__ import annotations

from index.library import Library
from index.model import StoredFile
from ingest.line_forms import COPY_NOTE
from ingest.model import PolicyDocument


def copy_note_of(library: Library, document_id: str) -> str | None:
    """The note of a document of the library: 摘编，非原文，引用请核对原件. None for an original."""
    return copy_note(library.document(document_id), library.source_file(document_id))


def copy_note(document: PolicyDocument, source: StoredFile) -> str | None:
    """The note at the document's head or, on pages that repeat it, in the running head that was left out."""
    stated = document.evidence.get("copy_note")
    if stated is not None:
        return _plain(stated.text)
    dropped = source.coverage.dropped if source.coverage else ()
    return next((_plain(d.text) for d in dropped if COPY_NOTE.match(d.text)), None)


def _plain(printed: str) -> str:
    return printed.strip().strip("【】[]［］()（）")
