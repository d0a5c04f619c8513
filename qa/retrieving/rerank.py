"""The first clauses of a ranking read again beside the question by a cross-encoder, where one is installed and named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from index.model import RankedClause
from index.passages import index_text
from ingest.errors import ModelError

RERANKER_VARIABLE = "JUDIAN_RERANKER"
READ_AGAIN = 30
_LONGEST_PASSAGE = 1000  # characters; models read about half of that


class Reranker(Protocol):
    """What reading again needs of a cross-encoder."""

    def scores(self, query: str, passages: Sequence[str]) -> Sequence[float]:
        """How well each passage answers, higher is better; on any scale."""


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, by name or folder."""

    def __init__(self, name: str) -> None:
        """Load the model; raises ModelError in Chinese where it, or the extra it needs, is not there."""
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise ModelError(name, "重排模型需要另装组件", 'pip install "judian[models]"') from error
        try:
            self._model: Any = CrossEncoder(str(Path(name).expanduser()) if Path(name).expanduser().is_dir() else name)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                name, f"重排模型取不到（{error}）", f"请检查名称或文件夹，或取消环境变量 {RERANKER_VARIABLE}"
            ) from error

    def scores(self, query: str, passages: Sequence[str]) -> Sequence[float]:
        """One score for each passage, float32."""
        pairs = [(query, passage) for passage in passages]
        return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]


def reranker_in_use() -> Reranker | None:
    """The cross-encoder that the environment names, loaded once in a process; None where it names none."""
    name = os.environ.get(RERANKER_VARIABLE, "").strip()
    return _loaded(name) if name else None


@lru_cache(maxsize=1)
def _loaded(name: str) -> Reranker:
    return CrossEncoderReranker(name)


def reranked(query: str, ranked: Sequence[RankedClause], reranker: Reranker | None) -> list[RankedClause]:
    """The ranking with its first thirty in the order of the reranker, ties as they stood; unchanged without one.

    The scores stay those of the ranking, given out anew from the highest down, so that they still compare with the rest.
    """
    if reranker is None or len(ranked) < 2:
        return list(ranked)
    first, rest = ranked[:READ_AGAIN], ranked[READ_AGAIN:]
    passages = [index_text(r.stored.clause, r.stored.document)[:_LONGEST_PASSAGE] for r in first]
    judged = reranker.scores(query, passages)
    order = sorted(range(len(first)), key=lambda place: (-judged[place], place))
    given = zip(order, sorted((r.score for r in first), reverse=True), strict=True)
    return [*(replace(first[place], score=score) for place, score in given), *rest]
