"""Of a province, a city and a county, the short line gives the one asked about; what is of none of them is no answer."""

from __future__ import annotations

import pytest

from qa.answer import ask
from qa.asking.question import interpret
from qa.deciding.defining import defines
from qa.model import Answer, AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of

NOTICES = {
    "浙江.txt": """中共浙江省委老干部局文件
浙老干〔2023〕6号
关于规范离退休干部党支部工作的通知
各市委老干部局：
一、书记补贴。离退休干部党支部书记每人每月补贴不低于200元，各市、县可以提高标准。
二、活动日。离退休干部党支部每月开展主题党日1次。
中共浙江省委老干部局
2023年3月6日
""",
    "丽水.txt": """中共丽水市委老干部局文件
丽老干〔2023〕11号
关于落实离退休干部党支部工作的通知
各县（市、区）委老干部局：
一、书记补贴。离退休干部党支部书记每人每月补贴260元。
二、银晖小屋。银晖小屋每周开放不少于4天。本通知所称流动党员，是指外出居住6个月以上的离退休干部党员。
中共丽水市委老干部局
2023年5月8日
""",
    "仪征.txt": """中共仪征市委老干部局文件
仪老干〔2022〕4号
关于助餐工作的通知
各镇党委：
一、午餐补贴。老年人午餐补贴每人每餐6元。
中共仪征市委老干部局
2022年7月1日
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("whose")
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return index_of([folder / name for name in NOTICES])


def first_line(answer: Answer) -> str:
    return answer.statements[0].text if answer.statements else ""


def test_the_place_asked_about_is_told_alone_and_its_superior_stays_a_finding(index: InMemoryIndex) -> None:
    answer = ask(index, "丽水离退休干部党支部书记每月补贴多少元")
    assert "260元" in first_line(answer) and "200元" not in first_line(answer)
    assert {f.region for f in answer.findings} == {"浙江", "浙江丽水"}


def test_each_place_is_told_where_each_is_asked_for(index: InMemoryIndex) -> None:
    line = first_line(ask(index, "各地离退休干部党支部书记每月补贴多少元"))
    assert "260元" in line and "200元" in line


def test_a_superiors_rule_for_all_below_answers_where_the_place_has_none(index: InMemoryIndex) -> None:
    line = first_line(ask(index, "丽水离退休干部党支部每月开展几次主题党日"))
    assert line.startswith("浙江") and "1次" in line


def test_a_rule_of_a_place_in_it_is_none_of_the_province(index: InMemoryIndex) -> None:
    answer = ask(index, "江苏省老年人午餐补贴每餐多少元")
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert "仪征" in (answer.why_not or "")
    assert "6元" in first_line(ask(index, "仪征市老年人午餐补贴每餐多少元"))


def test_a_document_that_is_not_here_is_not_answered_for_by_another(index: InMemoryIndex) -> None:
    answer = ask(index, "浙老干〔2019〕88号规定党支部书记每月补贴多少元")
    assert answer.outcome is AnswerOutcome.NOT_FOUND


def test_what_is_only_spoken_of_is_not_defined(index: InMemoryIndex) -> None:
    assert ask(index, "什么是银晖小屋").outcome is AnswerOutcome.NOT_FOUND
    assert "外出居住" in ask(index, "丽水说的流动党员是什么意思").answer


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("什么是银晖小屋", "银晖小屋每周开放不少于4天。", False),
        ("什么是银晖小屋", "建设银晖小屋。每个小屋补助3万元。", False),
        ("什么是专项债券", "本办法所称专项债券，是指为有收益的项目发行的债券。", True),
        ("公用经费指什么", "公用经费（即日常运转经费）纳入预算。", True),
        ("公用经费指什么", "公用经费自即日起按新标准拨付。", False),
        ("“自愿参加”是什么意思", "——坚持自愿参加。是否参加由本人决定。", True),
        ("什么是“三单制”", "实行“三单制”，群众点单、支部派单、党员接单。", True),
    ],
)
def test_words_that_define(question: str, quote: str, expected: bool) -> None:
    assert defines(interpret(question, ()), quote) is expected
