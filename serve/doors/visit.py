"""One request to the REST door: who sends it, and the library as far as they may read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from starlette.responses import Response

from index.clause_index import OpenIndex
from qa.reading.reader import SentenceVectors
from serve.access.audit import Act
from serve.access.model import Reader, Role
from serve.contract import JsonObject
from serve.doors.jobs import JobBook
from serve.doors.opened import OpenedLibrary
from serve.doors.readers import Readers, require_role
from serve.doors.work_queue import WorkQueue


@dataclass(frozen=True, slots=True)
class RestSettings:
    """What the REST door allows."""

    most_bytes: int = 1_000_000  # of a request without files
    most_upload_bytes: int = 500_000_000  # of all files of a request
    most_upload_files: int = 200
    ingest_folders: tuple[Path, ...] = ()  # whose files may be taken in by their path on the server


@dataclass(frozen=True, slots=True)
class RestDoor:
    """What all requests share."""

    library: OpenedLibrary
    readers: Readers
    queue: WorkQueue
    jobs: JobBook
    settings: RestSettings
    keeping: CapacityLimiter  # one upload at a time looks for a free name
    signing_in: CapacityLimiter  # trying a password takes 64 MB and a while


@dataclass(frozen=True, slots=True)
class Visit:
    """One request."""

    door: RestDoor
    reader: Reader
    client: str  # whose turn it is, when many wait
    place: str | None  # the address it came from

    async def answer(self, act: Act | None, subject: str, work: Callable[[OpenIndex], JsonObject]) -> Response:
        """Return the JSON object that `work` makes of what this reader may read; `act` and `subject` are kept, None: not."""

        def answering() -> Response:
            value = work(self.index())
            if act is not None:
                self.record(act, subject, shown_in(value))
            return json_response(value)

        return await self.door.queue.run(self.client, answering)

    def index(self) -> OpenIndex:
        """The library as far as this reader may read it."""
        return self.door.readers.index_for(self.door.library.index(), self.reader)

    def sentence_vectors(self, index: OpenIndex) -> SentenceVectors | None:
        """Vectors of sentences that all questions share."""
        return self.door.library.sentence_vectors(index.embedder)

    def index_to_export(self) -> OpenIndex:
        """The same as far as it may leave the library in files."""
        return self.door.readers.index_to_export(self.door.library.index(), self.reader)

    def require(self, role: Role, act: str) -> None:
        """Raise AccessError where the reader may not do what this role may; `act` names it."""
        require_role(self.door.readers, self.reader, role, act, self.place)

    def record(self, act: Act, subject: str, ids: Sequence[str] = ()) -> None:
        """Keep what was done."""
        self.door.readers.record(self.reader, act, subject, ids, self.place)


async def visit_of(request: Request) -> Visit:
    """The request with its sender; signing in may take a while, so it is done on a thread."""
    door: RestDoor = request.app.state.door
    reader = await to_thread.run_sync(reader_of, request, limiter=door.signing_in)
    client = request.client
    # Where nobody signs in, a connection is a client.
    name = f"{client.host}:{client.port}" if client and door.readers.only_this_machine else reader.name
    return Visit(door, reader, name, client.host if client else None)


def reader_of(request: Request) -> Reader:
    """Who sends a request; ProblemError 401 for nobody we know."""
    door: RestDoor = request.app.state.door
    return door.readers.reader_of(request)


def shown_in(value: JsonObject) -> list[str]:
    """The ids of the clauses, else of the documents, that an answer shows."""
    shown: list[object] = []
    for key, name in (("findings", "clause_id"), ("results", "clause_id"), ("columns", "document_ids")):
        items = value.get(key)
        for item in items if isinstance(items, list) else ():
            found = item.get(name)
            shown.extend(found if isinstance(found, list) else [found])
    one = value.get("clause_id") or value.get("document_id")
    sides = [side.get("document_id") for key in ("old", "new") if isinstance(side := value.get(key), dict)]
    return list(dict.fromkeys(str(i) for i in (*shown, one, *sides) if i))


VisitOfRequest = Annotated[Visit, Depends(visit_of)]


def json_response(value: JsonObject, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON object as it is sent: Chinese readable; a file name that is not UTF-8 keeps its escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "backslashreplace"), status, headers, "application/json")
