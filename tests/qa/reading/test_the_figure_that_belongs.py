"""Of the figures in the words quoted, the one read out is the one that is asked for; what is of another kind is not quoted."""

from __future__ import annotations

import pytest

from qa.language.condition import with_case
from qa.language.values import value_spans
from qa.model import ValueKind
from tests.qa.reading.one_clause import readings_of, short_answer


@pytest.mark.parametrize(
    ("question", "text", "says", "never"),
    [
        (
            "下半年什么时候发放物业补贴",
            "物业补贴每半年发放一次，上半年于5月31日前、下半年于11月30日前发放到位。",
            "11月30日",
            "5月31日",
        ),
        ("损坏的借阅机赔多少", "借用借阅机交押金300元，归还时退还；损坏的按原价60%赔偿。", "60%", "300元"),
        ("监测站运行经费区财政承担多少", "监测站运行经费由市财政承担70%，区财政承担30%。", "30%", "70%"),
    ],
)
def test_the_figure_read_out_is_the_one_asked_for(question: str, text: str, says: str, never: str) -> None:
    short = short_answer(question, readings_of(question, text, ("四、经费和时间",)))
    assert says in short
    assert never not in short


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("学费退不退", "租借球杆交押金100元，归还时全额退还。"),
        ("退役军人在哪里体检", "退役军人体检经费由市财政全额承担。"),
        ("工会换届主席人选怎么定", "对工会主席给予适当的工作补贴，列入经费预算。"),
    ],
)
def test_words_of_another_kind_answer_nothing(question: str, text: str) -> None:
    assert all(r.other_case or not r.states for r in readings_of(question, text, ("六、其他",)))


def test_a_place_answers_where() -> None:
    text = "退役军人在市第二医院体检中心体检。"
    assert not readings_of("退役军人在哪里体检", text, ("三、体检",))[0].other_case


def test_a_length_of_study_sets_no_case() -> None:
    quote = "骨干教师每年学习不少于60学时，其他教师每年学习不少于40学时。"
    said = with_case("普通教师一年多少学时", quote, "每年学习不少于40学时")
    assert "60学时" not in said and "40学时" in said


def test_a_turn_of_the_year_before_a_day_is_no_day() -> None:
    text = "上半年缴费于3月31日前完成"
    assert [text[a:b] for a, b in value_spans((ValueKind.DATE,), text)] == ["3月31日"]
    assert value_spans((ValueKind.DATE,), "上半年完成改造")
