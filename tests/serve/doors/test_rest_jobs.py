from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.uploads import UPLOADS
from ingest.errors import QueryError
from serve.contract import JsonObject
from serve.doors.jobs import Job, JobBook, JobControl, JobKind, JobProgress, JobSettings, JobState, JobStopped
from serve.doors.problems import ProblemError
from serve.doors.visit import RestSettings
from tests.serve.doors.rest_client import SUM, app_of, assert_as_described, assert_problem, client_of, library_of

NOTICE = (
    "仪征市林业局文件\n仪林〔{}〕{}号\n关于防火的通知\n各镇：\n一、值守\n每日巡查{}次。\n仪征市林业局\n2021年3月1日\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    return tmp_path


@pytest.fixture
def allowed(folder: Path) -> Path:
    place = folder / "可入库"
    place.mkdir()
    return place


@pytest.fixture
def app(folder: Path, allowed: Path) -> FastAPI:
    return app_of(library_of(folder), settings=RestSettings(ingest_folders=(allowed,), most_upload_files=3))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with client_of(app) as client:
        yield client


def ended(client: TestClient, address: str) -> Any:
    for _ in range(600):
        job = client.get(address).json()
        if job["state"] not in ("waiting", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError(f"never ended: {job}")


def test_uploads_come_in_by_a_job_that_tells_how_far_it_is(app: FastAPI, client: TestClient) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("内/二.txt", NOTICE.format(2022, 2, 5))
    uploads = [
        ("files", ("一.txt", NOTICE.format(2021, 1, 4).encode())),
        ("files", ("包.zip", archive.getvalue())),
        ("files", ("坏.pdf", b"%PDF-1.4 broken")),
    ]
    response = client.post("/ingest", files=uploads)
    assert response.status_code == 202
    job = assert_as_described(app, "post", "/ingest", response)
    assert job["kind"] == "ingest" and response.headers["location"] == f"/jobs/{job['job_id']}"
    done = ended(client, response.headers["location"])
    assert done["state"] == "done", done
    assert_as_described(app, "get", "/jobs/{job_id}", client.get(response.headers["location"]))
    assert done["result"]["added"] == 2 and done["result"]["failed"] == 1
    assert done["progress"]["stage"] in ("读取", "索引", "向量") and done["started_at"] <= done["ended_at"]
    assert client.get("/documents").json()["total"] == 5
    assert "5次" in client.get("/clauses/仪林〔2022〕2号%23一").json()["text"]
    # The same once more: nothing is read again.
    again = ended(client, client.post("/ingest", files=uploads[:1]).headers["location"])
    assert again["result"]["unchanged"] == 1 and again["result"]["added"] == 0


def test_files_of_one_name_do_not_take_each_others_place(client: TestClient) -> None:
    for number in (1, 2):
        files = {"files": ("通知.txt", NOTICE.format(2021, number, 4).encode())}
        assert ended(client, client.post("/ingest", files=files).headers["location"])["result"]["added"] == 1
    assert client.get("/documents").json()["total"] == 5


def test_a_file_marked_as_secret_does_not_stay_on_the_server(client: TestClient, folder: Path) -> None:
    files = {"files": ("密.txt", f"机密★1年\n{NOTICE.format(2021, 1, 4)}".encode())}
    job = ended(client, client.post("/ingest", files=files).headers["location"])
    assert job["result"]["refused"] == 1, job
    assert not [path for path in (folder / "资料库" / UPLOADS).rglob("*") if path.is_file()]


def test_files_on_the_server_come_in_from_allowed_folders_alone(
    client: TestClient, allowed: Path, folder: Path
) -> None:
    (allowed / "一.txt").write_text(NOTICE.format(2021, 1, 4), encoding="utf-8")
    secret = folder / "可入库-旁边.txt"
    secret.write_text(NOTICE.format(2021, 9, 4), encoding="utf-8")
    (allowed / "链接.txt").symlink_to(secret)
    outside = [
        str(secret),
        "/etc",
        f"{allowed}/../可入库-旁边.txt",
        str(allowed / "链接.txt"),
        "可入库",
        "",
        "\x00",
        "a" * 5000,
    ]
    for path in outside:
        response = client.post("/ingest", data={"paths": path})
        assert response.status_code in (403, 422), path
        assert_problem(response, response.status_code)
    assert_problem(client.post("/ingest", data={"paths": str(allowed / "没有.txt")}), 422, "没有这个文件")
    done = ended(client, client.post("/ingest", data={"paths": str(allowed / "一.txt")}).headers["location"])
    assert done["result"]["added"] == 1
    assert client.get("/documents").json()["total"] == 4


def test_paths_are_refused_where_no_folder_is_allowed(folder: Path) -> None:
    with client_of(app_of(library_of(folder))) as client:
        assert_problem(client.post("/ingest", data={"paths": "/etc"}), 403, "JUDIAN_INGEST_FOLDERS")


def test_too_many_files_at_once_are_refused(client: TestClient) -> None:
    uploads = [("files", (f"{n}.txt", b"x")) for n in range(4)]
    assert_problem(client.post("/ingest", files=uploads), 413, "最多上传 3 个")


def test_a_file_that_is_too_large_leaves_none_of_its_request(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import uploads
    from serve.doors.routes import ingest

    for module in (uploads, ingest):
        monkeypatch.setattr(module, "LARGEST_UPLOAD", 1000)
    files = [("files", ("小.txt", b"a")), ("files", ("大.txt", b"a" * 2000))]
    assert_problem(client.post("/ingest", files=files), 413, "大.txt")
    assert not [path for path in (folder / "资料库" / UPLOADS).rglob("*") if path.is_file()]


@pytest.mark.slow
def test_a_run_of_ingest_can_be_interrupted(folder: Path, client: TestClient, allowed: Path, app: FastAPI) -> None:
    many = 4000  # seconds of work, so that it is not over before it is stopped, however busy the machine
    for number in range(many):
        (allowed / f"{number}.txt").write_text(NOTICE.format(2021, number, 4), encoding="utf-8")
    address = client.post("/ingest", data={"paths": str(allowed)}).headers["location"]
    for _ in range(600):
        if (client.get(address).json()["progress"] or {"done": 0})["done"]:
            break
        time.sleep(0.05)
    job = assert_as_described(app, "delete", "/jobs/{job_id}", client.delete(address))
    assert job["state"] == "stopped" and job["progress"]["done"] < many
    assert_problem(client.get(address), 404)
    assert client.get("/ask", params={"question": "书记补贴多少元"}).status_code == 200
    # The library is free again for the next run, which takes up what is left.
    notice = allowed / "999.txt"
    assert ended(client, client.post("/ingest", data={"paths": str(notice)}).headers["location"])["state"] == "done"
    assert 4 < client.get("/documents").json()["total"] < many, "what was read is kept"


def test_a_library_that_is_being_written_fails_the_job_with_the_reason(client: TestClient, folder: Path) -> None:
    from index.write_lock import WriteLock

    with WriteLock(folder / "资料库"):
        files = {"files": ("一.txt", NOTICE.format(2021, 1, 4).encode())}
        job = ended(client, client.post("/ingest", files=files).headers["location"])
    assert job["state"] == "failed" and "另一个程序正在更新" in job["error"]
    left = [path for path in (folder / "资料库" / UPLOADS).rglob("*") if path.is_file()]
    assert not left, "an upload that never came in is not kept"


def test_a_pack_is_made_by_a_job_and_its_files_are_downloaded(app: FastAPI, client: TestClient) -> None:
    response = client.post("/training", json={"topic": "离退休党支部", "questions": 6})
    assert response.status_code == 202
    assert_as_described(app, "post", "/training", response)
    job = ended(client, response.headers["location"])
    assert job["state"] == "done", job
    assert_as_described(app, "get", "/jobs/{job_id}", client.get(response.headers["location"]))
    names = [file["name"] for file in job["files"]]
    assert {"离退休党支部-讲义.docx", "离退休党支部-清单.json"} <= set(names)
    assert sorted(job["result"]["files"]) == sorted(file["address"] for file in job["files"])
    for file in job["files"]:
        got = client.get(file["address"])
        assert got.status_code == 200 and len(got.content) == file["size"]
        assert got.headers["content-disposition"].startswith("attachment")
    for name in ("../../library.db", "..%2F..%2Flibrary.db", "%2Fetc%2Fpasswd", "无.docx"):
        assert_problem(client.get(f"{response.headers['location']}/files/{name}"), 404)
    assert client.delete(response.headers["location"]).json()["job_id"] == job["job_id"]
    assert_problem(client.get(job["files"][0]["address"]), 404)


def test_a_pack_can_be_waited_for(app: FastAPI, client: TestClient) -> None:
    clause = f"{SUM}#二/（二）"
    response = client.post("/training?wait=true", json={"clauses": [clause], "questions": 0})
    assert response.status_code == 200, response.text
    pack = assert_as_described(app, "post", "/training", response)["result"]
    assert {p["clause_id"].partition("~")[0] for t in pack["themes"] for p in t["points"]} == {SUM}
    assert_problem(client.post("/training?wait=true", json={"topic": "宇航员护理费"}), 404)
    assert_problem(client.post("/training?wait=true", json={"clauses": ["无#一"]}), 404)


# The book of jobs by itself.


def job_when_ended(book: JobBook, job: Job) -> Job:
    for _ in range(400):
        now = book.job(job.job_id)
        assert now is not None
        if now.state.ended:
            return now
        time.sleep(0.01)
    raise AssertionError(now)


@pytest.fixture
def book() -> Iterator[JobBook]:
    book = JobBook(JobSettings(most_waiting=3, most_of_one=2, most_kept=3))
    yield book
    book.close()


def quick(control: JobControl) -> JsonObject:
    return {"done": True}


def until_stopped(control: JobControl) -> JsonObject:
    control.tell(JobProgress("做", 1, 2))
    assert control.stop.wait(5)
    raise JobStopped


def test_a_job_ends_as_its_work_did(book: JobBook) -> None:
    def unlucky(control: JobControl) -> JsonObject:
        raise QueryError("主题", "是空的", "请写出主题")

    def broken(control: JobControl) -> JsonObject:
        raise ZeroDivisionError("secret")

    assert job_when_ended(book, book.start(JobKind.TRAINING, "甲", quick)).result == {"done": True}
    failed = job_when_ended(book, book.start(JobKind.TRAINING, "甲", unlucky))
    assert (failed.state, failed.error) == (JobState.FAILED, "主题：是空的。请写出主题。")
    fault = job_when_ended(book, book.start(JobKind.TRAINING, "甲", broken))
    assert fault.state is JobState.FAILED and fault.cause is None and "secret" not in str(fault.error)


def test_jobs_of_a_kind_wait_for_each_other_and_can_be_stopped_before_they_run(book: JobBook) -> None:
    first = book.start(JobKind.INGEST, "甲", until_stopped)
    second = book.start(JobKind.INGEST, "甲", quick)
    other = book.start(JobKind.TRAINING, "乙", quick)
    assert job_when_ended(book, other).state is JobState.DONE, "another kind does not wait"
    assert book.job(second.job_id).state is JobState.WAITING  # type: ignore[union-attr]
    for job in (second, first):
        stopped = book.stop(job.job_id)
        assert stopped is not None and stopped.state is JobState.STOPPED
        assert book.job(job.job_id) is None and not job.folder.exists()
    assert job_when_ended(book, book.start(JobKind.INGEST, "甲", quick)).state is JobState.DONE


def test_too_many_jobs_are_refused_and_old_ones_go_with_their_files(book: JobBook) -> None:
    running = book.start(JobKind.INGEST, "甲", until_stopped)
    book.start(JobKind.INGEST, "甲", quick)
    with pytest.raises(ProblemError) as of_one:
        book.start(JobKind.INGEST, "甲", quick)
    assert of_one.value.status_code == 429
    book.start(JobKind.INGEST, "乙", quick)
    with pytest.raises(ProblemError) as of_all:
        book.start(JobKind.INGEST, "丙", quick)
    assert of_all.value.status_code == 503
    book.stop(running.job_id)
    made = [job_when_ended(book, book.start(JobKind.TRAINING, "丙", quick)) for _ in range(8)]
    assert book.job(made[0].job_id) is None and not made[0].folder.exists()
    assert book.job(made[-1].job_id) is not None and made[-1].folder.exists()
