"""What is printed of the reader's weights: each with its range over the folds, and how they do against those set by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from eval.learning.reader_trial import SET_BY_HAND, puts_answer_first, wrong_figures_of
from eval.learning.readings import Choice
from eval.learning.trial import Trial
from eval.measures import mean
from qa.reading.scoring import SIGNS, ReaderWeights


def print_reader(
    learned: ReaderWeights,
    without: Sequence[ReaderWeights],
    by_mode: Mapping[str, Sequence[Choice]],
    fold_of: Mapping[str, int],
) -> None:
    """Weights, then how often they put an answer first: for each set, and what was won and lost of each kind."""
    choices = [c for of in by_mode.values() for c in of]
    _print_weights(learned, without, [c for c in choices if c.can_be_learned_from])
    for mode, of in by_mode.items():
        first = [
            _First(c, puts_answer_first(c, SET_BY_HAND), puts_answer_first(c, _of(c, without, fold_of))) for c in of
        ]
        print(f"\nreader, {mode}: an answer is put first")
        print(f"{'':10}{'questions':>10}{'can be':>8}{'by hand':>9}{'learned':>9}")
        for name in (*dict.fromkeys(c.case.source for c in of), "all"):
            here = [f for f in first if name in ("all", f.choice.case.source)]
            can_be = mean(float(f.choice.can_be_answered) for f in here)
            shares = mean(float(f.by_hand) for f in here), mean(float(f.learned) for f in here)
            print(f"{name:10}{len(here):10}{can_be:8.3f}{shares[0]:9.3f}{shares[1]:9.3f}")
        print(f"  won: {_kinds(f.choice.case.asked.kind for f in first if f.learned and not f.by_hand)}")
        print(f"  lost: {_kinds(f.choice.case.asked.kind for f in first if f.by_hand and not f.learned)}")


def print_readers_asked(mode: str, by_hand: Sequence[Trial], learned: Sequence[Trial]) -> None:
    """What the whole way from question to answer gives by either weights, with the judge's weights as they are."""
    print(
        f"\nasked, {mode}: by hand → learned\n{'':10}{'questions':>10}{'evidence@1':>18}{'right':>12}{'wrong figure':>14}"
    )
    for name in (*dict.fromkeys(t.case.source for t in learned), "all"):
        of_set = [[t for t in of if name in ("all", t.case.source)] for of in (by_hand, learned)]
        ev = [mean(float(t.has_evidence_first) for t in of if t.case.asked.is_answerable) for of in of_set]
        right = [sum(t.judged.is_right for t in of) for of in of_set]
        wrong = [wrong_figures_of(of) for of in of_set]
        print(
            f"{name:10}{len(of_set[0]):10}{ev[0]:10.3f} → {ev[1]:.3f}{right[0]:6} → {right[1]:3}{wrong[0]:8} → {wrong[1]:3}"
        )
    for before, after in zip(by_hand, learned, strict=True):
        if before.judged.is_right != after.judged.is_right:
            asked = after.case.asked
            word = "won" if after.judged.is_right else "lost"
            print(f"  {word} {after.case.source} {asked.question_id} {asked.kind} {asked.question}")


def _print_weights(learned: ReaderWeights, without: Sequence[ReaderWeights], choices: Sequence[Choice]) -> None:
    print(
        f"== reader: {len(choices)} choices learned from\n{'sign':18}{'by hand':>8}{'learned':>9}{'over the folds':>18}{'varies in':>11}"
    )
    for place, name in enumerate(SIGNS):
        over = [getattr(w, name) for w in without]
        varies = sum(len(set(c.signs[:, place].tolist())) > 1 for c in choices)
        hand, now = getattr(SET_BY_HAND, name), getattr(learned, name)
        print(f"{name:18}{hand:8.3f}{now:9.3f}{min(over):10.3f} …{max(over):6.3f}{varies:11}")


class _First(NamedTuple):
    """Whether weights put an answer to one question first."""

    choice: Choice
    by_hand: bool
    learned: bool


def _of(choice: Choice, without: Sequence[ReaderWeights], fold_of: Mapping[str, int]) -> ReaderWeights:
    return without[fold_of[choice.case.group]]


def _kinds(kinds: Iterator[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in Counter(kinds).most_common()) or "none"
