"""What has ended is never quoted as standing, and a question as of a day sees what stood that day."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from ingest.model import Status
from qa.answer import ask
from qa.model import AnswerOutcome
from qa.pipeline import ask_pipeline, ask_through
from qa.search import search
from qa.standing.standing import index_as_of

OLD = """甘州区老干部局文件

甘区老干〔2015〕6号

关于印发《甘州区离退休干部党支部书记工作补贴办法》的通知

各乡镇党委：

现将办法印发给你们。

甘州区老干部局
2015年3月2日

甘州区离退休干部党支部书记工作补贴办法

第一条 离退休干部党支部书记工作补贴每月200元。

第二条 支部委员误工补助每月80元。

第三条 本办法自2015年4月1日起施行。
"""
NEW = """甘州区老干部局文件

甘区老干〔2021〕11号

关于印发《甘州区离退休干部党支部工作经费办法》的通知

各乡镇党委：

现将办法印发给你们。

甘州区老干部局
2021年6月18日

甘州区离退休干部党支部工作经费办法

第一条 离退休干部党支部书记工作补贴每月350元。

第二条 本办法自2021年7月1日起施行。《甘州区离退休干部党支部书记工作补贴办法》（甘区老干〔2015〕6号）同时废止。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("有效性")
    for name, text in (("旧", OLD), ("新", NEW)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([folder], folder / "库", embed=False)
    return open_index(folder / "库", "none")


QUESTION = "离退休干部党支部书记工作补贴每月多少元"


def test_the_rule_that_stands_answers_and_the_repealed_one_follows_marked(index: OpenIndex) -> None:
    answer = ask(index, QUESTION)
    first = answer.answer.splitlines()[0]
    assert "350元" in first
    assert "200元" not in first
    assert next(f.status for f in answer.findings) is Status.IN_FORCE
    repealed = next(f for f in answer.findings if "200元" in f.quote)
    assert repealed.status is Status.REPEALED
    assert (repealed.status_clause or "").endswith("#第二条")
    assert "已废止" in answer.answer


def test_what_only_a_repealed_rule_says_is_said_to_be_repealed(index: OpenIndex) -> None:
    answer = ask(index, "支部委员误工补助每月多少元")
    if answer.outcome is AnswerOutcome.ANSWERED:
        assert "已废止" in answer.answer.splitlines()[0]


def test_as_of_a_day_before_the_new_rule_the_old_one_answers(index: OpenIndex) -> None:
    answer = ask(index, QUESTION, as_of=date(2020, 1, 1))
    assert "200元" in answer.answer.splitlines()[0]
    assert "350元" not in answer.answer
    assert all(f.status is Status.IN_FORCE for f in answer.findings)
    assert any("2020-01-01" in note for note in answer.notes)


def test_as_of_a_day_after_the_repeal_the_old_rule_is_not_seen(index: OpenIndex) -> None:
    answer = ask(index, QUESTION, as_of=date(2022, 1, 1))
    assert "350元" in answer.answer
    assert "200元" not in answer.answer
    assert all("2015" not in s.document_id for s in answer.silent)


def test_as_of_a_day_before_anything_nothing_is_found(index: OpenIndex) -> None:
    assert ask(index, QUESTION, as_of=date(2014, 1, 1)).outcome is AnswerOutcome.NOT_FOUND


def test_search_as_of_a_day_ranks_what_stood_and_no_other(index: OpenIndex) -> None:
    found = search(index, "书记工作补贴", as_of=date(2020, 1, 1)).results
    assert found
    assert all(r.ranked.stored.document.document_id.startswith("甘区老干〔2015〕6号") for r in found)


def test_the_pipeline_sees_the_same_day(index: OpenIndex) -> None:
    def still(day: date | None) -> str:
        return ask(index, QUESTION, as_of=day, clock=lambda: 0.0).answer

    pipeline = ask_pipeline(index)
    for day in (None, date(2020, 1, 1), None):
        assert ask_through(pipeline, index, QUESTION, as_of=day).answer == still(day)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("甘区老干6号还有效吗", "否。《甘州区离退休干部党支部书记工作补贴办法》（甘区老干〔2015〕6号）已废止。"),
        (
            "甘区老干〔2015〕6号废止了吗",
            "是。《甘州区离退休干部党支部书记工作补贴办法》（甘区老干〔2015〕6号）已废止。",
        ),
        (
            "《甘州区离退休干部党支部工作经费办法》是否现行有效",
            "是。《甘州区离退休干部党支部工作经费办法》（甘区老干〔2021〕11号）现行有效。",
        ),
        (
            "甘州区离退休干部党支部工作经费办法失效了吗",
            "否。《甘州区离退休干部党支部工作经费办法》（甘区老干〔2021〕11号）现行有效。",
        ),
    ],
)
def test_whether_a_named_document_stands_is_said_with_its_proof(question: str, says: str, index: OpenIndex) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert answer.answer == says
    assert [f.clause_id.rpartition("#")[2] for f in answer.findings] == ["第二条"]
    assert "2021年7月1日起施行" in answer.findings[0].quote or "同时废止" in answer.findings[0].quote
    assert ask_through(ask_pipeline(index), index, question).answer == says


@pytest.mark.parametrize("question", ["甘区老干6号的支委证还有效吗", "甘区老干6号有效期几年", "补贴还有效吗"])
def test_other_questions_are_not_taken_for_one_whether_a_document_stands(question: str, index: OpenIndex) -> None:
    assert "办法》" not in ask(index, question).answer.split("。")[1:2]
    assert not ask(index, question).answer.startswith(("是。《", "否。《"))


def test_a_library_that_nobody_has_any_more_is_let_go(index: OpenIndex) -> None:
    opened = open_index(index.library.folder, "none")
    library = weakref.ref(opened.library)
    assert index_as_of(opened, None).library is index_as_of(opened, None).library  # kept as long as it is there
    index_as_of(opened, date(2020, 1, 1))
    del opened
    gc.collect()
    assert library() is None


def test_what_was_laid_down_for_a_past_year_does_not_answer_a_question_about_now(tmp_path: Path) -> None:
    rule = "甘州区老干部局文件\n甘区老干〔2023〕2号\n甘州区走访慰问办法\n各乡镇党委：\n第一条 春节慰问金每人500元。\n甘州区老干部局\n2023年1月5日\n"
    then = "甘州区老干部局文件\n甘区老干〔2019〕1号\n关于2019年春节走访慰问的通知\n各乡镇党委：\n一、春节慰问金每人300元。\n甘州区老干部局\n2019年1月8日\n"
    for name, text in (("办法", rule), ("那年", then)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([tmp_path / "办法.txt", tmp_path / "那年.txt"], tmp_path / "库", embed=False)
    opened = open_index(tmp_path / "库", "none")
    said = ask(opened, "现在春节慰问金每人多少元")
    opened.library.close()
    assert "500元" in said.statements[0].text and "300元" not in said.statements[0].text
