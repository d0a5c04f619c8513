from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serve.cli import app
from tests.qa.notices import written

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command said, and its status."""

    returncode: int
    stdout: str
    stderr: str


def judian(*arguments: str | Path, library: Path | None = None, stdin: str = "") -> Done:
    """Run the command in this process, where it begins at once; anything but an orderly exit fails the test."""
    runner = CliRunner(env=variables(library))
    done = runner.invoke(app, [str(argument) for argument in arguments], input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def judian_alone(*arguments: str | Path, library: Path | None = None, stdin: str = "") -> Done:
    """Run the command in a process of its own, as people do."""
    done = subprocess.run(
        [sys.executable, "-m", "serve.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=stdin,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables(library)},
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def variables(library: Path | None) -> dict[str, str]:
    return {"JUDIAN_MODEL": "none", "COLUMNS": "100"} | ({"JUDIAN_LIBRARY": str(library)} if library else {})


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return written(tmp_path_factory.mktemp("notices"))


@pytest.fixture(scope="module")
def library(notices: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "资料 库"
    done = judian("ingest", *notices, "--library", folder, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == 3
    return folder


def test_ask_prints_one_json_object_and_nothing_else(library: Path) -> None:
    done = judian_alone("ask", "离退休党支部书记补贴多少元？", "--json", library=library)
    assert done.returncode == 0
    value = json.loads(done.stdout)
    assert "260元" in value["findings"][0]["quote"]


def test_no_answer_is_no_failure(library: Path) -> None:
    done = judian("ask", "宇航员的护理费是多少元？", "--json", library=library)
    assert done.returncode == 0
    assert json.loads(done.stdout)["outcome"] == "not_found"


def test_people_read_the_answer_with_its_citation(library: Path) -> None:
    done = judian("ask", "离退休党支部书记补贴多少元？", library=library)
    assert "260元" in done.stdout
    assert "（仪老干〔2021〕9号）第二部分（二）" in done.stdout


def test_a_filter_read_from_the_question_can_be_left_out(library: Path) -> None:
    question = "丽水离退休党支部书记补贴多少元？"
    held = json.loads(judian("ask", question, "--json", library=library).stdout)
    assert [f["id"] for f in held["interpretation"]["filters"]] == ["地区:丽水"]
    free = json.loads(judian("ask", question, "--without", "地区：丽水", "--json", library=library).stdout)
    assert free["interpretation"]["filters"] == []
    assert "260元" in free["answer"]
    found = json.loads(judian("search", "丽水 补贴", "--without", "地区", "--json", library=library).stdout)
    assert len({r["file"] for r in found["results"]}) > 1
    assert judian("ask", question, "--without", "丽水", library=library).returncode == 2


def test_batch_keeps_the_order_and_goes_on_after_a_failure(library: Path) -> None:
    done = judian_alone(
        "ask", "--batch", "-", "--json-lines", library=library, stdin="书记补贴多少元\n\n森林防火谁负责\n"
    )
    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["question"] for line in lines] == ["书记补贴多少元", "", "森林防火谁负责"]
    assert "error" in lines[1]


def test_search_batch_reads_a_file(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_text("补贴\n火源\n", encoding="utf-8")
    done = judian("search", "--batch", path, "--json-lines", "-k", "2", library=library)
    assert [len(json.loads(line)["results"]) <= 2 for line in done.stdout.splitlines()] == [True, True]


def test_as_of_leaves_out_what_came_later_and_says_how_many(library: Path) -> None:
    done = judian("ask", "离退休党支部书记补贴多少元？", "--as-of", "1999-05-01", "--json", library=library)
    assert done.returncode == 0
    assert "1999-05-01" in done.stderr
    value = json.loads(done.stdout)
    assert (value["outcome"], value["findings"]) == ("not_found", [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "问", "--as-of", "昨天"),
        ("ask",),
        ("ask", "问", "--json-lines"),
        ("search", "问", "-k", "0"),
        ("没有的命令",),
    ],
)
def test_wrong_usage_exits_with_two(library: Path, arguments: tuple[str, ...]) -> None:
    done = judian(*arguments, library=library)
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_library_that_is_not_there_exits_with_one_and_is_named(tmp_path: Path) -> None:
    done = judian_alone("ask", "书记补贴", "--json", "--library", tmp_path / "没有")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "没有" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_is_named_by_inspect(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    done = judian_alone("inspect", path)
    assert done.returncode == 1
    assert "空.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_inspect_and_the_library_give_the_same_ids(notices: list[Path], library: Path) -> None:
    inspected = json.loads(judian("inspect", notices[0], "--json").stdout)
    ids = {clause["clause_id"] for document in inspected["documents"] for clause in document["clauses"]}
    found = json.loads(judian("ask", "离退休党支部书记补贴多少元？", "--json", library=library).stdout)["findings"]
    assert found[0]["clause_id"] in ids


def test_inspect_shows_fields_tree_and_coverage(notices: list[Path]) -> None:
    shown = judian("inspect", notices[0]).stdout
    for words in ("仪老干〔2021〕9号", "（二）书记补贴", "覆盖", "2021-05-06"):
        assert words in shown


def test_a_failed_file_is_listed_with_its_remedy_and_the_run_goes_on(notices: list[Path], tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    done = judian("ingest", notices[2], empty, "--library", tmp_path / "库", "--json")
    assert done.returncode == 0
    outcomes = {Path(f["file"]).name: f["outcome"] for f in json.loads(done.stdout)["files"]}
    assert outcomes["山东.txt"] == "added"
    assert outcomes["空.txt"] in ("failed", "refused")
