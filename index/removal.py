"""Files taken out of a library by a person, and put back: what was read from them is kept for thirty days."""

from __future__ import annotations

import json
import logging
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.file_changes import KnownFile
from index.library import Library
from index.model import Outcome
from index.parsing import understood
from index.update import Followed, followed_changes
from index.uploads import is_upload
from index.write_lock import WriteLock
from index.writing import SourceFacts
from ingest.errors import QueryError
from ingest.model import ParsedFile

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=30)

# Made when the first file is removed: a library without any stays as it was, for older versions too.
_TABLE = """CREATE TABLE IF NOT EXISTS removed_files (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    facts TEXT NOT NULL,                -- JSON: the fields of SourceFacts
    sha256 TEXT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,
    parsed BLOB,                        -- JSON of the ParsedFile, deflated; NULL: it had not been read
    titles TEXT NOT NULL,               -- JSON
    removed_by TEXT,
    removed_at TEXT NOT NULL            -- local time, ISO 8601
)"""


@dataclass(frozen=True, slots=True)
class RemovedFile:
    """A file that a person took out and that can be put back."""

    row: int  # its key among the removed ones
    file: str  # the path as given to ingest
    sha256: str  # "" where it could not be opened
    size: int
    titles: tuple[str, ...]  # of its documents, in printed order
    removed_by: str | None
    removed_at: str  # local time, ISO 8601


def remove_files(
    library: Path,
    names: Sequence[str | int],
    *,
    made_by: str | None = None,
    now: datetime | None = None,
    embed: bool = True,
) -> tuple[RemovedFile, ...]:
    """Take files out of a library; the files themselves stay where they lie. Put back with `restore_files`.

    A name is the path as given to ingest, a path or folder on the disk, a document's number or id, or a file's key in
    `known_files`. Raises QueryError for a name that means nothing here, IndexBuildError if the library is being written.
    """
    with Library.open(library) as opened, WriteLock(library):
        known = _named(opened, names)
        _forget_old(opened, now)
        at = _now(now).isoformat(timespec="seconds")
        keys = [_keep(opened, file, made_by, at) for file in known]
        with followed_changes(opened, embed=embed) as follow:
            follow(opened.remove_files([k.row for k in known]), ())
        removed = {r.row: r for r in _all(opened)}
    _logger.info("remove: %d files", len(known))
    return tuple(removed[key] for key in keys)


def restore_files(library: Path, rows: Sequence[int], *, embed: bool = True) -> tuple[str, ...]:
    """Put removed files back as they were read, also where the original is gone by now; return their names.

    A file whose content has come in again meanwhile is left as it is. Raises QueryError for a key that is not there,
    IndexBuildError if the library is being written.
    """
    with Library.open(library) as opened, WriteLock(library):
        there = {r.row: r for r in _all(opened)}
        for row in rows:
            if row not in there:
                raise QueryError(str(row), "没有这条移出记录", "移出的文件保留 30 天，请在列表中核对")
        with followed_changes(opened, embed=embed) as follow:
            for row in rows:
                _put_back(opened, row, follow)
    _logger.info("restore: %d files", len(rows))
    return tuple(there[row].file for row in rows)


def removed_files(library: Library) -> tuple[RemovedFile, ...]:
    """What can be put back, the newest first; content that came in again is left out.

    Nothing for somebody who may not read the whole library: who might read a file is known while it is in.
    """
    if library.restricted:
        return ()
    return tuple(r for r in reversed(_all(library)) if not _is_kept(library, r.sha256))


def removed_contents(library: Library) -> dict[str, int]:
    """SHA-256 and size of the files a person took out: who looks at a folder by himself passes them over."""
    return {r.sha256: r.size for r in removed_files(library) if r.sha256}


def removed_named(library: Library, names: Sequence[str], removed_by: str | None = None) -> tuple[int, ...]:
    """Keys of the removed files with these names (path, file name, or title); QueryError for one that none has.

    Of those alone that somebody took out, where `removed_by` is given.
    """
    removed = [r for r in removed_files(library) if removed_by in (None, r.removed_by)]
    found: dict[int, None] = {}
    for name in names:
        meant = [
            r
            for r in removed
            if name in (r.file, os.path.abspath(r.file), Path(r.file).name, *r.titles)  # noqa: PTH100
        ] or [r for r in removed if r.file == os.path.abspath(name)]  # noqa: PTH100 - links are not followed
        if not meant:
            raise QueryError(name, "不在移出的文件里", "运行 judian restore 不带名称，可以列出能恢复的文件")
        found |= dict.fromkeys(r.row for r in meant)
    return tuple(found)


def _named(library: Library, names: Sequence[str | int]) -> list[KnownFile]:
    """The files that are meant, each once, in the library's order."""
    known = library.known_files()
    chosen: set[int] = set()
    for name in names:
        if isinstance(name, int):
            meant = {k.row for k in known if k.row == name}
        else:
            meant = _files_at(known, name) or _file_of_document(library, known, name)
        if not meant:
            raise QueryError(str(name), "资料库里没有这个文件", "请核对路径、文号，或先列出库里的文件")
        chosen.update(meant)
    return [k for k in known if k.row in chosen]


def _files_at(known: Iterable[KnownFile], name: str) -> set[int]:
    absolute = os.path.abspath(name)  # noqa: PTH100 - links are not followed here
    resolved = str(Path(name).resolve())
    below = tuple(place.rstrip(os.sep) + os.sep for place in (absolute, resolved))
    return {
        k.row
        for k in known
        if name == k.facts.file
        or absolute == k.facts.absolute
        or resolved == k.facts.resolved
        or k.facts.absolute.startswith(below)
        or k.facts.resolved.startswith(below)
    }


def _file_of_document(library: Library, known: Iterable[KnownFile], name: str) -> set[int]:
    try:
        source = library.source_file(name)
    except QueryError:
        return set()
    return {k.row for k in known if k.facts.resolved == str(source.path)}


def _keep(library: Library, file: KnownFile, made_by: str | None, at: str) -> int:
    """Write down a file as it is, before it goes; return the key of that."""
    documents = library.select("SELECT document_id, title FROM documents WHERE file = ? ORDER BY row", (file.row,))
    parsed = library.parsed_file(documents[0]["document_id"]) if documents else None
    titles = json.dumps([d["title"] or d["document_id"] for d in documents], ensure_ascii=False)
    kept = None if parsed is None else zlib.compress(_as_json().dump_json(parsed))
    values = (json.dumps(file.facts, ensure_ascii=False), file.facts.sha256, file.outcome.value, file.error)
    with library.transaction() as connection:
        connection.execute(_TABLE)
        cursor = connection.execute(
            """INSERT INTO removed_files (facts, sha256, outcome, error, parsed, titles, removed_by, removed_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (*values, kept, titles, made_by, at),
        )
        return int(cursor.lastrowid or 0)


def _put_back(library: Library, row: int, follow: Followed) -> None:
    record = library.select("SELECT * FROM removed_files WHERE row = ?", (row,))[0]
    facts = SourceFacts(*json.loads(record["facts"]))
    if not (facts.sha256 and _is_kept(library, facts.sha256)) and not _is_taken(library, facts):
        if record["parsed"] is not None:
            reading = understood(facts, _as_json().validate_json(zlib.decompress(record["parsed"])))
            change = library.keep_file(facts, reading.parsed, Outcome(record["outcome"]), reading.text_keys)
            follow(change, reading.tokens)
        else:
            follow(library.list_file(facts, Outcome(record["outcome"]), record["error"] or ""), ())
    with library.transaction() as connection:
        connection.execute("DELETE FROM removed_files WHERE row = ?", (row,))


def _is_kept(library: Library, sha256: str) -> bool:
    return bool(
        sha256
        and library.select(
            "SELECT 1 FROM files WHERE sha256 = ? AND outcome IN ('added', 'updated') LIMIT 1", (sha256,)
        )
    )


def _is_taken(library: Library, facts: SourceFacts) -> bool:
    """Whether another content came in at the file's place, which is newer than what was removed."""
    return bool(library.select("SELECT 1 FROM files WHERE resolved = ? LIMIT 1", (facts.resolved,)))


def _all(library: Library) -> list[RemovedFile]:
    if not library.select("SELECT 1 FROM sqlite_master WHERE name = 'removed_files'"):
        return []
    found = []
    for r in library.select("SELECT row, facts, titles, removed_by, removed_at FROM removed_files ORDER BY row"):
        facts = SourceFacts(*json.loads(r["facts"]))
        titles = tuple(json.loads(r["titles"]))
        found.append(
            RemovedFile(r["row"], facts.file, facts.sha256, facts.size, titles, r["removed_by"], r["removed_at"])
        )
    return found


def _forget_old(library: Library, now: datetime | None) -> None:
    """Let go of what was removed more than thirty days ago; a file that came through the page goes with it."""
    before = _now(now) - KEPT_FOR
    old = [r for r in _all(library) if datetime.fromisoformat(r.removed_at) < before]
    if not old:
        return
    with library.transaction() as connection:
        connection.executemany("DELETE FROM removed_files WHERE row = ?", [(r.row,) for r in old])
    in_use = {k.facts.resolved for k in library.known_files()} | {str(Path(r.file).resolve()) for r in _all(library)}
    for r in old:
        path = Path(r.file)
        if is_upload(library.folder, path) and str(path.resolve()) not in in_use:
            path.unlink(missing_ok=True)


def _now(now: datetime | None) -> datetime:
    return now or datetime.now().astimezone()


@cache
def _as_json() -> TypeAdapter[ParsedFile]:
    from pydantic import TypeAdapter

    return TypeAdapter(ParsedFile)
