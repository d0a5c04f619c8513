"""The measures, as plain functions over rankings and judgements."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from eval.declared import EvalError

Ranking = Sequence[str]
"""Ids, best first."""
Judgements = Mapping[str, int]
"""Id -> relevance; what is not there is 0."""


def ndcg(ranking: Ranking, judgements: Judgements, k: int) -> float:
    """nDCG@k with gains as judged and a discount of log2(rank + 1), as trec_eval's ndcg_cut (Järvelin and Kekäläinen 2002)."""
    gained = sum(judgements.get(name, 0) / math.log2(rank + 1) for rank, name in enumerate(ranking[:k], 1))
    best = sorted(judgements.values(), reverse=True)[:k]
    ideal = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(best, 1))
    return gained / ideal if ideal else 0.0


def reciprocal_rank(ranking: Ranking, judgements: Judgements, k: int) -> float:
    """1 / rank of the first relevant id among the first k; 0 where there is none."""
    return next((1 / rank for rank, name in enumerate(ranking[:k], 1) if judgements.get(name, 0) > 0), 0.0)


def recall(ranking: Ranking, judgements: Judgements, k: int) -> float:
    """Share of the relevant ids that stand among the first k."""
    relevant = {name for name, gain in judgements.items() if gain > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


_RANKED: Mapping[str, Callable[[Ranking, Judgements, int], float]] = {
    "nDCG": ndcg,
    "RR": reciprocal_rank,
    "R": recall,
}


def measure(name: str, ranking: Ranking, judgements: Judgements) -> float:
    """The measure of a name as ir-measures writes it: nDCG@10, RR@10, R@100. Raises EvalError for any other."""
    family, _, depth = name.partition("@")
    if family not in _RANKED or not depth.isdigit():
        raise EvalError(name, "不认识的指标", f"请用 {'、'.join(_RANKED)} 加 @ 和深度，如 nDCG@10")
    return _RANKED[family](ranking, judgements, int(depth))


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of the two."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    numbers = list(values)
    return math.fsum(numbers) / len(numbers) if numbers else 0.0


def mean_scores(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Mean of each measure over the rows that have it."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: mean(row[name] for row in rows if name in row) for name in names}


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed (nearest rank); 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)] if ordered else 0.0
