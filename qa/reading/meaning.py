"""How near sentences lie to the question by their vectors; only a few are compared, each costs milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from qa.reading.scoring import ReaderSettings
from qa.retrieving.retrieve import QueryEmbedder, Vector


class SentenceVectors:
    """Vectors of sentences already compared, for the questions to come in the same process; the oldest are forgotten.

    Threads share them; none waits while another's sentences are embedded.
    """

    def __init__(self, embedder: QueryEmbedder, size: int = 20_000) -> None:
        """Over an embedder; `size` vectors of 384 take 30 MB."""
        self._embedder, self._size = embedder, size
        self._known: dict[str, Vector] = {}
        self._changing = Lock()

    @property
    def embedder(self) -> QueryEmbedder:
        """Whose vectors they are."""
        return self._embedder

    def of(self, texts: Sequence[str]) -> Vector:
        """float32 [texts, d], normalised."""
        with self._changing:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known |= zip(new, self._embedder.embed_passages(new), strict=True)
            with self._changing:
                self._known |= {text: known[text] for text in new}
                while len(self._known) > self._size:
                    del self._known[next(iter(self._known))]
        return np.stack([known[text] for text in texts])


def nearness(
    texts: Sequence[str], sentence_vectors: SentenceVectors, vector: Vector, settings: ReaderSettings
) -> list[float]:
    """0..1.35 for each text: its cosine with the question, spread over the stretch in which cosines of e5 lie."""
    vectors = sentence_vectors.of([text[: settings.characters_embedded] for text in texts])
    spread = settings.nearest_cosine - settings.farthest_cosine
    return [float(x) for x in np.clip((vectors @ vector - settings.farthest_cosine) / spread, 0, 1.35)]
