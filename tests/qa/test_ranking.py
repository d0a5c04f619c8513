"""What becomes of a ranking on its way to the person: weights, support, balance, copies, reading again, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.model import Filters, RankedClause, StoredClause
from ingest.errors import ModelError
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.answer import AskSettings, find_clauses, understand
from qa.asking.question import interpret
from qa.language.lexicon import lexicon_of
from qa.model import MatchedField
from qa.retrieving.duplicates import same_notice, without_copies
from qa.retrieving.explain import explanation_of
from qa.retrieving.query_words import QueryWord, words_of_query
from qa.retrieving.rerank import RERANKER_VARIABLE, reranked, reranker_in_use
from qa.retrieving.spread import asks_for_each, spread_over_notices
from qa.retrieving.support import SupportSettings, supported
from qa.search import search
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written


def ranked(
    row: int,
    score: float,
    notice: str = "甲",
    text: str = "发给补贴。",
    path: tuple[str, ...] = ("一、总则",),
    **fields: object,
) -> RankedClause:
    document = PolicyDocument(notice, "", (0, 0), **fields)  # type: ignore[arg-type]
    clause = Clause(f"{notice}#{row}", path, "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    return RankedClause(StoredClause(clause, document, f"{notice}.txt", row), score, row, None)


def rows(found: Sequence[RankedClause]) -> list[int]:
    return [r.stored.row for r in found]


# Words.


def test_words_weigh_one_pairs_and_asking_words_less_and_expansions_below_what_they_stand_for() -> None:
    question = "支书的辛苦费最少多少"
    words = words_of_query(question, interpret(question), lexicon_of(None))
    assert words.tokens["辛苦费"] == 1.0
    assert words.tokens["苦费"] < 1.0
    assert 0.0 < words.tokens["多少"] < 1.0
    assert 0.0 < words.tokens["补贴"] < 1.0
    assert {(w.word, w.stands_for) for w in words.words} >= {("辛苦费", None), ("补贴", "辛苦费")}


def test_what_is_read_as_a_filter_is_not_looked_for_as_a_word_of_asking() -> None:
    question = "丽水 党费标准"
    read = interpret(question)
    words = words_of_query(question, read, lexicon_of(None))
    assert words.tokens["党费"] == 1.0
    assert all(weight <= 1.0 for weight in words.tokens.values())


# Support.


def test_a_clause_beside_a_good_one_of_its_notice_passes_an_equal_one_elsewhere() -> None:
    given = [ranked(1, 1.0), ranked(9, 0.5, "乙"), ranked(2, 0.5)]
    assert rows(supported(given, SupportSettings(0.0, 0.2))) == [1, 2, 9]


def test_rows_side_by_side_in_two_notices_are_no_neighbours() -> None:
    given = [ranked(1, 1.0), ranked(2, 0.5, "乙"), ranked(5, 0.5, "丙")]
    found = {r.stored.row: r.score for r in supported(given, SupportSettings(0.0, 0.2))}
    assert found[2] == found[5]


def test_words_in_one_sentence_count_for_more_than_words_apart() -> None:
    question = "书记 补贴"
    words = words_of_query(question, interpret(question), lexicon_of(None)).words
    given = [
        ranked(1, 1.0, "甲", "书记要开会。学员发补贴。"),
        ranked(5, 1.0, "乙", "会议要开。给书记发补贴。"),
        ranked(9, 0.1, "丙", "别的。"),
    ]
    assert rows(supported(given, SupportSettings(0.0, 0.0, 0.5), words))[0] == 5


@pytest.mark.parametrize(
    ("name", "parts", "asked"),
    [
        ("党支部书记", ("党支部", "支部", "书记"), ("补贴", "发放")),
        ("公共租赁住房", ("公共", "租赁", "住房"), ("续租", "申请")),
    ],
)
def test_a_long_name_with_the_words_in_it_does_not_outweigh_what_is_asked_of_it(
    name: str, parts: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    words = [QueryWord(word, 1.0) for word in (name, *parts, *asked)]
    given = [ranked(1, 1.0, text=f"{name}工作法。"), ranked(2, 1.0, text=f"{parts[-1]}{''.join(asked)}。")]
    given += [ranked(row, 0.1, notice="乙", text="组织学习。") for row in (8, 9)]
    assert rows(supported(given, SupportSettings(0.0, 0.0, 0.5), words))[0] == 2


def test_without_weights_the_ranking_stands() -> None:
    given = [ranked(3, 0.9), ranked(1, 0.5), ranked(2, 0.4)]
    assert supported(given, SupportSettings(0.0, 0.0)) == given


# One notice after another.


@pytest.mark.parametrize("question", ["哪些地方规定了补贴", "各地党费标准", "哪几个市有补贴", "哪些文件提到老年大学"])
def test_a_question_for_each_notice_is_known(question: str) -> None:
    assert asks_for_each(question, interpret(question))


@pytest.mark.parametrize("question", ["哪些人可以申领", "各自负责什么工作", "补贴多少", "哪些材料"])
def test_a_question_for_something_else_is_not(question: str) -> None:
    assert not asks_for_each(question, replace(interpret(question), asks_for=interpret("补贴").asks_for))


def test_the_best_of_each_notice_comes_before_further_ones_of_the_first() -> None:
    given = [ranked(1, 1.0), ranked(2, 0.95), ranked(3, 0.9), ranked(9, 0.8, "乙")]
    assert rows(spread_over_notices(given)) == [1, 9, 2, 3]


def test_a_notice_that_hardly_speaks_stays_below() -> None:
    given = [ranked(1, 1.0), ranked(2, 0.9), ranked(9, 0.2, "乙")]
    assert rows(spread_over_notices(given)) == [1, 2, 9]


# Copies.

NUMBER = {"document_number": "甲发〔2022〕1号", "title": "关于补贴的通知"}


def test_a_copy_is_shown_once_and_named() -> None:
    given = [
        ranked(1, 1.0, "甲", **NUMBER),
        ranked(9, 0.9, "乙", "发给\n补贴。", **NUMBER),
        ranked(2, 0.5, "甲", "另一条。"),
    ]
    kept, copies = without_copies(given)
    assert rows(kept) == [1, 2]
    assert [c.file for c in copies["甲#1"]] == ["乙.txt"]


@pytest.mark.parametrize(
    "other",
    [
        {"document_number": "乙发〔2022〕1号", "title": "关于补贴的通知"},  # another number
        {"document_number": None, "title": "关于奖金的通知"},  # another title
        {"document_number": None, "title": None},  # nothing says whose it is
        NUMBER | {"region": "浙江"},
        NUMBER | {"dated_on": date(2023, 1, 1)},
        NUMBER | {"issuing_authorities": ("乙局",)},
    ],
)
def test_another_notice_that_says_the_same_is_no_copy(other: dict[str, object]) -> None:
    own = NUMBER | {"region": "江苏", "dated_on": date(2022, 1, 1), "issuing_authorities": ("甲局",)}
    kept, copies = without_copies([ranked(1, 1.0, "甲", **own), ranked(9, 0.9, "乙", **other)])
    assert rows(kept) == [1, 9]
    assert not copies


def test_a_clause_that_differs_by_a_figure_is_never_hidden() -> None:
    given = [
        ranked(1, 1.0, "甲", "每月300元。", **NUMBER),
        ranked(9, 0.9, "乙", "每月200元。", **NUMBER),
        ranked(8, 0.8, "乙", "每月300元。", ("二、附则",), **NUMBER),
    ]
    assert rows(without_copies(given)[0]) == [1, 9, 8]


def test_a_web_page_without_the_number_is_a_copy_by_its_title() -> None:
    paper = PolicyDocument("a", "", (0, 0), title="关于补贴的通知", document_number="甲发〔2022〕1号")
    page = PolicyDocument("b", "", (0, 0), title="关于补贴 的通知")
    assert same_notice(paper, page)


# Reading again.


class Longest:
    """Takes the longest passage for the best."""

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        return [float(len(p)) for p in passages]


def test_a_reranker_orders_the_first_and_the_scores_stay_in_order() -> None:
    given = [ranked(1, 1.0, text="短。"), ranked(2, 0.8, text="这一条长得多。"), ranked(3, 0.6, text="这条中。")]
    found = reranked("问", given, Longest())
    assert rows(found) == [2, 3, 1]
    assert [r.score for r in found] == [1.0, 0.8, 0.6]
    assert reranked("问", given, None) == given


def test_no_reranker_is_used_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RERANKER_VARIABLE, raising=False)
    assert reranker_in_use() is None


def test_a_reranker_that_cannot_be_had_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(RERANKER_VARIABLE, str(tmp_path / "没有这个模型"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="重排模型"):
        reranker_in_use()


@pytest.mark.slow
def test_a_cross_encoder_of_sentence_transformers_reads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers", reason="judian[models] is not installed")
    transformers = pytest.importorskip("transformers")
    letters = sorted(set("问补贴标准发给书记会议每月三百元一二。、？关于的通知总则"))
    (tmp_path / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]), encoding="utf-8"
    )
    tokenizer = transformers.BertTokenizerFast(str(tmp_path / "vocab.txt"))
    config = transformers.BertConfig(
        vocab_size=len(letters) + 5, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, num_labels=1,
    )  # fmt: skip
    model = tmp_path / "model"
    transformers.BertForSequenceClassification(config).save_pretrained(model)
    tokenizer.save_pretrained(model)
    monkeypatch.setenv(RERANKER_VARIABLE, str(model))
    reranker = reranker_in_use()
    assert reranker is not None
    given = [ranked(1, 1.0, text="会议。"), ranked(2, 0.5, text="书记补贴标准。")]
    assert sorted(rows(reranked("补贴标准", given, reranker))) == [1, 2]
    assert len(reranker.scores("补贴", ["会议", "补贴"])) == 2


# Reasons.


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")))


def test_every_result_says_which_words_led_to_it_and_where(index: InMemoryIndex) -> None:
    first = search(index, "支书的辛苦费", k=1).results[0]
    assert first.why is not None
    assert first.why.lexical_rank == 1
    by_synonym = {(m.word, m.synonym_of) for m in first.why.words if m.field is MatchedField.TEXT and m.synonym_of}
    assert ("补贴", "辛苦费") in by_synonym
    assert all(m.weight < 1.0 for m in first.why.words if m.synonym_of)
    text = first.ranked.stored.clause.text
    assert any("补贴" in text[a:b] for a, b in first.highlights)


def test_a_phrase_of_the_question_is_seen() -> None:
    question = "书记补贴"
    words = words_of_query(question, interpret(question), lexicon_of(None))
    assert explanation_of(ranked(1, 1.0, text="发给书记补贴。"), words, interpret(question)).phrase
    assert not explanation_of(ranked(1, 1.0, text="补贴发给书记。"), words, interpret(question)).phrase


def test_a_word_of_the_title_or_the_number_is_told_apart_from_the_text() -> None:
    question = "甲林发〔2022〕1号 党费"
    words = words_of_query(question, interpret(question), lexicon_of(None))
    found = ranked(1, 1.0, text="按时交。", title="关于党费的通知", document_number="甲林发〔2022〕1号")
    fields = {(m.word, m.field) for m in explanation_of(found, words, interpret(question)).words}
    assert ("党费", MatchedField.TITLE) in fields
    assert ("甲林发〔2022〕1号", MatchedField.NUMBER) in fields


def test_a_question_for_each_notice_hears_more_notices_than_one_for_a_figure(tmp_path: Path) -> None:
    settings = AskSettings(clauses=4, per_document=4, per_document_of_many=1)
    index = index_of(written(tmp_path))

    def heard(question: str) -> int:
        found = find_clauses(index, understand(index.library, question, Filters()), settings)
        return len({r.stored.document.document_id for r in found.ranked[: settings.clauses]})

    assert heard("哪些地方规定了工作补贴") > heard("工作补贴")
