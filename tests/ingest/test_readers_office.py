"""Word 97, WPS and RTF files: what LibreOffice gives is read as docx and held against the file itself."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import IngestError
from ingest.model import FileFormat, LineKind, SourceText, printed_length
from ingest.readers import read_source
from ingest.readers.word import libreoffice, office, rtf_text
from ingest.readers.word.compound_file import BrokenCompoundFileError, CompoundFile
from ingest.readers.word.word97 import printed_characters, read_word_file

LIBREOFFICE = libreoffice.find_libreoffice()
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice 没有安装")

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file with these streams, each long enough to lie in sectors of its own."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    table = [FAT]
    body = b""
    entries = [("Root Entry", 5, END, 0)]
    for name, content in padded.items():
        first, count = len(table), -(-len(content) // SECTOR)
        table += [*range(first + 1, first + count), END]
        body += content.ljust(count * SECTOR, b"\0")
        entries.append((name, 2, first, len(content)))
    directory = b"".join(_entry(*entry) for entry in entries).ljust(SECTOR, b"\0")
    directory_at = len(table)
    table.append(END)
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 0x2C, 1, directory_at, 0, 4096, END, 0, END, 0, 0)
    header[0x50:] = b"\xff" * (SECTOR - 0x50)
    allocation = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    return bytes(header) + allocation + body + directory


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    entry = bytearray(128)
    encoded = (name + "\0").encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBB", entry, 64, len(encoded), kind, 1)
    struct.pack_into("<IIII", entry, 68, FREE, FREE, FREE, 0)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def word_file(body: str, *, flags: int = 0, version: int = 0x00C1) -> bytes:
    """A Word 97 file with one piece of text."""
    stream = bytearray(1024)
    struct.pack_into("<HH", stream, 0, 0xA5EC, version)
    struct.pack_into("<H", stream, 0x0A, flags)
    struct.pack_into("<8i", stream, 0x4C, len(body), 0, 0, 0, 0, 0, 0, 0)
    pieces = struct.pack("<II", 0, len(body)) + struct.pack("<HIH", 0, len(stream), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", stream, 0x01A2, 0, len(clx))
    return compound_file({"WordDocument": bytes(stream) + body.encode("utf-16-le"), "0Table": clx})


def converted(path: Path, file_format: str, name: str | None = None) -> Path:
    """A file that LibreOffice makes of a docx, as an office program would save it."""
    assert LIBREOFFICE is not None
    folder = path.parent / "made"
    profile = (path.parent / "profile").as_uri()
    filters = {"doc": "doc:MS Word 97", "rtf": "rtf"}
    subprocess.run(
        [str(LIBREOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", filters[file_format],
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"{path.stem}.{file_format}").rename(path.parent / (name or f"{path.stem}.{file_format}"))


def accounted(source: SourceText) -> int:
    return sum(printed_length(line.text) for line in source.lines) + sum(printed_length(d.text) for d in source.dropped)


def notice_with_lists() -> docx.document.Document:
    """Headings numbered by Word, a table, a footnote's neighbour: what text alone would not tell."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text) in enumerate(levels)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{xml}</w:abstractNum>')
    )  # fmt: skip
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    document.add_paragraph("关于做好节日走访慰问工作的通知")
    for level, text in ((0, "提高认识"), (1, "明确目的"), (2, "做到全覆盖。"), (0, "落实经费"), (1, "补助标准")):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 90
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("对象", "标准", "党支部书记", "每月300元"), strict=True):
        cell.text = text
    document.add_paragraph("某某市委老干部局")
    return document


EXPECTED = [
    "关于做好节日走访慰问工作的通知", "一、提高认识", "（一）明确目的", "1.做到全覆盖。", "二、落实经费", "（一）补助标准",
    "对象\t标准", "党支部书记\t每月300元", "某某市委老干部局",
]  # fmt: skip


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize(
    ("saved_as", "name", "expected"),
    [
        ("doc", "通知.doc", FileFormat.DOC),
        ("doc", "通知.wps", FileFormat.WPS),
        ("doc", "其实是旧版.docx", FileFormat.DOC),
        ("rtf", "通知.rtf", FileFormat.RTF),
        ("rtf", "其实是RTF.doc", FileFormat.RTF),
    ],
)
def test_lists_and_tables_come_through(tmp_path: Path, saved_as: str, name: str, expected: FileFormat) -> None:
    original = tmp_path / "a.docx"
    notice_with_lists().save(str(original))
    source = read_source(converted(original, saved_as, name))
    assert source.format is expected
    assert ["".join(line.text.split(" ")) for line in source.lines] == EXPECTED
    assert [line.kind for line in source.lines].count(LineKind.TABLE_ROW) == 2
    assert accounted(source) == source.characters
    assert not source.warnings


@pytest.mark.slow
@needs_libreoffice
def test_a_conversion_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    notice = tmp_path / "通知.rtf"
    notice.write_bytes(rb"{\rtf1\ansi\ansicpg936 \'cd\'a8\'d6\'aa\par}")
    assert [line.text for line in read_source(notice).lines] == ["通知"]
    assert list(temporary.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["通知.rtf"]


@pytest.mark.slow
@needs_libreoffice
def test_what_libreoffice_cannot_open_fails_with_a_remedy(tmp_path: Path) -> None:
    broken = tmp_path / "坏.doc"
    broken.write_bytes(word_file("关于印发办法的通知\r"))  # a text without formatting tables
    try:
        source = read_source(broken)
    except IngestError as error:
        assert "LibreOffice 没能读出" in str(error) and "另存为 docx" in str(error)
    else:
        assert [line.text for line in source.lines] == ["关于印发办法的通知"]


def test_without_libreoffice_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_libreoffice", lambda: None)
    for name, content in (("a.doc", word_file("通知\r")), ("a.wps", word_file("通知\r")), ("a.rtf", rb"{\rtf1 x}")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(IngestError, match=r"安装 LibreOffice.*另存为 docx"):
            read_source(path)


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    sign = tmp_path / "still running"
    child = f"import time; time.sleep(3); open({str(sign)!r}, 'w')"
    program = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    with pytest.raises(libreoffice.ConversionError, match="仍未完成"):
        libreoffice._run([sys.executable, "-c", program], tmp_path, seconds=1.0)
    time.sleep(3)
    assert not sign.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.doc", word_file("通知\r", flags=0x0100), "打开密码.*取消密码"),
        ("a.doc", word_file("通知\r")[:1500] + b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0", "已损坏"),
        ("a.hwp", compound_file({"FileHeader": b"HWP Document File", "BodyText": b""}), "没有 Word 正文.*另存为 docx"),
        ("a.doc", compound_file({"FileHeader": b"HWP Document File"}), "没有 Word 正文.*另存为 docx"),
        ("a.doc", compound_file({"WordDocument": b"\0" * 2000}), "没有 Word 正文"),
        ("a.doc", compound_file({"WordDocument": b"\0" * 2000, "Workbook": b""}), "Excel"),
    ],
    ids=["locked", "cut off", "hwp", "hwp named doc", "empty", "excel"],
)
def test_what_is_no_readable_word_file_is_told_before_it_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, told: str
) -> None:
    monkeypatch.setattr(office, "convert_to_docx", lambda *_: pytest.fail("was converted"))
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IngestError, match=told):
        read_source(path)


def test_the_text_of_a_word_file_is_counted_without_fields_and_marks() -> None:
    body = '一、总则\r见\x13 HYPERLINK "x" \x14附件\x15。\x07共\x1e\x13 PAGE \x15页\x01\x13 eq \\o\\ac(○,3)\x15\r'
    word = read_word_file(CompoundFile(word_file(body)))
    assert word is not None and word.body == body
    assert sorted(printed_characters(body).elements()) == sorted("一、总则见附件。共-页③")


def test_a_compound_file_whose_sectors_run_in_a_circle_ends() -> None:
    content = bytearray(compound_file({"WordDocument": b"x"}))
    struct.pack_into("<I", content, 512 + 4, 1)  # the first sector of the stream follows itself
    with pytest.raises(BrokenCompoundFileError):
        CompoundFile(bytes(content)).read("WordDocument")


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        (r"\'d7\'dc\'d4\'f2\par", "总则"),
        (r"\u24635?\u21017 ?\par", "总则"),
        (r"{\uc2\u24635\'d7\'dc\u21017\'d4\'f2}\par", "总则"),
        (r"{\header \'d2\'b3}{\*\generator x;}{\info{\title \'cc\'e2}}\'d7\'dc", "总"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt \'d7\'dc}}", "总"),
        (r"{\listtext\pard\plain 1.\tab}\'d7\'dc", "总"),
        (r"{\pict\bin2 }{}\'d7\'dc", "总"),  # two bytes of a picture look like groups
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt \'d7\'dc}}}\'d4\'f2", "总则"),
        (r"a\_b\{c\}\\", "a-b{c}\\"),
    ],
)  # fmt: skip
def test_the_text_of_an_rtf_file_is_counted(markup: str, printed: str) -> None:
    content = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 " + markup.encode() + b"}"
    assert sorted(rtf_text.count_rtf(content).printed.elements()) == sorted(printed)


def test_an_rtf_file_that_is_cut_off_is_told() -> None:
    whole = rb"{\rtf1\ansi{\fonttbl{\f0 SimSun;}}\f0 text {\b bold}\par}"
    assert rtf_text.count_rtf(whole).is_whole
    assert rtf_text.count_rtf(whole + b"\r\n\0").is_whole
    assert not any(rtf_text.count_rtf(whole[:end]).is_whole for end in range(1, len(whole)))


def test_what_a_conversion_loses_is_counted_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_the_end(_program: Path, _content: bytes, _suffix: str, folder: str) -> Path:
        made = Path(folder) / "made.docx"
        document = docx.Document()
        document.add_paragraph("关于印发办法的通知")
        document.save(str(made))
        return made

    monkeypatch.setattr(office, "find_libreoffice", lambda: Path("soffice"))
    monkeypatch.setattr(office, "convert_to_docx", without_the_end)
    path = tmp_path / "a.doc"
    path.write_bytes(word_file("关于印发办法的通知\r第一条每月300元\r"))
    source = read_source(path)
    assert source.characters - accounted(source) == 9
    assert any("少 9 个字" in warning for warning in source.warnings)


def test_libreoffice_is_looked_for_in_its_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Programs"))
    for name in ("ProgramFiles(x86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert libreoffice.find_libreoffice() is None
    program = tmp_path / "Programs" / "LibreOffice" / "program" / "soffice.com"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    assert libreoffice.find_libreoffice() == program
