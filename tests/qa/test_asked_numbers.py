"""文号 in every spelling lead to their documents, and nothing else does: over the set that `judian eval numbers` measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.asked import numbers_led_to, read_library
from qa.asking.catalogue import Catalogue
from qa.asking.question import interpret
from qa.model import FilterKind
from qa.search import search
from tests.qa.in_memory import InMemoryIndex, index_of

TOPICS = Path(__file__).resolve().parents[2] / "eval" / "topics"
LIBRARY = TOPICS / "asked_library.jsonl"
ROWS = [json.loads(line) for line in (TOPICS / "numbers.jsonl").read_text(encoding="utf-8").splitlines()]
SPELLED = [row for row in ROWS if row["documents"]]
NO_NUMBERS = [row["query"] for row in ROWS if row["group"] == "no number"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.of(read_library(LIBRARY))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    """The same documents as notices in files, each with two clauses."""
    folder = tmp_path_factory.mktemp("numbered")
    files = []
    for place, line in enumerate(LIBRARY.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        year, month, day = map(int, row["dated_on"].split("-"))
        issuers = "\n".join(row["issuing_authorities"])
        text = (
            f"{row['document_number']}\n\n{row['title']}\n\n各有关单位：\n一、总体要求\n加强组织领导，落实补贴经费。\n"
            f"二、工作安排\n由老干部局牵头，每年督查一次。\n{issuers}\n{year}年{month}月{day}日\n"
        )
        path = folder / f"{place:02}.txt"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return index_of(files)


def test_there_are_spellings_and_negatives_enough() -> None:
    assert len({row["query"] for row in SPELLED}) > 600
    assert len(NO_NUMBERS) >= 50


def test_every_spelling_leads_to_its_documents_and_to_no_other(catalogue: Catalogue) -> None:
    missed = {
        row["query"]: found
        for row in ROWS
        if (found := numbers_led_to(interpret(row["query"], catalogue.names), catalogue)) != row["documents"]
    }
    assert missed == {}


@pytest.mark.parametrize("query", NO_NUMBERS)
def test_what_is_no_number_becomes_none(query: str, catalogue: Catalogue) -> None:
    read = interpret(query, catalogue.names)
    assert read.document_numbers == ()
    assert not read.filters_of(FilterKind.NUMBER)


def test_a_search_by_any_spelling_gives_the_documents_clauses_and_no_others(index: InMemoryIndex) -> None:
    for row in SPELLED[::6]:
        results = search(index, row["query"], k=20)
        numbers = ["".join((r.ranked.stored.document.document_number or "").split()) for r in results.results]
        assert set(numbers) == set(row["documents"]), (row["query"], results.interpretation.filters, results.notes)


def test_a_number_alone_gives_the_newest_document_first_and_its_clauses_in_printed_order(index: InMemoryIndex) -> None:
    results = search(index, "鲁老干15", k=20).results
    numbers = [r.ranked.stored.document.document_number or "" for r in results]
    assert numbers == sorted(numbers, reverse=True)  # 〔2022〕 before 〔2019〕
    newest = [r.ranked.stored.row for r in results if r.ranked.stored.document.document_number == numbers[0]]
    assert newest == sorted(newest)
    scores = [r.ranked.score for r in results]
    assert scores == sorted(scores, reverse=True)


def test_a_number_that_the_library_does_not_have_is_said_not_to_be_here(index: InMemoryIndex) -> None:
    results = search(index, "鲁老干〔2021〕15 补贴")
    assert results.interpretation.document_numbers == ("鲁老干〔2021〕15号",)
    assert [f.relaxed for f in results.interpretation.filters_of(FilterKind.NUMBER)] == [True]
    assert any("鲁老干〔2021〕15号" in note for note in results.notes)


def test_the_chip_of_a_number_holds_the_words_as_typed(catalogue: Catalogue) -> None:
    question = "请问，扬办发１７０里补贴多少"
    (chip,) = interpret(question, catalogue.names).filters
    assert question[slice(*chip.span)] == chip.text == "扬办发１７０"
    assert chip.chip_id == "文号:扬办发170号"
