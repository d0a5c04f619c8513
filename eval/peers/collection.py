"""The collection as every peer gets it: passages, questions and the vectors of both, in one folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.peers.model import Passage, Vectors

# Nothing of ours is imported here: a process that serves a peer carries this file and the peer.

_PASSAGES, _QUESTIONS = "passages.json", "questions.json"
_PASSAGE_VECTORS, _QUESTION_VECTORS = "passage_vectors.npy", "question_vectors.npy"


@dataclass(frozen=True, slots=True)
class Question:
    """One judged question."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder with all that a peer is given; a process reads of it what it needs."""

    folder: Path

    @property
    def stamp(self) -> str:
        """Names the articles, the questions and the model."""
        return self.folder.name

    @property
    def is_whole(self) -> bool:
        """Whether all was written; the vectors of the questions come last."""
        return (self.folder / _QUESTION_VECTORS).is_file()

    def passages(self) -> list[Passage]:
        """Return the passages in the collection's order."""
        return [Passage(*row) for row in json.loads((self.folder / _PASSAGES).read_text(encoding="utf-8"))]

    def questions(self) -> list[Question]:
        """Return the judged questions in the collection's order."""
        return [Question(*row) for row in json.loads((self.folder / _QUESTIONS).read_text(encoding="utf-8"))]

    def passage_vectors(self) -> Vectors:
        """float32 [passages, d], normalised."""
        return _array(self.folder / _PASSAGE_VECTORS)

    def question_vectors(self) -> Vectors:
        """float32 [questions, d], normalised."""
        return _array(self.folder / _QUESTION_VECTORS)


def write_collection(
    folder: Path,
    passages: Sequence[Passage],
    vectors: Vectors,
    questions: Sequence[Question],
) -> Collection:
    """Write a collection into a folder; the vectors of the questions follow."""
    rows = [[p.passage_id, p.name, p.text] for p in passages]
    (folder / _PASSAGES).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    asked = [[q.question_id, q.text] for q in questions]
    (folder / _QUESTIONS).write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    np.save(folder / _PASSAGE_VECTORS, vectors)
    return Collection(folder)


def write_question_vectors(folder: Path, vectors: Vectors) -> None:
    """Write the vectors of the questions: with them the collection is whole."""
    np.save(folder / _QUESTION_VECTORS, vectors)


def _array(path: Path) -> Vectors:
    vectors: Vectors = np.load(path)
    return vectors
