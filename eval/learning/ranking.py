"""Weights that put the right one of several first: a conditional logit (McFadden 1974) in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.learning.logistic import Matrix

_STEPS, _CLOSE = 40, 1e-6
_LONGEST = 3.0  # no weight moves further in one step, or what is told apart wholly would run away


def fit_first(behind: Sequence[Matrix], directions: Sequence[int], held_to: Matrix, strength: float) -> Matrix:
    """Weights, float64 [signs], by which the right one comes first; near `held_to`, and none against its sign's meaning.

    `behind`: for each question the signs of what should come behind less those of what should come first,
    float64 [others, signs]. `directions`: 1 where a sign can only speak for, -1 where it can only speak against. The
    weight that lies furthest on the wrong side is set to 0 and the rest fitted anew, until none does. `strength`: how
    hard weights are held (L2): what has no evidence in the data stays as it is in `held_to`.
    """
    direction = np.array(directions, dtype=np.float64)
    kept = np.ones(len(directions), dtype=bool)
    while True:
        weights = np.zeros(len(directions))
        weights[kept] = _newton([d[:, kept] for d in behind], held_to[kept], strength)
        against = weights * direction
        if against.min(initial=0.0) >= 0.0:
            return weights
        kept[int(np.argmin(against))] = False


def _newton(behind: Sequence[Matrix], held_to: Matrix, strength: float) -> Matrix:
    weights = held_to.copy()
    for _ in range(_STEPS):
        slope, bend = strength * (weights - held_to), strength * np.eye(len(held_to))
        for differences in behind:
            chosen = _shares(differences @ weights)
            mean = chosen @ differences
            slope += mean
            bend += (differences.T * chosen) @ differences - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        longest = float(np.abs(step).max())
        weights = weights - step * min(1.0, _LONGEST / max(longest, _CLOSE))
        if longest < _CLOSE:
            break
    return weights


def _shares(ahead: Matrix) -> Matrix:
    """How likely each of the others is put first; the right one has what is left of 1."""
    top = max(0.0, float(ahead.max()))
    odds = np.exp(ahead - top)
    return np.asarray(odds / (odds.sum() + np.exp(-top)), dtype=np.float64)
