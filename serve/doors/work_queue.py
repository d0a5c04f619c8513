"""Work for many clients on a few threads: who waits is served in turn, one of each, and nobody waits without end."""

from __future__ import annotations

import asyncio
import math
import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from serve.doors.problems import ProblemError

T = TypeVar("T")


def _threads() -> int:
    """A question holds the interpreter for most of its time: more threads than cores make all of them slower."""
    return max(2, min(8, os.cpu_count() or 2))


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """How much is done at once, and how much may wait."""

    threads: int = field(default_factory=_threads)
    most_waiting: int = 256  # of all clients
    most_of_one: int = 64  # of one client
    longest_retry: int = 30  # seconds


class WorkQueue:
    """A line of waiting work for each client; the lines are served in turn. Used from one event loop."""

    def __init__(self, settings: QueueSettings | None = None) -> None:
        self._settings = settings or QueueSettings()
        self._pool: ThreadPoolExecutor | None = None  # until there is work
        self._free = self._settings.threads
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._waiting = 0
        self._usual_seconds = 0.1  # that a piece of work takes, lately

    async def run(self, client: str, work: Callable[[], T]) -> T:
        """What `work` returns, done on a thread when it is this client's turn; ProblemError where too many wait."""
        self._refuse_when_full(client)
        await self._turn(client)
        begun = time.perf_counter()
        try:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._settings.threads, thread_name_prefix="rest")
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._usual_seconds += 0.1 * (time.perf_counter() - begun - self._usual_seconds)
            self._leave()

    def close(self) -> None:
        """Let the threads go; what runs comes to its end."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _refuse_when_full(self, client: str) -> None:
        seconds = self._waiting * self._usual_seconds / self._settings.threads
        retry = {"Retry-After": str(min(self._settings.longest_retry, max(1, math.ceil(seconds))))}
        if len(self._lines.get(client, ())) >= self._settings.most_of_one:
            raise ProblemError(
                429,
                f"您已有 {self._settings.most_of_one} 个请求在等待。请等前面的完成后再发。",
                headers=retry,
            )
        if self._waiting >= self._settings.most_waiting:
            raise ProblemError(503, "现在请求太多，排不上队。请按 Retry-After 的秒数稍后再发。", headers=retry)

    async def _turn(self, client: str) -> None:
        """Wait until a thread is free for this client."""
        turn = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, deque()).append(turn)
        self._waiting += 1
        self._serve()
        try:
            await turn
        except asyncio.CancelledError:  # the client has gone
            if turn.cancelled():
                self._forget(client, turn)
            else:
                self._leave()
            raise

    def _serve(self) -> None:
        while self._free and self._lines:
            client, line = next(iter(self._lines.items()))
            turn = line.popleft()
            if line:
                self._lines.move_to_end(client)
            else:
                del self._lines[client]
            self._waiting -= 1
            self._free -= 1
            turn.set_result(None)

    def _forget(self, client: str, turn: asyncio.Future[None]) -> None:
        line = self._lines.get(client)
        if line and turn in line:
            line.remove(turn)
            self._waiting -= 1
            if not line:
                del self._lines[client]

    def _leave(self) -> None:
        self._free += 1
        self._serve()
