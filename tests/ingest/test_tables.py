"""Tables of every format: cells under the names of their columns, spans exact, merged and cut cells carried."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from ingest.documents import parse_source
from ingest.model import Box, Cell, FileFormat, Line, LineKind, ParsedFile, SourceText, Table, printed_length
from ingest.readers.plain.markdown import read_markdown
from ingest.readers.web.html import read_html
from ingest.readers.word.docx import read_docx

HEAD = "某市财政局关于调整有关标准的通知"


def parsed(source: SourceText) -> ParsedFile:
    """The parsed file, its account of characters and its spans checked."""
    found = parse_source(source, "a", "0" * 64)
    assert found.coverage.ratio == 1.0
    for document in found.documents:
        clauses = {clause.clause_id: clause for clause in document.clauses}
        for table in document.tables:
            clause = clauses[table.clause_id]
            assert clause.span[0] <= table.span[0] < table.span[1] <= clause.span[1]
            for row in table.rows:
                assert table.span[0] <= row.span[0] < row.span[1] <= table.span[1]
                for cell in row.cells:
                    assert found.text[slice(*cell.span)] == cell.text != ""
    return found


def tables_of(source: SourceText) -> list[Table]:
    return [table for document in parsed(source).documents for table in document.tables]


def page_with(
    table: str, before: str = "一、标准。补贴标准如下：", after: str = "二、其他。按规定执行。"
) -> SourceText:
    return read_html(f"<p align=center>{HEAD}</p><p>各县财政局：</p><p>{before}</p>{table}<p>{after}</p>")


def html_table(*rows: Sequence[str], tag: str = "td") -> str:
    cells = [
        "".join(f"<{tag if i == 0 else 'td'}>{cell}</{tag if i == 0 else 'td'}>" for cell in row)
        for i, row in enumerate(rows)
    ]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def read_rows(table: Table) -> list[list[tuple[str, str]]]:
    return [[(cell.column, cell.text) for cell in row.cells] for row in table.rows]


# (rows as printed, names of the columns; None: the table names none)
HEADS = [
    ([("职务", "补贴标准", "备注"), ("党支部书记", "每月300元", ""), ("党支部委员", "每月200元", "兼任的不重复")], True),
    ([("序号", "项目", "标准"), ("1", "误餐补助", "每人每天40元"), ("2", "交通补助", "每人每天80元")], True),
    ([("级别", "省级", "市级", "县级"), ("书记", "500元", "400元", "300元"), ("委员", "400", "300", "200")], True),
    ([("日期", "内容", "责任单位"), ("3月5日", "动员部署", "市委组织部"), ("4月上旬", "集中培训", "市委党校")], True),
    ([("姓名", "工作单位及职务"), ("张某某", "市委组织部副部长"), ("李某某", "市财政局副局长")], True),
    ([("年龄", "60—69岁", "70—79岁", "80岁以上"), ("标准", "50元", "100元", "200元")], True),
    ([("县（市、区）", "2021年", "2022年"), ("甲县", "12万元", "15万元"), ("乙县", "8万元", "9万元")], True),
    ([("违法行为", "情节", "处罚幅度"), ("未按规定报告的", "轻微", "处1万元以下罚款")], True),
    ([("培训班次", "人数", "时间"), ("第一期", "50人", "6月"), ("第二期", "60人", "7月")], True),
    ([("报告书", "报告表", "登记表"), ("新建扩建退役的核设施及其附属工程建设项目", "单独的厂房仓库改建工程建设项目", "其他小型工程")], True),
    ([("书记", "300元"), ("委员", "200元")], False),
    ([("组长", "张某某", "副市长"), ("副组长", "李某某", "市政府副秘书长"), ("成员", "王某某", "市财政局局长")], False),
    ([("1", "甲县", "12万元"), ("2", "乙县", "8万元")], False),
    ([("东街村", "西街村", "南街村"), ("北街村", "王家村", "李家村")], False),
    ([("3月", "开展慰问工作", "市委组织部"), ("4月", "开展培训", "市委党校")], False),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "named"), HEADS, ids=["·".join(rows[0]) for rows, _ in HEADS])
def test_the_first_row_names_the_columns_where_it_evidently_does(rows: Sequence[Sequence[str]], named: bool) -> None:
    (table,) = tables_of(page_with(html_table(*rows)))
    names = rows[0] if named else ("",) * len(rows[0])
    body = rows[1:] if named else rows
    assert read_rows(table) == [[(n, c) for n, c in zip(names, row, strict=True) if c] for row in body]
    assert (table.header is not None) is named


def test_header_cells_of_the_format_are_believed() -> None:
    rows = [("甲", "乙"), ("丙", "丁")]
    assert read_rows(tables_of(page_with(html_table(*rows)))[0])[0] == [("", "甲"), ("", "乙")]
    assert read_rows(tables_of(page_with(html_table(*rows, tag="th")))[0]) == [[("甲", "丙"), ("乙", "丁")]]


def test_a_head_of_two_rows_gives_names_of_two_parts() -> None:
    (table,) = tables_of(
        page_with(
            "<table><tr><td rowspan=2>单位</td><td colspan=2>人数</td><td rowspan=2>备注</td></tr>"
            "<tr><td>男</td><td>女</td></tr><tr><td>甲局</td><td>12</td><td>8</td><td>含借调</td></tr></table>"
        )
    )
    assert read_rows(table) == [[("单位", "甲局"), ("人数/男", "12"), ("人数/女", "8"), ("备注", "含借调")]]


def test_merged_cells_are_carried_down_and_across_with_the_span_where_they_are_printed() -> None:
    source = page_with(
        "<table><tr><th>类别</th><th>职务</th><th>省级</th><th>市级</th></tr>"
        "<tr><td rowspan=2>社区</td><td>书记</td><td>500元</td><td>400元</td></tr>"
        "<tr><td>委员</td><td colspan=2>300元</td></tr><tr><td>村</td><td>书记</td><td>450元</td><td>350元</td></tr></table>"
    )
    (table,) = tables_of(source)
    assert read_rows(table) == [
        [("类别", "社区"), ("职务", "书记"), ("省级", "500元"), ("市级", "400元")],
        [("类别", "社区"), ("职务", "委员"), ("省级", "300元"), ("市级", "300元")],
        [("类别", "村"), ("职务", "书记"), ("省级", "450元"), ("市级", "350元")],
    ]
    first, second = table.rows[:2]
    assert second.cells[0].span == first.cells[0].span
    assert second.cells[2].span == second.cells[3].span


def test_an_empty_first_cell_keeps_the_columns_in_place() -> None:
    (table,) = tables_of(page_with(html_table(("职务", "标准"), ("", "300元"), ("委员", "200元"))))
    assert read_rows(table) == [[("标准", "300元")], [("职务", "委员"), ("标准", "200元")]]


def test_labels_before_their_values_name_them() -> None:
    (table,) = tables_of(
        page_with(html_table(("补贴对象", "村党组织书记"), ("补贴标准", "每月300元"), ("资金来源", "党费")))
    )
    assert read_rows(table) == [[("补贴对象", "村党组织书记")], [("补贴标准", "每月300元")], [("资金来源", "党费")]]
    (form,) = tables_of(page_with(html_table(("姓名", "张某", "性别", "男"), ("职务", "主任", "联系电话", "123"))))
    assert read_rows(form)[1] == [("职务", "主任"), ("联系电话", "123")]


def test_a_table_printed_in_two_halves_gives_a_row_for_each_half() -> None:
    (table,) = tables_of(
        page_with(
            html_table(("姓名", "职务", "姓名", "职务"), ("张某", "主任", "李某", "科长"), ("王某", "科员", "", ""))
        )
    )
    assert read_rows(table) == [
        [("姓名", "张某"), ("职务", "主任")],
        [("姓名", "李某"), ("职务", "科长")],
        [("姓名", "王某"), ("职务", "科员")],
    ]


def test_titles_of_groups_go_into_the_rows_below_them_and_notes_do_not() -> None:
    (table,) = tables_of(
        page_with(
            "<table><tr><td colspan=3>补贴标准表</td></tr><tr><td>序号</td><td>对象</td><td>标准（元）</td></tr>"
            "<tr><td colspan=3>一、村</td></tr><tr><td>1</td><td>书记</td><td>300</td></tr>"
            "<tr><td colspan=3>二、社区</td></tr><tr><td>2</td><td>书记</td><td>400</td></tr>"
            "<tr><td colspan=3>注：标准每年调整。</td></tr></table>"
        )
    )
    assert read_rows(table) == [
        [("", "补贴标准表")],
        [("", "一、村"), ("序号", "1"), ("对象", "书记"), ("标准（元）", "300")],
        [("", "二、社区"), ("序号", "2"), ("对象", "书记"), ("标准（元）", "400")],
        [("", "注：标准每年调整。")],
    ]


def test_a_cell_that_says_ditto_holds_what_stands_above() -> None:
    (table,) = tables_of(page_with(html_table(("职务", "标准"), ("书记", "300元"), ("副书记", "同上"))))
    assert read_rows(table)[1] == [("职务", "副书记"), ("标准", "300元")]


def test_a_row_that_numbers_the_columns_is_part_of_the_head() -> None:
    (table,) = tables_of(page_with(html_table(("单位", "人数", "金额"), ("甲", "1", "2"), ("市局", "30", "40"))))
    assert read_rows(table) == [[("单位", "市局"), ("人数", "30"), ("金额", "40")]]


def test_a_table_stays_inside_its_clause() -> None:
    found = parsed(page_with(html_table(("职务", "标准"), ("书记", "300元"))))
    (document,) = found.documents
    owner = next(c for c in document.clauses if c.clause_id == document.tables[0].clause_id)
    assert (owner.path, owner.text.count("书记")) == (("一、标准",), 1)


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    body = "".join(f"第{n}句话说的是要求各单位认真落实有关规定。<br>" for n in range(1, 120))
    source = read_html(
        f"<p>{HEAD}</p><table><tr><td>导航</td><td>栏目</td></tr><tr><td>左</td><td>{body}</td></tr></table>"
    )
    assert not any(line.kind is LineKind.TABLE_ROW for line in source.lines)


def test_the_caption_of_a_web_table_is_text() -> None:
    source = page_with(
        "<table><caption>补贴标准表</caption><tr><th>职务</th><th>标准</th></tr><tr><td>书记</td><td>300元</td></tr></table>"
    )
    assert [(x.kind, x.text) for x in source.lines][-4] == (LineKind.TEXT, "补贴标准表")
    assert read_rows(tables_of(source)[0]) == [[("职务", "书记"), ("标准", "300元")]]


def test_markdown_tables_of_both_kinds() -> None:
    piped = read_markdown(
        f"# {HEAD}\n\n一、标准。如下：\n\n| 甲 | 乙 |\n| --- | --- |\n| | 300元 |\n| 丙 | 200元 |\n\n二、其他。\n"
    )
    assert read_rows(tables_of(piped)[0]) == [[("乙", "300元")], [("甲", "丙"), ("乙", "200元")]]
    written = read_markdown(
        f"# {HEAD}\n\n一、标准。如下：\n\n<table><tr><th>类别</th><th>职务</th><th>标准</th></tr><tr><td rowspan=\"2\">村</td><td>书记</td>"
        "<td>300元</td></tr><tr><td>委员</td><td>200元</td></tr></table>\n\n二、其他。\n"
    )  # fmt: skip
    assert read_rows(tables_of(written)[0])[1] == [("类别", "村"), ("职务", "委员"), ("标准", "200元")]


def test_word_tables_know_merged_cells_and_header_rows(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(HEAD)
    document.add_paragraph("一、标准。标准如下：")
    table = document.add_table(4, 3)
    for i, row in enumerate(
        [("甲", "乙", "丙"), ("村", "书记", "300元"), ("", "委员", "200元"), ("合计", "", "500元")]
    ):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "村"
    table.cell(3, 0).merge(table.cell(3, 1)).text = "合计"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("二、其他。按规定执行。")
    path = tmp_path / "a.docx"
    document.save(str(path))
    source = read_docx(path)
    assert [line.is_header for line in source.lines if line.cells] == [True, False, False, False]
    (found,) = tables_of(source)
    assert read_rows(found) == [
        [("甲", "村"), ("乙", "书记"), ("丙", "300元")],
        [("甲", "村"), ("乙", "委员"), ("丙", "200元")],
        [("甲", "合计"), ("乙", "合计"), ("丙", "500元")],
    ]


def on_pages(*pages: Sequence[Sequence[str] | str], width: float = 400) -> SourceText:
    """A file of pages, each of texts and of rows of cells that a table of its own holds."""
    lines = [Line(HEAD, 1), Line("一、标准。标准如下：", 1)]
    for number, page in enumerate(pages, 1):
        for item in page:
            if isinstance(item, str):
                lines.append(Line(item, number, whole_paragraph=True))
                continue
            cells = tuple(Cell(text, column) for column, text in enumerate(item))
            box = (Box(number, 90, 100, 90 + width, 120),)
            lines.append(
                Line(
                    "\t".join(item).rstrip("\t"),
                    number,
                    box,
                    LineKind.TABLE_ROW,
                    cells,
                    table=number,
                    whole_paragraph=True,
                )
            )
    lines.append(Line("二、其他。按规定执行。", len(pages)))
    return SourceText(FileFormat.PDF, len(pages), tuple(lines), (), sum(printed_length(line.text) for line in lines))


def test_a_table_over_pages_is_one_and_its_header_counts_once() -> None:
    source = on_pages(
        [("甲名", "乙值"), ("子", "丑")], [("甲名", "乙值"), ("寅", "卯")], [("甲名", "乙值"), ("辰", "巳")]
    )
    found = parsed(source)
    (table,) = found.documents[0].tables
    assert read_rows(table) == [[("甲名", a), ("乙值", b)] for a, b in (("子", "丑"), ("寅", "卯"), ("辰", "巳"))]
    assert [(d.text, d.reason, d.page) for d in found.coverage.dropped] == [
        ("甲名\t乙值", "续页表头", 2),
        ("甲名\t乙值", "续页表头", 3),
    ]
    assert [row.page for row in table.rows] == [1, 2, 3]


def test_a_table_goes_on_over_a_page_without_its_header_or_under_a_mark() -> None:
    for mark in ((), ("（续表）",)):
        header = [("职务", "标准")] if mark else []
        source = on_pages([("职务", "标准"), ("书记", "300元")], [*mark, *header, ("委员", "200元")])
        (table,) = tables_of(source)
        assert read_rows(table)[1] == [("职务", "委员"), ("标准", "200元")]


def test_two_tables_on_two_pages_stay_two() -> None:
    assert len(tables_of(on_pages([("职务", "标准"), ("书记", "300元")], [("姓名", "电话"), ("张某", "123")]))) == 2
    assert (
        len(
            tables_of(on_pages([("职务", "标准"), ("书记", "300元")], ["名单如下：", ("张某", "123"), ("李某", "456")]))
        )
        == 2
    )


def test_cells_cut_by_a_page_are_whole_again() -> None:
    source = on_pages(
        [("序号", "项目", "要求"), ("1", "学习", "每月不少于一次。"), ("2", "培训", "每年举办培训班不少于")],
        [("", "", "两期，每期三天。"), ("3", "考核", "年底进行。")],
    )
    (table,) = tables_of(source)
    assert [row[-1][1] for row in read_rows(table)] == [
        "每月不少于一次。",
        "每年举办培训班不少于两期，每期三天。",
        "年底进行。",
    ]


def test_a_label_whose_merged_cell_a_page_cut_still_holds() -> None:
    source = on_pages(
        [("类别", "职务", "标准"), ("村", "书记", "300元")], [("", "委员", "200元"), ("社区", "书记", "400元")]
    )
    (table,) = tables_of(source)
    assert read_rows(table)[1] == [("类别", "村"), ("职务", "委员"), ("标准", "200元")]
    # A first column that is empty elsewhere too tells nothing.
    unsure = on_pages([("类别", "职务", "标准"), ("村", "书记", "300元"), ("", "甲", "1元")], [("", "委员", "200元")])
    assert read_rows(tables_of(unsure)[0])[2] == [("职务", "委员"), ("标准", "200元")]


def test_the_long_table_of_a_real_rule_is_whole() -> None:
    path = Path(__file__).resolve().parents[2].parent / "shared/dev/documents/cee-huanping-minglu-2021.pdf"
    if not path.exists():
        pytest.skip("the real documents are not on this machine")
    from ingest.readers.pages.pdf import read_pdf

    (table,) = tables_of(read_pdf(path))
    numbers = [cell.text for row in table.rows for cell in row.cells if cell.text.isdecimal()]
    assert numbers == [str(n) for n in range(1, 174)]
