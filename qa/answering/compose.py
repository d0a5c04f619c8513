"""From what the clauses say to the answer people read: findings, who is silent, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.asking.catalogue import Catalogue
from qa.asking.scope import Scope
from qa.deciding.asked_topic import topic_of
from qa.deciding.judging import AnswerSettings, says_what_is_asked, spoken
from qa.deciding.refusal import not_found
from qa.language.sentences import tidy
from qa.language.sides import told_side
from qa.model import Answer, AsksFor, Finding, Interpretation, Statement
from qa.reading.reader import Reading, must_be_stated
from qa.retrieving.silent import entries_within, silent_among
from qa.saying.grouping import by_group
from qa.saying.outcomes import answered
from qa.saying.quoting import with_lead
from qa.saying.wording import first_line, label_of
from qa.standing.findings import finding_of
from qa.standing.standing import has_ended


def compose(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    readings: Sequence[Reading],
    settings: AnswerSettings | None = None,
) -> Answer:
    """The whole answer from the readings of the retrieved clauses, best first."""
    settings = settings or AnswerSettings()
    speaking = spoken(interpretation, readings, settings, topic_of(question, interpretation, readings))
    entries = entries_within(catalogue, scope)
    if not speaking or not says_what_is_asked(interpretation, speaking):
        return not_found(question, interpretation, scope, entries, readings, settings)
    confidence = speaking[0].confidence
    speaking = by_group(
        speaking,
        lambda j: j.reading.ranked.stored.document.region,
        lambda j: (
            must_be_stated(interpretation) and not j.reading.states,
            has_ended(j.reading.ranked.stored.document),
        ),
    )
    readings = [j.reading for j in speaking]
    quoted = [with_lead(reading, interpretation.wants) for reading in readings]
    findings = tuple(_finding(question, interpretation, reading) for reading in quoted)
    voices = {f.document_id for f in findings}
    lines = statements_of(question, interpretation, readings, quoted)
    return answered(
        question,
        interpretation,
        scope,
        lines,
        findings,
        silent=silent_among(catalogue, scope, voices),
        confidence=round(confidence, 3),
    )


def _id(reading: Reading) -> str:
    return reading.ranked.stored.clause.clause_id


def _finding(question: str, interpretation: Interpretation, reading: Reading) -> Finding:
    stored = reading.ranked.stored
    is_side = interpretation.asks_for is AsksFor.YES_NO
    value = told_side(question, reading.quote) if is_side else reading.value
    return finding_of(stored, stored.clause, reading.quote, reading.span, reading.score, value)


def statements_of(
    question: str, interpretation: Interpretation, readings: Sequence[Reading], quoted: Sequence[Reading]
) -> list[Statement]:
    """A short line first, then one line for each finding: whose it is and what it says.

    `quoted`: the readings with their quotes as they are shown.
    """
    leading, cited = first_line(question, interpretation, readings)
    lines = [Statement(leading, cited)]
    for reading in quoted:
        said, label = f"「{tidy(reading.quote)}」", label_of(reading, readings, question)
        lines.append(Statement(f"{label}：{said}" if label else said, (_id(reading),)))
    return lines


def retold(
    said: Answer, statements: tuple[Statement, ...], findings: tuple[Finding, ...], scope: Scope, catalogue: Catalogue
) -> Answer:
    """The answer with these lines and findings in place of its own, and who is silent beside them."""
    return replace(
        said,
        statements=statements,
        answer="\n".join(s.text for s in statements),
        findings=findings,
        silent=silent_among(catalogue, scope, {f.document_id for f in findings}),
    )
