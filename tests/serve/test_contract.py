from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.model import FileReport, IngestReport, Outcome
from ingest.documents import parse_file
from qa.answer import ask
from qa.search import search
from serve.contract import answer_object, as_json_text, ingest_object, inspect_object, search_object
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return written(tmp_path_factory.mktemp("notices"))


@pytest.fixture(scope="module")
def index(files: list[Path]) -> InMemoryIndex:
    return index_of(files)


def loaded(value: dict[str, object]) -> dict[str, object]:
    text = as_json_text(value, one_line=True)
    assert "\n" not in text
    read: dict[str, object] = json.loads(text)
    return read


def test_ask_prints_every_key_of_the_contract(index: InMemoryIndex) -> None:
    for question in ("书记补贴多少", "云南的护理费多少元"):
        value = answer_object(ask(index, question))
        assert {
            *("question", "interpretation", "outcome", "answer", "statements", "findings", "silent", "nearest"),
            *("why_not", "milliseconds"),
        } <= loaded(value).keys()
    finding = answer_object(ask(index, "书记补贴多少"))["findings"][0]  # type: ignore[index]
    assert {
        *("document_id", "file", "region", "clause_id", "path", "citation", "quote", "span", "quantities", "status"),
    } <= finding.keys()


def test_search_prints_every_key_of_the_contract(index: InMemoryIndex) -> None:
    value = loaded(search_object(search(index, "支部书记补贴")))
    assert {"query", "interpretation", "total", "results", "milliseconds"} <= value.keys()
    result = value["results"][0]  # type: ignore[index]
    assert {
        *("rank", "clause_id", "document_id", "file", "path", "text", "score", "lexical_rank", "dense_rank"),
        *("citation", "highlights"),
    } <= result.keys()
    assert result["dense_rank"] is None


def test_inspect_prints_fields_evidence_and_spans(files: list[Path]) -> None:
    value = loaded(inspect_object(parse_file(files[0])))
    assert {"file", "format", "pages", "documents", "coverage", "warnings"} <= value.keys()
    document = value["documents"][0]  # type: ignore[index]
    assert document["document_number"] == "仪老干〔2021〕9号"
    assert document["dated_on"] == "2021-05-06"
    start, end = document["evidence"]["document_number"]["span"]
    assert value["text"][start:end] == document["evidence"]["document_number"]["text"]  # type: ignore[index]
    for clause in document["clauses"]:
        start, end = clause["span"]
        assert value["text"][start:end] == clause["text"]  # type: ignore[index]


def test_ingest_counts_files_by_outcome() -> None:
    report = IngestReport(
        "库", 0, 1.25, (FileReport("a.txt", Outcome.ADDED), FileReport("b.pdf", Outcome.FAILED, error="b.pdf：坏了。"))
    )
    value = loaded(ingest_object(report))
    assert (value["added"], value["failed"], value["unchanged"]) == (1, 1, 0)
    assert value["files"][1]["outcome"] == "failed"  # type: ignore[index]


def test_chinese_stays_readable(index: InMemoryIndex) -> None:
    assert "补贴" in as_json_text(answer_object(ask(index, "书记补贴多少")))


def test_filters_read_from_the_question_are_told_with_their_place(index: InMemoryIndex) -> None:
    question = "丽水的补贴 2020"
    for value in (answer_object(ask(index, question)), search_object(search(index, question))):
        interpretation = loaded(value)["interpretation"]
        assert isinstance(interpretation, dict)
        assert interpretation["filters"] == [
            {"id": "地区:丽水", "kind": "region", "text": "丽水", "value": "丽水", "span": [0, 2], "relaxed": False},
            {"id": "年份:2020", "kind": "year", "text": "2020", "value": "2020", "span": [6, 10], "relaxed": False},
        ]
        assert interpretation["as_of"] is None
