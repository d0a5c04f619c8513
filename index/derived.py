"""Where a run of ingest writes the rankings: beside library.db, or to Milvus. The one seam between the two."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from index import lexical
from index.clause_index import open_index
from index.engine import EMBEDDED, INDEX_SETTING, INDEX_VARIABLE, MilvusPlace, index_place
from index.library import Library
from index.write_lock import WriteLock
from index.writing import bump
from ingest.errors import IndexBuildError


class WordsWriter(Protocol):
    """What a run of ingest needs of an index of words, whichever program keeps it."""

    @property
    def stamp(self) -> lexical.LexicalStamp | None:
        """The state of the library at the last commit."""

    def add(self, row: int, document_row: int, tokens: lexical.PassageTokens) -> None:
        """Add a clause."""

    def remove(self, rows: Sequence[int]) -> None:
        """Remove clauses."""

    def commit(self, stamp: lexical.LexicalStamp) -> None:
        """Make what was added and removed visible and lasting, together with the stamp."""

    def mend(self) -> None:
        """After an interruption anywhere: bring the index to the library's state, and let other processes write it."""

    def close_writer(self) -> None:
        """Let other processes write; what was not committed is dropped."""


class _EmbeddedWords(lexical.LexicalIndex):
    """The index beside library.db, as a run of ingest writes it."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.folder, create=True)
        self._library = library

    def mend(self) -> None:
        """After an interruption anywhere: the words of the last file may or may not have been added."""
        self.commit(replace(lexical.LexicalStamp.of(self._library), generation=-1))
        lexical.catch_up(self, self._library)
        self.close_writer()


def words_writer(library: Library) -> tuple[WordsWriter, str | None]:
    """Return the index of words of a library, caught up, and what was repaired; needs the library's write lock."""
    return _words_at(library, index_place(library))


def vectors_kept_elsewhere(library: Library, fingerprint: str) -> bool:
    """Bring the vectors of a model to the library's state where not this folder but Milvus keeps them; whether it does."""
    place = index_place(library)
    if place is None:
        return False
    from index.milvus.meanings import follow_vectors

    follow_vectors(library, place, fingerprint)
    return True


def forget_vectors_elsewhere(library: Library, fingerprint: str) -> None:
    """Remove the vectors of a model where not this folder but Milvus keeps them."""
    place = index_place(library)
    if place is not None:
        from index.milvus.meanings import drop_vectors

        drop_vectors(library, place, fingerprint)


@dataclass(frozen=True, slots=True)
class IndexState:
    """Where a library's rankings are kept, and what is there."""

    place: str  # `embedded`, or `milvus:…`
    clauses: int  # of the library
    words: int  # clauses that are found by words
    vectors: int  # clauses that are found by meaning
    notes: tuple[str, ...] = ()  # for people: what was made up for


def use_index(folder: Path, place: MilvusPlace | None) -> IndexState:
    """Keep a library's rankings at this place from now on (None: beside library.db), and fill it.

    What the library has at a Milvus place already is compared clause by clause; what another copy of it wrote there is
    made anew. The setting changes when the words are there: until then questions are answered from where they were. The
    library's generation rises with it, so that who has it open looks again.
    Raises IndexBuildError when the library is being written, or Milvus cannot be reached.
    """
    setting = str(place) if place else EMBEDDED
    if os.environ.get(INDEX_VARIABLE, setting) != setting:
        raise IndexBuildError(
            f"{INDEX_VARIABLE}={os.environ[INDEX_VARIABLE]}",
            "环境变量另有规定，库里的设置不会起作用",
            "请先取消这个变量，再运行一次",
        )
    notes: list[str | None] = []
    with Library.open(folder) as library, WriteLock(folder):
        words, done = _words_at(library, place, take_over=True)
        notes.append(done)
        with library.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (INDEX_SETTING, setting))
            bump(connection)
        words.commit(lexical.LexicalStamp.of(library))
        words.close_writer()
    state = index_state(folder)
    return replace(state, notes=tuple(note for note in (*notes, *state.notes) if note))


def _words_at(
    library: Library, place: MilvusPlace | None, *, take_over: bool = False
) -> tuple[WordsWriter, str | None]:
    """Return the index of words at a place, whatever the library's setting, caught up; and what was repaired."""
    if place is not None:
        from index.milvus.words import open_words

        return open_words(library, place, take_over=take_over)
    words = _EmbeddedWords(library)
    return words, lexical.catch_up(words, library)


def index_state(folder: Path) -> IndexState:
    """Return where a library's rankings are kept and what is there, after what was missing has been made up for."""
    opened = open_index(folder)
    with opened.library as library:
        place = index_place(library)
        if place is None:
            from index.vectors import VectorIndex

            words = lexical.LexicalIndex(folder).clause_count
            vectors = VectorIndex(folder, opened.embedder.fingerprint).count if opened.embedder else 0
        else:
            from index.milvus.ranking import MilvusClauseIndex

            assert isinstance(opened.clause_index, MilvusClauseIndex)  # open_index looks at the same place
            words, vectors = opened.clause_index.clause_count, opened.clause_index.vector_count
            opened.clause_index.close()
        return IndexState(str(place or EMBEDDED), library.clause_count(), words, vectors, opened.notes)
