"""A question in the words that offices print, with the way back to what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from ingest.model import Span
from qa.asking.asked_places import read_places
from qa.asking.asked_text import overlaps
from qa.language.same_sound import mistyped_in
from qa.language.spoken import TURNS, Reworded, spoken_in
from qa.model import Answer, AskedFilter, FilterKind

# What is quoted or names a document is left as it is typed.
_AS_TYPED = re.compile(r"《[^《》]*》|[“\"][^“”\"]*[”\"]|[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号")


@dataclass(frozen=True, slots=True)
class Restated:
    """A question as it is read, beside the question as it was typed."""

    typed: str
    text: str
    origins: tuple[Span, ...]  # of each character of `text`: what was typed for it
    corrected: tuple[AskedFilter, ...] = ()  # mistyped words with what they are read as; spans count in `typed`

    def answered(self, answer: Answer) -> Answer:
        """The answer under the question as typed, with a chip for each word that is read as another."""
        if answer.question != self.text or (self.text == self.typed and not self.corrected):
            return answer
        filters = sorted((*map(self._as_typed, answer.interpretation.filters), *self.corrected), key=lambda f: f.span)
        interpretation = replace(answer.interpretation, filters=tuple(filters))
        return replace(answer, question=self.typed, interpretation=interpretation)

    def _as_typed(self, chip: AskedFilter) -> AskedFilter:
        if not chip.span[0] < chip.span[1] <= len(self.origins):
            return chip  # of no words of the question
        start, end = self.origins[chip.span[0]][0], self.origins[chip.span[1] - 1][1]
        return replace(chip, span=(start, end), text=self.typed[start:end])

    def with_words(self, words: Iterable[Reworded]) -> Restated:
        """The question with some of its words put otherwise; spans count in `text`."""
        text, origins = self.text, list(self.origins)
        kept = [m.span() for m in _AS_TYPED.finditer(text)]
        for said in sorted(words, key=lambda w: w.span, reverse=True):
            start, end = said.span
            if overlaps(said.span, kept):
                continue
            stretch = (origins[start][0], origins[end - 1][1])
            text = f"{text[:start]}{said.word}{text[end:]}"
            origins[start:end] = [stretch] * len(said.word)
        return replace(self, text=text, origins=tuple(origins))


def as_typed(question: str) -> Restated:
    """The question as it stands."""
    return Restated(question, question, tuple((i, i + 1) for i in range(len(question))))


AS_IT_STANDS = as_typed("")
"""Of what was not restated."""


def restated(
    question: str, regions: Collection[str] = (), without: Collection[str] = (), silenced: Collection[str] = ()
) -> Restated:
    """The question in the words of offices: 坐车的钱 as 交通费, 补帖 as 补贴, which is told by a chip.

    `regions` are the library's, whose names are no mistyped words; `without`: ids of chips (用词:补贴) that are not to be read;
    `silenced`: words that the library's own list wants read as they stand.
    """
    said = _corrected(as_typed(question), regions, without)
    said = said.with_words(spoken_in(said.text, silenced))
    for pattern, put in TURNS:
        if found := [Reworded(m.span(), m.expand(put)) for m in pattern.finditer(said.text)]:
            said = said.with_words(found)
    return said


def _corrected(said: Restated, regions: Collection[str], without: Collection[str]) -> Restated:
    """The question with its mistyped words as they were meant; names of places stay as they are typed."""
    words = mistyped_in(said.text)
    if not words:
        return said
    kept = [m.span() for m in _AS_TYPED.finditer(said.text)]
    kept += [place.span for place in read_places(said.text, tuple(regions))]
    meant = [w for w in words if not overlaps(w.span, kept)]
    chips = [AskedFilter(FilterKind.WORDING, said.typed[slice(*w.span)], w.word, w.span) for w in meant]
    taken = {c.span: c for c in chips if not {c.chip_id, c.kind.value} & set(without)}
    corrected = said.with_words(w for w in meant if w.span in taken)
    return replace(corrected, corrected=tuple(taken.values()))
