"""Answers about documents themselves: lines with their findings, or a plain no; no notice is silent on such a question."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Clause, Reference, Span
from qa.model import Answer, AnswerOutcome, Finding, Interpretation, Statement
from qa.scope import Scope
from qa.sentences import sentences_of


def told_of_documents(
    question: str, interpretation: Interpretation, scope: Scope, lines: Sequence[Statement], findings: Sequence[Finding]
) -> Answer:
    """The answer that consists of these lines."""
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.ANSWERED,
        answer="\n".join(line.text for line in lines),
        statements=tuple(lines),
        findings=tuple(findings),
        silent=(),
        nearest=(),
        why_not=None,
        milliseconds=0.0,
        notes=scope.notes,
    )


def no_such_document(question: str, interpretation: Interpretation, scope: Scope, answer: str, why_not: str) -> Answer:
    """The plain no with its reason."""
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.NOT_FOUND,
        answer=answer,
        statements=(),
        findings=(),
        silent=(),
        nearest=(),
        why_not=why_not,
        milliseconds=0.0,
        notes=scope.notes,
    )


def sentence_naming(clause: Clause, reference: Reference) -> Span:
    """Where in the clause's text the sentence stands that holds a reference; the whole clause where none holds all of it."""
    start, end = (place - clause.span[0] for place in reference.span)
    sentence = next((s for s in sentences_of(clause.text) if s.span[0] <= start < s.span[1]), None)
    return sentence.span if sentence is not None and end <= sentence.span[1] else (0, len(clause.text))
