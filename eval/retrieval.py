"""Articles ranked for queries, against judgements: words, meaning, both fused, and the same with other weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.articles import article_library
from eval.declared import EvalError
from eval.labelled import json_lines
from eval.measures import Judgements, mean, mean_scores, measure
from eval.model import EvalSet, QueryScores, SystemResult
from index.clause_index import OpenIndex, open_index
from index.model import Filters, StoredClause
from index.tokenizer import query_tokens
from qa.asking.question import interpret
from qa.language.lexicon import lexicon_of
from qa.retrieving.fusion import FusionMethod, FusionSettings, Ranking
from qa.retrieving.query_words import QueryWords, WordWeights, words_of_query
from qa.retrieving.retrieve import RetrievalSettings, rank_candidates
from qa.retrieving.support import SupportSettings

Tell = Callable[[str], None]

WORDS, PLAIN_WORDS, MEANING, FUSED = "words", "plain-words", "meaning", "fused"
HELD_OUT = "held-out"
NO_VECTORS = "没有启用向量模型，或模型取不到"
_ALONE = SupportSettings(notice=0.0, neighbours=0.0, sentence=0.0)


@dataclass(frozen=True, slots=True)
class NamedSystem:
    """What the name of a system stands for."""

    words: bool  # whether the ranking by words takes part
    meaning: bool
    settings: RetrievalSettings
    as_typed: bool = False  # the words of the question as it stands, all alike


class Collection:
    """A library of articles with its queries; rankings that several systems share are made once."""

    def __init__(self, index: OpenIndex, questions: Sequence[str]) -> None:
        """Embed the questions, where there is a model."""
        self._index, self._questions = index, questions
        self._stored = {s.row: s for s in index.library.clauses(index.library.clause_rows())}
        self._lexicon = lexicon_of(index.library)
        self._vectors: Sequence[NDArray[np.float32]] = ()
        if index.embedder is not None:
            self._vectors = list(index.embedder.embed_queries(questions))
        self._by_words: dict[WordWeights | None, list[tuple[Ranking, QueryWords]]] = {}
        self._by_meaning: list[Ranking] = []

    def clauses(self, rows: Sequence[int]) -> list[StoredClause]:
        """The articles of these rows."""
        return [self._stored[row] for row in rows]

    def ranked(self, system: NamedSystem) -> list[list[str]]:
        """Return article ids for each question as a system ranks them, best first."""
        depth = system.settings.depth
        words = self._words(None if system.as_typed else system.settings.words, depth)
        meaning = self._meaning(depth) if system.meaning else None
        found = []
        for i, (lexical, query_words) in enumerate(words):
            lexical, dense = lexical if system.words else (), meaning[i] if meaning else ()
            ranked = rank_candidates(self, lexical, dense, depth, system.settings, query_words)
            found.append([r.stored.clause.clause_id for r in ranked])
        return found

    def _words(self, weights: WordWeights | None, depth: int) -> list[tuple[Ranking, QueryWords]]:
        if weights not in self._by_words:
            rank = self._index.clause_index.rank_by_words
            asked = [self._query_words(question, weights) for question in self._questions]
            self._by_words[weights] = [(rank(words.tokens, depth, Filters()), words) for words in asked]
        return self._by_words[weights]

    def _query_words(self, question: str, weights: WordWeights | None) -> QueryWords:
        if weights is None:
            return QueryWords(query_tokens(question), ())
        return words_of_query(question, interpret(question), self._lexicon, weights)

    def _meaning(self, depth: int) -> list[Ranking]:
        if not self._by_meaning:
            rank = self._index.clause_index.rank_by_meaning
            self._by_meaning = [rank(vector, depth, Filters()) for vector in self._vectors]
        return self._by_meaning


def measure_retrieval(declared: EvalSet, tell: Tell) -> tuple[list[SystemResult], tuple[str, ...]]:
    """Score every query under every system; also return what is to be said of the run."""
    assert declared.topics is not None and declared.passages is not None and declared.qrels is not None
    judgements = read_qrels(declared.qrels)
    queries = {str(row["id"]): str(row["query"]) for row in json_lines(declared.topics)}
    queries = {query_id: text for query_id, text in queries.items() if query_id in judgements}
    index = open_index(article_library(declared.passages.parent.name, declared.passages, tell))
    collection = Collection(index, list(queries.values()))
    results: list[SystemResult] = []
    notes = list(index.notes)
    for name in declared.systems:
        base, _, kind = name.partition(" ")
        if kind == HELD_OUT:
            held_out, chosen = cross_validated(name, [r for r in results if _is_candidate(r.system, base)], declared)
            results.append(held_out)
            notes += chosen
            continue
        system = system_named(name)
        if system.meaning and index.embedder is None:
            results.append(SystemResult(name, {}, unavailable=NO_VECTORS))
            continue
        scored = []
        for query_id, found in zip(queries, collection.ranked(system), strict=True):
            scores = {m: measure(m, found, judgements[query_id]) for m in declared.measures}
            scored.append(QueryScores(query_id, _group(declared, query_id), scores))
        results.append(_result(name, scored))
    return results, tuple(notes)


def cross_validated(
    name: str, candidates: Sequence[SystemResult], declared: EvalSet
) -> tuple[SystemResult, tuple[str, ...]]:
    """Each fold under the candidate that is best on the other folds; also return in Chinese which that was."""
    measured = [c for c in candidates if c.unavailable is None]
    if not measured:
        return SystemResult(name, {}, unavailable=NO_VECTORS if candidates else "没有可选的候选"), ()
    decides = declared.measures[0]
    scored: list[QueryScores] = []
    chosen = []
    for fold in sorted({q.group for q in measured[0].queries}):
        best = max(measured, key=lambda c: mean(q.scores[decides] for q in c.queries if q.group != fold))
        scored += [q for q in best.queries if q.group == fold]
        chosen.append(f"{name}：{fold} 用其余各折选出的「{best.system}」")
    return _result(name, sorted(scored, key=lambda q: int(q.query_id))), tuple(chosen)


def system_named(name: str) -> NamedSystem:
    """Return what a name stands for: a ranking alone, both fused, a way of fusing, or weights: 「fused pairs=0.6」.

    words, meaning, fused: as `judian search` ranks; plain-words: the question's words as they stand, all alike, and no
    clause gains from its neighbours. rrf K, min_max W: another fusion. KEY=FIGURE: pairs, asking, others (times the
    lexicon's weights), notice, beside, together, lexical. Raises EvalError for any other name.
    """
    base, *given = name.split(" ")
    own = RetrievalSettings()
    if base == PLAIN_WORDS and not given:
        return NamedSystem(True, False, replace(own, words_alone=_ALONE), as_typed=True)
    if base in (WORDS, MEANING, FUSED):
        words, meaning = base != MEANING, base != WORDS
        if not words:  # what the vectors say, and nothing else
            own = replace(own, words_alone=_ALONE, words_and_meaning=_ALONE)
        return NamedSystem(words, meaning, _with_weights(name, own, given))
    return NamedSystem(True, True, replace(own, fusion=fusion_named(name)))


def _with_weights(name: str, settings: RetrievalSettings, given: Sequence[str]) -> RetrievalSettings:
    try:
        figures = {key: float(figure) for key, figure in (pair.split("=") for pair in given)}
    except ValueError:
        raise _unknown(name) from None
    names = {"pairs": "pairs", "asking": "asking", "others": "expansions"}
    words = replace(settings.words, **{names[key]: figures.pop(key) for key in tuple(figures) if key in names})
    support = {"notice": "notice", "beside": "neighbours", "together": "sentence"}
    gained = {support[key]: figures.pop(key) for key in tuple(figures) if key in support}
    fusion = settings.fusion
    if (lexical := figures.pop("lexical", None)) is not None:
        fusion = FusionSettings(FusionMethod.MIN_MAX, lexical, 1.0 - lexical)
    if figures:
        raise _unknown(name)
    return replace(
        settings,
        words=words,
        fusion=fusion,
        words_alone=replace(settings.words_alone, **gained),
        words_and_meaning=replace(settings.words_and_meaning, **gained),
    )


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
    raise _unknown(system)


def _unknown(system: str) -> EvalError:
    known = "请用 words、plain-words、meaning、fused、「rrf 20」「min_max 0.4」「words pairs=0.5」或「words held-out」"
    return EvalError(system, "不认识的检索方式", known)


def _is_candidate(system: str, base: str) -> bool:
    return system == base or (system.startswith(f"{base} ") and "=" in system)


def _group(declared: EvalSet, query_id: str) -> str:
    """Return the part a query belongs to: a half to choose by and one to check, or a fold of a cross-validation."""
    if declared.groups == "parity":
        return "even" if int(query_id) % 2 == 0 else "odd"
    if declared.groups and declared.groups.startswith("folds "):
        return f"fold {int(query_id) % int(declared.groups.split()[1]) + 1}"
    return ""


def _result(system: str, scored: Sequence[QueryScores]) -> SystemResult:
    return SystemResult(system, _mean(scored), tuple(scored), _by_group(scored))


def _by_group(scored: Sequence[QueryScores]) -> dict[str, dict[str, float]]:
    groups = dict.fromkeys(q.group for q in scored if q.group)
    return {group: _mean([q for q in scored if q.group == group]) for group in sorted(groups)}


def _mean(scored: Sequence[QueryScores]) -> dict[str, float]:
    return mean_scores([q.scores for q in scored])
