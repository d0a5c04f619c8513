"""Jobs, what a run of ingest reports, and the state of the service."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from index.model import Outcome
from serve.doors.shapes.basic import Count, Moment, Share
from serve.doors.shapes.training import PackShape


class IngestedFileShape(TypedDict):
    """一个文件的入库结果。"""

    file: str
    outcome: Outcome
    documents: Count
    clauses: Count
    coverage: Share
    warnings: list[str]
    error: str | None


class IngestShape(TypedDict):
    """一次入库的结果，与 judian ingest --json 相同。"""

    library: str
    added: Count
    updated: Count
    unchanged: Count
    removed: Count
    failed: Count
    refused: Count
    seconds: float
    files: list[IngestedFileShape]


class ProgressShape(TypedDict):
    """做到哪里了。"""

    stage: str
    done: Count
    total: Count
    item: str | None


class JobFileShape(TypedDict):
    """任务做出的一个文件。"""

    name: str
    size: Count
    address: str


class JobShape(TypedDict):
    """一个任务。"""

    job_id: str
    kind: Literal["ingest", "training"]
    state: Literal["waiting", "running", "done", "failed", "stopped"]
    created_at: Moment
    started_at: Moment | None
    ended_at: Moment | None
    progress: ProgressShape | None
    error: str | None
    result: IngestShape | PackShape | None
    files: list[JobFileShape]


class HealthShape(TypedDict):
    """程序在运行。"""

    status: Literal["ok"]


class ReadyShape(TypedDict):
    """资料库可以提问。"""

    ready: Literal[True]
    generation: Count
    model: str | None
    notes: list[str]


class InvalidValueShape(TypedDict):
    """一个不合要求的参数。"""

    name: str
    problem: str


class ProblemShape(TypedDict):
    """出了什么错，怎么办（RFC 9457）。"""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[InvalidValueShape]
