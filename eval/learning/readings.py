"""What the reader chooses from: every run of words it weighed for a question, with its signs, and which of them answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.learning.cases import Case
from eval.learning.logistic import Matrix
from eval.learning.sources import Libraries
from eval.questions.labels import LabelledAnswer, LabelledQuestion, plain
from eval.questions.wrong_figures import contradicting
from index.model import Filters
from qa.answer import AskSettings, find_clauses, understand
from qa.deciding.judging import judged
from qa.documents.masthead import fields_asked
from qa.reading.asked import Asked
from qa.reading.reader import Reading, SentenceVectors, must_be_stated, reading_of, weighed_candidates
from qa.reading.scoring import values_of

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Choice:
    """The runs of words weighed for one question, in the order of clauses and places."""

    case: Case
    signs: Matrix  # float64 [runs, signs]
    clause: NDArray[np.int64]  # [runs]: runs of one clause have one number, and the reader keeps the best of them
    may_lead: Flags  # [runs]: of the region and year asked about, stating a value of the kind where one is asked for
    is_right: Flags  # [runs]: the labelled words, with no figure that is not the label's
    is_wrong: Flags  # [runs]: neither right nor saying as much in another place, which no label speaks of

    @property
    def can_be_learned_from(self) -> bool:
        """Whether there is something to choose: an answer that may lead, and something else."""
        return bool((self.is_right & self.may_lead).any() and self.is_wrong.any())

    @property
    def can_be_answered(self) -> bool:
        """Whether a right run may lead, so that weights decide."""
        return bool((self.is_right & self.may_lead).any())


def choices_of(libraries: Libraries, cases: Iterable[Case], settings: AskSettings) -> list[Choice]:
    """One for each answerable case; what stands in mastheads is answered by rule."""
    found = (_choice(libraries, case, settings) for case in cases)
    return [choice for choice in found if choice is not None]


def _choice(libraries: Libraries, case: Case, settings: AskSettings) -> Choice | None:
    index, question = libraries.index_of(case), case.asked
    understood = understand(index.library, question.question, Filters(regions=question.regions))
    interpretation = understood.interpretation
    if fields_asked(understood.question, interpretation):
        return None
    found = find_clauses(index, understood, settings)
    vectors = SentenceVectors(index.embedder) if index.embedder is not None else None
    asked = Asked(understood.question, interpretation)
    of_reader = replace(settings.reader, clauses_read=len(found.ranked))
    per_clause = weighed_candidates(asked, found.ranked, vectors, found.vector, of_reader, found.tables)
    readings = [reading_of(asked, c) for candidates in per_clause for c in candidates]
    if not readings:
        return None
    needs_value = must_be_stated(interpretation)
    leading = {id(j.reading) for j in judged(interpretation, readings, settings.answer)}
    return Choice(
        case,
        np.array([values_of(r.signs) for r in readings], dtype=np.float64),
        np.array([at for at, candidates in enumerate(per_clause) for _ in candidates]),
        np.array([id(r) in leading and (r.states or not needs_value) for r in readings]),
        np.array(right := [answers(question, r) for r in readings]),
        np.array([not is_right and not says_as_much(question, r) for is_right, r in zip(right, readings, strict=True)]),
    )


def answers(question: LabelledQuestion, reading: Reading) -> bool:
    """Whether a reading's words are labelled evidence, or a part of it that says the labelled figures, and no other figure is given."""
    stored = reading.ranked.stored
    of_file = [a for a in question.answers if Path(stored.file).name == a.file]
    if not any(_is_evidence(a, plain(reading.quote)) for a in of_file):
        return False
    # Of the figures of the evidence, only those of the answer: 月票120元 is not what a ticket costs.
    said = replace(question, answers=tuple(replace(a, evidence=a.answer or a.evidence) for a in question.answers))
    return reading.value is None or not contradicting(said, reading.value)


def says_as_much(question: LabelledQuestion, reading: Reading) -> bool:
    """Whether words hold a short answer or labelled evidence, in whatever place: nobody labelled it, so it is not held wrong."""
    said = plain(reading.quote)
    texts = {plain(text) for a in question.answers for text in (a.evidence, a.answer)}
    return any(len(text) >= _TELLING and text in said for text in texts)


_TELLING = 4  # characters: 300元, 不得少于; shorter answers (否, 3次) stand anywhere


def _is_evidence(answer: LabelledAnswer, quote: str) -> bool:
    """Whether a quote holds the evidence, or is the part of it that holds the short answer."""
    evidence, said = plain(answer.evidence), plain(answer.answer)
    return evidence in quote or (bool(said) and quote.rstrip("。；，") in evidence and said in quote)
