from __future__ import annotations

import pytest

from qa.asking.question import interpret
from qa.language.values import value_spans
from qa.model import AsksFor, ValueKind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("每月补贴多少元？", AsksFor.AMOUNT),
        ("党支部书记补贴标准", AsksFor.AMOUNT),
        ("每年至少走访几次？", AsksFor.FREQUENCY),
        ("多久召开一次会议", AsksFor.FREQUENCY),
        ("多少名党员可以设党总支？", AsksFor.THRESHOLD),
        ("最多几人参加", AsksFor.THRESHOLD),
        ("什么时候开始施行？", AsksFor.DATE),
        ("几天内答复？", AsksFor.DATE),
        ("由谁核发证件？", AsksFor.WHO),
        ("这项工作由哪个部门牵头", AsksFor.WHO),
        ("责任单位是谁", AsksFor.WHO),
        ("在职干部可以兼任吗？", AsksFor.YES_NO),
        ("能不能委托别人交纳党费", AsksFor.YES_NO),
        ("是否需要报批", AsksFor.YES_NO),
        ("保障措施有哪些？", AsksFor.LIST),
        ("什么是“三有一落实”", AsksFor.DEFINITION),
        ("“四就近”指什么？", AsksFor.DEFINITION),
        ("山东和浙江分别怎么规定", AsksFor.COMPARISON),
        ("这个通知的文号是多少？", AsksFor.DOCUMENT_NUMBER),
        ("怎么开展志愿服务", AsksFor.OTHER),
    ],
)
def test_question_tells_what_kind_of_answer_it_wants(question: str, kind: AsksFor) -> None:
    assert interpret(question).asks_for is kind


def test_regions_and_years_are_read_and_left_out_of_the_subject() -> None:
    read = interpret("2020年山东省和仪征的志愿服务有什么要求？")
    assert read.regions == ("山东", "仪征")
    assert read.years == (2020,)
    assert "志愿服务" in read.subject
    assert "山东" not in read.subject
    assert "2020" not in read.subject


def test_a_whole_country_in_a_name_is_no_place_to_look_in() -> None:
    assert interpret("全国表彰大会几年开一次").regions == ()


@pytest.mark.parametrize("spelling", ["鲁林发[2019]33号", "鲁林发〔2019〕33 号", "鲁林发（2019）３３号"])
def test_document_number_is_read_in_any_spelling(spelling: str) -> None:
    assert interpret(f"{spelling}讲了什么").document_numbers == ("鲁林发〔2019〕33号",)


def test_measure_word_says_which_figure_is_wanted() -> None:
    assert interpret("课程比重不低于多少%").wants == (ValueKind.PERCENT,)
    assert interpret("联系电话是多少").wants == (ValueKind.TELEPHONE,)
    assert ValueKind.DURATION in interpret("多少天内答复").wants
    assert not value_spans(interpret("评选表彰的名额").wants, "表彰大会每五年开一次", "评选表彰的名额")
    assert value_spans(interpret("评选表彰的名额").wants, "每个县推荐3名", "评选表彰的名额")
    assert interpret("慰问了多少位").wants == (ValueKind.PEOPLE,)
    assert interpret("证书编号是几位").wants == (ValueKind.FIGURE,)


def test_question_words_are_no_terms() -> None:
    terms = interpret("请问党支部书记每月的补贴是多少？").terms
    assert "补贴" in terms
    assert not {"多少", "请问", "是"} & set(terms)


def test_titles_in_brackets_are_kept_whole() -> None:
    assert interpret("《关于印发〈要点〉的通知》的文号").titles == ("关于印发〈要点〉的通知",)
