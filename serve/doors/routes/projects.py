"""Named projects of comparing and of training material: listed, read, kept and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Path as PathParameter
from pydantic import Field

from index.clause_index import OpenIndex
from qa.comparing.projects import Project, Remark
from qa.training.projects import Line, OwnWords, TrainingProject
from serve.access.audit import Act
from serve.access.projects_seen import COMPARING, TRAINING, Kept, ProjectKind
from serve.contract import JsonObject
from serve.doors.changing import changed, unknown_is_404
from serve.doors.described import described
from serve.doors.routes.parameters import (
    AS_IN_JSON,
    Asked,
    DayParameter,
    Named,
    Paging,
    Parameters,
    PlainText,
    Said,
    page_of,
)
from serve.doors.routes.training import OfTopicOrClauses
from serve.doors.shapes.projects import ProjectListShape, ProjectRemovedShape, ProjectShape, TrainingProjectShape
from serve.doors.visit import Visit, VisitOfRequest
from serve.library_contract import project_object, training_project_object

routes = APIRouter(tags=["项目"])
_ACT = "改动项目"
_MOST = 1000  # of what is chosen, left out or reworded
_Name = Annotated[
    str, PathParameter(min_length=1, max_length=250, description="项目的名称；要按百分号编码。", examples=["书记补贴"])
]
_NewName = Annotated[
    PlainText,
    PathParameter(max_length=27, description="项目的名称，最多 27 字；要按百分号编码。", examples=["书记补贴"]),
]
_Words = Annotated[Said, Field(max_length=20_000)]
_Clause = Annotated[Said, Field(max_length=1000)]


class RenamedRow(Parameters):
    """一行改的名称。"""

    old: Annotated[Named, Field(description="取自条款的行名。")]
    new: Annotated[Named, Field(description="改成的行名。")]


class CellRemark(Parameters):
    """给一格的备注，是使用者的话。"""

    aspect: Annotated[Named, Field(description="行名，改过名的写改后的。")]
    column: Annotated[Named, Field(description="列的 key。")]
    text: Annotated[Asked, Field(description="备注。")]


class ProjectOrder(Parameters):
    """一个比对项目；没有写的就是没有。"""

    topic: Annotated[Asked, Field(description="要比较的主题。", examples=["志愿服务"])]
    regions: Annotated[tuple[Named, ...], Field(max_length=_MOST, description="只看这些地区。")] = ()
    aspects: Annotated[tuple[Named, ...], Field(max_length=_MOST, description="自己定的行；不写则取自条款。")] = ()
    as_of: DayParameter = None
    clauses: Annotated[tuple[_Clause, ...], Field(max_length=_MOST, description="只用这些条款；不写则全部。")] = ()
    left_out: Annotated[tuple[_Clause, ...], Field(max_length=_MOST, description="不用这些条款。")] = ()
    renamed: Annotated[tuple[RenamedRow, ...], Field(max_length=_MOST, description="改了名称的行。")] = ()
    hidden: Annotated[tuple[Named, ...], Field(max_length=_MOST, description="不列的行，写取自条款的行名。")] = ()
    remarks: Annotated[tuple[CellRemark, ...], Field(max_length=_MOST, description="备注。")] = ()

    def named(self, name: str) -> Project:
        """The project of this name."""
        return Project(
            name, self.topic, self.regions, self.aspects, self.as_of, self.clauses, self.left_out,
            tuple((row.old, row.new) for row in self.renamed), self.hidden,
            tuple(Remark(r.aspect, r.column, r.text) for r in self.remarks),
        )  # fmt: skip


class LineOrder(Parameters):
    """材料的一行，以它所说的话为准。"""

    part: Annotated[Named, Field(description="所在部分：讲义、口径表、问答、题库。")]
    clause_id: Annotated[_Clause, Field(description="它所依据的第一条。")]
    text: Annotated[_Words, Field(description="材料里的这一行。")]


class OwnWordsOrder(Parameters):
    """使用者改写的一个要点。"""

    clause_id: Annotated[_Clause, Field(description="它所依据的条款。")]
    text: Annotated[_Words, Field(description="材料里的这一行。")]
    words: Annotated[_Words, Field(description="改写成的话。")]


class TrainingProjectOrder(OfTopicOrClauses):
    """一个培训项目，主题和条款至少写一样；没有写的就是没有。"""

    regions: Annotated[tuple[Named, ...], Field(max_length=_MOST, description="只看这些地区。")] = ()
    as_of: DayParameter = None
    questions: Annotated[int, Field(ge=0, le=500, description="最多多少道题。"), AS_IN_JSON] = 40
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, description="题目与选项的取法。"), AS_IN_JSON] = 0
    left_out: Annotated[tuple[LineOrder, ...], Field(max_length=_MOST, description="不用的行。")] = ()
    own_words: Annotated[tuple[OwnWordsOrder, ...], Field(max_length=_MOST, description="改写过的要点。")] = ()

    def named(self, name: str) -> TrainingProject:
        """The project of this name."""
        return TrainingProject(
            name, self.topic or "", self.clauses, self.regions, self.as_of, self.questions, self.seed,
            tuple(Line(n.part, n.clause_id, n.text) for n in self.left_out),
            tuple(OwnWords(o.clause_id, o.text, o.words) for o in self.own_words),
        )  # fmt: skip


@routes.get("/projects/compare", **described("比对项目", ProjectListShape))
async def list_projects(asked: Annotated[Paging, Query()], visit: VisitOfRequest) -> Response:
    """名称，按字序。"""
    return await _listed(visit, COMPARING, asked)


@routes.get("/projects/compare/{name:path}", **described("一个比对项目", ProjectShape, 404))
async def get_project(name: _Name, visit: VisitOfRequest) -> Response:
    """读者看不到的条款和行不在其中。"""
    return await _read(visit, COMPARING, name, project_object)


@routes.put("/projects/compare/{name:path}", **described("存一个比对项目", ProjectShape, 404))
async def put_project(name: _NewName, order: ProjectOrder, visit: VisitOfRequest) -> Response:
    """同名的整个换掉，其中存的人看不到的条款、行和备注照旧。编辑以上可用。"""
    return await _put(visit, COMPARING, order.named(name.strip()), project_object)


@routes.delete("/projects/compare/{name:path}", **described("删去一个比对项目", ProjectRemovedShape, 404))
async def delete_project(name: _Name, visit: VisitOfRequest) -> Response:
    """只删去项目，条款和文件不动。编辑以上可用。"""
    return await _deleted(visit, COMPARING, name)


@routes.get("/projects/training", **described("培训项目", ProjectListShape))
async def list_training_projects(asked: Annotated[Paging, Query()], visit: VisitOfRequest) -> Response:
    """名称，按字序。"""
    return await _listed(visit, TRAINING, asked)


@routes.get("/projects/training/{name:path}", **described("一个培训项目", TrainingProjectShape, 404))
async def get_training_project(name: _Name, visit: VisitOfRequest) -> Response:
    """读者看不到的条款和各行不在其中。"""
    return await _read(visit, TRAINING, name, training_project_object)


@routes.put("/projects/training/{name:path}", **described("存一个培训项目", TrainingProjectShape, 404))
async def put_training_project(name: _NewName, order: TrainingProjectOrder, visit: VisitOfRequest) -> Response:
    """同名的整个换掉，其中存的人看不到的条款和各行照旧。编辑以上可用。"""
    return await _put(visit, TRAINING, order.named(name.strip()), training_project_object)


@routes.delete("/projects/training/{name:path}", **described("删去一个培训项目", ProjectRemovedShape, 404))
async def delete_training_project(name: _Name, visit: VisitOfRequest) -> Response:
    """只删去项目，条款和文件不动。编辑以上可用。"""
    return await _deleted(visit, TRAINING, name)


async def _listed(visit: Visit, kind: ProjectKind[Kept], asked: Paging) -> Response:
    def work(_: OpenIndex) -> JsonObject:
        there = kind.names(visit.door.library.folder)
        shown = page_of(there, asked.limit, asked.offset)
        return {"total": len(there), "limit": asked.limit, "offset": asked.offset, "projects": list(shown)}

    return await visit.answer(None, "", work)


async def _read(visit: Visit, kind: ProjectKind[Kept], name: str, as_object: Callable[[Kept], JsonObject]) -> Response:
    def work(index: OpenIndex) -> JsonObject:
        with unknown_is_404():
            return as_object(kind.read(visit.door.library.folder, name, index, visit.sentence_vectors(index)))

    return await visit.answer(Act.OPENED, f"{kind.called} {name}", work)


async def _put(
    visit: Visit, kind: ProjectKind[Kept], project: Kept, as_object: Callable[[Kept], JsonObject]
) -> Response:
    def work() -> tuple[JsonObject, Sequence[str]]:
        index = visit.index()
        kept = kind.keep(visit.door.library.folder, project, index, visit.sentence_vectors(index))
        return as_object(kept), ()

    return await changed(visit, _ACT, f"存{kind.called} {project.name}", work)


async def _deleted(visit: Visit, kind: ProjectKind[Kept], name: str) -> Response:
    def work() -> tuple[JsonObject, Sequence[str]]:
        with unknown_is_404():
            kind.remove(visit.door.library.folder, name)
        return {"removed": name.strip()}, ()

    return await changed(visit, _ACT, f"删去{kind.called} {name}", work)
