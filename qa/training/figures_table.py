"""The 政策口径表: the figures of the chosen clauses, each with its bound, unit and clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.model import Operator, Quantity
from qa.language.sentences import squeezed_text, tidy
from qa.training.model import FigureRow, Nearness, Statement

BOUNDS = {
    Operator.EQ: "等于",
    Operator.GE: "不少于（≥）",
    Operator.GT: "超过（＞）",
    Operator.LE: "不超过（≤）",
    Operator.LT: "少于（＜）",
    Operator.ABOUT: "约",
    Operator.RANGE: "区间",
}
"""How a bound is named in the table."""


def figures_in(
    statements: Sequence[Statement], quantities: Mapping[str, Sequence[Quantity]]
) -> list[tuple[Statement, Quantity]]:
    """The figures that stand in sentences of rules, in the order of the sentences; reports' counts are no policy."""
    found = []
    for statement in statements:
        if not statement.basis.is_rule:
            continue
        begin = statement.basis.span[0] + statement.start
        end = begin + len(statement.quote)
        for quantity in quantities.get(statement.basis.clause_id, ()):
            if begin <= quantity.span[0] and quantity.span[1] <= end:
                found.append((statement, quantity))
    return found


def figures_table(figures: Sequence[tuple[Statement, Quantity]], rows: int) -> tuple[FigureRow, ...]:
    """The rows of the table, the topic's own first; what stands beside the topic is none of it."""
    near = [(s, q) for s, q in figures if s.nearness < Nearness.BESIDE]
    ranked = sorted(near, key=lambda pair: pair[0].nearness)  # stable: printed order within
    taken = ranked[:rows]
    return tuple(
        FigureRow(
            line_id=f"口径{place:02d}",
            subject=quantity.subject or subject_before(statement, quantity),
            value=tidy(quantity.text),
            operator=quantity.operator,
            amount=quantity.value,
            upper=quantity.upper,
            unit=quantity.unit,
            per=quantity.per,
            statement=statement,
        )
        for place, (statement, quantity) in enumerate(taken, 1)
    )


def subject_before(statement: Statement, quantity: Quantity) -> str:
    """Where no subject was read: the words of the sentence before the figure, back to the last comma."""
    begin = quantity.span[0] - statement.basis.span[0] - statement.start
    before = squeezed_text(statement.quote[:begin])
    words = before.replace(",", "，").replace(";", "，").split("，")
    said = next((w for w in reversed(words) if len(w) >= 3), "")
    return said.removeprefix("确保").removeprefix("保证")[-24:]
