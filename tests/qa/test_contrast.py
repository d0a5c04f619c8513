"""A figure of the question lies in the reach that a rule or a row of a table is set for, or it does not."""

from __future__ import annotations

import pytest

from qa.language.contrast import fits_condition


@pytest.mark.parametrize(
    ("asked", "part", "fits"),
    [
        ("投资3000万元补助多少", "2000万元以上5000万元以下,10%,300万元", True),
        ("投资3000万元补助多少", "5000万元以上,12%,800万元", False),
        ("投资3000万元补助多少", "500万元以上2000万元以下的,按8%补助", False),
        ("投资1.2亿元补助多少", "1亿元以上的项目,补助500万元", True),
        ("月收入4000元交多少", "3000元(含)以上5000元以下的,交纳1%", True),
        ("月收入2000元交多少", "3000元以下的,交纳0.5%", True),
        ("销售额600万元奖多少", "1000-5000万元的,奖励10万元", False),
        ("投资3000万元罚多少", "处5000元以上2万元以下的罚款", None),
        ("投资3000万元奖多少", "给予10万元以上20万元以下奖励", None),
        ("种了300亩补多少", "200亩以上的,每亩150元", True),
        ("种了30亩补多少", "50亩以上、200亩以下的,每亩100元", False),
        ("12层的楼要装吗", "10层以上的住宅应当安装", True),
    ],
)
def test_a_sum_or_extent_that_is_given_is_held_against_the_reach(asked: str, part: str, fits: bool | None) -> None:
    assert fits_condition(asked, part) is fits
