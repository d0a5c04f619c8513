"""What changes a library by the REST door: asked leave for, done one at a time, and kept in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from anyio import to_thread
from fastapi import Response

from ingest.errors import QueryError
from qa.keeping.project_files import NoProjectError
from serve.access.audit import Act
from serve.access.model import Role
from serve.contract import JsonObject
from serve.doors.problems import ProblemError
from serve.doors.visit import Visit, json_response


async def changed(
    visit: Visit, act: str, subject: str, work: Callable[[], tuple[JsonObject, Sequence[str]]]
) -> Response:
    """Return the object that `work` gives after its change, which editors alone may make; `act` names it: 改动文库.

    `work` gives the object, and the ids of what was changed; it is done on a thread, after the changes of others.
    """
    visit.require(Role.EDITOR, act)

    def changing() -> Response:
        value, ids = work()
        visit.record(Act.CHANGED, subject[:1000], ids)
        return json_response(value)

    return await to_thread.run_sync(changing, limiter=visit.door.keeping)


@contextmanager
def unknown_is_404() -> Iterator[None]:
    """What is looked up and is not there, or not for this reader, is a problem 404."""
    try:
        yield
    except (QueryError, NoProjectError) as error:
        raise ProblemError(404, str(error)) from error
