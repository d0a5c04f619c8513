"""Learning by which weights words are read and judged: no leaks between folds, no weight against its meaning, honest confidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from eval.learning.cases import NEAR_MISSES, Asking, Case, asked_elsewhere, near_misses, own_cases, still_answered
from eval.learning.examples import DIRECTIONS
from eval.learning.logistic import fit, folds_of
from eval.learning.ranking import fit_first
from eval.learning.reader_trial import DIRECTIONS as READER_DIRECTIONS
from eval.learning.reader_trial import SET_BY_HAND, learned_reader, puts_answer_first
from eval.learning.readings import Choice, answers
from eval.learning.sources import CORPUS, SOURCES, Source
from eval.questions.labels import LabelledAnswer, LabelledQuestion
from qa.deciding.likelihood import SIGNS as JUDGE_SIGNS
from qa.deciding.likelihood import WEIGHTS, learned
from qa.model import AnswerOutcome
from qa.reading.reader import Reading
from qa.reading.scoring import AGAINST, SIGNS, ReaderWeights, Signs, values_of


def test_what_decides_is_weighted_and_what_does_not_is_not() -> None:
    draws = np.random.default_rng(7)
    signs = draws.random((400, 3))
    right = (draws.random(400) < 1 / (1 + np.exp(-(-3.0 + 6.0 * signs[:, 0])))).astype(np.float64)
    found = fit(signs, right, [1, 1, 1])
    assert found.weights[0] > 3.0
    assert abs(found.weights[1]) < 1.0 and abs(found.weights[2]) < 1.0
    likely = found.likelihoods(signs)
    assert abs(float(likely.mean() - right.mean())) < 0.02


def test_a_weight_that_comes_out_against_its_meaning_is_left_out() -> None:
    draws = np.random.default_rng(11)
    signs = draws.random((300, 2))
    right = (signs[:, 0] - signs[:, 1] > 0).astype(np.float64)
    assert fit(signs, right, [1, 0]).weights[1] < 0.0
    held = fit(signs, right, [1, 1])
    assert held.weights[1] == 0.0 and held.weights[0] > 0.0


def test_strength_keeps_weights_small() -> None:
    signs = np.array([[0.0], [0.0], [1.0], [1.0]])
    right = np.array([0.0, 0.0, 1.0, 1.0])
    assert fit(signs, right, [1], strength=10.0).weights[0] < fit(signs, right, [1], strength=0.1).weights[0]


def test_examples_alike_are_fitted_without_fault() -> None:
    found = fit(np.ones((5, 2)), np.ones(5), [1, 1])
    assert float(found.likelihoods(np.ones((1, 2)))[0]) > 0.9


def test_groups_are_in_one_fold_and_folds_are_of_a_size() -> None:
    groups = [f"g{i % 23}" for i in range(230)] + ["large"] * 20
    folds = folds_of(groups, 10)
    assert all(len({int(f) for f, g in zip(folds, groups, strict=True) if g == name}) == 1 for name in set(groups))
    sizes = np.bincount(folds, minlength=10)
    assert sizes.max() - sizes.min() <= 20
    assert folds.tolist() == folds_of(groups, 10).tolist()


@pytest.mark.parametrize("source", [s for s in SOURCES if s.is_there], ids=lambda s: s.name)
def test_every_case_about_a_notice_is_of_one_group(source: Source) -> None:
    cases = own_cases(source.topics, source.name)
    for case in cases:
        assert not case.asked.answers or case.group == f"{source.name}/{min(case.asked.files)}"
        assert (case.asked.outcome is AnswerOutcome.NOT_FOUND) <= (not case.asked.answers)
    for gone in asked_elsewhere(cases, CORPUS):
        assert gone.asking is Asking.ELSEWHERE and gone.asked.answers == () and gone.asked.is_refused_rightly


def test_near_misses_are_unanswerable_and_each_asked_of_a_set_that_there_is() -> None:
    rows = [json.loads(line) for line in NEAR_MISSES.read_text(encoding="utf-8").splitlines()]
    names = {s.name for s in SOURCES}
    assert {row["set"] for row in rows} <= names
    assert sum(len(near_misses(name)) for name in names) == len(rows) == len({row["id"] for row in rows})
    assert {"yes_no", "list", "definition", "procedure", "who"} <= {row["kind"] for row in rows}


def test_questions_that_others_still_answer_are_of_the_sets() -> None:
    by_name = {s.name: s for s in SOURCES if s.is_there}
    for name, question_id in still_answered():
        if name in by_name:
            assert question_id in {c.asked.question_id for c in own_cases(by_name[name].topics, name)}


def test_each_sign_has_a_direction_and_the_written_weights_hold_to_it() -> None:
    assert len(DIRECTIONS) == len(JUDGE_SIGNS)
    written = json.loads(Path(WEIGHTS).read_text(encoding="utf-8"))
    for name in ("with_meaning", "words_only"):
        assert set(written[name]["weights"]) <= set(JUDGE_SIGNS)
        for sign, weight in zip(DIRECTIONS, getattr(learned(), name).of, strict=True):
            assert sign * weight >= 0.0


def test_what_comes_first_is_told_by_the_sign_that_tells_it() -> None:
    draws = np.random.default_rng(3)
    behind = []
    for _ in range(120):
        signs = draws.random((6, 3))
        first = int(np.argmax(2.0 * signs[:, 0] - signs[:, 1]))
        behind.append(np.delete(signs, first, axis=0) - signs[first])
    found = fit_first(behind, [1, -1, 1], np.zeros(3), 1.0)
    assert found[0] > -found[1] > 1.0
    assert 0.0 <= found[2] < 0.3 * found[0]
    assert fit_first(behind, [1, 1, 1], np.zeros(3), 1.0)[1] == 0.0  # it may not speak for what it speaks against


def test_weights_without_evidence_stay_as_they_were() -> None:
    held_to = np.array([4.0, 2.0])
    alike = [np.array([[0.0, -0.3], [0.0, -0.5]])] * 5
    found = fit_first(alike, [1, 1], held_to, 10.0)
    assert found[0] == pytest.approx(4.0) and found[1] > 2.0


def test_the_best_run_of_a_clause_leads_only_where_it_may() -> None:
    choice = _choice(words=(0.9, 0.5, 0.7, 0.2), clause=(0, 0, 1, 2), may_lead=(0, 1, 1, 1), is_right=(0, 0, 1, 0))
    assert puts_answer_first(
        choice, ReaderWeights(words=1.0)
    )  # the first clause speaks by its best run, which may not lead
    assert not puts_answer_first(
        replace(choice, is_right=np.array([False, True, False, False])), ReaderWeights(words=1.0)
    )


def test_learning_moves_weights_to_what_puts_answers_first_and_keeps_their_scale() -> None:
    choices = [
        _choice(words=(0.5, 0.5), clause=(0, 1), may_lead=(1, 1), is_right=(0, 1), stated=(0.0, 1.0)) for _ in range(80)
    ]
    found = learned_reader(choices)
    assert found.stated > SET_BY_HAND.stated
    assert found.words + found.meaning == pytest.approx(SET_BY_HAND.words + SET_BY_HAND.meaning, abs=0.002)
    assert {SIGNS[i] for i, d in enumerate(READER_DIRECTIONS) if d < 0} == AGAINST


@pytest.mark.parametrize(
    ("file", "quote", "value", "is_right"),
    [
        ("a.txt", "班车票价每人每次4元，月票120元。", "4元", True),
        ("a.txt", "班车票价每人每次4元", "4元", True),  # a part of the evidence that says what is labelled
        ("a.txt", "班车票价每人每次4元，月票120元。", "120元", False),
        ("a.txt", "月票120元", "120元", False),
        ("b.txt", "班车票价每人每次4元，月票120元。", "4元", False),
    ],
)
def test_a_reading_is_right_by_its_file_its_words_and_its_figure(
    file: str, quote: str, value: str, is_right: bool
) -> None:
    label = LabelledAnswer("a.txt", ("三、票价",), "班车票价每人每次4元，月票120元。", "每人每次4元")
    question = LabelledQuestion("T1", "班车一次多少钱", "amount", (label,), never=("120元",))
    stored = SimpleNamespace(file=f"notices/{file}", clause=SimpleNamespace(text=quote))
    reading = cast(Reading, SimpleNamespace(ranked=SimpleNamespace(stored=stored), quote=quote, value=value))
    assert answers(question, reading) is is_right


def _choice(
    *,
    words: Sequence[float],
    clause: Sequence[int],
    may_lead: Sequence[int],
    is_right: Sequence[int],
    stated: Sequence[float] | None = None,
) -> Choice:
    signs = np.array(
        [
            values_of(Signs(words=w, meaning=w, stated=s))
            for w, s in zip(words, stated or [1.0] * len(words), strict=True)
        ]
    )
    right = np.array(is_right, dtype=bool)
    asked = LabelledQuestion("T2", "问", "amount", ())
    case = Case(asked, "own", "own/T2", Asking.OWN, "own")
    return Choice(case, signs, np.array(clause), np.array(may_lead, dtype=bool), right, ~right)
