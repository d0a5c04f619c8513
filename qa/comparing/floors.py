"""A subordinate that sets less than its superior demands at least: said outright, and only where nothing is in doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Operator
from qa.comparing.columns import lies_over
from qa.comparing.model import Below, Cell, Column, Scaled
from qa.comparing.placed import Placed, comparable, standing_figures
from qa.comparing.topic import Topic
from qa.contrast import conflicts

_FLOORS = (Operator.GE, Operator.GT)


def below_superiors(cells: Sequence[Cell], columns: Sequence[Column], topic: Topic) -> list[Cell]:
    """The cells of a row; one with a figure under the floor of a column above it says so."""
    if not any(c.superior for c in columns):
        return list(cells)
    placed = [standing_figures(cell, topic) for cell in cells]
    marked = []
    for cell, column, own in zip(cells, columns, placed, strict=True):
        found = None
        for superior, above in zip(columns, placed, strict=True):
            if found is None and superior.superior and lies_over(superior.region, column.region):
                found = _below(own, above, superior, topic)
        marked.append(replace(cell, below_superior=found) if found else cell)
    return marked


def below_in_words(below: Below) -> str:
    """What is told to people, with both clauses."""
    return (
        f"低于上级的规定：{below.superior}“{below.floor}”（{below.citation}），"
        f"这里“{below.figure}”（{below.figure_citation}）"
    )


def _below(own: Sequence[Placed], above: Sequence[Placed], superior: Column, topic: Topic) -> Below | None:
    """The first figure that stays under every floor for its case, where no figure for that case reaches one."""
    floors = [f for f in above if f.scaled.quantity.operator in _FLOORS]
    for figure in own:
        asked = [f for f in floors if _of_one_case(figure, f, topic)]
        given = [f for f in own if any(_of_one_case(f, floor, topic) for floor in asked)]
        if asked and all(_stays_under(f.scaled, floor.scaled) for f in given for floor in asked):
            floor = max(asked, key=lambda f: f.scaled.low)
            return Below(
                superior=superior.heading,
                clause_id=floor.quote.clause_id,
                citation=floor.quote.citation,
                floor=floor.scaled.quantity.text,
                figure=figure.scaled.quantity.text,
                figure_clause_id=figure.quote.clause_id,
                figure_citation=figure.quote.citation,
            )
    return None


def _of_one_case(figure: Placed, floor: Placed, topic: Topic) -> bool:
    """Whether both are of one thing and neither is for a case that the other is not: 书记 and 委员."""
    if not comparable(figure, floor, topic) or figure.scaled.unit != floor.scaled.unit:
        return False
    return not (conflicts(floor.lead, figure.lead, "") or conflicts(figure.lead, floor.lead, ""))


def _stays_under(figure: Scaled, floor: Scaled) -> bool:
    least = figure.low if not math.isinf(figure.low) else figure.high
    return least < floor.low
