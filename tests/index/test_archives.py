"""Archives of notices: each file of an archive is a file of the library."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from index.library import Library
from index.model import IngestReport, Outcome
from index.update import Stage, ingest_paths
from ingest import archives
from ingest.archives import Member, file_on_disk, opened_archive
from ingest.documents import parse_file
from ingest.errors import IngestError, RefusedFileError

Ingest = Callable[..., IngestReport]


def notice(serial: int) -> str:
    return (
        f"某老干〔2022〕{serial}号\n关于做好第{serial}批走访慰问工作的通知\n\n各区委老干部局：\n\n"
        f"一、提高认识\n\n要做好第{serial}批工作。\n\n二、落实经费\n\n每人每月不低于{serial}00元。\n"
    )


def packed(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def without_utf8_flag(archive: bytes, encoding: str, names: list[str]) -> bytes:
    """The archive as an old program of Chinese Windows writes it: names in its own encoding, said nowhere."""
    for name in names:
        stand_in = "x" * len(name.encode(encoding))
        archive = archive.replace(stand_in.encode(), name.encode(encoding))
    return archive


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def ingest(library: Path) -> Ingest:
    return partial(ingest_paths, library=library, embed=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notices"
    made.mkdir()
    return made


def outcomes(report: IngestReport, below: Path) -> dict[str, Outcome]:
    return {os.path.relpath(f.file, below): f.outcome for f in report.files}


def stored_names(library: Path, below: Path) -> list[str]:
    with Library.open(library) as opened:
        return [os.path.relpath(f.file, below) for f in opened.files() if f.documents]


def test_each_file_of_an_archive_is_a_file_of_the_library(ingest: Ingest, library: Path, folder: Path) -> None:
    (folder / "a.zip").write_bytes(
        packed({"通知1.txt": notice(1), "子目录/通知2.md": notice(2), "子目录/": "", "__MACOSX/._通知1.txt": "x",
                ".DS_Store": "x", "子目录/Thumbs.db": "x", "子目录/~$通知2.docx": "x"})
    )  # fmt: skip
    (folder / "b.txt").write_text(notice(3), encoding="utf-8")
    report = ingest([folder])
    assert outcomes(report, folder) == {
        "a.zip/通知1.txt": Outcome.ADDED, "a.zip/子目录/通知2.md": Outcome.ADDED, "b.txt": Outcome.ADDED,
    }  # fmt: skip
    with Library.open(library) as opened:
        found = {d.document.document_number: d.file for d in opened.documents()}
    assert found["某老干〔2022〕2号"] == str(folder / "a.zip/子目录/通知2.md")


def test_unchanged_files_of_an_archive_are_skipped(ingest: Ingest, folder: Path) -> None:
    archive = folder / "a.zip"
    archive.write_bytes(packed({"1.txt": notice(1), "2.txt": notice(2)}))
    ingest([folder])
    archive.write_bytes(packed({"2.txt": notice(4), "1.txt": notice(1), "3.txt": notice(3)}))
    assert outcomes(ingest([folder]), folder) == {
        "a.zip/1.txt": Outcome.UNCHANGED, "a.zip/2.txt": Outcome.UPDATED, "a.zip/3.txt": Outcome.ADDED,
    }  # fmt: skip


@pytest.mark.parametrize("by_itself", [True, False], ids=["archive given", "folder given"])
def test_a_file_gone_from_its_archive_is_removed(ingest: Ingest, library: Path, folder: Path, by_itself: bool) -> None:
    archive = folder / "a.zip"
    given = archive if by_itself else folder
    archive.write_bytes(packed({"1.txt": notice(1), "2.txt": notice(2)}))
    ingest([given])
    archive.write_bytes(packed({"2.txt": notice(2)}))
    assert ingest([given]).removed == 1
    assert stored_names(library, folder) == ["a.zip/2.txt"]


def test_an_archive_gone_from_its_folder_takes_its_files_along(ingest: Ingest, library: Path, folder: Path) -> None:
    (folder / "a.zip").write_bytes(packed({"1.txt": notice(1), "2.txt": notice(2)}))
    (folder / "b.txt").write_text(notice(3), encoding="utf-8")
    ingest([folder])
    (folder / "a.zip").unlink()
    assert ingest([folder]).removed == 2
    assert stored_names(library, folder) == ["b.txt"]


def test_unpacking_an_archive_moves_its_files(ingest: Ingest, library: Path, folder: Path) -> None:
    (folder / "a.zip").write_bytes(packed({"1.txt": notice(1)}))
    ingest([folder])
    with Library.open(library) as opened:
        before = [d.row for d in opened.documents()]
    (folder / "a.zip").unlink()
    (folder / "1.txt").write_text(notice(1), encoding="utf-8")
    assert outcomes(ingest([folder]), folder) == {"1.txt": Outcome.UNCHANGED}
    with Library.open(library) as opened:
        assert [d.row for d in opened.documents()] == before


def test_the_same_content_outside_an_archive_is_a_copy(ingest: Ingest, folder: Path) -> None:
    (folder / "a.zip").write_bytes(packed({"1.txt": notice(1)}))
    (folder / "b.txt").write_text(notice(1), encoding="utf-8")
    report = ingest([folder])
    assert outcomes(report, folder) == {"a.zip/1.txt": Outcome.ADDED, "b.txt": Outcome.REFUSED}
    assert "a.zip/1.txt 完全相同" in (report.files[1].error or "")
    # The library's name for it stands also when the copy alone is given.
    assert ingest([folder / "b.txt"]).files[0].outcome is Outcome.REFUSED


def test_an_archive_that_is_broken_for_now_keeps_its_files(ingest: Ingest, library: Path, folder: Path) -> None:
    archive = folder / "a.zip"
    whole = packed({"1.txt": notice(1)})
    archive.write_bytes(whole)
    ingest([folder])
    archive.write_bytes(whole[:-30])  # still being copied
    report = ingest([folder])
    assert outcomes(report, folder) == {"a.zip": Outcome.FAILED}
    assert "不完整" in (report.files[0].error or "")
    assert stored_names(library, folder) == ["a.zip/1.txt"]
    archive.write_bytes(whole)
    assert outcomes(ingest([folder]), folder) == {"a.zip/1.txt": Outcome.UNCHANGED}
    with Library.open(library) as opened:
        assert [f.error for f in opened.files()] == [None]  # the failure is no longer listed


def test_files_that_cannot_be_read_are_listed_each(ingest: Ingest, folder: Path) -> None:
    good = packed({"1.txt": notice(1), "表.xlsx": packed({"xl/workbook.xml": "x"}), "空.txt": "", "坏.txt": notice(5)})
    directory = good.index(b"PK\x01\x02", good.index("坏.txt".encode()))  # the last member ends where it begins
    (folder / "a.zip").write_bytes(good[: directory - 4] + b"\0\0\0\0" + good[directory:])
    report = ingest([folder])
    assert outcomes(report, folder) == {
        "a.zip/1.txt": Outcome.ADDED, "a.zip/表.xlsx": Outcome.FAILED, "a.zip/空.txt": Outcome.FAILED,
        "a.zip/坏.txt": Outcome.FAILED,
    }  # fmt: skip
    errors = {os.path.relpath(f.file, folder): f.error or "" for f in report.files}
    assert errors["a.zip/表.xlsx"].startswith(str(folder / "a.zip/表.xlsx")) and "Excel" in errors["a.zip/表.xlsx"]
    assert "空文件" in errors["a.zip/空.txt"] and "解压不出来" in errors["a.zip/坏.txt"]


def test_archives_in_archives_are_opened_three_deep(ingest: Ingest, folder: Path) -> None:
    content: str | bytes = notice(1)
    name = "1.txt"
    for level in (4, 3, 2):
        content, name = packed({name: content, f"{level}.txt": notice(level)}), f"{level}.zip"
    (folder / "a.zip").write_bytes(packed({name: content}))
    report = ingest([folder])
    assert outcomes(report, folder) == {
        "a.zip/2.zip/3.zip/4.zip": Outcome.REFUSED, "a.zip/2.zip/3.zip/3.txt": Outcome.ADDED,
        "a.zip/2.zip/2.txt": Outcome.ADDED,
    }  # fmt: skip
    assert [f.error is not None and "嵌套超过 3 层" in f.error for f in report.files] == [False, False, True]
    assert ingest([folder / "a.zip/2.zip/3.zip/3.txt"]).files[0].outcome is Outcome.UNCHANGED


def test_a_run_stopped_in_an_archive_goes_on_where_it_was(ingest: Ingest, library: Path, folder: Path) -> None:
    (folder / "a.zip").write_bytes(packed({f"{i}.txt": notice(i) for i in range(1, 6)}))

    def stop(stage: Stage, done: int, total: int, item: str = "") -> None:
        if stage is Stage.READ and done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([folder], progress=stop)
    assert stored_names(library, folder) == ["a.zip/1.txt", "a.zip/2.txt"]
    assert list(outcomes(ingest([folder]), folder).values()) == [Outcome.UNCHANGED] * 2 + [Outcome.ADDED] * 3


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_mark_of_their_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    names = ["关于印发办法的通知.txt", "附件一/登记表.txt"]
    stand_ins = {"x" * len(name.encode(encoding)): notice(i) for i, name in enumerate(names)}
    path = tmp_path / "a.zip"
    path.write_bytes(without_utf8_flag(packed(dict(stand_ins)), encoding, sorted(names, key=len, reverse=True)))
    with opened_archive(path) as members:
        assert sorted(m.name for m in members) == sorted(names)


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("../../etc/通知.txt", "etc/通知.txt"), ("/etc/通知.txt", "etc/通知.txt"), ("C:\\通知.txt", "C_/通知.txt"),
        ("a/./b/../通知.txt", "a/b/通知.txt"), ("子目录\\通知.txt", "子目录/通知.txt"), ("通\n知.txt", "通_知.txt"),
    ],
)  # fmt: skip
def test_names_lead_nowhere(ingest: Ingest, folder: Path, name: str, read_as: str) -> None:
    (folder / "a.zip").write_bytes(packed({name: notice(1)}))
    before = sorted(folder.parent.rglob("*.txt"))
    report = ingest([folder])
    assert [f.file for f in report.files] == [f"{folder}/a.zip/{read_as}"]
    assert report.files[0].outcome is Outcome.ADDED
    assert sorted(folder.parent.rglob("*.txt")) == before


def test_a_name_given_twice_is_numbered(ingest: Ingest, folder: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("1.txt", notice(1))
        package.writestr("1.txt", notice(2))
    (folder / "a.zip").write_bytes(buffer.getvalue())
    assert outcomes(ingest([folder]), folder) == {"a.zip/1.txt": Outcome.ADDED, "a.zip/1（2）.txt": Outcome.ADDED}


def locked(archive: bytes) -> bytes:
    """The archive with every member marked as encrypted."""
    content = bytearray(archive)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            (value,) = struct.unpack_from("<H", content, at + flags)
            struct.pack_into("<H", content, at + flags, value | 1)
            at = content.find(signature, at + 4)
    return bytes(content)


def test_a_locked_archive_is_told_with_its_remedy(ingest: Ingest, folder: Path) -> None:
    (folder / "a.zip").write_bytes(locked(packed({"1.txt": notice(1), "2.txt": notice(2)})))
    report = ingest([folder])
    assert outcomes(report, folder) == {"a.zip": Outcome.FAILED}
    assert "设有密码" in (report.files[0].error or "") and "用密码解压" in (report.files[0].error or "")


def test_traps_are_refused_unread(ingest: Ingest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blanks = b" " * (80 << 20)
    (folder / "倍数.zip").write_bytes(packed({"1.txt": blanks}))
    (folder / "套叠.zip").write_bytes(packed({"1.zip": packed({"1.txt": blanks})}))
    (folder / "多.zip").write_bytes(packed({f"{i}.txt": "" for i in range(archives.MOST_MEMBERS + 1)}))
    (folder / "空.zip").write_bytes(packed({}))
    (folder / "好.zip").write_bytes(packed({"1.txt": notice(1)}))
    report = ingest([folder])
    assert outcomes(report, folder) == {
        "倍数.zip": Outcome.REFUSED, "套叠.zip": Outcome.REFUSED, "多.zip": Outcome.REFUSED,
        "空.zip": Outcome.FAILED, "好.zip/1.txt": Outcome.ADDED,
    }  # fmt: skip
    monkeypatch.setattr(archives, "LARGEST_TOTAL", 100)
    with pytest.raises(RefusedFileError, match="超过"), opened_archive(folder / "好.zip"):
        pass


def test_a_document_that_is_packed_as_zip_is_no_archive(tmp_path: Path) -> None:
    docx = tmp_path / "通知.zip"
    docx.write_bytes(packed({"[Content_Types].xml": "", "word/document.xml": ""}))
    with file_on_disk(docx) as file:
        assert file.path == docx


def test_one_file_of_an_archive_is_inspected_by_its_path(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(packed({"1.txt": notice(1), "子目录/2.txt": notice(2), "空.txt": ""}))
    parsed = parse_file(archive / "子目录/2.txt")
    assert parsed.file == f"{archive}/子目录/2.txt"
    assert parsed.documents[0].document_number == "某老干〔2022〕2号"
    with pytest.raises(IngestError, match=r"有 3 个文件（1.txt、子目录/2.txt、空.txt）.*judian ingest"):
        parse_file(archive)
    with pytest.raises(IngestError, match="没有这个文件"):
        parse_file(archive / "3.txt")
    with pytest.raises(IngestError, match=r"a\.zip/空\.txt：是空文件"):
        parse_file(archive / "空.txt")


def test_an_archive_of_one_notice_is_inspected_as_the_notice(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(packed({"__MACOSX/1.txt": "x", "通知.txt": notice(1)}))
    direct = tmp_path / "通知.txt"
    direct.write_text(notice(1), encoding="utf-8")
    parsed = parse_file(archive)
    assert parsed.file == f"{archive}/通知.txt"
    assert (parsed.sha256, parsed.documents) == (parse_file(direct).sha256, parse_file(direct).documents)


def test_the_original_of_a_stored_document_is_found_in_its_archive(
    ingest: Ingest, library: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.zip").write_bytes(packed({"b.zip": packed({"1.txt": notice(1)})}))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ingest([folder])
    with Library.open(library) as opened:
        source = opened.source_file(opened.documents()[0].document.document_id)
    with file_on_disk(source.path) as file:
        assert file.path.read_text(encoding="utf-8") == notice(1)
    assert not file.path.exists() and not list(tmp_path.glob("judian-*"))


def test_a_member_is_read_in_pieces(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(packed({"1.txt": notice(1)}))
    with opened_archive(archive) as (member,):
        assert isinstance(member, Member)
        with member.read() as stream:
            assert stream.read(3) == notice(1).encode()[:3]
