import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.library import Library
from index.update import ingest_paths
from serve.cli import app
from tests.index.small_notices import parse_small, write_notice


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    monkeypatch.delenv("JUDIAN_INDEX", raising=False)
    write_notice(tmp_path / "a", "一、补贴。每月不低于300元。", "二、学习。每月一次。")
    ingest_paths([tmp_path / "a"], tmp_path / "library", parse=parse_small, workers=1)
    return tmp_path / "library"


def test_it_shows_where_the_rankings_are_kept(library: Path) -> None:
    shown = CliRunner().invoke(app, ["index", "show", "--library", str(library), "--json"])
    assert shown.exit_code == 0
    found = json.loads(shown.stdout)
    assert {k: found[k] for k in ("index", "clauses", "words", "vectors")} == {
        "index": "embedded",
        "clauses": 2,
        "words": 2,
        "vectors": 0,
    }
    said = CliRunner().invoke(app, ["index", "show", "--library", str(library)])
    assert "索引：embedded\n条款 2 条；按词语可查 2 条，按意思可查 0 条\n" in said.stdout


def test_the_machine_itself_can_be_chosen(library: Path) -> None:
    done = CliRunner().invoke(app, ["index", "use", "embedded", "--library", str(library)])
    assert done.exit_code == 0
    with Library.open(library) as opened:
        assert opened.setting("index") == "embedded"


@pytest.mark.parametrize("given", [["milvus"], ["embedded", "--uri", "http://a"], ["faiss"]])
def test_half_a_choice_is_none(given: list[str], library: Path) -> None:
    done = CliRunner().invoke(app, ["index", "use", *given, "--library", str(library)])
    assert done.exit_code == 2
    with Library.open(library) as opened:
        assert opened.setting("index") is None


def test_options_that_cannot_be_are_told(library: Path) -> None:
    given = ["milvus", "--uri", "http://127.0.0.1:1", "--vectors", "GPU"]
    done = CliRunner().invoke(app, ["index", "use", *given, "--library", str(library)])
    assert done.exit_code == 1
    assert "请把 vectors 写成其中之一：HNSW" in done.output
