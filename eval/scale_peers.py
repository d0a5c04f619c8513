"""Plain tools over the same clauses, questions and machine in the same run: FAISS flat float32, SQLite FTS5."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.lexical_build import tokens_of_rows
from index.library import Library
from index.model import Filters
from index.row_set import RowSet
from index.selection import Selections
from index.tokenizer import query_tokens

_BATCH = 10_000
Vectors = NDArray[np.float32]


@dataclass
class FlatFigures:
    """FAISS's exact index of all vectors in float32."""

    build_seconds: float
    resident_mb: float
    times: dict[str, list[float]] = field(default_factory=dict)  # by filter, milliseconds
    processor: dict[str, list[float]] = field(default_factory=dict)  # the same in processor time
    best: dict[str, list[list[int]]] = field(
        default_factory=dict
    )  # by filter: the truth that recall is counted against


def measure_flat(
    library: Library, fingerprint: str, questions: Vectors, filters: Mapping[str, Filters], depth: int, recall_at: int
) -> FlatFigures:
    """Search all vectors exactly, one question after another; filters by FAISS's own selector of ids."""
    import faiss

    rows = library.rows_with_vector(fingerprint)
    begun = time.perf_counter()
    index = faiss.IndexIDMap(faiss.IndexFlatIP(questions.shape[1]))
    for start in range(0, len(rows), _BATCH):
        found, vectors = library.vectors(fingerprint, rows[start : start + _BATCH])
        index.add_with_ids(vectors, found)
    figures = FlatFigures(time.perf_counter() - begun, index.ntotal * questions.shape[1] * 4 / 2**20)
    selections = Selections(library)
    faiss.omp_set_num_threads(1)
    for name, chosen in filters.items():
        selection = selections.of(chosen)
        parameters = _selecting(selection.clauses if selection is not None else None)
        figures.times[name], figures.processor[name], figures.best[name] = [], [], []
        for question in questions:
            begun, processor = time.perf_counter(), time.process_time()
            ranked = index.search(question[None], min(depth, len(rows)), params=parameters)[1][0]
            figures.times[name].append((time.perf_counter() - begun) * 1000)
            figures.processor[name].append((time.process_time() - processor) * 1000)
            figures.best[name].append([int(row) for row in ranked[:recall_at] if row >= 0])
    return figures


def _selecting(allowed: RowSet | None) -> Any:
    import faiss

    layer: Any = faiss
    return layer.SearchParameters(sel=layer.IDSelectorBitmap(allowed.bits)) if allowed is not None else None


@dataclass
class FtsFigures:
    """SQLite FTS5 over our tokens, one column."""

    build_seconds: float  # tokens and index
    bytes: int
    times: list[float] = field(default_factory=list)  # milliseconds, no filter


def measure_fts(library: Library, folder: Path, questions: Sequence[str], depth: int) -> FtsFigures:
    """Build the table, then ask for any of a question's tokens, ranked by FTS5's bm25."""
    file = folder / "fts5.db"
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='', detail=none)")
    begun = time.perf_counter()
    connection.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", _bodies(library))
    connection.commit()
    figures = FtsFigures(time.perf_counter() - begun, 0)
    for question in questions:
        asked = " OR ".join('"' + token.replace('"', "") + '"' for token in query_tokens(question))
        begun = time.perf_counter()
        connection.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?", (asked, depth)
        ).fetchall()
        figures.times.append((time.perf_counter() - begun) * 1000)
    connection.close()
    figures.bytes = file.stat().st_size
    file.unlink()
    return figures


def _bodies(library: Library) -> Iterator[tuple[int, str]]:
    for row, _, tokens in tokens_of_rows(library, library.clause_rows().tolist()):
        yield row, " ".join((tokens.title, tokens.headings, tokens.body))
