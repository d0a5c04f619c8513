from __future__ import annotations

import pytest

from serve.exports.printable import (
    Run,
    beginning_of,
    lines_of,
    looks_like_formula,
    one_line,
    printable,
    runs_of,
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("不低于3\x0000元", "不低于3�00元"),  # not 300元
        ("补贴\u202e003\u202c元", "补贴003元"),  # not shown as 300
        ("一\r\n二\r三\u2028四\x0c五", "一\n二\n三\n四\n五"),
        ("\ud83d\ufffe\uffff", "���"),
        ("𠮷\t野家", "𠮷\t野家"),
    ],
)
def test_what_a_file_may_not_hold_is_shown_and_never_joins_what_stands_beside_it(text: str, printed: str) -> None:
    assert printable(text) == printed


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", " =1", "＝A1", "－1"])
def test_what_a_spreadsheet_runs_is_known(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["——一是", "不低于300元", "3-5人", "（=）", ""])
def test_what_it_takes_for_text_is_let_alone(text: str) -> None:
    assert not looks_like_formula(text)


def test_marked_words_stay_marked_where_a_line_break_of_the_page_goes() -> None:
    text = "每季度召\n开 党员大会，可以\n送学上门。"
    start = text.index("可以")
    runs = runs_of(text, [(start, start + len("可以\n送学"))])
    assert runs == (Run("每季度召开党员大会，"), Run("可以送学", marked=True), Run("上门。"))
    assert "".join(run.text for run in runs) == one_line(text)


def test_cells_of_a_table_stay_apart_in_runs() -> None:
    runs = runs_of("书记\t每月\t300 元", [(6, 9)])
    assert "".join(run.text for run in runs) == one_line("书记\t每月\t300 元")
    assert [run.text.strip() for run in runs if run.marked] == ["300"]


def test_lines_stay_lines_without_empty_ones() -> None:
    assert lines_of("一、总则\n\n  （一）目的。\n书记\t300元\n") == "一、总则\n（一）目的。\n书记　300元"


def test_the_beginning_of_runs_ends_after_a_stop() -> None:
    runs = (Run("每年一次。"), Run("每月", marked=True), Run("三次；以后再说"))
    assert beginning_of(runs, 10) == (Run("每年一次。"), Run("每月", marked=True), Run("三次；"))
    assert beginning_of((Run("没有停顿的话"),), 4) == (Run("没有停顿"),)
