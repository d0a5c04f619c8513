"""The REST door: the command's own objects over HTTP, described by OpenAPI at /openapi.json."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, FastAPI

from serve.doors.describing import description_of
from serve.doors.guard import Guard
from serve.doors.jobs import JobBook, JobSettings
from serve.doors.opened import OpenedLibrary
from serve.doors.problems import add_problems
from serve.doors.readers import LibraryReaders, Readers
from serve.doors.routes import (
    asking,
    comparing,
    documents,
    health,
    ingest,
    jobs,
    lineage,
    projects,
    removal,
    review,
    training,
)
from serve.doors.routes.parameters import refuse_unclear
from serve.doors.visit import RestDoor, RestSettings
from serve.doors.work_queue import QueueSettings, WorkQueue

LIBRARY_VARIABLE = "JUDIAN_LIBRARY"
FOLDERS_VARIABLE = "JUDIAN_INGEST_FOLDERS"  # several are set apart as in PATH
UPLOAD_VARIABLE = "JUDIAN_UPLOAD_MB"


def create_app() -> FastAPI:
    """The door to the library that JUDIAN_LIBRARY names, else ./library: for `uvicorn --factory serve.doors.rest:create_app`."""
    folder = Path(os.environ.get(LIBRARY_VARIABLE) or "library").resolve()
    return rest_app(folder, settings=settings_here())


def settings_here() -> RestSettings:
    """What the environment allows."""
    folders = os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep)
    megabytes = os.environ.get(UPLOAD_VARIABLE, "")
    usual = RestSettings()
    return RestSettings(
        most_upload_bytes=int(megabytes) * 1_000_000 if megabytes.isdecimal() else usual.most_upload_bytes,
        ingest_folders=tuple(Path(folder).resolve() for folder in folders if folder),
    )


def rest_app(
    library_folder: Path,
    readers: Readers | None = None,
    settings: RestSettings | None = None,
    *,
    queue: QueueSettings | None = None,
    jobs_kept: JobSettings | None = None,
) -> FastAPI:
    """The door to one library; `readers` say who may ask and what each may read (None: the users of the library)."""
    readers, settings = readers or LibraryReaders(library_folder, "rest"), settings or RestSettings()
    door = RestDoor(
        OpenedLibrary(library_folder),
        readers,
        WorkQueue(queue),
        JobBook(jobs_kept),
        settings,
        CapacityLimiter(1),
        CapacityLimiter(2),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        door.queue.close()
        await to_thread.run_sync(door.jobs.close)

    app = FastAPI(
        title="据典",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own pages load scripts from other machines
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(refuse_unclear)],
    )
    app.state.door = door
    # lineage before documents, whose address takes what nobody else does
    subjects = (asking, comparing, lineage, documents, review, removal, projects, ingest, jobs, training, health)
    routers = [subject.routes for subject in subjects]
    for router in routers:
        app.include_router(router)
    add_problems(app, [route for router in routers for route in router.routes])
    app.add_middleware(
        Guard,
        readers=readers,
        signing_in=door.signing_in,
        most_bytes=settings.most_bytes,
        most_upload_bytes=settings.most_upload_bytes,
    )
    app.openapi = lambda: description_of(app)  # type: ignore[method-assign]
    return app


def _version() -> str:
    try:
        return version("judian")
    except PackageNotFoundError:  # run from the files alone
        return "0"
