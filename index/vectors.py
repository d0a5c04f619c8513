"""The vector index of one library and model: derived from library.db, grown by segments, searched inside filters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import vector_forms as forms
from index.library import Library
from index.row_set import Mask, Rows, RowSet, mask_of, rows_beside
from index.vector_files import Segment, VectorFiles, VectorStamp

__all__ = ["VectorIndex", "VectorStamp", "catch_up"]

Vectors = NDArray[np.float32]
Exact = Callable[[Rows], tuple[Rows, Vectors]]
"""Rows to the vectors of those that have one, in some order."""
Tell = Callable[[int, int], None]
"""Told how many vectors of how many are in, where it takes longer than a moment."""

_BATCH = 10_000
# New vectors lie beside the base until they are this many, and this share of it; then both become a new base.
_MOST_BESIDE, _SHARE_BESIDE = 10_000, 0.05
_MOST_SEGMENTS = 32
# A base is trained anew when it holds so many times what it was planned for.
_OUTGROWN = 3
# What 8 bits blur is scored again exactly; so many more than asked for are looked at.
_BLURRED, _BLURRED_AT_LEAST = 0.5, 20


class VectorIndex:
    """The clauses of one library by the vectors of one model. In memory; `save` makes it last.

    A base that is mapped and never changed, a small exact index of what came since, and a list of what has gone.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Open the index of this model below a library's folder; empty where there is none or a broken one."""
        self._files = VectorFiles(folder, hashlib.sha256(fingerprint.encode()).hexdigest()[:12])
        self._saved: VectorStamp | None = None  # what the files bore at the last look
        self.stamp: VectorStamp | None
        self._base: Any  # mapped, unless it is being built
        self._building: bool
        self._planned: int  # for how many vectors the base was trained
        self._number: int  # of the base
        self._ordinal: int  # of its last segment
        self._segments: int  # how many are read to have all of them
        self._recent: Any  # what came since the base
        self._gone: Rows  # what is in either of them and no more in the index
        self._recent_saved: int  # how many of those the files have
        self._gone_saved: int
        self._present_rows: Mask | None
        self.reload()

    def reload(self) -> None:
        """See what another process has saved; what was added here and not saved is forgotten."""
        self.clear()
        self._saved = None
        base = self._files.base()
        if base is None:
            return
        self._base, self._planned, self._number, self.stamp = base.index, base.planned, base.number, base.stamp
        for segment in self._files.segments(base.number):
            self._add_beside(segment.rows, segment.vectors.astype(np.float32))
            self._gone = np.concatenate((self._gone, segment.removed))
            self._ordinal, self._segments, self.stamp = segment.ordinal, self._segments + 1, segment.stamp
        self._mark_saved()

    def reload_if_saved(self) -> None:
        """See what another process has saved, if it has since the last look."""
        if self._files.stamp() != self._saved:
            self.reload()

    def clear(self) -> None:
        """Begin again with an empty index."""
        self.stamp = self._base = self._recent = self._present_rows = None
        self._building = False
        self._planned = self._number = self._ordinal = self._segments = self._recent_saved = self._gone_saved = 0
        self._gone = np.empty(0, np.int64)

    @property
    def count(self) -> int:
        """Clauses in the index."""
        return sum(int(part.ntotal) for part in self._parts()) - len(self._gone)

    def rows(self) -> Rows:
        """Return the clause rows in the index, ascending."""
        return np.flatnonzero(self._present()).astype(np.int64)

    def rank(
        self, vector: Vectors, k: int, rows: RowSet | Rows | None = None, exact: Exact | None = None
    ) -> list[tuple[int, float]]:
        """Return the k best (clause row, inner product) for a normalised float32 [d], best first, ties by row.

        `rows` are the clauses that may be seen; None: all. They are chosen before the search: k of them come back
        if so many have a vector. They are the best of all where every vector is looked at: in a small index, and in
        any for few rows; else one in a hundred may be another. `exact` gives the vectors themselves, for scores
        that 8 bits have blurred.
        """
        allowed = RowSet.of(rows) if isinstance(rows, np.ndarray) else rows
        if k < 1 or (allowed is not None and not allowed.count):
            return []
        if len(self._gone):
            allowed = RowSet.of_mask(self._present()) if allowed is None else allowed.without(RowSet.of(self._gone))
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        found: dict[int, float] = {}
        for part in self._parts():
            blurred = exact is not None and forms.is_listed(part)
            match = forms.search(part, query, k + max(_BLURRED_AT_LEAST, int(k * _BLURRED)) if blurred else k, allowed)
            found.update(zip(match.rows.tolist(), match.scores.tolist(), strict=True))
            if blurred and exact is not None:
                sure, vectors = exact(match.rows)
                if not len(sure):  # vectors of no rows have no width
                    continue
                found.update(zip(sure.tolist(), (vectors @ query[0]).tolist(), strict=True))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """Add clauses: rows int64 [n], vectors float32 [n, d] normalised."""
        if self._building:
            self._base.add_with_ids(np.ascontiguousarray(vectors, np.float32), rows)
        else:
            self._add_beside(rows, vectors)
        if self._present_rows is not None and len(rows):
            self._present_rows = mask_of(np.concatenate((np.flatnonzero(self._present_rows), rows)))

    def remove(self, rows: Rows) -> None:
        """Remove clauses; those that the index does not have are passed over."""
        present = self._present()
        rows = rows[rows < len(present)]
        going = rows[present[rows]]
        self._gone = np.concatenate((self._gone, going))
        present[going] = False

    def needs_building(self, more: int) -> bool:
        """Whether a base is to be trained anew before so many more come in."""
        total = self.count + more
        if total <= forms.MOST_IN_FLAT:
            return False
        return self._base is None or not forms.is_listed(self._base) or total > _OUTGROWN * self._planned

    def begin_building(self, sample: Vectors, total: int) -> None:
        """Begin again with an empty base trained on a sample; all that is to be in the index is then added."""
        self.clear()
        self._base, self._planned, self._building = forms.listed_form(sample, total), total, True

    def end_building(self, sample: Vectors) -> None:
        """Choose how a filled base is searched."""
        forms.settle(self._base, sample)

    def save(self, stamp: VectorStamp, *, merge: bool = False) -> None:
        """Write what has changed with its stamp: a segment, or with `merge` and when those are many, a new base."""
        self.stamp = stamp
        if not self.count:
            self._files.clear()
            return
        beside = (self._recent.ntotal if self._recent is not None else 0) + len(self._gone)
        inside = self._base.ntotal if self._base is not None else 0
        if merge or self._building or not inside or beside > max(_MOST_BESIDE, _SHARE_BESIDE * inside):
            self._files.write_base(self._merged(), stamp, self._planned)
            self.reload()  # mapped again, out of memory
        else:
            self._write_segment(stamp)

    def _parts(self) -> list[Any]:
        return [part for part in (self._base, self._recent) if part is not None]

    def _present(self) -> Mask:
        """True at each row of the index; kept, because a large base is slow to list."""
        if self._present_rows is None:
            self._present_rows = mask_of(np.concatenate([np.empty(0, np.int64), *map(forms.rows_in, self._parts())]))
            self._present_rows[self._gone] = False
        return self._present_rows

    def _add_beside(self, rows: Rows, vectors: Vectors) -> None:
        if not len(rows):
            return
        if self._recent is None:
            self._recent = forms.flat_form(vectors.shape[1])
        self._recent.add_with_ids(np.ascontiguousarray(vectors, np.float32), rows)

    def _merged(self) -> Any:
        """The base with what came and without what went, in memory."""
        if self._base is None:
            merged = self._recent
        else:
            merged = self._base if self._building else self._files.base_in_memory(self._number)
            if self._recent is not None:
                rows, vectors = forms.vectors_in(self._recent)
                merged.add_with_ids(vectors.astype(np.float32), rows)
        if len(self._gone):
            merged.remove_ids(self._gone)
        return merged

    def _write_segment(self, stamp: VectorStamp) -> None:
        whole = self._segments >= _MOST_SEGMENTS
        rows, vectors = np.empty(0, np.int64), np.empty((0, 0), np.float16)
        if self._recent is not None:
            rows, vectors = forms.vectors_in(self._recent)
        first, first_gone = (0, 0) if whole else (self._recent_saved, self._gone_saved)
        segment = Segment(self._ordinal + 1, stamp, rows[first:], vectors[first:], self._gone[first_gone:], whole)
        self._files.write_segment(self._number, segment)
        self._ordinal, self._segments = segment.ordinal, 1 if whole else self._segments + 1
        self._mark_saved()

    def _mark_saved(self) -> None:
        self._recent_saved = self._recent.ntotal if self._recent is not None else 0
        self._gone_saved, self._saved = len(self._gone), self.stamp


def catch_up(
    index: VectorIndex, library: Library, fingerprint: str, tell: Tell | None = None, *, build: bool = True
) -> str | None:
    """Bring a stale index to the library's state by the difference of their rows; return what was done, None if nothing.

    Changes the index in memory only; whoever holds the library's write lock saves it. With `build` off a base that is
    outgrown stays: what came lies beside it.
    """
    wanted = VectorStamp.of(library, fingerprint)
    if index.stamp == wanted:
        return None
    stamp = index.stamp
    # A library put back from a copy gives rows out again, to other clauses.
    if stamp is None or stamp.library_id != wanted.library_id or stamp.generation > wanted.generation:
        index.clear()
    truth = library.clause_rows()
    stale = rows_beside(index.rows(), truth)
    missing = rows_beside(truth, index.rows())
    if len(missing) > _BATCH:  # most of them may have no vector yet
        missing = np.intersect1d(missing, library.rows_with_vector(fingerprint), assume_unique=True)
    index.remove(stale)
    added = _build(index, library, fingerprint, tell) if build and index.needs_building(len(missing)) else None
    if added is None:
        added = _add(index, library, fingerprint, missing, tell)
    index.stamp = wanted
    return f"向量索引已按资料库补齐：补 {added} 条，去 {len(stale)} 条" if added or len(stale) else None


def rows_not_indexed(library: Library, fingerprint: str) -> Rows | None:
    """The clause rows that the saved index of a model does not have, ascending; None where it has none of this library.

    All others have a vector: in a large library there is no need to look for those without among all.
    """
    index = VectorIndex(library.folder, fingerprint)
    if index.stamp is None or index.stamp.library_id != library.library_id:
        return None
    return rows_beside(library.clause_rows(), index.rows())


def _build(index: VectorIndex, library: Library, fingerprint: str, tell: Tell | None) -> int:
    """Fill a newly trained base with all the library has; return how many came in."""
    rows = library.rows_with_vector(fingerprint)
    count = min(len(rows), forms.TRAINED_ON * forms.list_count(len(rows)))
    chosen = np.random.default_rng(1).choice(rows, count, replace=False)
    sample = np.concatenate(
        [library.vectors(fingerprint, chosen[at : at + _BATCH])[1] for at in range(0, len(chosen), _BATCH)]
    )
    index.begin_building(sample, len(rows))
    added = _add(index, library, fingerprint, rows, tell)
    index.end_building(sample)
    return added


def _add(index: VectorIndex, library: Library, fingerprint: str, rows: Rows, tell: Tell | None) -> int:
    added = 0
    for start in range(0, len(rows), _BATCH):
        found, vectors = library.vectors(fingerprint, rows[start : start + _BATCH])
        index.add(found, vectors)
        added += len(found)
        if tell is not None and len(rows) > _BATCH:
            tell(min(start + _BATCH, len(rows)), len(rows))
    return added
