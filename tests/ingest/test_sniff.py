"""What a file is, told by its bytes."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from pathlib import Path, PurePath

import pytest

from ingest.errors import IngestError
from ingest.model import FileFormat
from ingest.readers import read_source
from ingest.sniff import decode, sniff_binary, sniff_text

NOTICE = (
    "某老干〔2022〕3号\n关于做好节日走访慰问工作的通知\n\n各区（县）委老干部局：\n一、提高认识。每月不低于300元。\n"
)
SOURCE = PurePath("通知.txt")


@pytest.mark.parametrize(
    "data",
    [
        NOTICE.encode("utf-8"),
        NOTICE.encode("utf-8-sig"),
        NOTICE.encode("gb18030"),
        b"\x84\x31\x95\x33" + NOTICE.encode("gb18030"),
        NOTICE.encode("utf-16"),
        b"\xfe\xff" + NOTICE.encode("utf-16-be"),
        NOTICE.encode("utf-16-le"),
        NOTICE.encode("utf-16-be"),
        NOTICE.encode("utf-32"),
    ],
    ids=["utf8", "utf8-bom", "gb18030", "gb18030-bom", "utf16-bom", "utf16be-bom", "utf16le", "utf16be", "utf32-bom"],
)
def test_text_is_decoded_whatever_its_encoding(data: bytes) -> None:
    assert decode(SOURCE, data) == NOTICE


def test_rare_names_survive_gb18030() -> None:
    text = "组长：㛃𬭎镕　副组长：𠅤\n" + NOTICE
    assert decode(SOURCE, text.encode("gb18030")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_damaged_text_is_not_patched_up_but_named_with_its_place(encoding: str) -> None:
    data = (NOTICE * 20).encode(encoding)
    broken = data[:400] + b"\xff" + data[400:] if encoding != "utf-16" else data[:-1]
    with pytest.raises(IngestError, match=r"第 \d+ 个字节"):
        decode(SOURCE, broken)


def test_bytes_that_are_no_text_are_refused_with_a_remedy() -> None:
    noise = bytes((i * 197 + i * i * 31) % 256 for i in range(5000))
    with pytest.raises(IngestError, match=r"不是文字文件.*请"):
        decode(SOURCE, noise)


@pytest.mark.parametrize(
    ("name", "text", "expected", "markdown"),
    [
        ("a.md", "一、总体要求", FileFormat.MD, True),
        ("a.txt", "一、总体要求\n----\n#话题#\n姓名：***", FileFormat.TXT, False),
        ("a.txt", "## 一、总体要求\n正文", FileFormat.TXT, True),
        ("a.txt", "联系人 **编辑：**张某", FileFormat.TXT, True),
        ("a.txt", "**省**市**局关于某事的通知", FileFormat.TXT, False),
        ("a.txt", "<!DOCTYPE html>\n<html><body>正文</body></html>", FileFormat.HTML, False),
        ("a.html", "印发<关于进一步改进工作的意见>的通知", FileFormat.TXT, False),
        ("a.htm", "<p>各市：</p>", FileFormat.HTML, False),
        ("a.md", "<p><b>第一条</b>　为了</p>\n<p>第二条</p>", FileFormat.MD, True),
        ("a", '<?xml version="1.0" encoding="utf-8"?>\n<html><body>x</body></html>', FileFormat.HTML, False),
    ],
)
def test_plain_files_are_told_by_their_content(name: str, text: str, expected: FileFormat, markdown: bool) -> None:
    sniffed = sniff_text(PurePath(name), text.encode())
    assert (sniffed.format, sniffed.has_markdown) == (expected, markdown)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", FileFormat.PDF),
        (b"\x00\x01junk before%PDF-1.4\n", FileFormat.PDF),
        (b"{\\rtf1\\ansi", FileFormat.RTF),
        (b"\x89PNG\r\n\x1a\n....", FileFormat.IMAGE),
        (b"\xff\xd8\xff\xe0JFIF", FileFormat.IMAGE),
        (b"II*\x00....", FileFormat.IMAGE),
        ("本通知说明 %PDF- 文件的用法".encode(), None),
    ],
)
def test_binary_formats_are_told_by_their_first_bytes(head: bytes, expected: FileFormat | None) -> None:
    assert sniff_binary(Path("x.bin"), head) is expected


def ole2(*streams: str) -> bytes:
    """An OLE2 file as far as its directory goes."""
    entries = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", ole2("Root Entry", "WordDocument"), "扩展名是 .docx，内容却是旧版 Word 文件.*另存为 docx"),
        ("a.doc", ole2("Root Entry", "WordDocument"), "是旧版 Word 文件.*另存为 docx"),
        ("a.wps", ole2("Root Entry", "WordDocument"), "WPS 文字文件.*另存为 docx"),
        ("a.docx", ole2("Root Entry", "EncryptionInfo", "EncryptedPackage"), "打开密码.*取消密码"),
        ("a.xls", ole2("Root Entry", "Workbook"), "Excel"),
        ("a.png", b"\x89PNG\r\n\x1a\n0000", "图片打不开.*重新扫描"),
        ("a.txt", b"7z\xbc\xaf\x27\x1c0000", "压缩包.*解压"),
        ("a.docx", b"PK\x03\x04 cut off", "不完整"),
        ("a.mht", b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;", "网页归档.*html"),
        ("a.xml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', "XML.*另存为 docx"),
    ],
)
def test_what_cannot_be_read_yet_is_named_with_its_remedy(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IngestError, match=told) as caught:
        read_source(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("member", "told"),
    [("OFD.xml", "OFD"), ("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "演示文稿"), ("a/b.txt", "压缩包")],
)
def test_zip_families_are_told_apart(tmp_path: Path, member: str, told: str) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, "x")
    with pytest.raises(IngestError, match=told):
        read_source(path)


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "unicode-9-0"])
def test_the_page_of_a_web_archive_is_read_whatever_its_name(tmp_path: Path, charset: str) -> None:
    page = "<html><body><p>关于做好走访慰问工作的通知</p></body></html>"
    encoded = page.encode("gb18030" if charset == "gb2312" else "utf-8")
    message = EmailMessage()
    message.set_content(encoded, "text", "html", cte="quoted-printable")
    message.replace_header("Content-Type", f'text/html; charset="{charset}"')
    archive = MIMEMultipart("related")
    archive.attach(message)
    path = tmp_path / "通知.doc"
    path.write_bytes(b"MIME-Version: 1.0\n" + archive.as_bytes())
    source = read_source(path)
    assert source.format is FileFormat.HTML
    assert [line.text for line in source.lines] == ["关于做好走访慰问工作的通知"]
