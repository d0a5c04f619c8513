from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import _Cell

from qa.comparing.model import Cell, Column
from qa.language.sentences import tidy
from serve.exports.exporting import export_comparison
from serve.exports.printable import printable
from serve.exports.word import add_box, new_document
from tests.serve.exports.comparisons import MADE_ON, NOTHING, Maker, comparison_of, hostile, small
from tests.serve.exports.reading import W, document, every_part_is_xml, paragraphs_of, text_of_docx


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("docx") / "对照.docx"
    comparison, clause_of = small()
    export_comparison(comparison, path, clause_of, made_on=MADE_ON)
    return document(path)


def words(cell: _Cell) -> list[str]:
    """Paragraphs of a cell, words inside links included."""
    return ["".join(t.text or "" for t in p._p.iter(f"{W}t")) for p in cell.paragraphs]


def test_the_page_is_landscape_a4_with_topic_and_day_above_and_page_numbers_below(small_file: Document) -> None:
    section = small_file.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert section.header.paragraphs[0].text == "离退休干部党支部工作　对照表\t2024年5月1日制表"
    fields = [code.text.strip() for code in section.footer._element.iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_table_has_a_head_that_comes_again_and_a_cell_for_each_region(small_file: Document) -> None:
    table = small_file.tables[0]
    assert table.rows[0]._tr.find(f".//{W}tblHeader") is not None
    assert table.rows[1]._tr.find(f".//{W}tblHeader") is None
    assert [words(cell)[0] for cell in table.rows[0].cells] == [
        "方面", "上级：浙江（省级）", "浙江丽水（市级）", "江苏扬州仪征（县级）",
    ]  # fmt: skip
    assert words(table.rows[1].cells[0]) == ["党员大会", "有差异"]
    assert words(table.rows[1].cells[2]) == ["党支部每季度召开党员大会不少于2次，可以送学上门。[2]", "↑ 数值最严"]
    assert words(table.rows[1].cells[3]) == ["（已废止、旧版）党员大会每年一次。[3]"]
    assert words(table.rows[2].cells[1]) == ["未规定"]


def test_the_elements_of_a_table_and_of_a_boxed_paragraph_are_in_the_order_that_word_wants(
    small_file: Document,
) -> None:
    properties = [child.tag.removeprefix(W) for child in small_file.tables[0]._tbl.tblPr]
    assert properties.index("tblLayout") < properties.index("tblCellMar") < properties.index("tblLook")
    made = new_document("题目", "2024年5月1日")
    box = add_box(made)
    box.paragraph_format.space_before = 0
    order = [child.tag.removeprefix(W) for child in box._p.pPr]
    assert order == sorted(order, key=["keepNext", "pBdr", "shd", "spacing", "ind"].index)


def test_words_that_stand_nowhere_else_in_the_row_are_bold(small_file: Document) -> None:
    runs = small_file.tables[0].rows[1].cells[2].paragraphs[0].runs
    assert [(run.text, bool(run.font.bold)) for run in runs][:3] == [
        ("党支部每季度召开党员大会不少于2次，", False), ("可以送学上门", True), ("。", False),
    ]  # fmt: skip


def test_numbers_lead_to_notes_with_the_formal_citation(small_file: Document) -> None:
    anchors = {link.get(qn("w:anchor")) for link in small_file.element.body.iter(f"{W}hyperlink")}
    names = {mark.get(qn("w:name")) for mark in small_file.element.body.iter(f"{W}bookmarkStart")}
    assert anchors == {"clause_1", "clause_2", "clause_3", "clause_4"} <= names
    notes = [text for text in paragraphs_of(small_file) if text.startswith("[")]
    assert notes[0] == (
        "[1]《关于加强离退休干部党建工作的意见》（浙老干〔2020〕3号，浙江省委老干部局，2021年5月6日）第一部分"
    )
    assert notes[3].endswith("第5点（已废止）")


def test_every_run_has_a_chinese_font_and_the_program_is_told_that_it_is_chinese(small_file: Document) -> None:
    fonts = {f.get(qn("w:eastAsia")) for f in small_file.element.body.iter(f"{W}rFonts")}
    assert fonts == {"宋体", "黑体"}
    assert {lang.get(qn("w:eastAsia")) for lang in small_file.styles.element.iter(f"{W}lang")} == {"zh-CN"}
    table = next(p for p in small_file.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    assert "Noto Serif CJK SC" in table.blob.decode()


def test_hostile_text_is_text_and_every_sentence_is_there(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    comparison, clause_of = hostile()
    export_comparison(comparison, path, clause_of)
    every_part_is_xml(path)
    read = document(path)
    [table] = read.tables
    assert len(table.rows) == len(comparison.rows) + 1
    text = text_of_docx(read)
    for row in comparison.rows:
        for cell in row.cells:
            for quote in cell.quotes:
                assert printable(tidy(quote.text)) in text.replace("\n", "")
    assert "补贴003元" in text
    assert "300元" not in text


def test_a_region_without_a_notice_says_so_at_its_head(tmp_path: Path) -> None:
    make = Maker()
    comparison = comparison_of(make, "每年2次。")
    nobody = Column("辽宁", "辽宁（省级）", "辽宁", "省", superior=False, documents=())
    [row] = comparison.rows
    wider = replace(
        comparison,
        columns=(*comparison.columns, nobody),
        rows=(replace(row, cells=(*row.cells, Cell("辽宁", "辽宁", ()))),),
    )
    export_comparison(wider, tmp_path / "x.docx", make.clause_of)
    table = document(tmp_path / "x.docx").tables[0]
    assert words(table.rows[0].cells[2]) == ["辽宁（省级）", "没有文件写到"]
    assert words(table.rows[1].cells[2]) == ["未规定"]


def test_a_very_long_sentence_begins_in_its_cell_and_stands_whole_in_its_note(tmp_path: Path) -> None:
    make = Maker()
    sentence = "党支部应当做好各项工作；" * 100 + "每年2次。"
    path = tmp_path / "x.docx"
    export_comparison(comparison_of(make, sentence), path, make.clause_of)
    read = document(path)
    [shown] = words(read.tables[0].rows[1].cells[1])
    assert shown.endswith("；……（下略，全句见注）[1]")
    assert len(shown) < 450
    assert sentence in paragraphs_of(read)


def test_many_columns_go_into_tables_below_each_other(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    comparison, clause_of = hostile(columns=10, rows=2)
    export_comparison(comparison, path, clause_of)
    tables = document(path).tables
    assert [len(table.columns) for table in tables] == [6, 6]
    heads = [words(cell)[0] for table in tables for cell in table.rows[0].cells[1:]]
    assert [head.removeprefix("上级：") for head in heads] == [column.heading for column in comparison.columns]


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".md", ".csv", ".json"])
def test_a_comparison_of_nothing_is_a_file_too(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    export_comparison(NOTHING, path, lambda _: None)
    assert path.stat().st_size > 0
    if ending == ".docx":
        assert not document(path).tables
        assert "资料库里的文件都没有说到这个题目。" in paragraphs_of(document(path))
