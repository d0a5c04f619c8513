"""GET /documents with its facets, one document, its clauses, and one clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Path as PathParameter
from pydantic import Field

from index.clause_index import OpenIndex
from index.library import Library
from index.listed import ListedDocument
from ingest.errors import QueryError
from ingest.model import PolicyDocument, Status
from qa.language.citations import citation_of
from qa.retrieving.askable import AskableLibrary
from qa.standing.standing import StandingLibrary, index_as_of
from serve.access.audit import Act
from serve.contract import JsonObject, clause_object, document_object, listed_object, quantity_object
from serve.doors.described import described
from serve.doors.problems import ProblemError
from serve.doors.routes.parameters import MOST_VALUES, Choosing, DayParameter, Named, Paging, page_of
from serve.doors.shapes.documents import ClauseListShape, ClauseWithHomeShape, DocumentListShape, DocumentShape
from serve.doors.visit import VisitOfRequest

routes = APIRouter(tags=["文件与条款"])
_DocumentName = Annotated[
    str,
    PathParameter(
        min_length=1,
        max_length=500,
        description="document_id，或文号（取现行而最新的一份）；要按百分号编码。",
        examples=["鲁老干〔2022〕15号"],
    ),
]
_ClauseName = Annotated[
    str,
    PathParameter(
        min_length=1,
        max_length=1000,
        description="clause_id，或 文号#二/（一）（取现行而最新的一份）；要按百分号编码，# 写成 %23。",
        examples=["鲁老干〔2022〕15号#二/（一）"],
    ),
]


class DocumentFilters(Choosing, Paging):
    """Which documents are listed."""

    document_type: Annotated[
        tuple[Named, ...], Field(max_length=MOST_VALUES, description="只看这个文种，如 通知；可重复。")
    ] = ()
    level: Annotated[tuple[Named, ...], Field(max_length=MOST_VALUES, description="只看这一层级，如 省；可重复。")] = ()
    status: Annotated[tuple[Status, ...], Field(max_length=MOST_VALUES, description="只看这种效力；可重复。")] = ()
    as_of: DayParameter = None
    title: Annotated[Named | None, Field(description="只看标题或文号里有这些字的文件。")] = None

    def passes(self, document: ListedDocument) -> bool:
        """Whether a document is listed, beyond what the library itself filters."""
        return (
            (not self.document_type or document.document_type in self.document_type)
            and (not self.level or document.level in self.level)
            and (not self.status or document.status in self.status)
            and (self.title is None or _holds(document, self.title))
        )


@routes.get("/documents", **described("文件目录：条件、分页、各字段的文件数", DocumentListShape))
async def list_documents(asked: Annotated[DocumentFilters, Query()], visit: VisitOfRequest) -> Response:
    """最近的在前，效力按今天（或 as_of 那天）算。facets 按同样的条件数全部文件，不只数这一页。"""

    def work(index: OpenIndex) -> JsonObject:
        listed = index_as_of(index, asked.as_of).library.listed(asked.filters)
        chosen = [d for d in listed if asked.passes(d)]
        chosen.sort(key=lambda d: d.document_id)
        chosen.sort(key=lambda d: d.dated_as_kept or d.printed_as_kept or "", reverse=True)
        return {
            "total": len(chosen),
            "limit": asked.limit,
            "offset": asked.offset,
            "documents": [listed_object(d) for d in page_of(chosen, asked.limit, asked.offset)],
            "facets": _facets(chosen),
        }

    return await visit.answer(None, "", work)


@routes.get("/documents/{document_id:path}/clauses", **described("一份文件的条款", ClauseListShape, 404))
async def list_clauses(
    document_id: _DocumentName, paging: Annotated[Paging, Query()], visit: VisitOfRequest
) -> Response:
    """按印出的顺序。"""

    def work(index: OpenIndex) -> JsonObject:
        document = _document(index.library, document_id)
        return {
            "document_id": document.document_id,
            "total": len(document.clauses),
            "limit": paging.limit,
            "offset": paging.offset,
            "clauses": [clause_object(c) for c in page_of(document.clauses, paging.limit, paging.offset)],
        }

    return await visit.answer(Act.OPENED, document_id, work)


@routes.get("/documents/{document_id:path}", **described("一份文件", DocumentShape, 404))
async def get_document(document_id: _DocumentName, visit: VisitOfRequest) -> Response:
    """与 judian inspect --json 里的一份文件相同，另有它所在的文件；效力按今天算，别的文件所说的废止也算。"""

    def work(index: OpenIndex) -> JsonObject:
        document = _document(_today(index), document_id)
        source = index.library.source_file(document.document_id)
        return {
            **document_object(document),
            "file": source.file,
            "format": None if source.format is None else source.format.value,
            "pages": source.pages,
            "sha256": source.sha256,
        }

    return await visit.answer(Act.OPENED, document_id, work)


@routes.get("/clauses/{clause_id:path}", **described("一条", ClauseWithHomeShape, 404))
async def get_clause(clause_id: _ClauseName, visit: VisitOfRequest) -> Response:
    """一条，连同它所在的文件、规范引用和其中的数字。"""

    def work(index: OpenIndex) -> JsonObject:
        stored = _today(index).clause(clause_id)
        if stored is None:
            raise ProblemError(404, f"{clause_id}：资料库里没有这一条。请核对编号；只有文号时用 /documents。")
        clause, document = stored.clause, stored.document
        quantities = index.library.quantities([clause.clause_id]).get(clause.clause_id, ())
        return {
            **clause_object(clause),
            "document_id": document.document_id,
            "title": document.title,
            "document_number": document.document_number,
            "region": document.region,
            "status": document.status.value,
            "file": stored.file,
            "citation": citation_of(document, clause.path),
            "quantities": [quantity_object(q) for q in quantities],
        }

    return await visit.answer(Act.OPENED, clause_id, work)


def _today(index: OpenIndex) -> StandingLibrary | Library:
    """The library with the status that documents have today, by what others say of them as well."""
    library = index_as_of(index, None).library
    assert isinstance(library, StandingLibrary | Library)
    return library


def _document(library: AskableLibrary, name: str) -> PolicyDocument:
    try:
        return library.document(name)
    except QueryError as error:
        raise ProblemError(404, str(error)) from error


def _holds(document: ListedDocument, words: str) -> bool:
    wanted = "".join(words.split())
    return any(wanted in "".join((text or "").split()) for text in (document.title, document.document_number))


# What is counted of each document; a document without a value counts nowhere.
_FACETS: dict[str, Callable[[ListedDocument], Iterable[object]]] = {
    "region": lambda d: (d.region,),
    "issuer": lambda d: set(d.issuing_authorities),
    "year": lambda d: (d.year,),
    "document_type": lambda d: (d.document_type,),
    "level": lambda d: (d.level,),
    "status": lambda d: (d.status_as_kept,),
}


def _facets(documents: Sequence[ListedDocument]) -> JsonObject:
    """How many of the documents have which value, the most frequent first."""
    counted = {name: Counter(v for d in documents for v in values(d) if v) for name, values in _FACETS.items()}
    return {
        name: [{"value": str(v), "count": n} for v, n in sorted(counts.items(), key=lambda c: (-c[1], str(c[0])))]
        for name, counts in counted.items()
    }
