"""Scans: images and PDF pages without a usable text layer, read by OCR."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.documents import parse_file, parse_source, sha256_of
from ingest.errors import IngestError
from ingest.model import Alignment, FileFormat, LineKind, SourceText, printed_length
from ingest.readers import read_source
from ingest.readers.scans import engine
from ingest.readers.scans.scan import recognise_image
from ingest.readers.scans.text import is_set_half_width, set_right
from tests.maker.scan import (
    FONTS,
    RED,
    WORN,
    Wear,
    character_accuracy,
    image_bytes,
    pdf_of_images,
    scanned,
    stamped,
    tiff_bytes,
    worn,
)

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DEV = Path(__file__).resolve().parents[2].parent / "shared" / "dev" / "documents"
DPI = 150
SIZE = round(16 / 72 * DPI)
LEFT, TOP, PITCH = 165, 220, 58
SONG = str(FONTS / "NotoSerifSC-Regular-subset.ttf")
NOTICE = (
    "关于加强新时代离退休干部发挥作用工作的意见",
    "各市党委组织部、老干部局，省委各部委：",
    "　　为加强离退休干部工作，现提出以下意见。",
    "　　一、总体要求",
    "　　坚持从工作实际出发，加强离退休干部工作，组织引导各",
    "级老干部发挥作用，在社区治理上发挥服务作用，加强工作引",
    "导。",
    "　　二、工作重点",
    "　　（一）在社区治理上发挥服务作用。",
)


def page(lines: Sequence[str] = NOTICE, top: int = TOP, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A clean page; the first line of the notice stands in the middle."""
    sheet = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(SONG, SIZE)
    for i, line in enumerate(lines):
        x, y = LEFT, top + i * PITCH
        if line == NOTICE[0]:
            x = round((size[0] - pen.textlength(line, font)) / 2)
        pen.text((x, y), line, "black", font=font)
    sheet.info["dpi"] = (DPI, DPI)
    return sheet


def read(path: Path, data: bytes) -> SourceText:
    path.write_bytes(data)
    source = read_source(path)
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters
    return source


def text_of(source: SourceText) -> str:
    return "".join("".join(line.text.split()) for line in source.lines)


SAID = "".join("".join(line.split()) for line in NOTICE)


def test_a_page_image_is_read_line_by_line_with_place_and_confidence(tmp_path: Path) -> None:
    source = read(tmp_path / "扫描.png", image_bytes(page(), "PNG"))
    assert (source.format, source.pages, source.warnings) == (FileFormat.IMAGE, 1, ())
    assert ["".join(line.text.split()) for line in source.lines] == ["".join(line.split()) for line in NOTICE]
    assert all(line.page == 1 and line.confidence and line.confidence > 0.9 for line in source.lines)
    title, addressees, first, *_ = source.lines
    assert title.alignment is Alignment.CENTER
    point = 72 / DPI
    assert addressees.boxes[0].x0 == pytest.approx(LEFT * point, abs=4)
    assert addressees.boxes[0].y0 == pytest.approx((TOP + PITCH + 8) * point, abs=6)
    assert first.boxes[0].x0 - addressees.boxes[0].x0 == pytest.approx(32, abs=5)  # two characters of 16 points


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("BMP", "L"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("TIFF", "1"),
    ],
)
def test_every_kind_of_image_is_read(tmp_path: Path, form: str, mode: str) -> None:
    small = page(NOTICE[3:5], top=60, size=(1240, 300))
    if mode == "I;16":
        small = Image.fromarray(np.asarray(small.convert("L")).astype(np.uint16) * 200 + 3000)
    elif mode in ("RGBA", "LA"):
        ink = Image.eval(small.convert("L"), lambda value: 255 - value)
        small = Image.new("RGBA" if mode == "RGBA" else "LA", small.size, 0)
        small.putalpha(ink)  # black on nothing: without paper of its own
    else:
        small = small.convert(mode)
    source = read(tmp_path / f"a.{form.lower()}", image_bytes(small, form))
    assert text_of(source) == "".join(NOTICE[3:5]).replace("　", "")


def test_pages_of_a_tiff_are_pages_and_its_thumbnail_is_none(tmp_path: Path) -> None:
    first, second = page(NOTICE[:4]), page(NOTICE[4:])
    source = read(tmp_path / "a.tif", tiff_bytes([first, second]))
    assert source.pages == 2
    assert text_of(source) == SAID
    assert [line.page for line in source.lines] == [1] * 4 + [2] * 5
    paths = [clause.path[-1] for clause in parse_file(tmp_path / "a.tif").documents[0].clauses]
    assert paths == ["正文", "一、总体要求", "二、工作重点", "（一）在社区治理上发挥服务作用"]


def test_a_camera_turned_on_its_side_says_so_in_the_file(tmp_path: Path) -> None:
    turned = page().rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    turned.save(file, "JPEG", exif=exif, quality=90)
    assert text_of(read(tmp_path / "a.jpg", file.getvalue())) == SAID


@pytest.mark.slow
@pytest.mark.parametrize(
    "wear", [Wear(DPI, turned=1), Wear(DPI, turned=2), Wear(DPI, turned=3), Wear(DPI, 2), Wear(DPI, -7)]
)
def test_a_page_laid_askew_is_read_upright(tmp_path: Path, wear: Wear) -> None:
    source = read(tmp_path / "a.png", image_bytes(worn(page(), wear), "PNG"))
    assert text_of(source) == SAID
    starts = [line.boxes[0].x0 for line in source.lines]
    assert starts[5] == pytest.approx(starts[1], abs=5)  # set level: both at the margin
    assert starts[4] - starts[5] == pytest.approx(32, abs=6)


def test_text_under_a_seal_is_read_and_the_seal_is_named(tmp_path: Path) -> None:
    sealed = stamped(page(), DPI, (0.45, 0.24))
    source = read(tmp_path / "a.jpg", image_bytes(sealed, "JPEG", quality=60))
    assert text_of(source) == SAID
    assert source.warnings == ("第 1 页有印章",)
    assert {d.reason for d in source.dropped} <= {"印章"}


def test_a_red_head_is_text_and_no_seal(tmp_path: Path) -> None:
    sheet = page(NOTICE, top=520)
    pen = ImageDraw.Draw(sheet)
    bold = ImageFont.truetype(str(FONTS / "NotoSerifSC-Bold-subset.ttf"), 80)
    pen.text((250, 200), "中共山东省委文件", RED, font=bold)
    pen.rectangle((150, 420, 1090, 424), fill=RED)
    pen.text((470, 360), "鲁老干〔2022〕15号", "black", font=ImageFont.truetype(SONG, SIZE))
    source = read(tmp_path / "a.png", image_bytes(sheet, "PNG"))
    assert [line.text for line in source.lines[:3]] == ["中共山东省委文件", "鲁老干〔2022〕15号", NOTICE[0]]
    assert source.warnings == ()


@pytest.mark.slow
def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    column = ["离退休干部党组织要加强学习", "各级老干部局要做好服务工作"] * 5
    sheet = page(column)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(SONG, SIZE)
    for i, line in enumerate(["社区治理上发挥服务作用工作", "组织引导老干部发挥推动作用"] * 5):
        pen.text((660, TOP + i * PITCH), line, "black", font=font)
    lines = [line.text for line in recognise_image(np.asarray(sheet), 1, 72 / DPI)]
    assert lines == [*column, *["社区治理上发挥服务作用工作", "组织引导老干部发挥推动作用"] * 5]


TABLE = (
    ("组织部", "工作要点", "意见"),
    ("老干部局", "发挥作用", "5"),
    ("社区党委", "加强学习", "1"),
    ("省委", "服务工作", "/"),
)


def table_page() -> Image.Image:
    sheet = page(NOTICE[:3])
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(SONG, SIZE)
    columns, rows = (165, 420, 700, 1070), range(450, 751, 70)
    for y in rows:
        pen.line((columns[0], y, columns[-1], y), fill="black", width=2)
    for x in columns:
        pen.line((x, rows[0], x, rows[-1]), fill="black", width=2)
    for y, row in zip(rows, TABLE, strict=False):
        for x, cell in zip(columns, row, strict=False):
            pen.text((x + 8, y + 12), cell, "black", font=font)
    pen.text((LEFT, 790), "　　二、工作重点", "black", font=font)
    return sheet


@pytest.mark.slow
@pytest.mark.parametrize("wear", [Wear(DPI), Wear(DPI, 2, jpeg=40), Wear(DPI, -3, turned=1)])
def test_a_ruled_table_is_read_cell_by_cell(wear: Wear) -> None:
    lines = recognise_image(np.asarray(worn(table_page(), wear)), 1, 72 / DPI)
    kinds = [line.kind for line in lines]
    assert kinds == [LineKind.TEXT] * 3 + [LineKind.TABLE_ROW] * 4 + [LineKind.TEXT]
    rows = [line for line in lines if line.kind is LineKind.TABLE_ROW]
    # A lone figure is found, and a slash is not taken for one.
    assert [tuple(cell.text for cell in row.cells) for row in rows] == list(TABLE)
    assert {row.table for row in rows} == {1}


def test_without_the_models_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("rapidocr")

    monkeypatch.setattr(engine, "_loaded", missing)
    path = tmp_path / "扫描.png"
    path.write_bytes(image_bytes(page(), "PNG"))
    with pytest.raises(
        IngestError, match=r"扫描.png：只有图像，需要文字识别，但没有安装识别组件（rapidocr）。请运行 pip install"
    ):
        read_source(path)


@pytest.mark.slow
@pytest.mark.parametrize("state", sorted(WORN))
@pytest.mark.parametrize("digest", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem[:2])
def test_a_worn_scan_of_a_digest_says_what_the_digest_says(tmp_path: Path, digest: Path, state: str) -> None:
    pages = scanned(digest.read_bytes(), WORN[state], seed=3)[:2]
    source = read(tmp_path / "a.pdf", pdf_of_images(pages))
    typed = [line.text for line in read_source(digest).lines if line.page in (1, 2)]
    told = [line.text for line in source.lines if "摘编" not in line.text]
    assert source.format is FileFormat.SCAN
    assert character_accuracy("".join(told), "".join(typed)) >= 0.98
    assert ("第 1 页有印章" in source.warnings) is WORN[state].seal


@pytest.mark.slow
def test_page_images_of_a_real_notice_give_the_tree_of_its_pdf(tmp_path: Path) -> None:
    if not DEV.is_dir():
        pytest.skip("the real documents are not here")
    pages = [Image.open(DEV / f"govdoc-cn-397-p{number}.png").convert("RGB") for number in range(1, 6)]
    typed = parse_file(DEV / "govdoc-cn-397.pdf")
    printed = (DEV / "govdoc-cn-397.gold.txt").read_text(encoding="utf-8")
    for name, data in (("a.tif", tiff_bytes(pages)), ("a.pdf", pdf_of_images(pages))):
        source = read(tmp_path / name, data)
        assert character_accuracy("".join(line.text for line in source.lines), printed) >= 0.99
        parsed = parse_source(source, name, sha256_of(tmp_path / name))  # recognised once
        assert [c.path for d in parsed.documents for c in d.clauses] == [
            c.path for d in typed.documents for c in d.clauses
        ]
        assert [(d.title, d.document_number, d.issuing_authorities, d.dated_on) for d in parsed.documents] == [
            (d.title, d.document_number, d.issuing_authorities, d.dated_on) for d in typed.documents
        ]


def test_an_image_without_text_fails_by_name(tmp_path: Path) -> None:
    path = tmp_path / "空白.png"
    path.write_bytes(image_bytes(Image.new("RGB", (800, 1100), "white"), "PNG"))
    with pytest.raises(IngestError, match=r"空白.png：图片里没有认出文字。请确认图片清晰"):
        read_source(path)


def test_an_image_cut_off_fails_by_name(tmp_path: Path) -> None:
    path = tmp_path / "断.jpg"
    path.write_bytes(image_bytes(page(), "JPEG")[:9000])
    with pytest.raises(IngestError, match=r"断.jpg：图片不完整，第 1 页读不出来。请重新下载"):
        read_source(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "弹.png"
    path.write_bytes(image_bytes(Image.new("1", (13_000, 13_000)), "PNG"))
    with pytest.raises(IngestError, match=r"弹.png：图片超过 130 百万像素，未读取"):
        read_source(path)


@pytest.mark.parametrize(
    ("read", "stored"),
    [
        ("国办发〔2021]12号", "国办发〔2021〕12号"),
        ("《规范》(民发[2015〕", "《规范》（民发〔2015〕"),
        ("鲁政办字【2020】3号", "鲁政办字〔2020〕3号"),
        ("财税[2019]13号", "财税[2019]13号"),
        ("（2018）浙01民初5号", "（2018）浙01民初5号"),
        ("(一)加强领导", "（一）加强领导"),
        ("（一)加强领导", "（一）加强领导"),
        ("104号)精神", "104号）精神"),
        ("各县(市、区)委", "各县（市、区）委"),
        ("f(x)=3", "f(x)=3"),
        ("现通知如下:", "现通知如下："),
        ("各市,各部门", "各市，各部门"),
        ("3,000元", "3,000元"),
        ("10:30开始", "10:30开始"),
        ("GB/T 9704-2012", "GB/T 9704-2012"),
        ("二O二二年四月", "二〇二二年四月"),
        ("二○○九年", "二〇〇九年"),
        ("2O22年", "2O22年"),  # among digits nobody can tell; it is named by its confidence
        ("一—是加强领导", "——是加强领导"),
        ("一是加强领导", "一是加强领导"),
        ("-5-", "—5—"),
        ("—4一", "—4—"),
        ("12-15", "12-15"),
        ("〈办法>的通知", "〈办法〉的通知"),
    ],
)
def test_signs_are_put_right_only_where_their_form_says_so(read: str, stored: str) -> None:
    assert set_right(read) == stored
    assert [c for c in read if c.isdigit()] == [c for c in stored if c.isdigit()]


def test_a_page_printed_with_half_width_signs_keeps_them() -> None:
    printed = ["各市(县)党委,省委各部委:", "加强学习,做好服务(试行),抓好落实;"]
    assert is_set_half_width(printed)
    assert [set_right(line, half_width=True) for line in printed] == printed
    assert not is_set_half_width(["各市（县）党委，省委各部委:", "加强学习,做好服务，抓好落实；"])
