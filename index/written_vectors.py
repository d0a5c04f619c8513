"""The written documents ranked by meaning: by the vectors they carry, or those that the library's model makes."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.written import WrittenDocuments

if TYPE_CHECKING:
    from index.embedding import Embedder

Vector = NDArray[np.float32]
Rankable = tuple[NDArray[np.int64], Vector]  # rows, ascending; normalised vectors [n, d]

_BATCH = 256


class WrittenVectors:
    """The vectors of one library's written documents, compared one by one. Safe from any thread."""

    def __init__(self, documents: WrittenDocuments) -> None:
        self._documents = documents
        self._kept: dict[str, tuple[tuple[int, int], Rankable]] = {}  # by kind of vectors, as of a generation
        self._keeping = Lock()

    def make(self, embedder: Embedder) -> int:
        """Embed the documents that have no vector of this model yet; return how many there were."""
        if not self._documents.there:
            return 0
        library, made = self._documents.library, 0
        missing = library.select(
            """SELECT d.row, d.content FROM written_documents d WHERE trim(coalesce(d.content, '')) != '' AND NOT EXISTS
               (SELECT 1 FROM written_vectors v WHERE v.document = d.row AND v.fingerprint = ?) ORDER BY d.row""",
            (embedder.fingerprint,),
        )
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            vectors = embedder.embed_passages([r["content"] for r in batch]).astype(np.float16)
            rows = [r["row"] for r in batch]
            self._documents.add_vectors(
                embedder.fingerprint, zip(rows, (vector.tobytes() for vector in vectors), strict=True)
            )
            made += len(batch)
        return made

    def rank(
        self, vector: Vector, k: int, rows: Sequence[int] | None, fingerprint: str | None, *, carried: bool
    ) -> list[tuple[int, float]]:
        """Return the k best (row, cosine) among `rows` (None: all) for float32 [d], best first, ties by row.

        With `carried` a document is compared by the embedding it was written with, where that is of the query's
        length; others, and without `carried` all, by the vector that the model of the fingerprint made.
        """
        best: dict[int, float] = {}
        if fingerprint is not None:
            best.update(self._cosines(fingerprint, len(vector), vector))
        if carried:
            best.update(self._cosines("", len(vector), vector))
        if rows is not None:
            allowed = set(rows)
            best = {row: score for row, score in best.items() if row in allowed}
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    def carries(self, length: int) -> bool:
        """Whether any document was written with an embedding of this length."""
        return bool(len(self._rankable("", length)[0]))

    def _cosines(self, fingerprint: str, length: int, vector: Vector) -> dict[int, float]:
        rows, vectors = self._rankable(fingerprint, length)
        if not len(rows):
            return {}
        size = float(np.linalg.norm(vector))
        scores = vectors @ (vector / size if size else vector)
        return dict(zip(rows.tolist(), scores.tolist(), strict=True))

    def _rankable(self, fingerprint: str, length: int) -> Rankable:
        """Rows and vectors of one kind ("": as written) and length, kept until a document changes."""
        generation = (self._documents.generation, self._documents.vectors_generation)
        key = f"{fingerprint}/{length}"
        kept = self._kept.get(key)
        if kept is None or kept[0] != generation:
            kept = (generation, self._read(fingerprint, length))
            with self._keeping:
                self._kept[key] = kept
        return kept[1]

    def _read(self, fingerprint: str, length: int) -> Rankable:
        if not self._documents.there:
            return np.empty(0, np.int64), np.empty((0, length), np.float32)
        if fingerprint:
            records = self._documents.library.select(
                """SELECT document AS row, vector FROM written_vectors
                   WHERE fingerprint = ? AND length(vector) = ? ORDER BY document""",
                (fingerprint, 2 * length),
            )
            raw = np.frombuffer(b"".join(r["vector"] for r in records), np.float16).astype(np.float64)
        else:
            records = self._documents.library.select(
                "SELECT row, embedding AS vector FROM written_documents WHERE length(embedding) = ? ORDER BY row",
                (8 * length,),
            )
            raw = np.frombuffer(b"".join(r["vector"] for r in records), np.float64)
        raw = raw.reshape(len(records), length)
        sizes = np.linalg.norm(raw, axis=1, keepdims=True)
        normalised = raw / np.where(sizes == 0, 1.0, sizes)
        return np.array([r["row"] for r in records], np.int64), normalised.astype(np.float32)
