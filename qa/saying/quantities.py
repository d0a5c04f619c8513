"""The quantities that stand in what an answer quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from ingest.model import Quantity
from qa.model import Answer


class QuantityLibrary(Protocol):
    """What is needed of a Library."""

    def quantities(self, clause_ids: Sequence[str]) -> Mapping[str, Sequence[Quantity]]:
        """The quantities printed in these clauses."""


def with_quantities(answer: Answer, library: QuantityLibrary) -> Answer:
    """The answer, each finding with the quantities of its clause that stand inside its quote."""
    clause_ids = list(dict.fromkeys(finding.clause_id for finding in answer.findings))
    if not clause_ids:
        return answer
    printed = library.quantities(clause_ids)
    return replace(
        answer,
        findings=tuple(
            replace(
                finding,
                quantities=tuple(
                    q
                    for q in printed.get(finding.clause_id, ())
                    if finding.span[0] <= q.span[0] and q.span[1] <= finding.span[1]
                ),
            )
            for finding in answer.findings
        ),
    )
