"""Who sends a request, and what of the library is theirs to read: what REST and MCP ask of serve/access."""

from __future__ import annotations

import base64
import binascii
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from starlette.requests import Request

from index.clause_index import OpenIndex
from ingest.errors import QueryError
from serve.access import audit, gatekeeping
from serve.access.audit import Act
from serve.access.model import LOCAL, Reader, Role
from serve.access.tries import WrongTries
from serve.access.users import has_users, reader_with_password, reader_with_token
from serve.doors.problems import ProblemError

_SIGN_IN = {"WWW-Authenticate": 'Bearer realm="judian"'}


class Readers(Protocol):
    """Who may ask, and what each may read."""

    @property
    def only_this_machine(self) -> bool:
        """Whether nobody signs in, so that only this machine may be served."""

    def reader_of(self, request: Request) -> Reader:
        """Return who sends a request; ProblemError 401 for nobody we know."""

    def index_for(self, index: OpenIndex, reader: Reader) -> OpenIndex:
        """Return the library as far as this reader may read it: nothing else is in it, by any way."""

    def index_to_export(self, index: OpenIndex, reader: Reader) -> OpenIndex:
        """Return the same as far as it may leave the library in files."""

    def record(
        self, reader: Reader, action: str, subject: str, ids: Sequence[str] = (), where: str | None = None
    ) -> None:
        """Keep what was done, with the documents and clauses shown or changed; never fails."""


@dataclass(frozen=True, slots=True)
class Anybody(Reader):
    """Whoever uses this machine, where nobody signs in: they may do everything."""

    name: str = LOCAL.name
    role: Role = LOCAL.role


class AnyReader:
    """Nobody signs in and nothing is kept: for a library that only this machine is served."""

    only_this_machine = True

    def reader_of(self, request: Request) -> Reader:
        """Return whoever uses this machine."""
        return Anybody()

    def index_for(self, index: OpenIndex, reader: Reader) -> OpenIndex:
        """Return the whole library."""
        return index

    def index_to_export(self, index: OpenIndex, reader: Reader) -> OpenIndex:
        """Return the whole library."""
        return index

    def record(
        self, reader: Reader, action: str, subject: str, ids: Sequence[str] = (), where: str | None = None
    ) -> None:
        """Keep nothing."""


class LibraryReaders:
    """The users of a library; where it has none, whoever uses this machine may do everything."""

    def __init__(
        self,
        library: Path,
        door: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`door` is what the audit log calls it: rest or mcp. `clock`: as `time.time`, which all doors and pages count by."""
        self._library, self._door = library, door
        self._tries, self._clock = WrongTries(library), clock

    @property
    def only_this_machine(self) -> bool:
        """Whether nobody is named yet, so that nobody signs in."""
        return not has_users(self._library)

    def reader_of(self, request: Request) -> Reader:
        """Return who sends a request, by a program's key or by name and password.

        Raises ProblemError 401 for nobody we know, 429 where a name has to wait after wrong passwords.
        """
        if self.only_this_machine:
            return Anybody()
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            reader = self._known(scheme.lower(), given.strip())
        except QueryError as error:
            raise ProblemError(503, str(error), headers={"Retry-After": "60"}) from error
        if reader is None and given:
            where = request.client.host if request.client else None
            self.record(Reader("未知"), Act.REFUSED, "登录", where=where)
            raise ProblemError(401, "密钥或口令不对。请核对，或请管理员重新发给密钥。", headers=_SIGN_IN)
        if reader is None:
            raise ProblemError(
                401,
                "这里要登录后才能使用。请在 Authorization 里写明密钥（Bearer），或用户名和口令（Basic）。",
                headers=_SIGN_IN,
            )
        return reader

    def _known(self, scheme: str, given: str) -> Reader | None:
        if scheme == "bearer" and given:
            return reader_with_token(self._library, given)
        if scheme == "basic" and given:
            try:
                name, _, password = base64.b64decode(given, validate=True).decode("utf-8").partition(":")
            except (binascii.Error, UnicodeDecodeError, ValueError):
                return None
            return self._with_password(name, password)
        return None

    def _with_password(self, name: str, password: str) -> Reader | None:
        """Who signs in with this password; one name after five wrong ones not at all for a while, as on the pages."""
        if wait := math.ceil(self._tries.wait(name, self._clock())):
            told = f"这个用户名试的次数太多，请过 {wait} 秒再试。程序请改用密钥（judian users token）。"
            raise ProblemError(429, told, headers={"Retry-After": str(wait)})
        reader = reader_with_password(self._library, name, password)
        if reader is None:
            self._tries.failed(name, self._clock())
        else:
            self._tries.succeeded(name)
        return reader

    def index_for(self, index: OpenIndex, reader: Reader) -> OpenIndex:
        """Return the library as far as this reader may read it."""
        return gatekeeping.index_for(index, reader)

    def index_to_export(self, index: OpenIndex, reader: Reader) -> OpenIndex:
        """Return the same without what is marked 内部资料, but for what an administrator lets out."""
        return gatekeeping.index_to_export(index, reader)

    def record(
        self, reader: Reader, action: str, subject: str, ids: Sequence[str] = (), where: str | None = None
    ) -> None:
        """Add a line to the library's audit log."""
        audit.record(self._library, reader, action, subject, ids, door=self._door, where=where)


def require_role(readers: Readers, reader: Reader, role: Role, act: str, where: str | None) -> None:
    """Raise AccessError where the reader may not do what this role may, and keep that it was tried; `act` names it."""
    try:
        gatekeeping.require(reader, role, act)
    except gatekeeping.AccessError:
        readers.record(reader, Act.REFUSED, act, where=where)
        raise
