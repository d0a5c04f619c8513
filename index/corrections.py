"""What a person corrects of a document's fields: kept, put over every later reading of the file, and logged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from index.library import Library
from ingest.document_number import normal_document_number
from ingest.errors import QueryError
from ingest.fields import split_names
from ingest.model import ParsedFile, PolicyDocument, Status
from ingest.regions import places_in

# What a person may correct, by the name of the contract, and what it is called.
FIELD_NAMES = {
    "title": "标题",
    "document_number": "发文字号",
    "issuing_authorities": "发文机关",
    "addressees": "主送机关",
    "copied_to": "抄送机关",
    "signatories": "签发人",
    "document_type": "文种",
    "region": "地区",
    "level": "层级",
    "dated_on": "成文日期",
    "printed_on": "印发日期",
    "effective_on": "施行日期",
    "expires_on": "失效日期",
    "status": "有效性",
}
_LISTS = frozenset({"issuing_authorities", "addressees", "copied_to", "signatories"})
_DATES = frozenset({"dated_on", "printed_on", "effective_on", "expires_on"})
_LEVELS = ("中央", "省", "市", "县", "乡")
_STATUS_WORDS = {
    "有效": Status.IN_FORCE,
    "现行有效": Status.IN_FORCE,
    "废止": Status.REPEALED,
    "已废止": Status.REPEALED,
    "失效": Status.EXPIRED,
    "已失效": Status.EXPIRED,
    "试行": Status.TRIAL,
    "未知": Status.UNKNOWN,
}
_NOTHING = frozenset({"", "-", "无"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one document, as a person set it."""

    sha256: str  # of the file
    ordinal: int  # of the document in the file, from 1
    field: str
    value: str | None  # as the person wrote it; None: taken back, the reading stands again
    previous: str | None  # what stood there before
    made_by: str | None
    made_at: str  # local time, ISO 8601
    reason: str | None


@dataclass(frozen=True, slots=True)
class CorrectedParse:
    """Reads a file as `parse` does, with what people corrected put over the reading. Passes between processes."""

    parse: Callable[[Path], ParsedFile]
    standing: Mapping[str, tuple[Correction, ...]]  # by SHA-256, the last word on each field

    def __call__(self, path: Path) -> ParsedFile:
        """Return the file understood and corrected."""
        parsed = self.parse(path)
        corrections = self.standing.get(parsed.sha256)
        return corrected(parsed, corrections) if corrections else parsed


def undone(parsed: ParsedFile, correction: Correction, history: Sequence[Correction]) -> ParsedFile:
    """The file with a field as it was read before anybody corrected it; `history` is of this file, oldest first."""
    first = next(
        c for c in history if (c.ordinal, c.field) == (correction.ordinal, correction.field) and c.value is not None
    )
    return corrected(parsed, [replace(first, value=first.previous or "")])


def corrected(parsed: ParsedFile, corrections: Sequence[Correction]) -> ParsedFile:
    """The file with these corrections; a document that is no longer in it is passed over with a warning."""
    documents = list(parsed.documents)
    warnings = list(parsed.warnings)
    for c in corrections:
        if c.value is None:
            continue
        if not 1 <= c.ordinal <= len(documents):
            warnings.append(f"对第 {c.ordinal} 份文件的更正（{FIELD_NAMES[c.field]}）找不到对象，请核对")
            continue
        document = documents[c.ordinal - 1]
        checked = tuple(item for item in document.review if item.field != c.field)
        documents[c.ordinal - 1] = replace(document, review=checked, **{c.field: _read(c.field, c.value)})
    return replace(parsed, documents=tuple(documents), warnings=tuple(warnings))


def corrections_of(library: Library, sha256: str | None = None) -> list[Correction]:
    """Every correction ever made, oldest first; of one file where its hash is given."""
    chosen, values = ("", ()) if sha256 is None else ("WHERE sha256 = ?", (sha256,))
    return [
        Correction(
            r["sha256"], r["ordinal"], r["field"], r["value"], r["previous"], r["made_by"], r["made_at"], r["reason"]
        )
        for r in library.select(f"SELECT * FROM corrections {chosen} ORDER BY row", values)
    ]


def standing_corrections(library: Library) -> dict[str, tuple[Correction, ...]]:
    """The last word on each field, by file."""
    last: dict[tuple[str, int, str], Correction] = {}
    for c in corrections_of(library):
        last[c.sha256, c.ordinal, c.field] = c
    by_file: dict[str, list[Correction]] = {}
    for c in last.values():
        if c.value is not None:
            by_file.setdefault(c.sha256, []).append(c)
    return {sha256: tuple(cs) for sha256, cs in by_file.items()}


def row_of(c: Correction) -> tuple[object, ...]:
    """The columns of `corrections` after `row`, in their order."""
    return (c.sha256, c.ordinal, c.field, c.value, c.previous, c.made_by, c.made_at, c.reason)


def ordinal_of(document_id: str) -> int:
    """Which document of its file an id names, from 1."""
    found = re.search(r"~[0-9a-f]{8}\.(\d+)$", document_id)
    return int(found[1]) if found else 1


def new_correction(
    library: Library,
    name: str,
    field: str,
    value: str | None,
    *,
    made_by: str | None = None,
    reason: str | None = None,
    now: datetime | None = None,
) -> Correction:
    """A correction of the document with this id or number, checked; `value` None takes an earlier one back.

    Raises QueryError for a field that cannot be corrected, a value that cannot be right, or nothing to take back.
    """
    if field not in FIELD_NAMES:
        known = "、".join(f"{key}（{word}）" for key, word in FIELD_NAMES.items())
        raise QueryError(field, "不是可以更正的字段", f"可以更正：{known}")
    document = library.document(name)
    sha256 = library.source_file(document.document_id).sha256
    ordinal = ordinal_of(document.document_id)
    if value is None:
        earlier = standing_corrections(library).get(sha256, ())
        if not any((c.ordinal, c.field) == (ordinal, field) for c in earlier):
            raise QueryError(name, f"没有更正过{FIELD_NAMES[field]}", "不用撤回")
    else:
        _read(field, value)
    made_at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    previous = printed_value(document, field)
    return Correction(sha256, ordinal, field, value, previous, made_by or None, made_at, reason or None)


def printed_value(document: PolicyDocument, field: str) -> str | None:
    """A field as a person would write it."""
    value: Any = getattr(document, field)
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return "，".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(field: str, written: str) -> Any:
    """The value of a field from what a person wrote; raises QueryError where it cannot be one."""
    text = written.strip()
    if text in _NOTHING:
        if field == "status":
            return Status.UNKNOWN
        return () if field in _LISTS else None
    if field in _LISTS:
        return tuple(n for part in split_names(text) for n in re.split(r"[;；|]", part) if n)
    if field in _DATES:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise QueryError(text, f"不是日期，不能作{FIELD_NAMES[field]}", "请写成 2022-04-26 的样子") from None
    if field == "document_number":
        return normal_document_number(text) or text
    if field == "level" and text not in _LEVELS:
        raise QueryError(text, "不是层级", f"请从{'、'.join(_LEVELS)}中选一个")
    if field == "status":
        if text in _STATUS_WORDS:
            return _STATUS_WORDS[text]
        if text in {s.value for s in Status}:
            return Status(text)
        raise QueryError(text, "不是有效性", f"请从{'、'.join(_STATUS_WORDS)}中选一个")
    if field == "region":
        places = places_in(text)
        if text != "全国" and not places:
            raise QueryError(text, "不是认得的地区", "请写行政区名，如：江苏省扬州市仪征市")
        return "全国" if text == "全国" else max((p.place for p in places), key=lambda place: len(place.lineage)).chain
    return text
