"""Whether the figures of a sentence are those of its clause: value, unit, what bounds them, what they are counted for and of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Operator, Quantity
from qa.gate.figures import figures_of, is_end_of, kind_of_unit, same_measure, same_quantity, same_unit
from qa.gate.grounds import Ground
from qa.gate.normal import bare, plain
from qa.gate.reasons import Fault, Reason
from qa.gate.settings import settings_of
from qa.gate.signals import bounded_both_ways

FIGURE_RUN = re.compile(r"\d+(?:\.\d+)?")
# A figure with what bounds it, without the words that may stand between it and its measure.
_CORE = re.compile(
    r"(?:不[\u4e00-\u9fff]{0,2}[于过]|至[少多]|最[高低多少])?[\d一二两三四五六七八九十百千万亿半.,]+[^\d]*$"
)


def figure_fault(figure: Quantity, printed: Sequence[Quantity], asked: str) -> Fault | None:
    """What is wrong with a figure against those that a clause prints; None where it is one of them."""
    same = [p for p in printed if same_quantity(figure, p)]
    if not same:
        if any(is_end_of(figure, p) for p in printed):
            return Fault.BOUND
        if any(p.value == figure.value and not same_unit(p.unit, figure.unit) for p in printed):
            return Fault.UNIT
        return Fault.FIGURE
    bounded = [p for p in same if p.operator is figure.operator]
    if not bounded:
        return Fault.OPERATOR
    if any(same_measure(figure.per, p.per) for p in bounded):
        return None
    if figure.per is None and any(p.per and _asked_for(p.per, asked) for p in bounded):
        return None  # 每月补贴多少: 260元
    return Fault.PER


def _asked_for(per: str, asked: str) -> bool:
    """Whether the question says what the figure is counted for."""
    return all(part in plain(asked) or f"一{part}" in plain(asked) for part in re.split("每", per) if part)


def figure_faults(words: str, ground: Ground, asked: str) -> list[Reason]:
    """Each figure with its unit, what bounds it and what it is counted for must be the clause's."""
    found: list[Reason] = []
    printed = ground.figures
    for figure in figures_of(words):
        fault = Fault.OPERATOR if bounded_both_ways(figure.text) else figure_fault(figure, printed, asked)
        if fault is Fault.OPERATOR and _is_printed_so(figure, printed, ground):
            fault = None
        if fault is not None:
            found.append(Reason(fault, figure.text))
    return found or _unread_faults(words, printed, bare(ground.text))


def _is_printed_so(figure: Quantity, printed: Sequence[Quantity], ground: Ground) -> bool:
    """Whether the very words of a bounded figure stand in the clause, where they are read without the bound: 6个月内参加."""
    unbounded = [p for p in printed if same_quantity(figure, p) and p.operator is Operator.EQ]
    return bool(unbounded) and figure.operator is not Operator.EQ and bare(figure.text) in bare(ground.text)


def _unread_faults(words: str, printed: Sequence[Quantity], text: str) -> list[Reason]:
    """Numbers that are read as no quantity in the sentence, as one with a bound in the clause: 每支队伍15人.

    What the clause prints so, between the same words, is no such number: 每季度末月10日前 beside 10个工作日内.
    """
    rest = plain(words)
    for figure in figures_of(rest):
        rest = rest.replace(figure.text, "\x00")
    found = []
    for place in FIGURE_RUN.finditer(rest):
        run = place.group()
        if place.start() > 1 and rest[place.start() - 2 : place.end() + 2] in text:
            continue
        of_it = [p for p in printed if float(run) in (p.value, p.upper)]
        bounded = [p for p in of_it if p.operator is not Operator.EQ]
        if of_it and len(bounded) == len(of_it) and not any(bare(p.text) in bare(words) for p in of_it):
            found.append(Reason(Fault.OPERATOR, str(run)))
    return found


def held_apart(part: str, ground: Ground) -> str | None:
    """Two figures of one part that no part of the clause holds together: 5000元以上的按0.5%; None where all are together."""
    own = figures_of(part)
    if len(own) < 2:
        return None
    for piece in re.split("[,，;；。\n]", ground.text):
        printed = figures_of(piece)
        if all(any(same_quantity(f, p) and f.operator is p.operator for p in printed) for f in own):
            return None
    return part


def bound_elsewhere(own: str, ground: Ground) -> bool:
    """Whether the words about a figure are in the clause those of another one: 每月召开党员大会1次."""
    for figure in figures_of(own):
        core = _CORE.search(figure.text)
        said = _pairs(own.replace(core.group(), "") if core else own)
        alike = [
            (s.value.quantity, _pairs(bare(s.own)))
            for s in settings_of(ground.text)
            if s.value.quantity is not None and kind_of_unit(s.value.quantity.unit) is kind_of_unit(figure.unit)
        ]
        its = [words for quantity, words in alike if figure_fault(figure, [quantity], "") is None]
        others = [words for quantity, words in alike if figure_fault(figure, [quantity], "") is not None]
        if its and any(all(len(said & (o - h)) > len(said & (h - o)) for h in its) for o in others):
            return True
    return False


def without_figures(own: str) -> str:
    """The words alone: figures are held by their values."""
    for figure in figures_of(own):
        core = _CORE.search(figure.text)
        own = own.replace(core.group() if core else figure.text, "\x00")
    return own


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
