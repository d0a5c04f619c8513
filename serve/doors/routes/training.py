"""POST /training: a pack on a topic or on chosen clauses, by a job; POST /training/check: material made earlier, checked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Self

from anyio import to_thread
from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from index.clause_index import OpenIndex
from index.uploads import plain_name
from ingest.errors import PolicyError, QueryError
from qa.training.check import check_manifest
from qa.training.manifest import TrainingFileError
from qa.training.pack import PackSettings, training_pack
from serve.access.audit import Act
from serve.contract import JsonObject
from serve.doors.described import described
from serve.doors.jobs import Job, JobControl, JobKind, JobProgress, JobState, JobStopped
from serve.doors.problems import ProblemError, problem_of
from serve.doors.routes.jobs import accepted, file_address, job_object
from serve.doors.routes.parameters import (
    AS_IN_JSON,
    MOST_VALUES,
    Asked,
    DayParameter,
    Named,
    Parameters,
    Regions,
    refuse_unknown_fields,
)
from serve.doors.shapes.jobs import JobShape
from serve.doors.shapes.training import CheckShape
from serve.doors.visit import VisitOfRequest, json_response
from serve.training.contract import check_object, pack_object
from serve.training.stamp import manifest_in_bytes
from serve.training.writing import write_pack

routes = APIRouter(tags=["培训"])
_POLL = 0.1  # seconds between looks at a job that somebody waits for
_STAGES = ("选句成稿", "写出文件")


class OfTopicOrClauses(Parameters):
    """What material is made of: at least one of a topic and clauses is given."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["topic"], "properties": {"topic": {"type": "string"}}},
                {"required": ["clauses"], "properties": {"clauses": {"type": "array", "minItems": 1}}},
            ]
        }
    )

    topic: Annotated[Asked | None, Field(description="主题，如 党费；写了 clauses 时可以不写。")] = None
    clauses: Annotated[
        tuple[Named, ...], Field(max_length=MOST_VALUES, description="只用这些条款（clause_id），按给出的顺序。")
    ] = ()

    @model_validator(mode="after")
    def _has_matter(self) -> Self:
        if self.topic is None and not self.clauses:
            raise PydanticCustomError("no_matter", "no topic and no clauses")
        return self


class TrainingOrder(OfTopicOrClauses):
    """主题和条款至少写一样。"""

    region: Regions = ()
    as_of: DayParameter = None
    questions: Annotated[int, Field(ge=0, le=500, description="最多多少道题。"), AS_IN_JSON] = 40
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="题目与选项的取法；同一个数，同一份题。"), AS_IN_JSON
    ] = 0


class CheckParameters(Parameters):
    """Which day the material is held against."""

    as_of: Annotated[DayParameter, Field(description="按这一天的效力核对，写成 2024-05-01；不写则按今天。")] = None


class TrainingParameters(Parameters):
    """How to be answered."""

    wait: Annotated[bool, Field(description="true：等材料做好再回答（200）；不写则马上返回任务（202）。")] = False


@routes.post(
    "/training",
    **described(
        "做一套培训材料", JobShape, 404, 409, status=202, also={200: "wait=true：材料已做好，result 是它的内容。"}
    ),
)
async def make_pack(
    order: TrainingOrder, how: Annotated[TrainingParameters, Query()], visit: VisitOfRequest, request: Request
) -> Response:
    """讲义、幻灯片、题库、一图读懂和清单；每一行都注明条款。做好后按 files 里的地址下载。"""

    def work(control: JobControl) -> JsonObject:
        control.tell(JobProgress(_STAGES[0], 0, len(_STAGES)))
        pack = training_pack(
            visit.index_to_export(),
            order.topic,
            order.clauses,
            regions=order.region,
            as_of=order.as_of,
            settings=PackSettings(questions=order.questions, seed=order.seed),
        )
        _stop_if_told(control)
        control.tell(JobProgress(_STAGES[1], 1, len(_STAGES)))
        files, notes = write_pack(pack, control.folder)
        _stop_if_told(control)
        control.tell(JobProgress(_STAGES[1], len(_STAGES), len(_STAGES)))
        addresses = [file_address(request, control.job_id, file.name) for file in files]
        return {**pack_object(pack, ()), "files": addresses, "notes": [*pack.notes, *notes]}

    visit.record(Act.TRAINED, order.topic or "", order.clauses)
    job = visit.door.jobs.start(JobKind.TRAINING, visit.reader.name, work)
    if not how.wait:
        return accepted(job, request)
    ended = await _ended(visit.door.jobs.job, job)
    if ended is None or ended.state is JobState.STOPPED:
        raise ProblemError(409, "任务已被中断，没有做出材料。请重新提交。")
    if ended.state is JobState.FAILED:
        raise _problem_of(ended.cause)
    return json_response(job_object(ended, request))


@routes.post("/training/check", **described("核对先前做的材料", CheckShape, 404))
async def check_material(
    file: Annotated[UploadFile, File(description="据典做的 docx、pptx、xlsx、html 或 清单.json。")],
    asked: Annotated[CheckParameters, Query()],
    visit: VisitOfRequest,
    request: Request,
) -> Response:
    """哪几行所依据的条款改了、废止了、失效了或不见了；不是据典做的文件回答 404。文件用过即弃，不存下来。"""
    await refuse_unknown_fields(request, "file")
    name = plain_name(file.filename or "")
    data = await to_thread.run_sync(file.file.read)

    def work(index: OpenIndex) -> JsonObject:
        try:
            manifest = manifest_in_bytes(data, name)
        except TrainingFileError as error:
            raise ProblemError(404, str(error), errors=[("file", error.problem)]) from error
        return check_object(check_manifest(index.library, manifest, name, day=asked.as_of))

    return await visit.answer(Act.TRAINED, f"核对 {name}", work)


def _problem_of(cause: PolicyError | None) -> ProblemError:
    """Why there is no pack; that nothing speaks to the topic is no fault of the order."""
    if cause is None:
        return ProblemError(500)
    return ProblemError(404, str(cause)) if isinstance(cause, QueryError) else problem_of(cause)


def _stop_if_told(control: JobControl) -> None:
    if control.stop.is_set():
        raise JobStopped


async def _ended(job_now: Callable[[str], Job | None], job: Job) -> Job | None:
    """The job once it has ended; None for one that somebody has cleared meanwhile."""
    now: Job | None = job
    while now is not None and not now.state.ended:
        await asyncio.sleep(_POLL)
        now = job_now(job.job_id)
    return now
