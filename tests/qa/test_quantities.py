"""Findings carry the quantities of what they quote, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answer import ask
from qa.language.values import bounded_value
from qa.model import ValueKind
from tests.qa.in_memory import InMemoryIndex, index_of

NOTICE = """关于加强老年活动中心管理的通知

各街道办事处：

一、经费补助

活动中心主任补贴每月不低于300元。消防演练每年至少组织2次。

某市老干部局
2021年3月5日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    path = tmp_path_factory.mktemp("notices") / "活动中心.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return index_of([Path(path)])


@pytest.mark.parametrize(
    ("question", "text", "operator", "value", "unit", "per"),
    [
        ("活动中心主任补贴多少元", "每月不低于300元", "ge", 300, "元", "每月"),
        ("消防演练每年组织几次", "每年至少组织2次", "ge", 2, "次", "每年"),
    ],
)
def test_a_finding_carries_the_quantities_inside_its_quote(
    index: InMemoryIndex, question: str, text: str, operator: str, value: float, unit: str, per: str
) -> None:
    [finding] = ask(index, question).findings
    [quantity] = finding.quantities
    assert (quantity.text, quantity.operator, quantity.value) == (text, operator, value)
    assert (quantity.unit, quantity.per) == (unit, per)
    assert finding.span[0] <= quantity.span[0] and quantity.span[1] <= finding.span[1]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ValueKind.MONEY, "书记补贴每月不低于300元,委员200元", "每月不低于300元"),
        (ValueKind.TIMES, "党员大会每季度至少召开一次", "每季度至少召开一次"),
        (ValueKind.PEOPLE, "党员50人以上、100人以下的设党总支", "50人以上、100人以下"),
        (ValueKind.MONEY, "老年人乘坐公交车免费", "免费"),
        (ValueKind.DURATION, "自受理之日起20个工作日内办结", "20个工作日内"),
        (ValueKind.PERCENT, "党员三分之二以上同意", "三分之二以上"),
    ],
)
def test_a_value_is_read_out_with_the_words_that_bound_it(kind: ValueKind, text: str, value: str) -> None:
    span = bounded_value([kind], text, 0)
    assert span is not None
    assert text[slice(*span)] == value
