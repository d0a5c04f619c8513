"""How likely a reading is to answer: weights with the sign that their names promise, and a confidence that follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.asking.question import interpret
from qa.deciding.likelihood import AGAINST, SIGNS, JudgeSigns, JudgeWeights, Line, content_words, learned, stands_in

MODES = ("with_meaning", "words_only")


@pytest.mark.parametrize("mode", MODES)
def test_no_learned_weight_counts_against_its_meaning(mode: str) -> None:
    weights: JudgeWeights = getattr(learned(), mode)
    for name, weight in zip(SIGNS, weights.of, strict=True):
        assert weight <= 0 if name in AGAINST else weight >= 0, name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["words", "held", "named", "closeness"])
def test_more_of_a_sign_makes_a_reading_likelier(mode: str, name: str) -> None:
    weights: JudgeWeights = getattr(learned(), mode)
    signs = JudgeSigns(words=0.4, held=0.4, named=0.4, meaning=0.5)
    assert weights.likelihood(replace(signs, **{name: 0.9})) > weights.likelihood(signs)


@pytest.mark.parametrize("mode", MODES)
def test_of_another_place_is_far_less_likely(mode: str) -> None:
    weights: JudgeWeights = getattr(learned(), mode)
    signs = JudgeSigns(words=0.9, held=0.9, named=0.9, meaning=1.0, closeness=0.9, first_by_words=1.0)
    assert weights.likelihood(replace(signs, below=1.0)) < 0.6 * weights.likelihood(signs)
    assert weights.likelihood(replace(signs, above=1.0)) < weights.likelihood(signs)


@pytest.mark.parametrize("mode", MODES)
def test_confidence_rises_with_the_likelihood_of_an_answer_and_falls_with_that_of_a_refusal(mode: str) -> None:
    weights: JudgeWeights = getattr(learned(), mode)
    likelihoods = [0.0, 0.1, 0.3, 0.6, 0.9, 1.0]
    answered = [weights.answered.at(p) for p in likelihoods]
    refused = [weights.refused.at(p) for p in likelihoods]
    assert answered == sorted(answered) and refused == sorted(refused, reverse=True)
    assert all(0.0 <= c <= 1.0 for c in (*answered, *refused))


def test_weights_come_back_from_what_they_are_written_as() -> None:
    weights = JudgeWeights(-1.5, tuple(0.5 * place for place in range(len(SIGNS))), Line(0.1, 0.9), Line(-0.2, -1.1))
    assert JudgeWeights.from_named(weights.named()) == weights


def test_the_words_of_a_question_are_its_longest_and_say_what_it_is_about() -> None:
    words = content_words(interpret("离退休党支部书记的补贴标准是多少元？"))
    assert "补贴" in words and "标准" not in words
    assert not any(a != b and a in b for a in words for b in words)


def test_a_word_stands_in_a_text_in_other_words_too() -> None:
    assert stands_in("国企", "国有企业参照执行")
    assert not stands_in("国企", "机关参照执行")
