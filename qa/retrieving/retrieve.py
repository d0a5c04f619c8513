"""The clauses that may answer, best first: words and meaning, filtered before the search, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import Filters, RankedClause, StoredClause, WordQuery
from ingest.model import ClauseKind
from qa.language.lexicon import lexicon_of
from qa.model import Interpretation
from qa.retrieving.fusion import FusionSettings, Ranking, fuse
from qa.retrieving.query_words import QueryWords, WordWeights, words_of_query
from qa.retrieving.rerank import Reranker, reranked, reranker_in_use
from qa.retrieving.support import WORDS_ALONE, WORDS_AND_MEANING, SupportSettings, supported

Vector = NDArray[np.float32]
_SIGNATURE_SHARE = 0.5


class ClauseRanker(Protocol):
    """What retrieval needs of a ClauseIndex."""

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> Sequence[tuple[int, float]]:
        """Rows and BM25 scores, best first."""

    def rank_by_meaning(self, vector: Vector, k: int, filters: Filters) -> Sequence[tuple[int, float]]:
        """Rows and inner products, best first."""


class QueryEmbedder(Protocol):
    """What qa needs of an Embedder."""

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """float32 [queries, d], normalised."""

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """float32 [passages, d], normalised."""


class ClauseLibrary(Protocol):
    """What retrieval needs of a Library."""

    def clauses(self, rows: Sequence[int]) -> Sequence[StoredClause]:
        """The clauses of these rows, in their order."""


class SearchableIndex(Protocol):
    """What retrieval needs of an OpenIndex."""

    @property
    def library(self) -> ClauseLibrary:
        """Where rows become clauses."""

    @property
    def clause_index(self) -> ClauseRanker:
        """Ranks by words and by meaning."""

    @property
    def embedder(self) -> QueryEmbedder | None:
        """None: words only."""


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How deep each ranking goes, what its words weigh, how the two become one. Chosen by `judian eval stard`."""

    depth: int = 100
    words: WordWeights = field(default_factory=WordWeights)
    fusion: FusionSettings = field(default_factory=FusionSettings)
    words_alone: SupportSettings = WORDS_ALONE
    words_and_meaning: SupportSettings = WORDS_AND_MEANING


def retrieve(
    index: SearchableIndex,
    query: str,
    interpretation: Interpretation,
    filters: Filters,
    k: int,
    settings: RetrievalSettings | None = None,
    vector: Vector | None = None,
    words: QueryWords | None = None,
    reranker: Reranker | None = None,
) -> list[RankedClause]:
    """The k best clauses for a query inside the filters, best first; ties by clause_id.

    `vector` is the query's, float32 [d], and `words` what is looked for, where the caller has them already. `reranker`
    reads the first of them again; None: the one that the environment names, if any.
    """
    settings = settings or RetrievalSettings()
    depth = max(settings.depth, k)
    if words is None:
        words = words_of_query(query, interpretation, lexicon_of(index.library), settings.words)
    lexical = index.clause_index.rank_by_words(words.tokens, depth, filters)
    dense: Ranking = ()
    if vector is None and index.embedder is not None:
        vector = index.embedder.embed_queries([query])[0]
    if vector is not None:
        dense = index.clause_index.rank_by_meaning(vector, depth, filters)
    ranked = rank_candidates(index.library, lexical, dense, depth, settings, words)
    return reranked(query, ranked, reranker or reranker_in_use())[:k]


def _share(stored: StoredClause) -> float:
    """What a clause's score counts: the issuer and date below a text hold its title's words, and say nothing."""
    return _SIGNATURE_SHARE if stored.clause.kind is ClauseKind.SIGNATURE else 1.0


def rank_candidates(
    library: ClauseLibrary,
    lexical: Ranking,
    dense: Ranking,
    k: int,
    settings: RetrievalSettings,
    words: QueryWords | None = None,
) -> list[RankedClause]:
    """One ranking of clauses from the two of rows, each clause seen among the others of its notice; k at most."""
    fused = fuse(lexical, dense, settings.fusion)[:k]
    by_row = {stored.row: stored for stored in library.clauses([f.row for f in fused])}
    ranked = [
        RankedClause(stored, f.score * _share(stored), f.lexical_rank, f.dense_rank)
        for f in fused
        if (stored := by_row.get(f.row)) is not None
    ]
    support = settings.words_and_meaning if dense else settings.words_alone
    return supported(ranked, support, words.words if words else ())
