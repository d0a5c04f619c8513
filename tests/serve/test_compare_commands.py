"""`judian compare`, `judian projects` and `judian diff` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.update import ingest_paths
from serve.cli import app
from tests.qa.comparing.notices import written

RUN = CliRunner()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare-command")
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return folder / "library"


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")


def test_the_object_holds_the_contracts_keys(library: Path) -> None:
    result = RUN.invoke(
        app, ["compare", "党费", "--region", "浙江", "--region", "仪征", "--library", str(library), "--json"]
    )
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["topic"] == "党费"
    assert [c["region"] for c in said["columns"]] == ["浙江", "江苏扬州仪征"]
    assert all(c["document_ids"] == [d["document_id"] for d in c["documents"]] for c in said["columns"])
    for row in said["rows"]:
        assert {"aspect", "cells", "differs"} <= row.keys()
        for cell in row["cells"]:
            assert {"region", "stated", "clause_ids", "quote", "quantities"} <= cell.keys()
            assert cell["stated"] == (cell["quote"] is not None) == bool(cell["clause_ids"])
        assert [c["stated"] for c in row["cells"]] == [True, False]


def test_what_is_printed_is_whole_and_says_silence(library: Path) -> None:
    result = RUN.invoke(app, ["compare", "党费", "--region", "浙江", "--region", "仪征", "--library", str(library)])
    assert result.exit_code == 0, result.output
    assert "按规定交纳党费，行动不便的党员可以委托代交。" in result.stdout
    assert "未规定" in result.stdout


def test_a_saved_project_is_opened_by_its_name(library: Path) -> None:
    options = ["--library", str(library)]
    first = RUN.invoke(app, ["compare", "党费", "--region", "浙江", "--project", "甲", *options])
    assert first.exit_code == 0, first.output
    assert RUN.invoke(app, ["projects", *options]).stdout.split() == ["甲"]
    again = RUN.invoke(app, ["compare", "--project", "甲", *options])
    assert again.stdout == first.stdout
    missing = RUN.invoke(app, ["compare", "--project", "乙", *options])
    assert missing.exit_code == 1


def test_a_topic_or_a_project_is_needed(library: Path) -> None:
    assert RUN.invoke(app, ["compare", "--library", str(library)]).exit_code == 2


def test_the_diff_lists_figures_first(tmp_path: Path) -> None:
    for name, figure in (("旧.txt", "80元"), ("新.txt", "60元")):
        (tmp_path / name).write_text(
            f"收费办法\n\n第一条 每学期收费{figure}。\n\n第二条 名额40人。\n", encoding="utf-8"
        )
    result = RUN.invoke(app, ["diff", str(tmp_path / "旧.txt"), str(tmp_path / "新.txt"), "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert [(f["change"], f["old"]["text"][-3:], f["new"]["text"][-3:]) for f in said["figures"]] == [
        ("changed", "80元", "60元")
    ]
    assert said["counts"]["kept"] == 1
    printed = RUN.invoke(app, ["diff", str(tmp_path / "旧.txt"), str(tmp_path / "新.txt")]).stdout
    assert "【80 → 60】" in printed
    assert "40" not in printed


def test_a_row_of_one_column_is_said_in_a_line_and_not_once_for_each_silent_one(library: Path) -> None:
    regions = [option for name in ("浙江", "丽水", "仪征") for option in ("--region", name)]
    printed = RUN.invoke(app, ["compare", "志愿服务", *regions, "--library", str(library)]).stdout
    row = printed.partition("时间银行】")[2].partition("【")[0]
    assert "未规定  浙江丽水（市级）" in row  # two speak: who is silent stands in one line
    alone = RUN.invoke(app, ["compare", "活动中心", *regions, "--library", str(library)]).stdout
    assert "只有江苏扬州仪征（县级）写到，其余未规定" in alone
    assert "未规定  " not in alone


def test_the_diff_is_written_to_a_file_in_the_format_of_its_ending(tmp_path: Path) -> None:
    for name, figure in (("旧.txt", "80元"), ("新.txt", "60元")):
        (tmp_path / name).write_text(f"收费办法\n\n第一条 每学期收费{figure}。\n\n第二条 按时交。\n", encoding="utf-8")
    both = [str(tmp_path / "旧.txt"), str(tmp_path / "新.txt")]
    for ending in (".docx", ".xlsx", ".md", ".csv", ".json"):
        result = RUN.invoke(app, ["diff", *both, "--output", str(tmp_path / f"对照{ending}")])
        assert result.exit_code == 0, result.output
        assert (tmp_path / f"对照{ending}").stat().st_size > 100
    assert json.loads((tmp_path / "对照.json").read_text(encoding="utf-8"))["figures"][0]["change"] == "changed"
    wrong = RUN.invoke(app, ["diff", *both, "--output", str(tmp_path / "对照.pdf")])
    assert wrong.exit_code == 1
    assert not (tmp_path / "对照.pdf").exists()


def test_the_object_says_what_stays_under_the_superiors_floor(library: Path) -> None:
    result = RUN.invoke(app, ["compare", "志愿者培训", "--library", str(library), "--json"])
    said = json.loads(result.stdout)
    cells = [c for row in said["rows"] for c in row["cells"]]
    assert all("below_superior" in c for c in cells)
    assert all(row["gathered"] in (True, False) for row in said["rows"])
