"""What every request passes first: how large it may be, whose page sent it, and what a browser may do with the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import PolicyError
from serve.access.model import Role
from serve.doors.problems import ProblemError, problem_of, problem_response
from serve.doors.readers import Readers, require_role

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1", "testserver"}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Addresses that take files -> who may send them, what that is called, and how many bytes at most; None: as set.
_UPLOADS: Mapping[str, tuple[Role, str, int | None]] = {
    "/ingest": (Role.EDITOR, "入库", None),
    "/training/check": (Role.READER, "核对培训材料", 64_000_000),
}
_ANSWER_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


class Guard:
    """Refuses what is too large or comes from another site's page; marks answers as nobody's to keep or to frame."""

    def __init__(
        self, app: ASGIApp, *, readers: Readers, signing_in: CapacityLimiter, most_bytes: int, most_upload_bytes: int
    ) -> None:
        """`signing_in` says how many may try a password at once."""
        self._app = app
        self._readers, self._signing_in = readers, signing_in
        self._most_bytes, self._most_upload_bytes = most_bytes, most_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            headers = Headers(scope=scope)
            self._refuse_others(scope["method"], headers)
            upload = _upload_at(scope["path"]) if scope["method"] == "POST" else None
            if upload is None:
                receive = _counted(receive, headers, self._most_bytes)
            else:  # the framework reads a body before it asks who sends it
                role, act, most = upload
                receive = _counted(receive, headers, min(most or self._most_upload_bytes, self._most_upload_bytes))
                refuse = partial(self._refuse_uploading, Request(scope), role, act)
                await to_thread.run_sync(refuse, limiter=self._signing_in)
        except ProblemError as error:
            await problem_response(error, scope["path"])(scope, receive, _marked(send))
            return
        await self._app(scope, receive, _marked(send))

    def _refuse_others(self, method: str, headers: Headers) -> None:
        """Refuse a page of another site that uses the browser of someone here (CSRF, DNS rebinding)."""
        host = headers.get("host", "")
        if self._readers.only_this_machine and _name_of(f"//{host}") not in _THIS_MACHINE:
            raise ProblemError(403, "没有启用登录时只接受本机的请求。请用 localhost 访问，或由管理员启用登录。")
        origin = headers.get("origin")
        if method in _CHANGING and origin is not None and _place_of(origin) != host.lower():
            raise ProblemError(403, "请求来自别的网站的页面，没有执行。请直接从自己的程序发出。")

    def _refuse_uploading(self, request: Request, role: Role, act: str) -> None:
        """Raise ProblemError for who may not send files, before the files are sent."""
        reader = self._readers.reader_of(request)
        where = request.client.host if request.client else None
        try:
            require_role(self._readers, reader, role, act, where)
        except PolicyError as error:
            raise problem_of(error) from error


def _upload_at(path: str) -> tuple[Role, str, int | None] | None:
    return next((upload for address, upload in _UPLOADS.items() if path.endswith(address)), None)


def _name_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _place_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _counted(receive: Receive, headers: Headers, limit: int) -> Receive:
    """The body as it comes, up to the limit; ProblemError beyond it, at once where the length is announced."""
    too_large = ProblemError(413, f"请求超过上限 {_megabytes(limit)}。请分几次上传，或请管理员把文件放到服务器上。")
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise too_large
        return message

    return counted


def _megabytes(limit: int) -> str:
    return f"{limit / 1_000_000:g} MB"


def _marked(send: Send, headers: Iterable[tuple[str, str]] = tuple(_ANSWER_HEADERS.items())) -> Send:
    """Answers with the headers that every one of them has."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(scope=message)
            for name, value in headers:
                answer.setdefault(name, value)
        await send(message)

    return marked
