from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from index.library import Library
from index.removal import remove_files
from index.update import ingest_paths
from index.watching import FolderLook, look_at_folders, unwatch_folder, watch_folder, watched_folders
from ingest.errors import IngestError


def notice(name: str) -> str:
    return f"关于{name}的通知\n各单位：\n一、范围。每年{name}两次。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "公文"
    (made / "下级").mkdir(parents=True)
    (made / "慰问.txt").write_text(notice("慰问"), encoding="utf-8")
    (made / "下级" / "参观.txt").write_text(notice("参观"), encoding="utf-8")
    return made


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Path:
    made = tmp_path / "库"
    ingest_paths([folder], made, embed=False)
    watch_folder(made, folder)
    return made


def look(library: Path) -> FolderLook:
    with Library.open(library) as opened:
        (found,) = look_at_folders(opened)
    return found


def test_a_folder_is_watched_until_it_is_left(tmp_path: Path, library: Path, folder: Path) -> None:
    watch_folder(library, folder)  # once is enough
    with Library.open(library) as opened:
        assert watched_folders(opened) == (folder,)
    unwatch_folder(library, folder)
    with Library.open(library) as opened:
        assert watched_folders(opened) == ()
        assert len(opened.documents()) == 2


def test_what_has_come_changed_or_gone_is_seen(library: Path, folder: Path) -> None:
    assert look(library).fresh == ()
    (folder / "新.txt").write_text(notice("走访"), encoding="utf-8")
    (folder / "慰问.txt").write_text(notice("慰问工作"), encoding="utf-8")
    (folder / "下级" / "参观.txt").unlink()
    found = look(library)
    assert found.new == (folder / "新.txt",)
    assert found.changed == (folder / "慰问.txt",)
    assert found.gone == (str(folder / "下级" / "参观.txt"),)
    ingest_paths(found.fresh, library, embed=False)
    assert look(library).fresh == ()


def test_a_file_that_was_only_touched_or_cannot_be_read_is_no_news(library: Path, folder: Path) -> None:
    os.utime(folder / "慰问.txt")
    assert look(library).fresh == ()
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4")
    assert len(look(library).new) == 2
    ingest_paths(look(library).fresh, library, embed=False)
    assert look(library).fresh == ()


def test_what_a_person_removed_is_no_news_wherever_it_lies(library: Path, folder: Path) -> None:
    remove_files(library, [str(folder / "慰问.txt")], embed=False)
    assert look(library).fresh == ()
    (folder / "慰问.txt").rename(folder / "改名.txt")
    assert look(library).fresh == ()


def test_a_disk_that_is_not_there_loses_nothing(library: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    assert look(library).problem is not None
    folder.mkdir()
    found = look(library)
    assert found.problem is not None
    assert "空的" in found.problem
    assert found.gone == ()


def test_an_archive_is_looked_at_as_a_folder(library: Path, folder: Path) -> None:
    with zipfile.ZipFile(folder / "一批.zip", "w") as archive:
        archive.writestr("走访.txt", notice("走访"))
    assert look(library).new == (folder / "一批.zip",)
    ingest_paths(look(library).fresh, library, embed=False)
    assert look(library) == FolderLook(folder, (), (), (), 3)
    with zipfile.ZipFile(folder / "一批.zip", "w") as archive:
        archive.writestr("走访.txt", notice("走访老同志"))
    os.utime(folder / "一批.zip", ns=(1, 1))
    assert look(library).changed == (folder / "一批.zip",)


def test_what_is_no_folder_or_the_librarys_own_is_not_watched(library: Path, folder: Path) -> None:
    for place, why in ((folder / "慰问.txt", "没有这个文件夹"), (folder / "没有", "没有"), (library, "自己的文件夹")):
        with pytest.raises(IngestError, match=why):
            watch_folder(library, place)
