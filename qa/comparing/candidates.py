"""Where to look: of very many places and notices those that say most, and of each notice the clauses that may speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.model import Filters, StoredClause
from ingest.model import ClauseKind
from qa.asking.catalogue import Entry
from qa.comparing.columns import Place
from qa.comparing.topic import Topic
from qa.language.sentences import squeezed_text
from qa.retrieving.askable import AskableIndex
from qa.retrieving.query_words import QueryWords
from qa.retrieving.retrieve import Vector

UNSAID = (ClauseKind.SIGNATURE, ClauseKind.HEADING)
"""Kinds of clauses that say nothing themselves."""
MORE_PLACES = "另有地区也写到这个主题，没有列出；请指定要比较的地区（--region）"
MORE_NOTICES = "文件很多的地区只读了最切题的文件；请指定到市、县再比较（--region）"
_TELLING_CLAUSES = 5  # of a place, the surest, by which it is known how much it says


@dataclass(frozen=True, slots=True)
class CandidateSettings:
    """How wide to look; chosen by hand over real notices and 60,000 clauses, see docs/comparing.md."""

    most_places: int = 24  # columns; regions that a person names and that have notices of their own are always there
    notices_in_all: int = 200  # all are read, one by one; of more those that the ranking of the words holds
    notices_of_each: int = 12  # of each place at least, then
    clauses_in_all: int = 3000  # of that ranking
    clauses_of_region: int = 600  # of the ranking for one region asked for
    clauses_of_notice: int = 60  # ranked by words
    near_of_notice: int = 12  # ranked by meaning, where words do not tell which of a notice's clauses speak


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places to read, each with the notices to read, and what is left out."""

    places: tuple[Place, ...]
    notes: tuple[str, ...]


def candidates_in(
    index: AskableIndex, places: Sequence[Place], words: QueryWords, most: int, settings: CandidateSettings
) -> Candidates:
    """At most so many of these places, those that say most: shared fairly among the regions asked for.

    A region asked for that has notices of its own, or none at all, stays. Few notices are all read.
    """
    few = sum(len(p.entries) for p in places) <= settings.notices_in_all
    asked = [p for p in places if p.asked]
    # Where no region is asked for, who says most is told better by what is heard in them.
    if few and (len(places) <= most or not asked):
        return Candidates(tuple(places), ())
    scores, whole = _scores(index, places, words, settings)
    told = {p.key: _how_much(p, scores) for p in places}
    if not asked:
        speaking = [p for p in places if told[p.key]]
        best = sorted(speaking, key=lambda p: (-told[p.key], p.key))[:most]
        kept = frozenset(p.key for p in best)
        notes = [MORE_PLACES] if len(speaking) > most else []
    else:
        kept = _fairly(asked, told, most)
        notes = _left_out(asked, kept, told)
    chosen = [p for p in places if p.key in kept]
    if few:
        return Candidates(tuple(chosen), tuple(notes))
    each = max(settings.notices_of_each, settings.notices_in_all // max(1, len(chosen)))
    read = [_shortened(p, scores, each) for p in chosen]
    if any(len(p.entries) > each and (not whole or _holding(p, scores) > each) for p in chosen):
        notes.append(MORE_NOTICES)
    return Candidates(tuple(read), tuple(notes))


def _scores(
    index: AskableIndex, places: Sequence[Place], words: QueryWords, settings: CandidateSettings
) -> tuple[dict[str, list[float]], bool]:
    """For each document that holds the words how well its clauses do, the best first; whether none was left out."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.stands_for or place.region if place.asked else "", []).append(place)
    of_document: dict[str, list[float]] = {}
    whole = True
    for name, of_name in groups.items():
        if name:
            ids = (d for p in of_name for e in p.entries for d in (e.document.document_id, *e.covers))
            filters, most = Filters(document_ids=tuple(ids)), settings.clauses_of_region
            if not filters.document_ids:
                continue
        else:
            filters, most = Filters(), settings.clauses_in_all
        ranked = dict(index.clause_index.rank_by_words(words.tokens, most, filters))
        whole = whole and len(ranked) < most
        for stored in index.library.clauses(list(ranked)):
            of_document.setdefault(stored.document.document_id, []).append(ranked[stored.row])
    return of_document, whole


def _of_entry(entry: Entry, scores: Mapping[str, Sequence[float]]) -> list[float]:
    return [x for d in (entry.document.document_id, *entry.covers) for x in scores.get(d, ())]


def _how_much(place: Place, scores: Mapping[str, Sequence[float]]) -> float:
    held = sorted((x for e in place.entries for x in _of_entry(e, scores)), reverse=True)
    return sum(held[:_TELLING_CLAUSES])


def _holding(place: Place, scores: Mapping[str, Sequence[float]]) -> int:
    return sum(bool(_of_entry(e, scores)) for e in place.entries)


def _fairly(asked: Sequence[Place], told: Mapping[str, float], most: int) -> frozenset[str]:
    """Keys of the places that stay: in turns one for each region asked for, its most telling first."""
    kept = [p.key for p in asked if not p.stands_for]
    turns: dict[str, list[Place]] = {}
    for place in sorted((p for p in asked if p.stands_for), key=lambda p: (-told[p.key], p.key)):
        turns.setdefault(place.stands_for, []).append(place)
    ranked = sorted((at, name, p.key) for name, of_name in turns.items() for at, p in enumerate(of_name))
    # Each region asked for has one column at least.
    room = max(most - len(kept), len(turns))
    return frozenset((*kept, *(key for _, _, key in ranked[:room])))


def _left_out(asked: Sequence[Place], kept: frozenset[str], told: Mapping[str, float]) -> list[str]:
    """For people: how many regions under those asked for are not shown, and how to see one of them."""
    left: dict[str, list[Place]] = {}
    for place in asked:
        if place.stands_for and place.key not in kept:
            left.setdefault(place.stands_for, []).append(place)
    if not left:
        return []
    first = min((p for of_name in left.values() for p in of_name), key=lambda p: (-told[p.key], p.key))
    counts = "，".join(f"{name}另有 {len(of_name)} 个" for name, of_name in left.items())
    return [
        f"{'、'.join(left)}只列出其下写得最多的地区；没有列出的：{counts}。"
        f"要看其中一个，请指定它（如 --region {first.region}）"
    ]


def _shortened(place: Place, scores: Mapping[str, Sequence[float]], most: int) -> Place:
    """The place with the notices that hold the words best; of few all."""
    if len(place.entries) <= most:
        return place
    best = {e: max(_of_entry(e, scores), default=0.0) for e in place.entries}
    holding = sorted((e for e in best if best[e]), key=lambda e: (-best[e], e.document.document_id))
    return replace(place, entries=tuple(holding[:most]))


def clauses_of(
    index: AskableIndex,
    place: Place,
    topic: Topic,
    words: QueryWords,
    vector: Vector | None,
    settings: CandidateSettings,
) -> Iterator[tuple[Entry, StoredClause]]:
    """The clauses of a place's notices that may speak, each notice ranked by itself, in printed order notice by notice."""
    found = _by_words(index, place, words, settings)
    if vector is not None:
        for entry in place.entries:
            own = found.setdefault(entry.document.document_id, {})
            # Where words choose among many clauses, or the title speaks for clauses without a word of it.
            if len(own) >= settings.clauses_of_notice or topic.names(squeezed_text(entry.document.title or "")):
                filters = Filters(document_ids=(entry.document.document_id, *entry.covers))
                near = index.clause_index.rank_by_meaning(vector, settings.near_of_notice, filters)
                more = [row for row, _ in near if row not in own]
                own |= {stored.row: stored for stored in index.library.clauses(more)}
    for entry in place.entries:
        own = found.get(entry.document.document_id, {})
        for _, stored in sorted(own.items()):
            if stored.clause.kind not in UNSAID:
                yield entry, stored


def _by_words(
    index: AskableIndex, place: Place, words: QueryWords, settings: CandidateSettings
) -> dict[str, dict[int, StoredClause]]:
    """For each notice (by document_id) its best clauses by their rows.

    One ranking of the whole place does where it holds all that a ranking of each notice would.
    """
    owner = {d: e.document.document_id for e in place.entries for d in (e.document.document_id, *e.covers)}
    if not owner:
        return {}
    found: dict[str, dict[int, StoredClause]] = {}
    most = settings.clauses_of_notice * len(place.entries)
    whole = index.clause_index.rank_by_words(words.tokens, most, Filters(document_ids=tuple(owner)))
    if len(whole) < most:
        for stored in index.library.clauses([row for row, _ in whole]):
            own = found.setdefault(owner[stored.document.document_id], {})
            if len(own) < settings.clauses_of_notice:
                own[stored.row] = stored
        return found
    for entry in place.entries:
        filters = Filters(document_ids=(entry.document.document_id, *entry.covers))
        ranked = index.clause_index.rank_by_words(words.tokens, settings.clauses_of_notice, filters)
        stored_clauses = index.library.clauses([row for row, _ in ranked])
        found[entry.document.document_id] = {stored.row: stored for stored in stored_clauses}
    return found
