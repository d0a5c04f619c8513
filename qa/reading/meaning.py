"""How near sentences lie to the question by their vectors; only a few are compared, each costs milliseconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.reading.scoring import ReaderSettings
from qa.retrieving.retrieve import QueryEmbedder, Vector


class SentenceVectors:
    """Vectors of sentences already compared, for the questions to come in the same process; the oldest are forgotten."""

    def __init__(self, embedder: QueryEmbedder, size: int = 20_000) -> None:
        """Over an embedder; `size` vectors of 384 take 30 MB."""
        self._embedder, self._size = embedder, size
        self._known: dict[str, Vector] = {}

    def of(self, texts: Sequence[str]) -> Vector:
        """float32 [texts, d], normalised."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known |= zip(new, self._embedder.embed_passages(new), strict=True)
        vectors = np.stack([self._known[text] for text in texts])
        while len(self._known) > self._size:
            del self._known[next(iter(self._known))]
        return vectors


def nearness(
    texts: Sequence[str], sentence_vectors: SentenceVectors, vector: Vector, settings: ReaderSettings
) -> list[float]:
    """0..1.35 for each text: its cosine with the question, spread over the stretch in which cosines of e5 lie."""
    vectors = sentence_vectors.of([text[: settings.characters_embedded] for text in texts])
    spread = settings.nearest_cosine - settings.farthest_cosine
    return [float(x) for x in np.clip((vectors @ vector - settings.farthest_cosine) / spread, 0, 1.35)]
