"""Clauses for a query, ranked, cited, with what matched marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from datetime import date

from index.model import Filters, RankedClause
from ingest.errors import QueryError
from ingest.model import ClauseKind, Span
from qa.answering.relaxing import index_asked
from qa.asking.catalogue import catalogue_of
from qa.asking.question import interpret
from qa.asking.scope import scopes_of, with_relaxed
from qa.asking.typed_question import cut_notes, readable
from qa.documents.named_clauses import named_first
from qa.followup.follow import follow
from qa.language.citations import citation_of
from qa.language.lexicon import lexicon_of
from qa.language.sentences import squeeze, squeezed_text
from qa.model import Copy, Interpretation, SearchResult, SearchResults
from qa.retrieving.askable import AskableIndex
from qa.retrieving.duplicates import without_copies
from qa.retrieving.explain import explanation_of, words_to_mark
from qa.retrieving.query_words import QueryWords, words_of_query
from qa.retrieving.retrieve import RetrievalSettings, retrieve
from qa.retrieving.spread import asks_for_each, spread_over_notices


def search(
    index: AskableIndex,
    query: str,
    *,
    k: int = 10,
    filters: Filters | None = None,
    as_of: date | None = None,
    today: date | None = None,
    without: Collection[str] = (),
    after: Sequence[str] = (),
    settings: RetrievalSettings | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> SearchResults:
    """The k best clauses for a query inside the filters; QueryError for an empty or unreadable query or a k below 1.

    A document number in the query goes straight to the notices that bear it, a region to its own notices; filters that
    would leave nothing are let go, and said. With `as_of` only documents that stood on that day are searched. `today`
    is what 近三年 counts from; `without` are the ids of filters read from the query that are not to be held to. `after`
    are the queries before this one, oldest first, on which it may lean.
    """
    started = clock()
    names = catalogue_of(index.library, filters).names if after else ()
    followed = follow(
        readable(query, "查询"), [readable(asked, "查询") for asked in after], names, today=today, without=without
    )
    text = readable(followed.question, "查询")
    if not text:
        raise QueryError("查询", "是空的", "请写出要找的内容，如：党支部书记补贴、鲁老干〔2022〕15号")
    if k < 1:
        raise QueryError("-k", f"不能是 {k}", "请给出 1 以上的整数")
    view = index_asked(index, text, as_of, today=today, without=without)
    index = view.index
    catalogue = catalogue_of(index.library, filters)
    interpretation = interpret(text, catalogue.names, today=today, without=view.without)
    settings = settings or RetrievalSettings()
    lexicon = lexicon_of(index.library)
    words = words_of_query(text, interpretation, lexicon, settings.words)
    ranked: list[RankedClause] = []
    for scope in scopes_of(interpretation, catalogue, filters or Filters(), above=False):
        ranked = retrieve(index, text, interpretation, scope.filters, max(k, settings.depth), settings, words=words)
        if ranked:
            break
    ranked = named_first(index.library, interpretation, catalogue, scope, _signatures_last(ranked))
    ranked, copies = without_copies(spread_over_notices(ranked) if asks_for_each(text, interpretation) else ranked)
    interpretation = followed.read(view.read(with_relaxed(interpretation, scope)))
    results = tuple(
        _result(rank, r, interpretation, words, copies.get(r.stored.clause.clause_id, ()))
        for rank, r in enumerate(ranked[:k], 1)
    )
    notes = (*cut_notes(query), *scope.notes, *filter(None, (view.note,)), *lexicon.problems, *index.notes)
    return SearchResults(text, interpretation, len(ranked), results, round((clock() - started) * 1000, 1), notes)


def _signatures_last(ranked: Sequence[RankedClause]) -> list[RankedClause]:
    """The clauses with those that are a signature behind all that say something."""
    return sorted(ranked, key=lambda r: r.stored.clause.kind is ClauseKind.SIGNATURE)


def _result(
    rank: int, ranked: RankedClause, interpretation: Interpretation, words: QueryWords, copies: tuple[Copy, ...]
) -> SearchResult:
    clause = ranked.stored.clause
    marked = highlights_of(clause.text, interpretation, words_to_mark(words))
    why = explanation_of(ranked, words, interpretation)
    return SearchResult(rank, ranked, citation_of(ranked.stored.document, clause.path), marked, why, copies)


def highlights_of(text: str, interpretation: Interpretation, others: Sequence[str] = ()) -> tuple[Span, ...]:
    """Where the words of the query, and others that stand for them, are in the clause; touching places joined."""
    pressed = squeeze(text)
    asked = (*interpretation.terms, *interpretation.document_numbers, *others)
    words = [w for w in dict.fromkeys(map(squeezed_text, asked)) if w]
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
