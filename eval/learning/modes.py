"""What is done once with vectors and once by words only, each in a process of its own: two cores, two modes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.learning.cases import Asking
from eval.learning.examples import Example, examples_of
from eval.learning.progress import told
from eval.learning.readings import Choice, choices_of
from eval.learning.sources import Source, opened
from eval.learning.trial import FOLDS, SettingsFor, Trial, fold_of_cases, tried, weights_without_each_fold
from qa.answer import AskSettings
from qa.deciding.likelihood import JudgeWeights, LearnedWeights
from qa.reading.scoring import ReaderWeights

MODES = {"with_meaning": False, "words_only": True}
"""Name in the file of the judge's weights -> by words only."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader chose among in one mode, and the fold of each group of cases, the same in every mode."""

    choices: Sequence[Choice]
    fold_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgeTried:
    """What the judge's weights are learned from, those without each fold, and every case asked with these."""

    examples: Sequence[Example]
    without: Sequence[JudgeWeights]
    trials: Sequence[Trial]


def chosen_in(mode: str, folders: Mapping[Source, Path]) -> Chosen:
    """Every answerable question read of its own library."""
    with opened(folders, by_words=MODES[mode]) as libraries:
        folds = fold_of_cases(libraries.cases)
        fold_of = {case.group: fold for case, fold in zip(libraries.cases, folds, strict=True)}
        cases = [c for c in libraries.cases if c.asking is Asking.OWN and c.asked.is_answerable]
        return Chosen(choices_of(libraries, told(f"{mode} read", cases), AskSettings()), fold_of)


def asked_in(mode: str, folders: Mapping[Source, Path], name: str, reader: Sequence[ReaderWeights]) -> list[Trial]:
    """Every question asked of its own library, with the reader's weights for its fold; judged as now."""
    with opened(folders, by_words=MODES[mode]) as libraries:
        folds = fold_of_cases(libraries.cases)
        own = [(c, fold) for c, fold in zip(libraries.cases, folds, strict=True) if c.asking is Asking.OWN]
        return tried(libraries, told(f"{mode} asked, {name}", own), _settings_for(reader))


def judge_tried_in(
    mode: str, folders: Mapping[Source, Path], reader: Sequence[ReaderWeights], strength: float
) -> JudgeTried:
    """The judge learned from what the reader reads, who never learned from the case's notice, and tried on every case."""
    with opened(folders, by_words=MODES[mode]) as libraries:
        folds = fold_of_cases(libraries.cases)
        cases = list(zip(libraries.cases, folds, strict=True))
        fold_of = {case.group: fold for case, fold in cases}
        examples = examples_of(libraries, told(f"{mode} judged", cases), _settings_for(reader))
        without = weights_without_each_fold(examples, fold_of, strength)
        trials = tried(libraries, told(f"{mode} asked", cases), _settings_for(reader, without))
    return JudgeTried(examples, without, trials)


def _settings_for(reader: Sequence[ReaderWeights], judge: Sequence[JudgeWeights] = ()) -> SettingsFor:
    """Fold -> the settings with the reader's weights, and the judge's where they are given, that do not know it."""
    plain = AskSettings()
    settings = [replace(plain, reader=replace(plain.reader, weights=reader[fold])) for fold in range(FOLDS)]
    if judge:
        settings = [
            replace(of, answer=replace(of.answer, weights=LearnedWeights(weights, weights)))
            for of, weights in zip(settings, judge, strict=True)
        ]
    return settings.__getitem__
