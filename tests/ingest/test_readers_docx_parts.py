"""Word files: what stands outside the body text, and what only looks like text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.model import SourceText, printed_length
from ingest.readers import read_source
from ingest.readers.word.docx_text import circled

NAMESPACES = (
    nsdecls("w", "r", "wp", "a", "pic")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def add(document: docx.document.Document, block: str) -> None:
    element = parse_xml(block.replace(">", f" {NAMESPACES}>", 1))
    document.element.body.insert(len(document.element.body) - 1, element)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def add_part(document: docx.document.Document, name: str, kind: str, content: str, content_type: str) -> str:
    """Add a part to the package; return the id it is referred to by."""
    part = Part(PackURI(f"/word/{name}"), content_type, content.encode(), document.part.package)
    return str(document.part.relate_to(part, f"{RELATIONSHIP_TYPE.HYPERLINK.rsplit('/', 1)[0]}/{kind}"))


def add_notes(document: docx.document.Document, kind: str, notes: dict[str, str]) -> None:
    """Footnotes or endnotes by id, with the separator that Word always writes."""
    inner = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>' + "".join(
        f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r>{run(" " + text)}</w:p></w:{kind}>'
        for key, text in notes.items()
    )
    add_part(
        document, f"{kind}s.xml", f"{kind}s", f'<w:{kind}s {nsdecls("w")}>{inner}</w:{kind}s>',
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
    )  # fmt: skip


def refer(key: str, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


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


def test_a_note_is_read_after_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    document = docx.Document()
    add_notes(document, "footnote", {"1": "指副处级以上干部。", "2": "没有提到的脚注"})
    add_notes(document, "endnote", {"1": "含退休干部。"})
    add(document, f"<w:p>{run('一、补贴标准')}</w:p>")
    add(document, f"<w:p>{run('离休干部')}{refer('1')}{run('每月300元')}{refer('1', 'endnote')}{run('。')}</w:p>")
    add(document, f"<w:p>{run('二、发放')}</w:p>")
    source = read(document, tmp_path)
    assert texts(source) == [
        "一、补贴标准", "离休干部每月300元。", "指副处级以上干部。", "含退休干部。", "二、发放",
    ]  # fmt: skip
    assert dropped(source) == {"脚注": " 没有提到的脚注"}


def test_a_note_to_the_title_waits_until_the_head_is_over(tmp_path: Path) -> None:
    document = docx.Document()
    add_notes(document, "footnote", {"1": "本文有删减。", "2": "表中为上限。", "3": "最后的说明"})
    add(document, f"<w:p>{run('关于补贴标准的通知')}{refer('1')}</w:p>")
    add(document, f"<w:p>{run('各区委老干部局：')}</w:p>")
    add(document, f"<w:p>{run('现就有关事项通知如下。')}</w:p>")
    cells = "".join(f"<w:tc><w:p>{text}</w:p></w:tc>" for text in (run("标准"), run("300元") + refer("2")))
    add(document, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    add(document, f"<w:p>{run('某市委老干部局')}{refer('3')}</w:p>")
    assert texts(read(document, tmp_path)) == [
        "关于补贴标准的通知", "各区委老干部局：", "现就有关事项通知如下。", "本文有删减。", "标准\t300元", "表中为上限。",
        "某市委老干部局", "最后的说明",
    ]  # fmt: skip


def test_a_note_whose_mark_was_deleted_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    add_notes(document, "footnote", {"1": "删去的说明。"})
    add(document, f'<w:p>{run("正文。")}<w:del w:id="9">{refer("1")}</w:del></w:p>')
    source = read(document, tmp_path)
    assert texts(source) == ["正文。"]
    assert dropped(source) == {"脚注": " 删去的说明。"}


def test_a_red_head_in_the_header_of_the_first_page_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "某某市人民政府文件"
    section.header.paragraphs[0].text = "某某市人民政府"
    section.first_page_footer.paragraphs[0].text = "— 1 —"
    document.add_paragraph("某政发〔2022〕3号")
    source = read(document, tmp_path)
    assert texts(source) == ["某某市人民政府文件", "某政发〔2022〕3号"]
    assert dropped(source) == {"页眉": "某某市人民政府", "页脚": "— 1 —"}


def test_a_red_head_in_every_header_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某某市人民政府文件"
    document.add_paragraph("某政发〔2022〕3号")
    source = read(document, tmp_path)
    assert texts(source) == ["某某市人民政府文件", "某政发〔2022〕3号"]
    document.paragraphs[0].insert_paragraph_before("某某市人民政府文件")
    source = read(document, tmp_path)
    assert texts(source) == ["某某市人民政府文件", "某政发〔2022〕3号"]
    assert dropped(source) == {"页眉": "某某市人民政府文件"}


@pytest.mark.parametrize("own_first_page", [True, False])
def test_a_running_head_is_dropped_by_name(tmp_path: Path, own_first_page: bool) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "关于印发办法的通知"
    section.first_page_header.paragraphs[0].text = "关于印发办法的通知"
    section.different_first_page_header_footer = own_first_page
    document.add_paragraph("正文")
    source = read(document, tmp_path)
    assert texts(source) == ["正文"]
    assert [d.text for d in source.dropped if d.reason == "页眉"] == ["关于印发办法的通知"] * 2


def test_word_art_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, '<w:p><w:r><w:pict><v:shape><v:textpath string="某某市委员会文件"/></v:shape></w:pict></w:r></w:p>')
    document.add_paragraph("正文")
    assert texts(read(document, tmp_path)) == ["某某市委员会文件", "正文"]


def test_prompts_of_empty_controls_are_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{0}</w:sdtContent></w:sdt>"
    add(document, f"<w:p>{run('姓名：')}{prompt.format(run('单击此处输入文字。'))}</w:p>")
    add(document, prompt.format(f"<w:p>{run('单击此处选择日期。')}</w:p>"))
    add(document, f"<w:sdt><w:sdtContent><w:p>{run('已填写')}</w:p></w:sdtContent></w:sdt>")
    source = read(document, tmp_path)
    assert texts(source) == ["姓名：", "已填写"]
    assert dropped(source) == {"控件的提示文字": "单击此处输入文字。\n单击此处选择日期。"}


def field(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_circled_characters_made_by_fields_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, "<w:p>" + field(" eq \\o\\ac(○,1)") + run("提高认识；") + field("EQ \\f(1,3)") + "</w:p>")
    source = read(document, tmp_path)
    assert texts(source) == ["①提高认识；"]
    assert dropped(source) == {"公式域代码": "EQ \\f(1,3)"}
    assert any("公式域" in warning for warning in source.warnings)


@pytest.mark.parametrize(
    ("instruction", "printed"),
    [
        ("eq \\o\\ac(○,12)", "⑫"), ("EQ \\o\\ac(○,三)", "㊂"), ("eq \\o\\ac(□,密)", "□密"), ("eq \\o\\ac(○,21)", "○21"),
        ("eq \\f(1,2)", None), ("PAGE", None),
    ],
)  # fmt: skip
def test_circles(instruction: str, printed: str | None) -> None:
    assert circled(instruction) == printed


def test_bullets_of_symbol_fonts_become_what_they_look_like(tmp_path: Path) -> None:
    document = docx.Document()
    face = '<w:rFonts w:ascii="Wingdings"/>'
    add(document, f"<w:p>{run(chr(0xF06C), face)}{run('走访慰问')}</w:p>")
    assert texts(read(document, tmp_path)) == ["●走访慰问"]


def test_embedded_files_are_read_in_their_place(tmp_path: Path) -> None:
    inner = docx.Document()
    inner.add_paragraph("第一条 内容")
    inner.save(str(tmp_path / "inner.docx"))
    document = docx.Document()
    html = add_part(document, "chunk1.html", "aFChunk", "<html><body><p>嵌入的网页</p></body></html>", "text/html")
    part = Part(
        PackURI("/word/chunk2.docx"), "application/x", (tmp_path / "inner.docx").read_bytes(), document.part.package
    )
    word = document.part.relate_to(part, f"{RELATIONSHIP_TYPE.HYPERLINK.rsplit('/', 1)[0]}/aFChunk")
    rtf = add_part(document, "chunk3.rtf", "aFChunk", "{\\rtf1 x}", "application/rtf")
    document.add_paragraph("前")
    for key in (html, word, rtf):
        add(document, f'<w:altChunk r:id="{key}"></w:altChunk>')
    document.add_paragraph("后")
    source = read(document, tmp_path)
    assert texts(source) == ["前", "嵌入的网页", "第一条 内容", "后"]
    assert ["嵌有另一份文件" in warning for warning in source.warnings] == [True]


def test_text_of_drawings_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    diagram = f"<dgm:dataModel xmlns:dgm='urn:x' {nsdecls('a')}><a:p><a:r><a:t>申请</a:t></a:r><a:r><a:t>审批</a:t></a:r></a:p></dgm:dataModel>"
    add_part(document, "diagrams/data1.xml", "diagramData", diagram, "application/xml")
    document.add_paragraph("正文")
    assert dropped(read(document, tmp_path)) == {"图示、图表中的文字": "申请\n审批"}


def test_large_pictures_are_told(tmp_path: Path) -> None:
    def picture(centimetres: int) -> str:
        size = centimetres * 360_000
        return (
            f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{size}" cy="{size}"/><a:graphic><a:graphicData>'
            '<pic:pic><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )

    document = docx.Document()
    document.add_paragraph("正文")
    add(document, picture(4))
    assert not read(document, tmp_path).warnings
    add(document, picture(15))
    assert [warning for warning in read(document, tmp_path).warnings if "1 张较大的图片" in warning]


def test_of_several_choices_one_is_read_and_counted(tmp_path: Path) -> None:
    document = docx.Document()
    choices = "".join(f'<mc:Choice Requires="w">{run(text)}</mc:Choice>' for text in ("甲", "乙"))
    add(
        document,
        f"<w:p><mc:AlternateContent>{choices}<mc:Fallback>{run('丙')}</mc:Fallback></mc:AlternateContent></w:p>",
    )
    assert texts(read(document, tmp_path)) == ["甲"]


def test_a_file_with_a_part_of_the_strict_variant_keeps_its_first_head(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "某某市人民政府文件"
    document.add_paragraph("正文")
    path = tmp_path / "严.docx"
    document.save(str(path))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    old = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(old, new))
    assert texts(read_source(path)) == ["某某市人民政府文件", "正文"]
