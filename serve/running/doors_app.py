"""The doors as one ASGI app: REST at its own paths, MCP at /mcp, both over one opened library and one line of waiting work."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import move_on_after, to_thread
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import PolicyError
from qa.recalling import warm_up
from serve.access.users import has_users
from serve.doors.mcp_http import PATH, mcp_over_http
from serve.doors.problems import ProblemError, problem_response
from serve.doors.readers import LibraryReaders
from serve.doors.rest import rest_app, settings_here
from serve.doors.visit import RestDoor
from serve.running.addresses import is_this_machine

_LONGEST_WARMING = 10.0  # seconds; a library that takes longer is opened beside the first question
_logger = logging.getLogger(__name__)


def doors_app(library: Path, host: str) -> ASGIApp:
    """The doors to a library (its folder) as they are served at a host; one that others reach stays shut without users."""
    rest = rest_app(library, LibraryReaders(library, "rest"), settings_here())
    door: RestDoor = rest.state.door
    mcp = mcp_over_http(door.library, LibraryReaders(library, "mcp"), turns=door.queue.run, signing_in=door.signing_in)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with move_on_after(_LONGEST_WARMING):
            await to_thread.run_sync(_warm_up, door, abandon_on_cancel=True)
        async with rest.router.lifespan_context(rest), mcp.running:
            yield

    app = Starlette(routes=[Route(PATH, mcp.app), Mount("/", rest)], lifespan=lifespan)
    return app if is_this_machine(host) else ShutWithoutUsers(app, library)


def _warm_up(door: RestDoor) -> None:
    """Open the library and ask one question, so that the first client does not wait for it; what is wrong is told to it."""
    try:
        index = door.library.index()
        if index.library.listed():
            warm_up(index, door.library.sentence_vectors(index.embedder))
    except PolicyError as error:
        _logger.info("nothing to warm up: %s", error)


class ShutWithoutUsers:
    """Lets nobody in while the library has no users: the file of users may go while others are served."""

    def __init__(self, app: ASGIApp, library: Path) -> None:
        self._app, self._library = app, library

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] == "http" and not has_users(self._library):
            told = ProblemError(503, "用户文件不在了，暂时不能使用。请管理员用备份恢复，或用 judian users add 重建。")
            await problem_response(told, scope["path"])(scope, receive, send)
            return
        await self._app(scope, receive, send)
