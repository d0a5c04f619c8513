"""分别为A、B: each figure is of the holder named for its place; tiers are read out together where none is asked for."""

from __future__ import annotations

import pytest

from index.model import RankedClause, StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.respective import row_at, rows_of_clause
from qa.reading.reader import Reading, read_clauses

CARE = "社区中心就诊的，在校学生报销比例为10%，教职工为15%；区级医院分别为20%、25%；市级医院分别为30%、35%。"


def best(question: str, text: str) -> Reading:
    clause = Clause("d#1", ("一、标准",), "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    stored = StoredClause(clause, PolicyDocument("d", text, (0, len(text)), title="关于标准的通知"), "d.txt", 0)
    return read_clauses(question, interpret(question), [RankedClause(stored, 1.0, 1, None)])[0]


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        (CARE, ("在校学生", "教职工")),
        ("组长、组员每月分别补贴80元、60元。", ("组长", "组员")),
        ("甲类、乙类、丙类站点每年补助分别为9万元、7万元、5万元。", ("甲类", "乙类", "丙类")),
        ("补助分别为9万元、7万元、5万元。", ()),
        ("男性缴费比例为8%，女性为6%；农村分别为5%、4%、3%。", ()),
    ],
)
def test_figures_are_paired_with_holders_only_where_the_numbers_match(text: str, holders: tuple[str, ...]) -> None:
    assert rows_of_clause(text)[0].holders == holders


def test_the_place_of_a_figure_in_the_row_says_whose_it_is() -> None:
    row = rows_of_clause(CARE)[1]
    assert [row_at(CARE, row.sentence, end) for _, end in row.figures] == [(row, 0), (row, 1)]
    assert row_at(CARE, 0, row.figures[0][1]) is None


def test_the_figure_of_the_holder_asked_about_is_read_out() -> None:
    assert best("市级医院教职工报销比例多少", CARE).value == "35%"
    assert best("市级医院在校学生报销比例多少", CARE).value == "30%"


def test_a_row_without_certain_holders_is_read_out_whole() -> None:
    reading = best("村级站点补助多少元", "各级站点补助分别为900元、700元、500元。")
    assert reading.value == "各级站点补助分别为900元、700元、500元"
    assert "900元、700元、500元" in reading.quote


def test_every_tier_is_read_out_where_the_question_names_none() -> None:
    ages = "70至79周岁老人用餐补贴标准为每人每月45元，80至89周岁老人每人每月75元，90周岁以上老人每人每月130元。"
    assert all(sum in (best("老人用餐补贴标准是多少", ages).value or "") for sum in ("45元", "75元", "130元"))
