"""`judian eval` as a whole: one object on standard output, and sets without their files said to be skipped."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from eval import command
from eval.declared import EvalError, declared_sets
from eval.model import Change, EvalSet, QueryScores, SetKind, SetResult, SystemResult
from eval.report import print_report, report_object
from eval.results import save_results

NOTICE = "关于防汛值班的通知\n\n各镇：\n\n现通知如下。\n\n一、值班时间。六月至九月。\n"


@pytest.fixture
def coverage_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EvalSet:
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "甲.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "notices" / "空.txt").write_text("", encoding="utf-8")
    declared = EvalSet(
        "own", SetKind.COVERAGE, "某集", None, (tmp_path / "notices",), ("ingest",), ("complete", "coverage", "read")
    )
    monkeypatch.setattr(command, "declared_sets", lambda: [declared])
    return declared


def test_json_is_one_object_with_every_key(coverage_set: EvalSet, capsys: pytest.CaptureFixture[str]) -> None:
    command.run("own", as_json=True)
    printed = json.loads(capsys.readouterr().out)
    [measured] = printed["sets"]
    assert printed["saved"] == []
    assert measured["set"] == "own"
    assert measured["outcome"] == "measured"
    assert measured["why_skipped"] is None
    assert measured["changes"] is None
    [system] = measured["systems"]
    assert system["figures"] == {"complete": 1.0, "coverage": 1.0, "read": 0.5}
    assert [q["id"] for q in system["queries"]] == ["notices/甲.txt", "notices/空.txt"]
    assert "空文件" in system["queries"][1]["note"]


def test_a_file_that_cannot_be_read_costs_nothing_but_its_own_score(coverage_set: EvalSet) -> None:
    [system] = command.measure_set(coverage_set).systems
    assert [q.scores.get("complete") for q in system.queries] == [1.0, None]


def test_a_set_whose_files_are_not_here_is_skipped_by_name_and_the_rest_goes_on(
    coverage_set: EvalSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = replace(coverage_set, name="absent", documents=(tmp_path / "nowhere",))
    monkeypatch.setattr(command, "declared_sets", lambda: [absent, coverage_set])
    command.run(None, as_json=True)
    skipped, measured = json.loads(capsys.readouterr().out)["sets"]
    assert skipped["outcome"] == "skipped"
    assert "nowhere" in skipped["why_skipped"]
    assert measured["outcome"] == "measured"


def test_coverage_is_measured_over_what_is_here(coverage_set: EvalSet, tmp_path: Path) -> None:
    more = replace(coverage_set, documents=(*coverage_set.documents, tmp_path / "nowhere"))
    result = command.measure_set(more)
    assert result.skipped is None
    assert len(result.systems[0].queries) == 2
    assert "nowhere" in result.notes[0]


def test_every_declared_set_says_which_file_it_misses(tmp_path: Path) -> None:
    for declared in declared_sets():
        moved = replace(declared, topics=tmp_path / "gone.jsonl", documents=())
        assert "gone.jsonl" in (command.measure_set(moved).skipped or "")


def test_saved_results_are_what_the_next_run_is_compared_with(
    coverage_set: EvalSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [first] = command.measure("own", results=tmp_path / "results")
    assert first.changes is None
    save_results(first, tmp_path / "results")
    [second] = command.measure("own", results=tmp_path / "results")
    assert second.changes == ()


def test_an_unknown_set_is_an_error_a_person_can_mend() -> None:
    with pytest.raises(EvalError, match="没有这个评测集"):
        command.run("nothing", as_json=False)


def test_the_printed_report_shows_figures_what_is_wrong_and_what_was_lost() -> None:
    queries = (QueryScores("甲", "amount", {"evidence@1": 0.0}, "应见 [a.txt] 第三条"),)
    system = SystemResult("ask", {"evidence@1": 0.25}, queries, {"amount": {"evidence@1": 0.125}}, {"p50 ms": 12.5})
    change = Change("ask", "甲", "evidence@1", 1.0, 0.0)
    missing = SystemResult("dense", {}, unavailable="没有模型")
    result = SetResult("some", "某集", ("evidence@1",), (system, missing), changes=(change,))
    console = Console(record=True, width=80)
    print_report([result, SetResult("other", "另一集", (), skipped="没有 文件")], console)
    text = console.export_text()
    for words in (
        "0.250",
        "0.125",
        "[a.txt] 第三条",
        "退了 1 处",
        "1.000 → 0.000",
        "没有模型",
        "未测：没有 文件",
        "12.5",
    ):
        assert words in text
    assert report_object([result])["sets"]
