"""Word files: order, numbering, what is dropped."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import IngestError
from ingest.model import Alignment, LineKind, SourceText, printed_length
from ingest.readers import read_source
from ingest.readers.word.number_formats import chinese_number, formatted_number

NAMESPACES = (
    nsdecls("w")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def read(document: docx.document.Document, folder: Path) -> SourceText:
    path = folder / "文件.docx"
    document.save(str(path))
    source = read_source(path)
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters
    return source


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def dropped(source: SourceText) -> dict[str, str]:
    return {d.reason: d.text for d in source.dropped}


def add(document: docx.document.Document, inner: str) -> None:
    """Append one paragraph (or another block) given as XML."""
    wrapped = inner if inner.startswith(("<w:sdt", "<w:tbl")) else f"<w:p>{inner}</w:p>"
    element = parse_xml(wrapped.replace(">", f" {NAMESPACES}>", 1))
    document.element.body.insert(len(document.element.body) - 1, element)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def add_list(
    document: docx.document.Document, levels: Sequence[tuple[str, str, str]], extra: str = "", number: int = 90
) -> None:
    """A list definition: (number format, text, suffix) of each level."""
    numbering = document.part.numbering_part.element
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{extra if i == len(levels) - 1 else ""}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text, suffix) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">{xml}</w:abstractNum>')
    numbering.insert(0, abstract)
    add_number(document, number, number)


def add_number(document: docx.document.Document, number: int, abstract: int, overrides: str = "") -> None:
    xml = f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
    document.part.numbering_part.element.append(parse_xml(xml))


def item(level: int, text: str, number: int = 90) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return properties + (run(text) if text else "")


NOTICE_LEVELS = [
    ("chineseCountingThousand", "%1、", "nothing"),
    ("chineseCounting", "（%2）", "tab"),
    ("decimal", "%3.", "space"),
    ("decimal", "（%4）", "nothing"),
]


def test_the_numbering_of_a_notice_is_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, NOTICE_LEVELS)
    for level, text in [
        (0, "总体要求"), (1, "指导思想"), (2, "甲"), (2, "乙"), (3, "子"), (1, "工作目标"), (2, "丙"), (0, "工作任务"), (1, "丁"),
    ]:  # fmt: skip
        add(document, item(level, text))
    assert texts(read(document, tmp_path)) == [
        "一、总体要求", "（一）指导思想", "1. 甲", "2. 乙", "（1）子", "（二）工作目标", "1. 丙", "二、工作任务", "（一）丁",
    ]  # fmt: skip


def test_numbering_that_runs_on_across_sections(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(
        document, [("chineseCounting", "%1、", "nothing"), ("decimal", "%2．", "nothing")], '<w:lvlRestart w:val="0"/>'
    )
    for level, text in [(0, "甲"), (1, "子"), (1, "丑"), (0, "乙"), (1, "寅")]:
        add(document, item(level, text))
    assert texts(read(document, tmp_path)) == ["一、甲", "1．子", "2．丑", "二、乙", "3．寅"]


def test_lists_of_one_definition_count_on_unless_started_anew(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, [("decimal", "%1.", "nothing")])
    add_number(document, 91, 90)
    add_number(document, 92, 90, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    for number, text in [(90, "甲"), (91, "乙"), (92, "丙"), (92, "丁"), (91, "戊")]:
        add(document, item(0, text, number))
    assert texts(read(document, tmp_path)) == ["1.甲", "2.乙", "5.丙", "6.丁", "7.戊"]


def test_numbering_inherited_from_a_style_and_turned_off(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, [("chineseCounting", "第%1章", "space"), ("decimal", "%1.%2", "tab")], "<w:isLgl/>")
    for name, level in (("Heading 1", 0), ("Heading 2", 1)):
        xml = f'<w:numPr {NAMESPACES}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        document.styles[name].element.get_or_add_pPr().append(parse_xml(xml))
    document.add_heading("总则", 1)
    document.add_heading("目的", 2)
    off = document.add_heading("附件", 1)
    off._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {NAMESPACES}><w:numId w:val="0"/></w:numPr>'))
    document.add_heading("附则", 1)
    source = read(document, tmp_path)
    assert [(line.text, line.heading_level) for line in source.lines] == [
        ("第一章 总则", 1), ("1.1 目的", 2), ("附件", 1), ("第二章 附则", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "number_format", "printed"),
    [
        (11, "chineseCounting", "十一"), (20, "chineseCountingThousand", "二十"), (103, "japaneseCounting", "一百零三"),
        (3, "ideographTraditional", "丙"), (2, "ideographZodiac", "丑"), (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"), (2, "decimalEnclosedParen", "⑵"), (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"), (2, "lowerLetter", "b"), (7, "decimalZero", "07"), (21, "decimalEnclosedCircle", "21"),
        (12, "chineseLegalSimplified", "壹拾贰"), (10, "ideographDigital", "一〇"), (5, "somethingNew", "5"),
    ],
)  # fmt: skip
def test_number_formats(number: int, number_format: str, printed: str) -> None:
    assert formatted_number(number, number_format) == printed


def test_chinese_numbers_round_trip_in_order() -> None:
    assert [chinese_number(n) for n in (1, 10, 19, 100, 110, 111, 1001, 1010, 9999)] == [
        "一", "十", "十九", "一百", "一百一十", "一百一十一", "一千零一", "一千零一十", "九千九百九十九",
    ]  # fmt: skip


def test_paragraphs_and_tables_stand_in_printed_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("之前")
    table = document.add_table(2, 3)
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            cell.text = f"{i}{j}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "纵向"
    document.add_paragraph("之后")
    source = read(document, tmp_path)
    assert [(line.kind, line.text) for line in source.lines] == [
        (LineKind.TEXT, "之前"),
        (LineKind.TABLE_ROW, "合并\t\t纵向"),
        (LineKind.TABLE_ROW, "10\t11"),
        (LineKind.TEXT, "之后"),
    ]


def test_a_frame_of_one_column_is_read_as_text(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(2, 1)
    frame.cell(0, 0).text = "抄送：某局。"
    frame.cell(1, 0).text = "某办公室　　2022年4月26日印发"
    assert {line.kind for line in read(document, tmp_path).lines} == {LineKind.TEXT}


def test_place_heading_and_bold_beginning(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("某文件").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_paragraph()
    run_in = document.add_paragraph()
    run_in.add_run("（一）加强领导。").bold = True
    run_in.add_run("各单位要重视，抓好各项工作落实。")
    document.add_paragraph("2022年4月1日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add(document, run("二、", '<w:rFonts w:eastAsia="黑体"/>') + run("工作任务", '<w:rFonts w:eastAsia="黑体"/>'))
    source = read(document, tmp_path)
    assert [(line.alignment, line.blank_before, line.bold_until) for line in source.lines] == [
        (Alignment.CENTER, False, 0),
        (Alignment.START, True, len("（一）加强领导。")),
        (Alignment.END, False, 0),
        (Alignment.START, False, len("二、工作任务")),
    ]
    assert all(line.whole_paragraph and line.page is None for line in source.lines)


def test_what_wraps_text_does_not_hide_it(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, f'<w:hyperlink>{run("链接")}</w:hyperlink><w:smartTag>{run("标签")}</w:smartTag>'
                  f'<w:ins w:id="1">{run("插入")}</w:ins><w:sdt><w:sdtContent>{run("控件")}</w:sdtContent></w:sdt>')  # fmt: skip
    add(document, f"<w:sdt><w:sdtContent><w:p>{run('块控件')}</w:p></w:sdtContent></w:sdt>")
    add(
        document,
        run("甲")
        + "<w:r><w:br/></w:r>"
        + run("乙")
        + "<w:r><w:tab/></w:r>"
        + run("丙")
        + "<w:r><w:noBreakHyphen/></w:r>",
    )
    assert texts(read(document, tmp_path)) == ["链接标签插入控件", "块控件", "甲", "乙\t丙-"]


def test_tracked_deletions_and_hidden_text_are_named(tmp_path: Path) -> None:
    document = docx.Document()
    deleted = '<w:del w:id="1"><w:r><w:delText>不低于200元</w:delText></w:r></w:del>'
    add(document, run("每月") + deleted + run("不低于300元") + run("密", "<w:vanish/>"))
    add(document, f'<w:moveFrom w:id="2">{run("移走")}</w:moveFrom>' + run("留下"))
    source = read(document, tmp_path)
    assert texts(source) == ["每月不低于300元", "留下"]
    assert dropped(source) == {"修订中删去的文字": "不低于200元\n移走", "隐藏文字": "密"}


def test_a_paragraph_whose_end_was_deleted_goes_on(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + run("前半，"))
    add(document, run("后半。"))
    assert texts(read(document, tmp_path)) == ["前半，后半。"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    content = f"<w:txbxContent><w:p>{run('某市委文件')}</w:p></w:txbxContent>"
    add(document, "<w:r><mc:AlternateContent>"
                  f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
                  f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
                  "</mc:AlternateContent></w:r>" + run("正文"))  # fmt: skip
    assert texts(read(document, tmp_path)) == ["某市委文件", "正文"]


def test_heads_feet_notes_and_page_fields_are_named(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "某文件"
    section.footer.paragraphs[0].text = "— 1 —"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {0} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{1}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    add(document, run("第") + field.format("PAGE", run("7")) + run("页见") + field.format("REF x", run("第三条")))
    add(document, f'<w:fldSimple w:instr=" NUMPAGES ">{run("8")}</w:fldSimple>')
    source = read(document, tmp_path)
    assert texts(source) == ["第页见第三条"]
    assert dropped(source) == {"页眉": "某文件", "页脚": "— 1 —", "页码": "7\n8"}


def test_a_made_table_of_contents_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    add(document, begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("一、要求 1"))
    add(document, run("二、任务 3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    add(document, run("一、要求"))
    source = read(document, tmp_path)
    assert texts(source) == ["一、要求"]
    assert dropped(source) == {"自动生成的目录": "一、要求 1\n二、任务 3"}


def rezip(path: Path, change: dict[str, bytes | None]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            new = change.get(name, data)
            if new is not None:
                package.writestr(name, new)


@pytest.mark.parametrize("data", [None, b"<w:document", b""])
def test_a_broken_file_fails_by_name(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "坏.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(str(path))
    rezip(path, {"word/document.xml": data})
    with pytest.raises(IngestError, match=r"已损坏.*请"):
        read_source(path)


def test_a_file_cut_off_anywhere_fails_by_name(tmp_path: Path) -> None:
    path = tmp_path / "断.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(str(path))
    data = path.read_bytes()
    for length in range(10, len(data) - 30, len(data) // 25):
        path.write_bytes(data[:length])
        with pytest.raises(IngestError):
            read_source(path)


def test_damaged_bytes_never_raise_anything_else(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(str(path))
    data = path.read_bytes()
    for at in range(0, len(data), len(data) // 60):
        path.write_bytes(data[:at] + b"\x55\xaa" + data[at + 2 :])
        try:
            read_source(path)
        except IngestError as error:
            assert "坏.docx" in str(error)


def test_the_strict_variant_is_read(tmp_path: Path) -> None:
    path = tmp_path / "严.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(str(path))
    with zipfile.ZipFile(path) as package:
        main = package.read("word/document.xml")
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rezip(path, {"word/document.xml": main.replace(old, b"http://purl.oclc.org/ooxml/wordprocessingml/main")})
    assert texts(read_source(path)) == ["正文"]


def test_content_controls_in_each_other_without_end_are_told_as_what_they_are(tmp_path: Path) -> None:
    deep, end = "<w:sdt><w:sdtContent>" * 1000, "</w:sdtContent></w:sdt>" * 1000
    path = tmp_path / "深.docx"
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
    nested = f"{deep}<w:p><w:r><w:t>每月补贴三百元。</w:t></w:r></w:p>{end}<w:sectPr"
    rezip(path, {"word/document.xml": body.replace("<w:sectPr", nested, 1).encode()})
    with pytest.raises(IngestError, match="一层套一层"):
        read_source(path)
