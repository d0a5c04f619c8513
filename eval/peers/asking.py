"""Questions put to peers in their processes: all of them for quality, some in turns with ours for speed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from eval.measures import percentile
from eval.peers.measured import Speed
from eval.peers.model import DEPTH, Found, Mode, batches
from eval.peers.process import WorkerProcess

Progress = Callable[[str, int, int], None]
"""Told in Chinese what is being done, how much of it is, and of how much."""

# What a page of results asks for; quality is judged to DEPTH.
_TIMED_K = 10
# A block is answered by one, then by the other: short, so that whatever else the machine does falls on both.
_BLOCK = 20


@dataclass(frozen=True, slots=True)
class Effort:
    """How long each ranking of a pair is timed."""

    questions: int = 200
    at_least: int = 60
    seconds: float = 15.0  # no new block after this, once there are enough


def answers_of_all(
    workers: Sequence[WorkerProcess], questions: int, modes: Sequence[Mode], progress: Progress
) -> list[Found]:
    """Return what is found for every question, to DEPTH; workers just started take the blocks as they get to them."""
    waiting: SimpleQueue[range] = SimpleQueue()
    for block in batches(questions, _BLOCK):
        waiting.put(block)
    found: dict[int, Found] = {}

    def work(worker: WorkerProcess) -> None:
        worker.reply()  # it is open
        while True:
            try:
                block = waiting.get_nowait()
            except Empty:
                return
            answers, _ = worker.ask(block, DEPTH, modes)
            found.update(zip(block, answers, strict=True))
            progress("检索质量", len(found), questions)

    progress("检索质量", 0, questions)
    with ThreadPoolExecutor(len(workers)) as threads:
        for done in [threads.submit(work, worker) for worker in workers]:
            done.result()
    return [found[number] for number in range(questions)]


def time_together(
    theirs: WorkerProcess, ours: WorkerProcess | None, mode: Mode, questions: int, effort: Effort, progress: Progress
) -> Speed:
    """Return the milliseconds of both for the same questions, spread evenly over all; the first block warms, uncounted.

    Without `ours` the peer is ours itself.
    """
    count = min(effort.questions, questions)
    numbers = [i * questions // count for i in range(count)]
    label = f"速度 {mode}"
    for worker in filter(None, (theirs, ours)):
        worker.ask(numbers[-_BLOCK:], _TIMED_K, [mode])
    milliseconds: dict[bool, list[float]] = {True: [], False: []}  # by whether it is theirs
    began = time.perf_counter()
    for turn, block in enumerate(batches(count, _BLOCK)):
        if block.start >= effort.at_least and time.perf_counter() - began > effort.seconds:
            break
        progress(label, block.start, count)
        pair = [(True, theirs), (False, ours)]
        for is_theirs, asked in pair if turn % 2 == 0 else reversed(pair):
            if asked is not None:
                milliseconds[is_theirs] += asked.ask([numbers[i] for i in block], _TIMED_K, [mode])[1]
    taken = milliseconds[True]
    our_own = milliseconds[False] or taken
    return Speed(
        len(taken), percentile(taken, 50), percentile(taken, 95), percentile(our_own, 50), percentile(our_own, 95)
    )
