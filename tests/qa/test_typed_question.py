"""Questions that cannot be read as typed are refused in Chinese, and no run of one character holds a pattern up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

import pytest

from index.clause_index import open_index
from index.model import Filters
from index.update import ingest_paths
from ingest.errors import QueryError
from qa.answer import ask, understand
from qa.asking.subquestions import _DIVIDER
from qa.asking.typed_question import MOST_CHARACTERS, readable
from qa.documents.cited_documents import _BASIS
from qa.followup.pieces import pieces_of
from qa.followup.words import OPENER, RANK
from qa.language.bodies import named_in
from qa.language.contrast import _ASKED_NUMBER, _BETWEEN, _FROM, _UP_TO
from qa.language.late_pattern import LatePattern
from qa.language.sentences import STARTS_ITEM
from qa.language.values import _BOUNDED, _TERM, PATTERNS
from qa.model import ValueKind
from qa.phrasing.sources import _TITLE
from qa.retrieving.askable import AskableIndex
from qa.search import search
from tests.qa.notices import written

LENGTH = 8000
SECONDS = 1.0  # each takes some hundredths


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> AskableIndex:
    folder = tmp_path_factory.mktemp("typed")
    (folder / "notices").mkdir()
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return open_index(folder / "library")


TOO_LONG = "每人每月" * (MOST_CHARACTERS // 4) + "多"
ASKING: dict[str, Callable[[AskableIndex, str], object]] = {
    "ask": ask,
    "ask after": lambda index, text: ask(index, "那丽水呢", after=[text]),
    "search": search,
    "search after": lambda index, text: search(index, "那丽水呢", after=[text]),
    "understand": lambda index, text: understand(index.library, text, Filters()),
}


@pytest.mark.parametrize("way", ["ask", "search"])
def test_of_a_text_of_many_thousand_characters_the_first_thousand_are_read_and_that_is_said(
    way: str, index: AskableIndex
) -> None:
    said = ASKING[way](index, TOO_LONG * 10)
    assert any("只按前 1000 字查找" in note for note in said.notes)  # type: ignore[attr-defined]
    assert not ask(index, TOO_LONG[:500]).notes or "字查找" not in ask(index, TOO_LONG[:500]).notes[0]


@pytest.mark.parametrize("way", ASKING)
def test_a_question_with_half_a_character_is_refused(way: str, index: AskableIndex) -> None:
    with pytest.raises(QueryError, match="残缺的字符") as refused:
        ASKING[way](index, "党费\ud800怎么收缴")
    str(refused.value).encode()


def test_a_thousand_characters_are_answered_in_time(index: AskableIndex) -> None:
    started = time.process_time()
    ask(index, TOO_LONG[:MOST_CHARACTERS])
    search(index, TOO_LONG[:MOST_CHARACTERS])
    assert time.process_time() - started < 10 * SECONDS


def test_white_space_at_the_ends_counts_for_nothing() -> None:
    assert readable(f"  {'问' * MOST_CHARACTERS}\n") == "问" * MOST_CHARACTERS
    assert readable("𠮷林的补贴") == "𠮷林的补贴"


@pytest.mark.parametrize("run", ["1", "1,", "一", " ", "、", "《", "根据《", "那", "副"])
def test_a_long_run_of_one_character_is_read_in_time(run: str) -> None:
    text = (run * LENGTH)[:LENGTH]
    patterns: list[re.Pattern[str] | LatePattern] = [
        _ASKED_NUMBER,
        _BETWEEN,
        _FROM,
        _UP_TO,
        _TERM,
        RANK,
        OPENER,
        STARTS_ITEM,
        _DIVIDER,
        _BASIS,
        _TITLE,
    ]
    patterns += [*PATTERNS.values(), *_BOUNDED.values()]
    for pattern in patterns:
        started = time.process_time()
        assert sum(1 for _ in pattern.finditer(text)) <= LENGTH
        assert time.process_time() - started < SECONDS, pattern.pattern
    named_in("组长是谁", text)


def test_what_leads_up_to_a_question_is_found_in_time_behind_a_long_run() -> None:
    text = "的标准" * 300 + "是多少"
    started = time.process_time()
    assert "".join(p.text for p in pieces_of(text, (), date(2026, 11, 22))) == text
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (ValueKind.DATE, "二〇二一年十二月三十一日", "十二月三十一日"),
        (ValueKind.FIGURE, "共1,234,567.89平方米", "1,234,567.89平"),
        (ValueKind.FIGURE, "每张床位3,000-5,000元", "3,000-5,000元"),
        (ValueKind.FIGURE, "编号123456789012345678号", "123456789012345678号"),
        (ValueKind.TIMES, "每一百二十个月组织一次", "每一百二十个月"),
    ],
)
def test_figures_as_they_are_printed_are_still_found_whole(kind: ValueKind, text: str, found: str) -> None:
    assert found in [m.group() for m in PATTERNS[kind].finditer(text)]


@pytest.mark.parametrize("question", ["这个补贴通知依据的是哪份文件", "根据什么文件制定的", "依据的中央文件是哪个文号"])
def test_questions_for_what_a_document_rests_on_are_still_known(question: str) -> None:
    assert _BASIS.search(question)
    assert not _BASIS.search("依据什么标准发放")
