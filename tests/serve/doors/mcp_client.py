"""A real client of the MCP door, from the official SDK, for tests that are not asynchronous themselves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from mcp import Client
from mcp_types import CallToolResult

from index.update import ingest_paths
from serve.access.model import LOCAL
from serve.doors.mcp_reading import Reading
from serve.doors.mcp_server import mcp_server
from serve.doors.opened import OpenedLibrary
from serve.doors.readers import AnyReader


def library_of(folder: Path, *notices: str) -> Path:
    """A library without vectors, of notices by their text."""
    source = folder / "公文"
    source.mkdir(parents=True)
    for number, text in enumerate(notices, 1):
        (source / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest_paths([source], folder / "资料库", embed=False)
    return folder / "资料库"


def with_client(server: Any, work: Callable[[Client], Coroutine[Any, Any, Any]], **options: Any) -> Any:
    """What `work` returns with a client connected to a server: one in this process, a command, or an address."""

    async def connected() -> Any:
        async with Client(server, **options) as client:
            return await work(client)

    return asyncio.run(connected())


def called(server: Any, tool: str, **arguments: Any) -> CallToolResult:
    """The result of one call."""
    return with_client(server, lambda client: client.call_tool(tool, arguments))


def given(result: CallToolResult) -> dict[str, Any]:
    """The object of a result, which its text holds as well."""
    assert not result.is_error, text_of(result)
    assert result.structured_content == json.loads(text_of(result))
    return result.structured_content


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    return content.text


def server_of(library: Path) -> Any:
    """A server in this process."""
    return mcp_server(Reading(OpenedLibrary(library), AnyReader(), lambda: LOCAL))
