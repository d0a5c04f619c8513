"""`--after`: the question before, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.update import ingest_paths
from tests.qa.notices import written
from tests.serve.test_cli import judian

BEFORE = "丽水离退休党支部书记补贴多少元"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("after")
    (folder / "notices").mkdir()
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return folder / "library"


def test_the_completed_question_and_what_was_carried_are_printed(library: Path) -> None:
    said = judian("ask", "那仪征呢", "--after", BEFORE, library=library).stdout.splitlines()
    assert said[0] == "接着上一问：按“仪征的离退休党支部书记补贴多少元”查找"
    assert "主题 离退休党支部书记补贴 ✕" in said[1]
    assert "260元" in said[2]


def test_the_json_says_what_was_typed_followed_and_carried(library: Path) -> None:
    chain = ("--after", BEFORE, "--after", "那仪征呢")
    answer = json.loads(judian("ask", "从哪里列支", *chain, "--json", library=library).stdout)
    follow_up = answer["interpretation"]["follow_up"]
    assert answer["question"] == "仪征的离退休党支部书记补贴从哪里列支"
    assert (follow_up["typed"], follow_up["follows"]) == ("从哪里列支", "仪征的离退休党支部书记补贴多少元")
    assert [c["id"] for c in follow_up["carried"]] == ["地区:仪征", "主题:离退休党支部书记补贴"]
    alone = json.loads(judian("ask", BEFORE, "--json", library=library).stdout)
    assert alone["interpretation"]["follow_up"] is None


def test_a_carried_chip_is_left_out_by_its_id(library: Path) -> None:
    asked = ("search", "从哪里列支", "--after", BEFORE, "--json")
    assert json.loads(judian(*asked, library=library).stdout)["interpretation"]["regions"] == ["丽水"]
    freed = json.loads(judian(*asked, "--without", "地区:丽水", library=library).stdout)
    assert freed["query"] == "离退休党支部书记补贴从哪里列支"
    bare = json.loads(judian(*asked, "--without", "主题", library=library).stdout)
    assert bare["query"] == "从哪里列支"


def test_each_line_of_a_batch_stands_alone(library: Path) -> None:
    done = judian("ask", "--batch", "-", "--after", BEFORE, library=library, stdin="那仪征呢\n")
    assert done.returncode == 2
    assert "--after 不与 --batch 同用" in done.stderr
