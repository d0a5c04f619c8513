"""The reader's weights learned from what it chose among, and how often given weights put an answer first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from eval.learning.logistic import Matrix
from eval.learning.ranking import fit_first
from eval.learning.readings import Choice
from eval.learning.trial import Trial
from qa.reading.scoring import AGAINST, SIGNS, ReaderWeights, values_of

DIRECTIONS = tuple(-1 if name in AGAINST else 1 for name in SIGNS)
SET_BY_HAND = ReaderWeights(
    words=0.50,
    meaning=0.28,
    stated=0.066,
    closeness=0.154,
    place=0.12,
    bounded=0.12,
    measure=0.12,
    other_measure=-0.12,
    condition=0.15,
    further_values=0.06,
    further_sentence=-0.06,
    one_year=-0.04,
    other_case=-0.5,
    focus=0.06,
    astray=-0.5,
    rivalled=-0.1,
)
"""What a person had set before any were learned: the data moves them, and what is learned must do no worse."""
STRENGTH = 10.0  # how hard they are held to these
_OF_SCORE = 20.0  # log odds that a point of score stands for
_OF_TOPIC = SET_BY_HAND.words + SET_BY_HAND.meaning  # kept as it is: qa/deciding/judging.py counts in shares of a score


def learned_reader(choices: Sequence[Choice]) -> ReaderWeights:
    """The weights that these choices give; of several right runs the one that leads by hand-set weights is to come first."""
    behind = [_behind(c) for c in choices if c.can_be_learned_from]
    held_to = _OF_SCORE * np.array(values_of(SET_BY_HAND))
    found = fit_first([d for d in behind if len(d)], DIRECTIONS, held_to, STRENGTH)
    of = dict(zip(SIGNS, map(float, found), strict=True))
    scale = _OF_TOPIC / (of["words"] + of["meaning"])
    return ReaderWeights(**{name: round(weight * scale, 3) for name, weight in of.items()})


def readers_without_each_fold(choices: Sequence[Choice], fold_of: Mapping[str, int], folds: int) -> list[ReaderWeights]:
    """For each fold the weights that the others give; `fold_of` by group."""
    return [learned_reader([c for c in choices if fold_of[c.case.group] != fold]) for fold in range(folds)]


def puts_answer_first(choice: Choice, weights: ReaderWeights) -> bool:
    """Whether the run that would lead the answer is right: the best of each clause, then the best that may lead."""
    scores = choice.signs @ np.array(values_of(weights))
    best: dict[int, int] = {}
    for at, clause in enumerate(choice.clause.tolist()):
        if clause not in best or scores[at] > scores[best[clause]]:
            best[clause] = at
    leading = [at for at in best.values() if choice.may_lead[at]]
    return bool(leading) and bool(choice.is_right[max(leading, key=lambda at: scores[at])])


def _behind(choice: Choice) -> Matrix:
    """The signs of the wrong runs less those of the right one: wrong ones that may lead, or stand in its own clause."""
    scores = choice.signs @ np.array(values_of(SET_BY_HAND))
    right = np.flatnonzero(choice.is_right & choice.may_lead)
    first = right[int(np.argmax(scores[right]))]
    rivals = choice.is_wrong & (choice.may_lead | (choice.clause == choice.clause[first]))
    return np.asarray(choice.signs[rivals] - choice.signs[first], dtype=np.float64)


def does_no_worse(
    choices: Sequence[Choice],
    without: Sequence[ReaderWeights],
    fold_of: Mapping[str, int],
    asked: Sequence[Trial],
    asked_by_hand: Sequence[Trial],
) -> bool:
    """Whether learned weights, on notices they do not know, lead to as many right answers and to no more wrong figures."""
    first = sum(puts_answer_first(c, without[fold_of[c.case.group]]) for c in choices)
    first_by_hand = sum(puts_answer_first(c, SET_BY_HAND) for c in choices)
    return (
        first >= first_by_hand
        and sum(t.judged.is_right for t in asked) >= sum(t.judged.is_right for t in asked_by_hand)
        and wrong_figures_of(asked) <= wrong_figures_of(asked_by_hand)
    )


def wrong_figures_of(trials: Sequence[Trial]) -> int:
    """How many answers give a figure that is another's."""
    return int(sum(t.judged.scores["wrong_figure"] for t in trials))
