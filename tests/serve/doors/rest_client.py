"""A small library of our own behind the REST door, and its answers held to the door's own description."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.update import ingest_paths
from serve.doors.jobs import JobSettings
from serve.doors.readers import Readers
from serve.doors.rest import rest_app
from serve.doors.visit import RestSettings
from serve.doors.work_queue import QueueSettings
from tests.qa.notices import written

SUM, NO_SUM, OTHER = "仪老干〔2021〕9号", "丽老干〔2020〕4号", "鲁林发〔2019〕33号"


def library_of(folder: Path, files: Sequence[Path] | None = None) -> Path:
    """Three notices (or these files), found by words alone."""
    notices = folder / "公文"
    notices.mkdir(parents=True, exist_ok=True)
    library = folder / "资料库"
    ingest_paths(files or written(notices), library, embed=False, workers=1)
    return library


def app_of(
    library: Path,
    readers: Readers | None = None,
    settings: RestSettings | None = None,
    queue: QueueSettings | None = None,
    jobs: JobSettings | None = None,
) -> FastAPI:
    return rest_app(library, readers, settings, queue=queue, jobs_kept=jobs)


def client_of(app: FastAPI, **headers: str) -> TestClient:
    """A client on this machine; what the app did not foresee comes as the answer that a client gets."""
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False, headers=headers)


def path_of(*parts: str) -> str:
    """An address whose parts are percent-encoded."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)


def assert_as_described(app: FastAPI, method: str, route: str, response: Any) -> Any:
    """The answer's JSON, which is as the description says and has no key besides."""
    description = app.openapi()
    answers = description["paths"][route][method]["responses"]
    described = answers[str(response.status_code)]["content"]
    media_type = response.headers["content-type"].partition(";")[0]
    closed = {"components": _closed(description["components"]), **described[media_type]["schema"]}
    value = response.json()
    jsonschema.Draft202012Validator(closed).validate(value)
    return value


def assert_problem(response: Any, status: int, *words: str) -> Any:
    """The answer is a problem in Chinese that says these words, and shows nothing of the program."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "instance", "errors"} == problem.keys()
    assert problem["status"] == status
    for text in (problem["title"], problem["detail"]):
        assert any("\u4e00" <= c <= "\u9fff" for c in text), text
    for word in words:
        assert word in problem["detail"]
    assert "Traceback" not in response.text and ".py" not in response.text
    return problem


def _closed(value: Any) -> Any:
    """The same schemas without room for keys that they do not name."""
    if isinstance(value, list):
        return [_closed(item) for item in value]
    if not isinstance(value, dict):
        return value
    closed = {key: _closed(item) for key, item in copy.copy(value).items()}
    if closed.get("type") == "object" and isinstance(closed.get("properties"), dict):
        closed["additionalProperties"] = False
    return closed
