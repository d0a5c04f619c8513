"""The library that the pages read: opened once for all of them, and read anew when it has changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import streamlit as st

from index.clause_index import OpenIndex, model_name, open_index
from index.engine import index_place
from index.library import Library
from index.model import StoredDocument
from ingest.errors import PolicyError
from qa.answer import vectors_for
from qa.reading.reader import SentenceVectors
from serve.access.gatekeeping import index_for, index_to_export
from serve.access.model import LOCAL, Reader, Role
from web.sign_in import require_here


@dataclass(frozen=True, slots=True)
class Opened:
    """A library with its indexes, and what it held when this page was begun."""

    folder: Path
    index: OpenIndex
    documents: Sequence[StoredDocument]
    generation: int  # of the library; what a page keeps is kept for one generation
    seen: str  # stands for `documents`: other documents, another one
    reader: Reader = LOCAL  # who has the page open; `index` and `documents` are what they may read
    sentence_vectors: SentenceVectors | None = None  # that the questions of all share; None: words only

    @property
    def to_export(self) -> OpenIndex:
        """What this reader's exports are made from: without what is marked 内部资料 and not let out."""
        return index_to_export(self.index, self.reader)

    @property
    def state(self) -> str:
        """What is dear is kept under this: the library, how often it has changed, and which documents are seen of it."""
        return f"{self.index.library.library_id} {self.generation} {self.seen}"


def library_folder() -> Path:
    """Where the library of this app lies: JUDIAN_LIBRARY, else ./library."""
    return Path(os.environ.get("JUDIAN_LIBRARY") or "library").resolve()


def opened_library(reader: Reader = LOCAL) -> Opened:
    """The library as it is now, as far as this reader may read it; PolicyError where there is none or it cannot be read."""
    folder = library_folder()
    library_id, generation = _state_of(folder)
    whole, sentence_vectors = _opened(folder, library_id)
    index = index_for(whole, reader)
    documents, seen = _documents(index.library, f"{library_id} {index.library.library_id}", generation)
    return Opened(folder, index, documents, generation, seen, reader, sentence_vectors)


def want_clause(clause_id: str) -> None:
    """Put into the address that this clause is to be opened in its original, over whatever page this is."""
    st.query_params["clause"] = clause_id


def clause_is_wanted() -> bool:
    """Whether the address asks for a clause: a part of a page that is drawn by itself then gives way to the whole page."""
    return bool(st.query_params.get("clause"))


def is_current(opened: Opened) -> bool:
    """Whether the same person would get the same library now. A part of a page that is drawn by itself asks this first:
    what was opened with the page may have changed since, and who opened it may have left."""
    try:
        reader = require_here(opened.folder, Role.READER, "查阅")
        return reader == opened.reader and opened_library(reader).state == opened.state
    except PolicyError:
        return False


def _state_of(folder: Path) -> tuple[str, int]:
    """Which library, model and place of its rankings it is by now, and how often it has changed; PolicyError for none."""
    with Library.open(folder) as library:
        return f"{library.library_id} {model_name(library)} {index_place(library)}", library.generation


@st.cache_resource(max_entries=1, show_spinner="正在打开资料库……")
def _opened(folder: Path, library_id: str) -> tuple[OpenIndex, SentenceVectors | None]:
    """The library with its indexes, opened once; they follow what another process writes."""
    index = open_index(folder)
    return index, vectors_for(index)


@st.cache_resource(max_entries=8, show_spinner=False)
def _documents(_library: Library, library_id: str, generation: int) -> tuple[tuple[StoredDocument, ...], str]:
    """The list of documents and what stands for it, read once for each state of the library."""
    documents = tuple(_library.documents())
    return documents, sha256("\n".join(s.document.document_id for s in documents).encode()).hexdigest()
