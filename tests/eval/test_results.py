"""Committed results: written, read back, compared query by query."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.declared import EvalError
from eval.model import QueryScores, SetResult, SystemResult
from eval.results import changes_since, committed_figures, results_file, save_results


def result(first: float, second: float, note: str = "") -> SetResult:
    queries = (QueryScores("甲", "", {"R@10": first}, note), QueryScores("乙", "", {"R@10": second}))
    return SetResult("some", "某集", ("R@10",), (SystemResult("words", {"R@10": (first + second) / 2}, queries),))


def test_the_same_scores_are_no_change(tmp_path: Path) -> None:
    save_results(result(1 / 3, 0.5), tmp_path)
    assert changes_since(result(1 / 3, 0.5), tmp_path) == ()


def test_losses_come_before_gains(tmp_path: Path) -> None:
    save_results(result(1.0, 0.0), tmp_path)
    changes = changes_since(result(0.5, 1.0), tmp_path)
    assert changes is not None
    assert [(c.query_id, c.before, c.after, c.is_gain) for c in changes] == [
        ("甲", 1.0, 0.5, False),
        ("乙", 0.0, 1.0, True),
    ]


def test_nothing_to_compare_with_is_told_from_no_change(tmp_path: Path) -> None:
    assert changes_since(result(1.0, 1.0), tmp_path) is None


def test_a_new_query_is_no_change(tmp_path: Path) -> None:
    save_results(result(1.0, 1.0), tmp_path)
    longer = result(1.0, 1.0)
    system = longer.systems[0]
    more = replace(system, queries=(*system.queries, QueryScores("丙", "", {"R@10": 0.0})))
    assert changes_since(replace(longer, systems=(more,)), tmp_path) == ()


def test_notes_quote_documents_and_are_never_stored(tmp_path: Path) -> None:
    path = save_results(result(1.0, 0.0, note="原文的一句话"), tmp_path)
    assert "原文" not in path.read_text(encoding="utf-8")


def test_one_query_stands_on_one_line(tmp_path: Path) -> None:
    lines = save_results(result(1.0, 0.25), tmp_path).read_text(encoding="utf-8").splitlines()
    assert '    "乙": [0.25]' in lines


def test_a_system_that_cannot_be_measured_here_keeps_its_results(tmp_path: Path) -> None:
    save_results(result(1.0, 0.0), tmp_path)
    without = replace(result(0.0, 0.0), systems=(SystemResult("words", {}, unavailable="没有模型"),))
    save_results(without, tmp_path)
    assert committed_figures("some", "words", tmp_path) == {"R@10": 0.5}
    assert changes_since(without, tmp_path) == ()


def test_a_set_may_keep_its_figures_alone(tmp_path: Path) -> None:
    path = save_results(replace(result(1.0, 0.0), stores_queries=False), tmp_path)
    stored = json.loads(path.read_text(encoding="utf-8"))["systems"]["words"]
    assert stored["figures"] == {"R@10": 0.5}
    assert stored["queries"] == {}
    [change] = changes_since(replace(result(1.0, 1.0), stores_queries=False), tmp_path) or ()
    assert (change.query_id, change.before, change.after) == ("全部", 0.5, 1.0)


def test_a_broken_results_file_is_named(tmp_path: Path) -> None:
    results_file("some", tmp_path).write_text("{", encoding="utf-8")
    with pytest.raises(EvalError, match=r"some\.json"):
        changes_since(result(1.0, 1.0), tmp_path)
