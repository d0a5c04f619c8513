"""The vectors of a library written to Milvus, one collection for each model, and caught up by difference."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from index.engine import MilvusPlace
from index.library import Library
from index.milvus.conditions import one_of
from index.milvus.difference import difference
from index.milvus.schema import STAMP_ROW, Entity, about_documents, vector_entity, vectors_collection, vectors_stamp
from index.milvus.store import MOST_RESULTS, MilvusStore
from index.vectors import VectorStamp

# Vectors in one request: 1.5 MB at 384 dimensions, 8 MB at 2,048.
_BATCH = 1_000
_ROWS_AT_ONCE = 1_000
_NEVER_TRUSTED, _ALWAYS_TRUSTED = 0, 1 << 62


class MilvusVectors:
    """The clauses of one library by the vectors of one model. One writer at a time, under the library's write lock."""

    def __init__(self, library: Library, store: MilvusStore, fingerprint: str) -> None:
        """A collection is made with the first vector."""
        self._library, self._store, self._fingerprint = library, store, fingerprint
        self._name = vectors_collection(library.library_id, fingerprint)
        self._there = store.ready(self._name)

    @property
    def stamp(self) -> VectorStamp | None:
        """The state of the library at the last time it was caught up; None if there is none."""
        return read_vector_stamp(self._store, self._name) if self._there else None

    def count(self, low: int, high: int) -> int:
        """Return how many clauses of a range of rows are there."""
        return self._store.count(self._name, f"pk >= {low} and pk < {high}") if self._there else 0

    def rows(self, low: int, high: int) -> list[int]:
        """Return the clause rows of a range that are there."""
        return [int(e["pk"]) for e in self._store.entities(self._name, f"pk >= {low} and pk < {high}", ["pk"])]

    def catch_up(self, *, thoroughly: bool = False) -> str | None:
        """Bring the collection to the library's state; return what was done, None if nothing.

        Clauses that are gone were removed with their words: what is here the library has, so equal counts are equal rows.
        `thoroughly`: also that is looked at, row by row.
        """
        wanted = VectorStamp.of(self._library, self._fingerprint)
        if self.stamp == wanted and not thoroughly:
            return None
        truth = self._library.rows_with_vector(self._fingerprint)
        trusted = _NEVER_TRUSTED if thoroughly else _ALWAYS_TRUSTED
        found = difference(self, truth, trusted_below=trusted, page=MOST_RESULTS)
        for start in range(0, len(found.stale), _ROWS_AT_ONCE):
            self._store.remove(self._name, one_of("pk", found.stale[start : start + _ROWS_AT_ONCE]))
        for start in range(0, len(found.missing), _BATCH):
            self._add(found.missing[start : start + _BATCH])
        if self._there:
            self._store.put(self._name, [vectors_stamp(json.dumps(asdict(wanted)), self._dimension())])
            self._store.settle(self._name)
        if not (found.missing or found.stale):
            return None
        return f"Milvus 中的向量索引已按资料库补齐：补 {len(found.missing)} 条，去 {len(found.stale)} 条"

    def _add(self, rows: Sequence[int]) -> None:
        entities = vector_entities(self._library, self._fingerprint, rows)
        if not self._there and entities:
            self._store.make_vectors(self._name, len(entities[0]["vector"]))
            self._there = True
        self._store.put(self._name, entities)

    def _dimension(self) -> int:
        """The length of the vectors that are there."""
        (any_one,) = self._store.entities(self._name, "pk >= 0", ["vector"], most=1)
        return len(any_one["vector"])


def vector_entities(library: Library, fingerprint: str, rows: Sequence[int]) -> list[Entity]:
    """Return clauses as the collection of vectors keeps them, those that have a vector; also for files to be imported."""
    present, vectors = library.vectors(fingerprint, rows)
    owners = library.document_row_of(present.tolist())
    about = about_documents(library, list(owners.values()))
    return [
        vector_entity(row, about[owners[row]], vector.tolist())
        for row, vector in zip(present.tolist(), vectors, strict=True)
    ]


def follow_vectors(library: Library, place: MilvusPlace, fingerprint: str, *, thoroughly: bool = False) -> str | None:
    """Bring the vectors of a model on Milvus to the library's state; return what was done. Needs the library's write lock."""
    store = MilvusStore(place)
    try:
        return MilvusVectors(library, store, fingerprint).catch_up(thoroughly=thoroughly)
    finally:
        store.close()


def drop_vectors(library: Library, place: MilvusPlace, fingerprint: str) -> None:
    """Remove the collection of a model that is used no more; needs the library's write lock."""
    store = MilvusStore(place)
    try:
        name = vectors_collection(library.library_id, fingerprint)
        if store.ready(name):
            store.drop(name)
    finally:
        store.close()


def read_vector_stamp(store: MilvusStore, name: str) -> VectorStamp | None:
    """Return the stamp of a collection of vectors; None for one that never was whole."""
    found = store.entities(name, f"pk == {STAMP_ROW}", ["stamp"])
    return VectorStamp(**json.loads(found[0]["stamp"])) if found and found[0]["stamp"] else None
