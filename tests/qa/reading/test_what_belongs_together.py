"""Holders of one sentence, rows and their columns, sides with their words: what is read out belongs to what is asked."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ingest.model import Clause, ClauseKind
from qa.asking.asked_value import asks_for_of, wants_of
from qa.asking.question import interpret
from qa.language.parts import parts_of
from qa.language.sides import side_of, side_of_cell, told_side
from qa.language.signs import excepts_some, exempts_others
from qa.model import AsksFor, ValueKind
from qa.tables.tabbed_rows import tabbed_rows
from qa.tables.table_cells import holds
from qa.tables.table_rows import sentences_and_tables


def _one_clause() -> ModuleType:
    spec = importlib.util.spec_from_file_location("one_clause", Path(__file__).with_name("one_clause.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("one_clause", module)
    spec.loader.exec_module(module)
    return module


ONE_CLAUSE = _one_clause()


def clause_of(text: str, path: tuple[str, ...] = ("一、标准",)) -> Clause:
    return Clause("d#1", path, "", None, text, (0, len(text)), None, (), len(path), ClauseKind.CLAUSE)


def said_in_table(question: str, text: str, title: str = "") -> str | None:
    _, table = sentences_and_tables(clause_of(text), (), question, interpret(question), title)
    return table.answer.said if table.answer else None


FEES = (
    "一、标准\n项目\t市级场馆（元/次）\t县级场馆（元/次）\n游泳\t30\t20\n羽毛球\t25\t15\n滑冰\t60\t—\n残疾人免收门票。"
)
CARE = "一、标准\n类别\t居家护理\t集中护理\n失能老年人\t每人每月300元\t每人每月500元\n半失能老年人\t每人每月150元\t每人每月240元\n能够自理的老年人\t每人每月60元\t不予补贴"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("县级场馆游泳一次多少元", "项目：游泳，县级场馆（元/次）：20"),
        ("市级场馆羽毛球收多少钱", "项目：羽毛球，市级场馆（元/次）：25"),
        ("失能老人居家护理每人每月多少元", "类别：失能老年人，居家护理：每人每月300元"),
        ("半失能老人集中护理多少元", "类别：半失能老年人，集中护理：每人每月240元"),
    ],
)
def test_a_cell_is_read_out_with_its_row_and_column(question: str, said: str) -> None:
    assert said_in_table(question, FEES if "场馆" in question else CARE) == said


@pytest.mark.parametrize("question", ["县级场馆滑冰一次多少元", "残疾人游泳多少钱", "县级场馆乒乓球多少元"])
def test_no_cell_is_given_for_what_the_table_leaves_out(question: str) -> None:
    assert said_in_table(question, FEES) is None


def test_the_side_of_a_row_is_that_of_the_cell_asked_about() -> None:
    said = said_in_table("能够自理的老人集中护理有补贴吗", CARE, "护理补贴办法")
    assert said == "否。类别：能够自理的老年人，集中护理：不予补贴"
    assert told_side("老人可以领补贴吗", "能够自理的老年人\t每人每月60元\t不予补贴") is None


@pytest.mark.parametrize(("cell", "side"), [("不享受", "否"), ("—", "否"), ("每人每月60元", "是")])
def test_a_cell_grants_or_denies(cell: str, side: str) -> None:
    assert side_of_cell("有没有补贴", cell) == side


def test_rows_of_tabs_need_a_head_that_names_the_columns() -> None:
    assert [c.column for c in tabbed_rows(clause_of(FEES))[0].cells] == [
        "项目",
        "市级场馆（元/次）",
        "县级场馆（元/次）",
    ]
    assert tabbed_rows(clause_of("游泳\t30\n滑冰\t60\n冰壶\t70")) == []
    for row in tabbed_rows(clause_of(FEES)):
        assert all(FEES[slice(*cell.span)] == cell.text for cell in row.cells)


@pytest.mark.parametrize(
    ("sentence", "kind", "parts"),
    [
        ("男职工年满60周岁、女职工年满55周岁", ValueKind.AGE, ["男职工年满60周岁", "女职工年满55周岁"]),
        (
            "一等奖每名奖励5000元、二等奖每名奖励3000元",
            ValueKind.MONEY,
            ["一等奖每名奖励5000元", "二等奖每名奖励3000元"],
        ),
        ("5月1日、10月1日放假", ValueKind.DATE, []),
        ("城镇、农村居民每人每月300元", ValueKind.MONEY, []),
    ],
)
def test_holders_in_a_row_have_a_part_each(sentence: str, kind: ValueKind, parts: list[str]) -> None:
    assert [p.text for p in parts_of([kind], sentence)] == parts


def test_of_two_holders_only_the_one_asked_about_is_read_out() -> None:
    text = "申请人应当登记失业满1年，男性年满50周岁、女性年满45周岁。"
    best = ONE_CLAUSE.readings_of("女性申请人的年龄要求", text, ("一、条件",))[0]
    assert best.value == "年满45周岁"


@pytest.mark.parametrize(
    ("question", "value"), [("副主任每月补贴多少元", "每月200元"), ("主任每月补贴多少元", "每月300元")]
)
def test_a_deputy_is_asked_of_as_a_deputy(question: str, value: str) -> None:
    best = ONE_CLAUSE.readings_of(question, "主任每月补贴300元，副主任每月补贴200元。", ("二、补贴",))[0]
    assert best.value is not None and value.removeprefix("每月") in best.value


def test_days_on_which_something_happens_are_not_those_beside_them() -> None:
    text = "端午节：6月7日至9日放假调休，共3天。6月1日（星期六）、6月15日（星期六）上班。"
    best = ONE_CLAUSE.readings_of("端午节哪几天要补班", text, ("三、端午节",))[0]
    assert best.value == "6月1日（星期六）、6月15日（星期六）"


@pytest.mark.parametrize(
    ("question", "text", "side"),
    [
        ("临时党小组能不能发展党员", "临时党小组不发展党员，不收缴党费。", "不可以"),
        ("现役军人适用这个办法吗，可以申请吗", "现役军人不适用本办法。", "不可以"),
        ("父亲节能休一天吗", "父亲节放假半天。", "否"),
        ("青年节能放一天吗", "青年节放假不少于半天。", None),
        ("假期会不会少", "适逢周末的，应当补假。", "否"),
        ("假期会不会少", "适逢周末的，不补假。", None),
    ],
)
def test_sides(question: str, text: str, side: str | None) -> None:
    assert side_of(question, text) == side


@pytest.mark.parametrize(
    ("asked", "text", "others"),
    [
        ("摄影班学费多少", "离休干部、特困人员免收学费;", True),
        ("特困人员学费多少", "离休干部、特困人员免收学费;", False),
        ("学费多少", "学员每学期80元,军人免收学费", False),
        ("门票多少钱", "本馆免收门票", False),
    ],
)
def test_what_others_are_spared_is_no_sum(asked: str, text: str, others: bool) -> None:
    assert exempts_others(asked, text) is others


def test_what_holds_of_some_is_no_answer_for_all() -> None:
    assert excepts_some("假期碰上周末补不补", "部分公民放假的假日不补假。")
    assert not excepts_some("部分公民放假的假日补不补", "部分公民放假的假日不补假。")


def test_half_and_deputy_make_another_case() -> None:
    assert not holds("半失能老年人", "失能")
    assert holds("学费减半收取", "收取")


@pytest.mark.parametrize(
    ("question", "asks_for", "wants"),
    [
        ("家庭成员包括哪些人", AsksFor.LIST, (ValueKind.ITEMS,)),
        ("安家补贴怎么申请", AsksFor.OTHER, (ValueKind.MANNER,)),
        ("申领流程", AsksFor.LIST, (ValueKind.ITEMS,)),
        ("门诊最多给报多少", AsksFor.THRESHOLD, (ValueKind.MONEY,)),
        ("住院能报多少", AsksFor.THRESHOLD, (ValueKind.PERCENT,)),
        ("申请人年龄要求", AsksFor.THRESHOLD, (ValueKind.AGE,)),
    ],
)
def test_what_is_asked_for(question: str, asks_for: AsksFor, wants: tuple[ValueKind, ...]) -> None:
    assert asks_for_of(question) is asks_for
    assert wants_of(question, asks_for)[0] == wants
