import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.clause_index import open_index
from index.model import Filters
from index.tokenizer import query_tokens
from index.update import ingest_paths
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
    from index.discovery import facts_of
    from index.model import Outcome
    from index.passages import index_text, text_key

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
    from index.write_lock import WriteLock

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
