"""LanceDB: its own full-text index, exact vector search and reciprocal-rank reranker."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa
from lancedb.index import FTS
from lancedb.rerankers import RRFReranker

from eval.peers.model import DEPTH, Found, Mode, Passage, Vector, Vectors

_TABLE = "articles"
_SHOWN = ["id", "text"]


class LanceDb:
    """The table with pairs of characters as tokens, or with the tokenizer it comes with."""

    def __init__(self, pairs: bool = True) -> None:
        self._pairs = pairs
        self._table: Any = None
        self._reranker = RRFReranker()

    def build(self, passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Write the table and its full-text index; 20,000 vectors need no index of their own."""
        columns = {
            "id": [p.passage_id for p in passages],
            "text": [p.content for p in passages],
            "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1]),
        }
        table = lancedb.connect(str(folder)).create_table(_TABLE, pa.table(columns))
        settings = FTS()
        if self._pairs:
            # Of the tokens that it can make of Chinese, pairs rank best on this collection (docs/benchmarks.md).
            settings = FTS(
                base_tokenizer="ngram", ngram_min_length=2, ngram_max_length=2, stem=False, remove_stop_words=False
            )
        table.create_index("text", config=settings)

    def open(self, folder: Path) -> None:
        """Open the table."""
        self._table = lancedb.connect(str(folder)).open_table(_TABLE)

    def search(self, text: str, vector: Vector, k: int, wanted: Collection[Mode]) -> Found:
        """Return what each kind of its queries gives."""
        return {mode: [row["id"] for row in self._query(mode, text, vector, k).to_list()][:k] for mode in wanted}

    def _query(self, mode: Mode, text: str, vector: Vector, k: int) -> Any:
        if mode is Mode.WORDS:
            return self._table.search(text, query_type="fts").select([*_SHOWN, "_score"]).limit(k)
        if mode is Mode.MEANING:
            return self._table.search(vector).distance_type("dot").select([*_SHOWN, "_distance"]).limit(k)
        both = self._table.search(query_type="hybrid").vector(vector).text(text).distance_type("dot")
        return both.rerank(self._reranker).select(_SHOWN).limit(max(k, DEPTH))
