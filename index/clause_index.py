"""The two rankings of a library's clauses behind one face, opened together and kept true to library.db."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.engine import index_place
from index.library import Library
from index.model import Filters, WordQuery
from index.row_set import RowSet
from index.selection import Selection, Selections
from index.write_lock import WriteLock
from ingest.errors import IndexBuildError, ModelError

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.lexical import LexicalIndex, LexicalStamp
    from index.vectors import VectorIndex

_logger = logging.getLogger(__name__)
MODEL_VARIABLE = "JUDIAN_MODEL"
MODEL_SETTING = "model"
DEFAULT_MODEL = "bundled"


class ClauseIndex(Protocol):
    """What a search needs of the indexes, whichever program keeps them."""

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the k best (clause row, BM25 score) inside the filters, best first, ties by row."""

    def rank_by_meaning(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the k best (clause row, inner product) for float32 [d] inside the filters, best first, ties by row."""

    def passages_with(self, token: str) -> int:
        """Return how many passages have a token in their text."""

    def seen_through(self, library: Library) -> ClauseIndex:
        """Return the same rankings of the clauses that a restricted view of the library shows."""


class EmbeddedClauseIndex:
    """Both indexes in this process. Follows what another process writes to the library; safe from any thread."""

    def __init__(self, library: Library, lexical: LexicalIndex, vectors: VectorIndex | None) -> None:
        self._library, self._lexical, self._vectors = library, lexical, vectors
        self._selections = Selections(library)
        # None: what was opened may be older than the library is by now.
        self._seen: int | None = None
        self._vectors_seen: int | None = None
        self._vectors_in_use = Lock()  # FAISS does not search while it changes
        self._reloading = Lock()

    @property
    def has_vectors(self) -> bool:
        """Whether a ranking by meaning can find anything."""
        return self._vectors is not None and self._vectors.count > 0

    @property
    def followed(self) -> int | None:
        """The generation that both rankings show whole since the last search; None: none for certain."""
        return self._seen

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the k best (clause row, BM25 score) inside the filters, best first, ties by row."""
        return self.rank_by_words_among(words, k, filters, None)

    def rank_by_words_among(
        self, words: WordQuery, k: int, filters: Filters, clauses: RowSet | None
    ) -> list[tuple[int, float]]:
        """Return the same of these clauses alone; None: of all."""
        selection = self._selections.of(filters)
        return self.rank_by_words_inside(words, k, selection if clauses is None else _shared(selection, clauses))

    def rank_by_words_inside(
        self, words: WordQuery, k: int, inside: Selection | RowSet | None
    ) -> list[tuple[int, float]]:
        """Return the same of what is inside; None: of all."""
        self._follow()
        return self._lexical.rank(words, k, inside)

    def rank_by_meaning(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the k best (clause row, inner product) for float32 [d] inside the filters, best first, ties by row."""
        return self.rank_by_meaning_among(vector, k, filters, None)

    def rank_by_meaning_among(
        self, vector: NDArray[np.float32], k: int, filters: Filters, clauses: RowSet | None
    ) -> list[tuple[int, float]]:
        """Return the same of these clauses alone; None: of all."""
        return self.rank_by_meaning_inside(vector, k, _shared(self._selections.of(filters), clauses))

    def rank_by_meaning_inside(
        self, vector: NDArray[np.float32], k: int, rows: RowSet | None
    ) -> list[tuple[int, float]]:
        """Return the same of these clauses alone; None: of all."""
        self._follow()
        if self._vectors is None:
            return []
        with self._vectors_in_use:
            stamp = self._vectors.stamp
            exact = partial(self._library.vectors, stamp.fingerprint) if stamp is not None else None
            return self._vectors.rank(vector, k, rows, exact)

    def passages_with(self, token: str) -> int:
        """Return how many passages have a token in their text."""
        self._follow()
        return self._lexical.passages_with(token)

    def seen_through(self, library: Library) -> ClauseIndex:
        """Return the same rankings of the clauses that a restricted view of the library shows."""
        return _SeenThrough(self, Selections(library))

    def _follow(self) -> None:
        """See the new state when the library has changed since the last look.

        Who writes commits the words a moment after the clauses: until then each question looks whether that has come.
        """
        if self._library.generation == self._seen:
            return
        from index.lexical import LexicalStamp

        with self._reloading:
            generation = self._library.generation
            if generation == self._seen:
                return
            self._lexical.reload_if_committed()
            if generation != self._vectors_seen:
                self._follow_vectors()
                self._vectors_seen = generation
            stamp, wanted = self._lexical.stamp, LexicalStamp.of(self._library)
            if stamp == wanted or (stamp is not None and self._has_every_clause(stamp, wanted)):
                self._seen = generation

    def _has_every_clause(self, stamp: LexicalStamp, wanted: LexicalStamp) -> bool:
        """Whether the words are whole though made before: who may read a file, and what may be exported, changes no clause."""
        if stamp.generation > wanted.generation or replace(stamp, generation=wanted.generation) != wanted:
            return False
        if self._lexical.clause_count != self._library.clause_count():
            return False
        return np.array_equal(self._lexical.rows(), self._library.clause_rows())

    def _follow_vectors(self) -> None:
        if self._vectors is None or self._vectors.stamp is None:
            return
        from index.vectors import catch_up

        fingerprint = self._vectors.stamp.fingerprint
        with self._vectors_in_use:
            self._vectors.reload_if_saved()
            catch_up(self._vectors, self._library, fingerprint, build=False)


class _SeenThrough:
    """The rankings of what a restricted view of the library shows; how telling a word is counts in the whole library."""

    def __init__(self, whole: EmbeddedClauseIndex, selections: Selections) -> None:
        self._whole, self._selections = whole, selections

    @property
    def has_vectors(self) -> bool:
        """Whether a ranking by meaning can find anything."""
        return self._whole.has_vectors

    @property
    def followed(self) -> int | None:
        """The generation that the whole library's rankings show since the last search."""
        return self._whole.followed

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the k best (clause row, BM25 score) inside the filters, best first, ties by row."""
        return self._whole.rank_by_words_inside(words, k, self._selections.of(filters))

    def rank_by_meaning(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the k best (clause row, inner product) for float32 [d] inside the filters, best first, ties by row."""
        return self._whole.rank_by_meaning_inside(vector, k, _shared(self._selections.of(filters), None))

    def passages_with(self, token: str) -> int:
        """Return how many passages of the whole library have a token in their text."""
        return self._whole.passages_with(token)

    def seen_through(self, library: Library) -> ClauseIndex:
        """Return the same rankings through another view."""
        return self._whole.seen_through(library)


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """A library ready to be asked."""

    library: Library
    clause_index: ClauseIndex
    embedder: Embedder | None  # None: words only
    notes: tuple[str, ...] = ()  # for people: what was repaired, why words only


def open_index(folder: Path, model: str | None = None, embedder: Embedder | None = None) -> OpenIndex:
    """Open a library with its indexes; what a killed run left behind is brought to the library's state, and told.

    `model` names the embedding model; None: the environment's, else the library's own, else the bundled one. A model
    that cannot be had leaves the words, with a note. `embedder` is the model itself, where the caller has it already.
    Raises IndexBuildError when there is no library to open.
    """
    library = Library.open(folder)
    notes: list[str] = []
    embedder = embedder or _embedder(library, model, notes)

    place = index_place(library)
    if place is not None:
        from index.milvus.ranking import open_milvus

        kept = open_milvus(library, place, embedder.fingerprint if embedder else None, notes)
        if embedder:
            notes.extend(_missing_vectors(library.clause_count() - kept.vector_count))
        return OpenIndex(library, kept, embedder, tuple(notes))

    from index import lexical, vectors

    lexical_index = lexical.LexicalIndex(folder)
    vector_index = vectors.VectorIndex(folder, embedder.fingerprint) if embedder else None
    stale = lexical.is_stale(lexical_index, library)
    lock = WriteLock(folder)
    try:
        writable = lock.acquired() if stale else False
        if stale and not writable:
            notes.append("资料库正在更新，或不能写入：结果可能还不完整")
        elif stale:
            try:
                lexical_index = lexical.LexicalIndex(folder, create=True)
                notes.extend(filter(None, [lexical.catch_up(lexical_index, library)]))
                lexical_index.close_writer()
            except IndexBuildError as error:  # a full disk: what was committed still answers
                lexical_index = lexical.LexicalIndex(folder)
                if lexical_index.stamp is None or not lexical_index.clause_count:
                    raise  # nothing was: "no clause says so" would be untrue
                notes.append(f"词语索引没有补齐，结果可能不完整。{error}".removesuffix("。"))
        if embedder and vector_index:
            behind = vector_index.stamp != vectors.VectorStamp.of(library, embedder.fingerprint)
            writable = writable or (behind and lock.acquired())
            if writable:  # who had the lock before may have saved meanwhile
                vector_index.reload_if_saved()
                behind = vector_index.stamp != vectors.VectorStamp.of(library, embedder.fingerprint)
            # Who cannot save a large index does not train one either: what is missing then lies beside it.
            repaired = vectors.catch_up(vector_index, library, embedder.fingerprint, build=writable)
            if repaired:
                notes.append(repaired)
            if behind and writable:
                try:
                    vector_index.save(vectors.VectorStamp.of(library, embedder.fingerprint))
                except IndexBuildError as error:  # it is whole in memory; the next start makes it again
                    notes.append(str(error).removesuffix("。"))
            notes.extend(_missing_vectors(library.clause_count() - vector_index.count))
    finally:
        lock.release()
    return OpenIndex(library, EmbeddedClauseIndex(library, lexical_index, vector_index), embedder, tuple(notes))


def _shared(selection: Selection | None, clauses: RowSet | None) -> RowSet | None:
    """The clauses that are in both; None: all there are."""
    if selection is None or clauses is None:
        return clauses if selection is None else selection.clauses
    return clauses.shared(selection.clauses)


def model_name(library: Library, asked: str | None = None) -> str:
    """Return the name of the embedding model to use: as asked, else the environment's, else the library's own."""
    return asked or os.environ.get(MODEL_VARIABLE) or library.setting(MODEL_SETTING) or DEFAULT_MODEL


def _embedder(library: Library, model: str | None, notes: list[str]) -> Embedder | None:
    """Return the embedder, or None with a note that says why."""
    from index.embedding import load_embedder

    name = model_name(library, model)
    try:
        embedder = load_embedder(name)
    except ModelError as error:
        _logger.warning("model %s: %s", name, error)
        notes.append(f"只按词语检索，不按意思检索。{error}".removesuffix("。"))
        return None
    if embedder is None:
        notes.append("只按词语检索，不按意思检索：没有启用向量模型")
    return embedder


def _missing_vectors(missing: int) -> list[str]:
    if not missing:
        return []
    return [f"有 {missing} 条条款还没有向量，暂时只能按词语找到；再运行一次 judian ingest 即可补上"]
