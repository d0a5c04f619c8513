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
from qa.language.contrast import conflicts
from qa.language.sentences import squeezed_text

_FLOORS = (Operator.GE, Operator.GT)
_IN_COMMON = 0.6  # of the pairs of characters of the shorter name


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
        asked = _for_case(figure, floors, topic)
        given = [f for f in own if any(floor in asked for floor in _for_case(f, floors, topic))]
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


def _for_case(figure: Placed, floors: Sequence[Placed], topic: Topic) -> list[Placed]:
    """The floors that hold for a figure: those for the very same one (队长 for 队长), else all that may be meant."""
    meant = [f for f in floors if _of_one_case(figure, f, topic) and _surely_of_one_thing(figure, f, topic)]
    same = [f for f in meant if _same_name(figure.scaled.quantity.subject, f.scaled.quantity.subject)]
    return same or meant


def _surely_of_one_thing(figure: Placed, floor: Placed, topic: Topic) -> bool:
    """Whether the names of both have most in common, or both stand behind all parts of a compound topic.

    A word in common is enough to lay figures side by side, and too little to say that one falls short.
    """
    first, second = figure.scaled.quantity.subject, floor.scaled.quantity.subject
    if first and second:
        short, long = sorted((squeezed_text(first), squeezed_text(second)), key=len)
        pairs = [short[i : i + 2] for i in range(len(short) - 1)]
        if pairs and sum(pair in long for pair in pairs) >= _IN_COMMON * len(pairs):
            return True
    heads = [part[-2:] for f in topic.facets for part in f.parts]
    return len(heads) > 1 and all(head in figure.words and head in floor.words for head in heads)


def _same_name(first: str | None, second: str | None) -> bool:
    """Whether one of two names ends as the other one: 志愿服务队伍联络员 and 联络员."""
    if not first or not second:
        return False
    a, b = squeezed_text(first), squeezed_text(second)
    return a.endswith(b) or b.endswith(a)


def _of_one_case(figure: Placed, floor: Placed, topic: Topic) -> bool:
    """Whether both are of one thing and neither is for a case that the other is not: 书记 and 委员."""
    if not comparable(figure, floor, topic) or figure.scaled.unit != floor.scaled.unit:
        return False
    return not (conflicts(floor.lead, figure.lead, "") or conflicts(figure.lead, floor.lead, ""))


def _stays_under(figure: Scaled, floor: Scaled) -> bool:
    least = figure.low if not math.isinf(figure.low) else figure.high
    return least < floor.low
