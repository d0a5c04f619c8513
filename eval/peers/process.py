"""The other end of eval/peers/worker.py: peers in processes of their own, each bound to one core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from eval.declared import EvalError
from eval.peers.collection import Collection
from eval.peers.model import Found, Mode

# Libraries that look at these keep to one thread; the others are held to one core (see `WorkerProcess`).
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "LANCE_CPU_THREADS"), "1"
)
_LINES_OF_A_PROBLEM = 3


class PeerError(EvalError):
    """A peer could not be built or asked."""


class WorkerProcess:
    """A peer that serves in a process of its own."""

    def __init__(self, task: str, name: str, collection: Collection, folder: Path, core: int | None = None) -> None:
        """Start it; with `core` all its threads together have that one core."""
        self._name = name
        self._errors: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        environment = {**os.environ, **(_ONE_THREAD if core is not None else {}), "HAYSTACK_TELEMETRY_ENABLED": "False"}
        bind = (
            partial(os.sched_setaffinity, 0, {core}) if core is not None and hasattr(os, "sched_setaffinity") else None
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "eval.peers.worker", task, name, str(collection.folder), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            env=environment,
            preexec_fn=bind,
        )

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if error is not None:
            self._process.kill()
        self._process.wait()
        self._errors.close()

    def reply(self) -> dict[str, Any]:
        """Return the next thing it says. Raises PeerError when it has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            words = [line.strip() for line in self._errors.read().splitlines() if line.strip()]
            last = " / ".join(words[-_LINES_OF_A_PROBLEM:]) or f"exit code {self._process.returncode}"
            raise PeerError(self._name, f"没有测成（{last}）", "请单独运行这个系统查看原因，其余系统照常测完")
        said: dict[str, Any] = json.loads(line)
        return said

    def ask(self, questions: Sequence[int], k: int, modes: Sequence[Mode]) -> tuple[list[Found], list[float]]:
        """Return what it finds for the questions of these numbers, and the milliseconds of each."""
        said = self._say({"questions": list(questions), "k": k, "modes": list(modes)})
        found = [{Mode(mode): ids for mode, ids in one.items()} for one in said["found"]]
        return found, said["milliseconds"]

    def memory(self) -> dict[str, float]:
        """Return its resident memory now and at its highest, in MB."""
        return self._say({})

    def _say(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it has ended; `reply` says why
        return self.reply()


def cores() -> list[int]:
    """Return the cores this process may use; where the system does not say, numbers that bind nothing."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))
