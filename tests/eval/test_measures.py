import random

import pytest

from eval.declared import EvalError
from eval.measures import f1, mean_scores, measure, percentile

MEASURES = ["nDCG@10", "RR@10", "R@10", "R@100", "nDCG@3"]


def test_measures_agree_with_ir_measures_on_random_rankings() -> None:
    ir_measures = pytest.importorskip("ir_measures", reason="ir-measures is in the test extra")
    seeded = random.Random(20)
    for _ in range(30):
        names = [f"a{i}" for i in range(150)]
        judged = {name: seeded.choice([0, 1, 1, 2]) for name in seeded.sample(names, seeded.randint(1, 12))}
        if not any(judged.values()):
            continue
        ranking = seeded.sample(names, seeded.randint(1, 120))
        run = {"q": {name: float(len(ranking) - i) for i, name in enumerate(ranking)}}
        theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(m) for m in MEASURES], {"q": judged}, run)
        for name in MEASURES:
            assert measure(name, ranking, judged) == pytest.approx(theirs[ir_measures.parse_measure(name)])


def test_a_relevant_article_counts_less_the_lower_it_stands() -> None:
    assert measure("RR@10", ["x", "a"], {"a": 1}) == 0.5
    assert measure("RR@1", ["x", "a"], {"a": 1}) == 0.0
    assert measure("nDCG@10", ["a", "x"], {"a": 1}) == 1.0
    assert measure("R@2", ["x", "a", "b"], {"a": 1, "b": 1}) == 0.5
    assert measure("nDCG@10", [], {"a": 1}) == 0.0


@pytest.mark.parametrize("name", ["MAP@10", "nDCG", "nDCG@x", "R@"])
def test_an_unknown_measure_is_named(name: str) -> None:
    with pytest.raises(EvalError, match="nDCG@10"):
        measure(name, [], {})


def test_a_mean_is_over_the_queries_that_have_the_measure() -> None:
    assert mean_scores([{"a": 1.0}, {"a": 0.0, "b": 0.5}, {}]) == {"a": 0.5, "b": 0.5}


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([40.0, 10.0, 30.0, 20.0], 50) == 20.0
    assert percentile([40.0, 10.0, 30.0, 20.0], 95) == 40.0
    assert percentile([], 50) == 0.0


def test_f1_of_nothing_is_nothing() -> None:
    assert f1(0.0, 0.0) == 0.0
    assert f1(1.0, 0.5) == pytest.approx(2 / 3)
