"""The review list, and what people correct of documents' fields: GET /review, and /corrections."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Response
from pydantic import ConfigDict, Field

from index.clause_index import OpenIndex
from index.corrections import FIELD_NAMES, corrections_of
from index.review import review_list
from index.update import correct_document
from ingest.errors import QueryError
from serve.access.model import Role
from serve.contract import JsonObject, correction_object, review_object
from serve.doors.changing import changed, unknown_is_404
from serve.doors.described import described
from serve.doors.problems import ProblemError
from serve.doors.routes.parameters import Named, Paging, Parameters, PlainText, page_of
from serve.doors.shapes.review import CorrectionListShape, CorrectionShape, ReviewListShape
from serve.doors.visit import Visit, VisitOfRequest

routes = APIRouter(tags=["核对与更正"])
_ACT = "核对和更正"

FieldName = Literal[
    "title",
    "document_number",
    "issuing_authorities",
    "addressees",
    "copied_to",
    "signatories",
    "document_type",
    "region",
    "level",
    "dated_on",
    "printed_on",
    "effective_on",
    "expires_on",
    "status",
]
_DATES = ("dated_on", "printed_on", "effective_on", "expires_on")
_LEVELS = ("中央", "省", "市", "县", "乡", "-")
_STATUSES = ("in_force", "repealed", "expired", "trial", "unknown", "有效", "废止", "失效", "试行", "未知", "-")
_FREE = [name for name in get_args(FieldName) if name not in (*_DATES, "level", "status")]
_Document = Annotated[
    Named, Field(description="document_id，或文号（取现行而最新的一份）。", examples=["鲁老干〔2022〕15号"])
]
_Field = Annotated[FieldName, Field(description="字段。")]


class ReviewParameters(Paging):
    """What is to be looked at."""

    document: Annotated[Named | None, Field(description="只看这一份：document_id，或文号；不写则全库。")] = None


class CorrectionOrder(Parameters):
    """一个字段的正确的值。"""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"properties": {"field": {"enum": _FREE}}},
                {
                    "properties": {
                        "field": {"enum": list(_DATES)},
                        "value": {"anyOf": [{"format": "date"}, {"enum": ["-"]}]},
                    }
                },
                {"properties": {"field": {"enum": ["level"]}, "value": {"enum": list(_LEVELS)}}},
                {"properties": {"field": {"enum": ["status"]}, "value": {"enum": list(_STATUSES)}}},
            ]
        }
    )

    document: _Document
    field: _Field
    value: Annotated[
        PlainText, Field(description="正确的值：日期写成 2022-04-26，几个机关用 ， 隔开，- 表示没有。", examples=["-"])
    ]
    by: Annotated[PlainText | None, Field(description="谁更正的；不写则是登录的用户。")] = None
    reason: Annotated[PlainText | None, Field(description="依据。")] = None


class TakenBack(Parameters):
    """Which correction is taken back."""

    document: _Document
    field: _Field


@routes.get("/review", **described("要人核对的字段", ReviewListShape, 404))
async def list_review(asked: Annotated[ReviewParameters, Query()], visit: VisitOfRequest) -> Response:
    """缺少的、可疑的、互相矛盾的字段，按文件排列；更正过的不再列出。编辑以上可用。"""
    visit.require(Role.EDITOR, _ACT)

    def work(index: OpenIndex) -> JsonObject:
        with unknown_is_404():
            entries = review_list(index.library, asked.document)
        return {**_paged(asked, len(entries)), **review_object(page_of(entries, asked.limit, asked.offset))}

    return await visit.answer(None, "", work)


@routes.get("/corrections", **described("更正日志", CorrectionListShape))
async def list_corrections(asked: Annotated[Paging, Query()], visit: VisitOfRequest) -> Response:
    """谁在何时把什么改成什么，最近的在前；value 为 null 是撤回。编辑以上可用。"""
    visit.require(Role.EDITOR, _ACT)

    def work(index: OpenIndex) -> JsonObject:
        made = corrections_of(index.library)[::-1]
        shown = [correction_object(c) for c in page_of(made, asked.limit, asked.offset)]
        return {**_paged(asked, len(made)), "corrections": shown}

    return await visit.answer(None, "", work)


@routes.post("/corrections", **described("更正一个字段", CorrectionShape, 404))
async def correct_field(order: CorrectionOrder, visit: VisitOfRequest) -> Response:
    """马上生效，以后重新读取这个文件也以更正为准，并记入日志。编辑以上可用；资料库正在写入时回答 503。"""
    return await _set(visit, order.document, order.field, order.value, by=order.by, reason=order.reason)


@routes.delete("/corrections", **described("撤回一个字段的更正", CorrectionShape, 404))
async def take_back(asked: Annotated[TakenBack, Query()], visit: VisitOfRequest) -> Response:
    """恢复读出的值；日志里留下撤回。编辑以上可用。"""
    return await _set(visit, asked.document, asked.field, None)


async def _set(
    visit: Visit, name: str, field: str, value: str | None, *, by: str | None = None, reason: str | None = None
) -> Response:
    def work() -> tuple[JsonObject, list[str]]:
        with unknown_is_404():  # one that is closed to them is none to correct
            document = visit.index().library.document(name).document_id
        try:
            made = correct_document(
                visit.door.library.folder, document, field, value, made_by=by or visit.reader.name, reason=reason
            )
        except QueryError as error:
            # A region that nobody knows, and a correction that nobody made, are not there.
            status = 404 if value is None or field == "region" else 422
            raise ProblemError(status, str(error), errors=[("value", error.problem)]) from error
        return correction_object(made), [document]

    return await changed(visit, "更正", f"更正 {name} {FIELD_NAMES[field]}：{value or '撤回'}", work)


def _paged(asked: Paging, total: int) -> JsonObject:
    return {"total": total, "limit": asked.limit, "offset": asked.offset}
