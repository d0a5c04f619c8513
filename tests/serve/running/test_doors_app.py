from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from serve.access.model import Role
from serve.access.users import USERS, new_token, put_user
from serve.running.doors_app import doors_app
from tests.qa.notices import WITH_SUM
from tests.serve.doors.mcp_client import library_of

ASK = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": "离退休党支部书记补贴多少元？"}},
}
HEADERS = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    return library_of(tmp_path, WITH_SUM)


def test_both_doors_and_the_state_of_the_service_are_on_one_port(library: Path) -> None:
    with TestClient(doors_app(library, "localhost"), base_url="http://localhost") as client:
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/ready").json()["ready"] is True
        by_mcp = client.post("/mcp", json=ASK, headers=HEADERS).json()["result"]["structuredContent"]
        by_rest = client.get("/ask", params={"question": "离退休党支部书记补贴多少元？"}).json()
        assert client.get("/openapi.json").status_code == 200
    own = {"note", "citations", "cut_short", "as_of", "milliseconds"}
    assert {k: v for k, v in by_mcp.items() if k not in own} == {k: v for k, v in by_rest.items() if k not in own}


def test_a_service_without_a_library_is_alive_and_not_ready(tmp_path: Path) -> None:
    with TestClient(doors_app(tmp_path, "localhost"), base_url="http://localhost") as client:
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503


def test_what_others_reach_shuts_when_the_file_of_users_goes(library: Path) -> None:
    put_user(library, "管理员", Role.ADMIN)
    signed = {**HEADERS, "Authorization": f"Bearer {new_token(library, '管理员')}"}
    with TestClient(doors_app(library, "0.0.0.0"), base_url="http://policy.example.org") as client:
        assert client.post("/mcp", json=ASK, headers=HEADERS).status_code == 401
        assert client.post("/mcp", json=ASK, headers=signed).status_code == 200
        (library / USERS).unlink()
        for reached in (
            client.post("/mcp", json=ASK, headers=HEADERS),
            client.get("/ask", params={"question": "补贴"}, headers={"Host": "localhost"}),
        ):
            assert reached.status_code == 503
            assert "用户文件" in reached.json()["detail"]
