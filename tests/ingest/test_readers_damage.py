"""Files that lost a part of themselves: what is missing is named, nothing of it is passed over."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.archives import opened_archive
from ingest.documents import parse_file, parse_source
from ingest.errors import IngestError
from ingest.readers import read_source
from ingest.readers.pages import pdf_damage
from ingest.readers.plain.text import read_text

REPOSITORY = Path(__file__).resolve().parents[2]


def pdf_of(*pages: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for text in pages:
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(90, 700, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(tmp_path: Path, data: bytes, name: str) -> tuple[str, str]:
    """The text and the warnings of a file."""
    path = tmp_path / name
    path.write_bytes(data)
    source = read_source(path)
    return "".join(line.text for line in source.lines), "".join(source.warnings)


def without_part(data: bytes, lost: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != lost:
                new.writestr(name, old.read(name))
    return out.getvalue()


def bent_stream(data: bytes, number: int) -> bytes:
    """The PDF with a sign of one content stream changed; its length and its index stay right."""
    start = [m.end() for m in re.finditer(rb"stream\r?\n(?=Ga)", data)][number]
    at = start + (data.index(b"endstream", start) - start) // 2
    return data[:at] + (b"!" if data[at : at + 1] != b"!" else b'"') + data[at + 1 :]


def test_a_pdf_page_that_does_not_unpack_whole_is_named(tmp_path: Path) -> None:
    whole = pdf_of("第一页的文字", "第二页的文字", "第三页的文字")
    assert read(tmp_path, whole, "好.pdf") == ("第一页的文字第二页的文字第三页的文字", "")
    _, warnings = read(tmp_path, bent_stream(whole, 1), "坏.pdf")
    assert "第 2 页的内容有损坏" in warnings and "对照原件核对" in warnings


def test_a_pdf_with_fewer_pages_than_it_counts_says_so(tmp_path: Path) -> None:
    counted = pdf_of("第一页的文字", "第二页的文字").replace(b"/Count 2", b"/Count 3")
    assert read(tmp_path, counted, "缺页.pdf") == (
        "第一页的文字第二页的文字",
        "PDF 标明有 3 页，只读到 2 页，请对照原件核对",
    )


def test_a_pdf_put_together_without_its_index_says_so(tmp_path: Path) -> None:
    moved = pdf_of("第一页的文字").replace(b"1 0 obj", b"%" + b" " * 40 + b"\n1 0 obj", 1)
    text, warnings = read(tmp_path, moved, "索引.pdf")
    assert text == "第一页的文字" and "对象索引已损坏" in warnings


def test_a_lost_catalogue_of_pages_is_named(tmp_path: Path) -> None:
    data = pdf_of("第一页的文字", "第二页的文字")
    tree = re.search(rb"\n\d+ 0 obj\n<<\n/Count 2", data)
    assert tree is not None
    lost = data.replace(tree.group(), b"\0" * len(tree.group()))
    text, warnings = read(tmp_path, lost, "册.pdf")
    assert "第一页的文字" in text and "页面目录已损坏" in warnings


def test_a_piece_of_a_pdf_is_no_text(tmp_path: Path) -> None:
    piece = pdf_of("一页的文字")
    piece = piece[piece.index(b"xref") :]
    with pytest.raises(IngestError, match="残缺的 pdf"):
        read(tmp_path, b"endobj\n" + piece, "残.pdf")


def test_references_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    objects = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n3 0 R\nendobj\n3 0 obj\n2 0 R\nendobj\n"
    data = b"%PDF-1.4\n" + objects + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    with pytest.raises(IngestError, match="没有一页可读"):
        read(tmp_path, data, "圈.pdf")


@pytest.mark.slow
def test_a_pdf_page_drawn_by_more_than_any_page_has_is_read_as_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_damage, "MOST_CONTENT", 60)
    text, warnings = read(tmp_path, pdf_of("每月不低于三百元"), "密.pdf")
    assert text == "每月不低于三百元" and "第 1 页的图形过于繁密" in warnings


def test_a_reader_keeps_what_libraries_say_of_damage_off_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(bent_stream(pdf_of("第一页的文字", "第二页的文字"), 0))
    program = (
        "import sys; from pathlib import Path; from ingest.readers import read_source; read_source(Path(sys.argv[1]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert run.stdout + run.stderr == ""


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (
            "Ga4Kp\n~>endstream\nendobj\n7 0 obj\n<</Length 3>>\nstream\nGar\nendstream\nendobj\nstartxref\n99\n%%EOF\n",
            "pdf",
        ),
        (r"SimSun;}}\pard\qc \'b9\'d8\'d3\'da\par \pard \u19968?\u12289?\u35201?\par}" "\n", "rtf"),
    ],
)
def test_a_document_that_lost_its_beginning_is_not_read_as_a_text(tmp_path: Path, source: str, name: str) -> None:
    path = tmp_path / f"残.{name}"
    path.write_text(source, encoding="ascii")
    with pytest.raises(IngestError, match=f"残缺的 {name} 文件"):
        read_source(path)


def test_a_text_that_speaks_of_formats_stays_a_text() -> None:
    text = r"附件存放在 \\server\files\par 目录，以 endobj 结尾的行属于 pdf 内部标记，\u4e00 为转义写法。"
    assert "".join(line.text for line in read_text(text).lines) == text


def test_a_word_file_without_a_part_that_prints_says_which(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、总体要求。")
    document.sections[0].footer.paragraphs[0].text = "某市委老干部局印"
    file = io.BytesIO()
    document.save(file)
    whole = file.getvalue()
    footer = next(n for n in zipfile.ZipFile(io.BytesIO(whole)).namelist() if "footer" in n)
    assert "缺少" not in read(tmp_path, whole, "好.docx")[1]
    for lost in (footer, "word/_rels/document.xml.rels"):
        text, warnings = read(tmp_path, without_part(whole, lost), "缺.docx")
        assert text == "一、总体要求。" and "缺少页脚" in warnings


def test_an_archive_with_bytes_missing_before_its_files_names_them(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("公文/通知.txt", "一、总体要求。" * 40)
        archive.writestr("公文/办法.txt", "二、主要任务。" * 40)
    path = tmp_path / "缺.zip"
    path.write_bytes(out.getvalue()[:60] + out.getvalue()[200:])
    with pytest.raises(IngestError, match="损坏"):
        parse_file(path / "公文/通知.txt")


def test_a_member_that_lost_its_name_is_listed_all_the_same(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "一、总体要求。")
        archive.writestr("b.txt", "二、主要任务。")
    path = tmp_path / "缺.zip"
    path.write_bytes(out.getvalue().replace(b"b.txt", b"\x00.txt"))
    with opened_archive(path) as members:
        assert [member.name for member in members] == ["a.txt", "无名文件"]


def test_a_picture_too_narrow_for_a_line_of_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "线.png"
    Image.new("L", (20_000, 2), 255).save(path)
    with pytest.raises(IngestError, match="20000×2 像素"):
        read_source(path)


def test_a_page_that_hides_its_end_in_a_comment_says_so(tmp_path: Path) -> None:
    page = "<html><body><p>一、总体要求。</p><!-- 版式 --><p>二、主要任务。</p>{}<p>三、保障措施。</p></body></html>"
    assert read(tmp_path, page.format("").encode(), "好.html") == ("一、总体要求。二、主要任务。三、保障措施。", "")
    text, warnings = read(tmp_path, page.format("<!--").encode(), "坏.html")
    assert text == "一、总体要求。二、主要任务。" and "注释没有结束" in warnings


@pytest.mark.parametrize("line", ["一", "附件", "\t\n1\t2"])
def test_many_short_lines_take_no_longer_each_than_few(line: str) -> None:
    begun = time.process_time()
    parse_source(read_text(f"{line}\n" * 12_000), "表.txt", "0" * 64)
    assert time.process_time() - begun < 10  # as long as the lines above were gone through for each: a minute
