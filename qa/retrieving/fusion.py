"""One ranking from two: words and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Ranking = Sequence[tuple[int, float]]
"""(row, score), best first."""


class FusionMethod(StrEnum):
    """How two rankings become one."""

    MIN_MAX = "min_max"  # weighted sum of scores stretched to 0..1
    RECIPROCAL_RANK = "rrf"  # Cormack, Clarke and Büttcher 2009: sum of 1 / (k + rank)


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """The method and its figures; measured by eval on statute retrieval."""

    method: FusionMethod = FusionMethod.MIN_MAX
    lexical_weight: float = 0.4
    dense_weight: float = 0.6
    rank_constant: int = 20


@dataclass(frozen=True, slots=True)
class Fused:
    """A row of the fused ranking, with its rank (from 1) in each of the two."""

    row: int
    score: float  # 0..1 for min_max
    lexical_rank: int | None
    dense_rank: int | None


def fuse(lexical: Ranking, dense: Ranking, settings: FusionSettings | None = None) -> list[Fused]:
    """The fused ranking, best first; ties by row. With one ranking empty, the order of the other stands."""
    settings = settings or FusionSettings()
    lexical_ranks = {row: rank for rank, (row, _) in enumerate(lexical, 1)}
    dense_ranks = {row: rank for rank, (row, _) in enumerate(dense, 1)}
    if settings.method is FusionMethod.RECIPROCAL_RANK:
        scores = _reciprocal(lexical_ranks, dense_ranks, settings)
    else:
        scores = _min_max(lexical, dense, settings)
    rows = sorted(scores, key=lambda row: (-scores[row], row))
    return [Fused(row, scores[row], lexical_ranks.get(row), dense_ranks.get(row)) for row in rows]


def _reciprocal(lexical: dict[int, int], dense: dict[int, int], settings: FusionSettings) -> dict[int, float]:
    scores: dict[int, float] = {}
    for ranks, weight in ((lexical, settings.lexical_weight), (dense, settings.dense_weight)):
        for row, rank in ranks.items():
            scores[row] = scores.get(row, 0.0) + weight / (settings.rank_constant + rank)
    return scores


def _min_max(lexical: Ranking, dense: Ranking, settings: FusionSettings) -> dict[int, float]:
    scores: dict[int, float] = {}
    for ranking, weight in ((lexical, settings.lexical_weight), (dense, settings.dense_weight)):
        if not ranking:
            continue
        worst, best = min(score for _, score in ranking), max(score for _, score in ranking)
        reach = best - worst
        for row, score in ranking:
            # One score alone, or all alike: nothing tells them apart, so each is as good as the best.
            scores[row] = scores.get(row, 0.0) + weight * ((score - worst) / reach if reach else 1.0)
    return scores
