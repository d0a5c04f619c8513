"""GET /compare and GET /diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from index.clause_index import OpenIndex
from index.library import Library
from index.lineage import find_named
from ingest.errors import QueryError
from qa.compare import compare
from qa.comparing.editions import diff_editions
from serve.access.audit import Act
from serve.compare_contract import comparison_object
from serve.contract import JsonObject
from serve.diff_contract import edition_object
from serve.doors.described import described
from serve.doors.problems import ProblemError
from serve.doors.routes.parameters import MOST_VALUES, Asked, DayParameter, Named, Parameters, Regions
from serve.doors.shapes.comparing import ComparisonShape, EditionsShape
from serve.doors.visit import VisitOfRequest

routes = APIRouter(tags=["比对"])


class CompareParameters(Parameters):
    """A topic."""

    topic: Annotated[Asked, Field(description="要比较的主题。", examples=["志愿服务"])]
    region: Regions = ()
    aspect: Annotated[
        tuple[Named, ...], Field(max_length=MOST_VALUES, description="自己定的行，如 补贴；可重复。不写则取自条款。")
    ] = ()
    as_of: DayParameter = None


class DiffParameters(Parameters):
    """Two editions."""

    old: Annotated[Asked, Field(description="旧版：库里的文号、标题或 document_id。")]
    new: Annotated[Asked, Field(description="新版：同上。")]


@routes.get("/compare", **described("把一个主题并排比较", ComparisonShape))
async def compare_places(asked: Annotated[CompareParameters, Query()], visit: VisitOfRequest) -> Response:
    """列是地区，行是方面；stated 为 false 的格是未规定。"""

    def work(index: OpenIndex) -> JsonObject:
        vectors = visit.sentence_vectors(index)
        return comparison_object(
            compare(index, asked.topic, asked.region, asked.aspect, as_of=asked.as_of, sentence_vectors=vectors)
        )

    return await visit.answer(Act.COMPARED, asked.topic, work)


@routes.get("/diff", **described("比较一份文件的新旧两版", EditionsShape, 404))
async def diff_documents(asked: Annotated[DiffParameters, Query()], visit: VisitOfRequest) -> Response:
    """改了的数字在前，再逐条列出未变、移动、修改、新增、删去。两版都要在资料库里。"""

    def work(index: OpenIndex) -> JsonObject:
        library = index.library
        return edition_object(diff_editions(library, _in_library(library, asked.old), _in_library(library, asked.new)))

    return await visit.answer(Act.COMPARED, f"{asked.old} → {asked.new}", work)


def _in_library(library: Library, name: str) -> str:
    """The id of a document of the library; a path on the server is none, and nothing is read there."""
    try:
        found = find_named(library, name)
    except QueryError as error:
        raise ProblemError(404, str(error)) from error
    if found.document_id is None or Path(found.document_id).exists():
        raise ProblemError(404, f"{name}：资料库里没有这份文件，只有别的文件提到它。请先把文件入库。")
    return found.document_id
