"""POST /ingest: files that are uploaded, or that lie on the server, into the library by a job."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from index.uploads import LARGEST_UPLOAD, keep_upload
from ingest.errors import IngestError, RefusedFileError
from serve.access.audit import Act
from serve.access.model import Role
from serve.doors.described import described
from serve.doors.ingesting import delete_unknown, ingest_work
from serve.doors.jobs import JobKind
from serve.doors.problems import ProblemError
from serve.doors.routes.jobs import accepted
from serve.doors.routes.parameters import refuse_unknown_fields
from serve.doors.shapes.jobs import JobShape
from serve.doors.visit import Visit, VisitOfRequest

routes = APIRouter(tags=["入库"])


@routes.post("/ingest", **described("把文件收入资料库", JobShape, status=202))
async def ingest_files(
    visit: VisitOfRequest,
    request: Request,
    files: Annotated[list[UploadFile], File(description="上传的文件，也可以是压缩包；可重复。")] = [],  # noqa: B006
    paths: Annotated[
        list[str],
        Form(max_length=200, description="服务器上的文件或文件夹，要在管理员允许的文件夹里；可重复。"),
    ] = [],  # noqa: B006
) -> Response:
    """马上返回任务，入库在后台进行；用 GET /jobs/{job_id} 看进度和结果，用 DELETE 中断。没有变的文件跳过。"""
    visit.require(Role.EDITOR, "入库")
    await refuse_unknown_fields(request, "files", "paths")
    if not files and not paths:
        raise ProblemError(422, "没有要入库的文件。请上传 files，或写明 paths。", errors=[("files", "没有给出")])
    allowed = [_allowed(path, visit.door.settings.ingest_folders) for path in paths]
    uploads = await to_thread.run_sync(_kept, visit, files, limiter=visit.door.keeping)
    library = visit.door.library.folder
    job = visit.door.jobs.start(JobKind.INGEST, visit.reader.name, ingest_work(library, [*uploads, *allowed], uploads))
    visit.record(Act.CHANGED, f"入库：{'、'.join(path.name for path in (*uploads, *allowed))}"[:1000])
    return accepted(job, request)


def _kept(visit: Visit, files: Sequence[UploadFile]) -> list[Path]:
    """Where the uploads now lie."""
    if len(files) > visit.door.settings.most_upload_files:
        raise ProblemError(413, f"一次最多上传 {visit.door.settings.most_upload_files} 个文件。请分几次上传。")
    library, kept = visit.door.library.folder, list[Path]()
    try:
        for file in files:
            kept.append(keep_upload(library, file.filename or "", file.file.read(LARGEST_UPLOAD + 1)))
    except IngestError as error:
        delete_unknown(library, kept)
        if isinstance(error, RefusedFileError):
            raise ProblemError(413, str(error)) from error
        raise ProblemError(503, str(error), headers={"Retry-After": "60"}) from error
    return kept


def _allowed(name: str, folders: Sequence[Path]) -> Path:
    """A path on the server that may be taken in, links followed; ProblemError for any other, there or not."""
    if not folders:
        raise ProblemError(
            403,
            "服务器没有开放按路径入库。请上传文件，或请管理员设置 JUDIAN_INGEST_FOLDERS。",
            errors=[("paths", name)],
        )
    try:
        path = Path(name)
        resolved = path.resolve()
        inside = path.is_absolute() and any(resolved.is_relative_to(folder.resolve()) for folder in folders)
    except (OSError, ValueError, RuntimeError):  # too long a name, a zero byte, links in a ring
        inside = False
    if not inside:
        raise ProblemError(403, f"{name} 不在允许入库的文件夹里。请核对路径，或上传文件。", errors=[("paths", name)])
    if not resolved.exists() and not any(parent.is_file() for parent in resolved.parents):
        raise ProblemError(422, f"{name}：没有这个文件或文件夹。请核对路径。", errors=[("paths", "没有这个文件")])
    return Path(os.fspath(resolved))
