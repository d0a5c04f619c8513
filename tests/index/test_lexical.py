from pathlib import Path

import pytest

from index.lexical import LexicalIndex, LexicalStamp, PassageTokens
from index.tokenizer import query_tokens, tokens_of

STAMP = LexicalStamp("library", 1, "recipe")


def passage(body: str, title: str = "", number: str = "") -> PassageTokens:
    return PassageTokens(" ".join(tokens_of(title)), "", " ".join(tokens_of(body)), " ".join(tokens_of(number)))


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(tmp_path, create=True)


def rows(index: LexicalIndex, question: str, k: int = 10, documents: list[int] | None = None) -> list[int]:
    return [row for row, _ in index.rank(query_tokens(question), k, documents)]


def test_the_clause_that_says_it_comes_first(index: LexicalIndex) -> None:
    index.add(1, 1, passage("老年大学开设书画课程"))
    index.add(2, 1, passage("党支部书记补贴每月不低于300元"))
    index.add(3, 1, passage("党支部每月集中学习"))
    index.commit(STAMP)
    assert rows(index, "党支部书记补贴标准")[:2] == [2, 3]


def test_a_number_finds_the_document_that_bears_it_before_one_that_mentions_it(index: LexicalIndex) -> None:
    index.add(1, 1, passage("按照鲁老干〔2022〕15号执行"))
    index.add(2, 2, passage("健全机制", number="鲁老干〔2022〕15号"))
    index.add(3, 3, passage("鲁老干〔2021〕15号", number="鲁老干〔2021〕15号"))
    index.commit(STAMP)
    assert rows(index, "鲁老干[2022]15号")[:1] == [2]
    assert set(rows(index, "鲁老干15号")) == {1, 2, 3}


def test_nothing_is_seen_before_it_is_committed(index: LexicalIndex) -> None:
    index.add(1, 1, passage("补贴"))
    assert rows(index, "补贴") == []
    index.commit(STAMP)
    assert rows(index, "补贴") == [1]


def test_what_is_removed_is_not_found(index: LexicalIndex) -> None:
    index.add(1, 1, passage("补贴"))
    index.add(2, 1, passage("补贴"))
    index.commit(STAMP)
    index.remove([1])
    index.commit(STAMP)
    assert rows(index, "补贴") == [2]
    assert index.rows().tolist() == [2]


@pytest.mark.parametrize("seen", [1, 3, 50, 400])
def test_a_filter_leaves_the_ranking_whole(index: LexicalIndex, seen: int) -> None:
    """The k best inside the filter come back, in the order they have without it, however narrow it is."""
    for n in range(400):
        index.add(n + 1, n + 1, passage(f"补贴标准{'补贴' * (n % 7)}{'老年' * (n % 11)}"))
    index.commit(STAMP)
    documents = list(range(1, 400, 400 // seen))[:seen]
    everything = index.rank(query_tokens("补贴标准"), 400)
    expected = [pair for pair in everything if pair[0] in documents]
    found = index.rank(query_tokens("补贴标准"), len(documents), documents)
    assert [row for row, _ in found] == [row for row, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])


def test_a_filter_that_lets_nothing_through_finds_nothing(index: LexicalIndex) -> None:
    index.add(1, 1, passage("补贴"))
    index.commit(STAMP)
    assert rows(index, "补贴", documents=[]) == []


def test_ties_are_broken_by_row_wherever_the_clauses_lie(index: LexicalIndex) -> None:
    for row in (5, 3, 9, 1, 7):
        index.add(row, 1, passage("补贴标准"))
        index.commit(STAMP)  # a segment each
    assert rows(index, "补贴", 3) == [1, 3, 5]


def test_the_stamp_is_committed_with_the_clauses(index: LexicalIndex, tmp_path: Path) -> None:
    assert index.stamp is None
    index.add(1, 1, passage("补贴"))
    index.commit(STAMP)
    later = LexicalStamp("library", 2, "recipe")
    index.commit(later)
    index.close_writer()
    again = LexicalIndex(tmp_path)
    assert again.stamp == later
    assert again.rows().tolist() == [1]  # the stamp is no clause


def test_questions_without_words_find_nothing(index: LexicalIndex) -> None:
    index.add(1, 1, passage("补贴"))
    index.commit(STAMP)
    assert index.rank({}, 10) == []
    assert index.rank({"补贴": 1.0}, 0) == []
    assert rows(index, "zzz") == []


@pytest.mark.parametrize("victim", ["meta.json", "*.idx", "*.term", "*.store", "*.fast"])
def test_a_half_written_index_is_begun_again(tmp_path: Path, victim: str) -> None:
    index = LexicalIndex(tmp_path, create=True)
    index.add(1, 1, passage("补贴"))
    index.commit(STAMP)
    index.close_writer()
    for file in (tmp_path / "lexical").glob(victim):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    broken = LexicalIndex(tmp_path)
    assert (broken.stamp, rows(broken, "补贴")) == (None, [])
    mended = LexicalIndex(tmp_path, create=True)
    mended.add(2, 1, passage("补贴"))
    mended.commit(STAMP)
    assert rows(mended, "补贴") == [2]


def test_opening_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    assert (index.stamp, index.rank({"补贴": 1.0}, 3)) == (None, [])
    assert list(tmp_path.iterdir()) == []


def test_rows_are_listed_over_gaps_and_a_row_that_is_there_twice_stands_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lexical._STRETCH", 2)
    index = LexicalIndex(tmp_path, create=True)
    wanted = [1, 2, 3, 9, 40, 41, 5000, 5000]
    for row in wanted:
        index.add(row, 1, PassageTokens("", "", "补贴 标准", "", ("一 行", "二 行")))
    index.commit(LexicalStamp("甲", 1, "乙"))
    assert index.rows().tolist() == wanted
    index.remove(wanted)
    index.commit(LexicalStamp("甲", 2, "乙"))
    assert index.rows().tolist() == []
    index.close_writer()
