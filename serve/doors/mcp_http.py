"""The MCP door over HTTP (streamable HTTP, without sessions): an app to stand beside the REST door at /mcp."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from anyio import CapacityLimiter, to_thread
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from serve.doors.guard import Guard
from serve.doors.mcp_reading import READER, Reading, Turns
from serve.doors.mcp_server import mcp_server
from serve.doors.opened import OpenedLibrary
from serve.doors.problems import ProblemError, problem_response
from serve.doors.readers import Readers

PATH = "/mcp"
MOST_BYTES = 1_000_000  # of one request
_SIGNING_IN = 2  # passwords tried at once where the REST door does not stand beside it


@dataclass(frozen=True, slots=True)
class McpOverHttp:
    """The app that answers at /mcp; it answers while `running` is entered."""

    app: ASGIApp
    running: AbstractAsyncContextManager[None]


def mcp_over_http(
    opened: OpenedLibrary,
    readers: Readers,
    *,
    turns: Turns[Any] | None = None,
    signing_in: CapacityLimiter | None = None,
) -> McpOverHttp:
    """The door over a library; where nobody signs in, it takes requests that this machine's programs send to it by name.

    `turns` and `signing_in` are what it shares with the REST door: whose turn it is, and how many passwords are tried at once.
    """
    server = mcp_server(Reading(opened, readers, turns=turns))
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,  # every request says who sends it; nothing is kept between them
        max_request_body_size=2 * MOST_BYTES,  # the guard tells it before, in Chinese; so for the sender's host
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    signing_in = signing_in or CapacityLimiter(_SIGNING_IN)
    app = Guard(
        SignedIn(inner, readers, signing_in),
        readers=readers,
        signing_in=signing_in,
        most_bytes=MOST_BYTES,
        most_upload_bytes=MOST_BYTES,
    )
    return McpOverHttp(app, running())


class SignedIn:
    """Lets requests of known readers pass, with the reader in their scope; others are told how to sign in."""

    def __init__(self, app: ASGIApp, readers: Readers, signing_in: CapacityLimiter) -> None:
        self._app, self._readers, self._signing_in = app, readers, signing_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            if scope["method"] != "POST":  # without sessions there is no stream to open and nothing to end
                raise ProblemError(405, headers={"Allow": "POST"})
            reader = await to_thread.run_sync(self._readers.reader_of, Request(scope), limiter=self._signing_in)
            await self._app({**scope, READER: reader}, receive, send)
        except ProblemError as error:
            await problem_response(error, scope["path"])(scope, receive, send)
