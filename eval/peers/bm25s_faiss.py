"""bm25s over jieba's words beside a flat FAISS index, fused by reciprocal ranks: what one builds by hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import bm25s
import faiss
import numpy as np

from eval.peers.model import DEPTH, Found, Mode, Passage, Vector, Vectors, fused_by_rank
from eval.peers.words import chinese_words

_PASSAGES, _WORDS, _VECTORS = "passages.json", "words", "vectors.faiss"


class Bm25sFaiss:
    """Two libraries and ten lines between them."""

    def __init__(self) -> None:
        self._passages: list[list[str]] = []  # id and text, so that what is found can be shown
        self._words: Any = None
        self._vectors: Any = None

    def build(self, passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Index and save both."""
        words = bm25s.BM25(k1=1.2, b=0.75)
        words.index([chinese_words(p.content) for p in passages], show_progress=False)
        words.save(str(folder / _WORDS))
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors))
        faiss.write_index(flat, str(folder / _VECTORS))
        kept = [[p.passage_id, p.content] for p in passages]
        (folder / _PASSAGES).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def open(self, folder: Path) -> None:
        """Load both into memory."""
        self._words = bm25s.BM25.load(str(folder / _WORDS))
        self._vectors = faiss.read_index(str(folder / _VECTORS))
        self._passages = json.loads((folder / _PASSAGES).read_text(encoding="utf-8"))

    def search(self, text: str, vector: Vector, k: int, wanted: Collection[Mode]) -> Found:
        """Return the passages of both rankings and of the two fused."""
        depth = max(k, DEPTH) if Mode.FUSED in wanted else k
        words = self._by_words(text, depth) if Mode.WORDS in wanted or Mode.FUSED in wanted else []
        meaning = self._by_meaning(vector, depth) if Mode.MEANING in wanted or Mode.FUSED in wanted else []
        fused = fused_by_rank([words, meaning]) if Mode.FUSED in wanted else []
        rankings = {Mode.WORDS: words, Mode.MEANING: meaning, Mode.FUSED: fused}
        return {mode: rankings[mode][:k] for mode in wanted}

    def _by_words(self, text: str, k: int) -> list[str]:
        words = chinese_words(text)
        if not words:
            return []
        found, scores = self._words.retrieve([words], k=min(k, len(self._passages)), show_progress=False)
        return [self._passages[at][0] for at, score in zip(found[0], scores[0], strict=True) if score > 0]

    def _by_meaning(self, vector: Vector, k: int) -> list[str]:
        _, found = self._vectors.search(np.ascontiguousarray(vector).reshape(1, -1), min(k, len(self._passages)))
        return [self._passages[at][0] for at in found[0] if at >= 0]
