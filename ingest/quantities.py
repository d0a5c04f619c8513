"""Figures with what they measure: amounts, frequencies, thresholds, shares, counts, deadlines, ages and durations."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Clause, Quantity


def find_quantities(text: str, clauses: Sequence[Clause]) -> tuple[Quantity, ...]:
    """Quantities printed in the clauses of one document, in printed order; spans count in the stored text."""
    return ()
