"""What is learned from: the leading reading of each case with its signs, and whether it is the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.learning.cases import Case
from eval.learning.logistic import Matrix, fit
from eval.learning.sources import Libraries
from eval.questions.labels import plain
from index.model import Filters
from qa.answer import AskSettings, find_clauses, read, understand
from qa.deciding.judging import judged
from qa.deciding.likelihood import AGAINST, SIGNS, JudgeSigns, JudgeWeights, values_of
from qa.documents.masthead import fields_asked
from qa.reading.reader import Reading, SentenceVectors, must_be_stated

DIRECTIONS = tuple(-1 if name in AGAINST else 1 for name in SIGNS)


@dataclass(frozen=True, slots=True)
class Example:
    """The reading that would lead the answer to a case."""

    case: Case
    signs: JudgeSigns
    is_right: bool  # its clause holds labelled evidence


def examples_of(
    libraries: Libraries, cases: Iterable[tuple[Case, int]], settings_for: Callable[[int], AskSettings]
) -> list[Example]:
    """One for each case in which clauses were read, with the settings for its fold; mastheads are answered by rule."""
    found = (_example(libraries, case, settings_for(fold)) for case, fold in cases)
    return [example for example in found if example is not None]


def _example(libraries: Libraries, case: Case, settings: AskSettings) -> Example | None:
    index, asked = libraries.index_of(case), case.asked
    understood = understand(index.library, asked.question, Filters(regions=asked.regions))
    interpretation = understood.interpretation
    if fields_asked(understood.question, interpretation):
        return None
    vectors = SentenceVectors(index.embedder) if index.embedder is not None else None
    readings = read(understood, find_clauses(index, understood, settings), vectors, settings).readings
    fitting = judged(interpretation, readings, settings.answer)
    needs_value = must_be_stated(interpretation)
    leading = next((j for j in fitting if j.reading.states or not needs_value), None)
    return Example(case, leading.signs, holds_evidence(case, leading.reading)) if leading else None


def holds_evidence(case: Case, reading: Reading) -> bool:
    """Whether the clause of a reading is of a labelled file and holds the labelled words."""
    stored = reading.ranked.stored
    text = plain(stored.clause.text)
    return any(Path(stored.file).name == a.file and plain(a.evidence) in text for a in case.asked.answers)


def learned_from(examples: Sequence[Example], strength: float = 1.0) -> JudgeWeights:
    """The weights that these examples give."""
    found = fit(signs_matrix(examples), np.array([float(e.is_right) for e in examples]), DIRECTIONS, strength)
    return JudgeWeights(round(found.base, 3), tuple(round(float(w), 3) for w in found.weights))


def signs_matrix(examples: Sequence[Example]) -> Matrix:
    """float64 [examples, signs]."""
    return np.array([values_of(e.signs) for e in examples], dtype=np.float64)
