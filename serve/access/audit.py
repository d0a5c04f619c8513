"""Who asked, opened, exported and changed what: lines that are only ever added, a file for each month.

`record` never fails an answer: a line that cannot be written is told in the log of the program instead.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from serve.access.model import Reader

_FOLDER = "audit"
# A line is written whole by one call: it must not grow without end.
_LONGEST, _MOST_IDS = 2_000, 500
_logger = logging.getLogger(__name__)


class Act(StrEnum):
    """What somebody did."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"  # signing in failed, or something was not allowed
    ASKED = "asked"
    SEARCHED = "searched"
    COMPARED = "compared"
    TRAINED = "trained"  # a training pack was made
    OPENED = "opened"
    EXPORTED = "exported"
    CHANGED = "changed"


ACT_NAMES = {
    Act.SIGNED_IN: "登录",
    Act.REFUSED: "被拒",
    Act.ASKED: "提问",
    Act.SEARCHED: "检索",
    Act.COMPARED: "比对",
    Act.TRAINED: "培训",
    Act.OPENED: "打开",
    Act.EXPORTED: "导出",
    Act.CHANGED: "改动",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: str  # local time, ISO 8601 with the zone
    who: str
    role: str
    act: Act
    what: str  # the question, the name of the file, what was changed
    ids: tuple[str, ...]  # of documents and clauses that were shown or changed
    door: str  # page, rest, mcp, command
    where: str | None = None  # the address it came from, where that is known


def record(
    library: Path,
    reader: Reader,
    act: Act | str,
    what: str = "",
    ids: Sequence[str] = (),
    *,
    door: str = "page",
    where: str | None = None,
    now: datetime | None = None,
) -> None:
    """Add a line to the audit log of a library (its folder); never raises."""
    try:
        at = now or datetime.now().astimezone()
        entry = {
            "at": at.isoformat(timespec="milliseconds"),
            "who": reader.name,
            "role": str(reader.role),
            "act": str(act),
            "what": what if len(what) <= _LONGEST else f"{what[:_LONGEST]}……",
            "ids": list(ids[:_MOST_IDS]),
            "door": door,
            "where": where,
        }
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        _append(library / _FOLDER / f"{at:%Y-%m}.jsonl", line.encode("utf-8", "backslashreplace"))
    except Exception:  # whatever it is: who asked is to have an answer
        _logger.exception("the audit log of %s could not be written: %s %s %s", library, reader.name, act, what)


def _append(file: Path, line: bytes) -> None:
    """Add one line whole, beside other processes that do the same: by one write at the end of the file."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(opened, line)
    finally:
        os.close(opened)


def months(library: Path) -> list[str]:
    """Return the months that have a log, the oldest first: 2026-11."""
    return sorted(file.stem for file in (library / _FOLDER).glob("*.jsonl"))


def entries(library: Path, month: str | None = None) -> Iterator[Entry]:
    """Yield the lines of a month, or of all, the oldest first; a line that cannot be read is passed over and told."""
    for name in months(library) if month is None else [month]:
        file = library / _FOLDER / f"{name}.jsonl"
        if not file.is_file():
            continue
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    kept = json.loads(line)
                    kept["ids"], kept["act"] = tuple(kept["ids"]), Act(kept["act"])
                    yield Entry(**kept)
                except (ValueError, TypeError, KeyError):
                    _logger.warning("%s, line %d cannot be read", file, number)
