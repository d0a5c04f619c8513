"""An answer is given again only where asking anew would give the same: same library, reader, day, words and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import qa.recalling
from index.clause_index import EmbeddedClauseIndex, OpenIndex, open_index
from index.library import Library
from index.read_groups import close_place
from index.restricted import Sight, restricted_index
from index.update import ingest_paths
from ingest.errors import QueryError
from qa.answer import ask
from qa.language.lexicon import OWN_LEXICON
from qa.model import Answer, AnswerOutcome
from qa.recalling import ask_or_recall
from tests.qa.in_memory import index_of
from tests.qa.notices import written

SUM = "离退休党支部书记工作补贴标准"
SUM_NUMBER = "仪老干〔2021〕9号"
FIRE = """桐乡市应急管理局文件
桐应急〔2022〕17号
关于做好有限空间作业管理的通知
各镇人民政府：
一、作业审批。有限空间作业前应当检测，检测时间不早于作业前30分钟。
桐乡市应急管理局
2022年4月8日
"""


class Asked:
    """Counts how often a question was truly asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        monkeypatch.setattr(qa.recalling, "ask", self._ask)

    def _ask(self, *given: Any, **named: Any) -> Answer:
        self.times += 1
        return ask(*given, **named)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    notices = tmp_path / "公文"
    notices.mkdir()
    ingest_paths(written(notices), tmp_path / "资料库", embed=False, workers=1)
    return tmp_path / "资料库"


@pytest.fixture
def index(folder: Path) -> Iterator[OpenIndex]:
    opened = open_index(folder)
    yield opened
    opened.library.close()


def without_time(answer: Answer) -> Answer:
    return replace(answer, milliseconds=0.0)


def test_what_was_asked_is_not_asked_again_and_the_answer_is_that_of_asking(index: OpenIndex, asked: Asked) -> None:
    first, second = ask_or_recall(index, SUM), ask_or_recall(index, SUM)
    assert asked.times == 1
    assert without_time(first) == without_time(second) == without_time(ask(index, SUM))
    assert first.outcome is AnswerOutcome.ANSWERED


@pytest.mark.parametrize(
    "other",
    [
        {"regions": ("浙江省丽水市",)},
        {"issuers": ("山东省林业局",)},
        {"years": (2020,)},
        {"as_of": date(2020, 12, 31)},
        {"without": ("地区:仪征",)},
        {"after": ("森林防火值守要求",)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_filter_is_another_question(index: OpenIndex, asked: Asked, other: dict[str, Any]) -> None:
    ask_or_recall(index, SUM)
    assert without_time(ask_or_recall(index, SUM, **other)) == without_time(ask(index, SUM, **other))
    assert asked.times == 2


def test_a_library_that_changed_is_asked_anew(index: OpenIndex, folder: Path, asked: Asked, tmp_path: Path) -> None:
    question = "有限空间作业前多久检测"
    assert ask_or_recall(index, question).outcome is AnswerOutcome.NOT_FOUND
    more = tmp_path / "桐乡.txt"
    more.write_text(FIRE, encoding="utf-8")
    ingest_paths([more], folder, embed=False, workers=1)
    assert ask_or_recall(index, question).outcome is AnswerOutcome.ANSWERED
    assert asked.times == 2


def test_another_day_is_asked_anew(index: OpenIndex, asked: Asked) -> None:
    for day in (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 2)):
        ask_or_recall(index, "近三年的补贴标准", day=lambda day=day: day)  # type: ignore[misc]
    assert asked.times == 2


def test_an_answer_begun_before_midnight_is_not_kept(index: OpenIndex, asked: Asked) -> None:
    days = iter([date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 1)])
    ask_or_recall(index, SUM, day=lambda: next(days))
    ask_or_recall(index, SUM, day=lambda: next(days))
    assert asked.times == 2


def test_what_changed_while_it_was_asked_is_not_kept(index: OpenIndex, folder: Path, asked: Asked) -> None:
    """The clauses may have been read before the change and the words after it."""

    def changing(*given: Any, **named: Any) -> Answer:
        answer = ask(*given, **named)
        with Library.open(folder) as beside, beside.transaction() as connection:
            connection.execute("UPDATE settings SET value = value + 1 WHERE name = 'generation'")
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qa.recalling, "ask", changing)
        ask_or_recall(index, SUM)
    ask_or_recall(index, SUM)
    assert asked.times == 1


def test_rankings_that_have_not_followed_the_library_give_nothing_to_keep(
    index: OpenIndex, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who writes commits the words a moment after the clauses."""
    monkeypatch.setattr(EmbeddedClauseIndex, "followed", None)
    ask_or_recall(index, SUM)
    ask_or_recall(index, SUM)
    assert asked.times == 2


def test_readers_of_other_groups_never_get_each_others_answers(index: OpenIndex, asked: Asked) -> None:
    close_place(index.library, str(index.library.source_file(SUM_NUMBER).path), ["人事处"])
    inside = restricted_index(index, Sight(frozenset({"人事处"})))
    outside = restricted_index(index, Sight(frozenset()))
    for _ in range(2):
        for view in (index, inside, outside):
            assert without_time(ask_or_recall(view, SUM)) == without_time(ask(view, SUM))
    assert asked.times == 3
    assert "260" in ask_or_recall(inside, SUM).answer and "260" not in ask_or_recall(outside, SUM).answer


def test_a_group_that_loses_a_file_loses_what_was_answered_of_it(index: OpenIndex, asked: Asked) -> None:
    view = restricted_index(index, Sight(frozenset()))
    assert "260" in ask_or_recall(view, SUM).answer
    close_place(index.library, str(index.library.source_file(SUM_NUMBER).path), ["人事处"])
    assert "260" not in ask_or_recall(view, SUM).answer


def test_a_word_list_of_the_library_that_changed_is_read_anew(index: OpenIndex, folder: Path, asked: Asked) -> None:
    ask_or_recall(index, SUM)
    (folder / OWN_LEXICON).write_text("值守\t巡防\n", encoding="utf-8")
    ask_or_recall(index, SUM)
    assert asked.times == 2


def test_another_ranker_or_model_over_the_same_library_is_asked_anew(index: OpenIndex, asked: Asked) -> None:
    ask_or_recall(index, SUM)
    ask_or_recall(replace(index, notes=("只按词语检索",)), SUM)
    ask_or_recall(replace(index, clause_index=open_index(index.library.folder).clause_index), SUM)
    assert asked.times == 3


def test_what_cannot_be_asked_is_refused_each_time(index: OpenIndex, asked: Asked) -> None:
    for _ in range(2):
        with pytest.raises(QueryError):
            ask_or_recall(index, "  ")
    assert asked.times == 2


def test_only_so_many_are_kept_and_the_oldest_go(
    index: OpenIndex, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.recalling, "_MOST_KEPT", 2)
    for question in (SUM, "防火期内能否野外用火", SUM, "值班人员每日巡查几次", SUM, "防火期内能否野外用火"):
        ask_or_recall(index, question)
    assert asked.times == 4


def test_an_index_that_is_not_over_a_library_is_asked_each_time(asked: Asked, tmp_path: Path) -> None:
    index = index_of(written(tmp_path))
    for _ in range(2):
        ask_or_recall(index, SUM)
    assert asked.times == 2
