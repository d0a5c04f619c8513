"""OFD: characters where they are printed, pages in order, and what is left out by name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from ingest.model import Alignment, FileFormat, Line, LineKind, printed_length
from ingest.readers import read_source
from ingest.readers.ofd import content
from tests.ingest.ofd_reading import BODY, FONT, glyphs_of, paragraphs, read, reasons, texts
from tests.maker.compare import differences
from tests.maker.formats import pdf_bytes
from tests.maker.notice import draw_notice
from tests.maker.ofd import (
    HEI,
    LEFT,
    PAGES,
    SIZE,
    OfdBody,
    OfdPage,
    block,
    composite,
    ofd_bytes,
    ofd_file,
    ofd_package,
    ruling,
    table,
    text,
    zipped,
)

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


# Text


def test_lines_stand_in_reading_order_with_page_and_box_in_points(tmp_path: Path) -> None:
    objects = [text("第二行的文字内容", LEFT, 60), text("第一行", LEFT, 40)]
    source = read(tmp_path, ofd_file(objects, [text("第二页", LEFT, 40)]))
    assert source.format is FileFormat.OFD
    assert texts(source) == ["第一行", "第二行的文字内容", "第二页"]
    assert [line.page for line in source.lines] == [1, 1, 2]
    page, x0, y0, x1, y1 = source.lines[0].boxes[0]
    assert (page, round(x0, 1), round(x1, 1)) == (1, 79.4, 127.0)  # 28 mm, and three characters of 5.6 mm on
    assert y0 < 40 * 72 / 25.4 < y1  # the base line lies in the box
    assert source.lines[0].confidence is None
    assert source.pages == 2


def test_steps_may_be_written_out_shortened_or_left_away(tmp_path: Path) -> None:
    whole = "关于做好2024年第3季度有关工作的通知"
    written = text(whole, LEFT, 40)
    assert " g " in written or '"g ' in written
    loose = re.sub(r' DeltaX="[^"]*"', "", text(whole, LEFT, 60))
    broken = re.sub(r' DeltaX="[^"]*"', ' DeltaX="g 999999999999 5.6"', text("步长重复次数过多", LEFT, 80))
    short = re.sub(r' DeltaX="[^"]*"', ' DeltaX="5.6"', text("只给了一个步长", LEFT, 100))
    assert texts(read(tmp_path, ofd_file([written, loose, broken, short]))) == [
        whole,
        whole,
        "步长重复次数过多",
        "只给了一个步长",
    ]


def test_one_object_for_each_character_makes_the_same_line(tmp_path: Path) -> None:
    single = [text(c, LEFT + 5.6 * i, 40) for i, c in enumerate("鲁老干〔２０２２〕１５号")]
    assert texts(read(tmp_path, ofd_file(single))) == ["鲁老干〔２０２２〕１５号"]


def test_several_text_codes_go_on_from_their_own_places(tmp_path: Path) -> None:
    second = '<ofd:TextCode X="22.4">工作的通知</ofd:TextCode></ofd:TextObject>'
    joined = text("关于做好", LEFT, 40).replace("</ofd:TextObject>", second)
    assert texts(read(tmp_path, ofd_file([joined]))) == ["关于做好工作的通知"]


def test_latin_words_and_figures_keep_their_spaces(tmp_path: Path) -> None:
    line = "本市GDP增长5.2%，PM2.5下降 WHO 标准"
    assert texts(read(tmp_path, ofd_file(paragraphs(line)))) == [line]


def test_letters_spaced_out_across_the_line_are_one_word(tmp_path: Path) -> None:
    spaced = text("丽水市人民政府", LEFT, 40, 10, spread=9)
    assert texts(read(tmp_path, ofd_file([spaced]))) == ["丽水市人民政府"]


def test_line_spread_to_the_margin_is_not_torn_into_characters(tmp_path: Path) -> None:
    spread = text("“四必访”做法，用好线上平台（网址：", LEFT, 40, spread=3.6)
    columns = text("100200300", LEFT, 60, spread=3.6)
    assert texts(read(tmp_path, ofd_file([spread]))) == ["“四必访”做法，用好线上平台（网址："]
    assert texts(read(tmp_path, ofd_file([columns]))) != ["100200300"]


def test_narrowed_red_head_is_not_torn(tmp_path: Path) -> None:
    head = text("丽水市人民政府文件", LEFT, 60, 14.7, spread=-2.2, attributes='HScale="0.64"')
    line = read(tmp_path, ofd_file([head, *paragraphs(*[BODY] * 6, top=90)])).lines[0]
    assert line.text == "丽水市人民政府文件"


def test_matrix_scales_and_moves_the_text(tmp_path: Path) -> None:
    small = text("放大四倍的文字", LEFT, 40, 1.4, attributes='CTM="4 0 0 4 0 0"')
    line = read(tmp_path, ofd_file([small, text("一行平常的文字", LEFT, 80)])).lines[0]
    assert line.text == "放大四倍的文字"
    assert line.boxes[0].x1 - line.boxes[0].x0 == pytest.approx(7 * 5.6 * 72 / 25.4, rel=0.02)


def test_page_with_an_origin_of_its_own_counts_from_its_corner(tmp_path: Path) -> None:
    body = OfdBody([OfdPage([text("偏移的页面", 128, 240)], area="100 200 210 297")])
    box = read(tmp_path, zipped(ofd_package(body))).lines[0].boxes[0]
    assert box.x0 == pytest.approx(28 * 72 / 25.4, abs=0.1)
    assert box.y1 < 50 * 72 / 25.4


def test_alignment_of_title_body_and_signature_is_told(tmp_path: Path) -> None:
    body = [
        *paragraphs(*["　" + BODY[:27]] * 8, top=80),
        text("丽水市人民政府", 130, 190),
        text("2024年3月5日", 133, 200),
    ]
    source = read(tmp_path, ofd_file([text("关于开展有关工作的通知", 62, 50, 7.7), *body]))
    assert source.lines[0].alignment is Alignment.CENTER
    assert [line.alignment for line in source.lines[-2:]] == [Alignment.END, Alignment.END]


def test_heading_typeface_that_runs_into_text_is_marked(tmp_path: Path) -> None:
    run_in = [text("（一）加强领导。", LEFT, 40, font=HEI), text("各单位要落实责任。", LEFT + 8 * SIZE, 40)]
    source = read(tmp_path, ofd_file([*run_in, *paragraphs(*[BODY[:26]] * 6, top=60)]))
    assert source.lines[0].text[: source.lines[0].bold_until] == "（一）加强领导。"


def test_page_set_sideways_is_read_upright(tmp_path: Path) -> None:
    lines = [f"第{n}行横排页面的文字" for n in "一二三四"]
    objects = [
        f'<ofd:TextObject ID="0" Boundary="0 0 210 297" Font="3" Size="5" CTM="0 1 -1 0 {180 - 12 * i} 40">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="g 20 5">{line}</ofd:TextCode></ofd:TextObject>'
        for i, line in enumerate(lines)
    ]
    source = read(tmp_path, ofd_file(objects))
    assert texts(source) == lines
    box = source.lines[0].boxes[0]
    assert box.y1 - box.y0 > box.x1 - box.x0  # boxes stay as the page lies in the file


def test_label_set_downwards_is_one_word(tmp_path: Path) -> None:
    down = (
        '<ofd:TextObject ID="0" Boundary="30 40 5 40" Font="3" Size="5" ReadDirection="90">'
        '<ofd:TextCode X="0" Y="5" DeltaX="0 0 0" DeltaY="6 6 6">主要职责</ofd:TextCode></ofd:TextObject>'
    )
    assert texts(read(tmp_path, ofd_file([down, *paragraphs("下面的文字", top=100)]))) == ["主要职责", "下面的文字"]


def test_text_read_downwards_may_have_its_steps_written_as_across(tmp_path: Path) -> None:
    lines = [f"第{n}行转过来的文字" for n in "一二三四"]
    objects = [
        f'<ofd:TextObject ID="0" Boundary="{180 - 12 * i} 30 10 200" Font="3" Size="5" ReadDirection="90" CharDirection="90">'
        f'<ofd:TextCode X="2" Y="5" DeltaX="g 20 5.5">{line}</ofd:TextCode></ofd:TextObject>'
        for i, line in enumerate(lines)
    ]
    assert texts(read(tmp_path, ofd_file(objects))) == lines


def test_slanted_watermark_is_dropped_by_name(tmp_path: Path) -> None:
    mark = text("内部资料", 60, 150, 12, attributes='CTM="0.7 0.7 -0.7 0.7 0 0"')
    source = read(tmp_path, ofd_file([mark, *paragraphs(BODY)]))
    assert texts(source) == [BODY]
    assert "斜排" in reasons(source)["内部资料"]


def test_text_printed_twice_to_look_bold_is_read_once(tmp_path: Path) -> None:
    source = read(tmp_path, ofd_file([text("重影的标题", LEFT, 40), text("重影的标题", LEFT + 0.1, 40)]))
    assert texts(source) == ["重影的标题"]
    assert "重影" in reasons(source)["重影的标题"]


def test_hidden_and_transparent_text_is_dropped_by_name(tmp_path: Path) -> None:
    hidden = text("隐藏的批示", LEFT, 60, attributes='Visible="false"')
    clear = text("透明的批示", LEFT, 80, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>')
    unfilled = text("不着色的字", LEFT, 100, attributes='Fill="false"')
    source = read(tmp_path, ofd_file([hidden, clear, unfilled, *paragraphs(BODY)]))
    assert texts(source) == [BODY]
    assert "隐藏" in reasons(source)["隐藏的批示"]
    assert "透明" in reasons(source)["透明的批示不着色的字"]


def test_faint_text_is_a_watermark(tmp_path: Path) -> None:
    faint = text("市政府办公室", LEFT, 100, 20, attributes='Alpha="60"')
    source = read(tmp_path, ofd_file([faint, *paragraphs(BODY)]))
    assert texts(source) == [BODY]
    assert "水印" in reasons(source)["市政府办公室"]


def test_glyphs_speak_where_the_codes_say_nothing(tmp_path: Path) -> None:
    glyphs = glyphs_of("通知意见")
    transform = f'<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>'
    private = text("\ue001\ue002\ue003\ue004", LEFT, 40, font="9", inside=transform)
    empty = re.sub(
        r">[^<>]*</ofd:TextCode>", "></ofd:TextCode>", text("通知意见", LEFT, 60, font="9", inside=transform)
    )
    source = read(tmp_path, ofd_file([private, empty, *paragraphs(BODY, top=80)], fonts={"9": FONT.read_bytes()}))
    assert texts(source) == ["通知意见", "通知意见", BODY]


def test_each_text_code_has_the_glyphs_named_before_it(tmp_path: Path) -> None:
    def code(place: float, characters: str) -> str:
        return (
            f'<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>{glyphs_of(characters)}</ofd:Glyphs>'
            f'</ofd:CGTransform><ofd:TextCode X="{place}" Y="5">\ue001</ofd:TextCode>'
        )

    parts = "".join(code(5.6 * i, character) for i, character in enumerate("通知"))
    line = f'<ofd:TextObject ID="0" Boundary="28 40 50 8" Font="9" Size="5.6">{parts}</ofd:TextObject>'
    assert texts(read(tmp_path, ofd_file([line], fonts={"9": FONT.read_bytes()}))) == ["通知"]


def test_glyphs_that_no_font_explains_are_counted_in_a_warning(tmp_path: Path) -> None:
    source = read(tmp_path, ofd_file([text("\ue001\ue002", LEFT, 40), *paragraphs(BODY, top=60)]))
    assert any("2 个字形" in w for w in source.warnings)


# Build of a page


def test_blocks_inside_blocks_and_composites_are_read(tmp_path: Path) -> None:
    nested = block(text("外层", LEFT, 40), block(block(text("里层", LEFT, 50))))
    source = read(
        tmp_path,
        ofd_file(
            [nested, composite("77", 20, 50), composite("77", 20, 90)], composites={"77": text("图元里的字", 8, 20)}
        ),
    )
    assert texts(source) == ["外层", "里层", "图元里的字", "图元里的字"]
    assert [round(line.boxes[0].y1 * 25.4 / 72) for line in source.lines[2:]] == [71, 111]


def test_composite_that_holds_itself_ends(tmp_path: Path) -> None:
    inside = text("图元里的字", 8, 20) + composite("77", 0, 10)
    assert texts(read(tmp_path, ofd_file([composite("77", 20, 50)], composites={"77": inside}))) == ["图元里的字"]


def test_composites_that_multiply_each_other_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_OBJECTS", 2000)
    units = {str(n): "".join(composite(str(n + 1), 0, 1) for _ in range(20)) for n in range(10, 18)}
    units["18"] = text("字", 0, 5)
    source = read(tmp_path, ofd_file([*paragraphs(BODY), composite("10", 0, 60)], composites=units))
    assert texts(source)[0] == BODY


def test_red_head_of_a_template_stands_before_the_text_and_once(tmp_path: Path) -> None:
    head = {"5": [text("丽水市人民政府文件", 40, 80, 14)]}
    pages = [OfdPage(paragraphs(BODY, BODY, top=100), templates=["5"]) for _ in range(2)]
    source = read(tmp_path, zipped(ofd_package(OfdBody(pages, templates=head))))
    assert texts(source) == ["丽水市人民政府文件", BODY, BODY, BODY, BODY]
    assert reasons(source)["丽水市人民政府文件"] == "模板页中每页重复的文字"


def test_labels_of_a_form_in_a_template_stay_on_every_page(tmp_path: Path) -> None:
    label = {"5": [text("申报单位", LEFT, 100, 12, attributes='CTM="0.35 0 0 0.35 0 0"')]}
    pages = [OfdPage([text(name, LEFT + 30, 93)], templates=["5"]) for name in ("甲局", "乙局")]
    source = read(tmp_path, zipped(ofd_package(OfdBody(pages, templates=label))))
    assert "".join("".join(texts(source)).split()) == "申报单位甲局申报单位乙局"


def test_running_head_of_a_template_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    head = {"5": [text("工作手册", 90, 20, 4)]}
    pages = [
        OfdPage([*paragraphs(*[f"第{n}页{BODY}"[:27]] * 8, top=60), text(f"— {n} —", 95, 280, 4.9)], templates=["5"])
        for n in (1, 2, 3)
    ]
    source = read(tmp_path, zipped(ofd_package(OfdBody(pages, templates=head))))
    assert reasons(source) == {"工作手册": "页眉", "— 1 —": "页码", "— 2 —": "页码", "— 3 —": "页码"}
    assert len(source.lines) == 24


def test_text_of_annotations_is_dropped_by_name(tmp_path: Path) -> None:
    def annotation(kind: str, content: str) -> str:
        return f'<ofd:Annot ID="1" Type="{kind}"><ofd:Appearance Boundary="20 100 80 20">{content}</ofd:Appearance></ofd:Annot>'

    marks = annotation("Watermark", text("仅供参考", 0, 10)) + annotation("Stamp", text("收文2024号", 0, 10))
    body = OfdBody([OfdPage(paragraphs(BODY), annotations=marks)])
    source = read(tmp_path, zipped(ofd_package(body)))
    assert texts(source) == [BODY]
    assert reasons(source) == {"仅供参考": "水印", "收文2024号": "盖章或签批中的文字"}


@pytest.mark.parametrize("filled", [False, True], ids=["stroked", "filled"])
def test_ruled_table_gives_rows_with_cells(tmp_path: Path, filled: bool) -> None:
    rows = [["项目", "标准", "备注"], ["书记补贴", "每月300元", ""], ["活动经费", "每人每年500元", "据实列支"]]
    objects = [
        *paragraphs("一、补贴标准如下："),
        *table(rows, LEFT, 60, [40, 60, 50], filled=filled),
        *paragraphs("二、以上标准自发文之日起执行。", top=110),
    ]
    source = read(tmp_path, ofd_file(objects))
    assert [line.kind for line in source.lines] == [LineKind.TEXT, *[LineKind.TABLE_ROW] * 3, LineKind.TEXT]
    assert source.lines[2].text == "书记补贴\t每月300元"
    assert [cell.text for cell in source.lines[3].cells] == rows[2]


def test_table_cut_by_a_page_keeps_its_number(tmp_path: Path) -> None:
    rows = [["姓名", "单位"], ["甲同志", "市委办公室"], ["乙同志", "市府办公室"]]
    first = [*paragraphs("名单如下："), *table(rows, LEFT, 60, [60, 80])]
    second = [*table(rows[1:], LEFT, 40, [60, 80]), *paragraphs("以上名单予以公布。", top=90)]
    source = read(tmp_path, ofd_file(first, second))
    assert {line.table for line in source.lines if line.kind is LineKind.TABLE_ROW} == {1}


def test_frame_and_red_rule_are_no_table(tmp_path: Path) -> None:
    frame = [ruling(20, 30, 190, 30), ruling(20, 280, 190, 280), ruling(20, 30, 20, 280), ruling(190, 30, 190, 280)]
    source = read(tmp_path, ofd_file([*frame, *paragraphs(BODY[:24], BODY[:20])]))
    assert all(line.kind is LineKind.TEXT for line in source.lines)


# Build of a package


def test_several_documents_of_a_package_follow_each_other(tmp_path: Path) -> None:
    bodies = [OfdBody([OfdPage(paragraphs(f"文件{n}第一页")), OfdPage(paragraphs(f"文件{n}第二页"))]) for n in "甲乙"]
    source = read(tmp_path, zipped(ofd_package(*bodies)))
    assert texts(source) == ["文件甲第一页", "文件甲第二页", "文件乙第一页", "文件乙第二页"]
    assert [line.page for line in source.lines] == [1, 2, 3, 4]
    assert [line.page_break_before for line in source.lines] == [False, False, True, False]
    assert any("2 个文档" in w for w in source.warnings)


def test_version_in_force_is_read(tmp_path: Path) -> None:
    parts = ofd_package(OfdBody([OfdPage(paragraphs("旧的版本"))]), OfdBody([OfdPage(paragraphs("新的版本"))]))
    first, _, _ = parts["OFD.xml"].decode().partition("</ofd:DocBody>")
    versions = (
        '<ofd:Versions><ofd:Version ID="1" Index="1" Current="false" BaseLoc="/Doc_0/V1.xml"/>'
        '<ofd:Version ID="2" Index="2" Current="true" BaseLoc="/Doc_0/V2.xml"/></ofd:Versions></ofd:DocBody></ofd:OFD>'
    )
    parts["OFD.xml"] = (first + versions).encode()
    for number, root in ((1, "Document.xml"), (2, "/Doc_1/Document.xml")):
        parts[f"Doc_0/V{number}.xml"] = f"<DocVersion><DocRoot>{root}</DocRoot></DocVersion>".encode()
    assert texts(read(tmp_path, zipped(parts))) == ["新的版本"]


def test_seals_and_attachments_are_named(tmp_path: Path) -> None:
    body = OfdBody([OfdPage(paragraphs(BODY))], seals=2, attachments=["报名表.docx"])
    source = read(tmp_path, zipped(ofd_package(body)))
    assert "文件有 2 个电子签章" in source.warnings
    assert any("报名表.docx" in w and "附件" in w for w in source.warnings)


@pytest.mark.parametrize(
    "way", ["absolute", "from the root", "other case", "backslashes", "any prefix", "no namespace"]
)
def test_names_and_places_may_be_written_any_way(tmp_path: Path, way: str) -> None:
    parts = ofd_package(OfdBody([OfdPage(paragraphs(BODY))]))
    if way == "absolute":
        parts["OFD.xml"] = parts["OFD.xml"].replace(b">Doc_0/", b">/Doc_0/")
        parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(b'"Pages/', b'"/Doc_0/Pages/')
    elif way == "from the root":
        parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(b'"Pages/', b'"Doc_0/Pages/')
    elif way == "other case":
        parts = {name.upper(): content for name, content in parts.items()}
    elif way == "backslashes":
        parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(b"Pages/Page_0/", b"Pages\\Page_0\\")
    elif way == "any prefix":
        parts = {n: c.replace(b"ofd:", b"x1:").replace(b"xmlns:ofd", b"xmlns:x1") for n, c in parts.items()}
    else:
        parts = {n: re.sub(rb' xmlns:ofd="[^"]*"', b"", c) for n, c in parts.items()}
    assert texts(read(tmp_path, zipped(parts))) == [BODY]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "gbk-undeclared"])
def test_parts_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    parts = ofd_package(OfdBody([OfdPage(paragraphs(BODY))]))
    page = parts["Doc_0/Pages/Page_0/Content.xml"].decode()
    declared = page if encoding.startswith(("utf-8", "gbk-")) else page.replace("UTF-8", encoding)
    parts["Doc_0/Pages/Page_0/Content.xml"] = declared.encode(encoding.removesuffix("-undeclared"))
    assert texts(read(tmp_path, zipped(parts))) == [BODY]


# Whole notices


def squeezed(line: Line) -> tuple[int | None, str, LineKind]:
    """Page, text and kind; the width of typed spaces differs with the typefaces."""
    return line.page, "".join(line.text.split()), line.kind


def test_drawn_notices_read_the_same_from_ofd_and_pdf(tmp_path: Path) -> None:
    for seed in range(6):
        notice = draw_notice(seed, wounds=PAGES)
        (tmp_path / "a.pdf").write_bytes(pdf_bytes(notice))
        from_pdf = read_source(tmp_path / "a.pdf")
        from_ofd = read(tmp_path, ofd_bytes(notice))
        assert [squeezed(line) for line in from_ofd.lines] == [squeezed(line) for line in from_pdf.lines]
        assert from_ofd.characters == from_pdf.characters


def test_drawn_notices_are_read_back_exactly(tmp_path: Path) -> None:
    from ingest.documents import parse_file

    for seed in range(100, 110):
        notice = draw_notice(seed, wounds=PAGES)
        file = tmp_path / f"{seed}.ofd"
        file.write_bytes(ofd_bytes(notice))
        assert not differences(notice, parse_file(file)), f"seed {seed}"


def test_another_reader_sees_the_same_characters(tmp_path: Path) -> None:
    ofdkit = pytest.importorskip("ofdkit")
    for seed in range(200, 204):
        content = ofd_bytes(draw_notice(seed, wounds=PAGES))
        source = read(tmp_path, content)
        ours = "".join(texts(source)) + "".join(d.text for d in source.dropped)
        with ofdkit.open(content) as document:
            assert sorted("".join(document.text().split())) == sorted("".join(ours.split()))


def test_real_form_is_read_in_order_with_nothing_lost(tmp_path: Path) -> None:
    file = SHARED / "dev/documents/ofd-luweifa-2011-76.ofd"
    if not file.exists():
        pytest.skip("the shared documents are not here")
    source = read(tmp_path, file.read_bytes())
    assert texts(source)[1:4] == ["路卫发〔2011〕76号", "关于同意张阿三同志辞职的批复", "区中医院："]
    assert {d.reason for d in source.dropped} == {"页码"}
    assert "文件有 1 个电子签章" in source.warnings
    with zipfile.ZipFile(file) as package:
        codes = re.findall(
            r"<ofd:TextCode[^>]*>([^<]*)<",
            "".join(package.read(n).decode() for n in package.namelist() if "Content" in n),
        )
    assert source.characters == printed_length(" ".join(codes))
