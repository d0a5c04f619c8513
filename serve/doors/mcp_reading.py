"""What the tools of the MCP door read: the library as far as who asks may read it, opened once for all requests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from anyio import to_thread
from mcp.server.mcpserver import Context
from starlette.requests import Request

from index.clause_index import OpenIndex
from qa.reading.reader import SentenceVectors
from qa.retrieving.retrieve import QueryEmbedder, Vector
from serve.access.audit import Act
from serve.access.model import Reader
from serve.doors.opened import OpenedLibrary
from serve.doors.problems import ProblemError
from serve.doors.readers import Readers

T = TypeVar("T")
# Does work on a thread when it is a client's turn.
Turns = Callable[[str, Callable[[], T]], Awaitable[T]]
READER = "judian.reader"  # in the scope of a request: who sends it


class SharedVectors(SentenceVectors):
    """Sentence vectors for the questions of all threads."""

    def __init__(self, embedder: QueryEmbedder) -> None:
        super().__init__(embedder)
        self._in_use = Lock()

    def of(self, texts: Sequence[str]) -> Vector:
        """float32 [texts, d], normalised."""
        with self._in_use:
            return super().of(texts)


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """An index as one request may read it."""

    index: OpenIndex
    vectors: SentenceVectors | None  # None: words only
    reader: Reader
    where: str | None  # the address the request came from


class Reading:
    """The library of a door, and who reads it: over HTTP the sender of each request, over stdio whoever started us."""

    def __init__(
        self,
        opened: OpenedLibrary,
        readers: Readers,
        of_process: Callable[[], Reader] | None = None,
        turns: Turns[Any] | None = None,
    ) -> None:
        """`of_process` says who asks where there is no request to ask by; `turns` None: on any thread, at once."""
        self._opened, self._readers, self._of_process = opened, readers, of_process
        self._turns = turns or _at_once
        self._vectors: tuple[object, SharedVectors] | None = None

    async def done(self, context: Context[Any, Any], work: Callable[[ReadIndex], T]) -> T:
        """What `work` makes of the index as the sender of a request may read it, on a thread.

        Raises PolicyError where it cannot be read, ProblemError for nobody we know and where too many wait.
        """
        request = context.request_context.request
        if isinstance(request, Request):
            known: Reader | None = request.scope.get(READER)  # since the request was let in
            reader, place = known or self._readers.reader_of(request), request.client
        else:
            reader, place = self._process(), None
        # Where nobody signs in, a connection is a client.
        client = f"{place.host}:{place.port}" if place and self._readers.only_this_machine else reader.name

        def reading() -> T:
            index = self._readers.index_for(self._opened.index(), reader)
            return work(ReadIndex(index, self._vectors_of(index.embedder), reader, place.host if place else None))

        return await self._turns(client, reading)  # type: ignore[no-any-return]

    def record(self, read: ReadIndex, act: Act, subject: str, ids: Sequence[str]) -> None:
        """Keep what was asked, and the clauses that were shown."""
        self._readers.record(read.reader, act, subject, ids, read.where)

    def _process(self) -> Reader:
        if self._of_process is None:
            raise ProblemError(401)
        return self._of_process()

    def _vectors_of(self, embedder: QueryEmbedder | None) -> SentenceVectors | None:
        if embedder is None:
            return None
        kept = self._vectors
        if kept is None or kept[0] is not embedder:
            kept = self._vectors = (embedder, SharedVectors(embedder))
        return kept[1]


async def _at_once(client: str, work: Callable[[], T]) -> T:
    return await to_thread.run_sync(work)
