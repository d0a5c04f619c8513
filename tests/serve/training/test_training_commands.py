from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.qa.training.notices import LIJIANG, TOPIC, written
from tests.serve.test_cli import judian


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands")
    assert judian("ingest", *written(folder / "文件"), library=folder / "库").returncode == 0
    done = judian("training", "make", TOPIC, "--output", folder / "材料", library=folder / "库")
    assert done.returncode == 0, done.stderr
    assert "讲义.docx" in done.stdout and "题 " in done.stdout
    return folder


def test_make_prints_one_json_object(made: Path, tmp_path: Path) -> None:
    done = judian("training", "make", TOPIC, "-o", tmp_path, "--questions", "5", "--json", library=made / "库")
    value = json.loads(done.stdout)
    assert len(value["questions"]) <= 5
    assert {Path(f).suffix for f in value["files"]} >= {".docx", ".pptx", ".xlsx", ".html", ".svg", ".json"}
    assert all(line["clause_id"] for line in value["manifest"]["lines"])


@pytest.mark.parametrize("name", ["讲义.docx", "幻灯片.pptx", "题库.xlsx"])
def test_check_reports_exactly_the_lines_of_the_changed_figure(made: Path, tmp_path: Path, name: str) -> None:
    changed = written(tmp_path / "文件", 洛江=LIJIANG.replace("讲党课不少于3次", "讲党课不少于5次"))
    assert judian("ingest", *changed, library=tmp_path / "库").returncode == 0
    file = made / "材料" / f"{TOPIC}-{name}"
    done = judian("training", "check", file, "--json", library=tmp_path / "库")
    assert done.returncode == 0
    value = json.loads(done.stdout)
    assert value["stale"]
    assert all("不少于3次" in s["old"] and "不少于5次" in s["new"] and s["change"] == "changed" for s in value["stale"])
    printed = judian("training", "check", file, library=tmp_path / "库").stdout
    assert "条款已改" in printed and "不少于5次" in printed


def test_check_says_when_nothing_changed(made: Path) -> None:
    done = judian("training", "check", made / "材料" / f"{TOPIC}-清单.json", library=made / "库")
    assert done.returncode == 0
    assert "都没有变" in done.stdout


def test_errors_and_wrong_usage_have_their_status(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "别的.docx"
    other.write_text("不是", encoding="utf-8")
    done = judian("training", "check", other, library=made / "库")
    assert done.returncode == 1 and "别的.docx" in done.stderr
    assert judian("training", "make", library=made / "库").returncode == 2
    assert judian("training", "make", "海洋捕捞许可证", "-o", tmp_path, library=made / "库").returncode == 1
    assert judian("training", "make", "--clause", "没有#一", "-o", tmp_path, library=made / "库").returncode == 1


def test_chosen_clauses_need_no_topic(made: Path, tmp_path: Path) -> None:
    done = judian("training", "make", "--clause", "洛老干〔2023〕8号#四", "-o", tmp_path, "--json", library=made / "库")
    value = json.loads(done.stdout)
    assert {c["document_number"] for c in value["manifest"]["clauses"]} == {"洛老干〔2023〕8号"}
