"""The score is the weighted sum of named signs, and every reading carries those that spoke for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from qa.reading.scoring import (
    AGAINST,
    SIGNS,
    WEIGHTS,
    ReaderSettings,
    ReaderWeights,
    Signs,
    learned,
    score_of,
    values_of,
)
from tests.qa.reading.one_clause import readings_of

TEXT = "党支部书记每年至少参加1次集中培训，每月发放工作补贴280元。"
FLAT = "租赁补贴按每户每月420元发放，公用走廊由物业公司打扫。"


def test_score_is_the_weighted_sum() -> None:
    weights = ReaderWeights(words=2.0, astray=-1.0)
    assert score_of(Signs(words=0.5, astray=1.0, place=1.0), weights) == 0.0


def test_weights_are_read_from_the_file_and_no_sign_counts_against_its_meaning() -> None:
    written = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    assert set(written) == set(SIGNS) >= AGAINST
    assert ReaderSettings().weights == learned() == ReaderWeights(**written)
    assert all(weight <= 0.0 if name in AGAINST else weight >= 0.0 for name, weight in written.items())
    assert learned().words > 0.0 and learned().meaning > 0.0


@pytest.mark.parametrize(
    ("question", "text"), [("党支部书记补贴多少钱", TEXT), ("租赁补贴每户每月多少元", FLAT)], ids=["branch", "housing"]
)
def test_reading_carries_its_signs_and_their_sum(question: str, text: str) -> None:
    best = readings_of(question, text, ("三、标准",))[0]
    assert best.signs.stated == 1.0 and best.signs.astray == 0.0
    assert best.score == pytest.approx(score_of(best.signs, learned()))
    assert best.signs.words == best.words >= best.own_words and best.held > 0.0
    assert all(0.0 <= value <= 1.35 for value in values_of(best.signs))


def test_words_not_compared_count_as_near_as_what_they_cover() -> None:
    best = readings_of("党支部书记补贴多少钱", TEXT, ("三、待遇",))[0]
    assert best.meaning is None
    assert best.signs.meaning == pytest.approx(0.8 * best.words)


def test_a_sign_that_counts_more_changes_the_score_by_as_much() -> None:
    signs = Signs(words=0.5, rivalled=1.0)
    harder = replace(learned(), rivalled=learned().rivalled - 0.2)
    assert score_of(signs, learned()) - score_of(signs, harder) == pytest.approx(0.2)


def test_quote_is_what_stands_in_the_clause() -> None:
    for reading in readings_of("党支部书记补贴多少钱", TEXT, ("三、待遇",)):
        assert TEXT[slice(*reading.span)] == reading.quote
