"""What a collection lacks and what it has too much, found by counting ranges of rows before listing any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from index.row_set import Rows


class HeldRows(Protocol):
    """What a collection has of a range of clause rows."""

    def count(self, low: int, high: int) -> int:
        """How many of the rows low <= row < high it has."""

    def rows(self, low: int, high: int) -> Sequence[int]:
        """Those rows, in no order; asked only where `count` says that they fit one answer."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Clause rows, ascending."""

    missing: list[int] = field(default_factory=list)  # the library has them
    stale: list[int] = field(default_factory=list)  # the library has them no more


def difference(held: HeldRows, truth: Rows, *, trusted_below: int, page: int) -> Difference:
    """Return how a collection differs from the library's rows, `truth` ascending.

    Below `trusted_below` the collection has at least what the library has, or at most: equal counts are equal rows.
    From there on, and wherever counts differ, rows are compared themselves, `page` of them at a time.
    """
    found = Difference()
    _compare(held, truth, (1, 1 << 62), trusted_below, page, found)
    return Difference(sorted(found.missing), sorted(found.stale))


def _compare(
    held: HeldRows, truth: Rows, span: tuple[int, int], trusted_below: int, page: int, found: Difference
) -> None:
    low, high = span
    start, end = np.searchsorted(truth, (low, high))
    wanted, count = truth[start:end], held.count(low, high)
    if not count:
        found.missing.extend(wanted.tolist())
        return
    if count == len(wanted) and high <= trusted_below:
        return
    if count <= page and len(wanted) <= page:
        here = set(held.rows(low, high))
        found.missing.extend(row for row in wanted.tolist() if row not in here)
        found.stale.extend(here.difference(wanted.tolist()))
        return
    middle = _middle(low, high, trusted_below, int(wanted[-1]) + 1 if len(wanted) else low + 1)
    _compare(held, truth, (low, middle), trusted_below, page, found)
    _compare(held, truth, (middle, high), trusted_below, page, found)


def _middle(low: int, high: int, trusted_below: int, last: int) -> int:
    """Where to cut a range: what may be trusted from what may not, then numbers that exist from those that do not."""
    for cut in (trusted_below, last):
        if low < cut < high:
            return cut
    return (low + high) // 2
