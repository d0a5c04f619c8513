"""The words inside a retrieved clause that answer: a sentence, an item, a run of items, 「（责任单位：…）」, verbatim."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.model import RankedClause
from ingest.model import ClauseKind, Span, TableRow
from qa.bodies import named_in
from qa.contrast import conflicts, fits_condition, missing_head, missing_holder, other_sum
from qa.editions import OF_CHANGE
from qa.matter import Matter
from qa.model import AsksFor, Interpretation, ValueKind
from qa.parts import parts_of
from qa.retrieve import QueryEmbedder, Vector
from qa.sentences import Sentence, Squeezed, squeeze, squeezed_text
from qa.signs import (
    ANNOUNCES,
    ASKED_NEGATION,
    ASKS_FOR_REQUEST,
    NEGATION,
    OF_THE_WHOLE,
    RECEIVED,
    agreement,
    speaks_for_clause,
)
from qa.table_rows import sentences_and_tables
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
    condition: float = 0.15  # added where a number of the question lies in the condition set (85岁 in 80至89周岁)
    agreement: float = 0.12  # the value is bounded as asked (最少, 最多), or stands for the same measure (每月, 每支)
    region_named: float = 0.15  # added where one of several parts names the region asked about
    further_value: float = 0.03  # added for each value past the first where several are asked for
    other_case: float = 0.5  # taken off for the figure of another case: 委员 where 书记 is asked of
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
    held: float  # 0..1: share that stands anywhere in the clause, its headings and its notice's title
    meaning: float | None  # 0..1.35, None: not compared
    states: bool  # a value of the kind asked for stands in the quote
    score: float
    other_case: bool = False  # it speaks of another case than the one asked about
    other_words: float = 0.0  # what the clause's figure for another case covers of the matter, where it has one

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
    held: float
    states: bool
    closeness: float  # 0..1: how near the value stands to the question's words
    score: float
    other_case: bool
    other_words: float = 0.0
    said: str | None = None  # of a table's row: what it says under the names of its columns; "" where it claims nothing


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
    tables: Mapping[str, Sequence[TableRow]] | None = None,
) -> list[Reading]:
    """The best answering words of each clause, best clause first; ties by clause_id and place.

    `tables` are the rows of the clauses' tables by clause_id: a table of which several rows answer is read row by row.
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
        for found in _read_clause(
            r,
            text,
            question,
            matter,
            interpretation,
            settings,
            r.score / best,
            (tables or {}).get(r.stored.clause.clause_id, ()),
        )
    ]
    cosines = _cosines(per_clause, sentence_vectors, vector, settings)
    readings = [_settled(question, candidates, interpretation, cosines, settings) for candidates in per_clause]
    return sorted(readings, key=lambda r: (-r.score, r.ranked.stored.clause.clause_id, r.span))


def _read_clause(
    ranked: RankedClause,
    clause_text: str,
    question: str,
    matter: Matter,
    interpretation: Interpretation,
    settings: ReaderSettings,
    place: float,
    rows: Sequence[TableRow] = (),
) -> list[list[_Candidate]]:
    """The three best runs of sentences of one clause, best first; each by itself where they are rows that answer."""
    clause = ranked.stored.clause
    dated = {ValueKind.DATE, ValueKind.DURATION} & set(interpretation.wants)
    if clause.kind is ClauseKind.SIGNATURE and is_figured(interpretation.wants) and not dated:
        return []  # the day a notice was signed is no sum and no count
    sentences, table = sentences_and_tables(clause, rows, question, interpretation, ranked.stored.document.title or "")
    answering = table.answer
    if not sentences:
        return []
    asked = squeezed_text(question)
    negated = bool(ASKED_NEGATION.search(asked))
    several = several_asked(question, interpretation)
    bound_to_year = not interpretation.years and bool(YEAR_IN_TITLE.search(ranked.stored.document.title or ""))
    in_heading = matter.found_in(squeezed_text("".join(clause.path)))
    in_title = matter.found_in(squeezed_text(ranked.stored.document.title or ""))
    elsewhere = matter.found_in(clause_text)
    held = [matter.found_in(s.squeezed) for s in sentences]
    headings = [squeezed_text(heading).rstrip("。") for heading in clause.path]
    # Reading on from the first sentence of a 条 or a numbered item: its opening words govern the rest.
    in_lead = held[0] | in_heading
    governing = squeezed_text("".join((*clause.path, ranked.stored.document.title or "")))
    figured = is_figured(interpretation.wants)
    strict = must_be_stated(interpretation)  # a row that does not surely answer is then no answer at all
    context = f"{clause_text}{governing}"
    elsewhere_asked = (
        figured
        and (
            other_sum(squeezed_text(interpretation.subject.replace(" ", "，")), context)
            or missing_holder(asked, context)
        )
    ) or (interpretation.asks_for is AsksFor.WHO and missing_head(asked, context))
    candidates = []
    for first, last, part in _stretches(clause.text, sentences, held, headings, interpretation, several, asked):
        row = sentences[first].row
        if row is None and any(s.row is not None for s in sentences[first : last + 1]):
            continue  # no row is half of what a sentence says
        open_rows = answering.rows if answering is not None else frozenset() if strict else table.quotable
        if row is not None and (last > first or part is not None or row not in open_rows):
            continue
        lead = sentences[first].squeezed
        if row is None and (ANNOUNCES.search(lead) or (first == last and lead in headings)):
            continue
        if RECEIVED.search(sentences[last].squeezed) and not ASKS_FOR_REQUEST.search(asked):
            continue  # what was asked for is not what was decided
        squeezed = part[1] if part else "".join(s.squeezed for s in sentences[first : last + 1])
        own = matter.found_in(part[1] + part[2]) if part else frozenset().union(*held[first : last + 1])
        beside = held[first] if part else frozenset[str]()
        for neighbour in (first - 1, last + 1):
            if 0 <= neighbour < len(sentences):
                beside |= held[neighbour]
        credit = dict.fromkeys(in_title, settings.title)
        credit |= {f: max(credit.get(f, 0.0), settings.elsewhere) for f in elsewhere}
        credit |= {f: max(credit.get(f, 0.0), settings.beside) for f in beside}
        credit |= {f: max(credit.get(f, 0.0), settings.heading) for f in in_lead}
        if speaks_for_clause(squeezed, asked):
            own |= in_lead | in_title
        elif OF_THE_WHOLE.search(squeezed):
            own |= in_title
        credit |= dict.fromkeys(own, 1.0)
        words = sum(matter.weights[f] * c for f, c in credit.items()) / matter.total
        stated, closeness = _value_signs(squeezed, own, interpretation, asked)
        claimed = answering is not None and row in answering.rows
        if row is not None:
            stated, closeness = (True, 1.0) if claimed else (stated, closeness)
        around = governing + "".join(s.squeezed for s in sentences[first : last + 1])
        other_case = not claimed and (
            elsewhere_asked or (figured and not several and conflicts(asked, squeezed, around))
        )
        extra = 0 if last - first > 1 or several else last - first
        score = (
            settings.words * words
            + settings.value * stated * (0.3 + 0.7 * closeness)
            + settings.clause * place
            - settings.second_sentence * extra
            - settings.of_one_year * bound_to_year
            + settings.negation * (negated and bool(NEGATION.search(squeezed)))
            + settings.further_value
            * (several and figured)
            * min(2, max(0, len(set(value_spans(interpretation.wants, squeezed, asked))) - 1))
            + settings.agreement * (figured and stated) * agreement(asked, squeezed)
            + settings.region_named * (part is not None and any(name in squeezed for name in interpretation.regions))
            + settings.condition * (fits_condition(asked, squeezed) is True)
            - settings.other_case * other_case
        )
        candidates.append(
            _Candidate(
                ranked,
                part[0][0] if part else sentences[first].span[0],
                part[0][1] if part else sentences[last].span[1],
                squeezed,
                words,
                matter.share(own),
                matter.share(elsewhere | in_title),
                stated and not other_case,
                closeness,
                score,
                other_case,
                said=None if row is None else answering.said if answering is not None else "",
            )
        )
    if answering is not None:
        claiming = [c for c in candidates if c.said]
        best_score = max((c.score for c in claiming), default=0.0)
        claiming = [replace(c, score=best_score) for c in claiming]
        if answering.together and claiming:
            whole = replace(claiming[0], start=min(c.start for c in claiming), end=max(c.end for c in claiming))
            return [[whole]]
        return [[c] for c in claiming]
    another = max((c.words for c in candidates if c.other_case), default=0.0) if not elsewhere_asked else 0.0
    best = sorted(candidates, key=lambda c: (-c.score, c.start, c.end))[:3]
    return [[replace(c, other_words=another) for c in best]] if best else []


ASKING = re.compile(r"多少|几(?=[^乎何])|哪|什么|谁|何时|怎么|如何")
YEAR_IN_TITLE = re.compile(r"(?:19|20)\d{2}年(?!修|版)")
ITEM_MARK = re.compile(r"[一二三四五六七八九十]是|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|——|[①-⑳]")


def _stretches(
    text: str,
    sentences: Sequence[Sentence],
    held: Sequence[frozenset[str]],
    headings: Sequence[str],
    interpretation: Interpretation,
    several: bool,
    asked: str,
) -> Iterable[tuple[int, int, tuple[Span, str, str] | None]]:
    """Runs of sentences; for a sentence that states several figures, its parts instead, each with span and words."""
    parts = {
        i: found
        for i, s in enumerate(sentences)
        if not several and s.row is None and (found := parts_of(interpretation.wants, s.squeezed, asked))
    }
    for first, last in _runs(sentences, held, headings, interpretation, several):
        # Two sentences with a figure each are two answers, not one.
        figures = first < last and not several and is_figured(interpretation.wants)
        if (
            figures
            and sum(
                bool(value_spans(interpretation.wants, s.squeezed, asked, interpretation.unit))
                for s in sentences[first : last + 1]
            )
            > 1
        ):
            continue
        if not any(i in parts for i in range(first, last + 1)):
            yield first, last, None
    for i, found in parts.items():
        begin, end = sentences[i].span
        pressed = squeeze(text[begin:end])
        for part in found:
            a, b = pressed.printed(*part.span)
            yield i, i, ((begin + a, begin + b), part.text, part.lead)


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
        whole_list = interpretation.asks_for is AsksFor.LIST and (end := _end_of_items(sentences, i, headings)) > i
        if whole_list:  # half a list is no answer
            yield i, end
            continue
        yield i, i
        if i + 1 < len(sentences):
            adds_words = bool(held[i + 1] - held[i] or sentence.squeezed in headings) and bool(held[i])
            adds_value = bool(value_spans(wants, sentences[i + 1].squeezed)) and not value_spans(
                wants, sentence.squeezed
            )
            if adds_words or adds_value or (several and value_spans(wants, sentences[i + 1].squeezed)):
                yield i, i + 1
                if several and sentence.squeezed in headings and i + 2 < len(sentences):
                    yield i, i + 2
        if interpretation.asks_for in (AsksFor.LIST, AsksFor.DEFINITION, AsksFor.OTHER):
            end = _end_of_items(sentences, i, headings)
            if end > i + 1:
                yield i, end


def _end_of_items(sentences: Sequence[Sentence], lead: int, headings: Sequence[str]) -> int:
    """Number of the last item of the run that `lead` opens; `lead` itself when it opens none."""
    opens = ":" in sentences[lead].squeezed or sentences[lead].squeezed.startswith(("一是", "(一)", "1", "①"))
    opens = opens or sentences[lead].squeezed in headings
    if _is_item(sentences[lead]) and not opens:
        return lead
    end = lead
    while end + 1 < len(sentences) and (
        _is_item(sentences[end + 1])
        or (sentences[end + 1].whole == sentences[end].whole and (end > lead or ":" in sentences[lead].squeezed))
    ):
        end += 1
    return end


def _value_signs(squeezed: str, own: frozenset[str], interpretation: Interpretation, asked: str) -> tuple[bool, float]:
    """Whether a value of the kind asked for stands in the words, and how near it is to the question's own."""
    if interpretation.asks_for in (AsksFor.DEFINITION, AsksFor.LIST) and spells_out(asked, squeezed):
        return True, 1.0
    places = value_spans(interpretation.wants, squeezed, asked, interpretation.unit)
    if not places:
        return False, 0.0
    wants = interpretation.wants
    if interpretation.unit and wants[:1] == (ValueKind.DURATION,) and not value_spans(wants[:1], squeezed, asked):
        return True, 0.0  # 几天 may be answered by dates, but less well than by days
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
        value=_short_value(question, quote, interpretation) if best.said is None else best.said or None,
        words=best.words,
        own_words=best.own_words,
        held=best.held,
        meaning=cosines.get(_key(best)),
        states=best.states,
        score=whole(best),
        other_case=best.other_case,
        other_words=best.other_words,
    )


def _short_value(question: str, quote: str, interpretation: Interpretation) -> str | None:
    """The value as printed, without line breaks, nearest to the question's words."""
    if interpretation.asks_for is AsksFor.WHO:
        return named_in(question, quote)
    if not any(kind in FIGURED for kind in interpretation.wants):
        return None
    pressed: Squeezed = squeeze(quote)
    if several_asked(question, interpretation) and (parts := parts_of(interpretation.wants, pressed.text)):
        said = [p.text for p in parts if not conflicts(squeezed_text(question), p.text, "")]
        return "，".join(ITEM_MARK.sub("", p, count=1) if ITEM_MARK.match(p) else p for p in said) or None
    near = max((pressed.text.find(squeezed_text(t)) for t in interpretation.terms), default=0)
    asked = squeezed_text(question)
    span = bounded_value(interpretation.wants, pressed.text, max(near, 0), asked, interpretation.unit)
    return pressed.text[span[0] : span[1]] if span else None


def must_be_stated(interpretation: Interpretation) -> bool:
    """Whether an answer without the value asked for is none: figures, dates and names."""
    return is_figured(interpretation.wants) or interpretation.asks_for is AsksFor.WHO


def several_asked(question: str, interpretation: Interpretation) -> bool:
    """Whether one sentence may have to give several values; two editions of a rule give one value each."""
    if interpretation.asks_for is AsksFor.COMPARISON and OF_CHANGE.search(question):
        return False
    return len(ASKING.findall(squeezed_text(question))) > 1 or interpretation.asks_for is AsksFor.COMPARISON


def is_figured(kinds: Sequence[ValueKind]) -> bool:
    """Whether what is asked for is a figure or a date, which a clause either states or does not."""
    return any(kind in FIGURED for kind in kinds)
