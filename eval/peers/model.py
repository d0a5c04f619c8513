"""What a peer is: a program that finds passages for a question by words, by meaning, or by both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""[n, d], each row of length 1."""
Vector = NDArray[np.float32]
"""[d], of length 1."""

# How many of each ranking are fused, as in qa/retrieving/retrieve.py.
DEPTH = 100


class Mode(StrEnum):
    """A ranking that a peer can give."""

    WORDS = "words"
    MEANING = "meaning"
    FUSED = "fused"


Found = dict[Mode, list[str]]
"""Passage ids, best first."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One article of the collection."""

    passage_id: str
    name: str  # law and number of the article
    text: str

    @property
    def content(self) -> str:
        """What every peer indexes: the name and the text."""
        return f"{self.name}\n{self.text}"


class Peer(Protocol):
    """A search program, given passages with their vectors and questions with theirs."""

    def build(self, passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Index all passages. `folder` is empty and is the peer's own."""

    def open(self, folder: Path) -> None:
        """Be ready to be asked what is indexed in `folder`."""

    def search(self, text: str, vector: Vector, k: int, wanted: Collection[Mode]) -> Found:
        """Return the k best of each ranking wanted."""


def fused_by_rank(rankings: Sequence[Sequence[str]], constant: int = 60) -> list[str]:
    """Return one ranking of all, by the sum of 1 / (constant + rank): Cormack, Clarke and Büttcher 2009; ties by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1 / (constant + rank)
    return sorted(scores, key=lambda name: (-scores[name], name))


def batches(total: int, size: int) -> Iterator[range]:
    """Yield the numbers below `total` in runs of `size`."""
    for start in range(0, total, size):
        yield range(start, min(start + size, total))
