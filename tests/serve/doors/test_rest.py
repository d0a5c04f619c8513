from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.compare import compare
from qa.search import search
from serve.compare_contract import comparison_object
from serve.contract import answer_object, document_object, search_object
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


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        yield library_of(tmp_path_factory.mktemp("rest"))


@pytest.fixture(scope="module")
def app(library: Path) -> FastAPI:
    return app_of(library)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with client_of(app) as client:
        yield client


@pytest.fixture(scope="module")
def index(library: Path) -> OpenIndex:
    return open_index(library)


def timeless(value: object) -> object:
    assert isinstance(value, dict)
    return {key: item for key, item in value.items() if key != "milliseconds"}


def test_ask_gives_the_object_of_the_command(app: FastAPI, client: TestClient, index: OpenIndex) -> None:
    question = "离退休党支部书记补贴多少元？"
    value = assert_as_described(app, "get", "/ask", client.get("/ask", params={"question": question}))
    assert timeless(value) == timeless(answer_object(ask(index, question)))
    assert "260元" in value["answer"]


def test_no_answer_is_no_error(app: FastAPI, client: TestClient) -> None:
    value = assert_as_described(app, "get", "/ask", client.get("/ask", params={"question": "宇航员的护理费是多少元？"}))
    assert value["outcome"] == "not_found" and value["why_not"]


def test_ask_takes_what_the_command_takes(client: TestClient, index: OpenIndex) -> None:
    asked = {"question": "丽水党支部书记补贴多少", "region": ["浙江"], "as_of": "2024-05-01", "without": "地区：丽水"}
    value = client.get("/ask", params=asked).json()
    expected = ask(index, asked["question"], regions=["浙江"], as_of=date(2024, 5, 1), without=["地区:丽水"])  # type: ignore[arg-type]
    assert timeless(value) == timeless(answer_object(expected))
    followed = client.get("/ask", params={"question": "那丽水呢", "after": "仪征离退休党支部书记补贴多少元"}).json()
    assert followed["interpretation"]["follow_up"]["typed"] == "那丽水呢"


def test_search_gives_the_object_of_the_command(app: FastAPI, client: TestClient, index: OpenIndex) -> None:
    response = client.get("/search", params={"query": "书记补贴", "k": 2, "year": 2021})
    value = assert_as_described(app, "get", "/search", response)
    assert len(value["results"]) <= 2 and {r["region"] for r in value["results"]} == {"江苏扬州仪征"}
    from index.model import Filters

    assert timeless(value) == timeless(search_object(search(index, "书记补贴", k=2, filters=Filters(years=(2021,)))))


def test_compare_gives_the_object_of_the_command(app: FastAPI, client: TestClient, index: OpenIndex) -> None:
    value = assert_as_described(app, "get", "/compare", client.get("/compare", params={"topic": "书记补贴"}))
    assert timeless(value) == timeless(comparison_object(compare(index, "书记补贴")))
    named = client.get("/compare", params={"topic": "书记补贴", "aspect": ["补贴"], "region": ["江苏"]}).json()
    assert [row["aspect"] for row in named["rows"]][:1] == ["补贴"]


def test_documents_are_filtered_paged_and_counted(app: FastAPI, client: TestClient) -> None:
    whole = assert_as_described(app, "get", "/documents", client.get("/documents"))
    assert whole["total"] == 3
    assert [d["document_number"] for d in whole["documents"]] == [SUM, NO_SUM, OTHER], "the newest first"
    assert {"value": "通知", "count": 2} in whole["facets"]["document_type"]
    assert {"value": "2021", "count": 1} in whole["facets"]["year"]

    page = client.get("/documents", params={"limit": 1, "offset": 1}).json()
    assert [d["document_number"] for d in page["documents"]] == [NO_SUM]
    assert page["total"] == 3 and page["facets"] == whole["facets"], "facets are of all, not of the page"
    assert client.get("/documents", params={"offset": 99}).json()["documents"] == []

    def numbers(**asked: object) -> set[str]:
        return {d["document_number"] for d in client.get("/documents", params=asked).json()["documents"]}  # type: ignore[arg-type]

    assert numbers(region="江苏") == {SUM}
    assert numbers(year=[2019, 2020]) == {NO_SUM, OTHER}
    assert numbers(issuer="林业局") == {OTHER}
    assert numbers(document_type="意见") == {NO_SUM}
    assert numbers(title="森林 防火") == {OTHER}
    assert numbers(title="〔2019〕33") == {OTHER}
    assert numbers(status="repealed") == set()
    assert numbers(document_type="通知", year=2021) == {SUM}


def test_a_document_is_had_by_its_id_and_by_its_number(app: FastAPI, client: TestClient, index: OpenIndex) -> None:
    by_number = client.get(path_of("documents", SUM))
    value = assert_as_described(app, "get", "/documents/{document_id}", by_number)
    assert client.get(path_of("documents", value["document_id"])).json() == value
    assert document_object(index.library.document(SUM)).items() <= value.items()
    assert value["file"].endswith("仪征.txt") and value["format"] == "txt"


def test_the_newest_that_stands_is_meant_by_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    text = "仪征市林业局文件\n仪林〔2021〕1号\n关于防火的通知\n各镇：\n一、值守\n每日巡查{}次。\n仪征市林业局\n2021年{}月1日\n"
    files = []
    for name, times, month in (("旧", 2, 3), ("新", 5, 9)):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(text.format(times, month), encoding="utf-8")
    with client_of(app_of(library_of(tmp_path, files))) as client:
        assert client.get(path_of("documents", "仪林〔2021〕1号")).json()["dated_on"] == "2021-09-01"
        assert "5次" in client.get(path_of("clauses", "仪林[2021]1号#一")).json()["text"]


def test_a_document_that_another_has_repealed_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    text = "仪征市林业局文件\n仪林〔{}〕1号\n关于{}的通知\n各镇：\n一、值守\n{}\n仪征市林业局\n{}年3月1日\n"
    said = (("2020", "防火", "每日巡查2次。"), ("2022", "巡查", "《关于防火的通知》（仪林〔2020〕1号）同时废止。"))
    files = []
    for year, matter, rule in said:
        files.append(tmp_path / f"{year}.txt")
        files[-1].write_text(text.format(year, matter, rule, year), encoding="utf-8")
    old = "仪林〔2020〕1号"
    with client_of(app_of(library_of(tmp_path, files))) as client:
        assert client.get(path_of("documents", old)).json()["status"] == "repealed"
        assert client.get(path_of("clauses", f"{old}#一")).json()["status"] == "repealed"
        listed = client.get("/documents", params={"status": "repealed"}).json()
        assert [d["document_number"] for d in listed["documents"]] == [old]
        then = client.get("/documents", params={"as_of": "2021-01-01"}).json()
        assert [d["document_number"] for d in then["documents"]] == [old] and then["total"] == 1


def test_clauses_of_a_document_come_in_printed_order_by_pages(app: FastAPI, client: TestClient) -> None:
    address = path_of("documents", SUM, "clauses")
    value = assert_as_described(app, "get", "/documents/{document_id}/clauses", client.get(address))
    spans = [c["span"] for c in value["clauses"]]
    assert spans == sorted(spans) and value["total"] == len(spans)
    page = client.get(address, params={"limit": 2, "offset": 1}).json()
    assert page["clauses"] == value["clauses"][1:3]


def test_a_clause_is_had_by_its_id_and_by_number_and_path(app: FastAPI, client: TestClient) -> None:
    response = client.get(path_of("clauses", f"{SUM}#二/（二）"))
    value = assert_as_described(app, "get", "/clauses/{clause_id}", response)
    assert "260元" in value["text"] and value["citation"].endswith("第二部分（二）")
    assert [q["value"] for q in value["quantities"]] == [260]
    assert client.get(path_of("clauses", value["clause_id"])).json() == value
    # A slash that is not encoded is as good.
    assert client.get(f"/clauses/{path_of(SUM)[1:]}%23%E4%BA%8C/（二）").json() == value
    assert_problem(client.get(path_of("clauses", SUM)), 404, "没有这一条")


def test_two_editions_are_compared_inside_the_library_alone(
    app: FastAPI, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = assert_as_described(app, "get", "/diff", client.get("/diff", params={"old": SUM, "new": NO_SUM}))
    assert value["old"]["document_id"].startswith(SUM) and value["figures"]
    outside = tmp_path / "外.txt"
    outside.write_text("仪征市林业局文件\n仪林〔2021〕1号\n关于防火的通知\n一、值守\n每日巡查2次。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in (str(outside), "外.txt", "/etc/passwd", "../外.txt"):
        assert_problem(client.get("/diff", params={"old": name, "new": SUM}), 404, "资料库里没有")


def test_the_service_says_whether_it_lives_and_whether_it_can_answer(app: FastAPI, client: TestClient) -> None:
    assert assert_as_described(app, "get", "/health", client.get("/health")) == {"status": "ok"}
    value = assert_as_described(app, "get", "/ready", client.get("/ready"))
    assert value["generation"] > 0 and value["model"] is None and value["notes"]


def test_a_library_that_comes_later_is_answered_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    with client_of(app_of(tmp_path / "资料库")) as client:
        problem = client.get("/ready")
        assert_problem(problem, 503, "还没有资料库", "judian ingest")
        assert int(problem.headers["retry-after"]) > 0
        assert client.get("/health").status_code == 200
        library = library_of(tmp_path)
        assert client.get("/documents").json()["total"] == 3
        notice = tmp_path / "又一份.txt"
        notice.write_text(
            "仪征市林业局文件\n仪林〔2021〕1号\n关于防火的通知\n一、值守\n每日巡查2次。\n", encoding="utf-8"
        )
        ingest_paths([notice], library, embed=False, workers=1)
        assert client.get("/documents").json()["total"] == 4, "what another process writes is seen"
        assert "巡查2次" in client.get("/search", params={"query": "仪林〔2021〕1号 巡查"}).text
