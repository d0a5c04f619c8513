from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.errors import QueryError
from qa.answer import ask
from qa.model import AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")))


def test_the_figure_comes_first_the_unfigured_clause_follows_the_others_are_silent(index: InMemoryIndex) -> None:
    answer = ask(index, "离退休党支部书记补贴标准是多少元？")
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert [Path(f.file).stem for f in answer.findings] == ["仪征", "丽水"]
    assert "260元" in answer.findings[0].quote
    assert "每人每月不低于260元" in answer.answer.split("\n")[0]
    assert [Path(s.file).stem for s in answer.silent] == ["山东"]


def test_every_quote_stands_in_the_document_at_its_span(index: InMemoryIndex) -> None:
    for question in ("书记补贴多少", "组织生活有什么要求", "森林防火由谁上报", "三学工程是哪三学"):
        for finding in ask(index, question).findings:
            document = index.library.document(finding.document_id)
            assert document.text[finding.span[0] : finding.span[1]] == finding.quote
            assert any(c.clause_id == finding.clause_id for c in document.clauses)


def test_no_figure_stands_in_an_answer_that_its_clauses_do_not_hold(index: InMemoryIndex) -> None:
    for question in ("书记补贴多少", "值班人员每日巡查几次？", "三学工程是哪三学", "多少名党员可以设党总支"):
        answer = ask(index, question)
        assert answer.outcome is AnswerOutcome.ANSWERED
        clauses = {s.clause.clause_id: s.clause.text for s in index.library.stored_clauses}
        for statement in answer.statements:
            held = "".join(clauses[clause_id] for clause_id in statement.citations) + question
            for figure in re.findall(r"\d+", statement.text):
                assert figure in held


def test_a_figure_of_another_region_is_no_answer(index: InMemoryIndex) -> None:
    answer = ask(index, "山东离退休党支部书记补贴多少元？")
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert answer.findings == ()
    assert not re.search(r"\d", answer.answer)
    assert answer.why_not is not None
    assert "山东" in answer.why_not


def test_a_region_that_the_library_lacks_is_not_answered_from_elsewhere(index: InMemoryIndex) -> None:
    answer = ask(index, "云南的离退休党支部书记补贴多少元？")
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert answer.nearest
    assert any("云南" in note for note in answer.notes)


def test_a_subject_without_its_figure_is_not_found(index: InMemoryIndex) -> None:
    answer = ask(index, "支部活动经费多少元？", regions=("仪征",))
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert answer.why_not


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("党支部多久召开一次党员大会？", "每季度至少召开2次"),
        ("多少名党员可以设立党总支？", "50人以上"),
        ("组织生活这项工作的责任单位是谁？", "责任单位：市委组织部、市民政局"),
        ("发现火情多少分钟内上报？", "15分钟内"),
        ("“三学工程”是哪三学？", "学理论、学政策、学科技"),
        ("加强离退休干部党建工作的意见从什么时候起施行？", "2020年9月1日"),
    ],
)
def test_the_sentence_with_the_value_is_quoted(index: InMemoryIndex, question: str, words: str) -> None:
    assert words in ask(index, question).findings[0].quote.replace("\n", "")


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("离退休党员可以信仰宗教吗？", "不得"),
        ("林区野外可以用火吗？", "不得"),
        ("卧病在床的党员可以送学上门吗？", "可以"),
    ],
)
def test_yes_or_no_opens_with_the_side(index: InMemoryIndex, question: str, side: str) -> None:
    assert ask(index, question).answer.startswith(side)


@pytest.mark.parametrize("question", ["森林防火工作的通知文号是多少？", "《关于做好森林防火工作的通知》的文号是什么"])
def test_a_document_number_is_read_from_the_masthead(index: InMemoryIndex, question: str) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert "鲁林发〔2019〕33号" in answer.findings[0].quote
    assert answer.findings[0].path == ("版头",)


def test_the_number_of_another_year_is_not_found(index: InMemoryIndex) -> None:
    assert ask(index, "2021年山东森林防火工作的通知文号是多少？").outcome is AnswerOutcome.NOT_FOUND


@pytest.mark.parametrize("number", ["鲁林发[2019]33号", "鲁林发33号"])
def test_a_number_in_the_question_goes_straight_to_its_document(index: InMemoryIndex, number: str) -> None:
    answer = ask(index, f"{number}对值班人员巡查有什么规定")
    assert {Path(f.file).stem for f in answer.findings} == {"山东"}


def test_the_persons_own_region_filter_bounds_silence_too(index: InMemoryIndex) -> None:
    answer = ask(index, "支部书记工作补贴", regions=("浙江",))
    assert {Path(f.file).stem for f in answer.findings} <= {"丽水"}
    assert all(s.region is not None and s.region.startswith("浙江") for s in answer.silent)


def test_an_empty_question_is_an_error_with_a_remedy(index: InMemoryIndex) -> None:
    with pytest.raises(QueryError, match="请写出要问的内容"):
        ask(index, "  ")


def test_the_same_question_is_answered_the_same(index: InMemoryIndex) -> None:
    first, second = (ask(index, "支部书记补贴", clock=lambda: 0.0) for _ in range(2))
    assert first == second
