"""Files that are written whole or not at all: a program that is killed leaves no half of a file under its name.

OSError is left to who calls: it says in its own words what could not be kept.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()  # seconds
PRIVATE = 0o600  # for its owner's eyes alone


def replace_whole(path: Path, content: bytes, *, mode: int = PRIVATE) -> None:
    """Write a file, in place of one that is there; `mode` is what it may be read by, less what the system withholds."""
    with _beside(path, content, mode) as written:
        _put_in_place(written, path)


def write_new(path: Path, content: bytes, *, mode: int = PRIVATE) -> None:
    """Write a file where none is; FileExistsError where one is by now, which stays as it is, whoever wrote it."""
    with _beside(path, content, mode) as written:
        try:
            os.link(written, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: the name is taken first, by an empty file
            path.open("xb").close()
            written.replace(path)


def _put_in_place(written: Path, path: Path) -> None:
    """Rename over the file. Windows lets nobody do that while somebody reads it, which is soon over."""
    for wait in _WAITS:
        try:
            written.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    written.replace(path)


@contextmanager
def _beside(path: Path, content: bytes, mode: int) -> Iterator[Path]:
    """The content in a file of another name in the same folder, which is gone afterwards."""
    written = path.parent / f".judian-{secrets.token_hex(6)}.tmp"
    try:
        opened = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield written
    finally:
        written.unlink(missing_ok=True)
