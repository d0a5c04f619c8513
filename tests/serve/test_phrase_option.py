"""`judian ask` with a language model set: the wording on top, everything else as without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from serve.cli import app
from tests.qa.notices import written
from tests.qa.phrasing.chat_server import refuses_all, running, words_the_findings

KEY = "sk-geheim-4711"
QUESTION = "离退休党支部书记补贴标准是多少元？"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phrased") / "library"
    notices = written(tmp_path_factory.mktemp("notices"))
    assert judian("ingest", *notices, "--library", folder, "--words-only").exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUDIAN_LLM_URL", "JUDIAN_LLM_MODEL", "JUDIAN_LLM_KEY", "JUDIAN_LLM_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)


def judian(*arguments: str | Path, url: str = "") -> Result:
    environment = {"COLUMNS": "200", "JUDIAN_MODEL": "none"}
    if url:
        environment |= {"JUDIAN_LLM_URL": url, "JUDIAN_LLM_MODEL": "m", "JUDIAN_LLM_KEY": KEY}
    return CliRunner(env=environment).invoke(app, [str(a) for a in arguments], catch_exceptions=False)


def asked(library: Path, *options: str, url: str = "") -> dict[str, Any]:
    done = judian("ask", QUESTION, "--library", library, "--json", *options, url=url)
    assert done.exit_code == 0 and KEY not in done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_wording_is_a_key_of_its_own_and_all_else_stays(library: Path) -> None:
    plain = asked(library)
    assert plain["phrased"] == []
    with running(words_the_findings) as server:
        found = asked(library, url=server.url)
    assert [s["citations"] for s in found["phrased"]] == [[f["clause_id"]] for f in found["findings"]]
    assert any("每人每月不低于260元" in s["text"] for s in found["phrased"])
    unchanged = plain.keys() - {"phrased", "notes", "gate", "milliseconds"}
    assert {key: found[key] for key in unchanged} == {key: plain[key] for key in unchanged}
    assert found["gate"]["checked"] == plain["gate"]["checked"] + len(found["phrased"])


def test_in_print_the_wording_stands_on_top_and_is_called_a_models(library: Path) -> None:
    with running(words_the_findings) as server:
        done = judian("ask", QUESTION, "--library", library, url=server.url)
    assert "语言模型" in done.stdout.splitlines()[0] and "[1]" in done.stdout
    assert "语言模型写成" in done.stderr and KEY not in done.output


def test_a_server_in_trouble_costs_a_note(library: Path) -> None:
    with running(refuses_all) as server:
        found = asked(library, url=server.url)
    assert found["phrased"] == [] and "HTTP 500" in found["notes"][-1]
    assert found["answer"] == asked(library)["answer"]


def test_it_can_be_left_out_and_asked_for_outright(library: Path) -> None:
    with running(words_the_findings) as server:
        assert asked(library, "--no-phrase", url=server.url)["phrased"] == []
        assert server.calls == []
    done = judian("ask", QUESTION, "--library", library, "--phrase")
    assert done.exit_code == 1 and "JUDIAN_LLM_URL" in done.stderr


def test_a_batch_is_worded_too(library: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text(f"{QUESTION}\n没有的事情由谁负责\n", encoding="utf-8")
    with running(words_the_findings) as server:
        done = judian("ask", "--batch", questions, "--json-lines", "--library", library, url=server.url)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["phrased"] and second["phrased"] == [] and len(server.calls) == 1
