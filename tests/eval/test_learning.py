"""Learning by which weights readings are judged: no leaks between folds, no weight against its meaning, honest confidence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.learning.cases import NEAR_MISSES, Asking, asked_elsewhere, near_misses, own_cases, still_answered
from eval.learning.examples import DIRECTIONS
from eval.learning.logistic import fit, folds_of
from eval.learning.sources import CORPUS, SOURCES, Source
from qa.likelihood import SIGNS, WEIGHTS, learned
from qa.model import AnswerOutcome


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
    assert len(DIRECTIONS) == len(SIGNS)
    written = json.loads(Path(WEIGHTS).read_text(encoding="utf-8"))
    for name in ("with_meaning", "words_only"):
        assert set(written[name]["weights"]) <= set(SIGNS)
        for sign, weight in zip(DIRECTIONS, getattr(learned(), name).of, strict=True):
            assert sign * weight >= 0.0
