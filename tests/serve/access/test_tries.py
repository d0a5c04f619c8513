from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from serve.access import tries as tries_module
from serve.access.tries import TRIES, TRIES_FILE, WAIT, WITHIN, WrongTries


def failed(tries: WrongTries, name: str, *times: float) -> None:
    for now in times:
        tries.failed(name, now)


def test_after_five_wrong_passwords_a_name_has_to_wait_a_minute(tmp_path: Path) -> None:
    tries = WrongTries(tmp_path)
    failed(tries, "张三", *(float(n) for n in range(TRIES - 1)))
    assert tries.wait("张三", 4.0) == 0
    failed(tries, "张三", 4.0)
    assert tries.wait("张三", 4.0) == WAIT and tries.wait("张三", 34.0) == WAIT - 30
    assert tries.wait("张三", 4.0 + WAIT) == 0 and tries.wait("李四", 5.0) == 0
    failed(tries, "张三", 70.0)
    assert tries.wait("张三", 70.0) == WAIT, "the next wrong one within ten minutes: wait again"


def test_wrong_passwords_are_forgotten_after_a_while_and_after_a_right_one(tmp_path: Path) -> None:
    tries = WrongTries(tmp_path)
    failed(tries, "张三", 0.0, 1.0, 2.0, 3.0, 4.0)
    assert tries.wait("张三", WITHIN + 3.0) == 0
    failed(tries, "张三", WITHIN + 3.0)
    assert tries.wait("张三", WITHIN + 3.0) == 0, "four of them are long ago"
    failed(tries, "李四", 0.0, 1.0, 2.0, 3.0, 4.0)
    tries.succeeded("李四")
    assert tries.wait("李四", 5.0) == 0


def test_another_way_of_writing_a_name_is_the_same_name(tmp_path: Path) -> None:
    tries = WrongTries(tmp_path)
    failed(tries, "Li.Si@example.org", 0.0, 1.0, 2.0)
    failed(tries, " li.si@EXAMPLE.org ", 3.0, 4.0)
    assert tries.wait("li.si@example.org", 5.0)


def test_another_process_counts_with_this_one(tmp_path: Path) -> None:
    failed(WrongTries(tmp_path), "张三", 0.0, 1.0, 2.0)
    code = (
        "from pathlib import Path; import sys; from serve.access.tries import WrongTries; "
        "t = WrongTries(Path(sys.argv[1])); [t.failed('张三', n) for n in (3.0, 4.0)]; print(t.wait('张三', 4.0))"
    )
    root = Path(__file__).resolve().parents[3]
    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(tmp_path)], cwd=root, capture_output=True, check=True
    )
    assert float(said.stdout) == WAIT == WrongTries(tmp_path).wait("张三", 4.0)
    WrongTries(tmp_path).succeeded("张三")
    assert WrongTries(tmp_path).wait("张三", 5.0) == 0


def test_many_names_take_no_room_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries_module, "_MOST_KEPT", 8)
    tries = WrongTries(tmp_path)
    for number in range(20):
        tries.failed(f"名{number}", float(number))
    assert tries._in_count(lambda count: count.execute("SELECT count(*) FROM wrong").fetchone()) == (8,)
    failed(tries, "张三", 30.0, 31.0, 32.0, 33.0, 34.0)
    assert tries.wait("张三", 34.0), "the newest are those that are kept"


def test_a_clock_that_is_put_back_keeps_nobody_out_for_longer(tmp_path: Path) -> None:
    tries = WrongTries(tmp_path)
    failed(tries, "张三", *(50_000.0 + n for n in range(TRIES)))
    assert tries.wait("张三", 1_000.0) <= WAIT
    failed(tries, "李四", 1_000.0)
    assert tries.wait("张三", 1_001.0) == 0


def test_what_was_typed_as_a_name_cannot_be_read_and_the_file_is_its_owners(tmp_path: Path) -> None:
    WrongTries(tmp_path).failed("其实是口令", 1.0)
    file = tmp_path / TRIES_FILE
    assert "其实是口令".encode() not in file.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [TRIES_FILE], "nothing stays open"


def test_a_file_that_cannot_be_used_lets_nobody_try_without_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / TRIES_FILE).write_bytes(b"no table of ours" * 100)
    tries = WrongTries(tmp_path)
    failed(tries, "张三", 0.0, 1.0, 2.0, 3.0, 4.0)
    assert tries.wait("张三", 4.0) == WAIT
    assert len(caplog.records) == 1 and TRIES_FILE in caplog.text
