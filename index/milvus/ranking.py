"""A library's two rankings as Milvus gives them, behind the face of index/clause_index.py."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from itertools import chain
from threading import Lock
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from index.engine import MilvusPlace
from index.lexical import LexicalStamp
from index.library import Library
from index.milvus.conditions import conditions_of
from index.milvus.meanings import follow_vectors, read_vector_stamp
from index.milvus.schema import CLAUSE_PART, STAMP_ROW, vectors_collection, words_collection
from index.milvus.statistics import WordStatistics
from index.milvus.store import MOST_RESULTS, MilvusStore
from index.milvus.weights import dimension_of, question_weights, terms_of
from index.milvus.words import another_copy, open_words, read_stamp
from index.model import Filters, WordQuery
from index.vectors import VectorStamp
from index.word_terms import FieldWeights, telling_words
from index.write_lock import WriteLock

# As in index/lexical.py: ties are broken by row among so many more than asked for.
_TIE_MARGIN = 32
# For so long after a change a search waits until every server has seen it; later none has to, which is faster.
_SECONDS_OF_CHANGE = 15.0

Ranking = list[tuple[int, float]]


class MilvusClauseIndex:
    """Both rankings on a Milvus server, filtered there. Safe from any thread."""

    def __init__(
        self, library: Library, store: MilvusStore, fingerprint: str | None, weights: FieldWeights | None = None
    ) -> None:
        """For `open_milvus`, which sees to it that the collections are there."""
        self._library, self._store, self._weights = library, store, weights or FieldWeights()
        self._statistics = WordStatistics(library.folder)
        self._words = words_collection(library.library_id)
        self._vectors = vectors_collection(library.library_id, fingerprint) if fingerprint else None
        self._seen, self._changed = library.generation, monotonic()
        self._has_vectors: bool | None = None
        self._looking = Lock()

    @property
    def has_vectors(self) -> bool:
        """Whether a ranking by meaning can find anything."""
        if not self._has_vectors:
            self._has_vectors = self._vectors is not None and self._store.ready(self._vectors)
        return self._has_vectors

    @property
    def clause_count(self) -> int:
        """How many clauses are found by words there."""
        return self._store.count(self._words, f"part == {CLAUSE_PART}")

    @property
    def vector_count(self) -> int:
        """How many clauses have a vector there."""
        if self._vectors is None or not self.has_vectors:
            return 0
        return self._store.count(self._vectors, f"pk > {STAMP_ROW}")

    def passages_with(self, token: str) -> int:
        """Return how many passages have a token in their text."""
        dimension = dimension_of("body", token)
        return self._statistics.having([dimension]).get(dimension, 0)

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> Ranking:
        """Return the k best (clause row, BM25 score) inside the filters, best first, ties by row."""
        fresh = self._is_fresh()
        question = self._question(words)
        if not question or k < 1:  # nothing is there, or none of these words
            return []

        def search(condition: str) -> Ranking:
            limit = k + _TIE_MARGIN
            while True:
                found = self._store.search_words(self._words, question, limit, condition, fresh=fresh)
                best: dict[int, float] = {}  # a clause ranks by the best of its passages
                for row, score in found:
                    best.setdefault(row, score)
                if len(best) > k or len(found) < limit or limit >= MOST_RESULTS:
                    return list(best.items())
                limit = min(4 * limit, MOST_RESULTS)  # the rows of a long table may fill a whole page of results

        return self._best(search, k, filters)

    def rank_by_meaning(self, vector: NDArray[np.float32], k: int, filters: Filters) -> Ranking:
        """Return the k best (clause row, inner product) for float32 [d] inside the filters, best first, ties by row."""
        fresh = self._is_fresh()
        name = self._vectors
        if name is None or not self.has_vectors or k < 1:
            return []
        query = [float(value) for value in vector]

        def search(condition: str) -> Ranking:
            return self._store.search_vectors(name, query, k + _TIE_MARGIN, condition, fresh=fresh)

        return self._best(search, k, filters)

    def seen_through(self, library: Library) -> MilvusClauseIndex:
        """Return the same rankings of the clauses that a restricted view of the library shows; words count as in the whole."""
        seen = copy(self)
        seen._library = library
        return seen

    def close(self) -> None:
        """Let go of the server."""
        self._statistics.close()
        self._store.close()

    def _question(self, words: WordQuery) -> dict[int, float]:
        """What is asked of Milvus: the words that tell passages apart, weighed by how many passages have them now."""
        passages = self._statistics.passages()
        in_texts = {token: dimension_of("body", token) for token in words}
        having = self._statistics.having(in_texts.values())
        telling = telling_words(words, passages, lambda token: having.get(in_texts[token], 0))
        terms = terms_of(telling, self._weights)
        return question_weights(terms, self._statistics.having(terms), passages)

    def _best(self, search: Callable[[str], Ranking], k: int, filters: Filters) -> Ranking:
        """Search once for each condition, and merge: no clause passes two of them."""
        found = chain.from_iterable(map(search, conditions_of(filters, self._library)))
        return sorted((pair for pair in found if pair[0] != STAMP_ROW), key=lambda pair: (-pair[1], pair[0]))[:k]

    def _is_fresh(self) -> bool:
        """Whether the library has just changed: a server that lags behind could then miss what is new."""
        with self._looking:
            generation = self._library.generation
            if generation != self._seen:
                self._seen, self._changed = generation, monotonic()
            return monotonic() - self._changed < _SECONDS_OF_CHANGE


def open_milvus(library: Library, place: MilvusPlace, fingerprint: str | None, notes: list[str]) -> MilvusClauseIndex:
    """Return a library's rankings on Milvus; what a killed run left behind is made up for, and told in `notes`.

    `fingerprint` is the embedding model's, None for words only. Raises IndexBuildError where Milvus cannot be reached, or
    has what another copy of this library wrote.
    """
    store = MilvusStore(place)
    words, wanted = words_collection(library.library_id), LexicalStamp.of(library)
    stamp = read_stamp(store, words) if store.ready(words) else None
    statistics = WordStatistics(library.folder)
    known = statistics.states
    statistics.close()
    if stamp is not None and known and stamp.state not in known:
        raise another_copy(place)
    # Without the counts beside library.db no word weighs anything: they are made anew with the words.
    stale = stamp is None or stamp.state not in known or stamp.library != wanted
    vectors = vectors_collection(library.library_id, fingerprint) if fingerprint else None
    here = read_vector_stamp(store, vectors) if vectors and store.ready(vectors) else None
    no_vectors = fingerprint is not None and here != VectorStamp.of(library, fingerprint)
    if stale or no_vectors:
        notes.extend(_caught_up(library, place, fingerprint))
        store.ready(words)
    return MilvusClauseIndex(library, store, fingerprint)


def _caught_up(library: Library, place: MilvusPlace, fingerprint: str | None) -> list[str]:
    """Bring the collections to the library's state where nobody else is at it; return what people should know."""
    lock = WriteLock(library.folder)
    if not lock.acquired():
        return ["资料库正在更新，或不能写入：结果可能还不完整"]
    try:
        writer, done = open_words(library, place)
        writer.close_writer()
        vectors = follow_vectors(library, place, fingerprint) if fingerprint else None
        return [note for note in (done, vectors) if note]
    finally:
        lock.release()
