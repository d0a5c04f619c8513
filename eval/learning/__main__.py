"""Learn by which weights readings are judged: `python -m eval.learning [--write] [--failures]`.

Reads the notices of every set in (kept in the user's cache), asks each labelled question of its library, of the library
without every file that answers it, and of a library of other places and matters. Prints what the weights are, how they
do on questions they were not learned from (ten folds, each notice in one), and what went wrong. With --write the
weights go into qa/judge_weights.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.learning.examples import examples_of, learned_from
from eval.learning.report import print_curve, print_failures, print_figures, print_weights
from eval.learning.sources import SOURCES, Source, opened, read_in
from eval.learning.trial import (
    Trial,
    error_of,
    fold_of_cases,
    line_for,
    recalibrated,
    tried,
    weights_without_each_fold,
)
from eval.questions.labels import read_questions
from qa.answer import AskSettings
from qa.likelihood import WEIGHTS, JudgeWeights

STRENGTH = 1.0  # how hard weights are held small; from 0.3 to 3 the figures hardly move
_MODES = {"with_meaning": False, "words_only": True}  # name in the file -> by words only


def main() -> None:
    """Learn, measure, print, and write where that is asked."""
    options = _options()
    there = [source for source in SOURCES if source.is_there]
    folders = {source: read_in(source) for source in there}
    found = {name: _learn(name, folders, by_words, options.failures) for name, by_words in _MODES.items()}
    if options.write:
        learned_of = {"learned_from": {s.name: len(read_questions(s.topics)) for s in there}}
        of = {name: weights.named() for name, weights in found.items()}
        WEIGHTS.write_text(json.dumps({**learned_of, **of}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"\nwritten to {WEIGHTS}")


def _learn(name: str, folders: dict[Source, Path], by_words: bool, failures: bool) -> JudgeWeights:
    settings = AskSettings()
    with opened(folders, by_words=by_words) as libraries:
        examples = examples_of(libraries, settings)
        folds = fold_of_cases(libraries.cases)
        fold_of = {case.group: fold for case, fold in zip(libraries.cases, folds, strict=True)}
        without = weights_without_each_fold(examples, fold_of, STRENGTH)
        trials = tried(libraries, folds, lambda fold: without[fold], settings)
    whole = _calibrated(learned_from(examples, STRENGTH), trials)
    print(f"\n== {name}: {len(libraries.cases)} cases, {len(examples)} of them learned from")
    print_weights(whole, without, examples)
    print_figures(trials)
    pairs = recalibrated(trials)
    print_curve(pairs, error_of(pairs))
    if failures:
        print_failures(trials)
    return whole


def _calibrated(weights: JudgeWeights, trials: Sequence[Trial]) -> JudgeWeights:
    return replace(weights, answered=line_for(trials, False), refused=line_for(trials, True))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.learning", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write qa/judge_weights.json")
    parser.add_argument("--failures", action="store_true", help="print every case that failed, with its answer")
    return parser.parse_args()


if __name__ == "__main__":
    main()
