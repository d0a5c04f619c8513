"""The whole document beside its tree, the cited clause highlighted to the character."""

import html
import re
from dataclasses import replace

from ingest.model import Clause, PolicyDocument
from web.document_view import document_html
from web.page_picture import PagePicture


def shown_text(drawn: str) -> str:
    """What a reader sees, without white space."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", drawn)).split())


def text_pane(drawn: str) -> str:
    return drawn[drawn.index('<div class="text"') :]


def test_every_character_of_the_document_is_shown_in_order(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, file="方案.txt")
    assert shown_text(text_pane(drawn)) == "".join(document.text.split())


def test_exactly_the_cited_clause_is_highlighted(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, file="方案.txt")
    lines = re.findall(r'<(?:p|tr) class="cited"[^>]*>(.*?)</(?:p|tr)>', drawn)
    assert "".join(map(shown_text, lines)) == "".join(subsidy.text.split())
    marked = "".join(map(shown_text, re.findall(r"<mark>(.*?)</mark>", drawn)))
    assert marked == "（二）落实补贴。支部书记每人每月补贴不低于260元。"
    assert drawn.count("data-target") == 1


def test_a_clause_that_begins_inside_a_line_is_highlighted_from_there(
    document: PolicyDocument, subsidy: Clause
) -> None:
    start = document.text.index("支部书记每人")
    inside = replace(subsidy, span=(start, start + 4))
    assert "<mark>支部书记</mark>每人" in document_html(document, inside, file="方案.txt")


def test_headings_are_bold_also_where_white_space_was_printed_inside(document: PolicyDocument, subsidy: Clause) -> None:
    assert "<b>（一）建强 组织。</b>每个乡镇" in document_html(document, subsidy, file="方案.txt")


def test_table_rows_stand_in_a_table(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, file="方案.txt")
    assert "<td>职务</td><td>标准</td>" in drawn
    assert drawn.count("<table") == 1


def test_the_tree_names_every_clause_and_where_one_is(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, file="方案.txt")
    opened = re.findall(r'data-open="([^"]+)"', drawn)
    assert [html.unescape(o) for o in opened] == [c.clause_id for c in document.clauses]
    assert re.findall(r'aria-current="true">([^<]+)', drawn) == ["（二）落实补贴。"]


def test_printed_marks_are_text_and_never_markup(document: PolicyDocument, subsidy: Clause) -> None:
    hostile = replace(document, title='<script>alert("题")</script>', region='"><img src=x>')
    drawn = document_html(hostile, subsidy, file="<b>.txt", caution="<i>", problem="<u>")
    assert "把 &lt;党建&gt; 放在首位" in drawn
    for tag in ("<script", "<img", "<i>", "<u>"):
        assert tag not in drawn


def test_the_caution_and_the_pages_are_shown_where_there_are_any(document: PolicyDocument, subsidy: Clause) -> None:
    plain = document_html(document, subsidy, file="方案.txt")
    assert 'class="caution"' not in plain
    assert "<figure" not in plain
    full = document_html(document, subsidy, file="方案.pdf", caution="摘编", pictures=[PagePicture(2, b"png", 0.25)])
    assert '<p class="caution">摘编</p>' in full
    assert 'src="data:image/png;base64,cG5n"' in full
    assert "原件第 2 页" in full


def test_a_document_without_a_cited_clause_is_shown_whole(document: PolicyDocument) -> None:
    drawn = document_html(document, None, file="方案.txt")
    assert "<mark>" not in drawn
    assert "data-copy" not in drawn
    assert shown_text(text_pane(drawn)) == "".join(document.text.split())


def test_another_document_of_the_same_file_is_left_out(document: PolicyDocument) -> None:
    part = replace(document, span=(document.text.index("三、"), len(document.text)), clauses=document.clauses[4:])
    assert shown_text(text_pane(document_html(part, None, file="方案.txt"))) == "三、组织保障每半年督查一次。"
