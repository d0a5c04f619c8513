"""What of Milvus needs no Milvus: the setting, BM25 as an inner product, the counts, the differences and the conditions."""

import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clause_index import open_index
from index.derived import use_index
from index.engine import MilvusPlace, absolute_place, index_place, parse_place
from index.lexical import FieldWeights, LexicalIndex, PassageTokens
from index.library import Library
from index.milvus.conditions import MOST_LISTED, among, conditions_of
from index.milvus.difference import difference
from index.milvus.statistics import Tally, WordStatistics
from index.milvus.weights import FIELDS, dimension_of, passage_weights, passages_of, question_weights, terms_of
from index.model import Filters
from index.update import ingest_paths
from index.writing import bump
from ingest.errors import IndexBuildError
from tests.index.small_notices import parse_small, write_notice

ROOT = Path(__file__).resolve().parents[2]


# The setting.


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("embedded", None),
        ("milvus:http://10.0.0.5:19530", MilvusPlace("http://10.0.0.5:19530")),
        ("milvus:/data/据典.db", MilvusPlace("/data/据典.db")),
        (
            "milvus:https://milvus.local?database=policy&shards=4&replicas=2&vectors=IVF_SQ8",
            MilvusPlace("https://milvus.local", "policy", 4, 2, "IVF_SQ8"),
        ),
    ],
)
def test_a_setting_names_a_place(text: str, place: MilvusPlace | None) -> None:
    assert parse_place(text) == place
    assert place is None or parse_place(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        "milvus",
        "milvus:",
        "faiss",
        "milvus:x?shard=2",
        "milvus:x?shards=0",
        "milvus:x?shards=a",
        "milvus:x?vectors=GPU",
    ],
)
def test_a_setting_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(IndexBuildError, match=r"看不懂索引的设置.*请"):
        parse_place(text)


def test_a_file_is_named_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute_place(MilvusPlace("a.db")).uri == str(tmp_path.resolve() / "a.db")
    assert absolute_place(MilvusPlace("http://a:19530")).uri == "http://a:19530"


def test_the_environment_goes_before_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path, create=True) as library:
        assert index_place(library) is None
        library.set_setting("index", "milvus:http://a")
        assert index_place(library) == MilvusPlace("http://a")
        monkeypatch.setenv("JUDIAN_INDEX", "embedded")
        assert index_place(library) is None


# BM25.

PASSAGES = [
    PassageTokens("通知 老干部", "补贴", "书记 补贴 补贴 标准", "浙老干〔2020〕7号"),
    PassageTokens("通知 老干部", "学习", "书记 学习", "浙老干〔2020〕7号", rows=("书记 补贴",)),
    PassageTokens("意见", "", "补贴 由 各 单位 自定", ""),
]


def plain_bm25(passages: list[dict[str, list[str]]], words: dict[str, float], at: int) -> float:
    """The formula as it stands in books, field by field."""
    score = 0.0
    for name in FIELDS:
        average = sum(len(p[name]) for p in passages) / len(passages)
        for token, weight in words.items():
            if (name == "number" and not token.endswith("号")) or (weight < 1 and name in ("title", "number")):
                continue
            having = sum(token in p[name] for p in passages)
            count = passages[at][name].count(token)
            if count:
                idf = log(1 + (len(passages) - having + 0.5) / (having + 0.5))
                length = 1 - 0.75 + 0.75 * len(passages[at][name]) / average
                score += getattr(FieldWeights(), name) * weight * idf * count * 2.2 / (count + 1.2 * length)
    return score


def test_the_inner_product_is_bm25() -> None:
    passages = [p for tokens in PASSAGES for p in passages_of(tokens)]
    assert len(passages) == 4  # a row of a long table is one of its own
    averages = tuple(sum(len(p[name]) for p in passages) / len(passages) for name in FIELDS)
    having = Counter(dimension_of(name, token) for p in passages for name in FIELDS for token in set(p[name]))
    for words in ({"补贴": 1.0}, {"书记": 1.0, "补贴": 0.5, "通知": 1.0}, {"浙老干〔2020〕7号": 1.0}, {"没有": 1.0}):
        question = question_weights(terms_of(words, FieldWeights()), having, len(passages))
        for at, passage in enumerate(passages):
            weights = passage_weights(passage, averages)
            product = sum(weights.get(dimension, 0.0) * weight for dimension, weight in question.items())
            assert product == pytest.approx(plain_bm25(passages, words, at))


def test_dimensions_are_those_that_milvus_takes_and_stay_the_same() -> None:
    assert dimension_of("body", "补贴") == 701_093_189  # another number would part every collection from its questions
    assert dimension_of("body", "补贴") != dimension_of("title", "补贴")
    assert all(1 <= dimension_of("body", str(n)) <= 2**32 - 2 for n in range(1000))


# Counts.


def test_what_is_removed_is_counted_no_more(tmp_path: Path) -> None:
    counts = WordStatistics(tmp_path, create=True)
    here, gone = Tally(), Tally()
    here.count({1: 0.5, 2: 3.7}, (1, 2, 3, 4))
    here.count({2: 1.2}, (1, 0, 0, 0))
    gone.count({2: 1.2}, (1, 0, 0, 0))
    counts.finish([counts.begin([1, 2])], here, 1)
    assert (counts.passages(), counts.having([1, 2, 3]), counts.averages()) == (2, {1: 1, 2: 2}, (1.0, 1.0, 1.5, 2.0))
    counts.finish([counts.begin([2], gone)], gone, -1)
    assert (counts.passages(), counts.having([1, 2]), counts.averages()) == (1, {1: 1, 2: 1}, (1.0, 2.0, 3.0, 4.0))
    assert counts.under_way() == []


def test_the_journal_outlives_a_process(tmp_path: Path) -> None:
    tally = Tally()
    tally.count([7, 9], (1, 1, 1, 1))
    counts = WordStatistics(tmp_path, create=True)
    first, second = counts.begin([1, 2]), counts.begin([3], tally)
    counts.close()
    assert WordStatistics(tmp_path).under_way() == [(first, [1, 2], None), (second, [3], tally)]


def test_a_library_without_counts_is_one_where_nothing_is_counted(tmp_path: Path) -> None:
    counts = WordStatistics(tmp_path)
    assert (counts.passages(), counts.states, counts.having([1])) == (0, frozenset(), {})
    assert not list(tmp_path.iterdir())


def test_counts_that_another_process_makes_later_are_seen(tmp_path: Path) -> None:
    reading = WordStatistics(tmp_path)
    assert reading.passages() == 0
    tally = Tally()
    tally.count([7], [1] * len(FIELDS))
    writing = WordStatistics(tmp_path, create=True)
    writing.finish([], tally, 1)
    assert (reading.passages(), reading.having([7])) == (1, {7: 1})


def test_a_broken_file_of_counts_is_told(tmp_path: Path) -> None:
    (tmp_path / "milvus-words.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexBuildError, match=r"词语统计不能读写.*judian index use"):
        WordStatistics(tmp_path, create=True)


# Differences.


class Held:
    def __init__(self, rows: set[int], page: int) -> None:
        self.held, self.page, self.listed = rows, page, 0

    def count(self, low: int, high: int) -> int:
        return sum(low <= row < high for row in self.held)

    def rows(self, low: int, high: int) -> list[int]:
        found = [row for row in self.held if low <= row < high]
        assert len(found) <= self.page
        self.listed += len(found)
        return found


@settings(deadline=None, derandomize=True)
@given(held=st.sets(st.integers(1, 300)), truth=st.sets(st.integers(1, 300)), page=st.integers(1, 20))
def test_the_difference_is_that_of_the_sets(held: set[int], truth: set[int], page: int) -> None:
    found = difference(Held(held, page), np.array(sorted(truth), np.int64), trusted_below=0, page=page)
    assert (found.missing, found.stale) == (sorted(truth - held), sorted(held - truth))


def test_where_counts_may_be_trusted_little_is_listed() -> None:
    held = Held(set(range(1, 5001)), 100)
    truth = np.array(sorted((set(range(1, 5001)) - {77}) | {5001, 5002}), np.int64)
    found = difference(held, truth, trusted_below=5001, page=100)
    assert (found.missing, found.stale) == ([5001, 5002], [77])
    assert held.listed <= 100


# Conditions.


def is_among(condition: str, value: int) -> bool:
    return bool(eval(condition, {}, {"document": value}))  # Milvus writes these as Python does


@settings(deadline=None, derandomize=True)
@given(values=st.sets(st.integers(1, 200), min_size=1))
def test_conditions_together_say_that_a_value_is_listed_once(values: set[int]) -> None:
    conditions = list(among("document", sorted(values)))
    for value in range(202):
        assert sum(is_among(condition, value) for condition in conditions) == (value in values)


def test_a_long_list_is_cut_and_a_run_is_short() -> None:
    assert list(among("row", range(1, 1_000_000))) == ["((row >= 1 and row <= 999999))"]
    conditions = list(among("document", range(1, 3 * MOST_LISTED * 2, 2)))
    assert len(conditions) == 3
    assert all(condition.count(",") < MOST_LISTED for condition in conditions)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    notices = tmp_path / "notices"
    write_notice(
        notices / "a", "一、甲。", title="甲", region="江苏扬州仪征", issuers=["中共 仪征市委"], dated_on="2022-12-30"
    )
    write_notice(notices / "b", "一、乙。", title="乙", region="浙江丽水", issuers=["丽水市委", '"百分%之_百"'])
    ingest_paths([notices], tmp_path / "library", parse=parse_small, embed=False)
    return Library.open(tmp_path / "library")


def test_filters_become_conditions(library: Library) -> None:
    a, b = (d.document.document_id for d in library.documents())
    assert conditions_of(Filters(), library) == ("",)
    assert conditions_of(Filters(regions=("江苏",)), library) == ('region in ["江苏扬州仪征"]',)
    assert conditions_of(Filters(regions=("海南",)), library) == ()
    assert conditions_of(Filters(years=(2022, 2020)), library) == ("year in [2020, 2022]",)
    assert conditions_of(Filters(issuers=("仪征 市委", '"百分%之_')), library) == (
        r'(issuers like "%仪征市委%" or issuers like "%\"百分\\%之\\_%")',
    )
    assert conditions_of(Filters(document_ids=(b,)), library) == ("(document in [2])",)
    assert conditions_of(Filters(document_ids=("没有这份",)), library) == ()
    assert conditions_of(Filters(excluded_ids=(a,), years=(2022,)), library) == (
        "year in [2022] and not (document in [1])",
    )


def test_a_filter_that_milvus_has_no_field_for_is_asked_of_the_library(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.milvus.conditions.Filters", lambda: None)  # any other filter: none equals this
    monkeypatch.setattr(Library, "document_rows", lambda self, filters: [2])
    assert conditions_of(Filters(years=(2022,)), library) == ("year in [2022] and (document in [2])",)


# Not chosen, not there, not reachable.


def test_a_plain_question_loads_nothing_of_milvus(library: Library) -> None:
    code = """
import sys
from pathlib import Path
from index.clause_index import open_index
from index.model import Filters
index = open_index(Path(sys.argv[1]), "none")
assert index.clause_index.rank_by_words({"甲": 1.0}, 3, Filters()) is not None
print(sorted(name for name in sys.modules if "milvus" in name or name.split(".")[0] == "grpc"))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(library.folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_without_the_client_it_is_told_how_to_have_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    monkeypatch.setenv("JUDIAN_INDEX", "milvus:http://127.0.0.1:1")
    with pytest.raises(IndexBuildError, match=r'没有安装 Milvus 的客户端.*pip install "judian\[milvus\]"'):
        open_index(library.folder, "none")
    with pytest.raises(IndexBuildError, match="judian index use embedded"):
        use_index(library.folder, MilvusPlace("http://127.0.0.1:1"))
    assert library.setting("index") is None  # questions are answered as before


# Changing the place.


def test_whoever_has_a_library_open_learns_of_a_new_place(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    before = library.generation
    state = use_index(library.folder, None)
    assert library.setting("index") == "embedded" and library.generation == before + 1
    assert state.notes == () or all("补齐" not in note for note in state.notes)


def test_the_words_of_this_machine_are_whole_before_it_is_asked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    shutil.rmtree(library.folder / "lexical")
    seen = []

    def look(connection: sqlite3.Connection) -> None:
        seen.append(LexicalIndex(library.folder).clause_count)
        bump(connection)

    monkeypatch.setattr("index.derived.bump", look)
    use_index(library.folder, None)
    assert seen == [2]


def test_the_page_opens_a_library_anew_when_its_rankings_are_elsewhere(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.opened import _state_of

    monkeypatch.delenv("JUDIAN_INDEX", raising=False)
    here = _state_of(library.folder)[0]
    library.set_setting("index", "milvus:http://10.0.0.5:19530")
    assert _state_of(library.folder)[0] != here
