from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp.client.stdio import StdioServerParameters

from serve.access.model import Role
from serve.access.users import new_token, put_user
from tests.qa.notices import WITH_SUM
from tests.serve.doors.mcp_client import given, library_of, text_of, with_client

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "JUDIAN_MODEL": "none", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    return library_of(tmp_path, WITH_SUM)


def command(library: Path) -> list[str]:
    return [sys.executable, "-m", "serve.cli", "mcp", "--library", str(library)]


def started(library: Path, **more: str) -> StdioServerParameters:
    return StdioServerParameters(command=sys.executable, args=command(library)[1:], env={**ENVIRONMENT, **more})


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_over_stdio_asks_and_gets_citations(library: Path, mode: str) -> None:
    async def work(client: Any) -> tuple[Any, Any]:
        answer = await client.call_tool("ask", {"question": "离退休党支部书记补贴多少元？"})
        return answer, await client.call_tool("ask", {"question": ""})

    answer, refused = with_client(started(library), work, mode=mode)
    assert "260元" in given(answer)["answer"]
    assert given(answer)["citations"]
    assert text_of(refused) == "question：不能是空的。"


GREETING = (
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    '"clientInfo":{"name":"t","version":"1"}}}\n'
)


def test_standard_output_holds_the_protocol_alone(library: Path) -> None:
    asking = (
        f'{GREETING}{{"jsonrpc":"2.0","method":"notifications/initialized"}}\n'
        '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask","arguments":{"question":"补贴"}}}\n'
    )
    with subprocess.Popen(
        command(library), env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(asking.encode())
        process.stdin.flush()
        lines = [process.stdout.readline() for _ in range(2)]
        process.stdin.close()  # the assistant has ended: so do we
        rest = process.stdout.read()
        assert process.wait(20) == 0
    assert all(line.startswith(b'{"jsonrpc":"2.0"') for line in lines)
    assert rest == b""


def test_no_library_is_told_on_standard_error(tmp_path: Path) -> None:
    done = subprocess.run(command(tmp_path / "没有"), env=ENVIRONMENT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "judian ingest" in done.stderr.decode()


def test_where_a_library_has_users_the_assistant_needs_a_key(library: Path) -> None:
    put_user(library, "管理员", Role.ADMIN)
    without = subprocess.run(command(library), env=ENVIRONMENT, capture_output=True, timeout=60, check=False)
    assert without.returncode == 1
    assert "JUDIAN_TOKEN" in without.stderr.decode()
    token = new_token(library, "管理员")
    listed = with_client(started(library, JUDIAN_TOKEN=token), lambda c: c.call_tool("list_documents", {}))
    assert given(listed)["total"] == 1


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once(library: Path, number: int) -> None:
    with subprocess.Popen(command(library), env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(GREETING.encode())
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"jsonrpc"')  # it serves, and waits for what comes next
        process.send_signal(number)
        assert process.wait(30) in (-number, 130)
