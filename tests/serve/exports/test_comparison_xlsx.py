from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from qa.language.sentences import tidy
from serve.exports.exporting import export_comparison
from serve.exports.printable import printable
from tests.serve.exports.comparisons import MADE_ON, Maker, comparison_of, hostile, small
from tests.serve.exports.reading import every_part_is_xml, text_of_xlsx, workbook


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "对照.xlsx"
    comparison, clause_of = small()
    export_comparison(comparison, path, clause_of, made_on=MADE_ON)
    return path


def test_the_head_row_and_column_stay_and_come_again_on_every_page_of_a_landscape_sheet(small_file: Path) -> None:
    for sheet in (workbook(small_file)["对照表"], workbook(small_file)["条款"]):
        assert sheet.freeze_panes == "B3"
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_columns_are_regions_rows_are_aspects_and_cells_hold_the_sentence_its_clause_and_the_arrow(
    small_file: Path,
) -> None:
    sheet = workbook(small_file)["对照表"]
    assert sheet["A1"].value == "离退休干部党支部工作　对照表　2024年5月1日制表"
    assert sheet["B2"].value.splitlines() == ["上级：浙江（省级）", "浙老干〔2020〕3号"]
    assert sheet["F2"].value.splitlines()[0] == "江苏扬州仪征（县级）"
    assert "（已废止）" in sheet["F2"].value
    assert sheet["A3"].value == "党员大会\n有差异"
    assert sheet["B3"].value.splitlines() == [
        "党支部每年至少召开4次党员大会。 [1] 浙老干〔2020〕3号第一部分",
        "↓ 数值较宽",
        "＝ 用语同样强（应当）",
    ]
    # The page's line break inside the sentence is gone.
    assert sheet["D3"].value.startswith("党支部每季度召开党员大会不少于2次，可以送学上门。 [2]")
    assert sheet["D3"].value.endswith("↑ 数值最严")
    assert sheet["F3"].value.startswith("（已废止、旧版）党员大会每年一次。")
    assert sheet["B3"].alignment.wrap_text


def test_what_nobody_says_is_grey(small_file: Path) -> None:
    sheet = workbook(small_file)["对照表"]
    assert sheet["B4"].value == "未规定"
    assert sheet["B4"].font.color.rgb.endswith("808080")
    assert sheet["B4"].fill.fgColor.rgb.endswith("F2F2F2")
    assert sheet["F4"].fill.fill_type is None


def test_a_cell_leads_to_its_clause_and_the_clause_back(small_file: Path) -> None:
    book = workbook(small_file)
    table, clauses = book["对照表"], book["条款"]
    numbers = {clauses.cell(row, 1).value: row for row in range(3, clauses.max_row + 1)}
    assert list(numbers) == ["[1]", "[2]", "[3]", "[4]"]
    for cell, number in (("C3", "[1]"), ("E3", "[2]"), ("G3", "[3]"), ("G4", "[4]…")):
        assert table[cell].value == number
        target = f"'条款'!A{numbers[number.rstrip('…')]}"
        assert table[cell].hyperlink.location == target
    back = clauses.cell(numbers["[2]"], 1).hyperlink.location
    assert back == "'对照表'!D3"
    assert clauses.cell(numbers["[3]"], 7).value == "党员大会（江苏扬州仪征（县级））\n书记补贴（江苏扬州仪征（县级））"


def test_a_clause_stands_whole_with_its_formal_citation_number_and_status(small_file: Path) -> None:
    clauses = workbook(small_file)["条款"]
    row = [clauses.cell(4, column).value for column in range(1, 11)]
    assert row[1] == "浙江丽水"
    assert (
        row[2] == "《关于做好离退休干部党支部工作的通知》（丽老干〔2021〕12号，丽水市委老干部局，2021年5月6日）（三）"
    )
    assert row[3] == "（三）党支部每季度召\n开党员大会不少于2次，可以送学上门。"
    assert row[4:6] == ["丽老干〔2021〕12号", "没有写明"]
    assert row[7:] == ["浙江丽水.pdf", "2", "丽老干〔2021〕12号~0000#（三）"]
    assert clauses.cell(5, 6).value == "已废止、旧版"


def test_superiors_and_who_is_silent_are_told_too(small_file: Path) -> None:
    book = workbook(small_file)
    chain = book["落实对照 浙江（省级）"]
    assert [chain.cell(2, column).value.splitlines()[0] for column in (2, 4)] == [
        "上级：浙江（省级）",
        "浙江丽水（市级）",
    ]
    assert chain["D4"].value == "未规定"
    notes = [row[0].value for row in book["说明"].iter_rows()]
    assert "山东《关于森林防火的通知》（鲁林发〔2019〕33号）" in notes
    assert "有的文件已废止" in notes
    assert any(n.endswith("贯彻落实《关于离退休工作的意见》（中办发〔2016〕3号）（资料库里没有）") for n in notes)


def test_hostile_text_neither_runs_nor_breaks_the_file_nor_changes_a_figure(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    comparison, clause_of = hostile()
    export_comparison(comparison, path, clause_of)
    every_part_is_xml(path)
    book = workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{cell.coordinate} is a formula"
                assert cell.hyperlink is None or not cell.hyperlink.target, "a link that leaves the file"
                if isinstance(cell.value, str) and cell.value.lstrip()[:1] in ("=", "+", "-", "@", "＝"):
                    assert cell.quotePrefix
    text = text_of_xlsx(book)
    assert "补贴003元" in text
    assert "\u202e" not in text
    assert "不低于�30 0元" in text
    assert "300元" not in text.replace("_x005F_x0033_00元", "")


def test_every_sentence_is_in_its_cell_and_every_clause_on_the_second_sheet(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    comparison, clause_of = hostile()
    export_comparison(comparison, path, clause_of)
    book = workbook(path)
    first, clauses = book.worksheets[0], book["条款"]
    rows = [
        row for row in range(3, first.max_row) if first.cell(row, 1).value and str(first.cell(row, 1).value)[0] == "="
    ]
    assert len(rows) == len(comparison.rows)
    for row, laid in zip(rows, comparison.rows, strict=True):
        for place, cell in enumerate(laid.cells):
            value = str(first.cell(row, 2 * place + 2).value)
            if not cell.stated:
                assert value == "未规定"
            for quote in cell.quotes:
                assert printable(tidy(quote.text)).replace("_x0033_", "_x005F_x0033_") in value
    ids = {str(clauses.cell(row, 10).value) for row in range(3, clauses.max_row + 1)}
    assert {printable(c) for row in comparison.rows for cell in row.cells for c in cell.clause_ids} <= ids


def test_a_cell_too_high_for_a_row_is_merged_over_several_and_seen_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    comparison, clause_of = hostile()
    export_comparison(comparison, path, clause_of)
    sheet = workbook(path).worksheets[0]
    long = next(c for row in sheet.iter_rows() for c in row if len(str(c.value or "")) > 2000)
    merged = next(m for m in sheet.merged_cells.ranges if long.coordinate in m)
    high = sum(sheet.row_dimensions[row].height for row in range(merged.min_row, merged.max_row + 1))
    lines = len(str(long.value)) * 2 / sheet.column_dimensions[long.column_letter].width
    assert high >= lines * 13  # points of a line
    assert max(sheet.row_dimensions[row].height or 0 for row in range(1, sheet.max_row)) <= 409


def test_a_clause_longer_than_a_cell_takes_goes_on_in_the_row_below(tmp_path: Path) -> None:
    make = Maker()
    comparison = comparison_of(make, "长" * 70_001 + "。")
    path = tmp_path / "x.xlsx"
    export_comparison(comparison, path, make.clause_of)
    book = workbook(path)
    pieces = [str(row[3].value) for row in book["条款"].iter_rows(min_row=3) if row[3].value]
    assert "".join(pieces) == "一、" + "长" * 70_001 + "。"
    assert max(map(len, pieces)) <= 32_767
    cell = str(book["对照表"]["B3"].value)
    assert len(cell) <= 32_767
    assert "下略，见所引条款" in cell


def test_many_columns_go_on_pages_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    comparison, clause_of = hostile(columns=9, rows=2)
    export_comparison(comparison, path, clause_of)
    sheet: Worksheet = workbook(path).worksheets[0]
    # After the text and the links of five regions; a sheet that is fitted to the page would have no breaks.
    assert [pause.id for pause in sheet.col_breaks.brk] == [11]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_cols == "$A:$A"
