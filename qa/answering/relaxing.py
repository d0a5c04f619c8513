"""Filters of a question let go where they leave nothing: the day whose rules are asked for, and kinds after a plain no."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qa.asking.catalogue import catalogue_of
from qa.asking.question import asked_day
from qa.asking.scope import SOFT
from qa.deciding.refusal import tells_other_places, with_other_places
from qa.language.lexicon import lexicon_of
from qa.model import Answer, AnswerOutcome, AskedFilter, FilterKind, Interpretation
from qa.standing.standing import index_as_of, with_those_of_other_days

if TYPE_CHECKING:
    from qa.retrieving.askable import AskableIndex


@dataclass(frozen=True, slots=True)
class AskedView:
    """An index as the question wants it seen."""

    index: AskableIndex
    without: tuple[str, ...]  # the chips that are not to be read, the day's among them where it is not held to
    let_go: AskedFilter | None = None  # the day that the question names, where nothing stood on it
    note: str | None = None

    def seen(self, answer: Answer) -> Answer:
        """The answer with the notes of the view, a word list's faults among them, and the day's chip where it was let go."""
        answer = with_those_of_other_days(answer, self.index.library)
        faults = lexicon_of(self.index.library).problems
        notes = (*answer.notes, *filter(None, (self.note,)), *faults, *self.index.notes)
        return replace(answer, interpretation=self.read(answer.interpretation), notes=notes)

    def read(self, interpretation: Interpretation) -> Interpretation:
        """The interpretation with the day's chip where it was let go."""
        if self.let_go is None:
            return interpretation
        filters = sorted((*interpretation.filters, self.let_go), key=lambda f: f.span)
        return replace(interpretation, filters=tuple(filters))


def index_asked(
    index: AskableIndex,
    question: str,
    as_of: date | None,
    *,
    today: date | None = None,
    without: Collection[str] = (),
) -> AskedView:
    """The index on the person's day; without one, on the day that the question names (2021年时的规定)."""
    left_out = tuple(without)
    if as_of is not None:
        return AskedView(index_as_of(index, as_of), (*left_out, FilterKind.AS_OF.value))
    chip, day = asked_day(question, today=today, without=without)
    if chip is None or day is None:
        return AskedView(index_as_of(index, None), left_out)
    view = index_as_of(index, day)
    if catalogue_of(view.library).entries:
        return AskedView(view, left_out)
    note = f"资料库中没有 {day.isoformat()} 当天有效的文件，已不限日期"
    everything = index_as_of(index, None)
    return AskedView(everything, (*left_out, FilterKind.AS_OF.value), replace(chip, relaxed=True), note)


def answered_or_relaxed(ask_once: Callable[[Collection[str]], Answer], without: Collection[str]) -> Answer:
    """The answer; where it is a plain no and kinds of documents were named, that without them, one after the other.

    A filter read wrongly must not hide the answer. What was let go is said and marked. A region is never let go: what other
    places say is told beside the plain no.
    """
    first = ask_once(without)
    let_go: list[AskedFilter] = []
    left_out = tuple(without)
    for kind in SOFT if first.outcome is AnswerOutcome.NOT_FOUND else ():
        chips = [f for f in first.interpretation.filters_of(kind) if not f.relaxed]
        if not chips:
            continue
        let_go += chips
        left_out = (*left_out, *(f.chip_id for f in chips))
        said = ask_once(left_out)
        if said.outcome is not AnswerOutcome.NOT_FOUND:
            return _relaxed(said, let_go)
    regions = [f for f in first.interpretation.filters_of(FilterKind.REGION) if not (f.relaxed or f.is_elsewhere)]
    if first.outcome is AnswerOutcome.NOT_FOUND and regions and not tells_other_places(first):
        return with_other_places(first, ask_once((*without, *(f.chip_id for f in regions))))
    return first


def _relaxed(answer: Answer, let_go: Collection[AskedFilter]) -> Answer:
    chips = (*answer.interpretation.filters, *(replace(f, relaxed=True) for f in let_go))
    named = "，".join(f"{f.kind.value} {f.value}" for f in let_go)
    note = f"符合“{named}”的文件没有写明，以下是不限这个条件找到的"
    interpretation = replace(answer.interpretation, filters=tuple(sorted(chips, key=lambda f: f.span)))
    return replace(answer, interpretation=interpretation, notes=(*answer.notes, note))
