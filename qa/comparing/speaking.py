"""The sentences of each notice that speak to a topic: recall first, every notice by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from index.model import Filters, StoredClause
from index.tokenizer import query_tokens
from ingest.model import Quantity, Span, TableRow
from qa.asking.catalogue import Entry
from qa.comparing.candidates import UNSAID, CandidateSettings, clauses_of
from qa.comparing.columns import Place
from qa.comparing.topic import BY_CONTEXT, BY_SIBLING, STANDS_FOR_WHOLE, STANDS_WITH_MEANING, Topic, with_signs
from qa.comparing.verbs import verb_of
from qa.language.sentences import Sentence, sentences_and_rows, sentences_of, squeezed_text
from qa.reading.reader import SentenceVectors
from qa.retrieving.askable import AskableIndex, AskableLibrary
from qa.retrieving.query_words import QueryWords
from qa.retrieving.retrieve import Vector
from qa.tables.table_rows import named_row

_ENOUGH = 8  # sentences that name the topic, for their spread to tell
# A title of several matters: 关于志愿服务和活动阵地的通知.
_SEVERAL = re.compile("[和与及、]")
_NAMED = 0.8  # strength of a sentence that names the topic, or all its words


@dataclass(frozen=True, slots=True)
class SpeakingSettings:
    """How deep to look; chosen by hand over real notices, see docs/comparing.md."""

    candidates: CandidateSettings = field(default_factory=CandidateSettings)
    clauses_learnt_from: int = 1200  # what else the notices call the topic
    least: float = 0.6  # strength of a sentence that speaks by its words
    headed: float = 0.5  # of one whose heading names the topic
    titled: float = 0.3  # of one whose notice bears the topic in its title
    near: float = 0.4  # of one that is near in meaning alone; 0: none is let in
    near_as: float = 0.5  # of those that name the topic: a sentence speaks by meaning that lies nearer than so many
    far_as: float = 0.25  # one that a word of the same root lets in must lie nearer than so many
    farther: float = 0.004  # one that other words let in may lie so much farther than all of them, in cosine
    few: float = 0.04  # so much farther still where few sentences name it
    characters: int = 160  # of a sentence that is embedded
    embedded: int = 100  # sentences at most, the surest first
    shortest: int = 6  # characters of a sentence that says something


BESIDE = 0.2
"""Strength of a sentence that a word of the topic's root lets in and that lies far from it: it belongs to no row."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that speaks to the topic, where it stands."""

    place: str  # Place.key
    entry: Entry
    stored: StoredClause
    span: Span  # in the stored text
    text: str  # verbatim
    squeezed: str
    focus: str  # the parts of it that speak of the topic
    strength: float  # 0..1
    order: tuple[int, ...]  # printed order within its place
    governed: float = 0.0  # how surely it speaks by its headings and title, whatever its own words
    quantities: tuple[Quantity, ...] = ()  # printed in it
    row: TableRow | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found: the topic as the notices word it, the sentences that speak, and those beside them that do not."""

    topic: Topic
    spoken: tuple[Spoken, ...]
    silent: tuple[Spoken, ...]


def spoken_in(
    index: AskableIndex,
    topic: Topic,
    places: Sequence[Place],
    words: QueryWords,
    vector: Vector | None,
    sentence_vectors: SentenceVectors | None,
    settings: SpeakingSettings | None = None,
) -> Heard:
    """The sentences that speak, place by place in printed order, and the topic as these notices word it."""
    settings = settings or SpeakingSettings()
    found = [
        (place, entry, stored)
        for place in places
        for entry, stored in clauses_of(index, place, topic, words, vector, settings.candidates)
        if topic.may_be_in(squeezed_text("，".join((*stored.clause.path, stored.clause.text))))
        or topic.names(squeezed_text(stored.document.title or ""))
    ]
    topic = with_signs(
        topic,
        [
            s.squeezed
            for _, _, stored in found[: settings.clauses_learnt_from]
            for s in sentences_of(stored.clause.text)
        ],
        STANDS_FOR_WHOLE if sentence_vectors is None else STANDS_WITH_MEANING,
    )
    rows = index.library.table_rows([stored.clause.clause_id for _, _, stored in found])
    spoken = [
        s
        for place, entry, stored in found
        for s in _sentences(place, entry, stored, topic, rows.get(stored.clause.clause_id, ()), settings)
    ]
    spoken = _with_sections(_each_once(spoken), topic)
    if sentence_vectors is not None and vector is not None:
        spoken = _with_meaning(spoken, topic, vector, sentence_vectors, settings)
    heard = [replace(s, focus=topic.focus(s.squeezed)) for s in spoken if s.strength > 0]
    silent = [s for s in spoken if s.strength == 0]
    return Heard(topic, with_quantities(heard, index.library), tuple(silent))


def with_quantities(spoken: Sequence[Spoken], library: AskableLibrary) -> tuple[Spoken, ...]:
    """The sentences with the figures printed in them."""
    printed = library.quantities(list(dict.fromkeys(s.stored.clause.clause_id for s in spoken)))
    return tuple(
        replace(s, quantities=tuple(q for q in here if s.span[0] <= q.span[0] and q.span[1] <= s.span[1]))
        for s in spoken
        for here in [printed.get(s.stored.clause.clause_id, ())]
    )


def surest_of_each(spoken: Sequence[Spoken], most: int) -> Sequence[Spoken]:
    """At most so many sentences, in the order given: the surest of each place in turn, so that none is crowded out."""
    if len(spoken) <= most:
        return spoken
    turns: dict[str, int] = {}
    ranked: list[tuple[int, int]] = []
    for i in sorted(range(len(spoken)), key=lambda i: (-spoken[i].strength, i)):
        turns[spoken[i].place] = turns.get(spoken[i].place, 0) + 1
        ranked.append((turns[spoken[i].place], i))
    return [spoken[i] for i in sorted(i for _, i in sorted(ranked)[:most])]


def _sentences(
    place: Place,
    entry: Entry,
    stored: StoredClause,
    topic: Topic,
    rows: Sequence[TableRow],
    settings: SpeakingSettings,
) -> Iterator[Spoken]:
    """The sentences of a clause with how surely each speaks; 0 for those that meaning may still let in."""
    clause = stored.clause
    headings = "，".join(squeezed_text(h) for h in clause.path)
    title = squeezed_text(stored.document.title or "")
    clause_text = squeezed_text(clause.text)
    inside = sorted(
        (r for r in rows if clause.span[0] <= r.span[0] < r.span[1] <= clause.span[1]), key=lambda r: r.span
    )
    governing = f"{headings}，{title}"
    if not (topic.holds_head(clause_text) or topic.names(governing) or topic.strength_within(clause_text, governing)):
        return
    sentences = _said_in(stored, inside)
    lead = sentences[0].squeezed if sentences and sentences[0].squeezed.endswith((":", "：")) else ""
    headed = topic.names(f"{headings}，{lead}")
    titled = topic.names(title) and not _SEVERAL.search(title)
    governed = settings.headed if headed else settings.titled if titled else 0.0
    for number, sentence in enumerate(sentences):
        plain = MARKER.sub("", sentence.squeezed)
        if len(plain) < settings.shortest or _SAYS_NOTHING.search(plain):
            continue
        strength = topic.strength_within(plain, f"{headings}，{lead}，{title}")
        row = inside[sentence.row] if sentence.row is not None else None
        yield _spoken(
            place, entry, stored, number, sentence, strength if strength >= settings.least else governed, governed, row
        )


def _spoken(
    place: Place,
    entry: Entry,
    stored: StoredClause,
    number: int,
    sentence: Sentence,
    strength: float,
    governed: float = 0.0,
    row: TableRow | None = None,
) -> Spoken:
    clause = stored.clause
    plain = MARKER.sub("", sentence.squeezed)
    return Spoken(
        place=place.key,
        entry=entry,
        stored=stored,
        span=(clause.span[0] + sentence.span[0], clause.span[0] + sentence.span[1]),
        text=clause.text[sentence.span[0] : sentence.span[1]],
        squeezed=plain,
        focus=plain,
        strength=strength,
        order=(stored.row, number),
        governed=governed,
        row=row,
    )


def holding(index: AskableIndex, name: str, places: Sequence[Place], strength: float, most: int) -> tuple[Spoken, ...]:
    """The sentences of these places that hold a name, whatever else they are about; at most so many clauses are read."""
    of_document = {d: (p, e) for p in places for e in p.entries for d in (e.document.document_id, *e.covers)}
    if not of_document:
        return ()
    ranked = index.clause_index.rank_by_words(query_tokens(name), most, Filters(document_ids=tuple(of_document)))
    found = []
    for stored in index.library.clauses(sorted(row for row, _ in ranked)):
        if stored.clause.kind in UNSAID or name not in squeezed_text(stored.clause.text):
            continue
        place, entry = of_document[stored.document.document_id]
        for number, sentence in enumerate(_said_in(stored, ())):
            if name in sentence.squeezed and not _SAYS_NOTHING.search(sentence.squeezed):
                found.append(_spoken(place, entry, stored, number, sentence, strength))
    return with_quantities(_each_once(found), index.library)


# Sentences that any notice has and that lay down nothing.
#   matches   制定本办法 | 现印发给你们 | 现将《…》印发 | 现将有关事项通知如下 | 《…》同时废止
#   rejects   制定本市标准 | 印发实施办法
_SAYS_NOTHING = re.compile(
    r"(?:制定|修订)本(?:办法|细则|意见|方案|规定|条例|制度|标准|通知)|现(?:予以?)?印发|现将.{2,60}(?:印发|通知|转发)|通知如下[。:]?$|同时废止。?$"
    r"|^附件[\d一二三四五六七八九十]*[-—:.、]"
)
# The number of a clause or item before its words: 第四条, (一), 1., 二是.
MARKER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]{1,6}[编章节条款项]|[(][一二三四五六七八九十\d]{1,3}[)]"
    r"|[一二三四五六七八九十\d]{1,3}[、.](?!\d)|[一二三四五六七八九十]是)[,:]?"
)


def _said_in(stored: StoredClause, rows: Sequence[TableRow]) -> list[Sentence]:
    """The sentences of a clause without its heading, unless it has no more than that."""
    clause = stored.clause
    if rows:
        placed = [((r.span[0] - clause.span[0], r.span[1] - clause.span[0]), named_row(r).squeezed) for r in rows]
        sentences = list(sentences_and_rows(clause.text, placed))
    else:
        sentences = list(sentences_of(clause.text))
    headings = {squeezed_text(h).rstrip("。:;") for h in clause.path}
    bodies = [s for s in sentences if s.squeezed.rstrip("。:;") not in headings or _rules(s.squeezed)]
    # A heading that is a whole sentence may be all that the clause says; 二、工作补贴 says nothing.
    return bodies or [s for s in sentences if s.squeezed.endswith(("。", ";", "!"))]


def _each_once(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Without sentences that a clause around another one prints as well, the inner clause kept; copies of a file once."""
    kept: dict[tuple[str, Span], Spoken] = {}
    for s in spoken:
        key = (s.stored.document.document_id, s.span)
        before = kept.get(key)
        if before is None or len(s.stored.clause.path) > len(before.stored.clause.path):
            kept[key] = s
    once: dict[tuple[str, str], Spoken] = {}
    for s in kept.values():
        once.setdefault((s.place, s.squeezed), s)
    return list(once.values())


def _rules(squeezed: str) -> bool:
    """Whether a heading lays something down itself: 每月开展主题党日1次. 加强组织建设 only says what follows."""
    plain = MARKER.sub("", squeezed)
    return bool(re.search(r"\d|[一二三四五六七八九十]+(?:次|名|个月|日|年|元)", plain)) or verb_of(plain) is not None


def _with_sections(spoken: Sequence[Spoken], topic: Topic) -> list[Spoken]:
    """Sentences that hold the topic's head alone speak where their section's heading does and a neighbour says it all.

    补贴按季度发放 below 二、工作补贴, whose first item gives 党支部书记 theirs.
    """
    told = {
        (s.place, s.stored.document.document_id, s.stored.clause.path[:1]) for s in spoken if s.strength >= BY_CONTEXT
    }
    return [
        replace(s, strength=BY_CONTEXT)
        if s.strength < BY_CONTEXT
        and (s.place, s.stored.document.document_id, s.stored.clause.path[:1]) in told
        and topic.holds_head(s.squeezed)
        and topic.holds_head("，".join(squeezed_text(h) for h in s.stored.clause.path[:-1] or s.stored.clause.path))
        else s
        for s in spoken
    ]


def _with_meaning(
    spoken: Sequence[Spoken],
    topic: Topic,
    vector: Vector,
    sentence_vectors: SentenceVectors,
    settings: SpeakingSettings,
) -> list[Spoken]:
    """The sentences that are near in meaning to the topic speak as well; those let in by other words must not be far."""
    told = sum(s.strength > 0 for s in spoken)
    # What no word lets in is compared only where a neighbour in its clause speaks.
    speaking = {s.stored.clause.clause_id for s in spoken if s.strength >= settings.headed}
    silent = [s for s in spoken if s.strength == 0 and s.stored.clause.clause_id in speaking]
    chosen = sorted((s for s in spoken if s.strength > 0), key=lambda s: (-s.strength, s.place, s.order))
    chosen = [*chosen, *surest_of_each(silent, max(0, settings.embedded - told))][: settings.embedded]
    if not chosen:
        return list(spoken)
    vectors = sentence_vectors.of([s.squeezed[: settings.characters] for s in chosen])
    near = vectors @ vector
    naming = [float(x) for s, x in zip(chosen, near, strict=True) if s.strength >= _NAMED]
    bars = _bars(naming, settings)
    known = {
        (s.place, s.stored.document.document_id, s.span): replace(
            s, strength=max(s.governed, _heard(s.strength, float(x), bars, topic.holds_sibling(s.squeezed), settings))
        )
        for s, x in zip(chosen, near, strict=True)
    }
    return [known.get((s.place, s.stored.document.document_id, s.span), s) for s in spoken]


class _Bars(NamedTuple):
    """Cosines from which a sentence is heard that does not name the topic."""

    alone: float  # without any word
    sibling: float  # with a word of the same root
    other: float  # with another word for it


def _bars(naming: Sequence[float], settings: SpeakingSettings) -> _Bars:
    if not naming:
        return _Bars(np.inf, -np.inf, -np.inf)
    near, far = np.quantile(naming, (settings.near_as, settings.far_as))
    lowest = min(naming) - settings.farther
    # Of few sentences that name it nothing tells how far such sentences may lie.
    sibling = float(far) if len(naming) >= _ENOUGH else lowest - settings.few
    return _Bars(float(near) if settings.near else np.inf, sibling, lowest)


def _heard(strength: float, near: float, bars: _Bars, close: bool, settings: SpeakingSettings) -> float:
    """The strength once meaning is heard: what other words let in must not lie far from the sentences that name it."""
    if strength == 0:
        return settings.near if near >= bars.alone else 0.0
    if strength in (1.0, BY_CONTEXT) or not settings.least <= strength:
        return strength
    if strength == BY_SIBLING:
        return strength if near >= bars.sibling else BESIDE if close else 0.0
    return strength if near >= bars.other else 0.0
