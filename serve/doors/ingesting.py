"""The work of an ingest job: what was uploaded is kept beside the library, and a process of its own reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.library import Library
from index.model import Outcome
from ingest.errors import IngestError, PolicyError
from serve.contract import JsonObject
from serve.doors.jobs import JobControl, JobProgress, JobStopped

_ROOT = Path(__file__).resolve().parents[2]
_POLL = 0.2  # seconds between looks whether to stop


def ingest_work(
    library: Path, paths: Sequence[Path], uploads: Sequence[Path] = ()
) -> Callable[[JobControl], JsonObject]:
    """Return the work that takes paths into a library; of `uploads`, those that do not come in are deleted afterwards."""

    def work(control: JobControl) -> JsonObject:
        try:
            return _taken_in(library, paths, control)
        finally:
            delete_unknown(library, uploads)

    return work


def _taken_in(library: Path, paths: Sequence[Path], control: JobControl) -> JsonObject:
    command = [sys.executable, "-m", "serve.doors.ingest_worker", str(library), *map(str, paths)]
    search = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": search, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        ended = threading.Event()
        stopper = threading.Thread(target=_close_when_stopped, args=(process, control.stop, ended), daemon=True)
        stopper.start()
        try:
            result = _followed(process.stdout, control)
        finally:
            ended.set()
            stopper.join()
    if result is None:
        if control.stop.is_set():
            raise JobStopped
        raise IngestError(
            library, f"入库的程序中途退出（{process.returncode}）", "请看日志，再提交一次：已收入的不会重读"
        )
    return result


def _close_when_stopped(process: subprocess.Popen[str], stop: threading.Event, ended: threading.Event) -> None:
    assert process.stdin is not None
    while not ended.is_set():
        if stop.wait(_POLL):
            break
    process.stdin.close()


def _followed(lines: Iterator[str], control: JobControl) -> JsonObject | None:
    """What came of the run, its progress told meanwhile; None where it ended without a word."""
    result: JsonObject | None = None
    for line in lines:
        if not line.startswith("{"):  # a library that prints past Python
            continue
        said = json.loads(line)
        if "progress" in said:
            control.tell(JobProgress(**said["progress"]))
        elif "error" in said:
            raise _ToldError(said["error"])
        elif "stopped" in said:
            raise JobStopped
        else:
            result = said["report"]
    return result


class _ToldError(IngestError):
    """An error of the other process, in its words."""

    def __init__(self, message: str) -> None:
        super().__init__("", message, "")

    def __str__(self) -> str:
        return self.problem


def delete_unknown(library: Path, uploads: Sequence[Path]) -> None:
    """Delete uploads that the library has never heard of, or has refused: a copy, or what is marked as secret."""
    if not uploads:
        return
    try:
        with Library.open(library) as opened:
            known = {str(file.path) for file in opened.files() if file.outcome is not Outcome.REFUSED}
    except PolicyError:
        return
    for path in uploads:
        below = f"{path.resolve()}{os.sep}"
        if str(path.resolve()) not in known and not any(name.startswith(below) for name in known):
            path.unlink(missing_ok=True)
