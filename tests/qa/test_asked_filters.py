"""Filters read from a question: those that the wording makes filters, and no others; let go, said, and taken away."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eval.asked import TODAY, read_library
from index.model import Filters
from qa.answer import ask
from qa.asking.catalogue import Catalogue
from qa.asking.question import interpret
from qa.asking.scope import scope_of, scopes_of
from qa.model import AnswerOutcome, FilterKind
from qa.search import search
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written

TOPICS = Path(__file__).resolve().parents[2] / "eval" / "topics"
ROWS = [json.loads(line) for line in (TOPICS / "filters.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.of(read_library(TOPICS / "asked_library.jsonl"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")))


def titles_in(question: str, catalogue: Catalogue) -> set[str | None]:
    scope = scope_of(interpret(question, catalogue.names, today=TODAY), catalogue, Filters())
    return {e.document.title for e in catalogue.entries if e.document.document_id in scope.filters.document_ids}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["query"])
def test_filters_are_read_as_labelled(row: dict[str, list[str]], catalogue: Catalogue) -> None:
    read = interpret(str(row["query"]), catalogue.names, today=TODAY)
    assert [f.chip_id for f in read.filters] == row["filters"]
    for chip in read.filters:
        assert str(row["query"])[slice(*chip.span)] == chip.text


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("2020年印发的文件", {"2020年全省老干部工作要点"}),
        ("浙江 2020", {"2020年全省老干部工作要点"}),
        ("国务院办公厅印发的方案", {"“无废城市”建设试点工作方案", "国务院办公厅关于2019年部分节假日安排的通知"}),
        ("玉溪有哪些办法", {"玉溪市市级机关培训费管理办法"}),
        ("浙江省级文件", {"2020年全省老干部工作要点"}),
        ("《政府信息公开条例》", {"政府信息公开条例"}),
        ("老干部工作要点里的品牌", {"2020年全省老干部工作要点"}),
    ],
)
def test_filters_narrow_to_the_documents_that_pass(question: str, titles: set[str], catalogue: Catalogue) -> None:
    found = titles_in(question, catalogue)
    if "玉溪" in question or "浙江" in question:  # notices from above bind a place as well
        found -= {e.document.title for e in catalogue.entries if e.document.region == "全国"}
    assert found == titles


def test_a_province_reaches_its_cities_and_a_city_is_bound_by_its_province(catalogue: Catalogue) -> None:
    assert "关于进一步加强和改进离退休干部工作的实施意见" in titles_in("浙江的补贴", catalogue)
    assert "2020年全省老干部工作要点" in titles_in("丽水的补贴", catalogue)
    assert "关于加强新时代离退休干部发挥作用工作的意见" not in titles_in("丽水的补贴", catalogue)


def test_a_year_that_is_the_matter_narrows_nothing(catalogue: Catalogue) -> None:
    read = interpret("2019年国庆节放假几天", catalogue.names, today=TODAY)
    assert read.years == read.matter_years == (2019,)
    assert scope_of(read, catalogue, Filters()).filters.empty


def test_a_year_of_documents_is_no_year_of_the_matter(catalogue: Catalogue) -> None:
    read = interpret("2020年印发的意见里补贴多少", catalogue.names, today=TODAY)
    assert read.years == (2020,)
    assert read.matter_years == ()
    assert "印发" not in read.subject


def test_spans_of_years_count_from_the_day_given(catalogue: Catalogue) -> None:
    def values(today: date) -> list[str]:
        return [f.value for f in interpret("近三年出台的政策", catalogue.names, today=today).filters]

    assert values(date(2026, 6, 1)) == ["2024—2026"]
    assert values(date(2021, 6, 1)) == ["2019—2021"]


def test_what_the_library_has_nothing_of_is_let_go_and_said(catalogue: Catalogue) -> None:
    read = interpret("云南 2015年印发的通知 补贴", catalogue.names, today=TODAY)
    scope = scope_of(read, catalogue, Filters())
    assert scope.relaxed == {FilterKind.YEAR}
    assert any("2015" in note for note in scope.notes)
    assert scope.filters.document_ids


def test_filters_that_leave_nothing_together_are_let_go_in_their_order(catalogue: Catalogue) -> None:
    read = interpret("山东有哪些条例", catalogue.names, today=TODAY)
    assert {f.kind for f in read.filters} == {FilterKind.REGION, FilterKind.TYPE}
    scope = scope_of(read, catalogue, Filters(), above=False)
    assert scope.relaxed == {FilterKind.TYPE}
    assert {e.document.region for e in catalogue.entries if e.document.document_id in scope.filters.document_ids} == {
        "山东"
    }
    assert any("文种" in note and "条例" in note for note in scope.notes)


def test_scopes_widen_by_one_kind_at_a_time_up_to_everything(catalogue: Catalogue) -> None:
    read = interpret("2022年印发的山东老干部局的文件", catalogue.names, today=TODAY)
    sizes = [
        len(scope.filters.document_ids) or len(catalogue.entries) for scope in scopes_of(read, catalogue, Filters())
    ]
    assert sizes == sorted(sizes)
    assert len(sizes) == len({f.kind for f in read.filters}) + 1
    assert sizes[-1] == len(catalogue.entries)


def test_a_chip_taken_away_is_not_held_to(catalogue: Catalogue) -> None:
    question = "浙江 2020 补贴"
    read = interpret(question, catalogue.names, today=TODAY, without=("年份:2020",))
    assert [f.chip_id for f in read.filters] == ["地区:浙江"]
    assert read.years == ()
    read = interpret(question, catalogue.names, today=TODAY, without=("地区:浙江",))
    assert read.regions == ()
    assert "浙江" not in read.subject


def test_a_kind_taken_away_takes_all_its_chips(catalogue: Catalogue) -> None:
    read = interpret("浙江和山东的补贴 2020", catalogue.names, today=TODAY, without=("地区",))
    assert [f.kind for f in read.filters] == [FilterKind.YEAR]


def test_a_search_without_a_chip_looks_everywhere(index: InMemoryIndex) -> None:
    held = search(index, "丽水 工作补贴")
    free = search(index, "丽水 工作补贴", without=["地区:丽水"])
    assert {Path(r.ranked.stored.file).stem for r in held.results} == {"丽水"}
    assert {Path(r.ranked.stored.file).stem for r in free.results} > {"丽水"}
    assert free.interpretation.filters == ()


def test_an_answer_without_a_chip_hears_every_region(index: InMemoryIndex) -> None:
    held = ask(index, "丽水离退休党支部书记补贴多少元？")
    free = ask(index, "丽水离退休党支部书记补贴多少元？", without=["地区:丽水"])
    assert held.outcome is AnswerOutcome.NOT_FOUND
    assert "260元" in free.answer


def test_a_wrong_filter_of_kind_does_not_hide_the_answer_and_is_said(index: InMemoryIndex) -> None:
    answer = ask(index, "林业局印发的文件里书记补贴多少元？")
    assert "260元" in answer.answer
    assert [(f.value, f.relaxed) for f in answer.interpretation.filters_of(FilterKind.ISSUER)] == [("林业局", True)]
    assert any("林业局" in note for note in answer.notes)


def test_a_region_is_never_let_go_for_the_figure_of_another(index: InMemoryIndex) -> None:
    assert ask(index, "丽水离退休党支部书记补贴多少元？").outcome is AnswerOutcome.NOT_FOUND
