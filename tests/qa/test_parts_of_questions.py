"""Questions that ask several things: which parts there are, and what becomes of one that nothing answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.asking.subquestions import each_of_two, parts_of_question
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, Statement, Status
from qa.saying.joining import PartAnswer, joined

EMPTY = Interpretation((), (), (), (), AsksFor.AMOUNT)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("补贴是多少，由谁发放？", ("补贴是多少", "补贴，由谁发放")),
        ("甲县支部书记和委员补贴各多少？", ("甲县支部书记补贴多少", "甲县委员补贴多少")),
        ("支部书记和党总支书记补贴分别是多少", ("支部书记补贴是多少", "党总支书记补贴是多少")),
        ("离休干部护理费和交通费每月各多少？", ("离休干部护理费每月多少", "离休干部交通费每月多少")),
        ("机关和国企的活动经费标准", ("机关的活动经费标准", "国企的活动经费标准")),
        ("书记每月补贴多少，活动经费每名党员每年多少？", ("书记每月补贴多少", "活动经费每名党员每年多少")),
        (
            "退休人员个人账户每月划多少，在职的每月划多少",
            ("退休人员个人账户每月划多少", "个人账户每月划，在职的每月划多少"),
        ),
        ("全年改造多少户，每户改造面积多大", ("全年改造多少户", "每户改造面积多大")),
    ],
)
def test_each_thing_that_is_asked_is_a_part(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of_question(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "书记补贴多少",
        "哪些地方给护理员发补贴，各多少？",
        "培训费管理办法废止了哪个文件？文号多少",
        "骗取补贴怎么处理，哪些文件有规定",
        "机关和国企的经费有什么不同？",
        "山东和浙江对志愿服务各有什么要求",
        "安全和卫生由各单位负责吗",
        "书记和委员都要参加培训吗",
        "培训和考核各类人员共多少名",
    ],
)
def test_what_asks_one_thing_has_no_parts(question: str) -> None:
    assert each_of_two(question) == () == parts_of_question(question)


def answered(text: str, clause_id: str, confidence: float | None) -> Answer:
    finding = Finding("d", "f.txt", None, clause_id, ("一、",), "《某》", text, (0, 1), (), Status.UNKNOWN, 1.0)
    lines = (Statement(text, (clause_id,)), Statement(f"「{text}」", (clause_id,)))
    said = "\n".join(line.text for line in lines)
    return Answer(
        "问", EMPTY, AnswerOutcome.ANSWERED, said, lines, (finding,), (), (), None, 0.0, confidence=confidence
    )


def refused(why: str) -> Answer:
    no = answered("没有找到依据。", "x", 0.9)
    return replace(no, outcome=AnswerOutcome.NOT_FOUND, statements=(), findings=(), nearest=("d#九",), why_not=why)


def test_the_part_without_an_answer_is_named_with_what_was_looked_for() -> None:
    parts = [
        PartAnswer("书记补贴多少", answered("书记：300元。", "d#一", 0.9), True),
        PartAnswer("由谁审批", refused("查找的是“审批”的责任单位，没有一个条款写明。"), True),
    ]
    both = joined(refused(""), parts)
    assert both.outcome is AnswerOutcome.PARTLY
    assert both.statements[0].text == "书记：300元。“由谁审批”没有找到依据。"
    assert both.why_not is not None and "由谁审批" in both.why_not and "查找的是“审批”" in both.why_not
    assert both.confidence == 0.9


def test_the_least_sure_part_says_how_sure_the_answer_is() -> None:
    parts = [PartAnswer(w, answered(w, f"d#{w}", c), True) for w, c in (("一", 0.9), ("二", 0.4))]
    assert joined(refused(""), parts).confidence == 0.4
    unknown = [*parts, PartAnswer("三", answered("三", "d#三", None), True)]
    assert joined(refused(""), unknown).confidence is None


def test_a_part_whose_answer_speaks_of_something_else_is_not_answered() -> None:
    parts = [
        PartAnswer("书记补贴多少", answered("书记：300元。", "d#一", 0.9), True),
        PartAnswer("审批人电话", answered("80元。", "d#二", 0.9), False),
    ]
    assert joined(refused(""), parts).outcome is AnswerOutcome.PARTLY


def test_with_no_part_answered_the_whole_stands() -> None:
    whole = refused("没有")
    assert joined(whole, [PartAnswer("甲", refused(""), True), PartAnswer("乙", refused(""), True)]) is whole


def test_one_answer_that_tells_two_things_apart_keeps_its_own_line() -> None:
    whole = answered("书记260元，委员130元。", "d#一", 0.8)
    each = [
        PartAnswer(q, replace(answered(q, f"d#{q}", 0.8), question=q), True) for q in ("书记补贴多少", "委员补贴多少")
    ]
    assert joined(whole, each) is whole


def test_the_sum_of_all_is_not_what_each_got() -> None:
    sums = replace(
        answered("119万元", "d#一", 0.9),
        findings=(replace(answered("共发119万元", "d#一", 0.9).findings[0], value="119万元"),),
    )
    both = joined(refused(""), [PartAnswer("发了多少万元", sums, True), PartAnswer("每人多少", sums, True)])
    assert both.outcome is AnswerOutcome.PARTLY and "“每人多少”没有找到依据" in both.statements[0].text


def test_what_a_part_alone_cites_in_the_short_line_becomes_a_finding_and_no_sentence_is_said_twice() -> None:
    whole = answered("放7天。", "d#一", 0.9)
    parts = [
        PartAnswer("放几天", answered("放7天。", "d#一", 0.9), True),
        PartAnswer("哪天补班", answered("放7天。29日上班。", "d#二", 0.8), True),
    ]
    said = joined(whole, parts)
    assert said.statements[0].text == "放7天。29日上班。"
    assert {f.clause_id for f in said.findings} >= set(said.statements[0].citations) == {"d#一", "d#二"}
