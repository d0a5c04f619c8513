"""The pages of an original as pictures: as printed, as scanned and set upright again, as drawn from an OFD file."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import IngestError
from ingest.model import Box, FileFormat
from serve.training.picture_files import fonts_here
from tests.formats.reading import write_notice
from web.page_picture import PagePicture, picture_of_page
from web.page_upright import Lie, lies_as_read

WIDTH, HEIGHT = 400, 600  # points
BAR = Box(1, 100, 150, 300, 170)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages; on each a black bar at BAR, and a word, so that it is no scan."""
    canvas = Canvas(str(tmp_path / "通知.pdf"), pagesize=(WIDTH, HEIGHT))
    for _ in range(2):
        canvas.rect(BAR.x0, HEIGHT - BAR.y1, BAR.x1 - BAR.x0, BAR.y1 - BAR.y0, fill=1)
        canvas.drawString(20, 20, "word")
        canvas.showPage()
    canvas.save()
    return tmp_path / "通知.pdf"


def opened(picture: PagePicture) -> Image.Image:
    return Image.open(io.BytesIO(picture.image)).convert("L")


def dark_share(picture: PagePicture, box: Box) -> float:
    """How much of a box is dark on the picture, 0..1: boxes count in its points."""
    image = opened(picture)
    scale = image.width / picture.width
    cut = image.crop((round(box.x0 * scale), round(box.y0 * scale), round(box.x1 * scale), round(box.y1 * scale)))
    return sum(cut.histogram()[:100]) / (cut.width * cut.height)


def test_a_page_is_shown_at_the_size_that_boxes_count_in(pdf: Path) -> None:
    picture = picture_of_page(pdf, FileFormat.PDF, 1)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert dark_share(picture, BAR) > 0.95
    assert dark_share(picture, Box(1, 100, 180, 300, 300)) == 0


def test_a_page_of_which_the_file_shows_a_part_is_shown_whole(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "裁.pdf"), pagesize=(WIDTH, HEIGHT), cropBox=(50, 50, 350, 550))
    canvas.rect(BAR.x0, HEIGHT - BAR.y1, BAR.x1 - BAR.x0, BAR.y1 - BAR.y0, fill=1)
    canvas.drawString(60, 60, "word")
    canvas.save()
    picture = picture_of_page(tmp_path / "裁.pdf", FileFormat.PDF, 1)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert dark_share(picture, BAR) > 0.95


def test_a_file_that_is_gone_or_no_pdf_or_has_no_such_page_is_an_error_people_can_read(pdf: Path) -> None:
    broken = pdf.with_name("坏.pdf")
    broken.write_bytes(b"not a pdf")
    for file, page, said in ((pdf.with_name("无.pdf"), 1, "不在原处"), (broken, 1, "打不开"), (pdf, 3, "第 3 页")):
        with pytest.raises(IngestError, match=said) as caught:
            picture_of_page(file, FileFormat.PDF, page)
        assert file.name in str(caught.value)


def test_an_image_that_is_gone_is_an_error_people_can_read(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="不在原处"):
        picture_of_page(tmp_path / "无.png", FileFormat.IMAGE, 1)


# ---- Scans that lay askew: boxes count on the page as it was set upright.

LINES = [Box(1, 60 + 10 * (i % 3), 80 + 30 * i, 340 - 25 * (i % 4), 92 + 30 * i) for i in range(11)]


def upright_page() -> Image.Image:
    """A page at 144 dpi with a bar for each of LINES."""
    page = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), "white")
    for line in LINES:
        ImageDraw.Draw(page).rectangle([2 * edge for edge in line[1:]], fill="black")
    return page


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_scan_that_lay_on_its_side_is_shown_as_it_was_read(tmp_path: Path, quarters: int) -> None:
    lay = upright_page().rotate(90 * quarters, expand=True)
    lay.save(tmp_path / "扫描.png", dpi=(144, 144))
    picture = picture_of_page(tmp_path / "扫描.png", FileFormat.IMAGE, 1, LINES)
    assert picture.width == pytest.approx(WIDTH, abs=1)
    assert all(dark_share(picture, line) > 0.9 for line in LINES)


def test_a_scan_that_lay_askew_is_set_level_about_its_middle() -> None:
    lay = upright_page().rotate(-4, Image.Resampling.BICUBIC, fillcolor="white")
    lie = lies_as_read(lay, (WIDTH, HEIGHT), LINES)
    assert lie.quarters == 0
    assert lie.skew == pytest.approx(4, abs=0.3)
    assert lies_as_read(upright_page(), (WIDTH, HEIGHT), LINES) == Lie()


def test_boxes_that_fit_nowhere_leave_the_page_as_it_is() -> None:
    empty = Image.new("RGB", (WIDTH, HEIGHT), "white")
    assert lies_as_read(empty, (WIDTH, HEIGHT), LINES) == Lie()


# ---- OFD: drawn from what the file says.


def test_an_ofd_page_is_drawn_with_its_text_at_its_place_and_says_so(tmp_path: Path) -> None:
    if fonts_here() is None:
        pytest.skip("no font with Chinese characters on this machine")
    picture = picture_of_page(write_notice(tmp_path, "ofd"), FileFormat.OFD, 1)
    assert picture.note is not None
    assert "重绘" in picture.note
    assert picture.width == pytest.approx(595.3, abs=0.5)
    assert dark_share(picture, Box(1, 120, 120, 480, 155)) > 0.05  # the red head
    assert dark_share(picture, Box(1, 0, 0, 595, 100)) == 0  # the upper margin


def test_an_ofd_file_without_such_a_page_is_an_error_people_can_read(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="第 99 页"):
        picture_of_page(write_notice(tmp_path, "ofd"), FileFormat.OFD, 99)
