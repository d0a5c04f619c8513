"""Where the clauses of documents stand: looked up by first and last, counted where there are gaps."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from index.clause_ranges import all_ranges, ranges_since
from index.database import Database
from index.library import Library


def database_of(folder: Path, rows: dict[int, list[int]]) -> Database:
    """A library with these clause rows for each document row."""
    Library.open(folder, create=True).close()
    database = Database(folder)
    with database.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for document, clauses in rows.items():
            connection.execute(
                """INSERT INTO files (row, file, absolute, resolved, sha256, size, mtime_ns, outcome)
                   VALUES (?1, ?1, ?1, ?1, ?1, 1, 1, 'added')""",
                (document,),
            )
            connection.execute(
                """INSERT INTO documents (row, file, document_id, start, "end", issuing_authorities, addressees,
                       copied_to, status, form, signatories, annexes)
                   VALUES (?1, ?1, ?1, 0, 0, '[]', '[]', '[]', 'unknown', 'notice', '[]', '[]')""",
                (document,),
            )
            connection.executemany(
                """INSERT INTO clauses (row, document, clause_id, path, marker, text, start, "end", boxes, level, kind,
                       text_key)
                   VALUES (?1, ?2, ?1, '[]', '', '', 0, 0, '[]', 1, 'article', x'00')""",
                [(row, document) for row in clauses],
            )
    return database


def rows_in(ranges: np.ndarray) -> dict[int, list[int]]:  # type: ignore[type-arg]
    found: dict[int, list[int]] = {}
    for document, first, count in ranges.tolist():
        found.setdefault(document, []).extend(range(first, first + count))
    return found


def test_clauses_in_a_row_are_one_range_each(tmp_path: Path) -> None:
    database = database_of(tmp_path, {3: [7, 8, 9], 1: [10], 2: [], 5: [20, 21]})
    assert all_ranges(database).tolist() == [[3, 7, 3], [1, 10, 1], [5, 20, 2]]


def test_clauses_that_lie_apart_are_all_there(tmp_path: Path) -> None:
    draw = random.Random(5)
    for case in range(5):
        rows = draw.sample(range(1, 60), 30)
        wanted = {document: sorted(rows[document * 6 : document * 6 + 6]) for document in range(5)}
        ranges = all_ranges(database_of(tmp_path / str(case), wanted))
        assert {d: sorted(found) for d, found in rows_in(ranges).items()} == wanted
        assert ranges[:, 1].tolist() == sorted(ranges[:, 1].tolist())


def test_what_came_is_put_behind_and_what_went_is_seen(tmp_path: Path) -> None:
    database = database_of(tmp_path, {1: [1, 2], 2: [3, 4, 5]})
    everything = all_ranges(database)
    since = ranges_since(database, everything[:1])
    assert since is not None and since.tolist() == everything.tolist()
    with database.transaction() as connection:
        connection.execute("DELETE FROM clauses WHERE row = 1")
    assert ranges_since(database, everything) is None


def test_a_library_without_clauses_has_no_ranges(tmp_path: Path) -> None:
    assert all_ranges(database_of(tmp_path, {})).tolist() == []
