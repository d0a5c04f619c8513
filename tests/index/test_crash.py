import multiprocessing
import random
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from index.clause_index import EmbeddedClauseIndex, OpenIndex, open_index
from index.lexical import LexicalIndex, LexicalStamp, PassageTokens
from index.library import Library
from index.model import Filters
from index.schema import DATABASE
from index.tokenizer import query_tokens
from index.update import ingest_paths
from index.vectors import VectorIndex
from tests.index.ingest_to_be_killed import ingest_in_small_steps
from tests.index.small_notices import CountingEmbedder, parse_small, write_notice

FILES = 40


@pytest.fixture(autouse=True)
def embedder(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made)
    return made


def change_some(folder: Path, draw: random.Random) -> None:
    """Write, rewrite and delete notices as an office does between two runs."""
    for n in range(FILES):
        path = folder / f"n{n:02}.txt"
        fate = draw.random()
        if not path.exists() or fate < 0.4:
            edition = draw.randrange(10_000)
            clauses = [f"{m}、第{n}件第{edition}版第{m}条补贴标准。" for m in "一二三四五六七"[: draw.randint(1, 7)]]
            write_notice(path, *clauses, title=f"第{n}件")
        elif fate < 0.5:
            path.unlink()


def begun(folder: Path, library: Path) -> BaseProcess:
    """A process that has just begun to ingest."""
    context = multiprocessing.get_context("forkserver")  # to import everything anew takes longer than the ingest
    context.set_forkserver_preload(["tests.index.ingest_to_be_killed"])
    here, there = context.Pipe()
    process = context.Process(target=ingest_in_small_steps, args=(folder, library, there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    return process


def run_and_kill(folder: Path, library: Path, delay: float) -> bool:
    """Start an ingest and kill it this many seconds after it has begun; whether it was still running."""
    process = begun(folder, library)
    time.sleep(delay)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def seconds_to_ingest(folder: Path, library: Path) -> float:
    process = begun(folder, library)
    started = time.perf_counter()
    process.join()
    assert process.exitcode == 0
    return time.perf_counter() - started


def check_every_file_is_wholly_in_or_out(index: OpenIndex, editions: dict[str, list[list[str]]]) -> None:
    """Each document is one edition of its file, whole: text, clauses, order."""
    for listed in index.library.documents():
        document = index.library.document(listed.document.document_id)
        clauses = [clause.text for clause in document.clauses]
        assert clauses in editions[Path(listed.file).name]
        assert all(document.text[slice(*clause.span)] == clause.text for clause in document.clauses)
        assert document.references and document.quantities and document.evidence


def check_search_agrees_with_the_library(index: OpenIndex, library: Path) -> None:
    """Both indexes hold the rows of the library and no others, and each clause is found by its words."""
    truth = index.library.clause_rows().tolist()
    assert LexicalIndex(library).rows().tolist() == truth
    assert isinstance(index.clause_index, EmbeddedClauseIndex) and index.embedder is not None
    fingerprint = index.embedder.fingerprint
    assert VectorIndex(library, fingerprint).rows().tolist() == index.library.rows_with_vector(fingerprint).tolist()
    ranked = index.clause_index.rank_by_words(query_tokens("补贴标准"), len(truth) + 1, Filters())
    assert sorted(row for row, _ in ranked) == truth
    for stored in index.library.clauses(truth[:: max(1, len(truth) // 10)]):
        (best, *_) = index.clause_index.rank_by_words(query_tokens(stored.clause.text), 1, Filters())
        assert index.library.clauses([best[0]])[0].clause.text == stored.clause.text


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_a_run_killed_at_any_moment_leaves_a_consistent_library(tmp_path: Path, kills: int) -> None:
    draw = random.Random(20220308 + kills)
    folder, library = tmp_path / "notices", tmp_path / "library"
    editions: dict[str, list[list[str]]] = {}
    change_some(folder, draw)
    longest = seconds_to_ingest(folder, tmp_path / "measured")
    in_the_middle = 0
    for _ in range(4 * kills):
        if in_the_middle == kills:
            break
        change_some(folder, draw)
        for path in folder.glob("*.txt"):
            editions.setdefault(path.name, []).append([c.text for c in parse_small(path).documents[0].clauses])
        if run_and_kill(folder, library, draw.uniform(0, longest)):
            in_the_middle += 1
        else:
            longest *= 0.8  # it was over before: the machine was busier when the time was taken
        if not (library / DATABASE).exists():  # killed before there was a library
            continue
        Library.open(library, create=True).close()  # killed while the tables were made: the next run makes them
        with open_index(library).library:
            index = open_index(library)
            check_every_file_is_wholly_in_or_out(index, editions)
            check_search_agrees_with_the_library(index, library)
            assert all("补齐" not in note for note in index.notes)  # repaired by the open before
    assert in_the_middle == kills

    ingest_paths([folder], library, parse=parse_small)
    index = open_index(library)
    assert index.notes == ()
    now = {path.name: [c.text for c in parse_small(path).documents[0].clauses] for path in folder.glob("*.txt")}
    found = {
        Path(d.file).name: [c.text for c in index.library.document(d.document.document_id).clauses]
        for d in index.library.documents()
    }
    assert found == now
    check_search_agrees_with_the_library(index, library)


def test_a_clause_that_came_back_into_the_words_is_found_and_removed(tmp_path: Path) -> None:
    folder, library = tmp_path / "notices", tmp_path / "library"
    change_some(folder, random.Random(7))
    ingest_paths([folder], library, parse=parse_small)
    words = LexicalIndex(library, create=True)
    truth = words.rows().tolist()
    with Library.open(library) as opened:
        words.add(max(truth) + 1, 1, PassageTokens("", "", "补贴标准", ""))
        words.commit(LexicalStamp.of(opened))  # the stamp is right, the rows are not
    words.close_writer()
    index = open_index(library)
    assert any("去 1 条" in note for note in index.notes)
    check_search_agrees_with_the_library(index, library)
