"""Filters read from a question stand above its answer as chips that can be taken away and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.update import ingest_paths
from tests.qa.notices import written

QUESTION = "丽水离退休党支部书记补贴多少元？鲁老干99号"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    (tmp_path / "notices").mkdir()
    ingest_paths(written(tmp_path / "notices"), tmp_path / "library", embed=False)
    monkeypatch.setenv("JUDIAN_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    test = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "app.py"), default_timeout=60)
    test.query_params["q"] = QUESTION
    return test.run()


def chips(page: AppTest) -> dict[str, bool]:
    """Chips by their words: whether each can be pressed."""
    return {b.label: not b.disabled for b in page.button if b.key and b.key.startswith(("chip ", "taken "))}


def pressed(page: AppTest, words: str) -> AppTest:
    return next(b for b in page.button if b.label == words).click().run()


def test_each_filter_is_a_chip_and_what_the_library_lacks_is_said_not_to_be_held_to(page: AppTest) -> None:
    assert chips(page) == {"地区 丽水 ✕": True, "文号 鲁老干99号（未限）": False}


def test_a_chip_is_taken_away_and_brought_back(page: AppTest) -> None:
    page = pressed(page, "地区 丽水 ✕")
    assert chips(page) == {"文号 鲁老干99号（未限）": False, "＋ 地区 丽水": True}
    assert page.query_params["without"] == "地区:丽水"
    page = pressed(page, "＋ 地区 丽水")
    assert "地区 丽水 ✕" in chips(page)
    assert "without" not in page.query_params


def test_another_question_begins_with_all_of_its_chips(page: AppTest) -> None:
    page = pressed(page, "地区 丽水 ✕")
    page.text_input(key="question").set_value("仪征 补贴")
    page = pressed(page, "提问")
    assert chips(page) == {"地区 仪征 ✕": True}
    assert "without" not in page.query_params


def typed(page: AppTest, question: str) -> AppTest:
    page.text_input(key="question").set_value(question)
    return pressed(page, "提问")


def followed(page: AppTest) -> list[str]:
    return [h.body for h in page.get("html") if "接着上一问" in h.body]


def test_a_short_question_shows_what_it_takes_over_as_chips_that_can_go(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    page = typed(page, "从哪里列支")
    assert "接着上一问：按“仪征离退休党支部书记补贴从哪里列支”查找" in followed(page)[0]
    assert chips(page) == {"地区 仪征 ✕": True, "主题 离退休党支部书记补贴 ✕": True}
    page = pressed(page, "地区 仪征 ✕")
    assert "按“离退休党支部书记补贴从哪里列支”查找" in followed(page)[0]
    page = pressed(page, "主题 离退休党支部书记补贴 ✕")
    assert not followed(page)
    page = pressed(page, "＋ 主题 离退休党支部书记补贴")
    assert followed(page)


def test_what_was_taken_away_is_not_carried_on(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    page = pressed(page, "地区 仪征 ✕")
    page = typed(page, "从哪里列支")
    assert "按“离退休党支部书记补贴从哪里列支”查找" in followed(page)[0]


def test_a_new_topic_and_a_new_question_carry_nothing(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    page = typed(page, "值班人员每日巡查几次")
    assert not followed(page)
    page = pressed(page, "新问题")
    assert page.text_input(key="question").value == ""
    assert not page.query_params.get("q")
    page = typed(page, "从哪里列支")
    assert not followed(page)


def test_pressing_again_asks_the_same_again(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    page = typed(page, "那丽水呢")
    once = followed(page)
    assert once
    assert followed(typed(page, "那丽水呢")) == once


def test_a_question_that_is_mended_leans_on_what_it_leaned_on(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    page = typed(page, "那利水呢")
    page = pressed(page, "修改")
    assert page.text_input(key="question").value == "那利水呢"
    page = typed(page, "那丽水呢")
    assert "按“丽水的离退休党支部书记补贴多少元”查找" in followed(page)[0]


def test_the_box_is_empty_for_the_next_question(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    assert page.text_input(key="question").value == ""
    assert any("仪征离退休党支部书记补贴多少元" in h.body for h in page.get("html"))


def test_the_questions_of_the_session_can_be_asked_again(page: AppTest) -> None:
    page = typed(page, "仪征离退休党支部书记补贴多少元")
    page = typed(page, "那丽水呢")
    page = typed(page, "值班人员每日巡查几次")
    page.session_state["history"] = True  # opened
    page = pressed(page.run(), "丽水的离退休党支部书记补贴多少元")
    assert "按“丽水的离退休党支部书记补贴多少元”查找" in followed(page)[0]
    assert page.query_params["q"] == ["那丽水呢"] or page.query_params["q"] == "那丽水呢"


def test_a_chip_that_the_address_takes_away_twice_is_brought_back_once(page: AppTest) -> None:
    page.query_params["without"] = ["地区:丽水", "地区:丽水"]
    page = page.run()
    assert not page.exception and not page.error
    assert chips(page) == {"文号 鲁老干99号（未限）": False, "＋ 地区 丽水": True}
    assert "地区 丽水 ✕" in chips(pressed(page, "＋ 地区 丽水"))
