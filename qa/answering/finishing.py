"""The last steps of every answer, whichever path it came by: figures, proofs, contradictions, and the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.not_yet import with_days_to_come
from qa.answering.superseded import with_older_marked
from qa.documents.named_clauses import ClausesById
from qa.gate.gate import gated
from qa.model import Answer, AnswerOutcome, DroppedStatement
from qa.retrieving.askable import AskableLibrary
from qa.saying.outcomes import NOT_FOUND
from qa.saying.quantities import with_quantities
from qa.standing.amended import with_amendments
from qa.standing.conflicting import with_conflicts
from qa.standing.in_force import Amendments, told_of
from qa.standing.standing import StandingLibrary, with_proofs
from qa.tables.tabbed_rows import with_tabbed_rows


def finished(answer: Answer, library: AskableLibrary) -> Answer:
    """The answer with the quantities of its quotes, how each document stands and what contradicts what; then the gate.

    Nothing that a person reads comes past it: a sentence that its clauses do not hold goes, is counted and told.
    """
    proven = with_proofs(with_quantities(with_amendments(answer, library), library), library)
    whole = with_days_to_come(with_older_marked(with_conflicts(proven)))
    if not isinstance(library, ClausesById):
        return whole
    cited = dict.fromkeys(c for statement in whole.statements for c in statement.citations)
    clauses = {c: stored for c in cited if (stored := library.clause(c)) is not None}
    amendments = library.amendments if isinstance(library, StandingLibrary) else Amendments()
    in_force = {c: told for c in clauses if (told := told_of(amendments, c)) is not None}
    clauses.update({c: told for c, told in in_force.items() if c in amendments.amended})
    return gated(
        whole,
        clauses,
        whole.interpretation,
        nothing_left=lambda dropped: _nothing_held(whole, dropped),
        tables=with_tabbed_rows(library.table_rows(list(clauses)), clauses.values()),
        in_force=in_force,
    )


def _nothing_held(answer: Answer, dropped: Sequence[DroppedStatement]) -> Answer:
    """The plain no where no sentence held: the clauses are near, and that is all that can be said of them."""
    return replace(
        answer,
        outcome=AnswerOutcome.NOT_FOUND,
        answer=NOT_FOUND[answer.interpretation.asks_for],
        statements=(),
        findings=(),
        nearest=tuple(dict.fromkeys(c for d in dropped for c in d.citations)),
        why_not="找到了相近的条款，但逐句核对后，没有一句与所问的对象、地区、年份和条件都相符，请打开原文查看。",
        confidence=None,
    )
