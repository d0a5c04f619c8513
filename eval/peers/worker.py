"""One peer in a process of its own: `python -m eval.peers.worker build|serve NAME COLLECTION FOLDER`.

Talks in JSON, one object a line: what is asked comes on the standard input, answers go to the standard output.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.peers.collection import Collection
from eval.peers.model import Mode
from eval.peers.registry import PeerEntry, peer_named


def main(arguments: list[str]) -> int:
    """Build, or serve until the input ends."""
    task, name, collection, folder = arguments
    # What a library prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    worker = _Worker(peer_named(name), Collection(Path(collection)), Path(folder))
    print(json.dumps(worker.build() if task == "build" else worker.open()), file=answers, flush=True)
    if task == "serve":
        for line in sys.stdin:
            print(json.dumps(worker.answer(json.loads(line))), file=answers, flush=True)
    answers.flush()
    os._exit(0)  # some libraries keep threads that would hold the process


class _Worker:
    """A peer over a collection."""

    def __init__(self, entry: PeerEntry, collection: Collection, folder: Path) -> None:
        self._peer, self._keeps_files = entry.make(), entry.keeps_files
        self._collection, self._folder = collection, folder
        self._questions = collection.questions()
        self._vectors = collection.question_vectors()

    def build(self) -> dict[str, float]:
        """Index the passages; return seconds and megabytes."""
        passages, vectors = self._collection.passages(), self._collection.passage_vectors()
        started = time.perf_counter()
        self._peer.build(passages, vectors, self._folder)
        seconds = time.perf_counter() - started
        del passages, vectors
        return {"seconds": seconds, **_memory()}

    def open(self) -> dict[str, float]:
        """Be ready for questions; a peer that keeps nothing on the disk is built here."""
        if not self._keeps_files:
            return self.build()
        started = time.perf_counter()
        self._peer.open(self._folder)
        return {"seconds": time.perf_counter() - started, **_memory()}

    def answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the questions of these numbers, each timed; without any, tell the memory."""
        if "questions" not in asked:
            return _memory()
        modes, k = [Mode(mode) for mode in asked["modes"]], asked["k"]
        found: list[dict[Mode, list[str]]] = []
        milliseconds: list[float] = []
        for number in asked["questions"]:
            text, vector = self._questions[number].text, self._vectors[number]
            started = time.perf_counter()
            found.append(self._peer.search(text, vector, k, modes))
            milliseconds.append((time.perf_counter() - started) * 1000)
        return {"found": found, "milliseconds": milliseconds}


def _memory() -> dict[str, float]:
    """Return the resident memory now and at its highest, in MB; the highest for both where the system has no /proc."""
    gc.collect()
    status = Path("/proc/self/status")
    if not status.is_file():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return {"resident_mb": peak, "peak_mb": peak}
    # Not ru_maxrss: on Linux it begins with what the process had that started this one.
    lines = (line.partition(":") for line in status.read_text(encoding="ascii", errors="replace").splitlines())
    kilobytes = {name: float(value.split()[0]) for name, _, value in lines if name in ("VmRSS", "VmHWM")}
    return {"resident_mb": kilobytes["VmRSS"] / 1e3, "peak_mb": kilobytes["VmHWM"] / 1e3}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
