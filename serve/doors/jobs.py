"""Jobs: work that goes on after the request that asked for it, with its progress, its files and a way to stop it."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock

from ingest.errors import PolicyError
from serve.contract import JsonObject
from serve.doors.problems import ProblemError

_logger = logging.getLogger(__name__)
_BROKEN = "程序出了错，任务没有做成。请把时间告诉维护者，日志里有经过。"


class JobKind(StrEnum):
    """What a job does."""

    INGEST = "ingest"
    TRAINING = "training"


class JobState(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self not in (JobState.WAITING, JobState.RUNNING)


class JobStopped(Exception):  # noqa: N818 - it is no error: somebody wanted it
    """Raised by work that was told to stop and has."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is."""

    stage: str
    done: int
    total: int
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands at one moment."""

    job_id: str
    kind: JobKind
    owner: str  # Reader.name
    state: JobState
    folder: Path  # its files, and nothing else
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: JobProgress | None = None
    error: str | None = None  # for people: what is wrong and what to do
    cause: PolicyError | None = None  # None: an error of the program
    result: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class JobSettings:
    """How many jobs there may be."""

    most_waiting: int = 20
    most_of_one: int = 8  # not ended, of one reader
    most_kept: int = 100  # ended ones; the oldest go first, with their files


@dataclass(frozen=True, slots=True)
class JobControl:
    """What the work of a job is given: where its files go, whom to tell how far it is, and whether to stop."""

    job_id: str
    folder: Path
    tell: Callable[[JobProgress], None]
    stop: Event = field(default_factory=Event)


Work = Callable[[JobControl], JsonObject]
"""Does the work and returns its result; raises PolicyError for people, JobStopped once it has stopped."""


class JobBook:
    """All jobs of this process; one of each kind runs at a time. Safe from any thread."""

    def __init__(self, settings: JobSettings | None = None) -> None:
        self._settings = settings or JobSettings()
        self._root: tempfile.TemporaryDirectory[str] | None = None  # until there is a job, as the next
        self._runners: dict[JobKind, ThreadPoolExecutor] = {}
        self._jobs: dict[str, Job] = {}
        self._controls: dict[str, JobControl] = {}
        self._changing = Lock()

    def start(self, kind: JobKind, owner: str, work: Work) -> Job:
        """Take in a job; it runs when those of its kind before it have ended. ProblemError where too many wait."""
        job_id = secrets.token_hex(8)
        with self._changing:
            self._refuse_when_full(owner)
            if self._root is None:
                self._root = tempfile.TemporaryDirectory(prefix="judian-jobs-", ignore_cleanup_errors=True)
            folder = Path(self._root.name) / job_id
            folder.mkdir()
            job = Job(job_id, kind, owner, JobState.WAITING, folder, _now())
            control = JobControl(job_id, folder, lambda progress: self._tell(job_id, progress))
            self._jobs[job_id], self._controls[job_id] = job, control
            if kind not in self._runners:
                self._runners[kind] = ThreadPoolExecutor(1, thread_name_prefix=f"job-{kind}")
            self._runners[kind].submit(self._run, control, work)
        return job

    def job(self, job_id: str) -> Job | None:
        """Return a job as it stands."""
        return self._jobs.get(job_id)

    def stop(self, job_id: str) -> Job | None:
        """Let a job end before it is done, and forget it with its files; return it as it stood, None for one not there."""
        with self._changing:
            job = self._jobs.get(job_id)
            if job is None:
                return None
            self._controls[job_id].stop.set()
            self._forget(job_id)
            return job if job.state.ended else replace(job, state=JobState.STOPPED, ended_at=_now())

    def close(self) -> None:
        """Stop all jobs and forget them with their files; returns when none runs any more."""
        for control in list(self._controls.values()):
            control.stop.set()
        for runner in self._runners.values():
            runner.shutdown(wait=True, cancel_futures=True)
        with self._changing:
            if self._root is not None:
                self._root.cleanup()
            self._root = None
            for kept in (self._jobs, self._controls, self._runners):
                kept.clear()

    def _refuse_when_full(self, owner: str) -> None:
        ahead = [job for job in self._jobs.values() if not job.state.ended]
        if sum(job.owner == owner for job in ahead) >= self._settings.most_of_one:
            raise ProblemError(
                429,
                f"您已有 {self._settings.most_of_one} 个任务没有结束。请等它们结束，或先中断几个。",
                headers={"Retry-After": "30"},
            )
        if len(ahead) >= self._settings.most_waiting:
            raise ProblemError(503, "现在等待的任务太多。请过一会儿再提交。", headers={"Retry-After": "60"})

    def _run(self, control: JobControl, work: Work) -> None:
        with self._changing:
            job = self._jobs.get(control.job_id)
            if job is None:  # stopped while it waited
                return
            self._jobs[control.job_id] = replace(job, state=JobState.RUNNING, started_at=_now())
        try:
            result = work(control)
        except JobStopped:
            self._end(control, JobState.STOPPED)
        except PolicyError as error:
            self._end(control, JobState.FAILED, error=str(error), cause=error)
        except Exception:
            _logger.exception("job %s", control.job_id)
            self._end(control, JobState.FAILED, error=_BROKEN)
        else:
            self._end(control, JobState.DONE, result=result)

    def _end(
        self,
        control: JobControl,
        state: JobState,
        *,
        error: str | None = None,
        cause: PolicyError | None = None,
        result: JsonObject | None = None,
    ) -> None:
        with self._changing:
            job = self._jobs.get(control.job_id)
            if job is None:  # stopped, and perhaps its work has written on
                shutil.rmtree(control.folder, ignore_errors=True)
                return
            self._jobs[control.job_id] = replace(
                job, state=state, ended_at=_now(), error=error, cause=cause, result=result
            )
            ended = sorted(
                (j for j in self._jobs.values() if j.ended_at is not None), key=lambda j: (j.ended_at, j.job_id)
            )
            for old in ended[: -self._settings.most_kept]:
                self._forget(old.job_id)

    def _tell(self, job_id: str, progress: JobProgress) -> None:
        with self._changing:
            job = self._jobs.get(job_id)
            if job is not None:
                self._jobs[job_id] = replace(job, progress=progress)

    def _forget(self, job_id: str) -> None:
        job = self._jobs.pop(job_id)
        self._controls.pop(job_id)
        shutil.rmtree(job.folder, ignore_errors=True)


def _now() -> datetime:
    return datetime.now().astimezone()
