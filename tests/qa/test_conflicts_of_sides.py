"""Two notices that answer yes or no: which of them contradict each other."""

from __future__ import annotations

import pytest

from ingest.model import Status
from qa.model import AsksFor, Finding
from qa.standing.conflicting import conflicts_in


def _finding(name: str, value: str) -> Finding:
    return Finding(
        name, f"{name}.txt", "江苏扬州仪征", f"{name}#一", ("一、",), f"《{name}》第一部分", value, (0, len(value)), (), Status.UNKNOWN, 1.0,
        level="县", value=value,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("是。应当按月发放", "是。按月发放津贴", False),
        ("不得。药店不得刷卡", "不可以。不能刷卡", False),
        ("可以。经批准，可以请假", "不得。不得请假", True),
        ("是", "否。不收费", True),
    ],
)
def test_sides_are_held_against_each_other_and_not_their_words(first: str, second: str, differ: bool) -> None:
    found = list(conflicts_in([_finding("甲", first), _finding("乙", second)], AsksFor.YES_NO))
    assert bool(found) is differ
