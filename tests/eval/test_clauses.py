"""How trees are compared: what the labels list, where a body begins, what counts as found."""

from pathlib import Path

import pytest

from eval.clauses import LabelledClause, compare_trees, describe, listed_clauses
from ingest.documents import parse_file

REGULATION = """养犬登记办法

第一章 总则

第一条 为了管好登记，制定本办法。

第二条 下列犬只应当登记：
（一）导盲犬；
（二）警犬。

附件1 登记表
一、填写说明
用黑笔填写。
"""

NOTICE = """关于做好防汛值班的通知

各镇人民政府：

汛期已到，现就值班通知如下。

一、值班时间：六月至九月，每天二十四小时。
二、值班要求
（一）双人值班。每班不少于两人。
"""


def listed(folder: Path, text: str) -> tuple[LabelledClause, ...]:
    path = folder / "notice.txt"
    path.write_text(text, encoding="utf-8")
    return listed_clauses(parse_file(path))


def test_preamble_bare_chapters_and_annexes_are_not_listed(tmp_path: Path) -> None:
    assert [c.path for c in listed(tmp_path, REGULATION)] == [("第一章 总则", "第一条"), ("第一章 总则", "第二条")]


def test_the_body_of_an_article_ends_where_its_items_begin(tmp_path: Path) -> None:
    assert listed(tmp_path, REGULATION)[1].body_start == "下列犬只应当登记："


def test_a_body_begins_after_the_heading_and_what_divides_them(tmp_path: Path) -> None:
    assert listed(tmp_path, NOTICE) == (
        LabelledClause(("一、值班时间",), "六月至九月，每天二十四小时。"[:15]),
        LabelledClause(("二、值班要求",), ""),
        LabelledClause(("二、值班要求", "（一）双人值班"), "每班不少于两人。"),
    )


A, B, C = (LabelledClause((name,), "正文") for name in "甲乙丙")


def test_equal_trees_have_no_difference() -> None:
    difference = compare_trees([A, B], [A, B])
    assert difference.exact
    assert not describe(difference)


def test_a_clause_that_is_missing_and_one_too_many_are_named() -> None:
    difference = compare_trees([A, C], [A, B])
    assert (difference.exact, difference.matched, difference.listed, difference.found) == (False, 1, 2, 2)
    assert "缺「乙」" in describe(difference)
    assert "多「丙」" in describe(difference)


def test_a_wrong_body_under_the_right_path_keeps_the_sequence_exact_and_is_not_matched() -> None:
    difference = compare_trees([LabelledClause(("甲",), "别的")], [A])
    assert difference.exact
    assert difference.matched == 0
    assert describe(difference)


@pytest.mark.parametrize(("found", "matched"), [([A], 1), ([A, A], 2), ([A, A, A], 2)])
def test_a_clause_labelled_twice_must_be_found_twice(found: list[LabelledClause], matched: int) -> None:
    assert compare_trees(found, [A, A]).matched == matched


def test_clauses_in_another_order_are_not_exact() -> None:
    difference = compare_trees([B, A], [A, B])
    assert not difference.exact
    assert describe(difference) == "各条都在，顺序不同"
