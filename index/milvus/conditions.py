"""Filters as conditions that Milvus looks at inside its search."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.library import Library
from index.model import Filters
from ingest.regions import in_or_under

# A longer list is asked for in several searches, or excluded in several parts.
MOST_LISTED = 5_000
# Of such a list: comparing with a range is more work than finding a value in a list.
_RANGE_COSTS = 10
_NOTHING: tuple[str, ...] = ()


def conditions_of(filters: Filters, library: Library) -> tuple[str, ...]:
    """Return conditions, one search for each: together they see what passes, and no clause is seen by two of them.

    `("",)`: all of the library; `()`: nothing passes.
    """
    parts: list[str] = []
    if filters.regions:
        regions = [r["region"] for r in library.select("SELECT DISTINCT region FROM documents WHERE region NOT NULL")]
        matching = sorted(r for r in regions if any(in_or_under(r, place) for place in filters.regions))
        if not matching:
            return _NOTHING
        parts.append(f"region in {_listed(matching)}")
    if filters.issuers:
        wanted = (f"issuers like {json.dumps(f'%{_as_pattern(i)}%', ensure_ascii=False)}" for i in filters.issuers)
        parts.append(f"({' or '.join(wanted)})")
    if filters.years:
        parts.append(f"year in {_listed(sorted(set(filters.years)))}")
    if filters.excluded_ids:
        parts += [f"not {c}" for c in among("document", _document_rows(library, filters.excluded_ids))]
    seen = _seen_documents(filters, library)
    if seen is None:
        return (" and ".join(parts),)
    return tuple(" and ".join((*parts, c)) for c in among("document", seen))


def among(field: str, values: Sequence[int]) -> Iterator[str]:
    """Yield conditions that together say a field is one of these values: runs as ranges, none of them too long."""
    ranges: list[str] = []
    alone: list[int] = []
    for first, last in _runs(values):
        if last - first < 2:
            alone.extend(range(first, last + 1))
        else:
            ranges.append(f"({field} >= {first} and {field} <= {last})")
        if len(alone) + len(ranges) * _RANGE_COSTS >= MOST_LISTED:
            yield _either(field, ranges, alone)
            ranges, alone = [], []
    if ranges or alone:
        yield _either(field, ranges, alone)


def one_of(field: str, values: Sequence[int]) -> str:
    """Return the condition that a field is one of a few values, at least one."""
    return f"({' or '.join(among(field, values))})"


def _either(field: str, ranges: Sequence[str], alone: Sequence[int]) -> str:
    listed = [f"{field} in {_listed(alone)}"] if alone else []
    return f"({' or '.join((*ranges, *listed))})"


def _runs(values: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring values."""
    runs: list[tuple[int, int]] = []
    for value in sorted(set(values)):
        if runs and value == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return runs


def _seen_documents(filters: Filters, library: Library) -> list[int] | None:
    """The keys of the documents that a search may see, as far as no other condition says so; None: all."""
    others = replace(filters, regions=(), issuers=(), years=(), document_ids=(), excluded_ids=())
    seen: set[int] | None = None
    if others != Filters() or library.restricted:  # asked of library.db, which knows them all
        rows = library.document_rows(others)
        seen = None if rows is None else {int(row) for row in rows}
    if filters.document_ids:
        named = set(_document_rows(library, filters.document_ids))
        seen = named if seen is None else seen & named
    return None if seen is None else sorted(seen)


def _document_rows(library: Library, document_ids: Sequence[str]) -> list[int]:
    found = library.select(
        "SELECT row FROM documents WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY row",
        (json.dumps(document_ids),),
    )
    return [r["row"] for r in found]


def _listed(values: Sequence[int] | Sequence[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _as_pattern(issuer: str) -> str:
    """A part of a name as LIKE has it, its own signs kept from meaning anything."""
    plain = "".join(issuer.split())
    return plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
