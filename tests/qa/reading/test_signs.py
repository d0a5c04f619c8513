"""The score is the weighted sum of named signs, and every reading carries those that spoke for it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from qa.reading.scoring import SIGNS, ReaderWeights, Signs, score_of
from tests.qa.reading.one_clause import readings_of

TEXT = "党支部书记每年至少参加1次集中培训，每月发放工作补贴280元。"


def test_weights_have_the_names_of_the_signs_in_their_order() -> None:
    assert tuple(f.name for f in fields(ReaderWeights)) == SIGNS == tuple(f.name for f in fields(Signs))


def test_score_is_the_weighted_sum() -> None:
    weights = replace(ReaderWeights(), **dict.fromkeys(SIGNS, 0.0) | {"words": 2.0, "astray": -1.0})
    assert score_of(Signs(words=0.5, astray=1.0, place=1.0), weights) == 0.0


def test_reading_carries_its_signs_and_their_sum() -> None:
    best = readings_of("党支部书记补贴多少钱", TEXT, ("三、待遇",))[0]
    assert best.signs.stated == 1.0 and best.signs.astray == 0.0
    assert best.score == pytest.approx(score_of(best.signs, ReaderWeights()))
    assert best.signs.words == best.words and best.signs.held == best.held
    assert all(0.0 <= getattr(best.signs, name) <= 1.35 for name in SIGNS)


def test_quote_is_what_stands_in_the_clause() -> None:
    for reading in readings_of("党支部书记补贴多少钱", TEXT, ("三、待遇",)):
        assert TEXT[slice(*reading.span)] == reading.quote
