"""OFD whose text is in images, outlines or fonts of its own: read by OCR, or named."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.readers.ofd.jbig2 import SIGNATURE, jbig2_image
from ingest.readers.ofd.typeset import with_glyph_codes
from tests.ingest.ofd_reading import BODY, FONT, glyphs_of, paragraphs, read, reasons, texts
from tests.maker.ofd import (
    LEFT,
    ofd_file,
    path,
    picture,
    text,
)


def _drawn(lines: Sequence[str], *, width: int = 1654, height: int = 2339, size: int = 44) -> bytes:
    """A page as a scanner gives it: A4 at 200 dpi."""
    image = Image.new("RGB", (width, height), "white")
    font = ImageFont.truetype(str(FONT), size)
    for i, line in enumerate(lines):
        ImageDraw.Draw(image).text((220, 300 + i * 2 * size), line, font=font, fill="black")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_picture_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    page = [picture("50", 20, 20, 50, 50)]
    source = read(tmp_path, ofd_file(paragraphs(BODY), page, pictures={"50": b"no image"}))
    assert texts(source) == [BODY]
    assert any(w.startswith("第 2 页") and "图像" in w for w in source.warnings)


def test_outlines_low_on_a_page_of_text_are_named(tmp_path: Path) -> None:
    shapes = [path("M 0 0 " + "Q 1 1 2 2 " * 200 + "C", 30, 200, 5, 5, 'Fill="true"') for _ in range(5)]
    source = read(tmp_path, ofd_file([*paragraphs(BODY), *shapes]))
    assert texts(source) == [BODY]
    assert any("图形" in w for w in source.warnings)


@pytest.mark.parametrize("sequential", [True, False], ids=["sequential", "random access"])
def test_jbig2_image_of_a_scanner_is_decoded(sequential: bool) -> None:
    drawn = Image.open(io.BytesIO(_drawn(["关于做好有关工作的通知"], width=900, height=500))).convert("1")
    shown = jbig2_image(_jbig2(drawn, sequential=sequential))
    assert shown.size == drawn.size
    assert shown.convert("1").tobytes() == drawn.tobytes()
    with pytest.raises(ValueError):
        jbig2_image(SIGNATURE + b"\x01\x00\x00")


def _jbig2(image: Image.Image, *, sequential: bool) -> bytes:
    """A page of one region in MMR, the coding of fax machines."""
    file = io.BytesIO()
    # TIFF counts white as 1, JBIG2 black.
    ImageChops.invert(image.convert("L")).convert("1").save(
        file, "TIFF", compression="group4", tiffinfo={278: image.height}
    )
    with Image.open(file) as tiff:
        (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    coded = file.getvalue()[offset : offset + length]
    size = struct.pack(">II", *image.size)
    segments = [
        (48, size + struct.pack(">IIBH", 0, 0, 0, 0)),
        (38, size + struct.pack(">IIBB", 0, 0, 0, 1) + coded),
        (49, b""),
        (51, b""),
    ]
    headers = [
        struct.pack(">IBBBI", n, kind, 0, 0 if kind == 51 else 1, len(body)) for n, (kind, body) in enumerate(segments)
    ]
    bodies = [body for _, body in segments]
    parts = [p for pair in zip(headers, bodies, strict=True) for p in pair] if sequential else [*headers, *bodies]
    return SIGNATURE + struct.pack(">BI", sequential, 1) + b"".join(parts)


@pytest.mark.slow
def test_page_of_an_image_is_read_by_ocr(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    scan = _drawn(["关于做好有关工作的通知", "各单位要加强领导，落实责任"])
    source = read(tmp_path, ofd_file(paragraphs(BODY), [picture("50", 0, 0, 210, 297)], pictures={"50": scan}))
    assert texts(source) == [BODY, "关于做好有关工作的通知", "各单位要加强领导，落实责任"]
    line = source.lines[1]
    assert line.page == 2 and line.confidence is not None and line.confidence > 0.8
    assert line.boxes[0].x0 == pytest.approx(220 * 72 / 200, abs=4)
    assert line.boxes[0].y0 == pytest.approx(300 * 72 / 200, abs=10)


def _layer(*lines: str) -> list[str]:
    """Text that is laid unseen over a picture."""
    clear = '<ofd:FillColor Value="0 0 0" Alpha="0"/>'
    return [text(line, LEFT, 43 + 11.2 * i, inside=clear) for i, line in enumerate(lines)]


@pytest.mark.slow
def test_text_layer_over_a_scan_is_read_where_it_says_what_is_seen(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    lines = ["关于做好有关工作的通知", "各单位要加强领导，落实责任"]
    page = [picture("50", 0, 0, 210, 297), *_layer(*lines)]
    source = read(tmp_path, ofd_file(page, pictures={"50": _drawn(lines)}))
    assert texts(source) == lines
    assert all(line.confidence is None for line in source.lines)
    assert any("透明文字层" in w for w in source.warnings)


@pytest.mark.slow
def test_text_layer_over_a_scan_that_says_something_else_is_not_believed(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    lines = ["关于做好有关工作的通知", "各单位要加强领导，落实责任"]
    wrong = "并非图像上印的内容也不是原来的字词"
    page = [picture("50", 0, 0, 210, 297), *_layer(wrong)]
    source = read(tmp_path, ofd_file(page, pictures={"50": _drawn(lines)}))
    assert texts(source) == lines
    assert "与图像不符" in reasons(source)[wrong]
    assert any("与图像不符" in w for w in source.warnings)


@pytest.mark.slow
def test_codes_that_no_font_explains_are_read_from_their_glyphs(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    line = "关于做好有关工作的通知"
    silent = with_glyph_codes(FONT.read_bytes())  # a font whose codes are none of Unicode's characters
    transform = f'<ofd:CGTransform CodePosition="0" CodeCount="11" GlyphCount="11"><ofd:Glyphs>{glyphs_of(line)}</ofd:Glyphs></ofd:CGTransform>'
    private = "".join(chr(0xE100 + i) for i in range(len(line)))
    garbled = [text(private, LEFT, 40 + 12 * i, font="9", inside=transform) for i in range(2)]
    source = read(tmp_path, ofd_file(garbled, paragraphs(BODY), fonts={"9": silent}))
    assert texts(source) == [line, line, BODY]
    assert source.lines[0].confidence is not None
    assert "乱码" in reasons(source)[private * 2]
    assert any("乱码" in w and "第 1 页" in w for w in source.warnings)


@pytest.mark.slow
def test_text_drawn_as_outlines_is_read_by_ocr(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("cv2")
    source = read(tmp_path, ofd_file(_outlined("关于做好有关工作的通知", 40, 60, 8)))
    assert texts(source) == ["关于做好有关工作的通知"]


@pytest.mark.slow
def test_red_head_drawn_as_outlines_over_text_is_read_by_ocr(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("cv2")
    head = _outlined("市人民政府文件", 40, 60, 16, colour="230 20 20")
    source = read(tmp_path, ofd_file([*head, *paragraphs(BODY, BODY, top=100)]))
    assert texts(source) == ["市人民政府文件", BODY, BODY]
    assert source.lines[0].confidence is not None
    assert any("版头" in w for w in source.warnings)


def _outlined(content: str, x: float, baseline: float, size: float, colour: str = "0 0 0") -> list[str]:
    """Each character as a path with its counters, as a converter writes text whose font it may not embed."""
    import cv2
    import numpy as np

    font = ImageFont.truetype(str(FONT), 200)
    objects = []
    for i, character in enumerate(content):
        image = Image.new("L", (200, 260), 0)
        ImageDraw.Draw(image).text((0, 0), character, font=font, fill=255)
        contours, _ = cv2.findContours(np.asarray(image), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        words: list[str] = []
        for contour in contours:
            points = [(px * size / 200, py * size / 200) for px, py in contour[:, 0][::3].tolist()]
            words.append(f"M {points[0][0]:.3f} {points[0][1]:.3f}")
            words += [f"L {px:.3f} {py:.3f}" for px, py in points[1:]]
            words.append("C")
        box = (x + i * size, baseline - size, size, 1.3 * size)
        drawn = path(" ".join(words), *box, 'Fill="true" Stroke="false"')
        objects.append(drawn.replace("<ofd:Abb", f'<ofd:FillColor Value="{colour}"/><ofd:Abb'))
    return objects
