"""What each reader has asked, kept in the library's folder: searched, asked again, erased, or not kept at all.

Only the question is kept and what it was held to: an answer may name what its reader is no longer to read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from qa.keeping.kept_lines import JsonObject, KeptLinesError, add_line, keep_only, lines_kept
from qa.keeping.posed import Posed, posed_object, posed_of

FOLDER = "history"  # in a library's folder, one file for each reader
_MOST = 2_000  # questions of a reader; the oldest go
_SPARE = 200  # so many more before they do: the file is not rewritten at every question
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """One question of a reader."""

    at: datetime  # when it was asked last
    posed: Posed
    said: str  # in words that need no other question


def keep_asked(folder: Path, reader: str, posed: Posed, said: str, *, at: datetime | None = None) -> None:
    """Keep a question, unless the reader wants none kept; the same question again only moves up.

    KeptLinesError where it cannot be written.
    """
    if not keeps_history(folder, reader):
        return
    path = _path(folder, reader)
    when = at or datetime.now().astimezone()
    add_line(path, {"at": when.isoformat(timespec="seconds"), "said": said, **posed_object(posed)})
    lines = lines_kept(path)
    if len(lines) > _MOST + _SPARE:
        oldest = str(lines[-_MOST].get("at", ""))
        keep_only(path, lambda line: str(line.get("at", "")) >= oldest)


def asked_before(folder: Path, reader: str, words: str = "") -> list[AskedBefore]:
    """The reader's questions, the newest first and each once; with `words` those that hold all of them."""
    wanted = words.lower().split()
    found: dict[Posed, AskedBefore] = {}
    for asked in reversed(list(_read(lines_kept(_path(folder, reader))))):
        printed = f"{asked.said} {asked.posed.typed} {asked.posed.scope}".lower()
        if all(word in printed for word in wanted):
            found.setdefault(asked.posed, asked)
    return list(found.values())


def forget_asked(folder: Path, reader: str, posed: Posed | None = None) -> None:
    """Erase one question of a reader, or all of them."""
    gone = None if posed is None else posed_object(posed)
    keep_only(_path(folder, reader), lambda line: gone is not None and {name: line.get(name) for name in gone} != gone)


def keeps_history(folder: Path, reader: str) -> bool:
    """Whether the reader's questions are kept; they are until the reader says otherwise."""
    return not _switched_off(folder, reader).exists()


def switch_history(folder: Path, reader: str, *, on: bool) -> None:
    """Keep the reader's questions from now on, or none; those kept before stay until they are erased."""
    mark = _switched_off(folder, reader)
    try:
        if on:
            mark.unlink(missing_ok=True)
        else:
            mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark.touch(mode=0o600)
    except OSError as error:
        raise KeptLinesError(mark, f"改不了（{error.strerror}）", "请检查文件夹权限") from error


def _read(lines: list[JsonObject]) -> Iterator[AskedBefore]:
    for line in lines:
        try:
            yield AskedBefore(datetime.fromisoformat(line["at"]), posed_of(line), str(line["said"]))
        except (KeyError, TypeError, ValueError):
            _logger.warning("a line of the history is no question and is passed over")


def _path(folder: Path, reader: str) -> Path:
    return folder / FOLDER / f"{_file_name(reader)}.jsonl"


def _switched_off(folder: Path, reader: str) -> Path:
    return folder / FOLDER / f"{_file_name(reader)}.off"


def _file_name(reader: str) -> str:
    """A name that every file system takes and that no other reader has, however it is written."""
    return sha256(reader.encode("utf-8", "backslashreplace")).hexdigest()[:32]
