"""The gate of qa/gate as a model's sentences meet it: against the clause, and against the quote alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.model import StoredClause
from qa.gate.belonging import belonging_faults
from qa.gate.gate import statement_faults
from qa.gate.grounds import Ground, ground_of
from qa.gate.reasons import Reason
from qa.model import Answer, Finding, Statement
from qa.phrasing.model import SentenceGate


def clause_gate(answer: Answer, clause_of: Callable[[str], StoredClause | None]) -> SentenceGate:
    """A gate over the clauses that an answer's findings stand in; `clause_of` gives a clause of the library by its id.

    A sentence has to hold against the whole clause, where an exception may follow what is quoted, and against the quotes
    alone: the model has seen no more, so what it has from elsewhere in the clause is a guess. Of the figures that it
    states one at least has to be what was asked for.
    """
    whole: dict[str, Ground] = {}
    quoted: dict[str, Ground] = {}
    for clause_id in dict.fromkeys(finding.clause_id for finding in answer.findings):
        stored = clause_of(clause_id)
        if stored is None:
            continue  # the gate names what it is not given
        of_clause = [finding for finding in answer.findings if finding.clause_id == clause_id]
        whole[clause_id] = _ground(stored, of_clause)
        alone = replace(stored.clause, text="\n".join(finding.quote for finding in of_clause), path=())
        quoted[clause_id] = replace(whole[clause_id], clause=alone)

    def held(text: str, citations: Sequence[str]) -> str | None:
        statement = Statement(text, tuple(citations))
        for grounds in (whole, quoted):
            if faults := statement_faults(statement, grounds, answer.question):
                return _told(faults)
        for finding in answer.findings:
            if finding.clause_id not in citations:
                continue
            ground = whole[finding.clause_id]
            if faults := belonging_faults(answer.question, answer.interpretation, ground, text, finding.quote):
                return _told(faults)
        return None

    return held


def _told(faults: Sequence[Reason]) -> str:
    return "；".join(map(str, faults))


def _ground(stored: StoredClause, of_clause: Sequence[Finding]) -> Ground:
    """A clause as of the day that the answer is about."""
    seen = replace(stored, document=replace(stored.document, status=of_clause[0].status))
    return ground_of(
        seen,
        quotes=[finding.quote for finding in of_clause],
        quantities=[quantity for finding in of_clause for quantity in finding.quantities],
        also_titled=[finding.citation for finding in of_clause],
        spans=[finding.span for finding in of_clause],
    )
