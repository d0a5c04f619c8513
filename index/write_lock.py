"""One writer of a library at a time, across processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from ingest.errors import IndexBuildError

_NAME = "writer.lock"


class WriteLock:
    """Held while a process changes a library; the system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path, name: str = _NAME) -> None:
        self._path = folder / name
        self._file: IO[str] | None = None
        self.is_taken = False

    def acquired(self) -> bool:
        """Take the lock if it is free; whether it is ours now. False also where the folder cannot be written.

        `is_taken` then says whether another process has it: only in that case is there something to wait for.
        """
        self.is_taken = False
        try:
            file = self._path.open("a+", encoding="ascii")
        except OSError:
            return False
        if not _try_lock(file):
            file.close()
            self.is_taken = True
            return False
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Let the next writer in."""
        if self._file is not None:
            self._file.close()  # closing the file unlocks it
            self._file = None

    def __enter__(self) -> WriteLock:
        """Take the lock, or raise IndexBuildError that names who holds it."""
        if not self.acquired():
            raise IndexBuildError(
                self._path.parent,
                f"另一个程序正在更新这个资料库{self._holder()}，或文件夹不能写入",
                "请等它结束后再试，并确认有写入权限",
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()

    def _holder(self) -> str:
        try:
            number = self._path.read_text(encoding="ascii").strip()
        except OSError:
            return ""
        return f"（进程 {number}）" if number.isdecimal() else ""


def _try_lock(file: IO[str]) -> bool:
    """Lock an open file for this process without waiting."""
    if sys.platform == "win32":
        import msvcrt

        try:
            # Far behind the text, so that others can still read who holds the lock.
            file.seek(1_000_000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
