"""The library that a door reads: opened when it is first asked, and again when it is another one by now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from index.clause_index import OpenIndex, model_name, open_index
from index.engine import index_place
from index.library import Library
from qa.reading.reader import SentenceVectors
from qa.retrieving.retrieve import QueryEmbedder, Vector


class OpenedLibrary:
    """One library for all requests, from any thread; what another process writes to it is followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opening = Lock()
        self._opened: tuple[str, OpenIndex] | None = None
        self._vectors: VectorsOfAllThreads | None = None

    def index(self) -> OpenIndex:
        """The library with its indexes as they are now; IndexBuildError where there is none or it cannot be read."""
        state = self._state()
        opened = self._opened
        if opened is not None and opened[0] == state:
            return opened[1]
        with self._opening:
            if self._opened is None or self._opened[0] != state:
                self._opened = (state, open_index(self.folder))
            return self._opened[1]

    def sentence_vectors(self, embedder: QueryEmbedder | None) -> SentenceVectors | None:
        """Vectors of sentences already read, for all questions: half of what a question costs; None: words only."""
        if embedder is None:
            return None
        with self._opening:
            if self._vectors is None or self._vectors.embedder is not embedder:
                self._vectors = VectorsOfAllThreads(embedder)
            return self._vectors

    def _state(self) -> str:
        """Which library, model and place of its rankings it is by now."""
        with Library.open(self.folder) as library:
            return f"{library.library_id} {model_name(library)} {index_place(library)}"


class VectorsOfAllThreads(SentenceVectors):
    """Sentence vectors that threads share; none waits while another's sentences are embedded."""

    def __init__(self, embedder: QueryEmbedder) -> None:
        super().__init__(embedder)
        self.embedder = embedder
        self._changing = Lock()

    def of(self, texts: Sequence[str]) -> Vector:
        """float32 [texts, d], normalised."""
        with self._changing:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known |= zip(new, self.embedder.embed_passages(new), strict=True)
            with self._changing:
                self._known |= {text: known[text] for text in new}
                while len(self._known) > self._size:
                    del self._known[next(iter(self._known))]
        return np.stack([known[text] for text in texts])
