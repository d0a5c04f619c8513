"""Plain text, line by line."""

from __future__ import annotations

import time

from ingest.model import FileFormat, Line, printed_length
from ingest.readers.plain.text import read_text


def test_every_line_is_kept_in_order_with_its_indent() -> None:
    source = read_text("标题\r\n\r\n　　第一段，\r第二行  \n\n\n末行")
    assert source.format is FileFormat.TXT
    assert source.lines == (
        Line("标题"),
        Line("　　第一段，", blank_before=True),
        Line("第二行"),
        Line("末行", blank_before=True),
    )
    assert source.dropped == ()


def test_a_page_break_ends_a_line_and_leaves_no_blank_one() -> None:
    lines = read_text("第一页\n— 1 —\n\f第二页\f第三页").lines
    assert [(line.text, line.blank_before) for line in lines] == [
        ("第一页", False),
        ("— 1 —", False),
        ("第二页", False),
        ("第三页", False),
    ]


def test_unicode_line_ends_break_lines() -> None:
    assert [line.text for line in read_text("一\u2028二\u2029三\x85四\x0b五").lines] == list("一二三四五")


def test_invisible_characters_are_dropped_by_name_and_counted() -> None:
    source = read_text("\ufeff第\u200b一条\u00ad为了\x07依法")
    assert [line.text for line in source.lines] == ["第一条为了依法"]
    assert [(d.text, d.reason) for d in source.dropped] == [("\ufeff\u200b\u00ad\x07", "不可见字符")]
    assert source.characters == printed_length("第一条为了依法") + 4


def test_characters_lost_by_an_earlier_conversion_are_warned_of() -> None:
    assert "2 个无法辨认的字符" in read_text("每月不低于\ufffd\ufffd元").warnings[0]


def test_a_notice_is_read_in_well_under_two_milliseconds() -> None:
    text = "　　一、各级党组织要高度重视，切实加强领导，抓好工作落实，确保取得实效。\n" * 110  # 12 KB
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.002


def _seconds(text: str) -> float:
    started = time.thread_time()
    read_text(text)
    return time.thread_time() - started
