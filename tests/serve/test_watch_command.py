from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from index.library import Library
from index.removal import remove_files
from index.update import ingest_paths
from index.watching import watched_folders
from index.write_lock import WriteLock
from serve.watching import Round, rounds
from tests.qa.notices import OTHER_MATTER, WITH_SUM, WITHOUT_SUM
from tests.serve.test_cli import ROOT, judian


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "公文"
    made.mkdir()
    (made / "仪征.txt").write_text(WITH_SUM, encoding="utf-8")
    return made


def test_a_folder_is_watched_and_what_is_in_it_taken_in(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "库"
    done = judian("watch", folder, "--once", "--json", library=library)
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert value["folders"] == [
        {
            "folder": str(folder),
            "files": 1,
            "new": [str(folder / "仪征.txt")],
            "changed": [],
            "gone": [],
            "problem": None,
        }
    ]
    assert value["ingest"]["added"] == 1 and value["error"] is None
    (folder / "丽水.txt").write_text(WITHOUT_SUM, encoding="utf-8")
    (folder / "仪征.txt").write_text(WITH_SUM.replace("260元", "280元"), encoding="utf-8")
    again = json.loads(judian("watch", "--once", "--json", library=library).stdout)
    assert (again["ingest"]["added"], again["ingest"]["updated"]) == (1, 1)
    (folder / "丽水.txt").unlink()
    quiet = judian("watch", "--once", library=library)
    assert quiet.returncode == 0 and "1 个文件已不在文件夹里" in quiet.stderr
    with Library.open(library) as opened:
        assert len(opened.listed()) == 2, "what has gone from the folder stays"


def test_a_folder_is_forgotten_and_none_is_an_error(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "库"
    judian("watch", folder, "--once", library=library)
    assert "没有关注这个文件夹" in judian("watch", "--forget", tmp_path, library=library).stderr
    assert judian("watch", "--forget", folder, library=library).returncode == 0
    with Library.open(library) as opened:
        assert watched_folders(opened) == () and len(opened.listed()) == 1
    done = judian("watch", "--once", library=library)
    assert done.returncode == 1 and "还没有关注的文件夹" in done.stderr
    assert judian("watch", tmp_path / "没有", library=library).returncode == 1


@contextmanager
def no_bars() -> Iterator[object]:
    yield lambda *_: None


def looked(library: Path, stop: Event, count: int) -> list[Round]:
    found = []
    for one in rounds(library, 0.01, stop, no_bars, embed=False):  # type: ignore[arg-type]
        found.append(one)
        if len(found) == count:
            stop.set()
    return found


def test_what_a_person_took_out_stays_out_and_a_busy_library_is_tried_again(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "库"
    judian("watch", folder, "--once", library=library)
    remove_files(library, [str(folder / "仪征.txt")], embed=False)
    (first,) = looked(library, Event(), 1)
    assert first.run is None and first.looks[0].fresh == ()
    (folder / "山东.txt").write_text(OTHER_MATTER, encoding="utf-8")
    with Library.open(library) as _, WriteLock(library):
        (busy,) = looked(library, Event(), 1)
    assert busy.problem and busy.run is not None
    (free,) = looked(library, Event(), 1)
    assert free.problem is None and free.run is not None and free.run.report is not None
    with Library.open(library) as opened:
        assert [d.document_number for d in opened.listed()] == ["鲁林发〔2019〕33号"]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_it_and_what_came_meanwhile_is_in(folder: Path, tmp_path: Path, number: int) -> None:
    library = tmp_path / "库"
    ingest_paths([folder], library, embed=False, workers=1)
    command = [sys.executable, "-m", "serve.cli", "watch", str(folder), "--every", "1", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUDIAN_MODEL": "none", "JUDIAN_LIBRARY": str(library)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        first = json.loads(process.stdout.readline())
        assert first["ingest"] is None
        (folder / "丽水.txt").write_text(WITHOUT_SUM, encoding="utf-8")
        came = json.loads(process.stdout.readline())
        assert came["ingest"]["added"] == 1
        begun = time.monotonic()
        process.send_signal(number)
        rest = process.stdout.read()
        assert process.wait(20) == 0 and time.monotonic() - begun < 15
        told = process.stderr.read()
    assert rest == "" and "已停止。读完的文件都在库里。" in told and "Traceback" not in told
