"""Objects kept in a library's folder, one JSON line each: a line is added whole or not at all."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from index.whole_files import PRIVATE, replace_whole
from ingest.errors import PolicyError

JsonObject = dict[str, Any]

_logger = logging.getLogger(__name__)
_changing = Lock()  # of this process, which alone rewrites; other processes only add


class KeptLinesError(PolicyError):
    """What was to be kept could not be written, or what is kept cannot be read."""


def add_line(path: Path, line: Mapping[str, object]) -> None:
    """Add an object at the end of a file, which is made for its owner alone; KeptLinesError where it cannot be written."""
    try:
        with _changing:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE)
            try:
                # A line that was cut off by a crash is ended first, so that it does not take this one with it.
                os.write(opened, (b"" if _ends_with_a_line(opened) else b"\n") + _as_bytes(line))
                os.fsync(opened)
            finally:
                os.close(opened)
    except OSError as error:
        raise KeptLinesError(path, f"写不进去（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error


def lines_kept(path: Path) -> list[JsonObject]:
    """The objects of a file, oldest first; [] where there is none. A line that cannot be read is passed over and logged."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise KeptLinesError(path, f"打不开（{error.strerror}）", "请检查文件权限") from error
    kept = []
    for number, line in enumerate(written.splitlines(), 1):
        try:
            found = json.loads(line) if line.strip() else None
        except ValueError:
            _logger.warning("%s, line %d cannot be read and is passed over", path, number)
            continue
        if isinstance(found, dict):
            kept.append(found)
    return kept


def keep_only(path: Path, is_kept: Callable[[JsonObject], bool]) -> None:
    """Drop the lines that are not to be kept; the file is replaced whole, or goes where nothing is left."""
    with _changing:
        there = lines_kept(path)
        kept = [line for line in there if is_kept(line)]
        if len(kept) == len(there):
            return
        try:
            replace_whole(path, b"".join(map(_as_bytes, kept))) if kept else path.unlink(missing_ok=True)
        except OSError as error:
            raise KeptLinesError(path, f"改不了（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error


def _ends_with_a_line(opened: int) -> bool:
    size = os.lseek(opened, 0, os.SEEK_END)
    if not size:
        return True
    os.lseek(opened, size - 1, os.SEEK_SET)
    return os.read(opened, 1) == b"\n"


def _as_bytes(line: Mapping[str, object]) -> bytes:
    return (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
