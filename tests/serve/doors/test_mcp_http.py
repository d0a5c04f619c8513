from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette
from starlette.routing import Route

from index.library import Library
from index.read_groups import close_place, place_of
from serve.access.audit import entries
from serve.access.model import Role
from serve.access.users import new_token, put_user
from serve.doors.mcp_http import PATH, mcp_over_http
from serve.doors.opened import OpenedLibrary
from serve.doors.readers import LibraryReaders
from tests.qa.notices import OTHER_MATTER, WITH_SUM, WITHOUT_SUM
from tests.serve.doors.mcp_client import given, library_of, text_of, with_client

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
QUESTION = "离退休党支部书记补贴多少元？"
HEADERS = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return library_of(tmp_path, WITH_SUM, WITHOUT_SUM, OTHER_MATTER)


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of the MCP door on this machine, until the block ends."""
    door = mcp_over_http(OpenedLibrary(library), LibraryReaders(library, "mcp"))
    app = Starlette(routes=[Route(PATH, door.app)], lifespan=lambda _: door.running)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}"
        finally:
            server.should_exit = True
            thread.join(10)


def signed_in(address: str, token: str) -> Any:
    """A way to the door with a program's key."""
    client = httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"})
    return streamable_http_client(address, http_client=client)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_over_http_asks_and_gets_citations(library: Path, mode: str) -> None:
    async def work(client: Any) -> tuple[list[str], Any]:
        tools = (await client.list_tools()).tools
        return [t.name for t in tools], await client.call_tool("ask", {"question": QUESTION})

    with served(library) as address:
        names, answer = with_client(address, work, mode=mode)
    assert len(names) == 6
    value = given(answer)
    assert "260元" in value["answer"]
    assert "（仪老干〔2021〕9号）第二部分（二）" in value["citations"][value["findings"][0]["clause_id"]]


def test_who_asked_for_what_is_in_the_log(library: Path) -> None:
    async def work(client: Any) -> None:
        await client.call_tool("ask", {"question": QUESTION})
        await client.call_tool("get_clause", {"clause_id": "没有"})

    with served(library) as address:
        with_client(address, work)
    asked, opened = entries(library)
    assert (asked.act, asked.what, asked.door, asked.where) == ("asked", QUESTION, "mcp", "127.0.0.1")
    assert any("仪老干〔2021〕9号" in i for i in asked.ids)
    assert (opened.act, opened.what, opened.ids) == ("opened", "没有", ())


def test_a_page_of_another_site_reaches_nothing(library: Path) -> None:
    with served(library) as address:
        rebound = httpx2.post(address, json=LIST, headers={**HEADERS, "Host": "evil.example"})
        crossed = httpx2.post(address, json=LIST, headers={**HEADERS, "Origin": "http://evil.example"})
        form = httpx2.post(address, data={"a": "b"}, headers=HEADERS)
    assert (rebound.status_code, crossed.status_code, form.status_code) == (403, 403, 400)
    assert "只接受本机的请求" in rebound.json()["detail"]


def test_what_is_too_large_is_refused_and_no_stream_is_held_open(library: Path) -> None:
    with served(library) as address:
        large = httpx2.post(address, content=b" " * 1_500_000, headers={**HEADERS, "Content-Type": "application/json"})
        stream = httpx2.get(address, headers=HEADERS, timeout=5)
    assert (large.status_code, stream.status_code) == (413, 405)
    assert "上限" in large.json()["detail"]


def test_where_a_library_has_users_nobody_gets_in_without_a_key(library: Path) -> None:
    put_user(library, "管理员", Role.ADMIN, password="不容易猜到的口令")
    with served(library) as address:
        without = httpx2.post(address, json=LIST, headers=HEADERS)
        wrong = httpx2.post(address, json=LIST, headers={**HEADERS, "Authorization": "Bearer jd_wrong"})
        tools = with_client(signed_in(address, new_token(library, "管理员")), lambda c: c.list_tools()).tools
    assert (without.status_code, wrong.status_code) == (401, 401)
    assert "Bearer" in without.headers["WWW-Authenticate"]
    assert len(tools) == 6


def test_a_reader_outside_the_group_gets_a_closed_notice_by_no_tool(library: Path) -> None:
    put_user(library, "管理员", Role.ADMIN)
    put_user(library, "外人", Role.READER)
    put_user(library, "组员", Role.READER, ["党建组"])
    with Library.open(library) as opened:
        close_place(opened, place_of(opened, "仪老干〔2021〕9号"), ["党建组"])
        clause_id = next(
            c.clause_id for c in opened.document("仪老干〔2021〕9号").clauses if "260" in c.text and c.level == 2
        )
    calls = [
        ("ask", {"question": "仪征离退休党支部书记补贴多少元？"}),
        ("search_clauses", {"query": "仪老干〔2021〕9号 党支部书记补贴", "k": 50}),
        ("get_clause", {"clause_id": clause_id}),
        ("get_clause", {"clause_id": "仪老干〔2021〕9号#二/（二）"}),
        ("compare", {"topic": "党支部书记补贴"}),
        ("list_documents", {}),
        ("list_documents", {"title": "仪老干〔2021〕9号"}),
        ("as_of", {"day": "2022-01-01"}),
        ("as_of", {"day": "2022-01-01", "document": "仪老干〔2021〕9号"}),
        ("as_of", {"day": "2022-01-01", "question": "仪征离退休党支部书记补贴多少元？"}),
    ]

    async def work(client: Any) -> list[Any]:
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    with served(library) as address:
        outside = with_client(signed_in(address, new_token(library, "外人")), work)
        inside = with_client(signed_in(address, new_token(library, "组员")), work)
    asked = {json.dumps(arguments, ensure_ascii=False) for _, arguments in calls}
    for (name, arguments), result in zip(calls, outside, strict=True):
        shown = text_of(result)
        for word in asked if result.is_error else ():  # an error repeats what was asked for
            shown = shown.replace(word, "")
        assert "260" not in shown, (name, arguments)
        assert "~" not in shown or "关于做好离退休党支部工作的通知" not in shown, (name, arguments)
    assert given(outside[5])["total"] == 2
    assert text_of(outside[2]).replace(clause_id, "没有") == text_of(outside[3]).replace(
        calls[3][1]["clause_id"], "没有"
    )
    assert "260元" in given(inside[0])["answer"]
    assert given(inside[5])["total"] == 3
