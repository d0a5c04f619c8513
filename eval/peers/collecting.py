"""A collection made of a retrieval set: its articles and questions, embedded once by our model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.articles import article_library
from eval.declared import EvalError
from eval.labelled import json_lines
from eval.measures import Judgements
from eval.peers.collection import Collection, Question, write_collection, write_question_vectors
from eval.peers.model import Passage, Vectors
from eval.retrieval import read_qrels
from index.bundled_model import cache_folder
from index.embedding import BUNDLED, Embedder, load_embedder
from index.library import Library
from index.passages import PASSAGE_RECIPE

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """A retrieval set on the disk: articles, questions, judgements."""

    folder: Path

    @property
    def files(self) -> tuple[Path, Path, Path]:
        """Articles, questions, judgements."""
        return self.folder / "corpus.jsonl", self.folder / "queries.jsonl", self.folder / "qrels.tsv"

    def missing(self) -> list[Path]:
        """Return the files that are not there."""
        return [path for path in self.files if not path.is_file()]

    def judgements(self) -> dict[str, Judgements]:
        """Return question id -> judgements."""
        return read_qrels(self.files[2])


def collect(bench: Bench, home: Path, tell: Tell) -> Collection:
    """Return the collection of a retrieval set, made once for each model; passages that have vectors are not embedded.

    Raises EvalError without a model.
    """
    embedder = load_embedder(BUNDLED)
    if embedder is None:
        raise EvalError(BUNDLED, "内置模型取不到", "请先运行 judian start 或 make run")
    digest = hashlib.sha256(f"{embedder.fingerprint}/{PASSAGE_RECIPE}".encode())
    for path in bench.files:
        digest.update(path.read_bytes())
    folder = home / digest.hexdigest()[:16]
    if not Collection(folder).is_whole:
        folder.mkdir(parents=True, exist_ok=True)
        judged = bench.judgements()
        asked = [Question(str(row["id"]), str(row["query"])) for row in json_lines(bench.files[1])]
        passages = [Passage(row["id"], row["name"], row["text"]) for row in json_lines(bench.files[0])]
        questions = [q for q in asked if q.question_id in judged]
        write_collection(folder, passages, _vectors_of(bench, passages, embedder, tell), questions)
        tell(f"计算 {len(questions)} 个问题的向量，只需一次")
        write_question_vectors(folder, embedder.embed_queries([q.text for q in questions]))
    return Collection(folder)


def default_home() -> Path:
    """Return where collections and results are kept between runs."""
    return cache_folder() / "eval" / "peers"


def _vectors_of(bench: Bench, passages: Sequence[Passage], embedder: Embedder, tell: Tell) -> Vectors:
    """Return the passages' vectors out of the library that `judian eval stard` keeps."""
    folder = article_library(bench.folder.name, bench.files[0], tell)
    with Library.open(folder) as library:
        rows, vectors = library.vectors(embedder.fingerprint, library.rows_with_vector(embedder.fingerprint))
        at = {stored.clause.clause_id: i for i, stored in enumerate(library.clauses(rows))}
    without = [p.passage_id for p in passages if p.passage_id not in at]
    if without:
        raise EvalError(folder, f"有 {len(without)} 条法条还没有向量", "请先运行 judian eval stard 补齐")
    return np.ascontiguousarray(vectors[[at[p.passage_id] for p in passages]])
