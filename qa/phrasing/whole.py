"""The sentences that passed held together against the answer that they word: the same outcome, nothing of it missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.gate.figures import Day, days_of, figures_of
from qa.gate.held import figure_fault
from qa.language.sentences import squeezed_text, tidy
from qa.model import Answer, AsksFor, Statement

# The sides that a yes/no answer opens with (docs/contract.md), the longer ones first.
_SIDES = ("不可以", "不得", "可以", "是", "否")
_SIDE_ENDS = "。，,；;："
_PIECES = re.compile(r"[；;\n]")
_LABEL = re.compile(r"^[^：:「]*[：:]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def missing(answer: Answer, parts: Sequence[Statement]) -> str | None:
    """What the answer says and the sentences do not, as printed; None where nothing of weight is missing.

    `parts` are parts of sentences with the clauses that each alone cites.
    """
    return _missing_figure(answer, parts) or _missing_value(answer, parts)


def _missing_figure(answer: Answer, parts: Sequence[Statement]) -> str | None:
    """A figure of a finding that no part citing it states."""
    for finding in answer.findings:
        own = [part.text for part in parts if finding.clause_id in part.citations]
        said = [figure for text in own for figure in figures_of(text)]
        for printed in finding.quantities:
            if all(figure_fault(figure, [printed], answer.question) for figure in said):
                return tidy(printed.text)
    return None


def _missing_value(answer: Answer, parts: Sequence[Statement]) -> str | None:
    """A date, a number or a name that the short line gives as the answer and no part states."""
    first = answer.statements[0].text if answer.statements else ""
    whole = "\n".join(part.text for part in parts)
    quotes = squeezed_text("\n".join(finding.quote for finding in answer.findings))
    said = squeezed_text(whole)
    held = set(_DIGITS.findall(said))
    printed = days_of(quotes)
    for day in days_of(first):
        if any(_same_day(day, p) for p in printed) and not any(_same_day(day, other) for other in days_of(whole)):
            return day.text
    for piece in _PIECES.split(first):
        value = squeezed_text(_LABEL.sub("", piece)).strip("。，,")
        if left_out := (set(_DIGITS.findall(value)) & set(_DIGITS.findall(quotes))) - held:
            return str(min(left_out))
        if answer.interpretation.asks_for is AsksFor.WHO and value in quotes and value not in said:
            return value
    return None


def _same_day(a: Day, b: Day) -> bool:
    return (a.month, a.day, a.some, a.to, a.bound) == (b.month, b.day, b.some, b.to, b.bound) and b.year in (
        None,
        a.year,
    )


def unused(answer: Answer, statements: Iterable[Statement]) -> int:
    """How many findings no sentence cites."""
    cited = {clause_id for statement in statements for clause_id in statement.citations}
    return sum(finding.clause_id not in cited for finding in answer.findings)


def with_side(answer: Answer, statements: Sequence[Statement]) -> tuple[Statement, ...] | None:
    """The sentences opening with the side that a yes/no answer takes; None where they take another one."""
    if answer.interpretation.asks_for is not AsksFor.YES_NO or not statements:
        return tuple(statements)
    side = _side(answer.answer)
    first, *rest = statements
    taken = _side(first.text)
    if side is None:
        return tuple(statements) if taken is None else None
    if taken is None:
        return Statement(f"{side}。{first.text}", first.citations), *rest
    return tuple(statements) if taken == side else None


def _side(text: str) -> str | None:
    """The side that a text opens with, a stop behind it."""
    return next((s for s in _SIDES if text.startswith(s) and text[len(s) : len(s) + 1] in _SIDE_ENDS), None)
