"""The list of clauses found, as a workbook, a CSV file and a Word document."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.model import RankedClause, StoredClause
from ingest.errors import ExportError
from ingest.model import Clause, ClauseKind, PolicyDocument, Status
from qa.model import Explanation, MatchedField, MatchedWord, SearchResult
from serve.exports.search_file import SEARCH_ENDINGS, search_bytes
from serve.exports.search_list import COLUMNS, SearchList, search_list
from tests.serve.exports.reading import document, every_part_is_xml, text_of_docx, workbook

MADE_ON = date(2024, 5, 6)
TEXT = '（二）落实补贴。\n=HYPERLINK("x")\u202e每人每月260元。'
DOCUMENT = PolicyDocument(
    "柳老干〔2023〕9号~0a1b2c3d", "", (0, 0), title="工作方案", document_number="柳老干〔2023〕9号", region="柳溪",
    issuing_authorities=("柳溪县委老干部局",), dated_on=date(2023, 5, 6), status=Status.REPEALED,
)  # fmt: skip


def found(text: str = TEXT, rank: int = 1) -> SearchResult:
    clause = Clause("柳#二", ("二、", "（二）"), "（二）", None, text, (0, len(text)), 1, (), 2, ClauseKind.CLAUSE)
    why = Explanation((MatchedWord("补贴", MatchedField.TEXT, 1, None),), 1, None, phrase=False)
    return SearchResult(rank, RankedClause(StoredClause(clause, DOCUMENT, "方案.txt", 1), 1.0, 1, None), "", (), why)


@pytest.fixture
def listed() -> SearchList:
    return search_list("补贴", [found(), found("=1+1", 2)], ["浙江", "2023"], made_on=MADE_ON)


def written(listed: SearchList, ending: str, folder: Path) -> Path:
    path = folder / f"结果{ending}"
    path.write_bytes(search_bytes(listed, ending))
    return path


def test_the_list_says_what_was_searched_and_how_it_was_narrowed(listed: SearchList) -> None:
    assert listed.title == "检索：补贴"
    assert listed.told == "限定：浙江、2023；共 2 条；2024年5月6日制"


def test_a_workbook_holds_every_clause_whole_with_its_citation(listed: SearchList, tmp_path: Path) -> None:
    path = written(listed, ".xlsx", tmp_path)
    every_part_is_xml(path)
    rows = list(workbook(path).active.iter_rows(values_only=True))
    assert rows[2] == COLUMNS
    assert rows[3][1:4] == (
        "柳溪",
        "《工作方案》（柳老干〔2023〕9号，柳溪县委老干部局，2023年5月6日）第二部分（二）",
        '（二）落实补贴。\n=HYPERLINK("x")每人每月260元。',
    )
    assert rows[3][6:8] == ("已废止", "正文有“补贴”")
    assert rows[4][3] == "=1+1"
    assert workbook(path).active["D5"].data_type == "s"  # a text, no formula


def test_a_clause_longer_than_a_cell_goes_on_in_the_next_row(tmp_path: Path) -> None:
    long = "长" * 70_000
    rows = list(workbook(written(search_list("长", [found(long)], made_on=MADE_ON), ".xlsx", tmp_path)).active.values)
    assert "".join(row[3] or "" for row in rows[3:]) == long


def test_a_csv_file_opens_in_excel_and_runs_nothing(listed: SearchList) -> None:
    content = search_bytes(listed, ".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[2][3] == "'=1+1"
    assert "\u202e" not in rows[1][3]


def test_a_word_document_quotes_each_clause_with_its_citation(listed: SearchList, tmp_path: Path) -> None:
    path = written(listed, ".docx", tmp_path)
    every_part_is_xml(path)
    text = text_of_docx(document(path))
    assert "每人每月260元。" in text
    assert "《工作方案》（柳老干〔2023〕9号，柳溪县委老干部局，2023年5月6日）第二部分（二）" in text
    assert "已废止" in text


def test_an_unknown_ending_is_refused_and_an_empty_list_can_be_written(listed: SearchList) -> None:
    with pytest.raises(ExportError, match=r"不会写"):
        search_bytes(listed, ".pdf")
    empty = replace(listed, rows=())
    assert all(search_bytes(empty, ending) for ending in SEARCH_ENDINGS)
