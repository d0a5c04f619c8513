"""The page of a PDF as a picture, with the cited clause framed where it is printed."""

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import IngestError
from ingest.model import Box
from web.page_picture import PagePicture, picture_of_page

WIDTH, HEIGHT = 400, 600  # points


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages; on each a black bar from (100, 150) to (300, 170), counted from the top left."""
    canvas = Canvas(str(tmp_path / "通知.pdf"), pagesize=(WIDTH, HEIGHT))
    for _ in range(2):
        canvas.rect(100, HEIGHT - 170, 200, 20, fill=1)
        canvas.showPage()
    canvas.save()
    return tmp_path / "通知.pdf"


def opened(picture: PagePicture) -> Image.Image:
    return Image.open(io.BytesIO(picture.png)).convert("RGB")


def is_red(pixel: object) -> bool:
    red, green, blue = pixel  # type: ignore[misc]
    return red > 140 and green < 90 and blue < 90


def test_the_frame_stands_around_what_is_printed_there(pdf: Path) -> None:
    framed = picture_of_page(pdf, 1, [Box(1, 100, 150, 300, 170)])
    assert framed.frame_top == pytest.approx(147 / HEIGHT, abs=0.002)
    picture = opened(framed)
    scale = picture.width / WIDTH
    assert picture.height == pytest.approx(HEIGHT * scale, abs=1)
    reds = [(x, y) for x in range(picture.width) for y in range(picture.height) if is_red(picture.getpixel((x, y)))]
    assert min(x for x, _ in reds) / scale == pytest.approx(97, abs=1.5)
    assert max(x for x, _ in reds) / scale == pytest.approx(303, abs=1.5)
    assert min(y for _, y in reds) / scale == pytest.approx(147, abs=1.5)
    assert max(y for _, y in reds) / scale == pytest.approx(173, abs=1.5)
    middle = picture.getpixel((round(200 * scale), round(160 * scale)))
    assert max(middle) < 90  # type: ignore[type-var, arg-type]  # print stays dark under the tint


def test_boxes_of_another_page_are_not_drawn(pdf: Path) -> None:
    framed = picture_of_page(pdf, 2, [Box(1, 100, 150, 300, 170)])
    assert framed == picture_of_page(pdf, 2)


def test_a_file_that_is_gone_or_no_pdf_or_has_no_such_page_is_an_error_people_can_read(pdf: Path) -> None:
    broken = pdf.with_name("坏.pdf")
    broken.write_bytes(b"not a pdf")
    for file, page, said in ((pdf.with_name("无.pdf"), 1, "不在原处"), (broken, 1, "打不开"), (pdf, 3, "第 3 页")):
        with pytest.raises(IngestError, match=said) as caught:
            picture_of_page(file, page)
        assert file.name in str(caught.value)
