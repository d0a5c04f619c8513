from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from qa.comparing.model import Comparison
from serve.compare_contract import comparison_object
from serve.exports.exporting import export_comparison
from serve.exports.layout import LEGEND
from tests.serve.exports.comparisons import MADE_ON, hostile, small
from tests.serve.exports.reading import FIGURE, document, text_of_docx, text_of_xlsx, workbook


def written(folder: Path, ending: str, *, bad: bool = False) -> Path:
    comparison, clause_of = hostile() if bad else small()
    path = folder / f"x{ending}"
    export_comparison(comparison, path, clause_of, made_on=MADE_ON)
    return path


def test_markdown_has_a_row_for_each_aspect_and_notes_with_formal_citations(tmp_path: Path) -> None:
    lines = written(tmp_path, ".md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# 离退休干部党支部工作　对照表"
    assert "| 方面 | 上级：浙江（省级） | 浙江丽水（市级） | 江苏扬州仪征（县级） |" in lines
    [row] = [line for line in lines if line.startswith("| **书记补贴**")][:1]
    assert row.count("*未规定*") == 2
    assert "给予党支部书记每人每月260元工作补贴。\\[4\\]" in row
    assert any(line.startswith("- \\[4\\] 《离退休干部党支部工作办法》（仪征市委老干部局，") for line in lines)


def test_markdown_of_hostile_text_keeps_its_columns_and_has_no_marks_of_its_own(tmp_path: Path) -> None:
    text = written(tmp_path, ".md", bad=True).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}
    assert len(rows) == 42
    assert "<script" not in text
    assert "\\[链接\\](x)" in text


def test_csv_opens_in_excel_as_utf_8_with_every_sentence_and_its_clause(tmp_path: Path) -> None:
    content = written(tmp_path, ".csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["方面", "差异", "上级：浙江（省级）", "浙江丽水（市级）", "江苏扬州仪征（县级）"]
    assert rows[1][3] == ("党支部每季度召开党员大会不少于2次，可以送学上门。〔丽老干〔2021〕12号（三）〕\n↑ 数值最严")
    assert rows[2][2] == "未规定"


def test_no_cell_of_a_csv_file_runs_as_a_formula(tmp_path: Path) -> None:
    content = written(tmp_path, ".csv", bad=True).read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
    assert any(cell.startswith("'@SUM(A1:A9)") for cell in cells)


def test_json_is_the_object_of_the_contract(tmp_path: Path) -> None:
    assert json.loads(written(tmp_path, ".json").read_text(encoding="utf-8")) == comparison_object(small()[0])
    bad = json.loads(written(tmp_path, ".json", bad=True).read_text(encoding="utf-8"))
    assert bad["topic"] == "党建\x07工作&对照=1"


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".md", ".csv"])
def test_no_figure_stands_in_a_file_that_is_not_in_the_comparison(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    text = (
        text_of_xlsx(workbook(path)) if ending == ".xlsx"
        else text_of_docx(document(path)) if ending == ".docx"
        else path.read_text(encoding="utf-8")
    )  # fmt: skip
    comparison, clause_of = small()
    told = figures_of(comparison, clause_of)
    # The numbers of clauses in brackets are the file's own, and so is the day on which it was made.
    own = re.sub(r"\\?\[\d\\?\]…?|2024年5月1日", "", text)
    if ending == ".xlsx":
        own = re.sub(r"(?m)^2$", "", own)  # the page of each clause
    assert set(FIGURE.findall(own)) <= told


def figures_of(comparison: Comparison, clause_of) -> set[str]:  # type: ignore[no-untyped-def]
    quotes = [q for row in comparison.rows for cell in row.cells for q in cell.quotes]
    texts = [json.dumps(comparison_object(replace(comparison, milliseconds=0)), ensure_ascii=False)]
    texts += [stored.clause.text for q in quotes if (stored := clause_of(q.clause_id))]
    days = ["2021", "5", "6"]  # 成文日期 of the notices
    return set(FIGURE.findall("\n".join([*texts, *LEGEND]))) | set(days)


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".md", ".csv"])
def test_what_a_person_left_out_is_never_called_unstated_and_a_persons_words_are_told_apart(
    tmp_path: Path, ending: str
) -> None:
    comparison, clause_of = small()
    first, second, third = comparison.rows[1].cells
    cells = (replace(first, withheld=True, remark="待\x07核实"), second, replace(third, remark="=已问过"))
    changed = replace(comparison, rows=(replace(comparison.rows[1], cells=cells),), chains=())
    path = tmp_path / f"x{ending}"
    export_comparison(changed, path, clause_of)
    text = (
        text_of_xlsx(workbook(path)) if ending == ".xlsx"
        else text_of_docx(document(path)) if ending == ".docx"
        else path.read_text(encoding="utf-8")
    )  # fmt: skip
    assert text.count("有规定，未选用") == 1
    assert "备注：待�核实" in text
    assert "备注：=已问过" in text
