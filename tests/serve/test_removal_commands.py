from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.index.test_lineage import CITY, PROVINCE
from tests.serve.test_cli import judian


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name, text in (("省", PROVINCE), ("市", CITY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    made = tmp_path / "库"
    assert judian("ingest", tmp_path, library=made).returncode == 0
    return made


def test_a_file_is_removed_listed_and_restored(library: Path, tmp_path: Path) -> None:
    (removed,) = json.loads(judian("remove", "天老干〔2020〕2号", "--by", "李", "--json", library=library).stdout)[
        "removed"
    ]
    assert removed["file"] == str(tmp_path / "市.txt")
    assert removed["removed_by"] == "李"
    assert "市.txt" in judian("restore", library=library).stdout
    assert judian("review", "天老干〔2020〕2号", library=library).returncode == 1
    restored = json.loads(judian("restore", "市.txt", "--json", library=library).stdout)
    assert restored == {"restored": [str(tmp_path / "市.txt")]}
    assert judian("review", "天老干〔2020〕2号", library=library).returncode == 0
    assert json.loads(judian("restore", "--json", library=library).stdout) == {"removed": []}


def test_a_name_that_means_nothing_exits_1_with_what_to_do(library: Path) -> None:
    for command, words in (("remove", "没有这个文件"), ("restore", "不在移出的文件里")):
        done = judian(command, "不在.txt", library=library)
        assert done.returncode == 1
        assert words in done.stderr
