"""What people change by the REST door, and the lists of it: corrections, removed files, projects, material checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.library import Library
from index.lineage import lineage_of
from index.read_groups import close_place
from index.review import review_list
from index.update import ingest_paths
from index.write_lock import WriteLock
from qa.comparing.projects import Project, Remark, open_project, save_project
from qa.training.check import check_manifest
from qa.training.projects import (
    Line,
    OwnWords,
    TrainingProject,
    open_training_project,
    save_training_project,
    training_project_names,
)
from serve.access.audit import Act, entries
from serve.access.model import Role
from serve.access.users import new_token, put_user
from serve.contract import lineage_object, review_object
from serve.training.contract import check_object
from serve.training.stamp import manifest_in_bytes
from tests.serve.doors.rest_client import (
    NO_SUM,
    OTHER,
    SUM,
    app_of,
    assert_as_described,
    assert_problem,
    client_of,
    library_of,
    path_of,
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    return library_of(tmp_path)


@pytest.fixture
def app(library: Path) -> FastAPI:
    return app_of(library)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with client_of(app) as client:
        yield client


@pytest.fixture
def keys(library: Path) -> dict[str, dict[str, str]]:
    """An administrator, an editor and a reader, and an editor of the one group that may read SUM."""
    with Library.open(library) as opened:
        close_place(opened, str(opened.source_file(SUM).path), ["人事处"])
    put_user(library, "管理员", Role.ADMIN)
    for name, role, groups in (
        ("编辑", Role.EDITOR, []),
        ("人事", Role.EDITOR, ["人事处"]),
        ("读者", Role.READER, ["人事处"]),
    ):
        put_user(library, name, role, groups)
    names = ("管理员", "编辑", "人事", "读者")
    return {name: {"authorization": f"Bearer {new_token(library, name)}"} for name in names}


def document_id_of(library: Path, number: str) -> str:
    with Library.open(library) as opened:
        return opened.document(number).document_id


# Corrections and the review list.


def test_the_review_list_is_the_commands_and_comes_in_pages(app: FastAPI, client: TestClient, library: Path) -> None:
    bare = library.parent / "公文" / "春游.txt"
    bare.write_text("关于春游的通知\n各单位：\n四月去春游，请各单位报名。\n", encoding="utf-8")
    ingest_paths([bare], library, embed=False, workers=1)
    with Library.open(library) as opened:
        entries = review_list(opened)
    assert len(entries) > 1
    value = assert_as_described(app, "get", "/review", client.get("/review"))
    assert value["items"] == review_object(entries)["items"] and value["total"] == len(entries)
    assert client.get("/review", params={"limit": 1, "offset": 1}).json()["items"] == value["items"][1:2]
    name = entries[0].document_id
    one = client.get("/review", params={"document": name}).json()
    assert {item["document_id"] for item in one["items"]} == {name}
    assert_problem(client.get("/review", params={"document": "甲发〔2000〕1号"}), 404, "甲发〔2000〕1号")


def test_a_field_is_corrected_logged_and_taken_back(app: FastAPI, client: TestClient, library: Path) -> None:
    address = path_of("documents", NO_SUM)
    before = client.get(address).json()["dated_on"]
    order = {"document": NO_SUM, "field": "dated_on", "value": "2020-08-13", "reason": "核对了原件"}
    made = assert_as_described(app, "post", "/corrections", client.post("/corrections", json=order))
    assert (made["value"], made["previous"], made["made_by"]) == ("2020-08-13", before, "本机")
    assert client.get(address).json()["dated_on"] == "2020-08-13"
    back = client.delete("/corrections", params={"document": NO_SUM, "field": "dated_on"})
    assert assert_as_described(app, "delete", "/corrections", back)["value"] is None
    assert client.get(address).json()["dated_on"] == before
    log = assert_as_described(app, "get", "/corrections", client.get("/corrections"))
    assert [c["value"] for c in log["corrections"]] == [None, "2020-08-13"] and log["total"] == 2
    assert_problem(client.delete("/corrections", params={"document": NO_SUM, "field": "dated_on"}), 404, "没有更正过")
    kept = [e.what for e in entries(library) if e.act is Act.CHANGED]
    assert [what.split("：")[1] for what in kept] == ["2020-08-13", "撤回"]


@pytest.mark.parametrize(
    ("order", "status", "word"),
    [
        ({"field": "dated_on", "value": "去年"}, 422, "不是日期"),
        ({"field": "level", "value": "村"}, 422, "不是层级"),
        ({"field": "status", "value": "好"}, 422, "不是有效性"),
        ({"field": "region", "value": "月球"}, 404, "不是认得的地区"),
        ({"field": "document_id", "value": "a"}, 422, "只能取"),
        ({"field": "title", "value": "一\n二"}, 422, "一行"),
        ({"field": "title", "value": " "}, 422, "不能是空的"),
        ({"field": "title"}, 422, "没有给出"),
        ({"document": "甲发〔2000〕1号", "field": "title", "value": "某通知"}, 404, "甲发〔2000〕1号"),
    ],
)
def test_what_cannot_be_is_not_corrected(client: TestClient, order: dict[str, str], status: int, word: str) -> None:
    assert_problem(client.post("/corrections", json={"document": SUM, **order}), status, word)
    assert client.get("/corrections").json()["total"] == 0


def test_while_the_library_is_being_written_a_change_is_told_to_come_again(client: TestClient, library: Path) -> None:
    with Library.open(library) as _, WriteLock(library):
        refused = client.post("/remove", json={"names": [SUM]})
    assert_problem(refused, 503)
    assert refused.headers["retry-after"] == "10"


# Lineage.


def test_lineage_is_the_commands(app: FastAPI, client: TestClient, tmp_path: Path, library: Path) -> None:
    citing = tmp_path / "公文" / "细则.txt"
    citing.write_text(
        f"仪征市民政局文件\n仪民〔2022〕3号\n关于落实书记补贴的通知\n各镇：\n根据《关于做好离退休党支部工作的通知》（{SUM}），"
        "经研究，现通知如下。\n一、补贴按月发放。\n仪征市民政局\n2022年1月6日\n",
        encoding="utf-8",
    )
    upload = client.post("/ingest", files={"files": (citing.name, citing.read_bytes())})
    while client.get(upload.headers["location"]).json()["state"] in ("waiting", "running"):
        pass
    route = "/documents/{document_id}/lineage"
    value = assert_as_described(app, "get", route, client.get(path_of("documents", SUM, "lineage")))
    with Library.open(library) as opened:
        assert value == lineage_object(lineage_of(opened, SUM))
    assert [link["document"]["document_number"] for link in value["cited_by"]] == ["仪民〔2022〕3号"]
    assert value["downwards"] and assert_as_described(
        app, "get", route, client.get(path_of("documents", "仪民〔2022〕3号", "lineage"), params={"depth": 1})
    )
    assert_problem(client.get(path_of("documents", "甲发〔2000〕1号", "lineage")), 404)
    assert_problem(client.get(path_of("documents", SUM, "lineage"), params={"depth": 9}), 422, "depth")


# Removal.


def test_files_are_taken_out_and_put_back(app: FastAPI, client: TestClient, library: Path) -> None:
    files = {d["document_number"]: d["file"] for d in client.get("/documents").json()["documents"]}
    gone = client.post("/remove", json={"names": [files[SUM], OTHER]})
    value = assert_as_described(app, "post", "/remove", gone)
    assert {r["file"] for r in value["removed"]} == {files[SUM], files[OTHER]}
    assert client.get("/documents").json()["total"] == 1
    listed = assert_as_described(app, "get", "/removed", client.get("/removed"))
    assert listed["total"] == 2 and {r["file"] for r in listed["removed"]} == {files[SUM], files[OTHER]}
    back = client.post("/restore", json={"names": [Path(files[OTHER]).name]})
    assert assert_as_described(app, "post", "/restore", back)["restored"] == [files[OTHER]]
    assert client.get("/documents").json()["total"] == 2 and client.get("/removed").json()["total"] == 1
    assert_problem(client.post("/restore", json={"names": ["没有.txt"]}), 404, "没有.txt", "GET /removed")


@pytest.mark.parametrize("name", ["/", ".", "..", "甲发〔2000〕1号", "~"])
def test_a_place_on_this_machine_is_no_name_and_one_wrong_name_removes_nothing(
    client: TestClient, library: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    for names in ([name], [SUM, name], [str(library.parent / "公文")], ["公文"]):
        assert_problem(client.post("/remove", json={"names": names}), 404)
    assert client.get("/documents").json()["total"] == 3


# Projects.


def test_a_project_of_comparing_is_kept_read_and_forgotten(app: FastAPI, client: TestClient, library: Path) -> None:
    route, address = "/projects/compare/{name}", path_of("projects", "compare", "补贴/各地 2022")
    order = {
        "topic": "书记补贴",
        "regions": ["江苏"],
        "as_of": "2024-05-01",
        "left_out": [f"{SUM}#一"],
        "renamed": [{"old": "书记补贴", "new": "补贴"}],
        "remarks": [{"aspect": "补贴", "column": "江苏", "text": "再核"}],
    }
    kept = assert_as_described(app, "put", route, client.put(address, json=order))
    assert kept == {**order, "name": "补贴/各地 2022", "aspects": [], "clauses": [], "hidden": []}
    assert open_project(library, "补贴/各地 2022") == Project(
        "补贴/各地 2022",
        "书记补贴",
        ("江苏",),
        as_of=date(2024, 5, 1),
        left_out=(f"{SUM}#一",),
        renamed=(("书记补贴", "补贴"),),
        remarks=(Remark("补贴", "江苏", "再核"),),
    )
    assert assert_as_described(app, "get", route, client.get(address)) == kept
    names = assert_as_described(app, "get", "/projects/compare", client.get("/projects/compare"))
    assert names["projects"] == ["补贴/各地 2022"] and names["total"] == 1
    assert assert_as_described(app, "delete", route, client.delete(address)) == {"removed": "补贴/各地 2022"}
    for call in (client.get, client.delete):
        assert_problem(call(address), 404, "补贴/各地 2022")
    assert_problem(client.get(path_of("projects", "compare", "长" * 200)), 404)
    assert_problem(client.put(path_of("projects", "compare", "长" * 28), json={"topic": "补贴"}), 422, "name")
    assert_problem(client.put(address, json={"topic": "补贴", "aspect": ["补贴"]}), 422, "aspect")


def test_a_project_of_training_is_kept_read_and_forgotten(app: FastAPI, client: TestClient, library: Path) -> None:
    route, address = "/projects/training/{name}", path_of("projects", "training", "新书记培训")
    order = {
        "topic": "书记补贴",
        "questions": 5,
        "left_out": [{"part": "讲义", "clause_id": f"{SUM}#一", "text": "一句"}],
        "own_words": [{"clause_id": f"{SUM}#一", "text": "二句", "words": "二句的话"}],
    }
    kept = assert_as_described(app, "put", route, client.put(address, json=order))
    assert open_training_project(library, "新书记培训") == TrainingProject(
        "新书记培训",
        "书记补贴",
        questions=5,
        left_out=(Line("讲义", f"{SUM}#一", "一句"),),
        own_words=(OwnWords(f"{SUM}#一", "二句", "二句的话"),),
    )
    assert assert_as_described(app, "get", route, client.get(address)) == kept
    listed = assert_as_described(app, "get", "/projects/training", client.get("/projects/training"))
    assert listed["projects"] == ["新书记培训"]
    assert client.get("/projects/compare").json()["projects"] == []
    assert_as_described(app, "delete", route, client.delete(address))
    assert training_project_names(library) == []
    assert_problem(client.put(address, json={"questions": 5}), 422, "topic", "clauses")


@pytest.mark.parametrize("value", [True, "5", 5.5])
def test_only_a_number_is_taken_for_one(client: TestClient, value: object) -> None:
    address = path_of("projects", "training", "新书记培训")
    assert_problem(client.put(address, json={"topic": "书记补贴", "questions": value}), 422, "questions")
    assert_problem(client.post("/training", json={"topic": "书记补贴", "seed": value}), 422, "seed")
    assert client.put(address, json={"topic": "书记补贴", "questions": 5.0}).json()["questions"] == 5


# Training material.


def test_material_is_held_against_the_library_of_today(app: FastAPI, client: TestClient, library: Path) -> None:
    pack = client.post("/training?wait=true", json={"topic": "支部书记", "questions": 3}).json()
    files = {Path(f["name"]).suffix: client.get(f["address"]).content for f in pack["files"]}
    assert {".docx", ".pptx", ".xlsx", ".html", ".json"} <= files.keys()

    def checked(ending: str) -> Any:
        answer = client.post("/training/check", files={"file": (f"材料{ending}", files[ending])})
        return assert_as_described(app, "post", "/training/check", answer)

    assert checked(".docx")["stale"] == [] and checked(".docx")["checked"] > 0
    client.post("/remove", json={"names": [SUM]})
    for ending in (".docx", ".pptx", ".xlsx", ".html", ".json"):
        value = checked(ending)
        assert value["file"] == f"材料{ending}"
        assert value["stale"] and {line["change"] for line in value["stale"]} == {"vanished"}
        with Library.open(library) as opened:
            manifest = manifest_in_bytes(files[ending], f"材料{ending}")
            assert value == check_object(check_manifest(opened, manifest, f"材料{ending}"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        "随便写的".encode(),
        b"{}",
        b'{"format": "judian-training-1"}',
        b'{"format":"judian-training-1","topic":5,"made_on":"2024-01-01","clauses":[],"lines":[]}',
        '{"format":"judian-training-1","topic":"a","made_on":"2024-01-01","clauses":[],"lines":'
        '[{"id":"1","part":"讲义","text":"a","clause_id":"没有#一","quote":"a"}]}'.encode(),
        b'{"format":"judian-training-1","topic":"a","made_on":"2024-01-01","clauses":"ab","lines":{"a":1}}',
    ],
)
def test_a_file_that_is_not_ours_is_said_to_be_none(client: TestClient, content: bytes) -> None:
    answer = client.post("/training/check", files={"file": ("../材料.docx", content)})
    assert "材料.docx" in assert_problem(answer, 404)["detail"]


def test_a_file_to_check_is_one_and_no_larger_than_it_may_be(client: TestClient) -> None:
    assert_problem(client.post("/training/check", files={"file": ("大.docx", b"0" * 64_000_001)}), 413, "64 MB")
    more = [("file", ("一.docx", b"1")), ("other", ("二.docx", b"2"))]
    assert_problem(client.post("/training/check", files=more), 422, "other")
    assert_problem(client.post("/training/check"), 422, "file")


# Who may.


def test_only_editors_change_anything(client: TestClient, keys: dict[str, dict[str, str]], library: Path) -> None:
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", "/review", {}),
        ("GET", "/corrections", {}),
        ("POST", "/corrections", {"json": {"document": NO_SUM, "field": "title", "value": "改"}}),
        ("DELETE", "/corrections", {"params": {"document": NO_SUM, "field": "title"}}),
        ("POST", "/remove", {"json": {"names": [NO_SUM]}}),
        ("GET", "/removed", {}),
        ("POST", "/restore", {"json": {"names": [NO_SUM]}}),
        *(
            (method, f"/projects/{kind}/a", {"json": {"topic": "补贴"}} if method == "PUT" else {})
            for kind in ("compare", "training")
            for method in ("PUT", "DELETE")
        ),
    ]
    for method, address, sent in calls:
        assert_problem(client.request(method, address, headers=keys["读者"], **sent), 403, "编辑")
    assert client.get("/documents", headers=keys["读者"]).json()["total"] == 3
    refused = [e for e in entries(library) if e.act is Act.REFUSED and e.who == "读者"]
    assert len(refused) == len(calls) and {e.door for e in refused} == {"rest"}


def test_what_is_closed_cannot_be_changed_or_traced(
    client: TestClient, keys: dict[str, dict[str, str]], library: Path
) -> None:
    """Closed and absent are told alike."""
    closed, absent = document_id_of(library, SUM), "甲发〔2000〕1号"

    def told(method: str, address: str, **sent: Any) -> str:
        return str(assert_problem(client.request(method, address, headers=keys["编辑"], **sent), 404)["detail"])

    for name in (closed, SUM):
        for method, address, sent in (
            ("POST", "/corrections", lambda n: {"json": {"document": n, "field": "title", "value": "改"}}),
            ("DELETE", "/corrections", lambda n: {"params": {"document": n, "field": "title"}}),
            ("GET", "/review", lambda n: {"params": {"document": n}}),
            ("POST", "/remove", lambda n: {"json": {"names": [n]}}),
        ):
            assert told(method, address, **sent(name)).replace(name, absent) == told(method, address, **sent(absent))
        lineage = told("GET", path_of("documents", name, "lineage"))
        assert lineage.replace(name, absent) == told("GET", path_of("documents", absent, "lineage"))
    told("POST", "/remove", json={"names": [NO_SUM, SUM]})
    assert client.get("/documents", headers=keys["人事"]).json()["total"] == 3
    order = {"document": SUM, "field": "title", "value": "密语"}
    assert client.post("/corrections", json=order, headers=keys["人事"]).json()["made_by"] == "人事"
    assert "密语" in client.get("/corrections", headers=keys["人事"]).text
    assert "密语" not in client.get("/corrections", headers=keys["编辑"]).text
    assert closed not in client.get("/review", headers=keys["编辑"]).text


def test_an_editor_puts_back_what_they_took_out_and_learns_of_nothing_else(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    assert client.post("/remove", json={"names": [SUM]}, headers=keys["人事"]).status_code == 200
    assert client.get("/removed", headers=keys["编辑"]).json()["total"] == 0
    assert_problem(client.post("/restore", json={"names": ["仪征.txt"]}, headers=keys["编辑"]), 404)
    assert client.get("/removed", headers=keys["管理员"]).json()["total"] == 1
    assert client.get("/removed", headers=keys["人事"]).json()["removed"][0]["removed_by"] == "人事"
    assert client.post("/restore", json={"names": ["仪征.txt"]}, headers=keys["人事"]).status_code == 200
    assert client.get("/documents", headers=keys["编辑"]).json()["total"] == 2, "it is as closed as before"


def test_a_project_shows_nothing_of_what_is_closed_to_its_reader(
    client: TestClient, keys: dict[str, dict[str, str]], library: Path
) -> None:
    closed, own = f"{document_id_of(library, SUM)}#二/（二）", f"{document_id_of(library, NO_SUM)}#1"
    rows = {
        who: [row["aspect"] for row in client.get("/compare", params={"topic": "党支部"}, headers=key).json()["rows"]]
        for who, key in keys.items()
    }
    secret = next(row for row in rows["人事"] if row not in rows["编辑"])
    kept = Project(
        "补贴",
        "党支部",
        clauses=(closed, own),
        left_out=(closed,),
        renamed=((secret, "我的行"), (rows["编辑"][0], "另一行")),
        hidden=(secret,),
        remarks=(Remark("我的行", "江苏扬州仪征", "再核"),),
    )
    save_project(library, kept)
    lines = tuple(Line("讲义", clause, f"{clause[:4]}的话") for clause in (closed, own))
    words = (OwnWords(closed, "每人每月不低于260元", "二百六"),)
    save_training_project(library, TrainingProject("培训", "书记补贴", (closed, own), left_out=lines, own_words=words))

    def read(who: str, kind: str, name: str) -> Any:
        return client.get(path_of("projects", kind, name), headers=keys[who]).json()

    for who in ("管理员", "人事"):
        whole = read(who, "compare", "补贴")
        assert whole["clauses"] == [closed, own] and whole["hidden"] == [secret] and len(whole["renamed"]) == 2
        assert len(read(who, "training", "培训")["left_out"]) == 2
    seen = read("编辑", "compare", "补贴")
    assert seen["clauses"] == [own] and seen["left_out"] == seen["hidden"] == seen["remarks"] == []
    assert seen["renamed"] == [{"old": rows["编辑"][0], "new": "另一行"}]
    material = read("编辑", "training", "培训")
    assert material["clauses"] == [own] and material["own_words"] == []
    assert [line["clause_id"] for line in material["left_out"]] == [own]


def test_material_on_what_is_closed_is_told_to_have_vanished(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    made = client.post("/training?wait=true", json={"topic": "支部书记", "questions": 0}, headers=keys["人事"]).json()
    address = next(f["address"] for f in made["files"] if f["name"].endswith(".json"))
    content = client.get(address, headers=keys["人事"]).content

    def stale(who: str) -> Any:
        sent = {"file": ("清单.json", content)}
        return client.post("/training/check", files=sent, headers=keys[who]).json()["stale"]

    assert stale("人事") == [] == stale("读者")
    assert {line["change"] for line in stale("编辑")} == {"vanished"}
    assert all(line["new"] is None for line in stale("编辑"))


def test_an_editor_who_keeps_a_project_leaves_in_it_what_is_closed_to_them(
    client: TestClient, keys: dict[str, dict[str, str]], library: Path
) -> None:
    closed, own = f"{document_id_of(library, SUM)}#二/（二）", f"{document_id_of(library, NO_SUM)}#1"
    save_project(library, Project("补贴", "党支部", clauses=(closed, own), left_out=(closed,)))
    save_training_project(library, TrainingProject("培训", "书记补贴", own_words=(OwnWords(closed, "原句", "改句"),)))
    order = {"topic": "党支部书记", "clauses": [own], "remarks": []}
    told = client.put(path_of("projects", "compare", "补贴"), json=order, headers=keys["编辑"])
    assert told.status_code == 200 and told.json()["clauses"] == [own] and closed not in told.text
    told = client.put(path_of("projects", "training", "培训"), json={"topic": "补贴"}, headers=keys["编辑"])
    assert told.json()["own_words"] == [] and told.json()["topic"] == "补贴" and closed not in told.text
    kept = open_project(library, "补贴")
    assert (kept.topic, kept.clauses, kept.left_out) == ("党支部书记", (closed, own), (closed,))
    material = open_training_project(library, "培训")
    assert (material.topic, material.own_words) == ("补贴", (OwnWords(closed, "原句", "改句"),))
