"""Words of mood: what a sentence may not say otherwise than the clause does."""

import pytest

from qa.gate.modality import changed_mood

FEES = "离休干部、特困人员免收学费;其他学员每学期学费200元,减半收取的另行公布。"
TRAVEL = "退役军人免缴门票;其他游客缴纳门票每人30元。"


@pytest.mark.parametrize(
    ("said", "printed", "changed"),
    [
        ("离休干部、特困人员收取学费;", FEES, "收取学费"),
        ("离休干部、特困人员免收学费;", FEES, None),
        ("其他游客缴纳门票每人30元。", TRAVEL, None),
    ],
)
def test_what_is_free_is_never_said_to_be_charged(said: str, printed: str, changed: str | None) -> None:
    assert changed_mood(said, printed) == changed
