from __future__ import annotations

from pathlib import Path

import pytest

from qa.answer import ask
from qa.model import AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of

ORIGINALS = Path(__file__).resolve().parents[2].parent / "shared" / "originals"


@pytest.fixture(scope="module")
def index() -> InMemoryIndex:
    files = sorted(ORIGINALS.glob("*.txt"))
    if not files:
        pytest.skip("the five original notices are not beside the checkout (../shared/originals)")
    return index_of(files)


def test_the_sum_is_yizhengs_lishui_follows_without_one_and_the_others_are_silent(index: InMemoryIndex) -> None:
    answer = ask(index, "党支部书记补贴标准")
    assert [f.region for f in answer.findings] == ["江苏扬州仪征", "浙江丽水"]
    assert "每月不低于300元" in "".join(answer.findings[0].quote.split())
    assert "适当的工作补贴" in answer.findings[1].quote
    assert {Path(s.file).name[:3] for s in answer.silent} == {"000", "002", "003"}


def test_shandong_names_no_sum(index: InMemoryIndex) -> None:
    answer = ask(index, "山东省离退休干部党支部书记每月补贴多少元？")
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert "300" not in answer.answer
