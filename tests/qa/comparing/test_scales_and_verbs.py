"""Figures on one scale with the stricter told, and verbs by how far they bind."""

from __future__ import annotations

import pytest

from ingest.model import Operator, Quantity
from qa.comparing.model import Arrow, Verb
from qa.comparing.scales import arrows, scaled
from qa.comparing.verbs import verb_arrows, verb_of


def figure(operator: Operator, value: float, unit: str, per: str | None = None, upper: float | None = None) -> Quantity:
    return Quantity("c", "x", "会议", operator, value, upper, unit, per, (0, 1))


@pytest.mark.parametrize(
    ("per", "value", "low", "scale"),
    [
        ("每年", 4, 4, "年"),
        ("每季度", 1, 4, "年"),
        ("每半年", 2, 4, "年"),
        ("每月", 1, 12, "年"),
        ("每两年", 1, 0.5, "年"),
        ("每周", 2, 2, "周"),
        ("每人每月", 1, 12, "年·每人"),
    ],
)
def test_a_figure_is_put_on_the_scale_of_its_period(per: str, value: float, low: float, scale: str) -> None:
    found = scaled(figure(Operator.GE, value, "次", per))
    assert found is not None
    assert (found.low, found.unit, found.per) == (low, "次", scale)


def test_weeks_are_no_part_of_a_year() -> None:
    week, year = (scaled(figure(Operator.GE, 1, "次", per)) for per in ("每周", "每年"))
    assert week and year
    assert arrows([[week], [year]]) == [None, None]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((Operator.GE, 3), (Operator.GE, 4), [Arrow.LOOSER, Arrow.STRICTER]),
        ((Operator.GE, 3), (Operator.GE, 3), [Arrow.SAME, Arrow.SAME]),
        ((Operator.LE, 3), (Operator.LE, 4), [Arrow.STRICTER, Arrow.LOOSER]),
        ((Operator.GE, 3), (Operator.LE, 4), [None, None]),
        ((Operator.EQ, 3), (Operator.GE, 4), [Arrow.LOOSER, Arrow.STRICTER]),
    ],
)
def test_the_stricter_of_two_bounds_is_told(
    first: tuple[Operator, float], second: tuple[Operator, float], expected: list[Arrow | None]
) -> None:
    figures = [scaled(figure(operator, value, "次", "每年")) for operator, value in (first, second)]
    assert arrows([[f] for f in figures if f]) == expected


def test_bare_sums_are_neither_strict_nor_loose() -> None:
    sums = [scaled(figure(Operator.EQ, value, "元", "每月")) for value in (200, 300)]
    assert arrows([[f] for f in sums if f]) == [None, None]


def test_a_cell_of_several_figures_is_stricter_only_where_all_are() -> None:
    of = {n: scaled(figure(Operator.GE, n, "元", "每月")) for n in (200, 260, 300, 350)}
    told = {n: f for n, f in of.items() if f}
    assert arrows([[told[200]], [told[260], told[300]], [told[350]]]) == [Arrow.LOOSER, Arrow.LOOSER, Arrow.STRICTER]
    assert arrows([[told[260], told[350]], [told[300]]]) == [None, None]


def test_about_is_on_no_scale() -> None:
    assert scaled(figure(Operator.ABOUT, 30, "人")) is None


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("补贴不得从党费中列支", Verb.FORBIDS),
        ("严禁发放现金", Verb.FORBIDS),
        ("应当单独建立党支部", Verb.MUST),
        ("党员要按规定交纳党费", Verb.MUST),
        ("可以预交党费", Verb.MAY),
        ("可采取委托代交等方式", Verb.MAY),
        ("鼓励低龄老同志服务高龄老同志", Verb.ENCOURAGES),
        ("有条件的地方要建立教学点", Verb.ENCOURAGES),
        ("完善志愿服务体系", None),
        ("及时了解重要情况", None),
        ("相应增加经费", None),
        ("主要用于学习活动", None),
        ("根据工作需要和要求办理", None),
        ("参照《不得列支费用清单》办理", None),
    ],
)
def test_how_far_a_sentence_binds(text: str, verb: Verb | None) -> None:
    assert verb_of(text) is verb


def test_verbs_are_ordered() -> None:
    assert verb_arrows([Verb.MUST, Verb.MAY, None]) == [Arrow.STRICTER, Arrow.LOOSER, None]
    assert verb_arrows([Verb.MUST, None]) == [None, None]
    assert verb_arrows([Verb.MAY, Verb.MAY]) == [Arrow.SAME, Arrow.SAME]
