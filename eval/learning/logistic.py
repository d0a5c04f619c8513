"""Logistic regression in a few lines: small weights (L2), and no sign may count against its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_STEPS, _CLOSE = 60, 1e-9
_FREE = 1e-3  # what the base is held back by: enough for a fit where every example is alike


@dataclass(frozen=True, slots=True)
class Fitted:
    """Log odds = base + signs @ weights."""

    base: float
    weights: Matrix  # float64 [signs]

    def likelihoods(self, signs: Matrix) -> Matrix:
        """float64 [examples], 0..1."""
        return _squashed(self.base + signs @ self.weights)


def fit(
    signs: Matrix, right: Matrix, directions: Sequence[int], strength: float = 1.0, counts: Matrix | None = None
) -> Fitted:
    """Weights for `signs`, float64 [examples, signs], by Newton's method.

    `right`: 1.0 or 0.0 for each example, `counts`: what each counts. `directions`: 1 where a sign can only speak for,
    -1 where it can only speak against, 0 where either. A weight that comes out on the wrong side is set to 0, the worst
    first, and the rest fitted anew: what has no evidence in the data is not let in by chance.
    """
    counts = np.ones(len(right)) if counts is None else counts
    direction = np.array(directions, dtype=np.float64)
    kept = np.ones(signs.shape[1], dtype=bool)
    while True:
        found = _newton(signs[:, kept], right, strength, counts)
        weights = np.zeros(signs.shape[1])
        weights[kept] = found[1:]
        against = weights * direction
        if against.min(initial=0.0) >= 0.0:
            return Fitted(float(found[0]), weights)
        kept[int(np.argmin(against))] = False


def _newton(signs: Matrix, right: Matrix, strength: float, counts: Matrix) -> Matrix:
    rows = np.column_stack([np.ones(len(signs)), signs])
    held_back = np.full(rows.shape[1], strength)
    held_back[0] = _FREE
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = _squashed(rows @ weights)
        slope = rows.T @ (counts * (likely - right)) + held_back * weights
        bend = (rows.T * (counts * (likely * (1.0 - likely) + 1e-9))) @ rows + np.diag(held_back)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return weights


def _squashed(odds: Matrix) -> Matrix:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0))), dtype=np.float64)


def folds_of(groups: Sequence[str], count: int) -> NDArray[np.int64]:
    """The fold of each example, int64: groups stay whole, the largest are dealt out first, each to the emptiest fold."""
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    folds = np.zeros(len(groups), dtype=np.int64)
    filled = [0] * count
    for group in sorted(members, key=lambda g: (-len(members[g]), g)):
        emptiest = filled.index(min(filled))
        folds[members[group]] = emptiest
        filled[emptiest] += len(members[group])
    return folds
