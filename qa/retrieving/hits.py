"""The clauses found for a query as a person looks through them: without the tail of mere likeness, by relevance or date."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ingest.model import ClauseKind
from qa.model import Explanation, MatchedField, SearchResult

_MOST_BY_MEANING = 20
_FIELDS = {
    MatchedField.TEXT: "正文",
    MatchedField.HEADING: "条款标题",
    MatchedField.TITLE: "文件标题或机关",
    MatchedField.NUMBER: "文号",
}


class Sort(StrEnum):
    """The order of a list; a member's value is its name in an address."""

    RELEVANCE = "relevance"
    DATE = "date"


def worth_listing(results: Sequence[SearchResult]) -> tuple[SearchResult, ...]:
    """Those that hold a word of the query or are among the nearest in meaning: every clause is a little like any query.

    A signature says nothing: it is listed where it was named outright, or where nothing else is to be listed.
    """
    found = tuple(
        r
        for r in results
        if _was_named(r)
        or r.ranked.lexical_rank is not None
        or (r.ranked.dense_rank is not None and r.ranked.dense_rank <= _MOST_BY_MEANING)
    )
    telling = tuple(r for r in found if _was_named(r) or r.ranked.stored.clause.kind is not ClauseKind.SIGNATURE)
    return telling or found


def _was_named(result: SearchResult) -> bool:
    """Whether the query named the clause outright, so that no ranking was asked for it."""
    return result.ranked.lexical_rank is None and result.ranked.dense_rank is None


def in_order(results: Sequence[SearchResult], sort: Sort) -> tuple[SearchResult, ...]:
    """The list by relevance, or the newest documents first; those without a date last, clauses of one by relevance."""
    if sort is Sort.RELEVANCE:
        return tuple(sorted(results, key=lambda r: r.rank))

    def newest_first(result: SearchResult) -> tuple[int, str, int]:
        document = result.ranked.stored.document
        day = document.dated_on or document.printed_on
        return -day.toordinal() if day else 0, document.document_id, result.rank

    return tuple(sorted(results, key=newest_first))


def why_in_words(why: Explanation | None) -> tuple[str, ...]:
    """Why a clause was found, a short line for each reason: which words stand where, other words, meaning."""
    if why is None:
        return ()
    own: dict[str, list[str]] = {}
    others: dict[tuple[str, str], list[str]] = {}
    for word in why.words:
        places = (
            own.setdefault(word.word, [])
            if word.synonym_of is None
            else others.setdefault((word.word, word.synonym_of), [])
        )
        if (place := _FIELDS[word.field]) not in places:
            places.append(place)
    by_place: dict[str, list[str]] = {}
    for name, places in own.items():
        by_place.setdefault("、".join(places), []).append(name)
    reasons = [f"{place}有{''.join(f'“{name}”' for name in names)}" for place, names in by_place.items()]
    reasons += [f"{'、'.join(places)}有“{name}”，与“{asked}”同义" for (name, asked), places in others.items()]
    if why.phrase:
        reasons.append("所问的词连在一起出现")
    if why.dense_rank is not None:
        reasons.append(f"意思相近（第 {why.dense_rank} 名）")
    return tuple(reasons) or ("文号、标题或条款与所问相符",)
