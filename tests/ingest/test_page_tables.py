"""Ruled tables of PDF pages: merged cells, tables over pages, pages set sideways, and what is no table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.documents import parse_file
from ingest.model import Cell, LineKind, Table
from ingest.readers import read_source

HEIGHT = A4[1]
Merged = tuple[str, int, int, int, int]  # text, column, row, columns, rows


def ruled(canvas: Canvas, cells: Sequence[Merged], edges: Sequence[float], top: float, pitch: float = 30) -> None:
    """Cells with their rules; a merged cell has none inside."""
    for text, column, row, columns, rows in cells:
        x0, x1 = edges[column], edges[column + columns]
        y0, y1 = top + row * pitch, top + (row + rows) * pitch
        canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0)
        canvas.setFont("STSong-Light", 12)
        for at, line in enumerate(text.split("\n")):
            canvas.drawString(x0 + 4, HEIGHT - y0 - 14 - at * 14, line)


def plain(rows: Sequence[Sequence[str]]) -> list[Merged]:
    return [(text, column, row, 1, 1) for row, cells in enumerate(rows) for column, text in enumerate(cells)]


def text_at(canvas: Canvas, top: float, text: str) -> None:
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(90, HEIGHT - top - 16, text)


@pytest.fixture
def canvas(tmp_path: Path) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(str(tmp_path / "a.pdf"), pagesize=A4)


def tables_in(path: Path) -> list[Table]:
    found = parse_file(path)
    assert found.coverage.ratio == 1.0
    for document in found.documents:
        for table in document.tables:
            for row in table.rows:
                assert all(found.text[slice(*cell.span)] == cell.text for cell in row.cells)
    return [table for document in found.documents for table in document.tables]


def rows_of(table: Table) -> list[str]:
    return [" ".join(f"{c.column}={c.text}" for c in row.cells) for row in table.rows]


EDGES = (90, 200, 320, 480)


def test_merged_cells_are_known_by_their_rules(canvas: Canvas, tmp_path: Path) -> None:
    text_at(canvas, 60, "某市财政局关于调整补贴标准的通知")
    text_at(canvas, 100, "一、标准。补贴标准如下：")
    cells = [("类别", 0, 0, 1, 2), ("补贴标准", 1, 0, 2, 1), ("书记", 1, 1, 1, 1), ("委员", 2, 1, 1, 1)]
    cells += [("村", 0, 2, 1, 2), ("300元", 1, 2, 1, 1), ("200元", 2, 2, 1, 1), ("另行\n规定", 1, 3, 2, 1)]
    ruled(canvas, cells, EDGES, 150)
    canvas.save()
    source = read_source(tmp_path / "a.pdf")
    rows = [line for line in source.lines if line.kind is LineKind.TABLE_ROW]
    assert [line.text for line in rows] == ["类别\t补贴标准", "\t书记\t委员", "村\t300元\t200元", "\t另行规定"]
    assert rows[0].cells == (Cell("类别", 0, 1, 2), Cell("补贴标准", 1, 2, 1))
    (table,) = tables_in(tmp_path / "a.pdf")
    assert rows_of(table) == [
        "类别=村 补贴标准/书记=300元 补贴标准/委员=200元",
        "类别=村 补贴标准/书记=另行规定 补贴标准/委员=另行规定",
    ]


def test_a_table_goes_on_over_the_page_even_with_a_single_row(canvas: Canvas, tmp_path: Path) -> None:
    text_at(canvas, 60, "某市财政局关于调整补贴标准的通知")
    text_at(canvas, 100, "一、标准。补贴标准如下：")
    ruled(canvas, plain([("序号", "职务", "补贴标准"), ("1", "书记", "300元"), ("2", "委员", "200元")]), EDGES, 690)
    canvas.drawString(280, 30, "— 1 —")
    canvas.showPage()
    ruled(canvas, plain([("3", "联络员", "100元")]), EDGES, 60)
    text_at(canvas, 130, "二、要求。各单位要认真落实。")
    canvas.drawString(280, 30, "— 2 —")
    canvas.save()
    (table,) = tables_in(tmp_path / "a.pdf")
    assert rows_of(table)[2] == "序号=3 职务=联络员 补贴标准=100元"
    assert [row.page for row in table.rows] == [1, 1, 2]


def test_a_table_on_a_page_set_sideways_is_read_by_its_rules(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    text_at(canvas, 60, "某市财政局关于调整补贴标准的通知")
    text_at(canvas, 100, "一、标准。各单位按附表执行，补贴标准如下：")
    canvas.showPage()
    width, height = landscape(A4)
    assert width > height
    canvas.translate(A4[0], 0)
    canvas.rotate(90)  # text runs up the page
    canvas.translate(0, height - HEIGHT)  # `ruled` counts from the top of a portrait page
    ruled(
        canvas, plain([("职务", "标准", "备注"), ("书记", "300元", "按月发"), ("委员", "200元", "按季发")]), EDGES, 80
    )
    canvas.save()
    (table,) = tables_in(tmp_path / "a.pdf")
    assert rows_of(table) == ["职务=书记 标准=300元 备注=按月发", "职务=委员 标准=200元 备注=按季发"]


def test_columns_without_rules_stay_text(canvas: Canvas, tmp_path: Path) -> None:
    text_at(canvas, 60, "某市财政局关于调整补贴标准的通知")
    text_at(canvas, 100, "一、标准。补贴标准如下：")
    for at, (post, sum_) in enumerate([("职务", "标准"), ("书记", "300元"), ("委员", "200元")]):
        canvas.drawString(100, HEIGHT - 160 - at * 24, post)
        canvas.drawString(320, HEIGHT - 160 - at * 24, sum_)
    canvas.save()
    assert not any(line.kind is LineKind.TABLE_ROW for line in read_source(tmp_path / "a.pdf").lines)
    assert tables_in(tmp_path / "a.pdf") == []


def test_a_slanting_head_names_both_axes_apart(canvas: Canvas, tmp_path: Path) -> None:
    text_at(canvas, 60, "某市财政局关于调整补贴标准的通知")
    text_at(canvas, 100, "一、标准。补贴标准如下：")
    ruled(canvas, plain([("", "一级", "二级"), ("书记", "300元", "200元"), ("委员", "200元", "100元")]), EDGES, 150)
    canvas.line(90, HEIGHT - 150, 200, HEIGHT - 180)
    canvas.drawString(160, HEIGHT - 162, "等级")
    canvas.drawString(94, HEIGHT - 176, "职务")
    canvas.save()
    (table,) = tables_in(tmp_path / "a.pdf")
    assert rows_of(table)[0] == "等级职务=书记 一级=300元 二级=200元"
    assert parse_file(tmp_path / "a.pdf").text.count("等级 职务") == 1
