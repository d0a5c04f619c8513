"""Processes that begin and end together: one stop signal stops all, and where one dies the others are stopped."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_logger = logging.getLogger(__name__)
PART_VARIABLE = "JUDIAN_STOPS_WITH_STDIN"  # set for a part: it stops when its standard input ends
_LOOK = 0.2  # seconds between looks at the parts
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # those that this system has


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the service."""

    name: str  # as people are told: 网页, 接口
    command: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[bytes]


def run_parts(
    parts: Sequence[Part],
    environment: Mapping[str, str],
    say: Callable[[str], None],
    *,
    patience: float = 10.0,
) -> int:
    """Run all parts until a signal stops them (0) or one of them ends (1); none is left behind.

    `patience`: seconds that parts are given to end by themselves before they are killed.
    """
    stop = threading.Event()
    running: list[_Running] = []
    with told_by_signals(stop):
        try:
            for part in parts:
                running.append(_Running(part, _started(part, environment)))
            ended = _wait(running, stop)
        finally:
            _stop(running, patience)
    if ended is None:
        return 0
    others = "、".join(r.part.name for r in running if r is not ended)
    also = f"，已停止{others}" if others else ""
    say(f"{ended.part.name}自己停了（退出码 {ended.process.returncode}）{also}。原因见上面几行；改正后请重新运行。")
    return 1


def _started(part: Part, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A part in a group of its own: what the terminal sends comes to us alone, and we stop the parts in order.

    Its standard input is a pipe of ours. Where we are killed the pipe ends, and the part stops by that. What it has to
    tell goes to standard error; its standard output says nothing to people.
    """
    with_pipe = {**environment, PART_VARIABLE: "1"}
    if os.name == "posix":
        return subprocess.Popen(
            part.command, env=with_pipe, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
        )
    group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen(
        part.command, env=with_pipe, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, creationflags=group
    )


def _wait(running: Sequence[_Running], stop: threading.Event) -> _Running | None:
    """The part that ended by itself; None: a signal came."""
    while not stop.wait(_LOOK):
        for one in running:
            if one.process.poll() is not None:
                return one
    return None


def _stop(running: Sequence[_Running], patience: float) -> None:
    """End what still runs, kindly first; then whatever a part has started and left."""
    for one in running:
        assert one.process.stdin is not None
        with suppress(OSError):
            one.process.stdin.close()
        if os.name == "posix" and one.process.poll() is None:
            one.process.terminate()
    until = time.monotonic() + patience
    for one in running:
        try:
            one.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _logger.warning("%s does not stop: killed", one.part.name)
            one.process.kill()
            one.process.wait()
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(one.process.pid, signal.SIGKILL)


@contextmanager
def told_by_signals(stop: threading.Event) -> Iterator[None]:
    """Set `stop` when a signal asks us to end; further ones change nothing, so that no part is left behind."""
    before = {}
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            before[number] = signal.signal(number, lambda *_: stop.set())
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_with_stdin(stop: Callable[[], None]) -> None:
    """Call `stop` when standard input ends, where this process is a part; else do nothing."""
    if not os.environ.pop(PART_VARIABLE, ""):  # processes that we start are no parts
        return

    def watch() -> None:
        with suppress(OSError):
            while os.read(0, 1024):
                pass
        stop()

    threading.Thread(target=watch, name="stop with stdin", daemon=True).start()
