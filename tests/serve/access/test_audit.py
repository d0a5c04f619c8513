import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from serve.access.audit import Act, entries, months, record
from serve.access.model import Reader, Role

READER = Reader("张三", Role.READER)


def at(month: int, day: int = 1) -> datetime:
    return datetime(2026, month, day, 9, 30, tzinfo=UTC)


def test_each_month_has_a_file_to_which_lines_are_added(tmp_path: Path) -> None:
    record(tmp_path, READER, Act.ASKED, "党费标准\n是多少", ["甲#一"], now=at(10), where="10.0.0.7")
    record(tmp_path, READER, Act.EXPORTED, "answer.docx", door="rest", now=at(11))
    record(tmp_path, READER, "opened", "甲#一", now=at(11, 2))
    assert months(tmp_path) == ["2026-10", "2026-11"]
    [first] = entries(tmp_path, "2026-10")
    assert (first.who, first.role, first.act, first.what) == ("张三", "reader", Act.ASKED, "党费标准\n是多少")
    assert (first.ids, first.door, first.where) == (("甲#一",), "page", "10.0.0.7")
    assert [e.act for e in entries(tmp_path)] == [Act.ASKED, Act.EXPORTED, Act.OPENED]
    assert len((tmp_path / "audit" / "2026-11.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert list(entries(tmp_path, "2020-01")) == []


def test_what_was_written_stays_as_it_is(tmp_path: Path) -> None:
    record(tmp_path, READER, Act.ASKED, "一", now=at(11))
    before = (tmp_path / "audit" / "2026-11.jsonl").read_bytes()
    record(tmp_path, READER, Act.ASKED, "二", now=at(11))
    assert (tmp_path / "audit" / "2026-11.jsonl").read_bytes().startswith(before)
    assert (tmp_path / "audit" / "2026-11.jsonl").stat().st_mode & 0o077 == 0


def test_many_at_once_write_whole_lines(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for n in range(200):
            pool.submit(record, tmp_path, READER, Act.ASKED, f"{n} " + "问" * 900)
    assert sorted(int(e.what.split()[0]) for e in entries(tmp_path)) == list(range(200))


def test_an_answer_is_given_where_the_log_cannot_be_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "audit").write_text("kein Ordner", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        record(tmp_path, READER, Act.ASKED, "党费标准")
    assert "could not be written" in caplog.text and "张三" in caplog.text
    record(tmp_path / "fehlt", READER, Act.ASKED, "党费标准")
    assert "fehlt" in caplog.text


def test_what_is_endless_or_no_text_is_written_all_the_same(tmp_path: Path) -> None:
    record(tmp_path, READER, Act.ASKED, "长" * 100_000, ["甲"] * 10_000)
    record(tmp_path, READER, Act.ASKED, "坏字 \udce4 ，行\u2028内")
    long, odd = entries(tmp_path)
    assert len(long.what) < 2_100 and len(long.ids) == 500
    assert "坏字" in odd.what


def test_a_line_that_cannot_be_read_is_passed_over_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    record(tmp_path, READER, Act.ASKED, "一", now=at(11))
    with (tmp_path / "audit" / "2026-11.jsonl").open("a", encoding="utf-8") as file:
        file.write("half a li\n" + json.dumps({"act": "asked"}) + "\n")
    record(tmp_path, READER, Act.ASKED, "二", now=at(11))
    assert [e.what for e in entries(tmp_path)] == ["一", "二"]
    assert "line 2" in caplog.text and "line 3" in caplog.text
