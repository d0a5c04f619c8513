"""How often a password may be tried: one rule and one count for the pages and the doors, whichever process they are in.

The count stands in the library's folder beside the users. Names stand in it as hashes: what is typed as a name may be a
password. Where it cannot be kept there, each process counts for itself.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import TypeVar

TRIES, WITHIN, WAIT = 5, 600.0, 60.0  # so many wrong passwords for a name in so many seconds: then wait
TRIES_FILE = "tries.db"
_MOST_KEPT = 50_000  # wrong passwords, of all names
_PATIENCE = 5.0  # seconds for another process to finish its line
_TABLE = """
    CREATE TABLE IF NOT EXISTS wrong (name TEXT NOT NULL, at REAL NOT NULL);
    CREATE INDEX IF NOT EXISTS wrong_by_name ON wrong (name, at);
    CREATE INDEX IF NOT EXISTS wrong_by_time ON wrong (at);
"""
_logger = logging.getLogger(__name__)
Done = TypeVar("Done")


class WrongTries:
    """Wrong passwords of late for the names of one library. Times are those of `time.time`, given by who calls.

    Safe from any thread and beside other processes.
    """

    def __init__(self, library: Path) -> None:
        self._file = library / TRIES_FILE
        self._own: sqlite3.Connection | None = None  # where the file cannot be used
        self._changing = Lock()

    def failed(self, name: str, now: float) -> None:
        """A wrong password was given for a name, whether anybody bears it or not."""

        def count(wrong: sqlite3.Connection) -> None:
            wrong.execute("INSERT INTO wrong VALUES (?, ?)", (_key(name), now))
            # Those of long ago; and a clock that has been put back leaves none that count for hours.
            wrong.execute("DELETE FROM wrong WHERE at <= ? OR at > ?", (now - WITHIN, now + WITHIN))
            wrong.execute(
                "DELETE FROM wrong WHERE rowid IN (SELECT rowid FROM wrong ORDER BY at DESC LIMIT -1 OFFSET ?)",
                (_MOST_KEPT,),
            )

        self._in_count(count)

    def succeeded(self, name: str) -> None:
        """The right password was given: what went wrong before is forgotten."""

        def forget(wrong: sqlite3.Connection) -> None:
            if wrong.execute("SELECT 1 FROM wrong WHERE name = ? LIMIT 1", (_key(name),)).fetchone():
                wrong.execute("DELETE FROM wrong WHERE name = ?", (_key(name),))

        self._in_count(forget)

    def wait(self, name: str, now: float) -> float:
        """How many seconds it is until a password may be tried again for a name; 0: now."""

        def last(wrong: sqlite3.Connection) -> list[tuple[float]]:
            asked = "SELECT at FROM wrong WHERE name = ? AND at > ? ORDER BY at DESC LIMIT ?"
            return wrong.execute(asked, (_key(name), now - WITHIN, TRIES)).fetchall()

        times = self._in_count(last)
        return min(WAIT, max(0.0, times[0][0] + WAIT - now)) if len(times) == TRIES else 0.0

    def _in_count(self, work: Callable[[sqlite3.Connection], Done]) -> Done:
        """What `work` makes of the count, whole or not at all. No file stays open that somebody might want to move."""
        with self._changing:
            try:
                with closing(_opened(self._file)) as count, count:
                    return work(count)
            except (OSError, sqlite3.Error) as error:
                if self._own is None:
                    _logger.warning("%s cannot be used, each process counts for itself: %s", self._file, error)
                    self._own = sqlite3.connect(":memory:", check_same_thread=False)
                    self._own.executescript(_TABLE)
                with self._own:
                    return work(self._own)


def _opened(file: Path) -> sqlite3.Connection:
    """The file, made where there is none, for its owner's eyes alone."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    opened = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        opened.executescript(_TABLE)
    except sqlite3.Error:
        opened.close()
        raise
    return opened


def _key(name: str) -> str:
    """As `user_named` takes a name: the same person by whichever way of writing it. No user's name is longer."""
    plain = name.strip().casefold()[:64]
    return hashlib.sha256(plain.encode("utf-8", "backslashreplace")).hexdigest()
