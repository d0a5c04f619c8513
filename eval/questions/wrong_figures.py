"""Figures that are given as the answer and are another's: of another place, year, group or sentence."""

from __future__ import annotations

from collections.abc import Sequence

from eval.questions.labels import LabelledQuestion
from eval.questions.printed import (
    Printed,
    PrintedDate,
    holds_words,
    measures_alike,
    printed_in,
    same_value,
    short_line,
    unit_of,
)
from qa.model import Answer, AnswerOutcome


def wrong_figures(question: LabelledQuestion, answer: Answer) -> list[str]:
    """Figures that are given as the answer and are not: what the label forbids, what no label, evidence or question holds.

    An answer to a question that has none is wrong with any figure; a plain no with any that the question does not hold.
    """
    line = short_line(answer)
    first = answer.findings[0].quote if answer.findings else ""
    never = (*question.never, *question.never_short)
    wrong = [w for w in never if holds_words(line, w) or (w in question.never and holds_words(first, w))]
    if answer.outcome is AnswerOutcome.NOT_FOUND or question.is_refused_rightly:
        return [*wrong, *_strange(printed_in(line), [printed_in(question.question)])]
    if all_strange := _nothing_but_strange(question, first):
        wrong.append(f"首条 {all_strange}")
    return [*wrong, *contradicting(question, line)]


def contradicting(question: LabelledQuestion, line: str) -> list[str]:
    """Figures of a labelled unit, or dates where a date is labelled, that stand in no label, evidence or question."""
    return _strange(_asked_in(question, line), _known(question))


def _nothing_but_strange(question: LabelledQuestion, quote: str) -> str:
    """The figures of a quote that could be taken for the answer where none of them is; "" where one is, or none could be."""
    found = _asked_in(question, quote)
    strange = _strange(found, _known(question))
    figures = len(found.quantities) + len(found.dates) + len(found.numbers)
    return "、".join(strange) if strange and len(strange) == figures else ""


def _known(question: LabelledQuestion) -> list[Printed]:
    texts = [*(t for a in question.answers for t in (a.answer, a.evidence)), *question.says, question.question]
    return [printed_in(text) for text in texts]


def _asked_in(question: LabelledQuestion, text: str) -> Printed:
    """What a text prints of the kinds that are labelled."""
    given = [printed_in(a.answer or a.evidence) for a in question.answers]
    found = printed_in(text)
    asked = [q for of in given for q in of.quantities]
    quantities = tuple(q for q in found.quantities if any(measures_alike(q, a) for a in asked))
    dates = found.dates if any(of.dates for of in given) else ()
    numbers = found.numbers if any(of.numbers for of in given) else ()
    return Printed(quantities, dates, numbers, ())


def _strange(found: Printed, known: Sequence[Printed]) -> list[str]:
    """What is printed and nowhere known; a quantity is known by value and unit, or as the bound of a known range."""
    quantities = [q for of in known for q in of.quantities]
    bounds = {(value, unit_of(q)) for q in quantities for value in (q.value, q.upper)}
    dates = [d for of in known for d in of.dates]
    numbers = [n for of in known for n in of.numbers]
    return [
        *(
            q.text
            for q in found.quantities
            if not any(same_value(k, q) for k in quantities)
            and not bounds.issuperset({(q.value, unit_of(q)), (q.upper or q.value, unit_of(q))})
        ),
        *(_named(d) for d in found.dates if not any(_may_be(d, k) for k in dates)),
        *(n for n in found.numbers if not any(n in k or k in n for k in numbers)),
    ]


def _may_be(found: PrintedDate, known: PrintedDate) -> bool:
    """Whether the found date does not say otherwise than the known one; a part left out says nothing."""
    return all(
        one is None or other is None or one == other for one, other in zip(found[:3], known[:3], strict=True)
    ) and (found.words == known.words or not (found.words and known.words))


def _named(day: PrintedDate) -> str:
    parts = ((day.year, "年"), (day.month, "月"), (day.day, "日"))
    return "".join(f"{value}{name}" for value, name in parts if value is not None) + day.words
