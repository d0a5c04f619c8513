import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.clause_index import EmbeddedClauseIndex, open_index
from index.discovery import facts_of
from index.lexical import LexicalIndex, catch_up
from index.library import Library
from index.model import Filters, Outcome
from index.passages import index_text, text_key
from index.row_set import RowSet
from index.tokenizer import query_tokens
from index.update import ingest_paths
from index.vectors import VectorIndex
from index.write_lock import WriteLock
from ingest.errors import IndexBuildError, ModelError
from tests.index.small_notices import CountingEmbedder, parse_small, write_notice

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made)
    return made


@pytest.fixture
def folder(tmp_path: Path, embedder: CountingEmbedder) -> Path:
    notices = tmp_path / "notices"
    write_notice(
        notices / "a", "一、补贴。党支部书记每月不低于300元。", "二、学习。每月集中学习。", region="江苏扬州仪征"
    )
    write_notice(notices / "b", "一、补贴。由各单位自定。", region="浙江丽水")
    ingest_paths([notices], tmp_path / "library", parse=parse_small)
    return tmp_path / "library"


def texts_by_words(folder: Path, question: str, filters: Filters | None = None) -> list[str]:
    index = open_index(folder)
    ranked = index.clause_index.rank_by_words(query_tokens(question), 10, filters or Filters())
    return [s.clause.text for s in index.library.clauses([row for row, _ in ranked])]


def texts_by_meaning(folder: Path, question: str, filters: Filters | None = None) -> list[str]:
    index = open_index(folder)
    assert index.embedder is not None
    vector = index.embedder.embed_queries([question])[0]
    ranked = index.clause_index.rank_by_meaning(vector, 10, filters or Filters())
    return [s.clause.text for s in index.library.clauses([row for row, _ in ranked])]


def test_both_rankings_find_the_clause(folder: Path) -> None:
    assert open_index(folder).notes == ()
    assert texts_by_words(folder, "党支部书记补贴")[0].endswith("300元。")
    assert texts_by_meaning(folder, "一、补贴。党支部书记每月不低于300元。")[0].endswith("300元。")


def test_both_rankings_stay_inside_the_filters(folder: Path) -> None:
    only = Filters(regions=("浙江",))
    assert texts_by_words(folder, "补贴", only) == ["一、补贴。由各单位自定。"]
    assert texts_by_meaning(folder, "补贴", only) == ["一、补贴。由各单位自定。"]
    assert texts_by_words(folder, "补贴", Filters(regions=("西藏",))) == []
    assert texts_by_meaning(folder, "补贴", Filters(regions=("西藏",))) == []


@pytest.mark.parametrize("lost", ["lexical", "vectors"])
def test_an_index_that_was_deleted_is_made_again_and_told(folder: Path, lost: str) -> None:
    words, meaning = texts_by_words(folder, "补贴"), texts_by_meaning(folder, "补贴")
    if lost == "lexical":
        shutil.rmtree(folder / "lexical")
    else:
        for file in folder.glob("*.faiss"):
            file.unlink()
    notes = open_index(folder).notes
    assert len(notes) == 1 and "补 3 条" in notes[0]
    assert (texts_by_words(folder, "补贴"), texts_by_meaning(folder, "补贴")) == (words, meaning)
    assert open_index(folder).notes == ()  # mended for good


def test_what_a_killed_run_left_undone_is_done_at_the_next_start(folder: Path, tmp_path: Path) -> None:
    """The state between the commit of a file to library.db and the commit of the indexes."""
    library = open_index(folder).library
    path = write_notice(tmp_path / "late", "一、迟到的补贴。")
    parsed = parse_small(path)
    keys = [text_key(index_text(c, d)) for d in parsed.documents for c in d.clauses]
    library.keep_file(facts_of(path), parsed, Outcome.ADDED, keys)
    library.remove_files([library.known_files()[0].row])
    index = open_index(folder)
    assert any("词语索引" in note and "补 1 条，去 2 条" in note for note in index.notes)
    assert any("向量" in note for note in index.notes)
    assert set(texts_by_words(folder, "补贴")) == {"一、迟到的补贴。", "一、补贴。由各单位自定。"}
    assert texts_by_meaning(folder, "补贴") == ["一、补贴。由各单位自定。"]


def test_clauses_without_a_vector_are_told(folder: Path, tmp_path: Path) -> None:
    write_notice(tmp_path / "notices" / "c", "一、新的。")
    ingest_paths([tmp_path / "notices"], folder, parse=parse_small, embed=False)
    assert any("1 条条款还没有向量" in note for note in open_index(folder).notes)


def test_a_model_that_cannot_be_had_leaves_the_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(model: str) -> None:
        raise ModelError(model, "没有这个模型", "请换一个")

    monkeypatch.setattr("index.embedding.load_embedder", refuse)
    index = open_index(folder)
    assert index.embedder is None
    assert any("只按词语检索" in note and "没有这个模型" in note for note in index.notes)
    assert texts_by_words(folder, "补贴")


@pytest.mark.parametrize(
    ("asked", "environment", "setting", "expected"),
    [
        ("a", "b", "c", "a"),
        (None, "b", "c", "b"),
        (None, None, "c", "c"),
        (None, None, None, "bundled"),
    ],
)
def test_the_model_is_the_one_asked_for_first(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: str | None,
    environment: str | None,
    setting: str | None,
    expected: str,
) -> None:
    wanted: list[str] = []
    monkeypatch.setattr("index.embedding.load_embedder", wanted.append)
    if environment is None:
        monkeypatch.delenv("JUDIAN_MODEL", raising=False)
    else:
        monkeypatch.setenv("JUDIAN_MODEL", environment)
    if setting:
        open_index(folder).library.set_setting("model", setting)
        wanted.clear()
    open_index(folder, asked)
    assert wanted == [expected]


def test_an_open_index_follows_another_run_of_ingest(folder: Path, tmp_path: Path) -> None:
    index = open_index(folder)

    def found(question: str) -> set[str]:
        words = index.clause_index.rank_by_words(query_tokens(question), 10, Filters())
        assert index.embedder is not None
        meaning = index.clause_index.rank_by_meaning(index.embedder.embed_queries([question])[0], 10, Filters())
        by_words, by_meaning = ({r for r, _ in ranking} for ranking in (words, meaning))
        assert by_words <= by_meaning
        return {s.clause.text for s in index.library.clauses(sorted(by_words))}

    assert found("时间银行") == set()
    write_notice(tmp_path / "notices" / "c", "一、推广时间银行。")
    (tmp_path / "notices" / "b").unlink()
    ingest_paths([tmp_path / "notices"], folder, parse=parse_small)
    assert found("时间银行") == {"一、推广时间银行。"}
    assert found("自定") == set()


def test_a_library_that_is_being_written_is_still_read_and_told(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "lexical")
    with WriteLock(folder):
        index = open_index(folder)
        assert any("正在更新" in note for note in index.notes)
        assert index.clause_index.rank_by_words(query_tokens("补贴"), 5, Filters()) == []


def test_no_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexBuildError, match="还没有资料库"):
        open_index(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_asking_imports_nothing_heavy_that_it_does_not_need(folder: Path) -> None:
    script = f"""
import json, sys
from pathlib import Path
from index.clause_index import open_index
from index.model import Filters
index = open_index(Path({str(folder)!r}), "none")
index.clause_index.rank_by_words({{"补贴": 1.0}}, 5, Filters())
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {
        "haystack",
        "torch",
        "onnxruntime",
        "faiss",
        "pdfplumber",
        "docx",
        "streamlit",
        "pandas",
        "ingest.documents",
    }
    assert heavy & set(json.loads(done.stdout)) == set()


def test_passages_are_counted_by_a_token_as_the_library_is_now(folder: Path, tmp_path: Path) -> None:
    index = open_index(folder)
    assert index.clause_index.passages_with("补贴") == 2
    assert index.clause_index.passages_with("没有的词") == 0
    write_notice(tmp_path / "notices" / "c", "一、补贴。另行规定。", region="浙江丽水")
    ingest_paths([tmp_path / "notices"], folder, parse=parse_small)
    assert index.clause_index.passages_with("补贴") == 3


def add_clauses_without_words(library: Library, path: Path) -> None:
    """What a run of ingest does before it commits the words."""
    parsed = parse_small(path)
    keys = [text_key(index_text(c, d)) for d in parsed.documents for c in d.clauses]
    library.keep_file(facts_of(path), parsed, Outcome.ADDED, keys)


def test_words_committed_after_a_reader_saw_the_clauses_are_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(folder)
    reads: list[int] = []
    reload = LexicalIndex.reload

    def counted(words: LexicalIndex) -> None:
        reads.append(1)
        reload(words)

    monkeypatch.setattr(LexicalIndex, "reload", counted)

    def found() -> int:
        return len(index.clause_index.rank_by_words({"时间": 1.0}, 10, Filters()))

    with Library.open(folder) as library:
        add_clauses_without_words(library, write_notice(tmp_path / "late", "一、推广时间银行。"))
        assert [found(), found()] == [0, 0]
        assert not reads  # nothing was committed: nothing to read
        words = LexicalIndex(folder, create=True)
        catch_up(words, library)
        words.close_writer()
    reads.clear()
    assert [found(), found(), found()] == [1, 1, 1]
    assert len(reads) == 1


def test_an_index_opened_while_the_words_were_behind_sees_them_when_they_come(folder: Path, tmp_path: Path) -> None:
    with Library.open(folder) as library, WriteLock(folder):
        add_clauses_without_words(library, write_notice(tmp_path / "late", "一、推广时间银行。"))
        index = open_index(folder)
        words = LexicalIndex(folder, create=True)
        catch_up(words, library)
        words.close_writer()
    assert len(index.clause_index.rank_by_words({"时间": 1.0}, 10, Filters())) == 1


def test_vectors_that_another_process_saved_before_the_lock_was_free_are_not_saved_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder) as library:
        add_clauses_without_words(library, write_notice(tmp_path / "notices" / "c", "一、新的。"))
    acquired = WriteLock.acquired

    def acquired_after_others(lock: WriteLock) -> bool:
        monkeypatch.setattr(WriteLock, "acquired", acquired)
        for name in "de":  # a segment each
            write_notice(tmp_path / "notices" / name, f"一、又一条{name}。", title=name)
            ingest_paths([tmp_path / "notices"], folder, parse=parse_small)
        return acquired(lock)

    monkeypatch.setattr(WriteLock, "acquired", acquired_after_others)
    index = open_index(folder)
    assert index.embedder is not None
    saved = VectorIndex(folder, index.embedder.fingerprint)
    assert saved.count == len(saved.rows()) == index.library.clause_count() == 6


@pytest.mark.parametrize("few", [2500, 0], ids=["as a condition", "sifted"])
def test_both_rankings_stay_inside_the_clauses_and_the_filters(
    folder: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("index.lexical._FEW_DOCUMENTS", few)
    index = open_index(folder)
    ranks = index.clause_index
    assert isinstance(ranks, EmbeddedClauseIndex) and index.embedder is not None
    vector = index.embedder.embed_queries(["补贴"])[0]
    rows = [row for row, _ in ranks.rank_by_words({"补贴": 1.0}, 10, Filters())]
    assert len(rows) == 2
    for clauses in ([rows[1]], rows, [], [rows[0], 999]):
        inside = RowSet.of(clauses)
        by_words = ranks.rank_by_words_among({"补贴": 1.0}, 10, Filters(), inside)
        by_meaning = ranks.rank_by_meaning_among(vector, 10, Filters(), inside)
        assert [row for row, _ in by_words] == [row for row in rows if row in clauses]
        assert {row for row, _ in by_meaning} == {row for row in rows if row in clauses}
    lishui = Filters(regions=("浙江",))
    inside = RowSet.of(rows)
    only = [row for row, _ in ranks.rank_by_words({"补贴": 1.0}, 10, lishui)]
    assert [row for row, _ in ranks.rank_by_words_among({"补贴": 1.0}, 10, lishui, inside)] == only
    assert [row for row, _ in ranks.rank_by_meaning_among(vector, 10, lishui, inside)] == only
