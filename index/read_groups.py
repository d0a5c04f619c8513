"""Which groups may read which files of a library, and which internal material may leave it in exports.

A rule is for a place: a file, a folder or archive with all below it, or a content by its hash. A file without a rule may
be read by all; with rules, by the members of any of their groups. The documents of one file share its text, so that
they are closed together.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.library import Library
from index.writing import bump
from ingest.errors import QueryError
from ingest.sniff import is_archive

_CONTENT = "sha256:"
_SEPARATORS = ("/", "\\")
_NAMES_AT = "SELECT name FROM read_groups WHERE place = ?"


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A place, who may read what lies there, and how many files of the library that closes."""

    place: str  # a path, or sha256: and the hash of a content
    groups: tuple[str, ...]
    files: int

    @property
    def is_folder(self) -> bool:
        """Whether it is for all files below a folder or in an archive."""
        return self.place.endswith(_SEPARATORS)

    @property
    def is_content(self) -> bool:
        """Whether it is for a content wherever it lies: made with the rule of a file, so that it goes with the content."""
        return self.place.startswith(_CONTENT)


def place_of(library: Library, name: str) -> str:
    """Return the place that a person names: a file, folder or archive on the disk, or a document by its id or number.

    Raises QueryError for what is neither.
    """
    path = Path(name)
    if path.is_dir() or (path.is_file() and is_archive(path)):
        return f"{str(path.resolve()).rstrip(os.sep)}{os.sep}"
    if path.is_file():
        return str(path.resolve())
    try:
        return str(library.source_file(name).path)
    except QueryError as error:
        raise QueryError(name, "不是文件或文件夹，资料库里也没有这份文件", "请核对路径、文号或编号") from error


def close_place(library: Library, place: str, groups: Iterable[str]) -> None:
    """Let the members of these groups, and no others, read what lies at a place; groups named before stay."""
    rules = [(place, name) for name in sorted(set(groups))]
    with library.transaction() as connection:
        connection.executemany("INSERT OR IGNORE INTO read_groups VALUES (?, ?)", rules)
        _follow(connection)


def open_place(library: Library, place: str, groups: Sequence[str] = ()) -> bool:
    """Take the rules of a place back, all or those for some groups; whether there were any.

    With a file's rule go those of its content and of its copies. What a folder's rule closes besides stays closed.
    """
    with library.transaction() as connection:
        taken_back = 0
        for one in _places_of_content(connection, place):
            names = groups or [r["name"] for r in connection.execute(_NAMES_AT, (one,))]
            taken_back += connection.executemany(
                "DELETE FROM read_groups WHERE place = ? AND name = ?", [(one, name) for name in names]
            ).rowcount
        _follow(connection)
    return taken_back > 0


def read_rules(library: Library) -> list[ReadRule]:
    """Return all rules, by place."""
    records = library.select(
        """SELECT g.place, json_group_array(g.name) AS names,
                  (SELECT count(*) FROM files f WHERE f.resolved = g.place OR 'sha256:' || f.sha256 = g.place
                    OR (substr(g.place, -1) IN ('/', '\\') AND substr(f.resolved, 1, length(g.place)) = g.place)) AS files
           FROM read_groups g GROUP BY g.place ORDER BY g.place"""
    )
    return [ReadRule(r["place"], tuple(sorted(json.loads(r["names"]))), r["files"]) for r in records]


def groups_of_file(library: Library, place: str) -> tuple[str, ...]:
    """Return the groups whose members may read the file at this place; () where all may."""
    records = library.select(
        "SELECT c.name FROM closed_files c JOIN files f ON f.row = c.file WHERE f.resolved = ? ORDER BY c.name",
        (place,),
    )
    return tuple(r["name"] for r in records)


def groups_in_use(library: Library) -> frozenset[str]:
    """Return the groups that any file is closed for."""
    return frozenset(r["name"] for r in library.select("SELECT DISTINCT name FROM closed_files"))


@dataclass(frozen=True, slots=True)
class InternalFile:
    """A file marked 内部资料."""

    file: str  # the path as given to ingest
    sha256: str
    marking: str  # as printed
    allowed_by: str | None  # who let it out in exports; None: nobody
    allowed_at: str | None


def internal_files(library: Library) -> list[InternalFile]:
    """Return the files that are marked internal, by name."""
    records = library.select(
        """SELECT f.file, f.sha256, f.marking, e.allowed_by, e.allowed_at FROM files f
           LEFT JOIN exportable e ON e.sha256 = f.sha256 WHERE f.marking IS NOT NULL ORDER BY f.file, f.row"""
    )
    return [InternalFile(*tuple(r)) for r in records]


def allow_export(library: Library, sha256: str, allowed_by: str, now: datetime | None = None) -> None:
    """Let a content marked 内部资料 out in exports."""
    at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    with library.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO exportable VALUES (?, ?, ?)", (sha256, allowed_by, at))
        bump(connection)


def forbid_export(library: Library, sha256: str) -> bool:
    """Take that back; whether it had been allowed."""
    with library.transaction() as connection:
        taken_back = connection.execute("DELETE FROM exportable WHERE sha256 = ?", (sha256,)).rowcount > 0
        bump(connection)
    return taken_back


def _places_of_content(connection: sqlite3.Connection, place: str) -> list[str]:
    """A place with those that are closed together with it: its content's, and those of its copies."""
    content = place.removeprefix(_CONTENT) if place.startswith(_CONTENT) else None
    records = connection.execute("SELECT sha256 FROM files WHERE resolved = ? AND sha256 <> ''", (place,)).fetchall()
    hashes = [content] if content else [r["sha256"] for r in records]
    copies = [
        r["resolved"] for h in hashes for r in connection.execute("SELECT resolved FROM files WHERE sha256 = ?", (h,))
    ]
    return list(dict.fromkeys([place, *(f"{_CONTENT}{h}" for h in hashes), *copies]))


def _follow(connection: sqlite3.Connection) -> None:
    """Bring what is closed by file to the rules; a file's rule also closes its content wherever that lies.

    As the triggers of index/schema.py do it for one file.
    """
    connection.execute(
        """INSERT OR IGNORE INTO read_groups SELECT 'sha256:' || f.sha256, g.name FROM read_groups g
           JOIN files f ON f.resolved = g.place WHERE f.sha256 <> ''"""
    )
    connection.execute(
        """INSERT OR IGNORE INTO read_groups SELECT f.resolved, g.name FROM read_groups g
           JOIN files f ON 'sha256:' || f.sha256 = g.place WHERE f.sha256 <> ''"""
    )
    connection.execute("DELETE FROM closed_files")
    connection.execute(
        "INSERT INTO closed_files SELECT f.row, g.name FROM files f JOIN read_groups g ON g.place = f.resolved"
    )
    connection.execute(
        """INSERT OR IGNORE INTO closed_files SELECT f.row, g.name FROM read_groups g JOIN files f
           ON substr(f.resolved, 1, length(g.place)) = g.place WHERE substr(g.place, -1) IN ('/', '\\')"""
    )
    bump(connection)
