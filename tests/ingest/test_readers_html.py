"""Web pages: the document, its metadata, and everything else by name."""

from __future__ import annotations

import pytest

from ingest.model import Alignment, Line, LineKind, SourceText, printed_length
from ingest.readers.web.html import read_html

METADATA_TABLE = """<table class="bd1"><tr><td><b>索 引 号：</b></td><td>0001/2022-05</td><td><b>主题分类：</b></td><td>民政</td></tr>
<tr><td>发文机关：</td><td>某市人民政府</td><td>成文日期：</td><td>2022年05月06日</td></tr>
<tr><td>标　　题：</td><td colspan="3">某市人民政府关于某事的通知</td></tr>
<tr><td>发文字号：</td><td>某政发〔2022〕9号</td><td>主 题 词：</td><td></td></tr></table>"""

CONTENT = """<p style="text-align:center"><strong>某市人民政府关于某事的通知</strong></p>
<p align="center">某政发〔2022〕9号</p><p>各区人民政府：</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;为做好某项工作，现将有关事项通知如下，请抓好落实。</p>
<p>　　<span style="font-family:楷体">（一）加强领导。</span>各单位要提高认识，
认真落实。</p>
<p>附件：<a href="P0202.docx">任务分工表</a></p>
<p style="text-align:right">某市人民政府　　　</p><p style="text-align:right">2022年5月6日</p>"""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>某市人民政府关于某事的通知_政策_某市政府网</title>
<script>var text = "<p>脚本</p>";</script><style>p {{}}</style></head><body>
<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">办事服务</a></li></ul>
<form><input><button>搜索</button></form></div>
<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/zc">政策</a></div>
<div class="main"><h1>某市人民政府关于某事的通知</h1>
<div class="info">2022-05-10 17:34 来源：市政府办 <span>【字体：大 中 小】</span> <a href="javascript:print()">打印</a></div>
{metadata}
<div {container}>{content}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div><div>责任编辑：张某</div>
<div class="xg"><h3>相关稿件</h3><ul><li><a href="/1">图解</a></li><li><a href="/2">答记者问</a></li></ul></div>
<div id="qr">扫一扫在手机打开当前页</div></div>
<div class="bottom"><a href="/map">网站地图</a><p>主办单位：某市人民政府办公室　ICP备0001号</p><p>地址：某路1号　电话：0571-1234</p></div>
</body></html>"""


def lines_of(source: SourceText) -> list[str]:
    return [line.text for line in source.lines if line.kind is not LineKind.METADATA]


def check_accounted(source: SourceText) -> None:
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters


PRINTED = [
    "某市人民政府关于某事的通知",
    "某政发〔2022〕9号",
    "各区人民政府：",
    "为做好某项工作，现将有关事项通知如下，请抓好落实。",
    "（一）加强领导。各单位要提高认识，认真落实。",
    "附件：任务分工表",
    "某市人民政府",
    "2022年5月6日",
]


@pytest.mark.parametrize("container", ['id="UCAP-CONTENT"', 'class="TRS_Editor"', 'id="zoom"', 'class="x7f3"'])
@pytest.mark.parametrize("metadata", [METADATA_TABLE, ""])
def test_a_whole_saved_page_gives_its_document_alone(container: str, metadata: str) -> None:
    source = read_html(PAGE.format(container=container, metadata=metadata, content=CONTENT))
    assert lines_of(source) == PRINTED
    check_accounted(source)
    reasons = {d.reason for d in source.dropped}
    assert {"网页导航", "网页工具栏", "网页页脚", "网页发布信息", "网页标题，正文中已有"} <= reasons


def test_the_metadata_table_comes_first_with_labels_and_values() -> None:
    source = read_html(PAGE.format(container='id="zoom"', metadata=METADATA_TABLE, content=CONTENT))
    found = [(line.label, line.text[line.value_start :]) for line in source.lines if line.kind is LineKind.METADATA]
    assert found == [
        ("索引号", "0001/2022-05"),
        ("主题分类", "民政"),
        ("发文机关", "某市人民政府"),
        ("成文日期", "2022年05月06日"),
        ("标题", "某市人民政府关于某事的通知"),
        ("发文字号", "某政发〔2022〕9号"),
    ]
    assert source.lines[0].text == "索 引 号：0001/2022-05"
    assert [d.text for d in source.dropped if d.reason == "网页信息栏的空项"] == ["主 题 词："]


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li><b>索引号：</b><span>A1</span></li><li>文号：某老干〔2020〕7号</li><li>有效性：</li></ul>",
        "<dl><dt>索引号</dt><dd>A1</dd><dt>文号</dt><dd>某老干〔2020〕7号</dd><dt>有效性</dt></dl>",
        "<div><div>索引号：</div><div>A1</div><div>文号：</div><div>某老干〔2020〕7号</div><div>有效性：</div></div>",
    ],
    ids=["ul", "dl", "div"],
)
def test_metadata_is_read_from_lists_too(markup: str) -> None:
    source = read_html(
        f"<body>{markup}<div><h2>2020年工作要点</h2><p>各市局：</p><p>要点如下，请落实。</p></div></body>"
    )
    found = [(line.label, line.text[line.value_start :]) for line in source.lines if line.kind is LineKind.METADATA]
    assert found == [("索引号", "A1"), ("文号", "某老干〔2020〕7号")]
    assert lines_of(source) == ["2020年工作要点", "各市局：", "要点如下，请落实。"]
    check_accounted(source)


def test_the_headline_above_the_container_is_kept_where_the_text_lacks_it() -> None:
    content = "<p>各区人民政府：</p><p>现将《某市人民政府关于某事的通知》的有关事项通知如下，请抓好落实。</p>"
    source = read_html(PAGE.format(container='id="zoom"', metadata="", content=content))
    assert lines_of(source)[0] == "某市人民政府关于某事的通知"
    assert source.lines[0].heading_level == 1


def test_a_plain_page_is_kept_whole() -> None:
    source = read_html(
        "<html><body><h1>工作要点</h1><p>一、提高认识</p><div><p>各单位要提高认识，加强领导，抓好落实，取得实效。</p>"
        "<p>各单位要加强领导，抓好各项任务落实。</p></div><p>某市委老干部局</p><p>2020年3月1日</p></body></html>"
    )
    assert len(source.lines) == 6 and source.dropped == ()


def test_old_pages_laid_out_in_tables_and_pages_without_hints() -> None:
    source = read_html(
        "<body><div>设为首页 加入收藏</div><table><tr><td><a href=1>首页</a></td><td><a href=2>信息公开</a></td></tr></table>"
        "<table><tr><td><ul><li><a href=3>机构概况</a></li><li><a href=4>领导之窗</a></li><li><a href=5>法规</a></li></ul></td>"
        "<td><div>关于提高补贴标准的通知</div><div>发布时间：2021-02-28 10:20　来源：组织部　浏览次数：12</div>"
        "<div><p>各乡镇党委：</p><p>经研究，决定提高补贴。</p><p>一、每月不低于500元。</p></div><p align=right>某县委</p>"
        "<div><a href=6>上一篇：某事</a></div></td></tr></table>"
        "<div>主办单位：某县 技术支持：某公司<br>地址：某路1号　电话：123</div></body>"
    )
    assert lines_of(source) == [
        "关于提高补贴标准的通知",
        "各乡镇党委：",
        "经研究，决定提高补贴。",
        "一、每月不低于500元。",
        "某县委",
    ]
    check_accounted(source)


def test_annexes_given_as_links_stay_and_links_to_other_pages_go() -> None:
    source = read_html(
        "<div><p>各市：</p><p>现将办法印发给你们，请执行。</p><p>附件：</p>"
        '<p><a href="/f/1.pdf">1.申请表</a></p><p><a href="/download?id=2">2.汇总表</a></p>'
        '<p><a href="/jd">一图读懂办法</a></p></div>'
    )
    assert lines_of(source)[2:] == ["附件：", "1.申请表", "2.汇总表"]
    assert [(d.text, d.reason) for d in source.dropped] == [("一图读懂办法", "网页导航")]


def test_merged_cells_are_printed_once() -> None:
    source = read_html(
        "<p>标准如下：</p><table><tr><th colspan=2>补贴</th><th>年限</th></tr>"
        "<tr><td rowspan=2>书记</td><td>300<br>元</td><td>1年</td></tr><tr><td>500元</td><td>2年</td></tr></table>"
    )
    assert [line.text for line in source.lines if line.kind is LineKind.TABLE_ROW] == [
        "补贴\t\t年限",
        "书记\t300 元\t1年",
        "\t500元\t2年",
    ]
    check_accounted(source)


def test_lines_know_their_place_and_their_bold_beginning() -> None:
    source = read_html(PAGE.format(container='id="zoom"', metadata="", content=CONTENT))
    by_text = {line.text: line for line in source.lines}
    title = by_text["某市人民政府关于某事的通知"]
    assert title == Line(title.text, alignment=Alignment.CENTER, whole_paragraph=True, bold_until=len(title.text))
    run_in = by_text["（一）加强领导。各单位要提高认识，认真落实。"]
    assert run_in.text[: run_in.bold_until] == "（一）加强领导。"
    assert by_text["2022年5月6日"].alignment is Alignment.END


def test_line_breaks_and_empty_paragraphs() -> None:
    source = read_html("<div>1. 甲。<br>2. 乙。<br><br>3. 丙。</div><p>&nbsp;</p><p>丁。</p><h3>题</h3>")
    assert [(line.text, line.blank_before, line.heading_level) for line in source.lines] == [
        ("1. 甲。", False, None),
        ("2. 乙。", False, None),
        ("3. 丙。", True, None),
        ("丁。", True, None),
        ("题", False, 3),
    ]


def test_numbers_of_a_list_are_written_out_and_hidden_text_is_named() -> None:
    source = read_html('<ol start="3"><li>甲事，</li><li>乙事。</li></ol><p style="display:none">看不见。</p>')
    assert lines_of(source) == ["3. 甲事，", "4. 乙事。"]
    assert [(d.text, d.reason) for d in source.dropped] == [("看不见。", "网页上不显示的文字")]
    check_accounted(source)


def test_a_heading_of_the_notice_is_not_taken_for_a_tool_of_the_page() -> None:
    kept = [
        "推荐优秀党支部书记",
        "时间：2020年7月3日上午9:00",
        "微信公众号管理",
        "下载补贴申请表并填写",
        "联系电话：0571-1234567",
    ]
    source = read_html("".join(f"<p>{text}</p>" for text in ["各单位要认真落实，抓好工作。", *kept]))
    assert lines_of(source)[1:] == kept


# Pages of the years after 2000: one table lays out everything, a row for each part.
OLD_PAGE = (
    '<html><head><title>通知公告</title></head><body><table width="760">{nav}'
    "<tr><td align=center><b>{title}</b></td></tr><tr><td align=center>云老字[2007]12号</td></tr>"
    '<tr><td align="center">作者：办公室　发布时间：2007-4-5 9:12:33　点击数：1234</td></tr>'
    "<tr><td><br>各县（市、区）委老干部局：<br>&nbsp;&nbsp;&nbsp;&nbsp;现将有关事项通知如下，请认真落实。<br>&nbsp;&nbsp;一、对象<br>"
    "&nbsp;&nbsp;离休干部，每批不超过三十人。<br>&nbsp;&nbsp;二、时间<br>&nbsp;&nbsp;每批六天，具体日期另行通知。<br>中共云州市委老干部局<br>2007年4月3日</td></tr>"
    "{foot}<tr><td align=center>版权所有：中共云州市委老干部局 Copyright 2005</td></tr></table></body></html>"
)
OLD_TITLE = "关于组织2007年度离休干部健康疗养的通知"
OLD_FOOT = "<tr><td>上一篇：关于召开座谈会的通知<br>下一篇：关于订阅报刊的通知</td></tr>"
LINKS = '<a href="/a">网站首页</a> | <a href="/b">机构设置</a> | <a href="/c">政策法规</a>'
NAVIGATIONS = {
    "three links": f"<tr><td>{LINKS}</td></tr>",
    "seven links": f"<tr><td>{LINKS} | {LINKS} | <a href='/d'>工作动态</a></td></tr>",
    "a cell for each link": "<tr><td><a href='/a'>首页</a></td><td><a href='/b'>新闻</a></td><td><a href='/c'>通知公告</a></td></tr>",
    "two rows of links": f"<tr><td>{LINKS}</td></tr><tr><td>{LINKS}</td></tr>",
    "no links": "<tr><td>网站首页 机构设置 政策法规 工作动态</td></tr>",
    "words between bars": "<tr><td>首页 | 机构设置 | 政策法规</td></tr>",
    "a word alone": "<tr><td>新闻</td></tr>",
    "words in cells": "<tr><td>首页</td><td>新闻</td><td>政策法规</td></tr>",
    "links and the name of the channel": f"<tr><td>{LINKS}</td></tr><tr><td>通知公告</td></tr>",
    "nothing": "",
}


@pytest.mark.parametrize("foot", ["", OLD_FOOT], ids=["plain", "neighbours"])
@pytest.mark.parametrize("navigation", NAVIGATIONS.values(), ids=NAVIGATIONS)
def test_title_and_number_in_rows_above_the_text_are_kept_and_the_navigation_is_not(navigation: str, foot: str) -> None:
    source = read_html(OLD_PAGE.format(nav=navigation, title=OLD_TITLE, foot=foot))
    lines = lines_of(source)
    assert lines[:3] == [OLD_TITLE, "云老字[2007]12号", "各县（市、区）委老干部局："]
    assert lines[-1] == "2007年4月3日"
    assert source.characters == sum(map(printed_length, [*lines, *(d.text for d in source.dropped)]))


def test_a_title_over_two_rows_above_the_text_is_kept_whole() -> None:
    title = "中共云州市委老干部局</b></td></tr><tr><td align=center><b>关于组织离休干部健康疗养的通知"
    lines = lines_of(read_html(OLD_PAGE.format(nav=NAVIGATIONS["seven links"], title=title, foot="")))
    assert lines[:2] == ["中共云州市委老干部局", "关于组织离休干部健康疗养的通知"]


def test_titles_of_other_notices_above_the_text_stay_outside() -> None:
    list_of_links = "".join(f'<tr><td><a href="/{i}">关于召开第{i}次座谈会的通知</a></td></tr>' for i in range(5))
    lines = lines_of(read_html(OLD_PAGE.format(nav=list_of_links, title=OLD_TITLE, foot="")))
    assert lines[0] == OLD_TITLE
