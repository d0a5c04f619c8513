"""GET /ask and GET /search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from index.clause_index import OpenIndex
from qa.phrasing.in_use import wording
from qa.recalling import ask_or_recall
from qa.search import search
from serve.access.audit import Act
from serve.contract import JsonObject, answer_object, search_object
from serve.doors.described import described
from serve.doors.routes.parameters import Asked, Asking
from serve.doors.shapes.answers import AnswerShape, SearchShape
from serve.doors.visit import VisitOfRequest

routes = APIRouter(tags=["问答与查找"])


class AskParameters(Asking):
    """A question."""

    question: Annotated[Asked, Field(description="用平常的话问。", examples=["党支部书记补贴标准"])]
    phrase: Annotated[bool | None, Field(description="是否由所设的语言模型归纳答案，逐句核对；不写则设了就用。")] = None


class SearchParameters(Asking):
    """A query."""

    query: Annotated[Asked, Field(description="文号、标题、词语或一句话。", examples=["志愿服务时长"])]
    k: Annotated[int, Field(ge=1, le=200, description="给出多少条。")] = 10


@routes.get("/ask", **described("提问：每句话都注明出自哪一条", AnswerShape, 409))
async def answer_question(asked: Annotated[AskParameters, Query()], visit: VisitOfRequest) -> Response:
    """回答一个问题。没有规定说到时也是 200，outcome 为 not_found，why_not 说明缺什么。"""

    def work(index: OpenIndex) -> JsonObject:
        worded = wording(asked.phrase, index.library.clause)
        answer = ask_or_recall(
            index,
            asked.question,
            regions=asked.region,
            issuers=asked.issuer,
            years=asked.year,
            as_of=asked.as_of,
            without=asked.without,
            after=asked.after,
            sentence_vectors=visit.sentence_vectors(index),
        )
        return answer_object(worded(answer))

    return await visit.answer(Act.ASKED, asked.question, work)


@routes.get("/search", **described("查找条款", SearchShape))
async def search_clauses(asked: Annotated[SearchParameters, Query()], visit: VisitOfRequest) -> Response:
    """按词语和意思查找条款，最相近的在前；total 是排了名次的条数。"""

    def work(index: OpenIndex) -> JsonObject:
        return search_object(
            search(
                index,
                asked.query,
                k=asked.k,
                filters=asked.filters,
                as_of=asked.as_of,
                without=asked.without,
                after=asked.after,
            )
        )

    return await visit.answer(Act.SEARCHED, asked.query, work)
