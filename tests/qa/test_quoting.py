"""What is shown of a clause tells whose figure it is: the words before it are quoted with it."""

import pytest

from qa.asking.question import interpret
from qa.saying.quoting import LONGEST_LEAD, with_lead
from tests.qa.reading.one_clause import readings_of


def quoted(question: str, text: str) -> str:
    best = readings_of(question, text, ("第七条",))[0]
    return with_lead(best, interpret(question).wants).quote


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        # 工会: the figure of the condition gives nothing by itself
        (
            "困难职工大病救助最高多少元",
            "困难职工本人患重大疾病，年度自付费用超过3万元的，给予大病救助，每户不超过7000元。",
            "困难职工本人患重大疾病，年度自付费用超过3万元的，给予大病救助，每户不超过7000元",
        ),
        # 水利: one holder, two who pay
        (
            "农村泵站维修经费省财政负担多少比例",
            "纳入名录的农村泵站，由省财政负担百分之六十，县财政负担百分之四十。",
            "纳入名录的农村泵站，由省财政负担百分之六十",
        ),
        # 文旅: what carries on the figure before stays with it
        (
            "乙级民宿奖励多少钱",
            "甲级民宿奖励9万元，由市财政列支，乙级民宿奖励4万元。",
            "乙级民宿奖励4万元",
        ),
    ],
)
def test_a_figure_is_quoted_with_the_words_it_is_said_of_and_no_other_figure(
    question: str, text: str, shown: str
) -> None:
    assert quoted(question, text).rstrip("。，") == shown


def test_a_quote_stays_verbatim_and_its_span_with_it() -> None:
    text = "各校应当建立台账。\n纳入计划的学生，由学校给予补助，每人每年不超过900元，学校负担百分之三十。"
    reading = with_lead(readings_of("学生补助最多多少元", text, ("第七条",))[0], interpret("学生补助最多多少元").wants)
    assert text[slice(*reading.span)] == reading.quote


def test_a_sentence_longer_than_a_person_reads_is_not_quoted_from_its_beginning() -> None:
    before = "，".join(["本市户籍且连续居住满规定期限并在本单位办理登记手续的老年人"] * (LONGEST_LEAD // 25))
    assert (
        len(quoted("老年人每月津贴多少元", f"{before}，自付超过2万元的，给予津贴，每月80元，另补60元。")) < LONGEST_LEAD
    )
