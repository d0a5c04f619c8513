from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from serve.doors.problems import ProblemError
from serve.doors.work_queue import QueueSettings, WorkQueue


class Gate:
    """Work that waits until it is let through, and notes in which order it began."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.open = threading.Event()

    def work(self, name: str) -> Callable[[], str]:
        def run() -> str:
            self.begun.append(name)
            assert self.open.wait(5)
            return name

        return run


async def until(claim: Callable[[], bool]) -> None:
    for _ in range(500):
        if claim():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("never came")


def test_clients_are_served_in_turn() -> None:
    async def run() -> list[str]:
        queue, gate = WorkQueue(QueueSettings(threads=1)), Gate()
        first = asyncio.create_task(queue.run("忙", gate.work("忙0")))
        await until(lambda: gate.begun == ["忙0"])
        tasks = [asyncio.create_task(queue.run("忙", gate.work(f"忙{n}"))) for n in range(1, 6)]
        await asyncio.sleep(0)
        tasks += [asyncio.create_task(queue.run(who, gate.work(who))) for who in ("甲", "乙")]
        await asyncio.sleep(0)
        gate.open.set()
        assert await asyncio.gather(first, *tasks) == ["忙0", "忙1", "忙2", "忙3", "忙4", "忙5", "甲", "乙"]
        queue.close()
        return gate.begun

    assert asyncio.run(run()) == ["忙0", "忙1", "甲", "乙", "忙2", "忙3", "忙4", "忙5"]


def test_no_more_runs_at_once_than_there_are_threads() -> None:
    async def run() -> int:
        queue, gate = WorkQueue(QueueSettings(threads=2)), Gate()
        tasks = [asyncio.create_task(queue.run(str(n), gate.work(str(n)))) for n in range(8)]
        await until(lambda: len(gate.begun) == 2)
        await asyncio.sleep(0.05)
        at_once = len(gate.begun)
        gate.open.set()
        await asyncio.gather(*tasks)
        queue.close()
        return at_once

    assert asyncio.run(run()) == 2


@pytest.mark.parametrize(("clients", "status"), [(["甲"] * 4, 429), (["甲", "乙", "丙", "丁", "戊", "己"], 503)])
def test_who_finds_the_line_full_is_told_when_to_come_again(clients: list[str], status: int) -> None:
    async def run() -> ProblemError:
        queue, gate = WorkQueue(QueueSettings(threads=1, most_waiting=4, most_of_one=2)), Gate()
        tasks = [asyncio.create_task(queue.run(client, gate.work(client))) for client in clients]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION, timeout=5)
        gate.open.set()
        others = await asyncio.gather(*tasks, return_exceptions=True)
        queue.close()
        [refused] = [task.exception() for task in done if task.exception()]
        assert sum(isinstance(other, str) for other in others) == len(clients) - 1, "the others were served"
        assert isinstance(refused, ProblemError)
        return refused

    refused = asyncio.run(run())
    assert refused.status_code == status and refused.headers is not None
    assert 1 <= int(refused.headers["Retry-After"]) <= 30


def test_who_goes_away_leaves_the_place_to_others() -> None:
    async def run() -> str:
        queue, gate = WorkQueue(QueueSettings(threads=1)), Gate()
        first = asyncio.create_task(queue.run("甲", gate.work("甲")))
        await until(lambda: gate.begun == ["甲"])
        gone = asyncio.create_task(queue.run("乙", gate.work("乙")))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        gate.open.set()
        await first
        last = await asyncio.wait_for(queue.run("丙", gate.work("丙")), 5)
        assert gate.begun == ["甲", "丙"]
        queue.close()
        return last

    assert asyncio.run(run()) == "丙"


def test_work_that_fails_fails_for_its_own_client_alone() -> None:
    async def run() -> str:
        queue = WorkQueue(QueueSettings(threads=1))

        def broken() -> str:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await queue.run("甲", broken)
        done = await asyncio.wait_for(queue.run("甲", lambda: "好"), 5)
        queue.close()
        return done

    assert asyncio.run(run()) == "好"
