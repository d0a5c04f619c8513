"""What the measurement of many people at once makes of sets and of waits; the load itself is measured by hand."""

import json
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from eval.bench_load import LIMIT, Waits, all_questions, evenly_chosen, mixed


def test_every_question_of_the_sets_is_asked_once_in_the_order_of_their_names(tmp_path: Path) -> None:
    sets = tmp_path / "sets"
    sets.mkdir()
    for name, questions in (("1-salt", ["盐价多少", "谁管盐"]), ("2-tea", ["谁管盐", "茶叶何时采"])):
        (sets / f"{name}.toml").write_text(f'topics = "{name}.jsonl"\n', encoding="utf-8")
        rows = [*({"question": q} for q in questions), {"query_id": "no question"}]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (sets / "3-gone.toml").write_text('topics = "gone.jsonl"\n', encoding="utf-8")
    assert all_questions(sets) == ["盐价多少", "谁管盐", "茶叶何时采"]


def test_the_sets_hold_as_many_questions_as_the_load_wants() -> None:
    assert len(set(all_questions())) >= 500


@pytest.mark.parametrize(
    ("count", "chosen"), [(3, "adg"), (1, "a"), (9, "abcdefghi"), (0, "abcdefghi"), (50, "abcdefghi")]
)
def test_so_many_questions_come_from_all_over_the_sets(count: int, chosen: str) -> None:
    assert evenly_chosen(list("abcdefghi"), count) == list(chosen)


def test_people_of_two_kinds_begin_mixed() -> None:
    assert mixed(["p1", "p2"], list("abcdef")) == ["a", "p1", "b", "c", "d", "p2", "e", "f"]


def test_the_person_who_waited_longest_is_told_beside_all_waits() -> None:
    waits = Waits({0: [0.1] * 19, 1: [0.9]})
    told = waits.told("接口")
    assert "20 次回答，0 个错误" in told
    assert "p50 0.10 秒" in told
    assert told.endswith("等得最久的一位 p50 0.90 秒")


@pytest.mark.parametrize(
    ("waits", "in_time"),
    [
        (Waits({0: [LIMIT / 2] * 100}), True),
        (Waits({0: [LIMIT / 2] * 96, 1: [2 * LIMIT] * 4}), True),
        (Waits({0: [LIMIT / 2] * 90, 1: [2 * LIMIT] * 10}), False),
        (Waits({0: [LIMIT / 2] * 100}, ["接口 3：断开"]), False),
        (Waits(), False),
    ],
)
def test_in_time_are_95_of_100_answers_without_an_error(waits: Waits, *, in_time: bool) -> None:
    assert waits.in_time is in_time


def test_nobody_answered_is_said() -> None:
    assert Waits(errors=["网页 1：打不开"]).told("网页") == "网页：没有回答，1 个错误"
