"""The clauses that may answer, best first: words and meaning, filtered before the search, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import Filters, RankedClause, StoredClause, WordQuery
from index.tokenizer import query_tokens
from qa.fusion import FusionSettings, fuse
from qa.lexicon import other_words_in
from qa.model import Interpretation

Vector = NDArray[np.float32]


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
    """How deep each ranking goes before the two are fused."""

    depth: int = 100
    fusion: FusionSettings = field(default_factory=FusionSettings)


def retrieve(
    index: SearchableIndex,
    query: str,
    interpretation: Interpretation,
    filters: Filters,
    k: int,
    settings: RetrievalSettings | None = None,
    vector: Vector | None = None,
) -> list[RankedClause]:
    """The k best clauses for a query inside the filters, best first; ties by clause_id.

    `vector` is the query's, where the caller has it already: float32 [d].
    """
    settings = settings or RetrievalSettings()
    depth = max(settings.depth, k)
    lexical = index.clause_index.rank_by_words(query_tokens(words_of_query(query, interpretation)), depth, filters)
    dense: Sequence[tuple[int, float]] = ()
    if vector is None and index.embedder is not None:
        vector = index.embedder.embed_queries([query])[0]
    if vector is not None:
        dense = index.clause_index.rank_by_meaning(vector, depth, filters)
    fused = fuse(lexical, dense, settings.fusion)[:k]
    by_row = {stored.row: stored for stored in index.library.clauses([f.row for f in fused])}
    ranked = [RankedClause(by_row[f.row], f.score, f.lexical_rank, f.dense_rank) for f in fused if f.row in by_row]
    return sorted(ranked, key=lambda r: (-r.score, r.stored.clause.clause_id))


def words_of_query(query: str, interpretation: Interpretation) -> str:
    """The words to search for: the question's matter and what it names, other words for it, no words of asking.

    A query of asking words alone is searched as it stands.
    """
    years = " ".join(f"{year}年" for year in interpretation.years)
    named = " ".join((*interpretation.regions, *interpretation.document_numbers))
    other = " ".join(other_words_in(interpretation.subject))
    return " ".join(part for part in (interpretation.subject, named, years, other) if part) or query
