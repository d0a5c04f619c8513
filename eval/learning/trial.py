"""Cases asked with given weights: what came out, for each set and for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from eval.learning.cases import Asking, Case
from eval.learning.examples import Example, learned_from
from eval.learning.logistic import fit, folds_of
from eval.learning.sources import Libraries
from eval.questions.judging import Judged, judge
from eval.questions.refusal import Refusal, calibration_error, refusal_scores, reliability
from qa.answer import AskSettings, ask
from qa.deciding.likelihood import JudgeWeights, Line, log_odds
from qa.model import AnswerOutcome

FOLDS = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """One case asked."""

    case: Case
    judged: Judged
    fold: int

    @property
    def is_refused(self) -> bool:
        """Whether a plain no was given."""
        return self.judged.is_refused

    @property
    def is_answered_falsely(self) -> bool:
        """Whether there was an answer where a plain no was due."""
        return not self.case.asked.is_answerable and not self.is_refused

    @property
    def is_refused_falsely(self) -> bool:
        """Whether a plain no was given where the library says it."""
        return self.case.asked.is_answerable and self.is_refused

    @property
    def has_evidence_first(self) -> bool:
        """Whether the first finding quotes the labelled words; of several that are wanted, one of them."""
        return self.judged.scores.get("evidence@1", 0.0) == 1.0


SettingsFor = Callable[[int], AskSettings]
"""Fold -> the settings with weights that were learned without it."""


def fold_of_cases(cases: Sequence[Case]) -> list[int]:
    """The fold of each case; every case about one notice, or of one question, is in one fold."""
    return [int(f) for f in folds_of([c.group for c in cases], FOLDS)]


def weights_without_each_fold(
    examples: Sequence[Example], fold_of: Mapping[str, int], strength: float
) -> list[JudgeWeights]:
    """For each fold the weights that the others give; `fold_of` by group."""
    return [learned_from([e for e in examples if fold_of[e.case.group] != fold], strength) for fold in range(FOLDS)]


def tried(libraries: Libraries, cases: Iterable[tuple[Case, int]], settings_for: SettingsFor) -> list[Trial]:
    """Cases asked with the settings for their fold, the whole way from question to answer."""
    today = date.today()
    trials = []
    for case, fold in cases:
        index = libraries.index_of(case)
        answer = ask(index, case.asked.question, regions=case.asked.regions, settings=settings_for(fold))
        trials.append(Trial(case, judge(case.asked, answer, index.library, today), fold))
    return trials


def refusals_of(trials: Iterable[Trial]) -> dict[str, float]:
    """Precision, recall and F1 of the plain no."""
    return refusal_scores(Refusal(not t.case.asked.is_answerable, t.is_refused) for t in trials)


def own(trials: Iterable[Trial]) -> list[Trial]:
    """Those asked of their whole library."""
    return [t for t in trials if t.case.asking is Asking.OWN]


def line_for(trials: Sequence[Trial], outcome_is_refusal: bool) -> Line:
    """How the confidence of answers, or of plain noes, follows from the likelihood of what led them.

    Trials were asked with lines that change nothing: what they gave as confidence is the likelihood itself, or, of a
    plain no, what is left of it.
    """
    chosen = [t for t in trials if t.judged.answer.confidence is not None and t.is_refused == outcome_is_refusal]
    if not chosen:
        return Line(0.0, -1.0 if outcome_is_refusal else 1.0)
    odds = np.array([[log_odds(_likelihood_of(t))] for t in chosen])
    right = np.array([float(t.judged.is_right) for t in chosen])
    found = fit(odds, right, [-1 if outcome_is_refusal else 1])
    return Line(round(found.base, 3), round(float(found.weights[0]), 3))


def _likelihood_of(trial: Trial) -> float:
    confidence = trial.judged.answer.confidence or 0.0
    return 1.0 - confidence if trial.is_refused else confidence


def recalibrated(trials: Sequence[Trial]) -> list[tuple[float, bool]]:
    """(confidence, whether it was right) of each trial, its two lines drawn through the other folds."""
    pairs = []
    for fold in range(FOLDS):
        others = [t for t in trials if t.fold != fold]
        lines = {refused: line_for(others, refused) for refused in (False, True)}
        pairs += [
            (lines[t.is_refused].at(_likelihood_of(t)), t.judged.is_right)
            for t in trials
            if t.fold == fold and t.judged.answer.confidence is not None
        ]
    return pairs


def error_of(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins."""
    return calibration_error(reliability(pairs))


def is_partly(trial: Trial) -> bool:
    """Whether only some parts were answered."""
    return trial.judged.answer.outcome is AnswerOutcome.PARTLY
