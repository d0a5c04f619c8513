"""A document or a clause that is named outright comes first, and is shown as it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.asking.asked_clauses import read_pinpoints
from qa.model import AnswerOutcome
from qa.pipeline import ask_pipeline, ask_through
from qa.search import search
from tests.qa.notices import written

RULE = """柳溪县老干部活动中心管理办法

柳老干〔2021〕6号

第一章 总则

第一条 为规范活动中心管理，制定本办法。

第二条 活动中心由县委老干部局管理。

第二章 开放

第三条 活动中心每周开放6天。

第四条 退休干部凭证入场，每次可带2名家属。

第五条 本办法自2021年7月1日起施行。

中共柳溪县委老干部局
2021年6月18日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("named")
    (folder / "notices").mkdir()
    files = written(folder / "notices")
    (folder / "notices" / "办法.txt").write_text(RULE, encoding="utf-8")
    ingest_paths([*files, folder / "notices" / "办法.txt"], folder / "library", embed=False)
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


def place(index: OpenIndex, query: str) -> tuple[str, str]:
    first = search(index, query).results[0].ranked.stored
    return Path(first.file).stem, first.clause.path[-1].split("。")[0]


@pytest.mark.parametrize(
    ("text", "pinpoints"),
    [
        ("第三条怎么规定", ["第三条"]),
        ("第二部分第（四）项", ["第二部分第（四）项"]),
        ("第二部分第(四)项", ["第二部分第（四）项"]),
        ("第四部分（四）", ["第四部分第（四）项"]),
        ("二（四）", ["第二部分第（四）项"]),
        ("三、（二）3", ["第三部分第（二）项第3点"]),
        ("第三、五条", ["第三条", "第五条"]),
        ("第二十二条第一款", ["第二十二条第一款"]),
        ("第一书记和第三方", []),
        ("二（4）班", []),
        ("第三产业", []),
    ],
)
def test_parts_of_documents_are_read(text: str, pinpoints: list[str]) -> None:
    assert [c.pinpoint for c in read_pinpoints(text)] == pinpoints


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("柳老干6号第四条", ("办法", "第四条")),
        ("柳溪县老干部活动中心管理办法第三条", ("办法", "第三条")),
        ("《老干部活动中心管理办法》第二条 家属", ("办法", "第二条")),
        ("活动中心管理办法第5条", ("办法", "第五条")),
        ("仪老干2021年9号 二（二）", ("仪征", "（二）书记补贴")),
        ("仪老干9号第一部分第（一）项", ("仪征", "（一）设置标准")),
        ("丽老干4第2点", ("丽水", "2.学习活动")),
        ("仪征 通知 二（二）", ("仪征", "（二）书记补贴")),
        ("丽水的意见第2点", ("丽水", "2.学习活动")),
    ],
)
def test_the_named_clause_of_the_named_document_comes_first(
    index: OpenIndex, query: str, first: tuple[str, str]
) -> None:
    assert place(index, query) == first


def test_a_named_clause_is_answered_as_it_is_printed(index: OpenIndex) -> None:
    answer = ask(index, "柳老干〔2021〕6号第四条说了什么？")
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert [f.path[-1] for f in answer.findings] == ["第四条"]
    document = index.library.document(answer.findings[0].document_id)
    assert document.text[slice(*answer.findings[0].span)] == answer.findings[0].quote


def test_a_figure_asked_of_a_named_clause_is_read_from_it(index: OpenIndex) -> None:
    answer = ask(index, "活动中心管理办法第四条规定可带几名家属？")
    assert "2名" in answer.answer
    assert [f.path[-1] for f in answer.findings] == ["第四条"]
    assert ask(index, "活动中心管理办法第二条规定每周几天？").outcome is AnswerOutcome.NOT_FOUND


def test_a_document_alone_is_answered_with_its_headings(index: OpenIndex) -> None:
    answer = ask(index, "仪老干9号文讲了什么")
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert [f.quote for f in answer.findings] == ["一、支部设置", "二、保障措施"]


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("山东有哪些通知", {"山东"}),
        ("2021年印发的文件有哪些", {"仪征", "办法"}),
        ("林业局印发了哪些通知？", {"山东"}),
        ("浙江有哪些文件", {"丽水"}),
    ],
)
def test_a_question_for_documents_is_answered_with_their_titles(
    index: OpenIndex, question: str, files: set[str]
) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert {Path(f.file).stem for f in answer.findings} == files
    for finding in answer.findings:
        assert index.library.document(finding.document_id).text[slice(*finding.span)] == finding.quote


def test_documents_that_are_not_there_are_not_replaced_by_others(index: OpenIndex) -> None:
    answer = ask(index, "已废止的办法有哪些")
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert answer.findings == ()


def test_a_day_in_the_question_is_held_to_until_its_chip_goes(index: OpenIndex) -> None:
    then = ask(index, "截至2020年底有效的规定里，离退休党支部书记补贴多少元？")
    assert then.interpretation.as_of == date(2020, 12, 31)
    assert "260元" not in then.answer
    same = ask(index, "2020年底有效的规定里，离退休党支部书记补贴多少元？")
    assert same.interpretation.as_of == date(2020, 12, 31)
    free = ask(index, "截至2020年底有效的规定里，离退休党支部书记补贴多少元？", without=["截至:2020-12-31"])
    assert "260元" in free.answer
    assert free.interpretation.as_of is None


def test_a_day_on_which_nothing_stood_is_let_go_and_said(index: OpenIndex) -> None:
    answer = ask(index, "1999年时的书记补贴多少元")
    assert "260元" in answer.answer
    assert [(f.value, f.relaxed) for f in answer.interpretation.filters if f.kind.value == "截至"] == [
        ("1999-12-31", True)
    ]
    assert any("1999-12-31" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    ["柳老干6号第四条", "截至2020年底的书记补贴多少元", "林业局印发的文件里书记补贴多少元", "2021年印发的文件有哪些"],
)
def test_the_pipeline_gives_the_same_answer(index: OpenIndex, question: str) -> None:
    pipeline = ask_pipeline(index)
    for without in ((), ("截至:2020-12-31",)):
        plain = ask(index, question, without=without, clock=lambda: 0.0)
        assert ask_through(pipeline, index, question, without=without, clock=lambda: 0.0) == plain


def test_a_number_that_is_only_cited_is_no_document_of_the_library(index: OpenIndex) -> None:
    answer = ask(index, "丽老干99号讲了什么")
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert "丽老干99号" in (answer.why_not or "")
    assert answer.findings == ()


@pytest.mark.parametrize(
    "question", ["补贴 浙江", "2018年以来 浙江", "丽水", "鲁", "第三条", "《", "〔2022〕", "号", "〔", "15号文"]
)
def test_odd_questions_are_read_to_their_end(index: OpenIndex, question: str) -> None:
    for chip in search(index, question).interpretation.filters:
        assert question[slice(*chip.span)] == chip.text
