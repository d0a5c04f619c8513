from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.write_lock import WriteLock
from index.written import IdTakenError, IfPresent, WrittenDocument, WrittenDocuments
from index.written_vectors import WrittenVectors
from index.written_words import WrittenWords
from ingest.errors import IndexBuildError
from tests.index.small_notices import CountingEmbedder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def ranked(documents: WrittenDocuments, *words: str, rows: list[int] | None = None) -> list[int]:
    found = WrittenWords(documents).rank(dict.fromkeys(words, 1.0), 10, rows, 0, lambda token: 0)
    return [row for row, _ in found]


def test_a_library_without_written_documents_has_no_tables_for_them(library: Library) -> None:
    documents = WrittenDocuments(library)
    assert (documents.count(), documents.read(), documents.delete([1]), documents.clear()) == (0, [], 0, 0)
    assert not library.select("SELECT 1 FROM sqlite_master WHERE name LIKE 'written%'")
    documents.write([WrittenDocument("a", "甲")], IfPresent.FAIL)
    assert documents.count() == 1


def test_a_refused_call_writes_nothing(library: Library) -> None:
    documents = WrittenDocuments(library)
    documents.write([WrittenDocument("a", "甲")], IfPresent.FAIL)
    generation = documents.generation
    with pytest.raises(IdTakenError):
        documents.write([WrittenDocument("b", "乙"), WrittenDocument("a", "丙")], IfPresent.FAIL)
    assert [(d.id, d.content) for d in documents.read()] == [("a", "甲")]
    assert documents.generation == generation


def test_overwriting_forgets_the_old_words_and_vectors(library: Library) -> None:
    documents = WrittenDocuments(library)
    documents.write([WrittenDocument("a", "森林防火"), WrittenDocument("b", "书记补贴")], IfPresent.FAIL)
    vectors = WrittenVectors(documents)
    embedder = CountingEmbedder()
    assert vectors.make(embedder) == 2
    documents.write([WrittenDocument("a", "值班巡查")], IfPresent.OVERWRITE)
    assert ranked(documents, "防火") == []
    assert ranked(documents, "值班") == [documents.rows_of(["a"])["a"]]
    assert vectors.make(embedder) == 1  # the other one is not embedded again
    vector = embedder.embed_queries(["值班巡查"])[0]
    best = vectors.rank(vector, 1, None, embedder.fingerprint, carried=False)
    assert best[0][0] == documents.rows_of(["a"])["a"]


def test_ranking_by_words_stays_inside_the_rows_and_counts_weights(library: Library) -> None:
    documents = WrittenDocuments(library)
    texts = ("书记补贴", "书记学习", "补贴补贴补贴", "别的")
    documents.write([WrittenDocument(t, t) for t in texts], IfPresent.FAIL)
    row = documents.rows_of(texts)
    assert ranked(documents, "书记", "补贴")[0] == row["书记补贴"]
    assert ranked(documents, "补贴", rows=[row["书记补贴"], row["别的"]]) == [row["书记补贴"]]
    assert ranked(documents, "补贴", rows=[]) == []
    heavy = WrittenWords(documents).rank({"书记": 0.1, "补贴": 1.0}, 3, None, 0, lambda token: 0)
    assert [r for r, _ in heavy] == [row["补贴补贴补贴"], row["书记补贴"], row["书记学习"]]


def test_contents_are_cut_anew_when_words_are_cut_in_another_way(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = WrittenDocuments(library)
    monkeypatch.setattr("index.written_words.tokens_of", lambda text: ["老"])
    monkeypatch.setattr("index.lexical.tokenizer_fingerprint", lambda: "older")
    documents.write([WrittenDocument("a", "书记补贴")], IfPresent.FAIL)
    assert ranked(documents, "老") == [1]
    monkeypatch.undo()
    assert ranked(documents, "补贴") == [1]
    assert ranked(documents, "老") == []


def test_tables_of_a_newer_version_are_told(library: Library) -> None:
    WrittenDocuments(library).write([WrittenDocument("a", "甲")], IfPresent.FAIL)
    library.set_setting("written_version", "99")
    with pytest.raises(IndexBuildError, match="请升级据典"):
        WrittenDocuments(library).count()
    with pytest.raises(IndexBuildError, match="请升级据典"):
        WrittenDocuments(library).write([WrittenDocument("b", "乙")], IfPresent.FAIL)


def test_a_killed_writer_leaves_all_or_nothing(library: Library) -> None:
    WrittenDocuments(library).write([WrittenDocument("a", "甲")], IfPresent.FAIL)
    script = f"""
import os
from pathlib import Path
import index.written as w
from index.library import Library
insert, seen = w._insert, []
def dies(*given):
    insert(*given)
    seen.append(1)
    if len(seen) == 2:
        os._exit(9)
w._insert = dies
w.WrittenDocuments(Library.open(Path({str(library.folder)!r}))).write(
    [w.WrittenDocument(str(i), "乙") for i in range(3)], w.IfPresent.FAIL)
"""
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 9
    assert [d.id for d in WrittenDocuments(library).read()] == ["a"]
    with sqlite3.connect(library.folder / "library.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_ingest_search_and_ask_do_not_import_haystack(tmp_path: Path) -> None:
    """It costs half a second, which a person who asks one question waits for."""
    (tmp_path / "a.txt").write_text("关于做好值班工作的通知\n各科室：\n一、值班。每日巡查3次。\n", encoding="utf-8")
    script = """
import json, sys
from serve.cli import main
try:
    sys.argv = json.loads(sys.argv[1])
    main()
except SystemExit as left:
    assert not left.code, left.code
assert not [m for m in sys.modules if m.partition(".")[0] == "haystack"], "imported haystack"
"""
    library = ["--library", str(tmp_path / "library")]
    for command in (["ingest", str(tmp_path / "a.txt")], ["search", "值班"], ["ask", "每日巡查几次"]):
        done = subprocess.run(
            [sys.executable, "-c", script, json.dumps(["judian", *command, *library])],
            cwd=ROOT,
            env={**os.environ, "JUDIAN_MODEL": "none"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("taken", [True, False], ids=["another process is at it", "cannot be written"])
def test_a_folder_that_cannot_be_written_is_not_waited_for(
    library: Library, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("index.written_words._PATIENCE", 0.01)
    monkeypatch.setattr("index.written_words.time.sleep", lambda pause: pauses.append(pause))
    documents = WrittenDocuments(library)
    documents.write([WrittenDocument("a", "书记补贴")], IfPresent.FAIL)
    folder = library.folder / "written"
    folder.mkdir()
    lock = WriteLock(folder)
    if taken:
        assert lock.acquired()
    else:
        (folder / "writer.lock").mkdir()  # opening it fails, for whoever runs this
    assert ranked(documents, "补贴") == []
    assert bool(pauses) is taken
    lock.release()
