"""What BM25 needs to know of all passages together, kept in a file beside library.db, exact also after a killed run.

Milvus says neither how many passages have a token nor how long they are on average, so we count. A journal names the clauses
that are under way to Milvus: who finds one knows that they may or may not have arrived.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from index.milvus.weights import FIELDS, Lengths
from ingest.errors import IndexBuildError

_FILE = "milvus-words.db"
_TABLES = """
    CREATE TABLE IF NOT EXISTS terms (dimension INTEGER PRIMARY KEY, passages INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS totals (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS journal (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        rows TEXT NOT NULL,     -- JSON: clause rows
        removed TEXT            -- JSON: the tally that goes with them; NULL: they were being added
    );
"""


@dataclass(slots=True)
class Tally:
    """Passages added up, or those taken away."""

    passages: int = 0
    lengths: list[int] = field(default_factory=lambda: [0] * len(FIELDS))
    having: Counter[int] = field(default_factory=Counter)  # dimension -> passages

    def count(self, dimensions: Iterable[int], lengths: Sequence[int]) -> None:
        """Count one passage."""
        self.passages += 1
        self.lengths = [a + b for a, b in zip(self.lengths, lengths, strict=True)]
        self.having.update(iter(dimensions))  # of a mapping the keys alone

    def as_text(self) -> str:
        """Return it as `from_text` reads it."""
        return json.dumps([self.passages, self.lengths, list(self.having.items())])

    @classmethod
    def from_text(cls, text: str) -> Tally:
        """Return what `as_text` was called on."""
        passages, lengths, having = json.loads(text)
        return cls(passages, lengths, Counter({int(key): count for key, count in having}))


class WordStatistics:
    """The counts of one library. Written under the library's write lock; read from any thread."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the counts below a library's folder; with `create` (needs the write lock) their file is made if need be.

        Without, a library that has none yet is one where nothing is counted, until there are some.
        """
        self._file = folder / _FILE
        self._in_use = Lock()
        self._there = there = create or self._file.is_file()
        try:
            self._connection = sqlite3.connect(
                self._file if there else ":memory:", timeout=30, isolation_level=None, check_same_thread=False
            )
            if create:
                self._connection.execute("PRAGMA journal_mode = WAL")
            # The journal has to be on the disk before Milvus hears of a clause.
            self._connection.execute("PRAGMA synchronous = FULL")
            if create or not there:
                self._connection.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise self._broken(error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # Reading.

    def passages(self) -> int:
        """Return how many passages are counted."""
        return int(self._total("passages") or 0)

    def having(self, dimensions: Iterable[int]) -> dict[int, int]:
        """Return dimension -> how many passages have it; those that none has are left out."""
        wanted = json.dumps(list(dimensions))
        found = self._select(
            "SELECT dimension, passages FROM terms WHERE dimension IN (SELECT value FROM json_each(?))", wanted
        )
        return {int(dimension): int(count) for dimension, count in found}

    def averages(self) -> Lengths:
        """Return the average length of each field as it is now; zeros where nothing is counted."""
        passages = self.passages()
        lengths = json.loads(self._total("lengths") or "[]") or [0] * len(FIELDS)
        return tuple(length / passages if passages else 0.0 for length in lengths)

    @property
    def states(self) -> frozenset[str]:
        """The states of the collection that these counts go with: the last, and the one that was being written."""
        return frozenset(filter(None, (self._total("state"), self._total("next_state"))))

    def under_way(self) -> list[tuple[int, list[int], Tally | None]]:
        """Return (number, clause rows, tally of what was being removed, None: added) of what was never finished."""
        return [
            (number, json.loads(rows), Tally.from_text(removed) if removed else None)
            for number, rows, removed in self._select("SELECT number, rows, removed FROM journal ORDER BY number")
        ]

    # Writing.

    def begin(self, rows: Sequence[int], removed: Tally | None = None) -> int:
        """Note that these clauses are on their way to Milvus, or out of it; return the number of the note."""
        with self._transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO journal (rows, removed) VALUES (?, ?)",
                (json.dumps(list(rows)), removed.as_text() if removed else None),
            )
            return int(cursor.lastrowid or 0)

    def finish(self, numbers: Sequence[int], tally: Tally, sign: int) -> None:
        """Count what has arrived (`sign` 1) or is gone (-1), and cross out the notes, all or nothing."""
        with self._transaction() as connection:
            connection.executemany(
                """INSERT INTO terms VALUES (?, ?)
                   ON CONFLICT (dimension) DO UPDATE SET passages = passages + excluded.passages""",
                ((dimension, sign * count) for dimension, count in sorted(tally.having.items())),
            )
            if sign < 0:
                connection.execute("DELETE FROM terms WHERE passages <= 0")
            lengths = json.loads(self._total_in(connection, "lengths") or "[]") or [0] * len(FIELDS)
            passages = int(self._total_in(connection, "passages") or 0)
            totals = [length + sign * more for length, more in zip(lengths, tally.lengths, strict=True)]
            self._set_in(connection, "lengths", json.dumps(totals))
            self._set_in(connection, "passages", str(passages + sign * tally.passages))
            connection.executemany("DELETE FROM journal WHERE number = ?", ((number,) for number in numbers))

    def set_state(self, state: str, *, written: bool) -> None:
        """Keep the state that the collection is about to be stamped with, or (`written`) now is."""
        with self._transaction() as connection:
            self._set_in(connection, "state" if written else "next_state", state)

    def clear(self) -> None:
        """Begin again with nothing counted."""
        with self._transaction() as connection:
            for table in ("terms", "totals", "journal"):
                connection.execute(f"DELETE FROM {table}")

    # Inside.

    def _total(self, name: str) -> str | None:
        with self._in_use:
            self._look_again()
            return self._total_in(self._connection, name)

    def _look_again(self) -> None:
        """Read the file where another process has made it since we opened none."""
        if self._there or not self._file.is_file():
            return
        found = sqlite3.connect(self._file, timeout=30, isolation_level=None, check_same_thread=False)
        if found.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():  # the last of its tables
            self._connection.close()
            self._connection, self._there = found, True
        else:
            found.close()

    @staticmethod
    def _total_in(connection: sqlite3.Connection, name: str) -> str | None:
        found = connection.execute("SELECT value FROM totals WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else None

    @staticmethod
    def _set_in(connection: sqlite3.Connection, name: str, value: str) -> None:
        connection.execute("INSERT OR REPLACE INTO totals VALUES (?, ?)", (name, value))

    def _select(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._in_use:
            try:
                self._look_again()
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise self._broken(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._in_use:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                raise self._broken(error) from error

    def _broken(self, error: sqlite3.DatabaseError) -> IndexBuildError:
        return IndexBuildError(
            self._file,
            f"词语统计不能读写（{error}）",
            "请检查磁盘空间和权限；文件损坏时删去它，再运行 judian index use 重建",
        )
