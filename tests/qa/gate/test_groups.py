"""A figure of another group, payer or tier, or of time where a sum is asked for, is none of the one asked about."""

from __future__ import annotations

import pytest

from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.belonging import belonging_faults
from qa.gate.grounds import Ground
from qa.gate.settings import settings_of


def belongs(question: str, text: str, value: str, title: str = "关于有关工作的通知") -> bool:
    clause = Clause("甲#一", ("一、标准",), "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    where = Ground(clause, PolicyDocument("甲", "", (0, 0), title=title))
    stated = next(s.value.text for s in settings_of(text) if value in s.value.text)
    return not belonging_faults(question, interpret(question), where, stated)


MEALS = "小学每生每餐收费不超过9元，初中每生每餐收费不超过11元。"
SHARES = "本地参保职工体检费报销比例为70%，灵活就业人员体检费报销比例为55%。"
TRAINING = "养老机构护理员每年参加培训不少于3次。"
PATROL = "巡河员每月巡查补助200元。"
FUND = "高龄营养补贴每人每月50元。所需资金由省财政承担30%，县财政承担70%。"
FARMS = "低保户每年用水补贴90元。"


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("初中每餐收费多少元", MEALS, "11元"),
        ("灵活就业人员体检费报销比例多少", SHARES, "55%"),
        ("护理员每年培训几次", TRAINING, "3次"),
        ("巡河员每月巡查补助多少元", PATROL, "200元"),
        ("营养补贴省财政承担比例是多少", FUND, "30%"),
        ("低保户每年用水补贴多少元", FARMS, "90元"),
    ],
)
def test_a_figure_of_the_group_asked_about_belongs(question: str, text: str, value: str) -> None:
    assert belongs(question, text, value)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("幼儿园每餐收费多少元", MEALS, "9元"),
        ("高中每餐收费多少元", MEALS, "11元"),
        ("居民体检费报销比例多少", SHARES, "70%"),
        ("灵活就业人员体检费报销比例多少", SHARES, "70%"),
        ("养老院院长每年培训几次", TRAINING, "3次"),
        ("护士每年培训几次", TRAINING, "3次"),
        ("护林员每月巡查补助多少元", PATROL, "200元"),
        ("营养补贴省财政承担多少", FUND, "50元"),
        ("营养补贴省财政承担比例是多少", FUND, "70%"),
        ("脱贫户每年用水补贴多少元", FARMS, "90元"),
    ],
)
def test_a_figure_of_another_group_or_payer_does_not(question: str, text: str, value: str) -> None:
    assert not belongs(question, text, value)


def test_a_figure_whose_own_age_range_holds_the_age_asked_is_not_dropped_for_its_neighbour() -> None:
    text = "70至79周岁老年人高龄补贴每人每月30元，80至89周岁老年人每人每月70元。"
    assert belongs("85岁老人每月多少高龄补贴", text, "70元")
    assert not belongs("85岁老人每月多少高龄补贴", text, "30元")


def test_how_often_is_no_limit_of_money() -> None:
    assert not belongs("慢性病用药限额多少", "慢性病用药不受前款限额限制，但应当每半年复查一次。", "每半年")
    assert belongs("慢性病用药限额多少", "慢性病用药年度限额为2600元。", "2600元")
