"""Whether a difference between two systems over the same questions may be chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_FLIPS = 10_000
_FLIPS_AT_ONCE = 500
_SEED = 20090719


def sign_flip_p(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the two-sided p of the mean difference under random exchange of the two scores of each question.

    Fisher's paired randomisation test with 10,000 draws from a fixed seed (Smucker, Allan and Carterette 2007), so the
    smallest p is 0.0001.
    """
    differences = np.asarray(ours, np.float64) - np.asarray(theirs, np.float64)
    observed = abs(float(differences.sum()))
    draws = np.random.default_rng(_SEED)
    as_far = 0
    for _ in range(_FLIPS // _FLIPS_AT_ONCE):
        signs = draws.integers(0, 2, (_FLIPS_AT_ONCE, len(differences)), dtype=np.int8) * 2 - 1
        # A hair of slack: sums of the same differences in another order are equal, but not to the last bit.
        as_far += int((np.abs(signs @ differences) >= observed - 1e-9).sum())
    return (as_far + 1) / (_FLIPS + 1)
