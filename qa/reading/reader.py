"""The words inside a retrieved clause that answer: a sentence, an item, a run of items, 「（责任单位：…）」, verbatim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.model import RankedClause
from ingest.model import Span, TableRow
from qa.language.matter import Matter
from qa.language.sentences import squeezed_text
from qa.model import Interpretation
from qa.reading.asked import Asked, is_figured, must_be_stated, several_asked
from qa.reading.belonging import with_belonging
from qa.reading.candidates import Candidate, candidates_of
from qa.reading.meaning import SentenceVectors, nearness
from qa.reading.scoring import UNCOMPARED, ReaderSettings, ReaderWeights, Signs
from qa.reading.short_value import short_value
from qa.retrieving.retrieve import Vector

__all__ = [
    "ReaderSettings",
    "ReaderWeights",
    "Reading",
    "SentenceVectors",
    "Signs",
    "is_figured",
    "must_be_stated",
    "read_clauses",
    "reading_of",
    "several_asked",
    "weighed_candidates",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one clause says to the question, with the signs that spoke for it."""

    ranked: RankedClause
    span: Span  # of the quote, in the stored text
    quote: str  # stored_text[span]
    value: str | None  # the figure with the words that bound it, as printed: 每月不低于300元
    words: float  # 0..1: share of the question's matter covered, context counted in part
    own_words: float  # 0..1: share covered by the quote alone
    held: float  # 0..1: share that stands anywhere in the clause, its headings and its notice's title
    meaning: float | None  # 0..1.35, None: not compared
    states: bool  # a value of the kind asked for stands in the quote
    score: float
    other_case: bool = False  # it speaks of another case than the one asked about
    other_words: float = 0.0  # what the clause's figure for another case covers of the matter, where it has one
    signs: Signs = field(default_factory=Signs)

    @property
    def topical(self) -> float:
        """How far the words are about the matter, whatever value they state: 0 to about 2."""
        return self.words + (self.meaning if self.meaning is not None else UNCOMPARED * self.words)


def read_clauses(
    question: str,
    interpretation: Interpretation,
    ranked: Sequence[RankedClause],
    sentence_vectors: SentenceVectors | None = None,
    vector: Vector | None = None,
    settings: ReaderSettings | None = None,
    tables: Mapping[str, Sequence[TableRow]] | None = None,
) -> list[Reading]:
    """The best answering words of each clause, best clause first; ties by clause_id and place.

    `tables` are the rows of the clauses' tables by clause_id: a table of which several rows answer is read row by row.
    `vector` is the question's, float32 [d]; without vectors, words and kinds of value decide alone.
    """
    asked = Asked(question, interpretation)
    per_clause = weighed_candidates(asked, ranked, sentence_vectors, vector, settings, tables)
    readings = [reading_of(asked, best_of(candidates)) for candidates in per_clause]
    return sorted(readings, key=lambda r: (-r.score, r.ranked.stored.clause.clause_id, r.span))


def weighed_candidates(
    asked: Asked,
    ranked: Sequence[RankedClause],
    sentence_vectors: SentenceVectors | None = None,
    vector: Vector | None = None,
    settings: ReaderSettings | None = None,
    tables: Mapping[str, Sequence[TableRow]] | None = None,
) -> list[list[Candidate]]:
    """The runs of words of each clause that may answer, with every sign and what they come to; as for `read_clauses`."""
    settings = settings or ReaderSettings()
    ranked = ranked[: settings.clauses_read]
    pool = [squeezed_text(" ".join((*r.stored.clause.path, r.stored.clause.text))) for r in ranked]
    matter = Matter(asked.interpretation, pool)
    best = max((r.score for r in ranked), default=1.0) or 1.0
    per_clause = [
        found
        for r, text in zip(ranked, pool, strict=True)
        for found in candidates_of(
            r, text, asked, matter, settings, r.score / best, (tables or {}).get(r.stored.clause.clause_id, ())
        )
    ]
    per_clause = _checked(asked, per_clause, settings)
    meanings = _meanings(per_clause, sentence_vectors, vector, settings)
    return [[_with_meaning(c, meanings.get(_key(c)), settings) for c in candidates] for candidates in per_clause]


def _checked(
    asked: Asked, per_clause: Sequence[Sequence[Candidate]], settings: ReaderSettings
) -> list[list[Candidate]]:
    """The candidates of each clause, the figures of the leading clauses held against what is asked."""
    leading = sorted(range(len(per_clause)), key=lambda i: (-per_clause[i][0].score, _key(per_clause[i][0])))
    checked = set(leading[: settings.figures_checked])
    return [
        [with_belonging(asked, c, settings.weights) for c in candidates] if i in checked else list(candidates)
        for i, candidates in enumerate(per_clause)
    ]


def _meanings(
    per_clause: Sequence[Sequence[Candidate]],
    sentence_vectors: SentenceVectors | None,
    vector: Vector | None,
    settings: ReaderSettings,
) -> dict[tuple[str, int, int], float]:
    """Nearness to the question of the few candidates that the words put first."""
    if sentence_vectors is None or vector is None:
        return {}
    leaders = sorted((c for cs in per_clause for c in cs), key=lambda c: (-c.score, _key(c)))
    chosen = leaders[: settings.sentences_embedded]
    if not chosen:
        return {}
    near = nearness([c.squeezed for c in chosen], sentence_vectors, vector, settings)
    return {_key(c): x for c, x in zip(chosen, near, strict=True)}


def _key(candidate: Candidate) -> tuple[str, int, int]:
    return candidate.ranked.stored.clause.clause_id, candidate.start, candidate.end


def _with_meaning(candidate: Candidate, meaning: float | None, settings: ReaderSettings) -> Candidate:
    """The candidate with how near its words lie; those not compared are taken to be as near as their words are.

    So the few that were compared gain nothing by it.
    """
    counts = meaning if meaning is not None else UNCOMPARED * candidate.signs.words
    signs = replace(candidate.signs, meaning=counts)
    return replace(candidate, signs=signs, score=candidate.score + settings.weights.meaning * counts, near=meaning)


def best_of(candidates: Sequence[Candidate]) -> Candidate:
    """The clause's best candidate, one whose figure is of something else last; of those alike, the first and shortest."""
    return min(candidates, key=lambda c: (c.signs.astray + c.signs.rivalled > 0, -c.score, c.start, c.end))


def reading_of(asked: Asked, best: Candidate) -> Reading:
    """What a candidate says: its words, and the figure in them with the words that bound it."""
    clause = best.ranked.stored.clause
    quote = clause.text[best.start : best.end]
    start = clause.span[0] + best.start
    said = best.value or (
        short_value(asked, quote, best.cases, clause.text) if best.said is None else best.said or None
    )
    return Reading(
        ranked=best.ranked,
        span=(start, start + len(quote)),
        quote=quote,
        value=said,
        words=best.signs.words,
        own_words=best.own_words,
        held=best.held,
        meaning=best.near,
        states=best.states,
        score=best.score,
        other_case=best.is_of_another_case,
        other_words=best.other_words,
        signs=best.signs,
    )
