"""The whole document beside its tree, the cited clause highlighted to the character."""

import html
import re
from dataclasses import replace

from ingest.model import Clause, Evidence, PolicyDocument
from web.document_view import Shown, document_html

PLAIN = Shown("方案.txt")


def shown_text(drawn: str) -> str:
    """What a reader sees, without white space."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", drawn)).split())


def text_pane(drawn: str) -> str:
    return drawn[drawn.index('<div class="text"') :]


def test_every_character_of_the_document_is_shown_in_order(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, PLAIN)
    assert shown_text(text_pane(drawn)) == "".join(document.text.split())


def test_exactly_the_cited_clause_is_highlighted(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, PLAIN)
    lines = re.findall(r'<(?:p|tr) class="cited"[^>]*>(.*?)</(?:p|tr)>', drawn)
    assert "".join(map(shown_text, lines)) == "".join(subsidy.text.split())
    marked = "".join(map(shown_text, re.findall(r"<mark[^>]*>(.*?)</mark>", drawn)))
    assert marked == "".join(subsidy.text.split())
    assert drawn.count("data-target") == 1


def test_a_place_that_is_no_whole_clause_is_highlighted_from_there(document: PolicyDocument, subsidy: Clause) -> None:
    start = document.text.index("支部书记每人")
    inside = replace(subsidy, clause_id="另外", span=(start, start + 4))
    assert ">支部书记</mark>" in document_html(document, inside, PLAIN)


def test_the_pieces_of_each_clause_can_be_told_and_make_it_up(document: PolicyDocument) -> None:
    drawn = text_pane(document_html(document, None, PLAIN))
    for place, clause in enumerate(document.clauses):
        pieces = re.findall(rf'<span data-of="(?:[^"]* )?c{place}(?: [^"]*)?">(.*?)</span>', drawn)
        assert "".join(map(shown_text, pieces)) == "".join(clause.text.split())
        assert drawn.count(f'data-link="c{place}"') == 1


def test_a_field_can_be_shown_where_it_is_printed(document: PolicyDocument) -> None:
    start = document.text.index("柳老干")
    number = Evidence("柳老干〔2023〕9号", (start, start + 11), 1)
    with_evidence = replace(document, evidence={"document_number": number})
    drawn = document_html(with_evidence, None, PLAIN)
    assert 'data-show="f-document_number"' in drawn
    assert '<span data-of="f-document_number">柳老干〔2023〕9号</span>' in drawn
    outside = replace(with_evidence, span=(start + 12, len(document.text)))
    assert "data-show" not in document_html(outside, None, PLAIN)  # the notice around it prints the number


def test_headings_are_bold_also_where_white_space_was_printed_inside(document: PolicyDocument) -> None:
    assert "<b>（一）建强 组织。</b>" in document_html(document, None, PLAIN)


def test_table_rows_stand_in_a_table(document: PolicyDocument) -> None:
    drawn = document_html(document, None, PLAIN)
    assert [shown_text(cell) for cell in re.findall(r"<td>(.*?)</td>", drawn)] == ["职务", "标准", "书记", "260元"]
    assert drawn.count("<table") == 1


def test_the_tree_names_every_clause_and_where_one_is(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = document_html(document, subsidy, PLAIN)
    assert re.findall(r'data-go="(\w+)"', drawn) == [f"c{i}" for i in range(len(document.clauses))]
    assert re.findall(r'aria-current="true">([^<]+)', drawn) == ["（二）落实补贴。"]


def test_printed_marks_are_text_and_never_markup(document: PolicyDocument, subsidy: Clause) -> None:
    hostile = replace(document, title='<script>alert("题")</script>', region='"><img src=x>')
    drawn = document_html(hostile, subsidy, Shown("<b>.txt", caution="<i>", problem="<u>", citation="<s>"))
    assert "把 &lt;党建&gt; 放在首位" in drawn
    for tag in ("<script", "<img", "<i>", "<u>", "<s>", "<b>.txt"):
        assert tag not in drawn


def test_marks_that_turn_text_round_are_not_shown(document: PolicyDocument) -> None:
    turned = replace(document, title="通知\u202e告公")
    assert "通知告公" in document_html(turned, None, PLAIN)
    assert "\u202e" not in document_html(turned, None, PLAIN)


def test_the_fields_are_folded_over_a_cited_clause_and_open_over_a_document(
    document: PolicyDocument, subsidy: Clause
) -> None:
    assert '<details class="facts" open>' in document_html(document, None, PLAIN)
    assert '<details class="facts"><summary>' in document_html(document, subsidy, PLAIN)


def test_the_caution_and_the_pane_of_the_pages_are_shown_where_there_are_any(document: PolicyDocument) -> None:
    plain = document_html(document, None, PLAIN)
    assert 'class="caution"' not in plain
    assert 'class="viewer"' not in plain
    full = document_html(document, None, Shown("方案.pdf", caution="摘编", has_pages=True))
    assert '<p class="caution">摘编</p>' in full
    assert 'class="viewer"' in full


def test_a_document_without_a_cited_clause_is_shown_whole(document: PolicyDocument) -> None:
    drawn = document_html(document, None, PLAIN)
    assert "<mark" not in drawn
    assert shown_text(text_pane(drawn)) == "".join(document.text.split())


def test_another_document_of_the_same_file_is_left_out(document: PolicyDocument) -> None:
    part = replace(document, span=(document.text.index("三、"), len(document.text)), clauses=document.clauses[4:])
    assert shown_text(text_pane(document_html(part, None, PLAIN))) == "三、组织保障每半年督查一次。"
