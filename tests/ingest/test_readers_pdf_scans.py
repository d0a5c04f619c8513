"""PDF pages whose text layer is missing, garbled or somebody else's: decided page by page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.model import FileFormat, SourceText, printed_length
from ingest.readers import read_source
from ingest.readers.pages.glyphs import Glyph
from ingest.readers.pages.text_layer import PageContent, Standing, is_plausible, reads_alike, standing_of
from tests.ingest.test_readers_scan import NOTICE, SAID, SONG, page, text_of

Draw = Callable[[Canvas], None]
TYPED = "各级党委组织部要高度重视离退休干部工作"


def make(path: Path, pages: Sequence[Draw]) -> SourceText:
    pdfmetrics.registerFont(TTFont("Song", SONG))
    canvas = Canvas(str(path), pagesize=A4)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    source = read_source(path)
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters
    return source


def put_text(canvas: Canvas, lines: Sequence[str], *, top: float = 105, mode: int = 0) -> None:
    for i, line in enumerate(lines):
        text = canvas.beginText(79, A4[1] - top - i * 28)
        text.setFont("Song", 16)
        text.setTextRenderMode(mode)
        text.textOut(line)
        canvas.drawText(text)


def put_image(canvas: Canvas, image: Image.Image, width: float = A4[0]) -> None:
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    canvas.drawImage(ImageReader(file), 0, 0, width, width * image.height / image.width)


def scan_page(canvas: Canvas) -> None:
    put_image(canvas, page())


def typed_page(canvas: Canvas) -> None:
    put_text(canvas, [TYPED] * 4)


def test_a_pdf_of_images_is_a_scan(tmp_path: Path) -> None:
    source = make(tmp_path / "a.pdf", [scan_page])
    assert (source.format, source.pages, source.warnings) == (FileFormat.SCAN, 1, ())
    assert text_of(source) == SAID
    assert all(line.confidence is not None for line in source.lines)


def test_typed_and_scanned_pages_stay_in_order(tmp_path: Path) -> None:
    source = make(tmp_path / "a.pdf", [typed_page, scan_page, typed_page])
    assert (source.format, source.warnings) == (FileFormat.PDF, ("第 2 页由图像识别而来",))
    assert [line.page for line in source.lines] == [1] * 4 + [2] * len(NOTICE) + [3] * 4
    assert [line.confidence is None for line in source.lines] == [line.page != 2 for line in source.lines]


def test_a_page_number_typed_on_a_scan_does_not_hide_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        scan_page(canvas)
        put_text(canvas, ["— 1 —"], top=800)

    assert SAID in text_of(make(tmp_path / "a.pdf", [draw]))


def test_a_small_image_on_a_typed_page_is_left_alone(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put_image(canvas, page(NOTICE[:2], top=40, size=(1240, 200)), width=200)
        typed_page(canvas)

    source = make(tmp_path / "a.pdf", [draw])
    assert source.format is FileFormat.PDF
    assert text_of(source) == TYPED * 4


def unseen(lines: Sequence[str]) -> Draw:
    def draw(canvas: Canvas) -> None:
        scan_page(canvas)
        put_text(canvas, lines, mode=3)

    return draw


def under_the_image(lines: Sequence[str]) -> Draw:
    def draw(canvas: Canvas) -> None:
        put_text(canvas, lines)
        scan_page(canvas)

    return draw


@pytest.mark.slow
@pytest.mark.parametrize("layer", [unseen, under_the_image])
def test_an_unseen_text_layer_that_says_what_is_seen_is_used(tmp_path: Path, layer: Callable[..., Draw]) -> None:
    source = make(tmp_path / "a.pdf", [layer(NOTICE)])
    assert text_of(source) == SAID
    assert source.warnings == ("第 1 页是扫描图像，文字取自文件中附带的识别结果，请对照图像核对",)


@pytest.mark.slow
@pytest.mark.parametrize("layer", [unseen, under_the_image])
def test_an_unseen_text_layer_that_says_something_else_is_not(tmp_path: Path, layer: Callable[..., Draw]) -> None:
    source = make(tmp_path / "a.pdf", [layer([TYPED] * 6)])
    assert text_of(source) == SAID
    assert source.warnings == ("第 1 页图像上附有他人识别的文字，与图像不符，已重新识别",)


def glyphs(text: str) -> list[Glyph]:
    return [
        Glyph(c, 80 + 16 * (i % 28), 100 + 28 * (i // 28), 96, 116 + 28 * (i // 28), 16, "") for i, c in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        (SAID, PageContent(0, 0, 0), Standing.USABLE),
        (SAID, PageContent(1.0, 0, 0), Standing.USABLE),  # a letterhead behind the text
        ("", PageContent(0, 0, 0), Standing.USABLE),  # an empty page
        ("", PageContent(0, 900, 0), Standing.MISSING),  # text drawn as outlines
        ("5", PageContent(0.9, 0, 0), Standing.MISSING),
        (SAID.replace("干", "\ufffd").replace("的", "\ue123"), PageContent(0, 0, 0), Standing.GARBLED),
        ("\uf0b7" + SAID, PageContent(0, 0, 0), Standing.USABLE),  # a bullet of a symbol font
        (SAID, PageContent(0.9, 0, 1.0), Standing.UNSEEN),
        ("!\"#$%&'()*+,-./:;<=>?@" * 8, PageContent(0, 0, 0), Standing.DOUBTFUL),
        ("".join(map(chr, range(0x5F00, 0x5FA0))), PageContent(0, 0, 0), Standing.DOUBTFUL),
    ],
)
def test_a_text_layer_is_judged_by_its_characters(text: str, content: PageContent, expected: Standing) -> None:
    assert standing_of(glyphs(text), content, 842.0) is expected


def test_ordinary_texts_are_plausible() -> None:
    assert is_plausible(SAID)
    assert is_plausible("Regulations on the Work of Letters and Visits, Article 3. " * 3)
    assert is_plausible("目录 一、总体要求……………………………………………………………………………………1 二、工作重点……………………………………………3")
    assert is_plausible("關於加強離退休幹部工作的意見，各級黨委組織部門要高度重視，認真貫徹落實，確保取得實效。" * 2)
    assert not is_plausible("ÖÐ¹²É½¶«Ê¡Î¯×éÖ¯²¿¹ØÓÚÓ¡·¢" * 5)


def test_readings_are_compared_whatever_their_order() -> None:
    assert reads_alike(SAID, SAID[40:] + SAID[:40])
    assert reads_alike(SAID, SAID.replace("，", ","))
    assert not reads_alike(SAID, TYPED * 6)
