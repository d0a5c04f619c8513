from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ingest.errors import ExportError
from serve.exports.files import checked_ending, write_whole


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "对照.xlsx"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "对照.xlsx"
    path.write_bytes(b"old")

    def open_elsewhere(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", open_elsewhere)
    with pytest.raises(ExportError, match=r"对照\.xlsx：正被别的程序打开.*关闭"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="磁盘已满"):
        write_whole(tmp_path / "x.md", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_link_goes_on_pointing_at_its_file(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_a_new_file_has_the_rights_that_the_person_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "x.md", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.md").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("没有/对照.xlsx", "文件夹 .* 不存在。请先建好文件夹"),
        ("对照.pdf", "不会写 .pdf 文件。请把后缀写成 .xlsx、.docx 之一"),
        ("对照", "没有后缀"),
        ("夹.docx", "这是文件夹"),
    ],
)
def test_a_name_that_cannot_be_written_is_told_before_any_work(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "夹.docx").mkdir()
    with pytest.raises(ExportError, match=said):
        checked_ending(tmp_path / name, (".xlsx", ".docx"))


def test_an_ending_in_capitals_is_known_too(tmp_path: Path) -> None:
    assert checked_ending(tmp_path / "对照.XLSX", (".xlsx", ".docx")) == ".xlsx"
