"""Born-digital PDF: lines, boxes, tables, running heads and feet."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import IngestError
from ingest.model import Alignment, LineKind, SourceText, printed_length
from ingest.readers import read_source
from ingest.readers.pages.glyphs import visible_text

WIDTH, HEIGHT = A4
LEFT, SIZE = 90.0, 16.0
PITCH = 28.0
FULL = 26  # characters of a full line
Draw = Callable[[Canvas], None]


def make(path: Path, pages: Sequence[Draw], encrypt: StandardEncryption | None = None) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, encrypt=encrypt)
    for draw in pages:
        canvas.setFont("STSong-Light", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path) -> SourceText:
    source = read_source(path)
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters
    return source


def put(canvas: Canvas, top: float, text: str, x: float = LEFT, size: float = SIZE) -> None:
    canvas.setFont("STSong-Light", size)
    canvas.drawString(x, HEIGHT - top - size, text)


def body(number: int, lines: int = 20) -> list[str]:
    return [
        (f"第{number}页第{i}行" + "各级党组织要高度重视切实加强领导抓好工作落实确保取得实效")[:FULL]
        for i in range(lines)
    ]


def put_body(canvas: Canvas, number: int, lines: int = 20) -> None:
    for i, text in enumerate(body(number, lines)):
        put(canvas, 110 + i * PITCH, text)


def test_lines_come_with_page_and_box_in_order(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 300, "第二行")
        put(canvas, 272, "第一行")  # written later in the file than it stands on the page

    source = read(make(tmp_path / "a.pdf", [draw]))
    assert [line.text for line in source.lines] == ["第一行", "第二行"]
    assert source.pages == 1
    box = source.lines[0].boxes[0]
    assert (box.page, round(box.x0), round(box.x1)) == (1, 90, 138)
    assert 260 < box.y0 < box.y1 < 300


def test_page_numbers_and_running_heads_are_dropped_by_name(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 45, "某市老干部工作制度汇编", size=10)
            put_body(canvas, number)
            put(canvas, 780, f"— {number} —", x=270, size=14)

        return draw

    source = read(make(tmp_path / "a.pdf", [page(n) for n in range(1, 5)]))
    assert [line.text for line in source.lines] == [text for n in range(1, 5) for text in body(n)]
    assert [(d.text, d.reason, d.page) for d in source.dropped][:2] == [
        ("某市老干部工作制度汇编", "页眉", 1),
        ("— 1 —", "页码", 1),
    ]
    assert len(source.dropped) == 8


@pytest.mark.parametrize("form", ["{}", "- {} -", "第 {} 页 共 3 页", "{}/3", "·{}·"])
def test_page_numbers_in_all_their_forms(tmp_path: Path, form: str) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put_body(canvas, number)
            put(canvas, 790, form.format(number), x=280, size=12)

        return draw

    source = read(make(tmp_path / "a.pdf", [page(n) for n in (1, 2, 3)]))
    assert {d.reason for d in source.dropped} == {"页码"}
    assert len(source.lines) == 60


def test_figures_and_annex_heads_at_the_edge_of_a_page_stay(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 82, f"附件{number}")
            put_body(canvas, number)
            put(canvas, 110 + 20 * PITCH + 60, str(number * 300 + 7))

        return draw

    source = read(make(tmp_path / "a.pdf", [page(n) for n in (1, 2, 3)]))
    kept = [line.text for line in source.lines]
    assert {"附件1", "附件2", "附件3", "307", "607", "907"} <= set(kept)
    assert source.dropped == ()


@pytest.mark.parametrize(("figure", "kept"), [("300", True), ("1", False)])
def test_the_figure_at_the_foot_of_a_single_page(tmp_path: Path, figure: str, kept: bool) -> None:
    def draw(canvas: Canvas) -> None:
        put_body(canvas, 1)
        put(canvas, 790, figure, x=290)

    source = read(make(tmp_path / "a.pdf", [draw]))
    assert (figure in [line.text for line in source.lines]) is kept


def test_a_table_is_given_by_rows_at_its_place_and_not_twice(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 100, "标准如下：")
        for x in (90, 200, 400):
            canvas.line(x, HEIGHT - 140, x, HEIGHT - 260)
        for y in (140, 180, 220, 260):
            canvas.line(90 if y != 220 else 200, HEIGHT - y, 400, HEIGHT - y)
        for top, x, text in [(150, 95, "项目"), (150, 205, "标准"), (190, 95, "补贴"), (182, 205, "每月不低"), (200, 205, "于300元"),
                             (230, 205, "每年1次")]:  # fmt: skip
            put(canvas, top, text, x=x, size=14)
        put(canvas, 300, "以上标准自发布之日起执行。")

    source = read(make(tmp_path / "a.pdf", [draw]))
    assert [(line.kind, line.text) for line in source.lines] == [
        (LineKind.TEXT, "标准如下："),
        (LineKind.TABLE_ROW, "项目\t标准"),
        (LineKind.TABLE_ROW, "补贴\t每月不低于300元"),
        (LineKind.TABLE_ROW, "\t每年1次"),
        (LineKind.TEXT, "以上标准自发布之日起执行。"),
    ]


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 60, WIDTH - 120, HEIGHT - 120)
        canvas.line(60, HEIGHT - 100, WIDTH - 60, HEIGHT - 100)
        put_body(canvas, 1, 5)

    assert {line.kind for line in read(make(tmp_path / "a.pdf", [draw])).lines} == {LineKind.TEXT}


def test_place_between_the_margins_and_gaps(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 80, "关于做好工作的通知", x=WIDTH / 2 - 4.5 * 22, size=22)
        put_body(canvas, 1, 10)
        put(canvas, 110 + 10 * PITCH + 40, "某市委老干部局", x=LEFT + 16 * SIZE)
        put(canvas, 110 + 11 * PITCH + 40, "2022年4月26日", x=LEFT + 17 * SIZE)

    lines = read(make(tmp_path / "a.pdf", [draw])).lines
    assert lines[0].alignment is Alignment.CENTER
    assert lines[5].alignment is Alignment.START
    assert [line.alignment for line in lines[-2:]] == [Alignment.END, Alignment.END]
    assert [line.blank_before for line in lines[2:]] == [False] * 9 + [True, False]


def test_doubled_characters_are_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 100, "一、总体要求")
        put(canvas, 100, "一、总体要求", x=LEFT + 0.4)
        put(canvas, 140, "谢谢大家，天天向上。")  # the same character side by side is no double

    source = read(make(tmp_path / "a.pdf", [draw]))
    assert [line.text for line in source.lines] == ["一、总体要求", "谢谢大家，天天向上。"]
    assert [(d.text, d.reason) for d in source.dropped] == [("一、总体要求", "重影字（同一字叠印两次）")]


def test_a_slanted_watermark_is_named_and_keeps_out_of_the_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put_body(canvas, 1)
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 60)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    source = read(make(tmp_path / "a.pdf", [draw]))
    assert [line.text for line in source.lines] == body(1)
    assert [(d.text, d.reason) for d in source.dropped] == [("内部资料", "斜排文字（水印、印章）")]


@pytest.mark.parametrize("angle", [90, 270])
def test_a_page_set_sideways_is_read_along_its_lines(tmp_path: Path, angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(angle)
        canvas.setFont("STSong-Light", SIZE)
        across, up = (0.0, -WIDTH) if angle == 90 else (-HEIGHT, 0.0)
        canvas.drawString(across + 100, up + WIDTH - 100, "第一行在上")
        canvas.drawString(across + 100, up + WIDTH - 130, "第二行在下")

    source = read(make(tmp_path / "a.pdf", [draw]))
    assert [line.text for line in source.lines] == ["第一行在上", "第二行在下"]
    box = source.lines[0].boxes[0]
    assert 0 <= box.x0 < box.x1 <= WIDTH and box.y1 - box.y0 > 4 * SIZE  # in the page as it lies in the file


def test_two_plain_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"左栏第{i:02d}行文字一直写到栏边" for i in range(12)]
    right = [f"右栏第{i:02d}行文字一直写到栏边" for i in range(12)]

    def draw(canvas: Canvas) -> None:
        put(canvas, 60, "横跨两栏的标题写在两栏之上横跨两栏的标题写在两栏之上", x=70)
        for i in range(12):
            put(canvas, 110 + i * 24, left[i], x=70)
            put(canvas, 110 + i * 24, right[i], x=320)

    lines = [line.text for line in read(make(tmp_path / "a.pdf", [draw])).lines]
    assert lines[1:] == left + right


def test_a_list_of_names_beside_offices_is_not_taken_for_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(12):
            put(canvas, 110 + i * 24, f"张某{i:02d}")
            put(canvas, 110 + i * 24, "某局副局长", x=330)

    lines = [line.text for line in read(make(tmp_path / "a.pdf", [draw])).lines]
    assert lines[0] == "张某00  某局副局长" and len(lines) == 12


def test_names_spaced_out_over_a_line_are_words(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i, character in enumerate("中共某市委组织部"):
            put(canvas, 100, character, x=100 + i * SIZE * 1.8)
        put(canvas, 140, "第一条　为了依法")

    assert [line.text for line in read(make(tmp_path / "a.pdf", [draw])).lines] == [
        "中共某市委组织部",
        "第一条 为了依法",
    ]


def picture(canvas: Canvas) -> None:
    png = io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
            "0def46b80000000049454e44ae426082"
        )
    )
    canvas.drawImage(ImageReader(png), 0, 0, WIDTH, HEIGHT)


def test_pictures_without_text_fail_with_their_remedy(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="共 2 页，只有图像，其中没有认出文字。请确认扫描清晰"):
        read_source(make(tmp_path / "扫描.pdf", [picture, picture]))


def test_pages_that_are_pictures_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    source = read(make(tmp_path / "a.pdf", [lambda c: put_body(c, 1), picture, lambda c: put_body(c, 3), picture]))
    assert len(source.lines) == 40
    assert source.warnings == ("第 2、4 页只有图像，没有认出文字，请核对原件",)


def test_a_locked_file_fails_with_its_remedy(tmp_path: Path) -> None:
    path = make(tmp_path / "密.pdf", [lambda c: put_body(c, 1)], StandardEncryption("secret"))
    with pytest.raises(IngestError, match=r"打开密码.*去掉密码"):
        read_source(path)


def test_a_file_only_locked_against_changes_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        canvas.drawString(LEFT, 500, "Notice of 2022")

    path = make(tmp_path / "锁.pdf", [draw], StandardEncryption("", ownerPassword="x", canCopy=0))
    assert [line.text for line in read(path).lines] == ["Notice of 2022"]


def test_a_file_cut_off_fails_by_name(tmp_path: Path) -> None:
    path = make(tmp_path / "断.pdf", [lambda c, n=n: put_body(c, n) for n in (1, 2, 3)])  # type: ignore[misc]
    data = path.read_bytes()
    for length in range(9, len(data) - 20, len(data) // 20):
        path.write_bytes(data[:length])
        with pytest.raises(IngestError, match=r"断\.pdf"):
            read_source(path)


def test_damaged_bytes_never_raise_anything_else(tmp_path: Path) -> None:
    path = make(tmp_path / "坏.pdf", [lambda c: put_body(c, 1)])
    data = path.read_bytes()
    for at in range(12, len(data), len(data) // 25):
        path.write_bytes(data[:at] + b"\x00\xff\x41" + data[at + 3 :])
        try:
            read_source(path)
        except IngestError as error:
            assert "坏.pdf" in str(error)


@pytest.mark.parametrize(
    ("given", "shown"), [("⼀", "一"), ("⼯", "工"), ("\u00ad", "-"), ("(cid:812)", "\ufffd"), ("一", "一")]
)
def test_characters_are_given_as_they_look(given: str, shown: str) -> None:
    assert visible_text(given) == shown
