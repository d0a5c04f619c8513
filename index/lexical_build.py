"""The tokens of clauses that are in the library already: for an index that is made again, on all cores when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.library import Library

if TYPE_CHECKING:
    from index.passage_tokens import PassageTokens

# Starting processes takes as long as reading ten thousand clauses and more.
_FEW = 60_000
_BATCH = 500
_AHEAD = 4  # batches under way for each worker

Tokens = tuple[int, int, "PassageTokens"]
"""Clause row, document row, what the index keeps of the clause."""


def tokens_of_rows(library: Library, rows: Sequence[int], workers: int | None = None) -> Iterator[Tokens]:
    """Yield the tokens of these clauses in their order."""
    from index.cores import available_cores

    batches = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]
    workers = workers or available_cores()
    if len(rows) <= _FEW or workers == 1:
        return (tokens for batch in batches for tokens in _tokens(library, batch))
    return _in_processes(library, batches, workers)


def _in_processes(library: Library, batches: Sequence[Sequence[int]], workers: int) -> Iterator[Tokens]:
    """Yield what worker processes make of the batches; where those do not start or die, this one goes on."""
    from index.workers import pool_of, starts

    done = 0
    pool = pool_of(workers)
    try:
        if starts(pool):
            waiting: list[Future[list[Tokens]]] = []
            for batch in batches:
                waiting.append(pool.submit(_tokens_in_worker, library.folder, batch))
                if len(waiting) >= _AHEAD * workers:
                    yield from waiting.pop(0).result()
                    done += 1
            for future in waiting:
                yield from future.result()
                done += 1
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    for batch in batches[done:]:
        yield from _tokens(library, batch)


@lru_cache(maxsize=1)
def _library(folder: Path) -> Library:
    return Library.open(folder)


def _tokens_in_worker(folder: Path, rows: Sequence[int]) -> list[Tokens]:
    return _tokens(_library(folder), rows)


def _tokens(library: Library, rows: Sequence[int]) -> list[Tokens]:
    from index.passage_tokens import passage_tokens

    owners = library.document_row_of(rows)
    clauses = library.clauses(rows)
    table_rows = library.table_rows([stored.clause.clause_id for stored in clauses])
    return [
        (s.row, owners[s.row], passage_tokens(s.clause, s.document, table_rows.get(s.clause.clause_id, ())))
        for s in clauses
    ]
