from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eval.bench_embed import clauses_of_120, measured


def test_texts_are_different_and_of_one_length() -> None:
    texts = clauses_of_120(20)
    assert len(set(texts)) == 20
    assert {len(text) for text in texts} == {120}
    assert texts == clauses_of_120(20)


def test_engines_take_turns_and_the_best_round_counts() -> None:
    turns: list[str] = []

    def engine(name: str, texts: list[str]) -> NDArray[np.float32]:
        turns.append(name)
        return np.full((len(texts), 2), len(name), np.float32)

    timings = measured({"a": lambda t: engine("a", t), "bb": lambda t: engine("bb", t)}, ["x", "y"], 2)
    assert turns == ["a", "bb"] * 3  # once before the clock, then two rounds
    assert [t.engine for t in timings] == ["a", "bb"]
    assert timings[1].vectors.tolist() == [[2, 2], [2, 2]]
    assert all(t.seconds >= 0 and t.processor_seconds >= 0 for t in timings)
