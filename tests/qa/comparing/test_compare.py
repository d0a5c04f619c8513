"""A topic laid side by side: every notice heard, verbatim, silence said, figures on one scale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from ingest.errors import QueryError
from qa.compare import compare
from qa.comparing.model import Arrow, Cell, Comparison, Row, Verb
from tests.qa.comparing.notices import written

DIGITS = re.compile(r"\d+")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("compared")
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return open_index(folder / "library", "none")


def cell(row: Row, region: str) -> Cell:
    return next(c for c in row.cells if c.region == region)


def row_with(comparison: Comparison, words: str) -> Row:
    return next(r for r in comparison.rows if any(words in q.text for c in r.cells for q in c.quotes))


@pytest.mark.parametrize("topic", ["志愿服务", "党支部书记补贴", "党费", "党员大会", "志愿者培训"])
def test_every_quote_stands_in_its_clause_and_every_figure_in_its_quote(index: OpenIndex, topic: str) -> None:
    comparison = compare(index, topic)
    quotes = [q for r in comparison.rows for c in r.cells for q in c.quotes]
    assert quotes
    for quote in quotes:
        stored = index.library.clause(quote.clause_id)
        assert stored is not None
        start = stored.clause.span[0]
        assert stored.clause.text[quote.span[0] - start : quote.span[1] - start] == quote.text
        for quantity in quote.quantities:
            assert quantity.text in quote.text
        for begin, end in quote.only_here:
            assert quote.span[0] <= begin < end <= quote.span[1]


@pytest.mark.parametrize("topic", ["志愿服务", "党支部书记补贴", "党费", "党员大会"])
def test_a_row_is_named_by_words_of_its_own_clauses(index: OpenIndex, topic: str) -> None:
    for row in compare(index, topic).rows:
        clauses = [index.library.clause(i) for c in row.cells for i in c.clause_ids]
        texts = ["".join("".join((*s.clause.path, s.clause.text)).split()) for s in clauses if s is not None]
        assert any(row.aspect in text for text in texts)


def test_figures_per_quarter_and_per_year_are_on_one_scale(index: OpenIndex) -> None:
    row = row_with(compare(index, "党员大会"), "党员大会")
    assert cell(row, "浙江").arrow is Arrow.LOOSER  # each quarter one: four a year
    assert cell(row, "浙江丽水").arrow is Arrow.STRICTER  # six a year


def test_the_scale_is_for_ordering_and_no_printed_figure(index: OpenIndex) -> None:
    comparison = compare(index, "党员大会")
    for row in comparison.rows:
        for c in row.cells:
            printed = "".join(index.library.clause(i).clause.text for i in c.clause_ids)  # type: ignore[union-attr]
            for quantity in c.quantities:
                assert all(number in printed for number in DIGITS.findall(quantity.text))
        assert not DIGITS.search(row.aspect)


def test_only_the_figures_of_the_topics_own_case_are_compared(index: OpenIndex) -> None:
    row = row_with(compare(index, "党支部书记补贴"), "党支部书记每人每月260元")
    assert cell(row, "浙江").arrow is Arrow.LOOSER
    assert cell(row, "浙江丽水").arrow is Arrow.STRICTER
    assert [s.quantity.value for q in cell(row, "浙江").quotes for s in q.scaled] == [200]


def test_items_below_a_lead_that_names_the_topic_are_heard(index: OpenIndex) -> None:
    assert row_with(compare(index, "党支部书记补贴"), "党支部书记每人每月260元")


def test_other_words_of_one_root_are_heard(index: OpenIndex) -> None:
    comparison = compare(index, "志愿服务")
    heard = {c.region for r in comparison.rows for c in r.cells if "志愿者每年参加培训" in (c.quote or "")}
    assert "江苏扬州仪征" in heard


def test_a_title_of_several_matters_does_not_bring_in_the_others(index: OpenIndex) -> None:
    said = [q.text for r in compare(index, "志愿服务").rows for c in r.cells for q in c.quotes]
    assert not any("活动中心" in text for text in said)


def test_what_carries_out_a_document_is_no_rule_about_its_title(index: OpenIndex) -> None:
    said = [q.text for r in compare(index, "离退休干部党支部工作").rows for c in r.cells for q in c.quotes]
    assert not any("制定本办法" in text for text in said)


def test_a_region_that_is_silent_keeps_its_column_and_says_nothing(index: OpenIndex) -> None:
    comparison = compare(index, "党费", ["浙江", "丽水", "仪征"])
    assert [c.region for c in comparison.columns] == ["浙江", "浙江丽水", "江苏扬州仪征"]
    for row in comparison.rows:
        silent = cell(row, "江苏扬州仪征")
        assert not silent.stated
        assert silent.quote is None
        assert silent.clause_ids == ()
        assert row.differs
    assert any("志愿服务和活动阵地" in s.citation for s in comparison.silent)


def test_the_superior_of_a_region_asked_for_has_a_column_of_its_own(index: OpenIndex) -> None:
    comparison = compare(index, "党费", ["丽水"])
    assert [(c.region, c.superior) for c in comparison.columns] == [("浙江", True), ("浙江丽水", False)]


def test_regions_named_in_the_topic_are_columns(index: OpenIndex) -> None:
    comparison = compare(index, "丽水和仪征的志愿服务")
    assert {"浙江丽水", "江苏扬州仪征"} <= {c.region for c in comparison.columns}


def test_verbs_are_compared_by_strength(index: OpenIndex) -> None:
    row = row_with(compare(index, "党费"), "按月交纳党费")
    assert (cell(row, "浙江").verb, cell(row, "浙江").verb_arrow) == (Verb.MAY, Arrow.LOOSER)
    assert (cell(row, "浙江丽水").verb, cell(row, "浙江丽水").verb_arrow) == (Verb.FORBIDS, Arrow.STRICTER)


def test_words_of_one_column_alone_are_marked(index: OpenIndex) -> None:
    row = row_with(compare(index, "党费"), "按月交纳党费")
    quote = cell(row, "浙江丽水").quotes[0]
    marked = [quote.text[a - quote.span[0] : b - quote.span[0]] for a, b in quote.only_here]
    assert any("按月" in words for words in marked)
    assert not any("党费" in words for words in marked)


def test_rows_that_a_person_names_come_in_their_order_and_hold_their_words(index: OpenIndex) -> None:
    comparison = compare(index, "离退休干部党支部", ["浙江", "丽水"], ["党费", "补贴", "疗养"])
    assert [r.aspect for r in comparison.rows] == ["党费", "补贴", "疗养"]
    assert all(r.named_by_person for r in comparison.rows)
    party_dues, allowance, retreat = comparison.rows
    assert all("党费" in q.text for c in party_dues.cells for q in c.quotes)
    assert cell(allowance, "浙江丽水").stated
    assert not any(c.stated for c in retreat.cells)


def test_the_chain_says_what_is_asked_and_where_the_subordinate_is_silent(index: OpenIndex) -> None:
    chain = next(c for c in compare(index, "党支部书记补贴", ["丽水"]).chains if c.superior)
    assert chain.superior is not None and chain.superior.region == "浙江"
    assert [link.relation.value for link in chain.links] == ["based_on"]
    carried = {row.asked[0].text[-12:]: bool(row.carried_out[0].quotes) for row in chain.rows}
    assert True in carried.values()
    assert False in carried.values()  # 补贴不得从党费中列支


def test_what_nobody_says_gives_no_row_and_is_told(index: OpenIndex) -> None:
    comparison = compare(index, "无人机配送")
    assert comparison.rows == ()
    assert any("没有写到" in note for note in comparison.notes)


def test_a_region_without_notices_is_told(index: OpenIndex) -> None:
    comparison = compare(index, "党费", ["甘肃", "丽水"])
    assert any("甘肃" in note for note in comparison.notes)
    assert not any(c.stated for r in comparison.rows for c in r.cells if c.region == "甘肃")


def test_an_empty_topic_is_refused(index: OpenIndex) -> None:
    with pytest.raises(QueryError):
        compare(index, "  ")


def test_the_same_question_gives_the_same_table(index: OpenIndex) -> None:
    first, second = (compare(index, "志愿服务") for _ in range(2))
    assert (first.columns, first.rows) == (second.columns, second.rows)


def test_an_ended_notice_is_marked_and_last(tmp_path: Path) -> None:
    paths = written(tmp_path / "notices")
    newer = paths[1].read_text(encoding="utf-8").replace("丽组发〔2022〕6号", "丽组发〔2024〕9号")
    newer = (
        newer.replace("2022年5月1日", "2024年5月1日").replace("2022年4月2日", "2024年4月2日").replace("260元", "280元")
    )
    newer = newer.replace(
        "起施行。", "起施行。《关于加强离退休干部党支部工作的实施办法》（丽组发〔2022〕6号）同时废止。"
    )
    (tmp_path / "notices" / "新.txt").write_text(newer, encoding="utf-8")
    ingest_paths([tmp_path / "notices"], tmp_path / "library", embed=False)
    row = row_with(compare(open_index(tmp_path / "library", "none"), "党支部书记补贴", ["丽水"]), "280元")
    quotes = cell(row, "浙江丽水").quotes
    assert ["280元" in q.text for q in quotes[:1]] == [True]
    assert [q.ended for q in quotes] == [False, True]
    assert [s.quantity.value for q in quotes for s in q.scaled] == [280]
