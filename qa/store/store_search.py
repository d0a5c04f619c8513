"""Clauses and written documents of one library found together, as Haystack Documents: what the retrievers run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np
from haystack import Document
from haystack.dataclasses import ByteStream

from index.clause_index import OpenIndex
from index.conditions import Chosen, Conditions, matches
from index.listed import ListedDocument
from index.model import Filters, StoredClause, WordQuery
from index.row_set import RowSet
from index.written import WrittenDocuments
from index.written_vectors import WrittenVectors
from index.written_words import WrittenWords
from ingest.errors import ModelError, QueryError
from ingest.model import PolicyDocument, Quantity, Status, TableRow
from qa.retrieving.askable import AskableIndex, AskableLibrary
from qa.retrieving.retrieve import ClauseRanker, QueryEmbedder, Vector
from qa.search import search
from qa.standing.standing import index_as_of
from qa.store.clause_documents import as_clause, clause_document, document_from

HaystackFilters = Mapping[str, Any]


class StoreLibrary:
    """A library whose clauses include the written documents, under rows below zero."""

    def __init__(self, notices: AskableLibrary, written: WrittenDocuments, generation: int) -> None:
        self.notices, self.generation = notices, generation
        self._written = written

    def clauses(self, rows: Sequence[int]) -> list[StoredClause]:
        """The clauses and written documents of these rows, in their order."""
        own = [-row for row in rows if row < 0]
        found = {stored.row: stored for stored in self.notices.clauses([row for row in rows if row >= 0])}
        found |= {-written.row: as_clause(written) for written in (self._written.read(own) if own else ())}
        return [found[row] for row in rows if row in found]

    def listed(self, filters: Filters | None = None) -> Sequence[ListedDocument]:
        """The notices that pass the filters, by their mastheads alone."""
        return self.notices.listed(filters or Filters())

    def document(self, document_id: str) -> PolicyDocument:
        """A notice whole."""
        return self.notices.document(document_id)

    def table_rows(self, clause_ids: Sequence[str]) -> Mapping[str, Sequence[TableRow]]:
        """The rows of the tables in these clauses."""
        return self.notices.table_rows(clause_ids)

    def quantities(self, clause_ids: Sequence[str]) -> Mapping[str, Sequence[Quantity]]:
        """The quantities printed in these clauses."""
        return self.notices.quantities(clause_ids)


@dataclass(frozen=True, slots=True)
class Visible:
    """What a filter lets a search see: clauses of notices, and rows of written documents (None: all)."""

    clauses: Chosen
    written: tuple[int, ...] | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return self.clauses.nothing and self.written == ()

    @property
    def filters(self) -> Filters:
        """The same for the clauses' indexes, as far as they know documents."""
        return Filters(document_ids=self.clauses.document_ids or ())


@runtime_checkable
class InnerRanker(Protocol):
    """A ranker that takes the clauses it may see, where a filter chooses among the clauses of a document."""

    def rank_by_words_among(
        self, words: WordQuery, k: int, filters: Filters, clauses: RowSet | None
    ) -> Sequence[tuple[int, float]]:
        """Rows and BM25 scores, best first."""

    def rank_by_meaning_among(
        self, vector: Vector, k: int, filters: Filters, clauses: RowSet | None
    ) -> Sequence[tuple[int, float]]:
        """Rows and inner products, best first."""


@dataclass(frozen=True, slots=True)
class StoreRanker:
    """Ranks clauses and written documents together, inside what a filter lets through; remembers the scores it gave."""

    clauses: ClauseRanker
    words: WrittenWords
    vectors: WrittenVectors
    visible: Visible
    clause_count: int
    clauses_with: Callable[[str], int]
    fingerprint: str | None  # of the model that made the library's vectors; None: there are none to compare with
    carried: bool = False  # compare by the embeddings that documents were written with
    by_words: bool = True
    scores: dict[int, float] = field(default_factory=dict)

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Rows and BM25 scores, best first."""
        if not self.by_words:
            return []
        rows, ranker = self.visible.clauses.rows, self.clauses
        if rows is not None and isinstance(ranker, InnerRanker):
            clauses = ranker.rank_by_words_among(words, k, filters, rows)
        else:
            clauses = self._sifted(k, lambda depth: ranker.rank_by_words(words, depth, filters))
        written = self.words.rank(words, k, self.visible.written, self.clause_count, self.clauses_with)
        return self._together(clauses, written, k)

    def rank_by_meaning(self, vector: Vector, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Rows and cosines, best first."""
        rows, ranker = self.visible.clauses.rows, self.clauses
        clauses: Sequence[tuple[int, float]] = ()
        if self.fingerprint is not None and rows is not None and isinstance(ranker, InnerRanker):
            clauses = ranker.rank_by_meaning_among(vector, k, filters, rows)
        elif self.fingerprint is not None:
            clauses = self._sifted(k, lambda depth: ranker.rank_by_meaning(vector, depth, filters))
        written = self.vectors.rank(vector, k, self.visible.written, self.fingerprint, carried=self.carried)
        return self._together(clauses, written, k)

    def _sifted(self, k: int, ranked: Callable[[int], Sequence[tuple[int, float]]]) -> Sequence[tuple[int, float]]:
        """The k best visible clauses; a ranker that knows documents alone is asked deeper until there are k, or no more."""
        if self.visible.clauses.nothing:
            return []
        rows, depth = self.visible.clauses.rows, k
        while True:
            found = ranked(depth)
            if rows is None:
                return found
            held = rows.holds(np.array([row for row, _ in found], np.int64))
            inside = [pair for pair, is_visible in zip(found, held.tolist(), strict=True) if is_visible]
            if len(inside) >= k or len(found) < depth:
                return inside[:k]
            depth *= 4

    def _together(
        self, clauses: Sequence[tuple[int, float]], written: Sequence[tuple[int, float]], k: int
    ) -> list[tuple[int, float]]:
        both = [*clauses, *((-row, score) for row, score in written)]
        best = sorted(both, key=lambda pair: (-pair[1], pair[0]))[:k]
        self.scores.update(best)
        return best


@dataclass(frozen=True, slots=True)
class GivenVector:
    """An embedder that has one question's vector already."""

    vector: Vector

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """The vector, for whatever is asked."""
        return np.repeat(self.vector[None, :], len(texts), axis=0)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Never asked for: what is found is embedded already."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class StoreIndex:
    """A search's view of a store."""

    library: StoreLibrary
    clause_index: StoreRanker
    embedder: QueryEmbedder | None
    notes: Sequence[str] = ()


class OpenStore:
    """A library opened for a document store: its clauses with their indexes, and the written documents."""

    def __init__(self, index: OpenIndex) -> None:
        self.index, self.library = index, index.library
        self.written = WrittenDocuments(index.library)
        self.words, self.vectors = WrittenWords(self.written), WrittenVectors(self.written)
        self.conditions = Conditions(index.library, self._statuses)
        self._today: StoreLibrary | None = None
        self._changed: tuple[AskableLibrary, Mapping[str, Status]] | None = None
        self._metas: tuple[int, list[tuple[int, ByteStream]]] | None = None
        self._clauses: tuple[int, int] | None = None  # as of a generation

    def visible(self, filters: HaystackFilters | None) -> Visible:
        """What a filter lets a search see; raises FilterError for one that Haystack would not take."""
        chosen = self.conditions.chosen(filters)
        return Visible(chosen, tuple(self.written_inside(filters)) if filters else None)

    def written_inside(self, filters: HaystackFilters | None) -> list[int]:
        """The rows of the written documents that pass a filter, ascending."""
        if not filters:
            return self.written.rows()
        self.conditions.of(filters)  # what is wrong is said also where nothing was written
        if _looks_at_meta_alone(filters):  # the rest of thousands of documents need not be read
            return [row for row, bearer in self._bearers() if matches(filters, bearer)]
        return [w.row for w in self.written.read() if matches(filters, document_from(w))]

    def metas(self, filters: HaystackFilters | None) -> list[dict[str, Any]]:
        """The meta of the written documents that pass a filter, in order."""
        inside = set(self.written_inside(filters))
        return [bearer.meta for row, bearer in self._bearers() if row in inside]

    def clause_documents(self, rows: Sequence[int]) -> list[Document]:
        """Clauses by row as Documents, with the status of today."""
        return [clause_document(stored) for stored in self.today().clauses(rows)]

    def by_words(self, query: str, k: int, filters: HaystackFilters | None) -> list[Document]:
        """The k best by words, best first, with BM25 scores."""
        return self._found(query, k, self.visible(filters), None, by_score=True)

    def by_meaning(
        self, query: str | None, vector: Sequence[float] | None, k: int, filters: HaystackFilters | None
    ) -> list[Document]:
        """The k best by meaning, best first, with cosines: for a vector, or a question that the library's model embeds.

        A vector is compared with whatever vectors of its length there are. Raises QueryError where there are none, and
        ModelError for a question where the library has no model.
        """
        if vector is None and query is None:
            raise QueryError("检索", "既没有 query 也没有 query_embedding", "请给出其中一个")
        embedder = self._embedder(vector)
        if embedder is None:
            raise ModelError(
                self.library.folder, "没有启用向量模型，不能按意思检索", "请改用按词检索，或给出 query_embedding"
            )
        visible, given = self.visible(filters), vector is not None
        if query is not None:
            return self._found(query, k, visible, embedder, given=given, by_words=False, by_score=True)
        if k < 1 or visible.empty:
            return []
        view = self._view(visible, embedder, given=given)
        ranked = view.clause_index.rank_by_meaning(embedder.embed_queries([""])[0], k, visible.filters)
        return self._documents(view, [(row, score, None, rank) for rank, (row, score) in enumerate(ranked, 1)])

    def by_both(
        self, query: str, vector: Sequence[float] | None, k: int, filters: HaystackFilters | None
    ) -> list[Document]:
        """The k best by words and meaning, as `judian search` ranks them, best first, with fused scores."""
        return self._found(query, k, self.visible(filters), self._embedder(vector), given=vector is not None)

    def make_vectors(self) -> int:
        """Embed the written documents that have no vector of the library's model yet; return how many there were."""
        embedder = self.index.embedder
        return self.vectors.make(embedder) if embedder is not None else 0

    def today(self) -> StoreLibrary:
        """The library with the statuses of today, read once for each day and generation."""
        notices = self._as_of_today().library
        if self._today is None or self._today.notices is not notices:
            self._today = StoreLibrary(notices, self.written, self.library.generation)
        return self._today

    # Inside.

    def _found(
        self,
        query: str,
        k: int,
        visible: Visible,
        embedder: QueryEmbedder | None,
        *,
        given: bool = False,
        by_words: bool = True,
        by_score: bool = False,
    ) -> list[Document]:
        """What `search` finds among what is visible; `by_score`: under the scores of the one ranking that was asked."""
        if k < 1 or visible.empty:
            return []
        view = self._view(visible, embedder, given=given, by_words=by_words)
        found = [r.ranked for r in search(view, query, k=k, filters=visible.filters).results]
        if by_score:
            scores = view.clause_index.scores
            found = sorted(
                (replace(r, score=scores[r.stored.row]) for r in found if r.stored.row in scores),
                key=lambda r: (-r.score, r.stored.clause.clause_id),
            )
        return self._documents(view, [(r.stored.row, r.score, r.lexical_rank, r.dense_rank) for r in found])

    def _documents(
        self, view: StoreIndex, ranked: Sequence[tuple[int, float, int | None, int | None]]
    ) -> list[Document]:
        """The Documents of a ranking: (row, score, rank by words, rank by meaning)."""
        written = {-w.row: document_from(w) for w in self.written.read([-row for row, *_ in ranked if row < 0])}
        clauses = {s.row: clause_document(s) for s in view.library.clauses([row for row, *_ in ranked if row >= 0])}
        documents = []
        for row, score, lexical_rank, dense_rank in ranked:
            document = written.get(row) or clauses.get(row)
            if document is None:  # gone meanwhile
                continue
            ranks = {} if row < 0 else {"lexical_rank": lexical_rank, "dense_rank": dense_rank}
            documents.append(replace(document, score=score, meta={**document.meta, **ranks}))
        return documents

    def _view(
        self, visible: Visible, embedder: QueryEmbedder | None, *, given: bool, by_words: bool = True
    ) -> StoreIndex:
        model, fingerprint = self.index.embedder, None
        if model is not None and embedder is not None:
            self.vectors.make(model)
            fingerprint = model.fingerprint
        if isinstance(embedder, GivenVector):
            length = len(embedder.vector)
            if model is None or model.dimension != length:
                fingerprint = None
            if fingerprint is None and not self.vectors.carries(length):
                raise QueryError(
                    "query_embedding",
                    f"有 {length} 维，资料库里没有同样长度的向量",
                    "请用资料库的向量模型（judian model list）来算，或直接给出 query",
                )
        ranker = StoreRanker(
            self._as_of_today().clause_index,
            self.words,
            self.vectors,
            visible,
            self._clause_count(),
            self.index.clause_index.passages_with,
            fingerprint,
            carried=given,
            by_words=by_words,
        )
        return StoreIndex(self.today(), ranker, embedder)

    def _embedder(self, vector: Sequence[float] | None) -> QueryEmbedder | None:
        if vector is None:
            return self.index.embedder
        given = np.asarray(vector, np.float32)
        size = float(np.linalg.norm(given))
        if given.ndim != 1 or not len(given) or not np.isfinite(size):
            raise QueryError("query_embedding", "应当是一串有限的小数", "请检查前一步的输出")
        return GivenVector(given / size if size else given)

    def _clause_count(self) -> int:
        """How many clauses there are, counted once for each generation."""
        generation = self.library.generation
        if self._clauses is None or self._clauses[0] != generation:
            self._clauses = (generation, self.library.clause_count())
        return self._clauses[1]

    def _bearers(self) -> list[tuple[int, ByteStream]]:
        """The meta of each written document, by row, in a thing that Haystack compares; read once for each generation."""
        generation = self.written.generation
        if self._metas is None or self._metas[0] != generation:
            read = [(row, ByteStream(b"", meta=json.loads(meta))) for row, meta in self.written.metas()]
            self._metas = (generation, read)
        return self._metas[1]

    def _as_of_today(self) -> AskableIndex:
        return index_as_of(self.index, None)

    def _statuses(self) -> Mapping[str, Status]:
        """The statuses of today that the documents themselves do not say, by document_id."""
        notices = self._as_of_today().library
        if self._changed is None or self._changed[0] is not notices:
            own = {d.document_id: d.status for d in self.library.listed()}
            today = ((d.document_id, d.status) for d in notices.listed(Filters()))
            self._changed = (notices, {key: status for key, status in today if own.get(key) is not status})
        return self._changed[1]


def _looks_at_meta_alone(filters: HaystackFilters) -> bool:
    """Whether every condition of a filter is on a field of meta, named so."""
    if "field" in filters:
        return str(filters["field"]).startswith("meta.")
    return all(map(_looks_at_meta_alone, filters["conditions"]))
