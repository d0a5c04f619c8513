from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

from index.clause_index import open_index
from index.update import ingest_paths
from ingest.model import Operator
from qa.language.sentences import squeezed_text, tidy
from qa.training.manifest import TrainingFileError
from qa.training.model import ChainNotice, PolicyChain, TrainingPack
from qa.training.pack import training_pack
from serve.training.bank_document import unbroken
from serve.training.picture import MARGIN, WIDTH, Arrow, Box, Words, ems, kind_of, picture_of, wrapped
from serve.training.picture_files import fonts_here, png_of, svg_of
from serve.training.slides import fitting_size
from serve.training.stamp import manifest_in
from serve.training.writing import file_stem, write_pack
from tests.qa.training.notices import TOPIC, written


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> TrainingPack:
    folder = tmp_path_factory.mktemp("pack")
    ingest_paths(written(folder / "文件"), folder / "库", embed=False)
    return training_pack(open_index(folder / "库"), TOPIC, today=date(2024, 3, 1))


@pytest.fixture(scope="module")
def files(pack: TrainingPack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    paths, _ = write_pack(pack, tmp_path_factory.mktemp("out"))
    return {path.name.removeprefix(f"{TOPIC}-"): path for path in paths}


def text_of_docx(path: Path) -> str:
    body = Document(str(path)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in body.iter("{*}p"))


def test_all_parts_of_a_pack_are_written(files: dict[str, Path]) -> None:
    wanted = {"讲义.docx", "幻灯片.pptx", "题库.docx", "题库.xlsx", "测试.html", "一图读懂.svg", "清单.json"}
    assert wanted <= set(files)
    assert ("一图读懂.png" in files) is (fonts_here() is not None)


@pytest.mark.parametrize("name", ["讲义.docx", "幻灯片.pptx", "题库.docx", "题库.xlsx", "测试.html", "清单.json"])
def test_every_file_holds_the_manifest(files: dict[str, Path], pack: TrainingPack, name: str) -> None:
    assert manifest_in(files[name]) == pack.manifest


def test_no_custom_property_is_longer_than_word_holds(files: dict[str, Path]) -> None:
    with zipfile.ZipFile(files["讲义.docx"]) as package:
        root = etree.fromstring(package.read("docProps/custom.xml"))
    values = ["".join(p.itertext()) for p in root]
    assert max(map(len, values)) <= 255
    assert {"judian-topic", "judian-made-on"} <= {p.get("name") for p in root}


def test_the_manifest_survives_an_edit_of_the_text(files: dict[str, Path], pack: TrainingPack, tmp_path: Path) -> None:
    document = Document(str(files["讲义.docx"]))
    document.add_paragraph("主讲人补充的话")
    edited = tmp_path / "改过.docx"
    document.save(str(edited))
    assert manifest_in(edited) == pack.manifest


def test_files_without_a_manifest_say_what_to_do(tmp_path: Path) -> None:
    plain = tmp_path / "别的.docx"
    Document().save(str(plain))
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a zip")
    for path in (plain, broken, tmp_path / "没有.pptx"):
        with pytest.raises(TrainingFileError, match=path.name):
            manifest_in(path)


def test_the_same_pack_gives_the_same_bytes(files: dict[str, Path], pack: TrainingPack, tmp_path: Path) -> None:
    again, _ = write_pack(pack, tmp_path)
    assert {p.name: p.read_bytes() for p in again} == {p.name: p.read_bytes() for p in files.values()}


def test_the_handout_prints_every_point_its_verbatim_basis_and_its_clause(
    files: dict[str, Path], pack: TrainingPack
) -> None:
    text = text_of_docx(files["讲义.docx"])
    for point in pack.points:
        assert point.statement.text in text
        assert point.statement.basis.citation in text
        assert point.statement.basis.clause_id in text
    assert "已失效" in text
    assert all(source.text in text for source in pack.sources)
    for entry in pack.faq:
        assert entry.question in text
    marks = set(re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', Document(str(files["讲义.docx"])).element.xml))
    assert {p.line_id for p in pack.points} <= marks


def test_a_slide_holds_one_point_its_citation_and_the_whole_clause_in_the_notes(
    files: dict[str, Path], pack: TrainingPack
) -> None:
    shown = []
    for slide in Presentation(str(files["幻灯片.pptx"])).slides:
        text = "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        shown.append((text, notes))
    for point in pack.points:
        of_point = [(t, n) for t, n in shown if n.startswith(point.line_id)]
        assert len(of_point) == 1
        text, notes = of_point[0]
        assert point.text in text and point.statement.basis.citation in text
        assert squeezed_text(tidy(point.statement.basis.text)) in squeezed_text(notes)
        assert point.statement.basis.clause_id in notes


def test_text_on_a_slide_shrinks_until_it_fits() -> None:
    assert fitting_size("短", 10_000_000, 2_000_000, 32) == 32
    assert 9 <= fitting_size("长" * 400, 10_000_000, 2_000_000, 32) < 20


def test_the_workbook_has_a_row_for_each_question_with_its_clause_in_a_column(
    files: dict[str, Path], pack: TrainingPack
) -> None:
    book = load_workbook(files["题库.xlsx"])
    rows = list(book["题库"].values)
    head = list(rows[0])
    assert len(rows) - 1 == len(pack.questions)
    for row, question in zip(rows[1:], pack.questions, strict=True):
        assert row[head.index("条款号")] == question.statement.basis.clause_id
        assert row[head.index("答案")] == question.key
        assert row[head.index("题干")] == question.stem
    assert book["题库"].freeze_panes == "B2"
    assert {r[0] for r in list(book["条款"].values)[1:]} == {c.clause_id for c in pack.manifest.clauses}


def test_a_cell_that_begins_like_a_formula_stays_text(pack: TrainingPack, tmp_path: Path) -> None:
    crafted = replace(pack, questions=(replace(pack.questions[0], stem="=HYPERLINK(1)"),))
    paths, _ = write_pack(crafted, tmp_path)
    sheet = load_workbook(next(p for p in paths if p.suffix == ".xlsx"))["题库"]
    assert sheet["E2"].data_type == "s" and sheet["E2"].value == "=HYPERLINK(1)"


def test_the_bank_prints_questions_first_and_keys_behind(files: dict[str, Path], pack: TrainingPack) -> None:
    text = text_of_docx(files["题库.docx"])
    questions, _, keys = text.partition("参考答案与解析")
    for question in pack.questions:
        assert unbroken(question.stem) in questions
        assert question.explanation in keys and question.statement.basis.clause_id in keys
    assert "答案：" not in questions


def test_the_quiz_needs_nothing_from_outside_and_prints_text_as_text(
    files: dict[str, Path], pack: TrainingPack, tmp_path: Path
) -> None:
    page = files["测试.html"].read_text(encoding="utf-8")
    assert not re.search(r"https?://|\bsrc=|<link|@import|url\(", page)
    assert page.count("<fieldset") == len(pack.questions)
    assert "default-src 'none'" in page
    crafted = replace(pack, questions=(replace(pack.questions[0], stem="<script>alert(1)</script>"),))
    made = next(p for p in write_pack(crafted, tmp_path)[0] if p.suffix == ".html").read_text(encoding="utf-8")
    assert "<script>alert" not in made and "&lt;script&gt;" in made


def test_the_picture_stays_on_its_page(pack: TrainingPack) -> None:
    picture = picture_of(pack)
    for shape in picture.shapes:
        if isinstance(shape, Box):
            assert shape.x >= 0 and shape.x + shape.width <= WIDTH and shape.y + shape.height <= picture.height
        elif isinstance(shape, Words):
            width = ems(shape.text) * shape.size
            left = {"start": shape.x, "middle": shape.x - width / 2, "end": shape.x - width}[shape.anchor]
            assert left >= MARGIN / 2 and left + width <= WIDTH - MARGIN / 2 + 16, shape.text
            assert 0 < shape.y <= picture.height


def test_a_card_shows_the_whole_range_and_never_half_of_it(pack: TrainingPack) -> None:
    row = replace(pack.figures[0], value="50人以上、100人以下", operator=Operator.RANGE, amount=50, upper=100)
    words = {s.text for s in picture_of(replace(pack, figures=(row,))).shapes if isinstance(s, Words)}
    assert "50人以上、100人以下" in words and "100人以下" not in words


@pytest.mark.parametrize(
    ("point", "column"),
    [
        ("党员要按规定交纳党费，有特殊情况的可补交", "要做到"),
        ("落实三会一课制度", "要做到"),
        ("开展主题党日活动，相关内容可以合并安排", "要做到"),
        ("对行动不便的党员，可送学上门", "可以做"),
        ("党员超过120人的，可以建立基层党委", "可以做"),
        ("不得信仰宗教，可以了解民俗", "不得做"),
    ],
)
def test_a_duty_with_a_leave_in_it_is_a_duty(point: str, column: str) -> None:
    assert kind_of(point) == column


def test_the_chain_draws_a_line_from_each_basis_to_the_notice(pack: TrainingPack) -> None:
    above = ChainNotice("中办发〔2016〕3号", None, "关于老干部工作的意见", "中办发〔2016〕3号", "全国", 0)
    below = ChainNotice("洛", "洛", "关于组织生活的通知", "洛老干〔2023〕8号", "洛江", 2)
    picture = picture_of(replace(pack, chain=PolicyChain((above, below), (("中办发〔2016〕3号", "洛"),))))
    words = " ".join(s.text for s in picture.shapes if isinstance(s, Words))
    assert "中办发〔2016〕3号" in words and "洛老干〔2023〕8号" in words
    heads = [s for s in picture.shapes if isinstance(s, Arrow) and s.has_head]
    assert len(heads) == 1


def test_the_svg_is_well_formed_and_refers_to_nothing(pack: TrainingPack) -> None:
    svg = svg_of(picture_of(pack))
    root = etree.fromstring(svg.encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"href|url\(|<image|<script", svg)


def test_without_a_chinese_font_there_is_no_picture_of_boxes(pack: TrainingPack) -> None:
    assert fonts_here((("/no/such.ttc", "/no/such.ttc"),)) is None
    assert png_of(picture_of(pack), None) is None


def test_lines_break_before_no_closing_mark() -> None:
    assert wrapped("一二三四，五六", 4) == ["一二三四，", "五六"]


@pytest.mark.parametrize(("topic", "stem"), [("党费/补贴", "党费_补贴"), ("..", "培训材料"), ("a" * 90, "a" * 40)])
def test_a_topic_becomes_a_name_that_any_system_takes(topic: str, stem: str) -> None:
    assert file_stem(topic) == stem


def test_a_folder_that_cannot_be_written_is_told(pack: TrainingPack, tmp_path: Path) -> None:
    taken = tmp_path / "文件"
    taken.write_text("", encoding="utf-8")
    with pytest.raises(TrainingFileError, match="写不进去"):
        write_pack(pack, taken)


def test_the_manifest_beside_is_readable_json(files: dict[str, Path]) -> None:
    kept = json.loads(files["清单.json"].read_text(encoding="utf-8"))
    assert kept["format"] == "judian-training-1"
    assert all(len(c["sha256"]) == 64 for c in kept["clauses"])


def test_packages_are_whole(files: dict[str, Path]) -> None:
    for name in ("讲义.docx", "幻灯片.pptx", "题库.docx", "题库.xlsx"):
        with zipfile.ZipFile(io.BytesIO(files[name].read_bytes())) as package:
            assert package.testzip() is None
            names = package.namelist()
            assert len(names) == len(set(names))
            assert b"docProps/custom.xml" in package.read("[Content_Types].xml")
