"""Processor time is counted for each program of the load by what it is for; its children count with it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval.processor_time import seconds_by_part, told_for_each

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
ME = 10


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """A /proc with the programs of a load: the service with its two parts, and a browser with a page."""
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "stat").write_text("")
    (tmp_path / "meminfo").write_text("")
    for pid, parent, name, command, seconds in (
        (ME, 1, "python", "python -m eval.bench_load library", 50),
        (11, ME, "python", "python -m serve.cli serve", 7),
        (12, 11, "python", "python -m serve.running.app_process run app.py", 3),
        (13, 11, "python", "python -m serve.running.doors_process localhost 1", 2),
        (14, 13, "a (strange) name", "worker", 1),
        (15, ME, "node", "node driver", 9),
        (16, 15, "chromium", "/usr/lib/chromium/chromium --headless", 4),
        (17, 16, "chromium", "/usr/lib/chromium/chromium --type=renderer", 6),
        (18, 1, "chromium", "/usr/lib/chromium/chromium of somebody else", 80),
    ):
        folder = tmp_path / str(pid)
        folder.mkdir()
        used = f"{seconds * TICK - 1} 1"
        (folder / "stat").write_text(f"{pid} ({name}) S {parent} 0 0 0 0 0 0 0 0 0 {used} 0 0")
        (folder / "cmdline").write_text(command.replace(" ", "\0"))
    return tmp_path


def test_each_program_counts_for_its_part_and_nobody_elses_for_any(proc: Path) -> None:
    assert seconds_by_part(ME, proc) == {"网页服务": 3.0, "接口服务": 3.0, "浏览器": 10.0}


def test_where_nothing_can_be_known_nothing_is_told(tmp_path: Path) -> None:
    assert seconds_by_part(ME, tmp_path) == {}
    assert told_for_each({}, {}, {"网页服务": 5}) == ""


def test_what_was_used_between_two_looks_is_told_for_each_answer() -> None:
    before, after = {"网页服务": 1.0, "接口服务": 5.0}, {"网页服务": 2.0, "接口服务": 7.0, "浏览器": 0.5}
    told = told_for_each(before, after, {"网页服务": 10, "接口服务": 100, "浏览器": 0})
    assert told == "每次回答用的处理器时间：网页服务 100 毫秒，接口服务 20 毫秒"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="这里没有 /proc")
def test_a_program_that_runs_is_found() -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True)\ntime.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", busy, "serve.running.app_process"], stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(2 / TICK)
            assert seconds_by_part()["网页服务"] >= 0.1
        finally:
            program.kill()
