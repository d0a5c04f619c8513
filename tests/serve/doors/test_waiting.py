"""After wrong passwords a name has to wait, by whichever door it comes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from serve.access.model import Role
from serve.access.tries import TRIES
from serve.access.users import new_token, put_user
from serve.doors.mcp_http import mcp_over_http
from serve.doors.opened import OpenedLibrary
from serve.doors.readers import LibraryReaders
from tests.serve.doors.rest_client import app_of, assert_problem, client_of, library_of

PASSWORD = "一个足够长的口令呀"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        folder = library_of(tmp_path_factory.mktemp("rest"))
        put_user(folder, "管理员", Role.ADMIN, [], PASSWORD)
        put_user(folder, "张三", Role.READER, [], PASSWORD)
        yield folder


def basic(name: str, password: str) -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}


def asked(client: TestClient, name: str, password: str) -> int:
    return client.get("/documents", headers=basic(name, password)).status_code


def test_after_five_wrong_passwords_a_name_waits_a_minute_and_others_do_not(library: Path) -> None:
    clock = Clock()
    with client_of(app_of(library, LibraryReaders(library, "rest", clock=clock))) as client:
        assert [asked(client, "张三", f"不对的口令{n}") for n in range(TRIES)] == [401] * TRIES
        clock.now += 0.5
        refused = client.get("/documents", headers=basic("张三", PASSWORD))
        assert_problem(refused, 429, "60 秒", "密钥")
        assert refused.headers["retry-after"] == "60"
        assert asked(client, "管理员", PASSWORD) == 200
        key = {"authorization": f"Bearer {new_token(library, '张三')}"}
        assert client.get("/documents", headers=key).status_code == 200, "a program's key is no guess"
        upload = client.post("/ingest", files={"files": ("空.txt", b"")}, headers=basic("张三", PASSWORD))
        assert_problem(upload, 429)
        clock.now += int(refused.headers["retry-after"])
        assert asked(client, "张三", PASSWORD) == 200
        assert asked(client, "张三", "不对的口令") == 401, "a right one begins the count anew"


def test_a_name_that_nobody_bears_waits_as_well(library: Path) -> None:
    with client_of(app_of(library, LibraryReaders(library, "rest", clock=Clock()))) as client:
        tried = [asked(client, "没有这个人", PASSWORD) for _ in range(TRIES + 1)]
    assert tried == [401] * TRIES + [429]


def test_what_was_tried_at_one_door_counts_at_the_other(library: Path) -> None:
    clock = Clock()
    with client_of(app_of(library, LibraryReaders(library, "rest", clock))) as client:
        for number in range(TRIES):
            asked(client, "张三", f"不对的口令{number}")
    mcp = mcp_over_http(OpenedLibrary(library), LibraryReaders(library, "mcp", clock))
    with TestClient(mcp.app, base_url="http://localhost") as client:
        refused = client.post("/mcp", json={}, headers=basic("张三", PASSWORD))
    assert_problem(refused, 429, "秒再试")
    assert refused.headers["retry-after"] == "60"
