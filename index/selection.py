"""Filters as sets of rows, kept while the library stays as it is: what both indexes search inside."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.model import Filters
from index.row_set import Mask, RowSet, mask_of, rows_of_ranges

_MOST_KEPT = 64  # different filters


@dataclass(frozen=True)
class Selection:
    """What a filter lets through. Its clauses are listed when they are first asked for."""

    documents: Mask  # true at each document's row
    ranges: NDArray[np.int64]  # of all the library's clauses, as `Library.clause_ranges` gives them

    @cached_property
    def document_rows(self) -> list[int]:
        """The documents, ascending."""
        rows: list[int] = np.flatnonzero(self.documents).tolist()
        return rows

    @cached_property
    def clauses(self) -> RowSet:
        """The clauses of the documents."""
        owners = self.ranges[:, 0]
        inside = self.ranges[self.documents[owners]] if len(owners) else self.ranges
        return RowSet.of(rows_of_ranges(inside))


class Selections:
    """The filters of one library, each read once for each state of the library. Safe from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._state: _State | None = None
        self._reading = Lock()

    def of(self, filters: Filters) -> Selection | None:
        """Return what passes the filters; None if nothing is filtered and the library shows all it has."""
        if filters.empty and not self._library.restricted:
            return None
        return self._of(filters, self._current())

    def _of(self, filters: Filters, state: _State) -> Selection:
        found = state.kept.get(filters)
        if found is None:
            found = self._read(state, filters)
            with self._reading:
                state.kept[filters] = found
                while len(state.kept) > _MOST_KEPT:
                    state.kept.popitem(last=False)
        return found

    def _read(self, state: _State, filters: Filters) -> Selection:
        """Ids by the thousand are looked up here; the rest is asked of the library, and kept by itself."""
        rest = replace(filters, document_ids=(), excluded_ids=())
        if rest == filters:  # also no filter at all, of a library that does not show all
            mask = _mask(self._library.document_rows(filters) or (), state.length)
            return Selection(mask, state.ranges)
        inside = None if rest.empty else self._of(rest, state)  # of the same state: its arrays are as long
        if filters.document_ids:
            mask = _mask(state.rows_of(filters.document_ids), state.length)
            if inside is not None:
                mask &= inside.documents
        else:
            mask = (inside.documents if inside is not None else state.documents).copy()
        mask[state.rows_of(filters.excluded_ids)] = False
        return Selection(mask, state.ranges)

    def _current(self) -> _State:
        generation = self._library.generation
        state = self._state
        if state is None or state.generation != generation:
            state = self._state = _State(generation, self._library.clause_ranges(), self._library.document_keys())
        return state


class _State:
    """What the sets of one generation are made from."""

    def __init__(self, generation: int, ranges: NDArray[np.int64], keys: dict[str, int]) -> None:
        self.generation, self.ranges, self._keys = generation, ranges, keys
        # Of documents without clauses too.
        self.length = max(max(keys.values(), default=0), int(ranges[:, 0].max()) if len(ranges) else 0) + 1
        self.documents = mask_of(list(keys.values()), self.length)
        self.kept: OrderedDict[Filters, Selection] = OrderedDict()

    def rows_of(self, document_ids: Sequence[str]) -> list[int]:
        """The rows of documents; those that are not there are left out."""
        return [row for key in document_ids if (row := self._keys.get(key)) is not None]


def _mask(rows: Sequence[int], length: int) -> Mask:
    return mask_of(rows, length)[:length]
