"""Clauses that hold a value of the kind asked for, looked for deeper in the ranking than others.

Plain words (辛苦费) rank a clause of figures low: what it sets is a few words of many. Whether it answers, the reader
decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from index.model import RankedClause
from ingest.model import Quantity
from qa.model import ValueKind

# Units of ingest/figures/units.py by the kind of value they make; durations and dates are in too many clauses to tell.
_UNITS = {
    ValueKind.MONEY: re.compile(r"元$"),
    ValueKind.PERCENT: re.compile(r"[%‰]|百分点"),
    ValueKind.TIMES: re.compile(r"[次回遍场轮]$"),
    ValueKind.AGE: re.compile(r"岁$"),
    ValueKind.PEOPLE: re.compile(r"[人名位]$"),
}
MOST = 12


class QuantityLibrary(Protocol):
    """What is needed of a Library."""

    def quantities(self, clause_ids: Sequence[str]) -> Mapping[str, Sequence[Quantity]]:
        """The quantities printed in these clauses."""


def with_value(
    library: QuantityLibrary, ranked: Sequence[RankedClause], wants: Sequence[ValueKind], most: int = MOST
) -> list[RankedClause]:
    """Those of the clauses, best first, that hold a quantity of a wanted kind; at most `most`."""
    units = [_UNITS[kind] for kind in wants if kind in _UNITS]
    if not units or not ranked:
        return []
    held = library.quantities([r.stored.clause.clause_id for r in ranked])
    return [r for r in ranked if any(u.search(q.unit) for q in held.get(r.stored.clause.clause_id, ()) for u in units)][
        :most
    ]
