"""Articles ranked for queries, against judgements: words, meaning, both fused, and other ways of fusing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.articles import article_library
from eval.declared import EvalError
from eval.labelled import json_lines
from eval.measures import Judgements, mean_scores, measure
from eval.model import EvalSet, QueryScores, SystemResult
from index.clause_index import OpenIndex, open_index
from index.model import Filters
from index.tokenizer import query_tokens
from qa.fusion import FusionMethod, FusionSettings, fuse
from qa.question import interpret
from qa.retrieve import RetrievalSettings, words_of_query

Tell = Callable[[str], None]
Ranking = Sequence[tuple[int, float]]

WORDS, PLAIN_WORDS, MEANING, FUSED = "words", "plain-words", "meaning", "fused"
NO_VECTORS = "没有启用向量模型，或模型取不到"


@dataclass(frozen=True, slots=True)
class Rankings:
    """What each index gives for one query, to the depth that retrieval reads."""

    words: Ranking
    plain_words: Ranking  # of the question as it stands
    meaning: Ranking  # empty without a model


def measure_retrieval(declared: EvalSet, tell: Tell) -> tuple[list[SystemResult], tuple[str, ...]]:
    """Score every query under every system; also return what is to be said of the run."""
    assert declared.topics is not None and declared.passages is not None and declared.qrels is not None
    judgements = read_qrels(declared.qrels)
    queries = {str(row["id"]): str(row["query"]) for row in json_lines(declared.topics)}
    queries = {query_id: text for query_id, text in queries.items() if query_id in judgements}
    index = open_index(article_library(declared.passages.parent.name, declared.passages, tell))
    names = {stored.row: stored.clause.clause_id for stored in index.library.clauses(index.library.clause_rows())}
    rankings = rank_all(index, list(queries.values()))
    results = []
    for system in declared.systems:
        if system not in (WORDS, PLAIN_WORDS) and index.embedder is None:
            results.append(SystemResult(system, {}, unavailable=NO_VECTORS))
            continue
        scored = []
        for query_id, ranked in zip(queries, rankings, strict=True):
            found = [names[row] for row in ranked_rows(system, ranked)]
            scores = {name: measure(name, found, judgements[query_id]) for name in declared.measures}
            scored.append(QueryScores(query_id, _group(declared, query_id), scores))
        results.append(SystemResult(system, _mean(scored), tuple(scored), _by_group(scored)))
    return results, index.notes


def read_qrels(path: Path) -> dict[str, Judgements]:
    """Return query id -> judgements of a TREC qrels file: query, iteration, document, relevance."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 4:
            raise EvalError(path, f"第 {number} 行不是四列", "每行应为：题号 0 文档号 相关度")
        judged.setdefault(parts[0], {})[parts[2]] = int(parts[3])
    return dict(judged)


def rank_all(index: OpenIndex, questions: Sequence[str]) -> list[Rankings]:
    """Return what both indexes give for each question, read as `judian search` reads it."""
    depth = RetrievalSettings().depth
    vectors: Sequence[NDArray[np.float32]] = ()
    if index.embedder is not None:
        vectors = list(index.embedder.embed_queries(questions))
    rankings = []
    for i, question in enumerate(questions):
        asked = words_of_query(question, interpret(question))
        words = index.clause_index.rank_by_words(query_tokens(asked), depth, Filters())
        plain = index.clause_index.rank_by_words(query_tokens(question), depth, Filters())
        meaning = index.clause_index.rank_by_meaning(vectors[i], depth, Filters()) if len(vectors) else []
        rankings.append(Rankings(words, plain, meaning))
    return rankings


def ranked_rows(system: str, rankings: Rankings) -> list[int]:
    """Return the rows as a system ranks them: one ranking alone, or both fused as its name says."""
    alone = {WORDS: rankings.words, PLAIN_WORDS: rankings.plain_words, MEANING: rankings.meaning}
    if system in alone:
        return [row for row, _ in alone[system]]
    settings = fusion_named(system)
    return [fused.row for fused in fuse(rankings.words, rankings.meaning, settings)]


def fusion_named(system: str) -> FusionSettings:
    """Return the settings that a name stands for: 「fused」 the project's own, 「rrf 20」, 「min_max 0.4」.

    Reciprocal ranks weigh both rankings alike. Raises EvalError for any other name.
    """
    if system == FUSED:
        return RetrievalSettings().fusion
    method, _, figure = system.partition(" ")
    try:
        if method == FusionMethod.RECIPROCAL_RANK:
            return FusionSettings(FusionMethod.RECIPROCAL_RANK, 0.5, 0.5, int(figure))
        if method == FusionMethod.MIN_MAX:
            weight = float(figure)
            return FusionSettings(FusionMethod.MIN_MAX, weight, 1.0 - weight)
    except ValueError:
        pass
    raise EvalError(system, "不认识的检索方式", "请用 words、plain-words、meaning、fused、「rrf 20」或「min_max 0.4」")


def _group(declared: EvalSet, query_id: str) -> str:
    """Return the half a query belongs to, where the set asks for halves: one to choose by, the other to check."""
    return ("even" if int(query_id) % 2 == 0 else "odd") if declared.groups == "parity" else ""


def _by_group(scored: Sequence[QueryScores]) -> dict[str, dict[str, float]]:
    groups = dict.fromkeys(q.group for q in scored if q.group)
    return {group: _mean([q for q in scored if q.group == group]) for group in sorted(groups)}


def _mean(scored: Sequence[QueryScores]) -> dict[str, float]:
    return mean_scores([q.scores for q in scored])
