"""Markdown, without its marks and without loss."""

from __future__ import annotations

import pytest

from ingest.model import Alignment, FileFormat, LineKind, SourceText, printed_length
from ingest.readers.plain.markdown import read_markdown


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def check_accounted(source: SourceText) -> None:
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters


def test_headings_lose_their_marks_and_keep_their_level() -> None:
    source = read_markdown("# 标题\n\n## 一、总体要求 ##\n\n#### **四、组织领导**\n正文\n\n附则\n====\n")
    assert [(line.text, line.heading_level) for line in source.lines] == [
        ("标题", 1),
        ("一、总体要求", 2),
        ("四、组织领导", 4),
        ("正文", None),
        ("附则", 1),
    ]
    check_accounted(source)


@pytest.mark.parametrize(
    ("marked", "printed"),
    [
        ("按照**每月不低于**300元", "按照每月不低于300元"),
        ("见[《某办法》](https://example.org/a_b)第三条", "见《某办法》第三条"),
        ("&emsp;&emsp;第一条&emsp;为了&lt;依法&gt;", "\u2003\u2003第一条\u2003为了<依法>"),
        (r"1\. 第一 \*注", "1. 第一 *注"),
        ("<p id='t1'><b>第一条</b>　为了</p>", "第一条　为了"),
        ("印发<关于改进工作的意见>的通知", "印发<关于改进工作的意见>的通知"),
        ("面积5*3*2米，张*、李*", "面积5*3*2米，张*、李*"),
        ("姓名：______ 电话：____", "姓名：______ 电话：____"),
        ("- 一项", "一项"),
        ("- 5 -", "- 5 -"),
        ("1. 第一项", "1. 第一项"),
        ("> 引文", "引文"),
        ("`代码`与~~旧~~文", "代码与旧文"),
        ("财税[2019](7)号", "财税[2019](7)号"),
        ("*强调*之后", "强调之后"),
        ("附件1.pdf{target=\"_blank\"}", "附件1.pdf{target=\"_blank\"}"),
        ("[附件1.pdf](/a.pdf){target=\"_blank\"}", "附件1.pdf"),
    ],
)  # fmt: skip
def test_marks_go_and_printed_signs_stay(marked: str, printed: str) -> None:
    source = read_markdown(marked)
    assert texts(source) == [printed]
    check_accounted(source)


def test_front_matter_speaks_where_it_means_something() -> None:
    source = read_markdown('---\ntitle: "关于某事的复函"\nicon: article\ndate: 2020-03-20\ntag:\n  - 大气\n---\n正文')
    assert [(line.label, line.text[line.value_start :]) for line in source.lines if line.kind is LineKind.METADATA] == [
        ("title", "关于某事的复函"),
        ("date", "2020-03-20"),
    ]
    assert {d.reason for d in source.dropped} == {"文首设置", "Markdown 标记"}
    check_accounted(source)


def test_a_rule_on_top_is_no_front_matter() -> None:
    source = read_markdown("---\n\n一、总体要求\n\n---\n\n二、工作任务")
    assert texts(source) == ["一、总体要求", "二、工作任务"]
    check_accounted(source)


def test_a_table_is_given_by_rows() -> None:
    source = read_markdown("| 项目 | 标准 |\n|---|:-:|\n| **补贴** | 300元\\|月 |\n之后")
    assert [(line.kind, line.text) for line in source.lines] == [
        (LineKind.TABLE_ROW, "项目\t标准"),
        (LineKind.TABLE_ROW, "补贴\t300元|月"),
        (LineKind.TEXT, "之后"),
    ]
    check_accounted(source)


def test_a_table_that_a_converter_wrote_as_html_is_given_by_rows() -> None:
    source = read_markdown(
        "<table><tr><td>项目</td><td>标准</td></tr><tr><td>补贴</td><td>300元</td></tr></table>\n正文"
    )
    assert [(line.kind, line.text) for line in source.lines] == [
        (LineKind.TABLE_ROW, "项目\t标准"),
        (LineKind.TABLE_ROW, "补贴\t300元"),
        (LineKind.TEXT, "正文"),
    ]
    check_accounted(source)


def test_containers_and_navigation_go_by_name() -> None:
    source = read_markdown(
        "::: details 目录\n\n- 第1~2条：\n\n  [1](#t1)&emsp;[2](#t2)\n\n:::\n\n正文\n\n"
        "- [一、要求](#a)\n\n::: right\n某局\n:::\n\n::: warning 原文链接\n<https://example.org/x>\n:::\n"
    )
    assert [(line.text, line.alignment) for line in source.lines] == [
        ("正文", Alignment.UNKNOWN),
        ("某局", Alignment.END),
    ]
    navigation = [d.text for d in source.dropped if d.reason == "页内导航"]
    assert len(navigation) == 3 and "第1~2条" in navigation[0]
    check_accounted(source)


def test_comments_go_by_name_also_over_several_lines() -> None:
    source = read_markdown("前\n<!-- INFO END -->\n中<!-- 一\n二 -->后\n")
    assert texts(source) == ["前", "中", "后"]
    assert [d.text for d in source.dropped if d.reason == "网页注释"] == ["<!-- INFO END -->", "<!-- 一\n二 -->"]
    check_accounted(source)


def test_a_bold_run_in_heading_is_measured() -> None:
    line = read_markdown("**一、主要目标。**到年底完成。").lines[0]
    assert line.text[: line.bold_until] == "一、主要目标。"
    assert not line.whole_paragraph


def test_the_format_ends_paragraphs_only_where_it_says_so() -> None:
    lines = read_markdown("一行\n接着<br>\n又一行\n<p>整段</p>\n\n另一段").lines
    assert [(line.whole_paragraph, line.blank_before) for line in lines] == [
        (False, False),
        (True, False),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_a_text_file_with_marks_is_read_as_text() -> None:
    assert read_markdown("# 题", FileFormat.TXT).format is FileFormat.TXT
