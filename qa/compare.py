"""A topic laid side by side over a library: who says what, in whose words, and who is silent."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.model import Filters
from ingest.errors import QueryError
from qa.answer import vectors_for
from qa.asking.catalogue import Catalogue, catalogue_of
from qa.asking.question import interpret
from qa.asking.typed_question import readable
from qa.comparing.aspects import rows_by_person
from qa.comparing.candidates import MORE_PLACES, candidates_in
from qa.comparing.cells import gathered_row, row_of
from qa.comparing.chain import chains_in
from qa.comparing.columns import Place, citation_of_listed, column_of, in_order, places_of, places_within, superiors_of
from qa.comparing.completing import completed
from qa.comparing.gathering import GATHERED, gathered_apart
from qa.comparing.grouping import GroupingSettings, grouped
from qa.comparing.model import Column, Comparison, Row, SilentNotice
from qa.comparing.naming import named_groups
from qa.comparing.speaking import BESIDE, Heard, SpeakingSettings, Spoken, spoken_in
from qa.comparing.topic import topic_of
from qa.language.lexicon import lexicon_of
from qa.reading.reader import SentenceVectors
from qa.retrieving.askable import AskableIndex
from qa.retrieving.query_words import QueryWords, WordWeights, words_of_query
from qa.retrieving.retrieve import Vector
from qa.standing.standing import index_as_of

__all__ = ["CompareSettings", "compare"]


MORE_SENTENCES = "写到这个主题的句子很多，每个地区只列出最切题的；要看全，请缩小主题或少选几个地区"


@dataclass(frozen=True, slots=True)
class CompareSettings:
    """One frozen settings type for each stage of comparing."""

    speaking: SpeakingSettings = field(default_factory=SpeakingSettings)
    grouping: GroupingSettings = field(default_factory=GroupingSettings)
    words: WordWeights = field(default_factory=WordWeights)
    most_columns: int = 24  # those that say most; regions that a person names and that have notices are always there
    most_rows: int = 80


def compare(
    index: AskableIndex,
    topic: str,
    regions: Sequence[str] = (),
    aspects: Sequence[str] = (),
    *,
    as_of: date | None = None,
    settings: CompareSettings | None = None,
    sentence_vectors: SentenceVectors | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Comparison:
    """Lay a topic side by side; QueryError for an empty one.

    Columns are the regions named (also in the topic: 山东和浙江的志愿服务), with those above them, or else every region
    that speaks. Rows come from the clauses themselves, or are the `aspects` a person names. With `as_of` only notices
    that stood on that day speak.
    """
    started = clock()
    settings = settings or CompareSettings()
    text = readable(topic.strip(), "主题")
    if not text:
        raise QueryError("主题", "是空的", "请写出要比较的主题，如：志愿服务")
    view = index_as_of(index, as_of)
    catalogue = catalogue_of(view.library, Filters())
    interpretation = interpret(text, catalogue.names)
    asked = tuple(dict.fromkeys(regions or interpretation.regions))
    lexicon = lexicon_of(view.library)
    parsed = topic_of(interpretation.subject or text, lexicon)
    words = words_of_query(text, interpretation, lexicon, settings.words)
    places, more = _places(view, catalogue, asked, words, settings)
    vector = view.embedder.embed_queries([parsed.text])[0] if view.embedder is not None else None
    vectors = None if vector is None else sentence_vectors or vectors_for(view)

    def hear(where: Sequence[Place]) -> tuple[Mapping[str, Sequence[Spoken]], Heard]:
        if not aspects:
            return {}, spoken_in(view, parsed, where, words, vector, vectors, settings.speaking)
        return rows_by_person(view, aspects, parsed, where, lexicon, vectors, settings.speaking, settings.words)

    named, heard = hear(places)
    if below := places_within(catalogue, places, {s.place for s in heard.spoken}):
        wider = _with_those_below(view, places, below, words, settings)
        named_wider, heard_wider = hear(wider)
        speaking = {s.place for s in heard_wider.spoken}
        if kept := [p for p in below if p.key in speaking]:
            places = tuple(p for p in wider if p.key in speaking or all(p.key != b.key for b in below))
            named, heard, more = named_wider, heard_wider, (*more, *_told_of_those_below(kept))
    columns, left = _columns(view, places, heard.spoken, settings)
    more = tuple(dict.fromkeys((*more, *left)))
    if len(heard.spoken) > settings.grouping.most and not aspects:
        more = (*more, MORE_SENTENCES)
    rows = (
        [row_of(name, group, columns, parsed, by_person=True) for name, group in named.items()]
        if aspects
        else _rows(heard, columns, vector, vectors, settings, view, places)
    )
    said = Comparison(
        topic=text,
        columns=columns,
        rows=tuple(rows),
        silent=_silent(places, heard.spoken),
        chains=(),
        notes=(*view.notes, *lexicon.problems, *more, *_notes(rows, places, asked, settings)),
        milliseconds=0.0,
        as_of=as_of,
    )
    return replace(said, chains=chains_in(said, index.library), milliseconds=round((clock() - started) * 1000, 1))


def _places(
    index: AskableIndex,
    catalogue: Catalogue,
    asked: Sequence[str],
    words: QueryWords,
    settings: CompareSettings,
) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The places to read, those above the regions asked for first, and what people must know of what is left out."""
    wide = settings.speaking.candidates
    places = places_of(catalogue, asked)
    over = superiors_of(catalogue, places) if asked else ()
    chosen = candidates_in(index, places, words, max(len(asked), settings.most_columns - len(over)), wide)
    above = candidates_in(index, over, words, len(over), wide)
    return (*above.places, *chosen.places), (*chosen.notes, *above.notes)


def _with_those_below(
    index: AskableIndex, places: Sequence[Place], below: Sequence[Place], words: QueryWords, settings: CompareSettings
) -> tuple[Place, ...]:
    """The places, behind each region whose own notices are silent those that lie in it, as many as there are columns for."""
    room = max(1, settings.most_columns - len(places))
    chosen = candidates_in(index, below, words, room, settings.speaking.candidates).places
    return tuple(p for place in places for p in (place, *(c for c in chosen if c.stands_for == place.region)))


def _told_of_those_below(below: Sequence[Place]) -> list[str]:
    """For people: which region says nothing itself, and which of those that lie in it do."""
    of_region: dict[str, list[str]] = {}
    for place in below:
        of_region.setdefault(place.stands_for, []).append(place.region)
    return [
        f"{region}本级的文件没有写到这个主题，所辖的{'、'.join(names)}写到了，列在后面"
        for region, names in of_region.items()
    ]


def _columns(
    index: AskableIndex, places: Sequence[Place], spoken: Sequence[Spoken], settings: CompareSettings
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns: places that speak and those asked for; of very many those that say most."""
    said: dict[str, list[Spoken]] = {}
    for s in spoken:
        said.setdefault(s.place, []).append(s)
    kept = [p for p in places if p.asked or p.key in said]
    left: tuple[str, ...] = ()
    if len(kept) > settings.most_columns and not any(p.asked for p in kept):
        most = sorted(kept, key=lambda p: (-sum(s.strength for s in said[p.key]), p.key))[: settings.most_columns]
        kept = [p for p in kept if p in most]
        left = (MORE_PLACES,)
    columns = [
        column_of(p, [e for e in p.entries if any(s.entry is e for s in said.get(p.key, ()))], index.library)
        for p in kept
    ]
    return in_order(columns, kept), left


def _rows(
    heard: Heard,
    columns: Sequence[Column],
    vector: Vector | None,
    sentence_vectors: SentenceVectors | None,
    settings: CompareSettings,
    index: AskableIndex,
    places: Sequence[Place],
) -> list[Row]:
    """Rows out of the clauses, the most important first: where most columns speak, where figures are, what is surest."""
    keys = {c.key for c in columns}
    spoken = [s for s in heard.spoken if s.place in keys]
    far = [s for s in spoken if s.strength <= BESIDE]
    spoken = [s for s in spoken if s.strength > BESIDE]
    groups = grouped(spoken, heard.topic, heard.silent, vector, sentence_vectors, settings.grouping)
    groups.sort(key=_importance)
    groups, beside = gathered_apart(groups)
    silent = [s for s in heard.silent if s.place in keys]
    names = named_groups(groups, heard.topic, silent)
    beside = [*beside, *(s for name, group in names if not name for s in group), *far]
    named = completed(
        index,
        [(name, group) for name, group in names if name],
        [p for p in places if p.key in keys],
        spoken,
        heard.topic,
    )
    named.sort(key=lambda row: _importance(row[1]))
    rows = [row_of(name, group, columns, heard.topic) for name, group in named[: settings.most_rows]]
    return [*rows, gathered_row(GATHERED, beside, columns)] if beside else rows


def _importance(group: Sequence[Spoken]) -> tuple[int, bool, float, str, tuple[int, ...]]:
    first = group[0]
    figures = any(s.quantities for s in group)
    return -len({s.place for s in group}), not figures, -max(s.strength for s in group), first.place, first.order


def _silent(places: Sequence[Place], spoken: Sequence[Spoken]) -> tuple[SilentNotice, ...]:
    """The notices of the places that say nothing to the topic."""
    voices = {s.stored.document.document_id for s in spoken}
    return tuple(
        SilentNotice(e.document.document_id, e.document.region or "", citation_of_listed(e.document))
        for p in places
        for e in p.entries
        if e.document.document_id not in voices
    )


def _notes(rows: Sequence[Row], places: Sequence[Place], asked: Sequence[str], settings: CompareSettings) -> list[str]:
    notes = [f"资料库里没有{p.region}的文件" for p in places if p.asked and not p.entries]
    if not any(c.stated for row in rows for c in row.cells):
        where = "、".join(asked) or "资料库里"
        notes.append(f"{where}的文件都没有写到这个主题")
    if sum(not r.gathered for r in rows) >= settings.most_rows and not any(r.named_by_person for r in rows):
        notes.append("只列出最主要的各行")
    return notes
