"""GET and DELETE /jobs/{job_id}, and the files that a job has made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, Response

from serve.access.audit import Act
from serve.contract import JsonObject
from serve.doors.described import described, problem
from serve.doors.jobs import Job, JobState
from serve.doors.problems import ProblemError
from serve.doors.shapes.jobs import JobShape
from serve.doors.visit import Visit, VisitOfRequest, json_response

routes = APIRouter(tags=["任务"])
_JobName = Annotated[str, PathParameter(min_length=1, max_length=64, description="提交任务时给出的 job_id。")]


@routes.get("/jobs/{job_id}", **described("一个任务做到哪里了", JobShape, 404))
async def get_job(job_id: _JobName, visit: VisitOfRequest, request: Request) -> Response:
    """只能看自己的任务；管理员能看全部。"""
    return json_response(job_object(job_of(visit, job_id), request))


@routes.delete("/jobs/{job_id}", **described("中断并清除任务", JobShape, 404))
async def stop_job(job_id: _JobName, visit: VisitOfRequest, request: Request) -> Response:
    """没有结束的任务就此中断，已收入的文件保留；它做出的供下载的文件一起清除，以后不能再查。"""
    job_of(visit, job_id)
    job = visit.door.jobs.stop(job_id)
    if job is None:
        raise _unknown(job_id)
    return json_response(job_object(job, request))


@routes.get(
    "/jobs/{job_id}/files/{name}",
    summary="下载任务做出的文件",
    response_class=FileResponse,
    responses={
        200: {
            "description": "文件",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        **{status: problem(status) for status in (400, 401, 403, 404, 413, 422, 429, 500, 503)},
    },
)
async def get_job_file(
    job_id: _JobName,
    name: Annotated[str, PathParameter(min_length=1, max_length=255, description="任务的 files 里列出的名称。")],
    visit: VisitOfRequest,
) -> Response:
    """培训材料的讲义、幻灯片、题库、一图读懂和清单。"""
    job = job_of(visit, job_id)
    found = next((path for path in _files_of(job) if path.name == name), None)
    if found is None:
        raise ProblemError(404, "这个任务没有这个文件。请对照任务的 files。")
    visit.record(Act.EXPORTED, found.name)
    return FileResponse(found, filename=found.name, media_type="application/octet-stream")


def job_of(visit: Visit, job_id: str) -> Job:
    """A job of this reader; ProblemError 404 for others' as for none, so that nobody learns of them."""
    job = visit.door.jobs.job(job_id)
    if job is None or (job.owner != visit.reader.name and not visit.reader.may_administer):
        raise _unknown(job_id)
    return job


def job_object(job: Job, request: Request) -> JsonObject:
    """A job as it is sent."""
    progress = job.progress
    return {
        "job_id": job.job_id,
        "kind": job.kind.value,
        "state": job.state.value,
        "created_at": job.created_at.isoformat(),
        "started_at": job.started_at.isoformat() if job.started_at else None,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
        "progress": None
        if progress is None
        else {"stage": progress.stage, "done": progress.done, "total": progress.total, "item": progress.item},
        "error": job.error,
        "result": job.result,
        "files": [
            {"name": path.name, "size": path.stat().st_size, "address": file_address(request, job.job_id, path.name)}
            for path in _files_of(job)
        ],
    }


def file_address(request: Request, job_id: str, name: str) -> str:
    """Where a file of a job is had, from the root of this server."""
    return f"{job_address(request, job_id)}/files/{quote(name)}"


def job_address(request: Request, job_id: str) -> str:
    """Where a job is looked at, from the root of this server."""
    return f"{request.scope.get('root_path', '')}/jobs/{job_id}"


def accepted(job: Job, request: Request) -> Response:
    """The answer to a job taken in."""
    return json_response(job_object(job, request), 202, {"Location": job_address(request, job.job_id)})


def _files_of(job: Job) -> list[Path]:
    if job.state is not JobState.DONE or not job.folder.is_dir():
        return []
    return sorted(path for path in job.folder.iterdir() if path.is_file())


def _unknown(job_id: str) -> ProblemError:
    return ProblemError(404, f"没有 {job_id} 这个任务，或它已经清除。请核对编号，或重新提交。")
