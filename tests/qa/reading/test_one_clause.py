"""What the reader takes from one clause, over the kinds of question and the domains of notices: cases of our own."""

from __future__ import annotations

import pytest

from tests.qa.reading.one_clause import Case, faults, read_cases, readings_of, short_answer

CASES = read_cases()
# Not read yet: a wrong figure never, but half an answer or the neighbour's. Each says what is missing.
NOT_YET = {
    "threshold-09": "two cases that the question joins by 和 are read as one",
    "definition-05": "two terms in one pair of quotation marks, each with a sentence of its own",
    "frequency-02b": "公布 stands in the neighbouring part, 发布 in the right one",
    "date-01b": "which of two dates of one sentence 交 means",
    "threshold-31a": "the part with the count is called of another case, so that nothing is stated",
    "who-02b": "the doer of a neighbouring part that is called 负责",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_short_answer_is_complete_and_of_what_was_asked(case: Case) -> None:
    if case.case_id in NOT_YET:
        pytest.xfail(NOT_YET[case.case_id])
    short = short_answer(case.question, readings_of(case.question, case.text, case.path))
    assert faults(case) == [], short


def test_cases_cover_every_kind_in_several_domains() -> None:
    assert len(CASES) >= 170
    for kind in {case.kind for case in CASES} - {"other"}:
        assert len({case.domain for case in CASES if case.kind == kind}) >= 2, kind


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("误餐费每天多少钱", "培训期间住宿费每人每天不超过350元。"),
        ("护工每月工资多少", "护理员每月参加培训不少于2次，每次补贴交通费30元。"),
        ("组长是谁", "副组长：李长河。"),
        ("联系电话是多少", "每季度至少电话随访2次。"),
        ("几天内办结", "申请材料保存3年。"),
    ],
)
def test_figure_or_name_of_something_else_is_not_stated(question: str, text: str) -> None:
    readings = readings_of(question, text, ("三、保障措施",))
    assert not any(reading.states for reading in readings), [r.value for r in readings]
