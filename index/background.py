"""A run of ingest beside whoever started it: how far it is by now, and a way to stop it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock, Thread

from index.model import IngestReport
from index.update import Stage, ingest_paths
from ingest.errors import PolicyError

_logger = logging.getLogger(__name__)
_UNFORESEEN = (
    "程序出错了，这次没有收完；已经读完的文件都在库里。请再收一次，仍不行请把启动据典的窗口里最后几行转给维护人员"
)

Ingest = Callable[..., IngestReport]


class RunState(StrEnum):
    """Where a run stands."""

    WORKING = "working"
    STOPPING = "stopping"  # somebody asked; the files under way are still read
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run as it is now."""

    state: RunState
    stage: Stage
    done: int  # of `total` of this stage
    total: int
    finished: tuple[str, ...] = ()  # files that have been read, in order
    report: IngestReport | None = None  # once it is done
    problem: str | None = None  # why it failed, for people

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in (RunState.DONE, RunState.STOPPED, RunState.FAILED)


class IngestRun:
    """One run in a thread of its own. Every file is in whole or not at all, also when it is stopped."""

    def __init__(
        self,
        library: Path,
        paths: Sequence[Path],
        *,
        names: Sequence[str] = (),
        reread: bool = False,
        leave_out: Collection[str] = (),
        ingest: Ingest = ingest_paths,
    ) -> None:
        """`names`: the single files among the paths, in order, where they are known beforehand."""
        self.library, self.paths, self.names = library, tuple(paths), tuple(names)
        self._reread, self._leave_out, self._ingest = reread, frozenset(leave_out), ingest
        self._lock, self._stop = Lock(), Event()
        self._progress = RunProgress(RunState.WORKING, Stage.READ, 0, len(self.names))
        self._thread = Thread(target=self._work, name="ingest", daemon=True)

    def start(self) -> None:
        """Begin; at once back."""
        self._thread.start()

    def stop(self) -> None:
        """Ask for an end after the files that are being read; what is in stays in."""
        self._stop.set()
        self._set(lambda p: p if p.is_over else replace(p, state=RunState.STOPPING))

    def wait(self, timeout: float | None = None) -> RunProgress:
        """Wait for the end, at most so many seconds; return the state then."""
        self._thread.join(timeout)
        return self.progress

    @property
    def progress(self) -> RunProgress:
        """How far it is."""
        with self._lock:
            return self._progress

    def _work(self) -> None:
        try:
            report = self._ingest(
                self.paths, self.library, progress=self._told, reread=self._reread, leave_out=self._leave_out
            )
            self._set(lambda p: replace(p, state=RunState.DONE, report=report))
        except _StoppedError:
            self._set(lambda p: replace(p, state=RunState.STOPPED))
        except PolicyError as error:
            problem = str(error)
            self._set(lambda p: replace(p, state=RunState.FAILED, problem=problem))
        except Exception:  # a fault of ours must not look like work that never ends
            _logger.exception("ingest in the background")
            self._set(lambda p: replace(p, state=RunState.FAILED, problem=_UNFORESEEN))

    def _told(self, stage: Stage, done: int, total: int, item: str = "") -> None:
        def moved(before: RunProgress) -> RunProgress:
            finished = (*before.finished, item) if item and stage is Stage.READ else before.finished
            if stage is Stage.INDEX:  # a moment between the others
                return replace(before, finished=finished)
            return replace(before, stage=stage, done=done, total=total, finished=finished)

        self._set(moved)
        if self._stop.is_set() and stage is not Stage.INDEX:
            self._stop.clear()  # once: what is saved on the way out tells as well
            raise _StoppedError

    def _set(self, change: Callable[[RunProgress], RunProgress]) -> None:
        with self._lock:
            self._progress = change(self._progress)


class _StoppedError(Exception):
    """Somebody asked for an end."""


class RunBoard:
    """The run of a library: one at a time, the last one to be looked at afterwards."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.current: IngestRun | None = None

    def start(self, run: IngestRun) -> bool:
        """Begin a run; False where another one is still under way."""
        with self._lock:
            if self.current is not None and not self.current.progress.is_over:
                return False
            self.current = run
            run.start()
            return True

    def dismiss(self) -> None:
        """Forget the last run, if it is over."""
        with self._lock:
            if self.current is not None and self.current.progress.is_over:
                self.current = None
