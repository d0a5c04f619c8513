"""Learn by which weights words are read and judged: `python -m eval.learning [--write] [--failures]`.

Reads the notices of every set in and asks each labelled question of its library, of the library without every file that
answers it, and of a library of other places and matters. First the reader's weights (which words lead), then the
judge's (whether they answer). Prints what the weights are, how they do on questions they were not learned from (ten
folds, each notice in one), and what went wrong. With --write the weights go into qa/reading/reader_weights.json and
qa/deciding/judge_weights.json. Two processes; about five minutes on two free cores, longer where others use them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path

from eval.learning.examples import learned_from
from eval.learning.modes import MODES, JudgeTried, asked_in, chosen_in, judge_tried_in
from eval.learning.reader_report import print_reader, print_readers_asked
from eval.learning.reader_trial import SET_BY_HAND, does_no_worse, learned_reader, readers_without_each_fold
from eval.learning.report import print_curve, print_failures, print_figures, print_weights
from eval.learning.sources import SOURCES, Source, read_in
from eval.learning.trial import FOLDS, Trial, error_of, line_for, recalibrated
from eval.questions.labels import read_questions
from qa.deciding.likelihood import WEIGHTS as JUDGE_WEIGHTS
from qa.deciding.likelihood import JudgeWeights
from qa.reading.scoring import WEIGHTS as READER_WEIGHTS
from qa.reading.scoring import ReaderWeights

STRENGTH = 1.0  # how hard the judge's weights are held small; from 0.3 to 3 the figures hardly move
COMPARED = "with_meaning"  # how questions are asked when the reader's weights are compared the whole way


def main() -> None:
    """Learn, measure, print, and write where that is asked."""
    options, started = _options(), time.perf_counter()
    folders = {source: read_in(source) for source in SOURCES if source.is_there}
    with ProcessPoolExecutor(len(MODES), get_context("spawn")) as pool:
        reader, without = _learn_reader(pool, folders)
        judges = _learn_judges(pool, folders, without, options.failures)
    if options.write:
        _write(folders, reader, judges)
    print(f"{time.perf_counter() - started:.0f} s")


def _learn_reader(pool: Executor, folders: dict[Source, Path]) -> tuple[ReaderWeights, Sequence[ReaderWeights]]:
    """The reader's weights, and for each fold those that do not know it; those set by hand where these do better."""
    chosen = [f.result() for f in [pool.submit(chosen_in, mode, folders) for mode in MODES]]
    choices = [choice for of in chosen for choice in of.choices]
    fold_of = chosen[0].fold_of
    without = readers_without_each_fold(choices, fold_of, FOLDS)
    learned, by_hand = learned_reader(choices), [SET_BY_HAND] * FOLDS
    print_reader(learned, without, {m: of.choices for m, of in zip(MODES, chosen, strict=True)}, fold_of)
    readers = {"by hand": by_hand, "learned": without}
    asking = [pool.submit(asked_in, COMPARED, folders, name, reader) for name, reader in readers.items()]
    asked_by_hand, asked = (future.result() for future in asking)
    print_readers_asked(COMPARED, asked_by_hand, asked)
    if does_no_worse(choices, without, fold_of, asked, asked_by_hand):
        print("the reader takes the learned weights")
        return learned, without
    print("the reader keeps the weights set by hand: those learned do worse")
    return SET_BY_HAND, by_hand


def _learn_judges(
    pool: Executor, folders: dict[Source, Path], reader: Sequence[ReaderWeights], failures: bool
) -> dict[str, JudgeWeights]:
    tried = {mode: pool.submit(judge_tried_in, mode, folders, reader, STRENGTH) for mode in MODES}
    return {mode: _judge_of(mode, future.result(), failures) for mode, future in tried.items()}


def _judge_of(mode: str, of: JudgeTried, failures: bool) -> JudgeWeights:
    whole = _calibrated(learned_from(of.examples, STRENGTH), of.trials)
    print(f"\n== judge, {mode}: {len(of.trials)} cases, {len(of.examples)} of them learned from")
    print_weights(whole, of.without, of.examples)
    print_figures(of.trials)
    pairs = recalibrated(of.trials)
    print_curve(pairs, error_of(pairs))
    if failures:
        print_failures(of.trials)
    return whole


def _calibrated(weights: JudgeWeights, trials: Sequence[Trial]) -> JudgeWeights:
    return replace(weights, answered=line_for(trials, False), refused=line_for(trials, True))


def _write(folders: dict[Source, Path], reader: ReaderWeights, judges: dict[str, JudgeWeights]) -> None:
    learned_of = {"learned_from": {s.name: len(read_questions(s.topics)) for s in folders}}
    of_reader = {"by_hand": True} if reader == SET_BY_HAND else learned_of
    _write_json(READER_WEIGHTS, of_reader | {"weights": asdict(reader)})
    _write_json(JUDGE_WEIGHTS, learned_of | {mode: weights.named() for mode, weights in judges.items()})


def _write_json(path: Path, of: object) -> None:
    path.write_text(json.dumps(of, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"written to {path}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.learning", description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="write qa/reading/reader_weights.json and qa/deciding/judge_weights.json"
    )
    parser.add_argument("--failures", action="store_true", help="print every case that failed, with its answer")
    return parser.parse_args()


if __name__ == "__main__":
    main()
