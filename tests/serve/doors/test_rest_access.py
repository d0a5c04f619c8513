from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.library import Library
from index.read_groups import close_place
from serve.access.audit import Act, entries
from serve.access.model import Role
from serve.access.users import USERS, new_token, put_user
from tests.serve.doors.rest_client import NO_SUM, SUM, app_of, assert_problem, client_of, library_of, path_of

CLOSED = f"{SUM}#二/（二）"
PASSWORD = "一个足够长的口令呀"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        folder = library_of(tmp_path_factory.mktemp("rest"))
        with Library.open(folder) as opened:
            close_place(opened, str(opened.source_file(SUM).path), ["人事处"])
        put_user(folder, "管理员", Role.ADMIN, [], PASSWORD)
        put_user(folder, "编辑", Role.EDITOR, [], PASSWORD)
        put_user(folder, "人事", Role.READER, ["人事处"], PASSWORD)
        put_user(folder, "外人", Role.READER, ["财务处"], PASSWORD)
        yield folder


@pytest.fixture(scope="module")
def app(library: Path) -> FastAPI:
    return app_of(library)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with client_of(app) as client:
        yield client


@pytest.fixture(scope="module")
def keys(library: Path) -> dict[str, dict[str, str]]:
    names = ("管理员", "编辑", "人事", "外人")
    return {name: {"authorization": f"Bearer {new_token(library, name)}"} for name in names}


def basic(name: str, password: str) -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}


def test_where_users_are_named_nobody_reads_without_signing_in(app: FastAPI, client: TestClient) -> None:
    for route, methods in app.openapi()["paths"].items():
        for method in methods:
            if route in ("/health", "/ready"):
                continue
            address = route.format(document_id="a", clause_id="a", job_id="a", name="a")
            query = {"question": "a", "query": "a", "topic": "a", "old": "a", "new": "a"}
            asked = {k: v for k, v in query.items() if f'"{k}"' in json.dumps(methods[method].get("parameters", []))}
            response = client.request(
                method, address, params=asked, json={"topic": "党费"} if method == "post" else None
            )
            assert_problem(response, 401)
            assert "Bearer" in response.headers["www-authenticate"]
    assert client.get("/health").status_code == 200 and client.get("/ready").status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer ", "Bearer jd_wrong", "Bearer", "Basic !!!", "Basic /w==", "Digest x", "", "Bearer " + "a" * 5000, "\x7f"],
)
def test_a_wrong_key_is_refused(client: TestClient, header: str) -> None:
    assert_problem(client.get("/documents", headers={"authorization": header}), 401)


def test_a_name_and_password_do_as_a_key_does(client: TestClient) -> None:
    assert client.get("/documents", headers=basic("人事", PASSWORD)).status_code == 200
    assert_problem(client.get("/documents", headers=basic("人事", "另一个口令")), 401)
    assert_problem(client.get("/documents", headers=basic("没有这个人", PASSWORD)), 401)


def test_signing_in_serves_other_machines(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    response = client.get("/documents", headers={**keys["人事"], "host": "judian.example.org"})
    assert response.status_code == 200


def test_what_is_closed_to_a_reader_is_not_there_by_any_way(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    def got(who: str, address: str, **asked: Any) -> Any:
        return client.get(address, params=asked, headers=keys[who])

    document_id = got("人事", path_of("documents", SUM)).json()["document_id"]
    for name in (SUM, document_id):
        for where in (("documents", "{}"), ("documents", "{}", "clauses"), ("clauses", "{}#一")):
            address, other = (path_of(*(part.format(n) for part in where)) for n in (name, name.replace("9号", "8号")))
            assert got("人事", address).status_code == 200
            closed, absent = assert_problem(got("外人", address), 404), assert_problem(got("外人", other), 404)
            assert closed["detail"].replace("9号", "8号") == absent["detail"], "as for one that does not exist"
        assert_problem(got("外人", "/diff", old=name, new=NO_SUM), 404)

    whole, rest = got("人事", "/documents").json(), got("外人", "/documents").json()
    assert whole["total"] == 3 and rest["total"] == 2
    assert not any(f["value"] == "江苏扬州仪征" for f in rest["facets"]["region"])
    assert {f["value"] for f in rest["facets"]["year"]} == {"2019", "2020"}
    for address, asked in (
        ("/ask", {"question": "离退休党支部书记补贴多少元？"}),
        ("/ask", {"question": f"{SUM}第二部分说了什么"}),
        ("/search", {"query": "书记补贴 260元", "k": 200}),
        ("/search", {"query": SUM, "k": 200}),
        ("/compare", {"topic": "书记补贴"}),
        ("/documents", {"region": "江苏"}),
        ("/documents", {"title": "党支部工作的通知"}),
    ):
        text = got("外人", address, **asked).text
        typed = json.dumps(asked, ensure_ascii=False)
        for secret in (document_id, "仪征.txt", "从党费中列支", "仪征市老干部局"):
            assert secret not in text, (address, secret)
        if "260" not in typed:
            assert "260" not in text
    assert "260元" in got("人事", "/ask", question="离退休党支部书记补贴多少元？").json()["answer"]


def test_a_pack_holds_nothing_that_its_maker_may_not_read(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    def made(who: str, order: dict[str, Any]) -> Any:
        return client.post("/training?wait=true", json=order, headers=keys[who])

    assert_problem(made("外人", {"clauses": [CLOSED]}), 404)
    pack = made("外人", {"topic": "支部书记", "questions": 5})
    assert "260元" not in pack.text and SUM not in pack.text
    assert made("人事", {"clauses": [CLOSED], "questions": 0}).status_code == 200


def test_only_editors_take_files_in(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    files = {"files": ("空.txt", b"")}
    assert_problem(client.post("/ingest", files=files, headers=keys["人事"]), 403, "入库", "编辑")
    response = client.post("/ingest", files=files, headers=keys["编辑"])
    assert response.status_code == 202
    # The job is the editor's own, and the administrator's.
    address = response.headers["location"]
    assert_problem(client.get(address, headers=keys["人事"]), 404)
    assert_problem(client.delete(address, headers=keys["人事"]), 404)
    assert client.get(address, headers=keys["管理员"]).status_code == 200
    for _ in range(400):
        if client.get(address, headers=keys["编辑"]).json()["state"] not in ("waiting", "running"):
            break
        time.sleep(0.05)


def test_who_may_not_upload_is_told_before_the_files_are_sent(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    sent = []

    def files() -> Iterator[bytes]:
        for number in range(100):
            sent.append(number)
            yield b"--x\r\n" * 1000

    form = {"content-type": "multipart/form-data; boundary=x"}
    assert_problem(client.post("/ingest", content=files(), headers=form), 401)
    assert_problem(client.post("/ingest", content=files(), headers={**form, **keys["人事"]}), 403, "入库")
    assert not sent


def test_the_log_says_who_did_what_from_where(
    client: TestClient, library: Path, keys: dict[str, dict[str, str]]
) -> None:
    client.get("/ask", params={"question": "书记补贴是多少"}, headers=keys["人事"])
    client.get(path_of("clauses", CLOSED), headers=keys["人事"])
    client.get(path_of("clauses", CLOSED), headers=keys["外人"])
    kept = list(entries(library))
    asked = next(e for e in reversed(kept) if e.act is Act.ASKED)
    assert (asked.who, asked.what, asked.door) == ("人事", "书记补贴是多少", "rest")
    assert any(i.startswith(SUM) for i in asked.ids) and asked.where
    opened = [e.who for e in kept if e.act is Act.OPENED and e.what == CLOSED]
    assert "人事" in opened and "外人" not in opened, "what is not there was not opened"


def test_users_that_cannot_be_read_let_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    library = library_of(tmp_path)
    (library / USERS).write_text("{broken", encoding="utf-8")
    with client_of(app_of(library)) as client:
        assert_problem(client.get("/documents", headers={"authorization": "Bearer jd_x"}), 503, "用户文件")
        assert_problem(client.get("/documents"), 401)
