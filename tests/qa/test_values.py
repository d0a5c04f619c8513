"""Which words of a sentence are a value of the kind asked for."""

import pytest

from qa.language.values import ValueKind, value_spans


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("2014年11月26日召开表彰大会。", []),
        ("9月1日起施行，每月3次。", ["3次"]),
        ("号牌共8位，分12条措施。", ["8位", "12条"]),
        ("上课时间为17:30，初中延后。", []),
    ],
)
def test_a_piece_of_a_day_or_of_a_clock_time_is_no_figure(sentence: str, figures: list[str]) -> None:
    assert [sentence[slice(*span)] for span in value_spans([ValueKind.FIGURE], sentence)] == figures
