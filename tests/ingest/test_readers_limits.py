"""Files that are not read: each is named, with the reason and the remedy."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from ingest.errors import IngestError, RefusedFileError
from ingest.model import SourceText, printed_length
from ingest.readers import LARGEST_FILE, LARGEST_TEXT, read_source


def accounted(source: SourceText) -> int:
    """Printed characters of lines and dropped text together."""
    lines = sum(printed_length(line.text) for line in source.lines)
    return lines + sum(printed_length(dropped.text) for dropped in source.dropped)


@pytest.mark.parametrize(
    ("data", "told"), [(b"", "空文件"), (b" \r\n\t\n", "空白"), ("　\n\ufeff".encode(), "没有可读")]
)
def test_a_file_without_text_fails_by_name(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(data)
    with pytest.raises(IngestError, match=told):
        read_source(path)


@pytest.mark.parametrize(("name", "limit"), [("扫描.pdf", LARGEST_FILE), ("长.txt", LARGEST_TEXT)])
def test_a_file_too_large_is_refused_unread(tmp_path: Path, name: str, limit: int) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"x")
        file.truncate(limit + 1)  # a sparse file: no room is taken
    started = time.thread_time()
    with pytest.raises(RefusedFileError, match=r"MB.*上限.*请"):
        read_source(path)
    assert time.thread_time() - started < 1


def test_folders_missing_files_and_endless_names_fail_by_name(tmp_path: Path) -> None:
    for path, told in (
        (tmp_path, "文件夹"),
        (tmp_path / "没有.txt", "不存在"),
        (tmp_path / ("长" * 200 + ".txt"), "打不开|不存在"),
    ):
        with pytest.raises(IngestError, match=told):
            read_source(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with pytest.raises(IngestError, match="不是普通文件"):
        read_source(path)


def test_a_loop_of_links_fails_by_name(tmp_path: Path) -> None:
    path = tmp_path / "loop.txt"
    path.symlink_to(path)
    with pytest.raises(IngestError, match="打不开"):
        read_source(path)


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "密.txt"
    path.write_text("正文", encoding="utf-8")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)  # tests may run as root, whom no mode keeps out
    with pytest.raises(IngestError, match="没有读取权限") as caught:
        read_source(path)
    assert isinstance(caught.value.__cause__, PermissionError)


@pytest.mark.parametrize(
    "opening", [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body>", "# 标题\n".encode(), b"\xff\xfe"]
)
def test_rubbish_never_raises_anything_but_an_ingest_error(tmp_path: Path, opening: bytes) -> None:
    dice = random.Random(7)
    pieces = [
        b"<p>",
        b"</td>",
        "第一条".encode(),
        b"| a |",
        b"**",
        b"\x00",
        b"&#x1F;",
        b"\xff",
        b"\n",
        b":::",
        b"<!--",
        b"`",
    ]
    for seed in range(60):
        path = tmp_path / f"{seed}.txt"
        path.write_bytes(opening + b"".join(dice.choices(pieces, k=dice.randrange(1, 60))))
        try:
            source = read_source(path)
        except IngestError:
            continue
        assert accounted(source) == source.characters, path.read_bytes()


def test_a_page_nested_too_deep_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "深.html"
    path.write_text("<html><body>" + "<div>" * 1_500 + "第一条　正文。" + "</div>" * 1_500, encoding="utf-8")
    assert [line.text for line in read_source(path).lines] == ["第一条　正文。"]
    path.write_text("<html><body>前言<p>" + "<div>" * 20_000 + "第一条　正文。", encoding="utf-8")
    with pytest.raises(IngestError, match=r"一层套一层.*另存为 txt"):
        read_source(path)
