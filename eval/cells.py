"""Comparisons against labels: is every clause that a careful reader lists in a cell, and is silence said rightly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.labelled import document_files, json_lines
from eval.measures import mean_scores, percentile
from eval.model import EvalSet, QueryScores, SystemResult
from index.bundled_model import cache_folder
from index.clause_index import OpenIndex, open_index
from index.embedding import NO_MODEL
from index.schema import SCHEMA_VERSION
from index.update import ingest_paths
from ingest.regions import in_or_under
from qa.answer import vectors_for
from qa.compare import compare
from qa.comparing.model import Comparison

COMPARE, BY_WORDS = "compare", "compare-words"
_QUESTIONS = ("cross_document", "comparison")  # kinds of labelled questions that lay notices side by side


@dataclass(frozen=True, slots=True)
class LabelledTopic:
    """A topic with the clauses that a careful reader lists, and the regions that say nothing."""

    topic_id: str
    topic: str
    regions: tuple[str, ...]
    clauses: tuple[
        tuple[str, str], ...
    ]  # (file, markers of the clause's path); the last heading for a question's label
    silent: tuple[str, ...]


def measure_cells(declared: EvalSet) -> list[SystemResult]:
    """Lay every topic side by side under every system; the documents are read anew."""
    assert declared.topics is not None
    topics = read_topics(declared.topics)
    folder = cache_folder() / "eval" / declared.name / f"library-{SCHEMA_VERSION}"
    ingest_paths(document_files(declared.documents), folder, reread=True)
    return [_measured(system, folder, topics) for system in declared.systems]


def read_topics(path: Path) -> list[LabelledTopic]:
    """The topics of a label file; of labelled questions those that compare."""
    topics = []
    for row in json_lines(path):
        if "question" not in row:
            clauses = tuple((file, markers) for file, markers in row["clauses"])
            topics.append(LabelledTopic(row["id"], row["topic"], tuple(row["regions"]), clauses, tuple(row["silent"])))
        elif row["kind"] in _QUESTIONS:
            places = tuple((a["file"], a["clause_path"][-1]) for a in row["answers"])
            topics.append(LabelledTopic(row["id"], row["question"], (), places, ()))
    return topics


def _measured(system: str, folder: Path, topics: Sequence[LabelledTopic]) -> SystemResult:
    index = open_index(folder, NO_MODEL if system == BY_WORDS else None)
    try:
        if system != BY_WORDS and index.embedder is None:
            return SystemResult(system, {}, unavailable="没有向量")
        vectors = vectors_for(index)
        queries, times = [], []
        for topic in topics:
            said = compare(index, topic.topic, topic.regions, sentence_vectors=vectors)
            times.append(said.milliseconds)
            queries.append(scored(topic, said, index))
        timings = {"p50": percentile(times, 50), "p95": percentile(times, 95)} if times else {}
        return SystemResult(system, mean_scores([q.scores for q in queries]), tuple(queries), timings=timings)
    finally:
        index.library.close()


def scored(topic: LabelledTopic, said: Comparison, index: OpenIndex) -> QueryScores:
    """The scores of one comparison.

    recall: labelled clauses in a cell. silence: labelled regions without a word. verbatim: quotes that stand in their
    clause with every figure they are said to hold. named: rows whose name stands in a clause of theirs; the last
    row, which gathers what is no aspect, has none.
    """
    quotes = [q for row in said.rows for cell in row.cells for q in cell.quotes]
    found = {(Path(q.file).name, key) for q in quotes for key in (_markers(q.clause_id), q.path[-1])}
    missed = [clause for clause in topic.clauses if clause not in found]
    loud = [r for r in topic.silent for row in said.rows for c in row.cells if c.stated and in_or_under(c.region, r)]
    scores: dict[str, float] = {"recall": 1 - len(missed) / len(topic.clauses)} if topic.clauses else {}
    if topic.silent:
        scores["silence"] = 1 - len(set(loud)) / len(topic.silent)
    if quotes:
        scores["verbatim"] = sum(_stands(q.clause_id, q.text, q.quantities, index) for q in quotes) / len(quotes)
        rows = [row for row in said.rows if not row.gathered]
        scores["named"] = sum(_named(row.aspect, row.cells, index) for row in rows) / len(rows) if rows else 1.0
    problems = [f"缺 {file} {markers}" for file, markers in missed] + [f"{r} 应未规定" for r in sorted(set(loud))]
    return QueryScores(topic.topic_id, "", scores, "；".join(problems))


def _markers(clause_id: str) -> str:
    return clause_id.partition("#")[2]


def _stands(clause_id: str, text: str, quantities: Sequence[Any], index: OpenIndex) -> bool:
    stored = index.library.clause(clause_id)
    return stored is not None and text in stored.clause.text and all(q.text in text for q in quantities)


def _named(aspect: str, cells: Sequence[Any], index: OpenIndex) -> bool:
    clauses = [index.library.clause(i) for cell in cells for i in cell.clause_ids]
    return any(aspect in _plain((*s.clause.path, s.clause.text)) for s in clauses if s is not None)


def _plain(texts: Sequence[str]) -> str:
    from qa.language.sentences import squeezed_text

    return "".join(map(squeezed_text, texts))
