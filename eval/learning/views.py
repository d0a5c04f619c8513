"""A library that some files are taken out of, and an embedder that does a text once."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.clause_index import OpenIndex
from index.embedding import Embedder
from index.library import Library
from index.listed import ListedDocument
from index.model import Filters
from qa.retrieving.retrieve import Vector
from qa.standing.standing import StandingLibrary, StandingRanker


class LibraryWithout(StandingLibrary):
    """A library as of today, without the documents of some files."""

    def __init__(self, library: Library, files: Collection[str]) -> None:
        """`files`: names without their folders."""
        super().__init__(library, date.today(), only_standing=False)
        self.taken_out = frozenset(d.document_id for d in library.listed() if Path(d.file).name in files)

    def listed(self, filters: Filters | None = None) -> Sequence[ListedDocument]:
        """The documents that are left and pass the filters."""
        return [d for d in super().listed(filters) if d.document_id not in self.taken_out]


@dataclass(frozen=True, slots=True)
class ViewWithout:
    """An index over a library that some files are taken out of; asked, it stays as it is."""

    library: LibraryWithout
    clause_index: StandingRanker
    embedder: Remembering | None
    notes: Sequence[str]


class Remembering:
    """An embedder that embeds a text once, however often it is asked, in this run and the next."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        """`folder`: where vectors are kept between runs, those of each model apart."""
        self._embedder = embedder
        self._kept = folder / f"sentences-{sha256(embedder.fingerprint.encode()).hexdigest()[:16]}.pickle"
        self._known: dict[str, dict[str, Vector]] = {"queries": {}, "passages": {}}
        if self._kept.is_file():
            self._known = pickle.loads(self._kept.read_bytes())

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """float32 [texts, d], normalised."""
        return _once(texts, self._known["queries"], self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """float32 [texts, d], normalised."""
        return _once(texts, self._known["passages"], self._embedder.embed_passages)

    def keep(self) -> None:
        """Write what is known, for the next run."""
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        written = self._kept.with_suffix(f".{os.getpid()}")  # two processes may keep at once
        written.write_bytes(pickle.dumps(self._known))
        written.replace(self._kept)


def _once(texts: Sequence[str], known: dict[str, Vector], embed: Callable[[Sequence[str]], Vector]) -> Vector:
    new = list(dict.fromkeys(t for t in texts if t not in known))
    if new:
        known.update(zip(new, embed(new), strict=True))
    return np.stack([known[t] for t in texts])


def index_without(index: OpenIndex, files: Collection[str], embedder: Remembering | None) -> ViewWithout:
    """The index as of today, without the documents of some files."""
    library = LibraryWithout(index.library, files)
    ranker = StandingRanker(index.clause_index, tuple(sorted(library.taken_out)))
    return ViewWithout(library, ranker, embedder, index.notes)
