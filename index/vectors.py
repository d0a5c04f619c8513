"""The vector index: exact inner product over normalised vectors, kept by FAISS, derived from library.db."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.library import Library, Rows
from ingest.errors import IndexBuildError

# Written after FAISS's own bytes: the stamp as JSON, its length, and this mark. A file without it was not written whole.
_MARK = b"JDVEC1\0\0"
_FOOTER = struct.Struct("<Q8s")
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class VectorStamp:
    """The state of the library and the model that an index was made from."""

    library_id: str
    generation: int
    fingerprint: str

    @classmethod
    def of(cls, library: Library, fingerprint: str) -> VectorStamp:
        """Return what an index of this library and model, made now, would bear."""
        return cls(library.library_id, library.generation, fingerprint)


class VectorIndex:
    """The clauses of one library by the vectors of one model. In memory; `save` makes it last."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Open the index of this model below a library's folder; empty where there is none or a broken one."""
        # One file for each model, so that a change of model and back costs nothing and never mixes.
        self._file = folder / f"vectors-{hashlib.sha256(fingerprint.encode()).hexdigest()[:12]}.faiss"
        self.stamp: VectorStamp | None = None
        self._index: Any = None
        self.reload()

    def reload(self) -> None:
        """See what another process has saved."""
        self.stamp = _stamp_in(self._file)
        self._index = _read(self._file) if self.stamp else None
        if self._index is None:
            self.stamp = None

    def rows(self) -> Rows:
        """Return the clause rows in the index, ascending."""
        if self._index is None:
            return np.empty(0, np.int64)
        import faiss

        return np.sort(faiss.vector_to_array(self._index.id_map))

    def rank(self, vector: NDArray[np.float32], k: int, rows: Rows | None = None) -> list[tuple[int, float]]:
        """Return the k best (clause row, inner product) for a normalised float32 [d], best first, ties by row.

        `rows` are the clauses that may be seen; None: all. They are chosen before the search: k of them come back
        if there are k.
        """
        if self._index is None or k < 1 or (rows is not None and not len(rows)):
            return []
        import faiss

        parameters = None
        if rows is not None:
            allowed = np.zeros(int(rows.max()) // 8 + 1, np.uint8)
            np.bitwise_or.at(allowed, rows // 8, np.left_shift(1, rows % 8).astype(np.uint8))
            # The Python layer takes the array as it is; its type stubs know the C++ signature alone.
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(allowed))  # type: ignore[call-arg, arg-type]
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        scores, found = self._index.search(query, min(k, self._index.ntotal), params=parameters)
        ranked = [(int(row), float(score)) for row, score in zip(found[0], scores[0], strict=True) if row >= 0]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def add(self, rows: Rows, vectors: NDArray[np.float32]) -> None:
        """Add clauses: rows int64 [n], vectors float32 [n, d] normalised."""
        if not len(rows):
            return
        import faiss

        if self._index is None:
            self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), rows)

    def remove(self, rows: Rows) -> None:
        """Remove clauses."""
        if self._index is not None and len(rows):
            self._index.remove_ids(rows)

    def clear(self) -> None:
        """Begin again with an empty index."""
        self._index, self.stamp = None, None

    def save(self, stamp: VectorStamp) -> None:
        """Write the index with its stamp; the file is replaced whole or not at all."""
        self.stamp = stamp
        if self._index is None:
            self._file.unlink(missing_ok=True)
            return
        import faiss

        half_written = self._file.with_suffix(".tmp")
        try:
            faiss.write_index(self._index, str(half_written))
            with half_written.open("ab") as file:
                footer = json.dumps(asdict(stamp)).encode()
                file.write(footer + _FOOTER.pack(len(footer), _MARK))
                file.flush()
                os.fsync(file.fileno())
            half_written.replace(self._file)
        except (OSError, RuntimeError) as error:
            raise IndexBuildError(self._file, f"向量索引写入失败（{error}）", "请检查磁盘空间后重新运行") from error


def catch_up(index: VectorIndex, library: Library, fingerprint: str) -> str | None:
    """Bring a stale index to the library's state by the difference of their rows; return what was done, None if nothing.

    Changes the index in memory only; whoever holds the library's write lock saves it.
    """
    wanted = VectorStamp.of(library, fingerprint)
    if index.stamp == wanted:
        return None
    if index.stamp is None or index.stamp.library_id != wanted.library_id:
        index.clear()
    here, truth = index.rows(), library.rows_with_vector(fingerprint)
    missing, stale = np.setdiff1d(truth, here), np.setdiff1d(here, truth)
    index.remove(stale)
    for start in range(0, len(missing), _BATCH):
        index.add(*library.vectors(fingerprint, missing[start : start + _BATCH]))
    index.stamp = wanted
    return f"向量索引已按资料库补齐：补 {len(missing)} 条，去 {len(stale)} 条" if len(missing) or len(stale) else None


def _stamp_in(file: Path) -> VectorStamp | None:
    """Return the stamp at the end of a file; None if there is no whole file of ours."""
    try:
        with file.open("rb") as opened:
            opened.seek(-_FOOTER.size, os.SEEK_END)
            length, mark = _FOOTER.unpack(opened.read(_FOOTER.size))
            if mark != _MARK:
                return None
            opened.seek(-_FOOTER.size - length, os.SEEK_END)
            return VectorStamp(**json.loads(opened.read(length)))
    except (OSError, ValueError, TypeError, struct.error):
        return None


def _read(file: Path) -> Any:
    import faiss

    try:
        return faiss.read_index(str(file))
    except RuntimeError:
        return None
