"""Rules by their day: what holds speaks first, and what is to hold only later says so with its first word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.answering.compose import compose, retold
from qa.asking.catalogue import Catalogue
from qa.asking.scope import Scope
from qa.deciding.judging import AnswerSettings
from qa.language.days_to_come import from_day
from qa.language.editions import OF_CHANGE
from qa.model import WARNING, Answer, AnswerOutcome, Finding, Interpretation, Statement
from qa.reading.reader import Reading
from qa.retrieving.askable import AskableLibrary
from qa.standing.standing import StandingLibrary


def compose_by_day(
    library: AskableLibrary,
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    readings: Sequence[Reading],
    settings: AnswerSettings,
) -> Answer:
    """The answer of the rules that hold on the day, then, in lines of its own, that of a rule that is to hold later.

    Only where no rule of that place holds does the later one lead. Who names its number, its title or its year, or
    asks what changes, asks for it and gets it in its place.
    """
    said = compose(question, interpretation, scope, catalogue, readings, settings)
    if not isinstance(library, StandingLibrary) or said.outcome is not AnswerOutcome.ANSWERED:
        return said
    told = [f for f in said.findings if f.clause_id in said.statements[0].citations]
    leading = next((f for f in told if not library.standing(f.document_id).begun), None)
    if leading is None or OF_CHANGE.search(question):
        return said
    begins = library.begins_on(leading.document_id)
    named = interpretation.document_numbers or interpretation.named or interpretation.as_of
    if named or (begins is not None and begins.year in interpretation.years):
        return said
    begun, later = (
        [r for r in readings if library.standing(r.ranked.stored.document.document_id).begun is wanted]
        for wanted in (True, False)
    )
    now = compose(question, interpretation, scope, catalogue, begun, settings)
    if now.outcome is not AnswerOutcome.ANSWERED or now.findings[0].region != leading.region:
        return said
    if leading.value and not now.findings[0].value:
        return said
    to_come = compose(question, interpretation, scope, catalogue, later, settings)
    if to_come.outcome is not AnswerOutcome.ANSWERED:
        return now
    statements = (*now.statements, *to_come.statements)
    return retold(now, statements, (*now.findings, *to_come.findings), scope, catalogue)


def with_days_to_come(answer: Answer) -> Answer:
    """The answer in which the words of a rule that does not apply yet begin with the day from which it does."""
    later = {f.clause_id: f for f in answer.findings if f.begins_on is not None}
    if not later:
        return answer
    statements = tuple(_from_its_day(s, later) for s in answer.statements)
    return replace(answer, statements=statements, answer="\n".join(s.text for s in statements))


def _from_its_day(statement: Statement, later: Mapping[str, Finding]) -> Statement:
    """A line of later rules alone begins with their day; in one of several places the words of that place do."""
    if statement.text.startswith(WARNING):
        return statement
    cited = [later[c] for c in statement.citations if c in later]
    days = {f.begins_on: f for f in cited}
    if len(cited) == len(statement.citations) and len(days) == 1:
        ((day, _),) = days.items()
        return replace(statement, text=from_day(day, statement.text)) if day else statement
    parts = statement.text.split("；")
    if len(parts) != len(statement.citations):
        return statement  # whose words are which is not known: the line below says that some do not apply yet
    begins = [later[c].begins_on if c in later else None for c in statement.citations]
    said = [from_day(day, part) if day else part for day, part in zip(begins, parts, strict=True)]
    return replace(statement, text="；".join(said))
