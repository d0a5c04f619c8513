from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import whole_files
from index.whole_files import replace_whole, write_new


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    place = tmp_path / "库.json"
    replace_whole(place, b"1")
    replace_whole(place, b"22")
    assert place.read_bytes() == b"22" and list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("write", [replace_whole, write_new])
@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_a_file_is_its_owners_alone_unless_said_otherwise(tmp_path: Path, write: object) -> None:
    write(tmp_path / "a", b"")  # type: ignore[operator]
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    before = os.umask(0o027)
    try:
        write(tmp_path / "b", b"", mode=0o666)  # type: ignore[operator]
    finally:
        os.umask(before)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o640


def test_what_could_not_be_written_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "库.json"
    replace_whole(place, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for write in (replace_whole, write_new):
        with pytest.raises(OSError, match="No space"):
            write(place if write is replace_whole else tmp_path / "new", b"new")
    assert place.read_bytes() == b"old" and list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("has_links", [True, False])
def test_a_name_that_is_taken_stays_with_who_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    if not has_links:

        def none(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", none)
    place = tmp_path / "通知.txt"
    write_new(place, b"first")
    with pytest.raises(FileExistsError):
        write_new(place, b"second")
    assert place.read_bytes() == b"first" and list(tmp_path.iterdir()) == [place]


def test_a_file_that_is_being_read_is_replaced_a_moment_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, refused = Path.replace, iter([True, True])

    def as_on_windows(self: Path, target: Path) -> Path:
        if next(refused, False):
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", as_on_windows)
    monkeypatch.setattr(whole_files, "_WAITS", (0.0, 0.0, 0.0))
    place = tmp_path / "users.json"
    replace_whole(place, b"new")
    assert place.read_bytes() == b"new" and list(tmp_path.iterdir()) == [place]


def test_a_file_that_stays_open_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_on_windows(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", as_on_windows)
    monkeypatch.setattr(whole_files, "_WAITS", (0.0,))
    with pytest.raises(PermissionError):
        replace_whole(tmp_path / "users.json", b"new")
    assert list(tmp_path.iterdir()) == []
