"""GET /health and GET /ready: for whoever watches the service; nobody needs to sign in."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from serve.contract import JsonObject
from serve.doors.described import problem
from serve.doors.shapes.jobs import HealthShape, ReadyShape
from serve.doors.visit import RestDoor, json_response

routes = APIRouter(tags=["运行状况"])
_ERRORS: dict[int | str, dict[str, Any]] = {status: problem(status) for status in (403, 413, 500)}


@routes.get(
    "/health", summary="程序在运行", response_model=HealthShape, response_description="在运行", responses=_ERRORS
)
async def health() -> Response:
    """程序在运行就是 200，不看资料库。"""
    return json_response({"status": "ok"})


@routes.get(
    "/ready",
    summary="资料库可以提问",
    response_model=ReadyShape,
    response_description="可以提问",
    responses={**_ERRORS, 429: problem(429), 503: problem(503)},
)
async def ready(request: Request) -> Response:
    """资料库读得出就是 200，并给出它变过多少次（generation）和所用的向量模型；否则 503，说明怎么办。"""
    door: RestDoor = request.app.state.door

    def look() -> JsonObject:
        index = door.library.index()
        return {
            "ready": True,
            "generation": index.library.generation,
            "model": None if index.embedder is None else index.embedder.fingerprint,
            "notes": list(index.notes),
        }

    return json_response(await door.queue.run("/ready", look))
