from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index.background import IngestRun, RunBoard, RunState
from index.library import Library
from index.model import IngestReport, Outcome
from index.update import Stage, ingest_paths
from ingest.errors import IngestError


def notice(name: str) -> str:
    return f"关于{name}的通知\n各单位：\n一、范围。每年{name}两次。\n"


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"{name}.txt" for name in ("慰问", "参观", "走访")]
    for path in made:
        path.write_text(notice(path.stem), encoding="utf-8")
    (tmp_path / "空.txt").write_bytes(b"")
    return [*made, tmp_path / "空.txt"]


def test_a_run_reads_its_files_and_tells_what_became_of_each(tmp_path: Path, files: list[Path]) -> None:
    run = IngestRun(tmp_path / "库", files, names=[str(f) for f in files])
    assert not run.progress.is_over
    run.start()
    done = run.wait(60)
    assert done.state is RunState.DONE
    assert done.finished == tuple(str(f) for f in files)
    assert done.report is not None
    assert [r.outcome for r in done.report.files] == [Outcome.ADDED] * 3 + [Outcome.FAILED]


def test_a_stopped_run_keeps_what_it_read_and_the_next_goes_on(tmp_path: Path, files: list[Path]) -> None:
    library = tmp_path / "库"

    def stopped_after_the_first(*args: Any, progress: Any, **kept: Any) -> IngestReport:
        def told(stage: Stage, done: int, total: int, item: str = "") -> None:
            if done == 1:
                run.stop()
            progress(stage, done, total, item)

        return ingest_paths(*args, progress=told, **kept)

    run = IngestRun(library, files, ingest=stopped_after_the_first)
    run.start()
    assert run.wait(60).state is RunState.STOPPED
    with Library.open(library) as opened:
        assert len(opened.documents()) == 1
    again = IngestRun(library, files)
    again.start()
    report = again.wait(60).report
    assert report is not None
    assert report.count(Outcome.UNCHANGED) == 1
    assert report.count(Outcome.ADDED) == 2


def test_what_goes_wrong_is_said_for_people(tmp_path: Path) -> None:
    def breaks(*_: Any, **__: Any) -> IngestReport:
        raise RuntimeError("a fault of ours")

    def refuses(*_: Any, **__: Any) -> IngestReport:
        raise IngestError(Path("x"), "打不开", "请核对")

    for ingest, words in ((breaks, "程序出错了"), (refuses, "x：打不开。请核对。")):
        run = IngestRun(tmp_path, [tmp_path], ingest=ingest)
        run.start()
        done = run.wait(60)
        assert done.state is RunState.FAILED
        assert done.problem is not None
        assert words in done.problem


def test_one_run_at_a_time_and_the_last_stays_to_be_looked_at(tmp_path: Path) -> None:
    release = Event()

    def waits(*_: Any, **__: Any) -> IngestReport:
        release.wait(60)
        return IngestReport("", 0, 0.0, ())

    board = RunBoard()
    first, second = (IngestRun(tmp_path, [tmp_path], ingest=waits) for _ in range(2))
    assert board.start(first)
    assert not board.start(second)
    board.dismiss()
    assert board.current is first
    release.set()
    first.wait(60)
    assert board.current is first
    assert board.start(second)
    second.wait(60)
    board.dismiss()
    assert board.current is None
