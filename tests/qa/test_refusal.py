"""The plain no: what was looked for, what is near and why that is no answer; nothing in it that could be taken for one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.answer import ask
from qa.model import Answer, AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written

BULLETIN = """中共丽水市委老干部局文件
丽老干〔2023〕8号
关于表扬老干部志愿服务队的通报
各县（市、区）委老干部局：
一、基本情况。龙泉市老干部志愿服务队有队员86名。景宁县老干部志愿服务队每月巡河4次。
二、下一步。各地要学习先进，做好宣传。
中共丽水市委老干部局
2023年5月9日
"""
ARRANGED = """中共丽水市委老干部局文件
丽老干〔2022〕3号
关于2022年老干部健康休养工作的通知
各县（市、区）委老干部局：
一、休养安排。2022年组织健康休养3批，每批20人。
二、休养费用。休养费用由原单位承担。
中共丽水市委老干部局
2022年4月1日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("refusal")
    files = written(folder)
    for name, text in {"通报": BULLETIN, "休养": ARRANGED}.items():
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    return index_of(files)


def refused(index: InMemoryIndex, question: str) -> Answer:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.NOT_FOUND, answer.answer
    assert answer.findings == () and answer.statements == ()
    assert not re.search(r"\d", answer.answer)
    assert answer.why_not
    return answer


def test_it_says_what_was_looked_for_as_it_was_read_and_without_stray_spaces(index: InMemoryIndex) -> None:
    answer = refused(index, "山东离退休党支部书记补贴多少元？")
    assert answer.why_not is not None
    assert "“离退休党支部书记补贴”的金额（地区：山东）" in answer.why_not
    assert " " not in answer.why_not


def test_a_notice_that_mentions_the_matter_without_the_sum_is_near_and_no_answer(index: InMemoryIndex) -> None:
    answer = refused(index, "丽水离退休党支部书记补贴多少元？")
    assert re.search("丽水.*提到.*“补贴”，未定金额", answer.why_not or "")
    assert "丽老干〔2020〕4号" in answer.nearest[0]


def test_only_another_place_sets_the_sum_and_that_is_said(index: InMemoryIndex) -> None:
    for question in ("山东离退休党支部书记补贴多少元？", "云南离退休党支部书记补贴多少元？"):
        answer = refused(index, question)
        assert re.search(r"写明金额的只有江苏仪征.*不是所问的(?:山东|云南)", answer.why_not or ""), answer.why_not
        assert "仪征" not in answer.answer  # no clause is cited that it would stand in
        assert any("仪老干〔2021〕9号" in clause_id for clause_id in answer.nearest)


def test_a_region_that_the_library_lacks_is_said_to_be_missing(index: InMemoryIndex) -> None:
    why = refused(index, "云南离退休党支部书记补贴多少元？").why_not
    assert why is not None and "资料库中没有云南的文件" in why


def test_the_clause_of_the_region_asked_about_comes_before_others(index: InMemoryIndex) -> None:
    nearest = refused(index, "丽水离退休党支部书记补贴多少元？").nearest
    assert nearest[0].startswith("丽老干")
    assert len(set(nearest)) == len(nearest) <= 3


def test_a_figure_of_another_post_is_said_to_be_another_case(index: InMemoryIndex) -> None:
    why = refused(index, "仪征离退休党支部委员补贴多少元？").why_not
    assert why is not None and "另一种情形" in why


def test_a_figure_of_the_neighbouring_place_in_one_notice_is_not_given(index: InMemoryIndex) -> None:
    refused(index, "景宁老干部志愿服务队有队员多少名？")
    assert "86名" in ask(index, "龙泉老干部志愿服务队有队员多少名？").statements[0].text


def test_the_arrangement_of_another_year_is_not_given(index: InMemoryIndex) -> None:
    answer = refused(index, "丽水2024年组织健康休养几批？")
    assert answer.why_not is not None and "2024年" in answer.why_not


@pytest.mark.parametrize(
    "question",
    [
        "离退休干部可以炒股吗？",
        "什么是“红色管家”？",
        "“六必访”是哪六访？",
        "老年大学有哪些专业？",
        "退休干部异地就医怎么备案？",
        "医疗费由哪个部门审核？",
    ],
)
def test_what_is_not_in_the_library_is_refused_whatever_is_asked_for(question: str, index: InMemoryIndex) -> None:
    refused(index, question)


def test_of_a_question_in_two_parts_the_unanswered_one_is_named(index: InMemoryIndex) -> None:
    answer = ask(index, "仪征离退休党支部书记补贴多少，由谁审批？")
    assert answer.outcome is AnswerOutcome.PARTLY
    assert "260元" in answer.statements[0].text and "“由谁审批”没有找到依据" in answer.statements[0].text
    assert answer.why_not is not None and "由谁审批" in answer.why_not


def test_answers_and_refusals_carry_their_confidence(index: InMemoryIndex) -> None:
    sure = ask(index, "仪征离退休党支部书记补贴多少元？")
    assert sure.confidence is not None and sure.confidence > 0.7
    far = refused(index, "老旧小区装电梯补贴多少万元？")
    assert far.confidence is not None and far.confidence > 0.8


def test_silent_notices_are_named_beside_a_plain_no(index: InMemoryIndex) -> None:
    stems = {Path(s.file).stem for s in refused(index, "山东离退休党支部书记补贴多少元？").silent}
    assert "山东" in stems
