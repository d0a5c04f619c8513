"""The matrix, the chain and two editions as HTML: nothing of a notice is markup, and nothing is told by colour alone."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.compare import compare
from qa.comparing.editions import diff_editions
from qa.comparing.model import Comparison
from qa.comparing.projects import Project, applied
from tests.qa.comparing.notices import written
from web.compare_chain_view import chain_html
from web.compare_editions_view import editions_html, suggested_pairs
from web.compare_view import action, action_in, dropped_html, matrix_html, rows_apart

HOSTILE = '"><script>alert(1)</script>\u202e'


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("views")
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return open_index(folder / "library", "none")


@pytest.fixture(scope="module")
def said(index: OpenIndex) -> Comparison:
    return compare(index, "志愿服务")


def test_every_quote_stands_in_the_page_with_a_button_to_its_clause(said: Comparison) -> None:
    html = matrix_html(said)
    text = re.sub(r"<[^>]+>|\s", "", html)
    quotes = [q for row in said.rows for cell in row.cells for q in cell.quotes]
    assert quotes
    for quote in quotes:
        assert "".join(quote.text.split()) in text
        assert f'data-open="{quote.clause_id}"' in html


def test_silence_is_said_once_in_each_cell_and_a_row_of_one_voice_is_folded(said: Comparison) -> None:
    beside, alone, gathered = rows_apart(said)
    assert len(beside) + len(alone) + len(gathered) == len(said.rows)
    silent = sum(not cell.stated for row in beside for cell in row.cells)
    assert matrix_html(replace(said, rows=tuple(beside))).count('<p class="unstated">未规定</p>') == silent
    assert ("只有一处写到的" in matrix_html(said)) == bool(alone)


def test_what_was_left_out_is_never_called_unstated_and_can_be_taken_back(said: Comparison) -> None:
    row = next(r for r in said.rows if sum(c.stated for c in r.cells) > 1)
    clause_id = next(c for c in row.cells if c.stated).clause_ids[0]
    html = matrix_html(applied(Project("", "志愿服务", left_out=(clause_id,)), said))
    assert "有规定，未选用" in html
    back = dropped_html(["党费"], [(clause_id, "《甲》第一部分")])
    assert f'data-open="{action("take", clause_id)}"' in back
    assert "恢复行：党费" in back
    assert dropped_html([], []) == ""


def test_arrows_carry_a_word(index: OpenIndex) -> None:
    said = compare(index, "志愿服务")
    html = matrix_html(said)
    for cell in (c for row in said.rows if not row.gathered for c in row.cells):
        if cell.arrow:
            assert f"{cell.arrow.value} 数值" in html
        if cell.verb_arrow:
            assert f"{cell.verb_arrow.value} 用语" in html


def test_only_a_page_that_is_edited_has_buttons_that_edit(said: Comparison) -> None:
    assert "judian:" not in matrix_html(said)
    edited = matrix_html(said, editing=True)
    for name in ("rename", "hide", "leave", "remark"):
        assert f"judian:{name}\t" in edited


def test_a_hostile_notice_is_shown_and_does_nothing(said: Comparison) -> None:
    first = said.columns[0]
    documents = tuple(replace(d, citation=HOSTILE, document_number=None) for d in first.documents)
    rows = tuple(
        replace(
            row,
            aspect=HOSTILE,
            cells=tuple(
                replace(
                    c, remark=HOSTILE, quotes=tuple(replace(q, citation=HOSTILE, path=(HOSTILE,)) for q in c.quotes)
                )
                for c in row.cells
            ),
        )
        for row in said.rows
    )
    columns = (replace(first, heading=HOSTILE, documents=documents), *said.columns[1:])
    hostile = replace(said, topic=HOSTILE, columns=columns, rows=rows, notes=(HOSTILE,))
    for html in (matrix_html(hostile, editing=True, link=HOSTILE), chain_html(hostile, link=HOSTILE)):
        assert "<script" not in html
        assert "\u202e" not in re.sub(r'data-\w+="[^"]*"', "", html)


def test_an_action_comes_back_as_it_was_and_a_clause_is_none() -> None:
    assert action_in(action("remark", "工作补贴", "浙江丽水")) == ("remark", "工作补贴", "浙江丽水")
    assert action_in("柳老干〔2023〕9号~0a1b#一") == ()
    assert action_in(None) == ()


def test_old_and_new_words_are_marked_by_more_than_colour(tmp_path: Path) -> None:
    text = "关于补贴的通知\n柳老干〔2023〕9号\n各单位：\n一、标准\n书记每月补贴{}元。\n二、保障\n列入预算。\n中共柳溪县委\n2023年5月6日\n"
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text(text.format("260"), encoding="utf-8")
    new.write_text(text.format("320"), encoding="utf-8")
    html = editions_html(diff_editions(None, str(old), str(new)), date(2024, 1, 1))
    assert re.search(r"<del>260元?</del>", html)
    assert re.search(r"<ins>320元?</ins>", html)
    assert html.index("数字的变化") < html.index("条款的变化")
    assert "列入预算" not in html


def test_editions_are_of_one_title_and_two_days_and_copies_are_none() -> None:
    old, new = date(2013, 12, 11), date(2024, 11, 10)
    assert suggested_pairs([("b", "办法", "", new), ("a", "办法", "", old), ("c", "别的", "", new)]) == [("a", "b")]
    assert suggested_pairs([("a", "通知", "甲〔2023〕1号", old), ("b", "通知", "甲〔2023〕1号", new)]) == []
    assert suggested_pairs([("a", "通知", "", None), ("b", "通知", "", new)]) == []
