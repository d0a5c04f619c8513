"""Two editions written into files: changed figures first, old beside new, what changed marked."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ingest.readers.word.libreoffice import find_libreoffice
from qa.comparing.edition_model import EditionDiff
from qa.comparing.editions import diff_editions
from serve.exports.edition_layout import NO_CLAUSES, NO_FIGURES, laid_out_editions
from serve.exports.exporting import export_editions
from tests.serve.exports.comparisons import MADE_ON
from tests.serve.exports.reading import document, every_part_is_xml

OLD = """某市老年大学收费办法

第一条 为规范收费，制定本办法。

第二条 每门课程每学期收费80元，80周岁以上的免费。

第三条 报名时间为3月1日至3日(节假日顺延)，名额40人。

第四条 =1+1 的字样原样保留。
"""
NEW = """某市老年大学收费办法

第一条 为规范收费，制定本办法。

第二条 每门课程每学期收费60元，80周岁以上的免费。

第三条 报名时间为3月1日至3日（节假日顺延），名额不少于50人。

第五条 家庭困难的学员可以申请减半收费。
"""


def diff_of(folder: Path, old: str = OLD, new: str = NEW) -> EditionDiff:
    (folder / "旧.txt").write_text(old, encoding="utf-8")
    (folder / "新.txt").write_text(new, encoding="utf-8")
    return diff_editions(None, str(folder / "旧.txt"), str(folder / "新.txt"))


def test_figures_come_first_and_what_changed_is_marked_in_both(tmp_path: Path) -> None:
    layout = laid_out_editions(diff_of(tmp_path), MADE_ON)
    assert [c.kind for c in layout.figures][:2] == ["改了的数字", "改了的数字"]
    assert "80元" in layout.figures[0].told and "60元" in layout.figures[0].told
    changed = next(c for c in layout.clauses if "收费80元" in c.old.text)
    assert [run.text for run in changed.old.runs if run.marked] == ["80"]
    assert [run.text for run in changed.new.runs if run.marked] == ["60"]


def test_marks_stand_on_the_changed_words_where_widths_of_signs_differ(tmp_path: Path) -> None:
    layout = laid_out_editions(diff_of(tmp_path), MADE_ON)
    changed = next(c for c in layout.clauses if "名额" in c.old.text)
    assert [run.text for run in changed.old.runs if run.marked] == ["40"]
    assert [run.text for run in changed.new.runs if run.marked] == ["不少于50"]


def test_clauses_of_one_edition_alone_have_nothing_in_the_other(tmp_path: Path) -> None:
    layout = laid_out_editions(diff_of(tmp_path), MADE_ON)
    sides = {c.kind: (bool(c.old.runs), bool(c.new.runs)) for c in layout.clauses if c.kind in ("新增", "删去")}
    assert sides == {"新增": (False, True), "删去": (True, False)}


def test_the_document_has_old_beside_new(tmp_path: Path) -> None:
    export_editions(diff_of(tmp_path), tmp_path / "对照.docx", made_on=MADE_ON)
    every_part_is_xml(tmp_path / "对照.docx")
    made = document(tmp_path / "对照.docx")
    figures, clauses = made.tables
    assert [cell.text for cell in figures.rows[0].cells] == ["变化", "旧版", "新版"]
    assert "80元" in figures.rows[1].cells[1].text and "60元" in figures.rows[1].cells[2].text
    assert "家庭困难的学员" in "".join(cell.text for row in clauses.rows for cell in row.cells)


def test_the_workbook_holds_text_and_no_formula(tmp_path: Path) -> None:
    export_editions(diff_of(tmp_path), tmp_path / "对照.xlsx", made_on=MADE_ON)
    book = openpyxl.load_workbook(tmp_path / "对照.xlsx")
    assert book.sheetnames == ["数字的变化", "条款的变化", "说明"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("=1+1" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_csv_and_markdown_say_the_same(tmp_path: Path) -> None:
    diff = diff_of(tmp_path)
    export_editions(diff, tmp_path / "对照.csv", made_on=MADE_ON)
    export_editions(diff, tmp_path / "对照.md", made_on=MADE_ON)
    rows = list(csv.reader(io.StringIO((tmp_path / "对照.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["种类", "变化", "旧版位置", "旧版", "新版位置", "新版"]
    assert rows[1][0] == "改了的数字"
    markdown = (tmp_path / "对照.md").read_text(encoding="utf-8")
    assert markdown.index("数字的变化") < markdown.index("条款的变化")
    assert "2024年5月1日制表" in markdown


def test_editions_that_are_the_same_say_so(tmp_path: Path) -> None:
    export_editions(diff_of(tmp_path, OLD, OLD), tmp_path / "对照.docx", made_on=MADE_ON)
    told = [p.text for p in document(tmp_path / "对照.docx").paragraphs]
    assert NO_FIGURES in told and NO_CLAUSES in told


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_an_office_program_opens_them(tmp_path: Path, ending: str) -> None:
    import pypdfium2

    program = find_libreoffice()
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    file = tmp_path / f"x{ending}"
    export_editions(diff_of(tmp_path), file, made_on=MADE_ON)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=False, capture_output=True, timeout=180)
    if not file.with_suffix(".pdf").exists():
        pytest.skip("LibreOffice is here without this kind of document")
    pdf = pypdfium2.PdfDocument(str(file.with_suffix(".pdf")))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "数字的变化" in text and "60元" in "".join(text.split())
