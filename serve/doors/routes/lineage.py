"""GET /documents/{document_id}/lineage: what a document rests on, and what rests on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Path as PathParameter
from pydantic import Field

from index.clause_index import OpenIndex
from index.lineage import lineage_of
from serve.access.audit import Act
from serve.contract import JsonObject, lineage_object
from serve.doors.changing import unknown_is_404
from serve.doors.described import described
from serve.doors.routes.parameters import Parameters
from serve.doors.shapes.lineage import LineageShape
from serve.doors.visit import VisitOfRequest

routes = APIRouter(tags=["文件与条款"])


class LineageParameters(Parameters):
    """How far to go."""

    depth: Annotated[int, Field(ge=1, le=8, description="上下各追溯几级。")] = 4


@routes.get("/documents/{document_id:path}/lineage", **described("一份文件的来龙去脉", LineageShape, 404))
async def get_lineage(
    document_id: Annotated[
        str,
        PathParameter(
            min_length=1, max_length=500, description="document_id、文号或标题，库外而被提到的也可以；要按百分号编码。"
        ),
    ],
    asked: Annotated[LineageParameters, Query()],
    visit: VisitOfRequest,
) -> Response:
    """它依据、转发、修改、废止哪些文件，又被哪些文件依据；不在库里的 in_library 为 false。"""

    def work(index: OpenIndex) -> JsonObject:
        with unknown_is_404():
            return lineage_object(lineage_of(index.library, document_id, depth=asked.depth))

    return await visit.answer(Act.OPENED, document_id, work)
