"""The list of clauses found, as it is drawn: chips, facets with counts, words marked, reasons, pages."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

from index.listed import ListedDocument, listed_document
from index.model import RankedClause, StoredClause, StoredDocument
from ingest.model import PolicyDocument, Status
from qa.model import AskedFilter, Explanation, FilterKind, MatchedField, MatchedWord, SearchResult
from qa.retrieving.facets import Facet, FacetValue
from qa.retrieving.hits import Sort
from web.search_address import SearchAddress
from web.search_view import (
    PAGE,
    chips_html,
    documents_html,
    excerpt_html,
    excerpt_of,
    facets_html,
    hits_html,
    nothing_html,
    summary_html,
)

WHY = Explanation((MatchedWord("补贴", MatchedField.TEXT, 1, None),), 1, None, phrase=False)


def hit(document: PolicyDocument, rank: int = 1) -> SearchResult:
    clause = document.clauses[3]
    at = clause.text.index("补贴")
    ranked = RankedClause(StoredClause(clause, document, "a.txt", rank), 1.0, rank, None)
    return SearchResult(rank, ranked, "", ((at, at + 2),), WHY)


def text_of(drawn: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", drawn))


def test_a_clause_found_is_shown_with_its_words_marked_its_place_and_the_reason(document: PolicyDocument) -> None:
    drawn = hits_html([hit(document)], SearchAddress("补贴"))
    assert "（二）落实<mark>补贴</mark>。" in drawn
    assert "为什么找到：正文有“补贴”。" in text_of(drawn)
    assert "第二部分（二）" in text_of(drawn)
    assert f'data-open="clause:{document.clauses[3].clause_id}"' in unescape(drawn)


def test_a_document_that_has_ended_is_marked(document: PolicyDocument) -> None:
    ended = replace(document, status=Status.REPEALED)
    assert "已废止" in hits_html([hit(ended)], SearchAddress("补贴"))


def test_text_of_notices_is_never_markup(document: PolicyDocument) -> None:
    hostile = replace(document, title="<script>x</script>", region="<img>\u202e")
    clause = replace(document.clauses[3], text='<b onclick="x">补贴</b>\u202e反', clause_id='"><script>')
    found = hit(replace(hostile, clauses=(*document.clauses[:3], clause)))
    drawn = hits_html([found], SearchAddress("<i>"), lambda _: "<u>")
    drawn += nothing_html(SearchAddress("<i>"), [listed_document(StoredDocument(hostile, "a.txt", 1, 1))])
    drawn += chips_html(SearchAddress("x", {Facet.REGION: ("<s>",)}, ("地区:<em>",)), ())
    drawn += facets_html({Facet.REGION: (FacetValue('"><q>', "<q>", 1),)}, SearchAddress("x"))
    for tag in ("<script", "<img", "<b ", "<i>", "<u>", "<s>", "<em>", "<q>", "\u202e"):
        assert tag not in drawn


def test_what_narrows_the_list_can_be_taken_away_and_brought_back() -> None:
    address = SearchAddress("补贴", {Facet.REGION: ("浙江",), Facet.YEAR: ("2022",)}, without=("地区:山东",))
    read = AskedFilter(FilterKind.YEAR, "2020年", "2020", (0, 5))
    gone = AskedFilter(FilterKind.NUMBER, "鲁老干〔2022〕99号", "鲁老干〔2022〕99号", (0, 5), relaxed=True)
    drawn = chips_html(address, (read, gone))
    pressed = re.findall(r'data-open="([^"]+)"', drawn)
    assert pressed == ["drop:region:浙江", "drop:year:2022", "without:年份:2020", "with:地区:山东", "all"]
    assert "库中没有，未限" in drawn
    assert chips_html(SearchAddress("补贴"), ()) == ""


def test_a_press_on_a_facet_narrows_by_it_and_a_second_one_lets_it_go() -> None:
    values = tuple(FacetValue(f"{i}", f"值{i}", i) for i in range(12, 0, -1))
    address = SearchAddress("补贴", {Facet.YEAR: ("12",)})
    drawn = facets_html({Facet.YEAR: values}, address)
    assert 'data-open="drop:year:12" aria-pressed="true"' in drawn
    assert 'data-open="add:year:11" aria-pressed="false"' in drawn
    assert "其余 4 项" in drawn
    assert facets_html({}, address) == ""


def test_the_list_is_shown_page_by_page(document: PolicyDocument) -> None:
    hits = [hit(document, rank) for rank in range(1, 2 * PAGE + 6)]
    first, last = hits_html(hits, SearchAddress("补贴")), hits_html(hits, SearchAddress("补贴", page=99))
    assert (first.count('class="hit"'), last.count('class="hit"')) == (PAGE, 5)
    assert f'<ol class="found" start="{2 * PAGE + 1}">' in last
    assert 'data-open="page:2"' in first
    assert "上一页" not in first
    assert "下一页" not in last
    assert "paging" not in hits_html(hits[:PAGE], SearchAddress("补贴"))


def test_how_much_was_found_is_said_and_the_order_can_be_changed(document: PolicyDocument) -> None:
    drawn = summary_html([hit(document), hit(document, 2)], SearchAddress("补贴"), is_cut=True, milliseconds=12.3)
    assert text_of(drawn).startswith("找到 2 条，出自 1 份文件")
    assert "重新查找" in drawn
    assert f'data-open="sort:{Sort.DATE.value}" aria-pressed="false"' in drawn


def test_of_a_long_clause_the_part_with_the_words_is_shown() -> None:
    text = "甲" * 500 + "补贴" + "乙" * 500
    start, end = excerpt_of(text, [(500, 502)])
    assert start < 500 < end
    drawn = excerpt_html(text, [(500, 502)])
    assert drawn.startswith("…")
    assert drawn.endswith("…")
    assert "<mark>补贴</mark>" in drawn
    assert excerpt_html("补贴\n标准", [(0, 2)]) == "<mark>补贴</mark><br>标准"
    assert excerpt_of("甲" * 500, []) == (0, 240)


def test_an_empty_list_says_what_to_try_and_what_comes_near(document: PolicyDocument) -> None:
    near = listed_document(StoredDocument(document, "a.txt", 1, 1))
    drawn = nothing_html(SearchAddress("柳老干〔2023〕8号", {Facet.YEAR: ("2020",)}), [near])
    assert "没有与“柳老干〔2023〕8号”相符的条款" in drawn
    assert 'data-open="all"' in drawn
    assert "柳老干〔2023〕9号" in drawn


def listed(document: PolicyDocument, number: int, **changes: object) -> ListedDocument:
    made = replace(document, document_id=f"d{number}", **changes)  # type: ignore[arg-type]
    return listed_document(StoredDocument(made, f"{number}.txt", number, 1))


def test_before_a_query_the_documents_are_listed_page_by_page(document: PolicyDocument) -> None:
    documents = [listed(document, n) for n in range(PAGE + 3)]
    first = documents_html(documents, SearchAddress())
    assert text_of(first).startswith(f"资料库里的文件 {PAGE + 3} 份")
    assert first.count("<li>") == PAGE
    second = documents_html(documents, SearchAddress(page=2))
    assert re.findall(r'data-open="clause:(\w+)"', second) == [f"d{n}" for n in range(PAGE, PAGE + 3)]
    assert "没有这样的文件" in documents_html([], SearchAddress(day="1990-01-01"))


def test_a_document_says_that_it_has_ended_or_does_not_apply_yet(document: PolicyDocument) -> None:
    today = date(2024, 1, 1)
    ended, coming = listed(document, 1, status=Status.EXPIRED), listed(document, 2, effective_on=date(2024, 3, 1))
    assert "已失效" in documents_html([ended], SearchAddress(), today=today)
    assert "尚未施行（2024年3月1日起施行）" in documents_html([coming], SearchAddress(), today=today)
    assert "尚未施行" not in documents_html([coming], SearchAddress(), today=date(2024, 3, 1))
    assert "尚未施行" in hits_html(
        [hit(replace(document, effective_on=date(2024, 3, 1)))], SearchAddress(), today=today
    )


def test_the_day_is_a_chip_that_can_be_taken_away() -> None:
    drawn = chips_html(SearchAddress("补贴", {Facet.REGION: ("浙江",)}, day="2021-12-31"), ())
    assert 'data-open="drop:as_of:"' in drawn
    assert "2021年12月31日当天有效" in drawn
    assert "全部去掉" in drawn
    assert "限定的范围里没有" in nothing_html(SearchAddress("补贴", day="2021-12-31"), [])
