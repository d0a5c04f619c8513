"""Clauses for a query, ranked, cited, with what matched marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

from index.model import Filters, RankedClause
from ingest.errors import QueryError
from ingest.model import Span
from qa.answer import AskableIndex
from qa.catalogue import catalogue_of
from qa.citations import citation_of
from qa.model import Interpretation, SearchResult, SearchResults
from qa.question import interpret
from qa.retrieve import RetrievalSettings, retrieve
from qa.scope import scope_of
from qa.sentences import squeeze, squeezed_text
from qa.standing import index_as_of


def search(
    index: AskableIndex,
    query: str,
    *,
    k: int = 10,
    filters: Filters | None = None,
    as_of: date | None = None,
    settings: RetrievalSettings | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> SearchResults:
    """The k best clauses for a query inside the filters; QueryError for an empty query or a k below 1.

    A document number in the query goes straight to the notices that bear it, a region to its own notices. With `as_of`
    only documents that stood on that day are searched.
    """
    started = clock()
    text = query.strip()
    if not text:
        raise QueryError("查询", "是空的", "请写出要找的内容，如：党支部书记补贴、鲁老干〔2022〕15号")
    if k < 1:
        raise QueryError("-k", f"不能是 {k}", "请给出 1 以上的整数")
    index = index_as_of(index, as_of)
    catalogue = catalogue_of(index.library, filters)
    interpretation = interpret(text, catalogue.regions())
    scope = scope_of(interpretation, catalogue, filters or Filters(), above=False)
    settings = settings or RetrievalSettings()
    ranked = retrieve(index, text, interpretation, scope.filters, max(k, settings.depth), settings)
    results = tuple(_result(rank, r, interpretation) for rank, r in enumerate(ranked[:k], 1))
    notes = (*scope.notes, *index.notes)
    return SearchResults(text, interpretation, len(ranked), results, round((clock() - started) * 1000, 1), notes)


def _result(rank: int, ranked: RankedClause, interpretation: Interpretation) -> SearchResult:
    clause = ranked.stored.clause
    return SearchResult(
        rank, ranked, citation_of(ranked.stored.document, clause.path), highlights_of(clause.text, interpretation)
    )


def highlights_of(text: str, interpretation: Interpretation) -> tuple[Span, ...]:
    """Where the words of the query stand in the clause, as printed; overlapping and touching places joined."""
    pressed = squeeze(text)
    words = [w for w in map(squeezed_text, (*interpretation.terms, *interpretation.document_numbers)) if w]
    places: list[Span] = []
    for word in words:
        at = pressed.text.find(word)
        while at >= 0:
            places.append(pressed.printed(at, at + len(word)))
            at = pressed.text.find(word, at + len(word))
    return tuple(_joined(places))


def _joined(places: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
