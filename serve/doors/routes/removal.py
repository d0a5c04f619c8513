"""Files out of the library and back: POST /remove, GET /removed, POST /restore."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from index.library import Library
from index.removal import RemovedFile, remove_files, removed_files, removed_named, restore_files
from ingest.errors import QueryError
from serve.access.model import Role
from serve.contract import JsonObject
from serve.doors.changing import changed, unknown_is_404
from serve.doors.described import described
from serve.doors.problems import ProblemError
from serve.doors.routes.parameters import MOST_VALUES, Paging, Parameters, PlainText, page_of
from serve.doors.shapes.removal import RemovedListShape, RemovedShape, RestoredShape
from serve.doors.visit import Visit, VisitOfRequest
from serve.library_contract import removed_object

routes = APIRouter(tags=["移出与恢复"])


class RemovalOrder(Parameters):
    """要移出的文件。"""

    names: Annotated[
        tuple[PlainText, ...],
        Field(min_length=1, max_length=MOST_VALUES, description="文件目录里的 file，或 document_id、文号。"),
    ]


class RestoreOrder(Parameters):
    """要恢复的文件。"""

    names: Annotated[
        tuple[PlainText, ...],
        Field(min_length=1, max_length=MOST_VALUES, description="移出时的路径、文件名，或文件的标题。"),
    ]


@routes.post("/remove", **described("移出文件", RemovedShape, 404, 409))
async def remove(order: RemovalOrder, visit: VisitOfRequest) -> Response:
    """文件本身不删，三十天内可以恢复。有一个名称不在库里，就一个也不移出。编辑以上可用。"""

    def work() -> tuple[JsonObject, list[str]]:
        with unknown_is_404():
            files = [_file_named(visit.index().library, name) for name in order.names]
            removed = remove_files(visit.door.library.folder, files, made_by=visit.reader.name)
        return {"removed": [removed_object(r) for r in removed]}, [r.file for r in removed]

    return await changed(visit, "移出文件", f"移出 {'、'.join(order.names)}", work)


@routes.get("/removed", **described("能恢复的文件", RemovedListShape))
async def list_removed(asked: Annotated[Paging, Query()], visit: VisitOfRequest) -> Response:
    """最近移出的在前。管理员看到全部，编辑看到自己移出的。"""
    visit.require(Role.EDITOR, "查看移出的文件")

    def work(_: object) -> JsonObject:
        with Library.open(visit.door.library.folder) as library:
            removed = _removed_for(visit, library)
        return {
            "total": len(removed),
            "limit": asked.limit,
            "offset": asked.offset,
            "removed": [removed_object(r) for r in page_of(removed, asked.limit, asked.offset)],
        }

    return await visit.answer(None, "", work)


@routes.post("/restore", **described("恢复移出的文件", RestoredShape, 404))
async def restore(order: RestoreOrder, visit: VisitOfRequest) -> Response:
    """和移出前读出的一样，更正也在；原件已不在也能恢复。管理员可以恢复全部，编辑恢复自己移出的。"""

    def work() -> tuple[JsonObject, list[str]]:
        folder = visit.door.library.folder
        with Library.open(folder) as library:
            try:
                rows = removed_named(library, order.names, _remover(visit))
            except QueryError as error:
                told = f"{error.source}：不在能恢复的文件里。GET /removed 列出能恢复的。"
                raise ProblemError(404, told) from error
        names = restore_files(folder, rows)
        return {"restored": list(names)}, list(names)

    return await changed(visit, "恢复文件", f"恢复 {'、'.join(order.names)}", work)


def _file_named(library: Library, name: str) -> int:
    """The key of a file by its name in the library, or of a document's file, as the reader may read them.

    What lies on the disk of this machine, folders too, means nothing to other programs: nothing is looked up there.
    """
    known = library.known_files()
    named = [k.row for k in known if k.facts.file == name]
    if len(named) > 1:
        raise ProblemError(409, f"{name}：有 {len(named)} 个文件都叫这个名称。请用 document_id 写明是哪一个。")
    if not named:
        place = str(library.source_file(name).path)
        named = [k.row for k in known if k.facts.resolved == place]
    return named[0]


def _removed_for(visit: Visit, library: Library) -> list[RemovedFile]:
    return [r for r in removed_files(library) if _remover(visit) in (None, r.removed_by)]


def _remover(visit: Visit) -> str | None:
    """Whose removed files a reader is told of; None: everybody's.

    Who might read a file is known while it is in; what somebody took out themselves they had read.
    """
    return None if visit.reader.may_administer else visit.reader.name
