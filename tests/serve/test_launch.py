from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.errors import QueryError
from serve.access.model import Role
from serve.access.users import put_user
from serve.launch import app_file, doors_command, free_port, streamlit_command

ROOT = Path(__file__).resolve().parents[2]


def test_a_busy_port_gives_the_next_free_one() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    assert free_port(8501, is_free=lambda port: True) == 8501


def test_no_free_port_is_said_with_a_remedy() -> None:
    with pytest.raises(QueryError, match="--port"):
        free_port(8501, is_free=lambda port: False)


def test_the_app_listens_on_this_machine_alone_and_reports_nothing() -> None:
    command = streamlit_command(8600)
    assert option(command, "--server.address") == ["localhost"]
    assert option(command, "--browser.gatherUsageStats") == ["false"]
    assert option(command, "--server.headless") == ["true"]
    assert option(command, "--server.allowedHosts") == ["localhost", "127.0.0.1", "[::1]"]
    assert option(command, "--server.enableAgentApi") == ["false"]
    assert option(command, "--client.showErrorLinks") == ["false"]
    assert app_file().name == "app.py"


def test_where_others_are_served_any_name_of_the_machine_will_do() -> None:
    command = streamlit_command(8600, "0.0.0.0")
    assert option(command, "--server.address") == ["0.0.0.0"]
    assert option(command, "--server.allowedHosts") == []
    assert doors_command(8700, "0.0.0.0")[-2:] == ["0.0.0.0", "8700"]


def option(command: list[str], name: str) -> list[str]:
    return [value for given, value in pairwise(command) if given == name]


def judian(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "serve.cli", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "JUDIAN_MODEL": "none"},
    )  # fmt: skip


def test_others_are_not_served_while_nobody_signs_in(tmp_path: Path) -> None:
    done = judian("serve", "--library", tmp_path, "--host", "0.0.0.0")
    assert done.returncode == 1
    assert "judian users add" in done.stderr


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("only_app", [False, True])
def test_one_command_serves_app_and_doors_and_one_signal_stops_them(tmp_path: Path, only_app: bool) -> None:
    app, door = free_port(unused_port()), free_port(unused_port())
    command = [sys.executable, "-m", "serve.cli", "serve", "--library", str(tmp_path), "--port", str(app)]
    command += ["--no-doors"] if only_app else ["--doors-port", str(door)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUDIAN_MODEL": "none"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            wanted = [
                f"http://localhost:{app}/_stcore/health",
                *([] if only_app else [f"http://localhost:{door}/health"]),
            ]
            until = time.monotonic() + 60
            while not all(map(answers, wanted)):
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.1)
            assert answers(f"http://localhost:{door}/health") is not only_app
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr is not None
        told = process.stderr.read()
    assert f"据典：http://localhost:{app}" in told
    assert ("接口：" in told) is not only_app
    assert not any(map(answers, wanted))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_served_to_others_the_doors_ask_who_it_is(tmp_path: Path) -> None:
    put_user(tmp_path, "管理员", Role.ADMIN)
    app, door = free_port(unused_port()), free_port(unused_port())
    command = [sys.executable, "-m", "serve.cli", "serve", "--library", str(tmp_path), "--host", "0.0.0.0"]
    command += ["--port", str(app), "--doors-port", str(door)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUDIAN_MODEL": "none"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            until = time.monotonic() + 60
            while not answers(f"http://127.0.0.1:{door}/health"):
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.1)
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{door}/documents", timeout=10)
            assert refused.value.code == 401
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
