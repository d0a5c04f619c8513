"""The library that a door reads is opened once, and again only where the folder has another one by now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import serve.doors.opened
from index.clause_index import MODEL_SETTING, OpenIndex, open_index
from index.library import Library
from index.update import ingest_paths
from ingest.errors import IndexBuildError
from serve.doors.opened import OpenedLibrary
from tests.serve.doors.rest_client import library_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    return library_of(tmp_path)


@pytest.fixture
def opened_times(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    times: list[Path] = []

    def counted(folder: Path) -> OpenIndex:
        times.append(folder)
        return open_index(folder)

    monkeypatch.setattr(serve.doors.opened, "open_index", counted)
    return times


def test_it_is_opened_once_and_shows_what_is_taken_in_later(
    folder: Path, tmp_path: Path, opened_times: list[Path]
) -> None:
    opened = OpenedLibrary(folder)
    before = len(opened.index().library.documents())
    more = tmp_path / "桐乡.txt"
    more.write_text(
        "桐乡市民政局文件\n桐民〔2022〕3号\n关于做好助餐工作的通知\n各镇：\n一、每餐补贴3元。\n", encoding="utf-8"
    )
    ingest_paths([more], folder, embed=False, workers=1)
    assert len(opened.index().library.documents()) == before + 1
    assert len(opened_times) == 1


def test_another_library_in_the_same_folder_is_opened(folder: Path, tmp_path: Path, opened_times: list[Path]) -> None:
    opened = OpenedLibrary(folder)
    first = opened.index().library.library_id
    other = library_of(tmp_path / "另一个")
    shutil.rmtree(folder)
    shutil.copytree(other, folder)
    assert opened.index().library.library_id != first
    assert len(opened_times) == 2


def test_another_model_of_the_library_is_loaded(
    folder: Path, opened_times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUDIAN_MODEL")
    with Library.open(folder) as library:
        library.set_setting(MODEL_SETTING, "none")
    opened = OpenedLibrary(folder)
    opened.index()
    with Library.open(folder) as library:
        library.set_setting(MODEL_SETTING, "没有的模型")
    assert any("没有的模型" in note for note in opened.index().notes)
    assert len(opened_times) == 2


def test_a_library_that_goes_is_told_and_one_that_comes_is_read(folder: Path, tmp_path: Path) -> None:
    opened = OpenedLibrary(folder)
    assert opened.index().library.documents()
    away = tmp_path / "移走"
    folder.rename(away)
    with pytest.raises(IndexBuildError, match="资料库"):
        opened.index()
    away.rename(folder)
    assert opened.index().library.documents()
