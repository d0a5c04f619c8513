"""The words inside a retrieved clause that answer: a sentence, an item, a run of items, 「（责任单位：…）」, verbatim."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.model import RankedClause
from ingest.model import Span
from qa.matter import Matter
from qa.model import AsksFor, Interpretation, ValueKind
from qa.retrieve import QueryEmbedder, Vector
from qa.sentences import Sentence, Squeezed, sentences_of, squeeze, squeezed_text
from qa.values import FIGURED, bounded_value, spells_out, value_spans


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What each sign counts; few figures, set on the dev questions as a whole."""

    words: float = 0.50  # share of the question's matter that the words cover
    value: float = 0.22  # a value of the kind asked for stands there
    meaning: float = 0.28  # nearness of question and sentence vectors
    clause: float = 0.12  # place of the clause in the fused ranking
    # What a word of the question counts by where it stands, the sentence itself being 1.
    beside: float = 0.5  # the sentence before or after
    heading: float = 0.65
    title: float = 0.45
    elsewhere: float = 0.3  # anywhere in the clause
    of_one_year: float = 0.04  # taken off a notice for one year when the question names none
    negation: float = 0.06
    second_sentence: float = 0.06  # taken off for each sentence past the first: short quotes are better
    # Cosines of e5 lie close together; this stretch of them is spread over 0..1.
    nearest_cosine: float = 0.91
    farthest_cosine: float = 0.79
    sentences_embedded: int = 3
    characters_embedded: int = 48
    clauses_read: int = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """What one clause says to the question, with the signs that spoke for it."""

    ranked: RankedClause
    span: Span  # of the quote, in the stored text
    quote: str  # stored_text[span]
    value: str | None  # the figure with the words that bound it, as printed: 每月不低于300元
    words: float  # 0..1: share of the question's matter covered, context counted in part
    own_words: float  # 0..1: share covered by the quote alone
    meaning: float | None  # 0..1.35, None: not compared
    states: bool  # a value of the kind asked for stands in the quote
    score: float

    @property
    def topical(self) -> float:
        """How far the words are about the matter, whatever value they state: 0 to about 2."""
        return self.words + (self.meaning if self.meaning is not None else UNCOMPARED * self.words)


UNCOMPARED = 0.8
"""Words that were not compared by meaning are taken to be as near as this share of what they cover."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run of sentences of one clause, scored without vectors."""

    ranked: RankedClause
    start: int  # in the clause's text
    end: int
    squeezed: str
    words: float
    own_words: float
    states: bool
    closeness: float  # 0..1: how near the value stands to the question's words
    score: float


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


def read_clauses(
    question: str,
    interpretation: Interpretation,
    ranked: Sequence[RankedClause],
    sentence_vectors: SentenceVectors | None = None,
    vector: Vector | None = None,
    settings: ReaderSettings | None = None,
) -> list[Reading]:
    """The best answering words of each clause, best clause first; ties by clause_id.

    `vector` is the question's, float32 [d]; without vectors, words and kinds of value decide alone.
    """
    settings = settings or ReaderSettings()
    ranked = ranked[: settings.clauses_read]
    pool = [squeezed_text(" ".join((*r.stored.clause.path, r.stored.clause.text))) for r in ranked]
    matter = Matter(interpretation, pool)
    best = max((r.score for r in ranked), default=1.0) or 1.0
    per_clause = [
        found
        for r, text in zip(ranked, pool, strict=True)
        if (found := _read_clause(r, text, question, matter, interpretation, settings, r.score / best))
    ]
    cosines = _cosines(per_clause, sentence_vectors, vector, settings)
    readings = [_settled(question, candidates, interpretation, cosines, settings) for candidates in per_clause]
    return sorted(readings, key=lambda r: (-r.score, r.ranked.stored.clause.clause_id))


def _read_clause(
    ranked: RankedClause,
    clause_text: str,
    question: str,
    matter: Matter,
    interpretation: Interpretation,
    settings: ReaderSettings,
    place: float,
) -> list[_Candidate]:
    """The three best runs of sentences of one clause, best first."""
    clause = ranked.stored.clause
    sentences = sentences_of(clause.text)
    if not sentences:
        return []
    asked = squeezed_text(question)
    negated = bool(ASKED_NEGATION.search(asked))
    several = len(ASKING.findall(asked)) > 1
    bound_to_year = not interpretation.years and bool(YEAR_IN_TITLE.search(ranked.stored.document.title or ""))
    in_heading = matter.found_in(squeezed_text("".join(clause.path)))
    in_title = matter.found_in(squeezed_text(ranked.stored.document.title or ""))
    elsewhere = matter.found_in(clause_text)
    held = [matter.found_in(s.squeezed) for s in sentences]
    headings = [squeezed_text(heading).rstrip("。") for heading in clause.path]
    # Reading on from the first sentence of a 条 or a numbered item: its opening words govern the rest.
    in_lead = held[0] | in_heading
    candidates = []
    for first, last in _runs(sentences, held, headings, interpretation, several):
        if ANNOUNCES.search(sentences[first].squeezed) or (first == last and sentences[first].squeezed in headings):
            continue
        own = frozenset().union(*held[first : last + 1])
        beside = frozenset[str]()
        for neighbour in (first - 1, last + 1):
            if 0 <= neighbour < len(sentences):
                beside |= held[neighbour]
        credit = dict.fromkeys(in_title, settings.title)
        credit |= {f: max(credit.get(f, 0.0), settings.elsewhere) for f in elsewhere}
        credit |= {f: max(credit.get(f, 0.0), settings.beside) for f in beside}
        credit |= {f: max(credit.get(f, 0.0), settings.heading) for f in in_lead}
        squeezed = "".join(s.squeezed for s in sentences[first : last + 1])
        if speaks_for_clause(squeezed, asked):
            own |= in_lead | in_title
        credit |= dict.fromkeys(own, 1.0)
        words = sum(matter.weights[f] * c for f, c in credit.items()) / matter.total
        stated, closeness = _value_signs(squeezed, own, interpretation, asked)
        extra = 0 if last - first > 1 or several else last - first
        score = (
            settings.words * words
            + settings.value * stated * (0.3 + 0.7 * closeness)
            + settings.clause * place
            - settings.second_sentence * extra
            - settings.of_one_year * bound_to_year
            + settings.negation * (negated and bool(NEGATION.search(squeezed)))
        )
        candidates.append(
            _Candidate(
                ranked,
                sentences[first].span[0],
                sentences[last].span[1],
                squeezed,
                words,
                matter.share(own),
                stated,
                closeness,
                score,
            )
        )
    return sorted(candidates, key=lambda c: (-c.score, c.start, c.end))[:3]


# A sentence that only announces: 现将有关事项通知如下。
ANNOUNCES = re.compile(
    r"(?:如下|通知|下列各项|以下[\u4e00-\u9fff]{0,6})[。:：]?$|^现(?:将|就)|印发给你们|请(?:结合实际)?认真(?:贯彻|组织)"
)
# A condition put in the negative (没有任务时) is met by one put so (非执行任务时).
ASKED_NEGATION = re.compile(
    r"没有(?!吗)|没(?!吗)|(?<![\u4e00-\u9fff]能)(?<!可)(?<!是)(?<!要)(?<!会)不(?!少于|超过|低于|得|同|能|可)|未|非"
)
NEGATION = re.compile(r"非(?!常|法|公|遗|物质)|未|没有|无(?!偿|论|限|障)|不(?!断|仅|但|同)")
ASKING = re.compile(r"多少|几(?=[^乎何])|哪|什么|谁|何时|怎么|如何")
YEAR_IN_TITLE = re.compile(r"(?:19|20)\d{2}年(?!修|版)")
ITEM_MARK = re.compile(r"[一二三四五六七八九十]是|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|——|[①-⑳]")
# （责任单位：…） at the foot of a clause speaks for all of it; 组长：… is answered by its label.
LABELLED = re.compile(r"[(（]?(?P<label>[\u4e00-\u9fff]{2,8})[:：]")
BRACKETED_BODY = re.compile(r"[(（][^()（）]{2,60}(?:牵头|负责|参与|配合|承担)[^()（）]{0,20}[)）][。;；]?$")


def speaks_for_clause(squeezed: str, asked: str) -> bool:
    """Whether the words are a label that the question asks for, or a bracket that says who is responsible."""
    label = LABELLED.match(squeezed)
    if label is not None and label["label"] in asked:
        return True
    asks_who = re.search(r"谁|部门|单位|机构", asked)
    return bool(
        asks_who and (BRACKETED_BODY.match(squeezed) or (label and re.search("单位|部门|牵头", label["label"])))
    )


def _is_item(sentence: Sentence) -> bool:
    return ITEM_MARK.match(sentence.squeezed) is not None


def _runs(
    sentences: Sequence[Sentence],
    held: Sequence[frozenset[str]],
    headings: Sequence[str],
    interpretation: Interpretation,
    several: bool,
) -> Iterable[tuple[int, int]]:
    """Sentences alone, with the next one where it adds words or the value, and whole runs of items for a list."""
    wants = interpretation.wants
    for i, sentence in enumerate(sentences):
        yield i, i
        if i + 1 < len(sentences):
            adds_words = bool(held[i + 1] - held[i] or sentence.squeezed in headings) and bool(held[i])
            adds_value = bool(value_spans(wants, sentences[i + 1].squeezed)) and not value_spans(
                wants, sentence.squeezed
            )
            if adds_words or adds_value or (several and value_spans(wants, sentences[i + 1].squeezed)):
                yield i, i + 1
        if interpretation.asks_for in (AsksFor.LIST, AsksFor.DEFINITION, AsksFor.OTHER):
            end = _end_of_items(sentences, i)
            if end > i + 1:
                yield i, end


def _end_of_items(sentences: Sequence[Sentence], lead: int) -> int:
    """Number of the last item of the run that `lead` opens; `lead` itself when it opens none."""
    if _is_item(sentences[lead]) and not sentences[lead].squeezed.startswith(("一是", "(一)", "1", "①")):
        return lead
    end = lead
    while end + 1 < len(sentences) and (
        _is_item(sentences[end + 1]) or (end > lead and sentences[end + 1].whole == sentences[end].whole)
    ):
        end += 1
    return end


def _value_signs(squeezed: str, own: frozenset[str], interpretation: Interpretation, asked: str) -> tuple[bool, float]:
    """Whether a value of the kind asked for stands in the words, and how near it is to the question's own."""
    if interpretation.asks_for in (AsksFor.DEFINITION, AsksFor.LIST) and spells_out(asked, squeezed):
        return True, 1.0
    places = value_spans(interpretation.wants, squeezed, asked)
    if not places:
        return False, 0.0
    words = [at for feature in own if (at := squeezed.find(feature)) >= 0]
    if not words:
        return True, 0.0
    gap = min(max(0, at - end, start - at) for start, end in places for at in words)
    return True, math.exp(-gap / 20)


def _cosines(
    per_clause: Sequence[Sequence[_Candidate]],
    sentence_vectors: SentenceVectors | None,
    vector: Vector | None,
    settings: ReaderSettings,
) -> dict[tuple[str, int, int], float]:
    """Nearness to the question, spread over 0..1, of the candidates that the words put first.

    Only a few are embedded: each costs milliseconds. The best of each clause come first, then second choices.
    """
    if sentence_vectors is None or vector is None:
        return {}
    leaders = sorted((c for cs in per_clause for c in cs), key=lambda c: (-c.score, _key(c)))
    chosen = leaders[: settings.sentences_embedded]
    if not chosen:
        return {}
    vectors = sentence_vectors.of([c.squeezed[: settings.characters_embedded] for c in chosen])
    cosines = np.clip(
        (vectors @ vector - settings.farthest_cosine) / (settings.nearest_cosine - settings.farthest_cosine), 0, 1.35
    )
    return {_key(c): float(x) for c, x in zip(chosen, cosines, strict=True)}


def _key(candidate: _Candidate) -> tuple[str, int, int]:
    return candidate.ranked.stored.clause.clause_id, candidate.start, candidate.end


def _settled(
    question: str,
    candidates: Sequence[_Candidate],
    interpretation: Interpretation,
    cosines: dict[tuple[str, int, int], float],
    settings: ReaderSettings,
) -> Reading:
    """The clause's reading: its best candidate once meaning is counted."""

    def whole(candidate: _Candidate) -> float:
        meaning = cosines.get(_key(candidate))
        # Not compared: taken to be as near as its words are, so that the few that were compared gain nothing by it.
        return candidate.score + settings.meaning * (meaning if meaning is not None else UNCOMPARED * candidate.words)

    best = max(candidates, key=lambda c: (whole(c), -c.start, -c.end))
    clause = best.ranked.stored.clause
    quote = clause.text[best.start : best.end]
    start = clause.span[0] + best.start
    return Reading(
        ranked=best.ranked,
        span=(start, start + len(quote)),
        quote=quote,
        value=_short_value(question, quote, interpretation),
        words=best.words,
        own_words=best.own_words,
        meaning=cosines.get(_key(best)),
        states=best.states,
        score=whole(best),
    )


def _short_value(question: str, quote: str, interpretation: Interpretation) -> str | None:
    """The value as printed, without line breaks, nearest to the question's words."""
    if not any(kind in FIGURED for kind in interpretation.wants):
        return None
    pressed: Squeezed = squeeze(quote)
    near = max((pressed.text.find(squeezed_text(t)) for t in interpretation.terms), default=0)
    span = bounded_value(interpretation.wants, pressed.text, max(near, 0), squeezed_text(question))
    return pressed.text[span[0] : span[1]] if span else None


def is_figured(kinds: Sequence[ValueKind]) -> bool:
    """Whether what is asked for is a figure or a date, which a clause either states or does not."""
    return any(kind in FIGURED for kind in kinds)
