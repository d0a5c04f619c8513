from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from starlette.testclient import TestClient

from index.removal import remove_files
from index.update import correct_document
from qa.comparing.projects import Project, save_project
from qa.training.projects import TrainingProject, save_training_project
from serve.access.model import Role
from serve.access.users import new_token, put_user
from serve.doors.jobs import JobSettings
from serve.doors.rest import create_app
from tests.serve.doors.rest_client import OTHER, SUM, app_of, client_of, library_of

CHINESE = re.compile("[\u4e00-\u9fff]")
EXAMPLES = int(os.environ.get("JUDIAN_SCHEMATHESIS_EXAMPLES", "10"))
LONG = 1000  # characters; to draw longer strings that fit a pattern takes minutes


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        yield app_of(library_of(tmp_path_factory.mktemp("rest")))


@pytest.fixture(scope="module")
def description(app: FastAPI) -> Any:
    with client_of(app) as client:
        return client.get("/openapi.json").json()


def test_every_route_parameter_key_and_answer_is_described_in_chinese(description: Any) -> None:
    assert CHINESE.search(description["info"]["title"]) and CHINESE.search(description["info"]["description"])
    for route, methods in description["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {route}"
            assert CHINESE.search(operation["summary"]) and CHINESE.search(operation["description"]), where
            for parameter in operation.get("parameters", []):
                assert CHINESE.search(parameter.get("description", "")), f"{where} {parameter['name']}"
            for status, answer in operation["responses"].items():
                assert CHINESE.search(answer["description"]), f"{where} {status}"
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], f"{where} {status}"
    for name, schema in description["components"]["schemas"].items():
        if "enum" in schema:
            continue
        assert CHINESE.search(schema.get("description", "")), name
        for key, described in schema.get("properties", {}).items():
            assert CHINESE.search(described.get("description", "")), f"{name}.{key}"


def test_every_subject_is_there(description: Any) -> None:
    assert {(m, p) for p, methods in description["paths"].items() for m in methods} == {
        *(("get", f"/{name}") for name in ("ask", "search", "compare", "diff", "documents", "health", "ready")),
        *(("get", f"/documents/{{document_id}}{rest}") for rest in ("", "/clauses", "/lineage")),
        ("get", "/clauses/{clause_id}"),
        *(("post", f"/{name}") for name in ("ingest", "training", "training/check", "remove", "restore")),
        *(("get", f"/{name}") for name in ("review", "removed", "projects/compare", "projects/training")),
        *((method, "/corrections") for method in ("get", "post", "delete")),
        *(
            (method, f"/projects/{kind}/{{name}}")
            for kind in ("compare", "training")
            for method in ("get", "put", "delete")
        ),
        *(("get", f"/jobs/{{job_id}}{rest}") for rest in ("", "/files/{name}")),
        ("delete", "/jobs/{job_id}"),
    }


def test_nothing_from_another_machine_is_named(description: Any) -> None:
    assert not re.findall(r"https?://", str(description))


def test_the_server_starts_it_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    monkeypatch.setenv("JUDIAN_LIBRARY", str(library_of(tmp_path)))
    monkeypatch.setenv("JUDIAN_INGEST_FOLDERS", f"{tmp_path}{os.pathsep}")
    monkeypatch.setenv("JUDIAN_UPLOAD_MB", "7")
    app = create_app()
    assert app.state.door.settings.ingest_folders == (tmp_path.resolve(),)
    assert app.state.door.settings.most_upload_bytes == 7_000_000
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/documents").json()["total"] == 3


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that has what the routes about corrections, removed files and projects tell of."""
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    library = library_of(tmp_path)
    correct_document(library, SUM, "region", "江苏省", embed=False)
    remove_files(library, [OTHER], embed=False)
    save_project(library, Project("补贴", "书记补贴", clauses=("甲#一",), renamed=(("旧", "新"),)))
    save_training_project(library, TrainingProject("培训", "书记补贴"))
    return library


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, Role.ADMIN, Role.READER])
def test_what_is_described_is_what_is_answered(kept: Path, role: Role | None) -> None:
    headers = {}
    if role is not None:
        put_user(kept, "管理员", Role.ADMIN)
        put_user(kept, "用户", role)
        headers = {"Authorization": f"Bearer {new_token(kept, '用户')}"}
    # Few jobs: what is uploaded here is not worth reading.
    app = app_of(kept, jobs=JobSettings(most_of_one=1))
    app.openapi_schema = without_long_limits(app.openapi())
    # Bounded by examples alone: under a limit of time a busy machine would try other requests than an idle one.
    config = SchemathesisConfig.from_dict(
        {
            "headers": headers,
            "seed": 1,
            "base-url": "http://localhost",
            "generation": {"max-examples": EXAMPLES, "deterministic": True},
            "suppress-health-check": ["all"],
        }
    )
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    phases, requests, failures = set(), 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            phases.add(event.phase.value)
            requests += len(event.recorder.interactions)
            checks = [check for made in event.recorder.checks.values() for check in made if check.failure_info]
            failures += [
                f"{event.label}: {c.failure_info.failure.title} {c.failure_info.failure.message}\n{c.failure_info.code_sample}"
                for c in checks
            ]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            failures.append(str(vars(event) if hasattr(event, "__dict__") else event))
    assert not failures, "\n\n".join(failures)
    assert {"examples", "coverage", "fuzzing", "stateful"} <= phases and requests > 1000


def without_long_limits(described: Any) -> Any:
    """The same description without the limits of long strings, which the next test holds to."""
    if isinstance(described, list):
        return [without_long_limits(item) for item in described]
    if not isinstance(described, dict):
        return described
    is_long = described.get("type") == "string" and described.get("maxLength", 0) > LONG
    return {key: without_long_limits(value) for key, value in described.items() if not (is_long and key == "maxLength")}


LINE = {"part": "讲义", "clause_id": "甲#一", "text": "一"}
OWN_WORDS = {"clause_id": "甲#一", "text": "一", "words": "二"}
CORRECTION = {"document": SUM, "field": "region", "value": "江苏省"}


@pytest.mark.parametrize(
    ("method", "route", "body", "most"),
    [
        *(
            ("post", "/corrections", lambda words, key=key: CORRECTION | {key: words}, 2000)
            for key in ("value", "by", "reason")
        ),
        *(("post", route, lambda words: {"names": [words]}, 2000) for route in ("/remove", "/restore")),
        ("put", "/projects/training/甲", lambda words: {"topic": "补贴", "left_out": [LINE | {"text": words}]}, 20_000),
        *(
            (
                "put",
                "/projects/training/甲",
                lambda words, key=key: {"topic": "补贴", "own_words": [OWN_WORDS | {key: words}]},
                20_000,
            )
            for key in ("text", "words")
        ),
    ],
)
def test_of_long_words_as_many_are_taken_as_described(
    app: FastAPI, method: str, route: str, body: Callable[[str], Any], most: int
) -> None:
    with client_of(app) as client:
        assert is_too_long(client.request(method, route, json=body("长" * (most + 1))))
        assert not is_too_long(client.request(method, route, json=body("长" * most)))


def is_too_long(response: Any) -> bool:
    return response.status_code == 422 and any("最多" in error["problem"] for error in response.json()["errors"])


def test_no_other_long_words_are_described(description: Any) -> None:
    limits = [int(most) for most in re.findall(r'"maxLength": (\d+)', json.dumps(description))]
    assert sorted(most for most in limits if most > LONG) == [2000] * 5 + [20_000] * 3
