from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

# A part that says who it is, and ends in the way of its argument.
PART = """
import os, pathlib, signal, subprocess, sys, time
from serve.running.parts import stop_with_stdin
place, way = pathlib.Path(sys.argv[1]), sys.argv[2]
if way == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    stop_with_stdin(lambda: os.kill(os.getpid(), signal.SIGTERM))
    signal.signal(signal.SIGTERM, lambda *_: (place.with_suffix(".ended").write_text("kindly"), sys.exit(0)))
if way == "parent":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    place.with_suffix(".child").write_text(str(child.pid))
place.write_text(str(os.getpid()))
if way == "fails":
    time.sleep(0.3)
    sys.exit(7)
time.sleep(60)
"""
PARENT = """
import os, sys
from serve.running.parts import Part, run_parts
parts = [Part(name, [sys.executable, "-c", {part!r}, place, way]) for name, place, way in {parts!r}]
say = lambda message: print(message, file=sys.stderr, flush=True)
sys.exit(run_parts(parts, dict(os.environ), say, patience=1.5))
"""


@contextmanager
def running(folder: Path, *ways: str) -> Iterator[tuple[subprocess.Popen[str], list[Path]]]:
    """A service of parts that each end in their way, all of them begun."""
    places = [folder / f"{number}.pid" for number, _ in enumerate(ways)]
    parts = [(f"第{n}部分", str(p), way) for n, (p, way) in enumerate(zip(places, ways, strict=True))]
    program = PARENT.format(part=PART, parts=parts)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        until(lambda: all(p.exists() and p.read_text() for p in places))
        try:
            yield process, places
        finally:
            process.kill()


def until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come so far"
        time.sleep(0.02)


def lives(pid_file: Path) -> bool:
    """Whether a process runs; one that has ended and was not fetched yet does not."""
    try:
        state = Path(f"/proc/{pid_file.read_text()}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        try:
            os.kill(int(pid_file.read_text()), 0)
        except ProcessLookupError:
            return False
        return not Path("/proc/self").exists()
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_stops_all_parts_kindly(tmp_path: Path, number: int) -> None:
    with running(tmp_path, "waits", "waits") as (process, places):
        process.send_signal(number)
        process.send_signal(number)  # an impatient person presses Ctrl+C again
        assert process.wait(10) == 0
        assert not any(map(lives, places))
        assert all(p.with_suffix(".ended").exists() for p in places)


def test_where_one_part_dies_the_other_is_stopped_and_it_is_said(tmp_path: Path) -> None:
    with running(tmp_path, "waits", "fails") as (process, places):
        assert process.wait(10) == 1
        assert process.stderr is not None
        told = process.stderr.read()
        assert "第1部分自己停了（退出码 7），已停止第0部分" in told
        assert not any(map(lives, places))


def test_a_part_that_does_not_listen_is_killed_and_what_it_began_with_it(tmp_path: Path) -> None:
    with running(tmp_path, "deaf", "parent") as (process, places):
        child = places[1].with_suffix(".child")
        process.terminate()
        assert process.wait(10) == 0
        assert not any(map(lives, [*places, child]))


def test_no_part_is_left_when_the_one_that_began_them_is_killed(tmp_path: Path) -> None:
    with running(tmp_path, "waits", "waits") as (process, places):
        process.kill()
        process.wait(10)
        until(lambda: not any(map(lives, places)), 10)


def test_a_part_that_cannot_be_started_leaves_none_behind(tmp_path: Path) -> None:
    program = f"""
import os, sys
from serve.running.parts import Part, run_parts
parts = [Part("一", [sys.executable, "-c", {PART!r}, {str(tmp_path / "0.pid")!r}, "waits"]), Part("二", ["/no/such"])]
run_parts(parts, dict(os.environ), print, patience=3)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=30
    )
    assert b"/no/such" in done.stderr
    assert not (tmp_path / "0.pid").exists() or not lives(tmp_path / "0.pid")
