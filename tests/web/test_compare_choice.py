"""What a person chose to compare, as an address and as edits."""

from datetime import date

import pytest

from ingest.errors import QueryError
from qa.comparing.projects import Project, Remark
from web.compare_choice import (
    address_of,
    choice_in,
    day_in,
    remark_of,
    remarked,
    renamed,
    rows_in,
    same_question,
    told_of_unknown,
    with_clause,
    with_row,
    without_clause,
    without_row,
)

CHOICE = Project("党建", "志愿服务", ("山东", "浙江"), ("补贴", "党费"), date(2023, 6, 30))


def test_an_address_gives_back_the_choice_it_was_made_of() -> None:
    assert choice_in(address_of(CHOICE)) == CHOICE
    assert address_of(CHOICE, "chain")["view"] == ["chain"]
    assert choice_in({"region": ["山东"]}) is None


def test_what_was_edited_is_no_other_question() -> None:
    edited = without_row(without_clause(CHOICE, "甲#一"), "补贴")
    assert same_question(CHOICE, edited)
    assert not same_question(CHOICE, Project("党建", "志愿服务", ("山东",), ("补贴", "党费"), date(2023, 6, 30)))


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("补贴、党费，组织设置", ("补贴", "党费", "组织设置")),
        (" 补贴 ", ("补贴",)),
        ("补贴、补贴；", ("补贴",)),
        ("", ()),
    ],
)
def test_rows_are_told_apart_by_the_marks_that_people_write(written: str, rows: tuple[str, ...]) -> None:
    assert rows_in(written) == rows


@pytest.mark.parametrize("written", ["2023-06-30", "2023年6月30日", "2023/6/30", "2023.6.30"])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert day_in(written) == date(2023, 6, 30)


def test_no_day_is_none_and_what_is_no_day_is_told() -> None:
    assert day_in(" ") is None
    for written in ("去年", "2023-13-01", "2023"):
        with pytest.raises(QueryError, match="不是日期"):
            day_in(written)


def test_a_row_is_renamed_twice_and_back_with_its_remarks() -> None:
    rows = ("工作补贴", "党费")
    project = remarked(CHOICE, "工作补贴", "浙江", "待核实")
    once = renamed(project, "工作补贴", "书记待遇", rows)
    assert once.renamed == (("工作补贴", "书记待遇"),)
    assert once.remarks == (Remark("书记待遇", "浙江", "待核实"),)
    twice = renamed(once, "书记待遇", " 待遇 ", ("书记待遇", "党费"))
    assert twice.renamed == (("工作补贴", "待遇"),)
    back = renamed(twice, "待遇", "", ("待遇", "党费"))
    assert back.renamed == ()
    assert back.remarks == project.remarks
    with pytest.raises(QueryError, match="已经叫这个名称"):
        renamed(project, "工作补贴", "党费", rows)


def test_a_hidden_row_is_kept_by_the_name_that_the_clauses_gave_it() -> None:
    project = without_row(renamed(CHOICE, "工作补贴", "待遇", ("工作补贴",)), "待遇")
    assert project.hidden == ("工作补贴",)
    assert with_row(project, "工作补贴").hidden == ()


def test_clauses_and_remarks_are_taken_away_and_given_back() -> None:
    assert with_clause(without_clause(CHOICE, "甲#一"), "甲#一") == CHOICE
    project = remarked(CHOICE, "党费", "浙江", "一\n二")
    assert remark_of(project, "党费", "浙江") == "一 二"
    assert remarked(project, "党费", "浙江", " ").remarks == ()


def test_a_name_that_is_no_place_is_told_a_place_without_notices_is_not() -> None:
    held = ("浙江丽水", "江苏扬州仪征真州")
    assert told_of_unknown(("浙江", "西藏", "真州"), held) == ""
    assert told_of_unknown(("山东", "甲乙丙", "火星"), held) == "不认得地名“甲乙丙”“火星”，请看看有没有写错。"
