"""The vectors that library.db keeps of index texts, one for each text and model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from index.clause_ranges import clause_count
from index.database import Database, json_rows
from index.row_set import Rows
from index.writing import bump

# A library of more clauses is not gone through whole for a few that went.
_SMALL = 20_000


def rows_without_vector(database: Database, fingerprint: str, among: Rows | None = None) -> list[int]:
    """Return one clause row for each index text that has no vector of this model yet, ascending.

    `among`: only these rows are looked at; of a million, most are known to have one.
    """
    chosen = "" if among is None else "AND c.row IN (SELECT value FROM json_each(?))"
    records = database.select(
        f"""SELECT min(c.row) AS row FROM clauses c LEFT JOIN embeddings e
           ON e.fingerprint = ? AND e.text_key = c.text_key WHERE e.row IS NULL {chosen}
           GROUP BY c.text_key ORDER BY 1""",
        (fingerprint,) if among is None else (fingerprint, json_rows(among)),
    )
    return [r["row"] for r in records]


def rows_with_vector(database: Database, fingerprint: str) -> Rows:
    """Return the clause rows that have a vector of this model, ascending."""
    return database.rows(
        """SELECT c.row FROM clauses c JOIN embeddings e
           ON e.fingerprint = ? AND e.text_key = c.text_key ORDER BY c.row""",
        (fingerprint,),
    )


def vectors(database: Database, fingerprint: str, rows: Sequence[int] | Rows) -> tuple[Rows, NDArray[np.float32]]:
    """Return those of the clause rows that have a vector, ascending, and their vectors: float32 [n, d]."""
    records = database.select(
        """SELECT c.row, e.vector FROM clauses c JOIN embeddings e ON e.fingerprint = ? AND e.text_key = c.text_key
           WHERE c.row IN (SELECT value FROM json_each(?)) ORDER BY c.row""",
        (fingerprint, json_rows(rows)),
    )
    matrix = np.frombuffer(b"".join(r["vector"] for r in records), dtype=np.float16).astype(np.float32)
    return np.array([r["row"] for r in records], np.int64), matrix.reshape(len(records), -1 if records else 0)


def add_vectors(
    database: Database, fingerprint: str, keys: Sequence[bytes], vectors: NDArray[np.float32], *, announce: bool = True
) -> None:
    """Keep the vectors of index texts, float32 [n, d] normalised; float16 is exact to 0.001 of a cosine.

    With `announce` off the generation stays: for vectors of a model that nobody reads yet.
    """
    blobs = (vector.astype(np.float16).tobytes() for vector in vectors)
    with database.transaction() as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO embeddings (fingerprint, text_key, vector) VALUES (?, ?, ?)",
            ((fingerprint, key, blob) for key, blob in zip(keys, blobs, strict=True)),
        )
        if announce:
            bump(connection)


def forget_unused_vectors(database: Database, gone: Collection[bytes]) -> int:
    """Delete the vectors of texts that no clause has any more; return how many.

    In a large library only those of the texts in `gone` are looked for.
    """
    sql = "DELETE FROM embeddings WHERE text_key NOT IN (SELECT text_key FROM clauses)"
    values: list[tuple[object, ...]] = [()]
    if len(gone) < _SMALL < clause_count(database):
        sql = f"{sql} AND fingerprint = ? AND text_key = ?"
        values = [(fingerprint, key) for fingerprint in _fingerprints(database) for key in sorted(gone)]
    with database.transaction() as connection:
        return sum(connection.execute(sql, value).rowcount for value in values)


def _fingerprints(database: Database) -> list[str]:
    """The models that vectors are of; each is looked up behind the one before it, not among a million rows."""
    found: list[str] = []
    while record := database.select(
        "SELECT fingerprint FROM embeddings WHERE fingerprint > ? ORDER BY fingerprint LIMIT 1",
        (found[-1] if found else "",),
    ):
        found.append(record[0]["fingerprint"])
    return found
