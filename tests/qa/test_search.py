from __future__ import annotations

from pathlib import Path

import pytest

from index.model import Filters
from ingest.errors import QueryError
from qa.search import search
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")))


def test_results_are_ranked_from_one_and_cited(index: InMemoryIndex) -> None:
    results = search(index, "支部书记工作补贴", k=3)
    assert [r.rank for r in results.results] == [1, 2, 3][: len(results.results)]
    assert "工作补贴" in results.results[0].ranked.stored.clause.text
    assert results.results[0].citation.startswith("《")


def test_highlights_mark_the_words_of_the_query_as_printed(index: InMemoryIndex) -> None:
    result = search(index, "工作补贴", k=1).results[0]
    text = result.ranked.stored.clause.text
    assert result.highlights
    assert any("补贴" in text[a:b].replace("\n", "") for a, b in result.highlights)
    assert all(a < b <= len(text) for a, b in result.highlights)


@pytest.mark.parametrize("number", ["鲁林发〔2019〕33号", "鲁林发[2019]33号", "鲁林发33号"])
def test_a_number_finds_its_document_and_nothing_else(index: InMemoryIndex, number: str) -> None:
    results = search(index, number).results
    assert results
    assert {Path(r.ranked.stored.file).stem for r in results} == {"山东"}


def test_a_region_in_the_query_is_a_filter_when_the_library_has_it(index: InMemoryIndex) -> None:
    assert {Path(r.ranked.stored.file).stem for r in search(index, "丽水 工作").results} == {"丽水"}


def test_a_region_the_library_lacks_is_relaxed_and_said(index: InMemoryIndex) -> None:
    results = search(index, "云南 森林防火")
    assert results.results
    assert any("云南" in note for note in results.notes)


def test_filters_hold_before_the_search(index: InMemoryIndex) -> None:
    results = search(index, "支部书记补贴", filters=Filters(regions=("山东",)))
    assert all(Path(r.ranked.stored.file).stem == "山东" for r in results.results)


def test_empty_queries_and_counts_below_one_are_errors(index: InMemoryIndex) -> None:
    with pytest.raises(QueryError):
        search(index, " ")
    with pytest.raises(QueryError):
        search(index, "补贴", k=0)
