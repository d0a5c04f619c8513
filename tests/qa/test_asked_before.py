"""What a reader has asked is kept for that reader alone: found again, erased, or not kept at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from qa.keeping import asked_before as history
from qa.keeping.asked_before import asked_before, forget_asked, keep_asked, keeps_history, switch_history
from qa.keeping.posed import Posed

SUBSIDY = Posed("补贴标准", regions=("浙江",), years=(2021,), as_of=date(2021, 12, 31), without=("地区:丽水",))
NEXT = Posed("那丽水呢", after="浙江的补贴标准")
NOON = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=8)))


def test_questions_come_back_newest_first_as_they_were_asked(tmp_path: Path) -> None:
    keep_asked(tmp_path, "张三", SUBSIDY, "补贴标准", at=NOON)
    keep_asked(tmp_path, "张三", NEXT, "丽水的补贴标准", at=NOON + timedelta(minutes=1))
    assert [(a.posed, a.said) for a in asked_before(tmp_path, "张三")] == [
        (NEXT, "丽水的补贴标准"),
        (SUBSIDY, "补贴标准"),
    ]
    assert asked_before(tmp_path, "张三")[1].at == NOON


def test_a_question_asked_again_moves_up_and_stands_once(tmp_path: Path) -> None:
    for posed in (SUBSIDY, NEXT, SUBSIDY):
        keep_asked(tmp_path, "张三", posed, posed.typed)
    assert [a.posed for a in asked_before(tmp_path, "张三")] == [SUBSIDY, NEXT]


def test_another_reader_sees_nothing_of_it(tmp_path: Path) -> None:
    keep_asked(tmp_path, "../张三", SUBSIDY, "补贴标准")
    assert asked_before(tmp_path, "李四") == []
    assert [p.parent.name for p in tmp_path.rglob("*.jsonl")] == ["history"]  # no name leads out of the folder
    assert all(p.stat().st_mode & 0o077 == 0 for p in tmp_path.rglob("*.jsonl"))


@pytest.mark.parametrize(
    ("words", "found"), [("补贴", 2), ("补贴 丽水", 1), ("2021年", 1), ("体检", 0), ("  ", 2), ("截至2021", 1)]
)
def test_questions_are_found_by_all_of_the_words(tmp_path: Path, words: str, found: int) -> None:
    keep_asked(tmp_path, "张三", SUBSIDY, "补贴标准")
    keep_asked(tmp_path, "张三", NEXT, "丽水的补贴标准")
    assert len(asked_before(tmp_path, "张三", words)) == found


def test_one_is_erased_or_all_are(tmp_path: Path) -> None:
    for posed in (SUBSIDY, NEXT, SUBSIDY):
        keep_asked(tmp_path, "张三", posed, posed.typed)
    forget_asked(tmp_path, "张三", SUBSIDY)
    assert [a.posed for a in asked_before(tmp_path, "张三")] == [NEXT]
    forget_asked(tmp_path, "张三")
    assert asked_before(tmp_path, "张三") == []
    assert list(tmp_path.rglob("*.jsonl")) == []


def test_who_switches_it_off_leaves_no_trace(tmp_path: Path) -> None:
    switch_history(tmp_path, "张三", on=False)
    keep_asked(tmp_path, "张三", SUBSIDY, "补贴标准")
    assert not keeps_history(tmp_path, "张三") and asked_before(tmp_path, "张三") == []
    assert keeps_history(tmp_path, "李四")
    switch_history(tmp_path, "张三", on=True)
    keep_asked(tmp_path, "张三", SUBSIDY, "补贴标准")
    assert len(asked_before(tmp_path, "张三")) == 1


def test_a_line_cut_off_by_a_crash_takes_no_other_with_it(tmp_path: Path) -> None:
    keep_asked(tmp_path, "张三", SUBSIDY, "补贴标准")
    (kept,) = tmp_path.rglob("*.jsonl")
    with kept.open("ab") as file:
        file.write(b'{"at": "2026-05-01T12:0')
    keep_asked(tmp_path, "张三", NEXT, "丽水的补贴标准")
    assert [a.posed for a in asked_before(tmp_path, "张三")] == [NEXT, SUBSIDY]


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_MOST", 3)
    monkeypatch.setattr(history, "_SPARE", 1)
    for number in range(5):
        keep_asked(tmp_path, "张三", Posed(f"问题{number}"), f"问题{number}", at=NOON + timedelta(minutes=number))
    assert [a.said for a in asked_before(tmp_path, "张三")] == ["问题4", "问题3", "问题2"]
