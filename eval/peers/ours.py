"""据典 itself: ingest without embedding, the vectors given, then what `judian search` runs."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eval.articles import parse_law, write_laws
from eval.peers.model import Found, Mode, Passage, Vector, Vectors
from index.clause_index import OpenIndex, open_index
from index.library import Library
from index.model import Filters
from index.passages import index_text, text_key
from index.update import ingest_paths
from qa.search import search

_FINGERPRINT = "given"


class Judian:
    """Our library of the articles, asked as the command asks it."""

    def __init__(self) -> None:
        self._given = GivenVectors(0)
        self._index: OpenIndex | None = None

    def build(self, passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Ingest the laws as files, keep the vectors, and make both indexes."""
        laws = folder / "laws"
        write_laws(laws, ({"id": p.passage_id, "name": p.name, "text": p.text} for p in passages))
        ingest_paths([laws], folder / "library", parse=parse_law, embed=False)
        at = {passage.passage_id: i for i, passage in enumerate(passages)}
        with Library.open(folder / "library") as library:
            stored = library.clauses(library.clause_rows())
            keys = [text_key(index_text(s.clause, s.document)) for s in stored]
            library.add_vectors(_FINGERPRINT, keys, vectors[[at[s.clause.clause_id] for s in stored]])
        open_index(folder / "library", embedder=GivenVectors(vectors.shape[1])).library.close()
        shutil.rmtree(laws)  # the sources, which are nobody's index

    def open(self, folder: Path) -> None:
        """Open the library; no model is loaded, because the vectors of the questions are given."""
        self._index = open_index(folder / "library", embedder=self._given)

    def search(self, text: str, vector: Vector, k: int, wanted: Collection[Mode]) -> Found:
        """Return the clauses as `judian search` ranks them, with and without the model; by meaning, the index alone."""
        index = self._index
        assert index is not None
        self._given.question, self._given.vector = text.strip(), vector
        found: Found = {}
        if Mode.WORDS in wanted:
            found[Mode.WORDS] = _ranked(replace(index, embedder=None), text, k)
        if Mode.MEANING in wanted:
            rows = [row for row, _ in index.clause_index.rank_by_meaning(vector, k, Filters())]
            found[Mode.MEANING] = [stored.clause.clause_id for stored in index.library.clauses(rows)]
        if Mode.FUSED in wanted:
            found[Mode.FUSED] = _ranked(index, text, k)
        return found


class GivenVectors:
    """A model that knows one question, whose vector it was given."""

    fingerprint = _FINGERPRINT

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self.question, self.vector = "", np.empty(0, np.float32)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the given vector; any other text is an error, because what is measured would not be what runs."""
        if any(text.strip() != self.question for text in texts):
            raise ValueError(f"no vector was given for {texts!r}, only for {self.question!r}")
        return np.stack([self.vector] * len(texts))

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> Vectors:
        """Fail: all passages came with their vectors."""
        raise ValueError(f"{len(texts)} passages came without a vector")


def _ranked(index: OpenIndex, text: str, k: int) -> list[str]:
    return [result.ranked.stored.clause.clause_id for result in search(index, text, k=k).results]
