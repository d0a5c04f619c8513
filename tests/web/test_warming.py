"""Before the first page is opened its library is, and what is wrong with a library keeps nothing from starting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import web.opened
from index.clause_index import OpenIndex, open_index
from serve.access.audit import entries
from tests.serve.doors.rest_client import library_of
from web.opened import opened_library
from web.shell import PAGES
from web.warming import warm_up


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    monkeypatch.setenv("JUDIAN_LIBRARY", str(tmp_path / "资料库"))
    yield tmp_path
    web.opened._opened.clear()  # kept by Streamlit for the whole process


def test_the_first_page_finds_the_library_open_and_nothing_is_said_to_have_been_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    times: list[Path] = []

    def counted(at: Path) -> OpenIndex:
        times.append(at)
        return open_index(at)

    monkeypatch.setattr(web.opened, "open_index", counted)
    warm_up()
    assert opened_library().documents
    assert len(times) == 1
    assert not list(entries(library))


def test_where_there_is_no_library_the_page_will_say_so(folder: Path) -> None:
    warm_up()


def test_all_pages_are_imported_and_nothing_is_written_to_the_window_that_serves(folder: Path) -> None:
    library_of(folder)
    wanted = [page.module for page in PAGES]
    code = f"import sys\nfrom web.warming import warm_up\nwarm_up()\nassert not set({wanted}) - set(sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
