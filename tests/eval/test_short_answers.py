"""What counts as the labelled answer in the short line, and what counts as a wrong figure."""

from __future__ import annotations

import pytest

from eval.questions.labels import LabelledAnswer, LabelledQuestion
from eval.questions.printed import holds_words, printed_in
from eval.questions.short import answers_as_labelled, figures_exact
from eval.questions.sides import Side, side_of_label, side_of_line
from eval.questions.wrong_figures import wrong_figures
from ingest.model import Status
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation


def asked(question: str, kind: str, *labels: str, evidence: str = "", **more: tuple[str, ...]) -> LabelledQuestion:
    answers = tuple(LabelledAnswer(f"{n}.txt", ("一、",), evidence or label, label) for n, label in enumerate(labels))
    return LabelledQuestion("Q1", question, kind, answers, **more)


def said(line: str, quote: str = "", outcome: AnswerOutcome = AnswerOutcome.ANSWERED) -> Answer:
    found = Finding("甲", "0.txt", None, "甲#一", ("一、",), "", quote, (0, 0), (), Status.UNKNOWN, 1.0)
    read = Interpretation((), (), (), (), AsksFor.OTHER)
    return Answer("", read, outcome, f"{line}\n甲：「{quote}」", (), (found,) if quote else (), (), (), None, 1.0)


AMOUNT = asked("甲市每月补贴多少？", "amount", "每月不低于300元")


@pytest.mark.parametrize("line", ["甲市：每月不低于300元。", "每月至少三百元", "甲：按每月不少于 300 元发放。"])
def test_the_same_figure_in_other_words_is_the_labelled_answer(line: str) -> None:
    assert answers_as_labelled(AMOUNT, said(line))


@pytest.mark.parametrize(
    "line",
    [
        "甲市：每月不低于3000元。",
        "甲市：每月不低于300万元。",
        "甲市：每月不超过300元。",
        "甲市：每月300元。",
        "甲市：每年不低于300元。",
        "甲市：每月不低于300元；乙市：每月200元。",
        "甲市：每月不低于30%。",
        "有规定的：甲市。",
        "",
    ],
)
def test_another_value_unit_bound_or_period_is_not(line: str) -> None:
    assert not answers_as_labelled(AMOUNT, said(line))


def test_only_the_first_line_counts() -> None:
    assert not answers_as_labelled(AMOUNT, said("有规定的：甲市。", "每月不低于300元"))


def test_a_plain_no_is_never_the_labelled_answer() -> None:
    assert not answers_as_labelled(AMOUNT, said("每月不低于300元", outcome=AnswerOutcome.NOT_FOUND))


def test_what_stands_in_the_question_need_not_be_said_again() -> None:
    per_year = asked("每年通报几次？", "frequency", "每年不少于1次")
    assert answers_as_labelled(per_year, said("甲：不少于1次。"))
    assert not answers_as_labelled(asked("通报几次？", "frequency", "每年不少于1次"), said("甲：不少于1次。"))


@pytest.mark.parametrize(
    ("question", "line", "same"),
    [
        ("每年补贴多少？", "每年300元", True),
        ("每年补贴多少？", "300元", True),
        ("每年补贴多少？", "每人每年300元", True),
        ("每年补贴多少？", "每月300元", False),
        ("每年补贴多少？", "每两年300元", False),
    ],
)
def test_a_period_that_is_printed_is_the_one_asked_for(question: str, line: str, same: bool) -> None:
    assert answers_as_labelled(asked(question, "amount", "300元"), said(line)) is same


def test_days_and_names_of_units_are_read_as_people_read_them() -> None:
    assert answers_as_labelled(asked("几天内？", "deadline", "15日内"), said("15天内"))
    assert answers_as_labelled(asked("最多几名？", "threshold", "不超过5人"), said("不得超过5名"))
    assert answers_as_labelled(asked("什么时候？", "deadline", "10月1日"), said("十月一日起"))
    assert not answers_as_labelled(asked("什么时候？", "deadline", "10月1日"), said("10月2日起"))
    assert not answers_as_labelled(asked("2019年国庆何时上班？", "deadline", "10月8日"), said("2020年10月8日"))


def test_a_year_that_the_evidence_does_not_print_need_not_be_said_and_must_not_be_another() -> None:
    half = asked("什么时候检查？", "deadline", "2020年上半年", evidence="上半年检查")
    assert answers_as_labelled(half, said("浙江：上半年。"))
    assert not answers_as_labelled(half, said("浙江：2021年上半年。"))
    assert not answers_as_labelled(half, said("浙江：下半年。"))


def test_a_document_number_counts_whole() -> None:
    number = asked("文号是多少？", "doc_number", "鲁老干〔2022〕15号")
    assert answers_as_labelled(number, said("山东《意见》的文号：鲁老干[2022]15号。"))
    assert not answers_as_labelled(number, said("鲁老干〔2022〕16号"))


def test_yes_and_no_are_known_by_the_side_that_the_line_opens_with() -> None:
    may = asked("过收费站要交钱吗？", "yes_no", "不用，免收通行费")
    assert answers_as_labelled(may, said("否。（全国）"))
    assert not answers_as_labelled(may, said("是。（全国）"))
    assert not answers_as_labelled(may, said("没有直接写明。相关的规定：通行。"))


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("不得。", Side.NO),
        ("山东：不可以", Side.NO),
        ("可以。（甲市）", Side.YES),
        ("是", Side.YES),
        ("不少于2人", Side.NONE),
        ("没有直接写明。", Side.NONE),
    ],
)
def test_the_side_of_a_line(words: str, side: Side) -> None:
    assert side_of_line(words) is side


def test_the_side_of_a_label_may_stand_behind() -> None:
    assert side_of_label("只安排1天，没有调休") is Side.NO


def test_all_items_of_a_list_are_wanted() -> None:
    five = asked("哪五养？", "definition_list", "身养、心养、文养")
    assert answers_as_labelled(five, said("丽水：“身养、心养、文养”。"))
    assert not answers_as_labelled(five, said("丽水：“身养、心养”。"))


def test_a_persons_name_ends_where_the_line_ends_it() -> None:
    who = asked("组长是谁？", "who", "王建")
    assert answers_as_labelled(who, said("全国：组长王建。"))
    assert not answers_as_labelled(who, said("全国：王建国务。"))


def test_each_place_has_its_own_figure() -> None:
    both = asked("甲和乙怎么定？", "cross_document", "甲市：每月300元", "乙市：给予补贴，未定数额")
    assert answers_as_labelled(both, said("甲市：每月300元；乙市：有规定，未定金额。"))
    assert not answers_as_labelled(both, said("乙市：每月300元；甲市：有规定，未定金额。"))
    assert answers_as_labelled(both, said("甲市：每月300元；乙市：给予适当的补贴。"))
    assert not answers_as_labelled(both, said("甲市：每月300元；乙市：给予每月300元补贴。"))
    assert not answers_as_labelled(both, said("甲市：每月300元。"))


def test_other_words_must_hold_most_of_the_label() -> None:
    how = asked("怎么办？", "lay_paraphrase", "经支部同意可以委托代交")
    assert answers_as_labelled(how, said("甲：经党支部同意，可以委托他人代交。"))
    assert not answers_as_labelled(how, said("甲：按规定交纳。"))


def test_says_is_held_to_as_it_stands() -> None:
    strict = asked("多少？", "amount", "260元", says=("每人每月", "260元"))
    assert answers_as_labelled(strict, said("每人每月260元"))
    assert not answers_as_labelled(strict, said("260元"))
    assert not answers_as_labelled(strict, said("每人每月1260元"))


@pytest.mark.parametrize(
    ("line", "words", "held"),
    [("共1260元", "260", False), ("260.5元", "260", False), ("2,600元", "2600元", True), ("比例4：6", "4：6", True)],
)
def test_a_figure_is_held_whole(line: str, words: str, held: bool) -> None:
    assert holds_words(line, words) is held


def test_figures_are_exact_with_unit_and_bound_or_not() -> None:
    assert figures_exact(AMOUNT, "甲：每月不低于300元；乙：每月200元") is True
    assert figures_exact(AMOUNT, "甲：每月300元") is False
    assert figures_exact(asked("谁？", "who", "王建"), "王建") is None


@pytest.mark.parametrize(
    ("line", "quote", "wrong"),
    [
        ("每月不低于300元", "每月不低于300元", []),
        ("每月不低于300元；乙：每月200元", "", ["每月200元"]),
        ("每月不低于300元，5人以上", "", []),
        ("有规定的：甲", "每年培训费400元", ["首条 400元"]),
        ("有规定的：甲", "每月300元，培训费400元", []),
    ],
)
def test_a_wrong_figure_is_one_of_the_asked_kind_that_no_label_holds(line: str, quote: str, wrong: list[str]) -> None:
    found = wrong_figures(AMOUNT, said(line, quote))
    assert len(found) == len(wrong)
    assert all(w.removeprefix("首条 ") in f for w, f in zip(wrong, found, strict=True))


def test_what_the_label_forbids_is_wrong_in_the_line_and_the_quote() -> None:
    trap = asked("多少？", "amount", "260元", never=("130元",), never_short=("150元",))
    assert wrong_figures(trap, said("260元", "书记260元，委员130元")) == ["130元"]
    assert wrong_figures(trap, said("260元", "书记260元，副书记150元")) == []
    assert "150元" in wrong_figures(trap, said("150元", ""))


def test_any_figure_is_wrong_where_there_is_no_answer() -> None:
    nothing = asked("2020年每月补贴多少？", "unanswerable")
    assert wrong_figures(nothing, said("甲：每月300元", "每月300元"))
    assert wrong_figures(nothing, said("没有找到：共3人。", outcome=AnswerOutcome.NOT_FOUND))
    assert not wrong_figures(nothing, said("没有找到依据。", outcome=AnswerOutcome.NOT_FOUND))


def test_dates_are_no_quantities_and_ranges_carry_their_month() -> None:
    printed = printed_in("10月1日至7日放假，共7天，国办发明电〔2018〕15号")
    assert [(d.month, d.day) for d in printed.dates] == [(10, 1), (10, 7)]
    assert [(q.value, q.unit) for q in printed.quantities] == [(7, "天")]
    assert printed.numbers == ("国办发明电〔2018〕15号",)
