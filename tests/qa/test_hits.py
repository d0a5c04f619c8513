"""A list of clauses found: what is worth listing, its order, and why each was found in plain words."""

from dataclasses import replace
from datetime import date

from index.model import RankedClause, StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.model import Explanation, MatchedField, MatchedWord, SearchResult
from qa.retrieving.hits import Sort, in_order, why_in_words, worth_listing


def found(rank: int, *, lexical: int | None = None, dense: int | None = None, day: date | None = None) -> SearchResult:
    document = PolicyDocument(f"文{rank}", "", (0, 0), dated_on=day)
    clause = Clause(f"文{rank}#一", ("一、",), "一、", None, "补贴", (0, 2), None, (), 1, ClauseKind.CLAUSE)
    return SearchResult(rank, RankedClause(StoredClause(clause, document, "a.txt", rank), 1.0, lexical, dense), "", ())


def test_the_tail_of_mere_likeness_is_left_out() -> None:
    results = [found(1, lexical=1, dense=90), found(2, dense=20), found(3, dense=21), found(4)]
    assert [r.rank for r in worth_listing(results)] == [1, 2, 4]  # the last was named outright


def test_a_signature_is_listed_only_where_nothing_else_is_or_where_it_was_named() -> None:
    def signature(result: SearchResult) -> SearchResult:
        clause = replace(result.ranked.stored.clause, kind=ClauseKind.SIGNATURE)
        return replace(result, ranked=replace(result.ranked, stored=replace(result.ranked.stored, clause=clause)))

    signed = signature(found(1, lexical=1))
    assert [r.rank for r in worth_listing([signed, found(2, lexical=2)])] == [2]
    assert worth_listing([signed, found(2, dense=90)]) == (signed,)
    assert [r.rank for r in worth_listing([signature(found(1)), found(2, lexical=1)])] == [1, 2], "named outright"


def test_the_newest_come_first_by_date_and_those_without_one_last() -> None:
    results = [found(1, day=date(2020, 1, 1)), found(2), found(3, day=date(2022, 1, 1))]
    assert [r.rank for r in in_order(results, Sort.DATE)] == [3, 1, 2]
    assert [r.rank for r in in_order(results[::-1], Sort.RELEVANCE)] == [1, 2, 3]


def test_the_reasons_name_words_places_other_words_and_meaning() -> None:
    words = (
        MatchedWord("书记", MatchedField.TEXT, 1, None),
        MatchedWord("补贴", MatchedField.TEXT, 1, None),
        MatchedWord("补贴", MatchedField.TITLE, 1, None),
        MatchedWord("津贴", MatchedField.HEADING, 0.3, "补贴"),
    )
    why = Explanation(words, 1, 4, phrase=True)
    assert why_in_words(why) == (
        "正文有“书记”",
        "正文、文件标题或机关有“补贴”",
        "条款标题有“津贴”，与“补贴”同义",
        "所问的词连在一起出现",
        "意思相近（第 4 名）",
    )
    assert why_in_words(replace(why, words=(), dense_rank=None, phrase=False)) == ("文号、标题或条款与所问相符",)
    assert why_in_words(None) == ()
