from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.index.test_lineage import CITY, PROVINCE
from tests.serve.test_cli import judian


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("省", PROVINCE), ("市", CITY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Path:
    made = folder / "库"
    assert judian("ingest", folder, library=made).returncode == 0
    return made


def test_lineage_prints_the_chain_and_marks_what_is_outside(library: Path) -> None:
    told = judian("lineage", "天老干〔2020〕2号", library=library).stdout
    assert "甘老干〔2019〕8号" in told
    assert "中办发〔2016〕3号）［库外］" in told
    value = json.loads(judian("lineage", "天老干〔2020〕2号", "--json", library=library).stdout)
    (step,) = value["upwards"]
    assert step["document"]["in_library"] is True
    assert step["steps"][0]["document"]["document_number"] == "中办发〔2016〕3号"


def test_a_correction_is_made_listed_and_taken_back(library: Path) -> None:
    made = judian("correct", "天老干〔2020〕2号", "dated_on", "2020-02-04", "--by", "李", "--json", library=library)
    assert json.loads(made.stdout)["previous"] == "2020-02-03"
    assert "2020-02-03 → 2020-02-04（李）" in judian("corrections", library=library).stdout
    assert judian("correct", "天老干〔2020〕2号", "dated_on", "--undo", library=library).returncode == 0
    log = json.loads(judian("corrections", "--json", library=library).stdout)["corrections"]
    assert [c["value"] for c in log] == ["2020-02-04", None]


def test_a_wrong_correction_exits_1_with_what_to_do(library: Path) -> None:
    done = judian("correct", "天老干〔2020〕2号", "dated_on", "昨天", library=library)
    assert done.returncode == 1
    assert "请写成" in done.stderr
    assert judian("correct", "天老干〔2020〕2号", "dated_on", library=library).returncode == 2


def test_review_prints_one_object(library: Path) -> None:
    value = json.loads(judian("review", "--json", library=library).stdout)
    assert isinstance(value["items"], list)
    assert judian("review", "天老干〔2020〕2号", library=library).returncode == 0


def test_two_files_are_compared_clause_by_clause(folder: Path) -> None:
    newer = folder / "新.txt"
    newer.write_text(CITY.replace("每季度", "每月").replace("2月3日", "2月5日"), encoding="utf-8")
    told = judian("inspect", "--diff", folder / "市.txt", newer).stdout
    assert "成文日期：2020-02-03 → 2020-02-05" in told
    assert "改动" in told
    value = json.loads(judian("inspect", "--diff", folder / "市.txt", newer, "--json").stdout)
    changes = [c["change"] for d in value["documents"] for c in d["clauses"]]
    assert changes.count("lost") == changes.count("gained") == 0
    assert "changed" in changes


def test_a_file_is_compared_with_an_earlier_reading_of_it(folder: Path) -> None:
    earlier = folder / "先前.json"
    earlier.write_text(judian("inspect", folder / "市.txt", "--json").stdout, encoding="utf-8")
    value = json.loads(judian("inspect", "--diff", earlier, folder / "市.txt", "--json").stdout)
    assert [(d["fields"], d["clauses"]) for d in value["documents"]] == [([], [])]
    wrong = folder / "别的.json"
    wrong.write_text("[]", encoding="utf-8")
    done = judian("inspect", "--diff", wrong, folder / "市.txt")
    assert (done.returncode, "inspect --json" in done.stderr) == (1, True)


def test_diff_takes_two_files_and_inspect_one(folder: Path) -> None:
    assert judian("inspect", "--diff", folder / "市.txt").returncode == 2
    assert judian("inspect", folder / "市.txt", folder / "省.txt").returncode == 2
