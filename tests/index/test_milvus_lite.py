"""A library whose rankings Milvus keeps, held to the embedded ones: on Milvus Lite, in this process and as a server."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

import index.update
from index.clause_index import OpenIndex, open_index
from index.derived import forget_vectors_elsewhere, index_state, use_index
from index.engine import MilvusPlace
from index.lexical_build import tokens_of_rows
from index.library import Library
from index.milvus.schema import CLAUSE_PART, collection_prefix, words_collection
from index.milvus.statistics import WordStatistics
from index.milvus.store import MilvusStore
from index.milvus.weights import FIELDS, dimension_of, passages_of
from index.milvus.words import MilvusWords
from index.model import Filters, Outcome
from index.parsing import parse_file
from index.tokenizer import query_tokens
from index.update import ingest_paths
from ingest.errors import IndexBuildError
from qa.retrieving.fusion import fuse
from tests.index.small_notices import CountingEmbedder, parse_small, write_notice

pytestmark = pytest.mark.skipif(
    not (find_spec("pymilvus") and find_spec("milvus_lite")), reason='needs the extra: pip install "judian[milvus]"'
)
ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = (
    "党支部书记补贴标准",
    "离退休干部党组织的活动经费怎么安排",
    "走访慰问的次数",
    "老年大学由谁办",
    "医疗费用报销比例",
    "工作领导小组成员单位的职责",
    "开展主题党日",
    "2022年工作安排",
    "困难帮扶金每人多少元",
    "自本通知印发之日起施行",
)


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made)
    return made


@pytest.fixture
def place(tmp_path: Path) -> MilvusPlace:
    return MilvusPlace(str(tmp_path / "milvus.db"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three small notices."""
    notices = tmp_path / "notices"
    write_notice(notices / "a", "一、补贴。书记每月不低于300元。", "二、学习。每月集中学习。", region="江苏扬州仪征")
    write_notice(
        notices / "b", "一、补贴。由各单位自定。", region="浙江丽水", issuers=["丽水 市委"], dated_on="2018-02-09"
    )
    write_notice(notices / "c", "一、慰问。每年走访。", "二、补贴。另行通知。", dated_on="2022-03-01")
    return notices


Ingest = Callable[[], index.update.IngestReport]


@pytest.fixture
def ingest(
    tmp_path: Path, folder: Path, place: MilvusPlace, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> Ingest:
    monkeypatch.setenv("JUDIAN_INDEX", str(place))
    return lambda: ingest_paths([folder], tmp_path / "library", parse=parse_small, workers=1)


def let_go(place: MilvusPlace) -> None:
    """Let another process open the file of Milvus Lite: by itself it stays this one's until the end."""
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(place.uri)


def opened(library: Path, place: MilvusPlace | None, monkeypatch: pytest.MonkeyPatch) -> OpenIndex:
    monkeypatch.setenv("JUDIAN_INDEX", str(place) if place else "embedded")
    return open_index(library)


def rows_of(ranked: Sequence[tuple[int, float]]) -> list[int]:
    return [row for row, _ in ranked]


def overlap(ours: Sequence[int], theirs: Sequence[int]) -> float:
    return len(set(ours) & set(theirs)) / max(len(ours), len(theirs)) if ours or theirs else 1.0


def overlaps(embedded: OpenIndex, milvus: OpenIndex, filters: Filters) -> dict[str, float]:
    """Mean overlap of the ten best over QUESTIONS, by ranking."""
    found: dict[str, list[float]] = {"words": [], "meaning": [], "hybrid": []}
    for question in QUESTIONS:
        assert embedded.embedder is not None
        words, vector = query_tokens(question), embedded.embedder.embed_queries([question])[0]
        two = []
        for opened_index in (embedded, milvus):
            ranker = opened_index.clause_index
            by_words = ranker.rank_by_words(words, 100, filters)
            by_meaning = ranker.rank_by_meaning(vector, 100, filters)
            hybrid = [fused.row for fused in fuse(by_words, by_meaning)]
            two.append((rows_of(by_words)[:10], rows_of(by_meaning)[:10], hybrid[:10]))
        for name, ours, theirs in zip(found, *two, strict=True):
            found[name].append(overlap(ours, theirs))
    return {name: sum(values) / len(values) for name, values in found.items()}


def check_milvus_holds_the_library(library: Path, place: MilvusPlace) -> None:
    """Clauses, vectors and counts on Milvus are exactly those of the library."""
    with Library.open(library) as there:
        rows = there.clause_rows().tolist()
        passages = [p for _, _, tokens in tokens_of_rows(there, rows) for p in passages_of(tokens)]
        name, prefix = words_collection(there.library_id), collection_prefix(there.library_id)
    store = MilvusStore(place)
    assert store.ready(name)
    held = store.entities(name, "part >= 0", ["row", "part"])
    assert sorted(int(e["row"]) for e in held if e["part"] == CLAUSE_PART) == rows
    assert len(held) == len(passages)
    for other in store.names(prefix):
        assert store.ready(other)
        if other != name:
            assert sorted(int(e["pk"]) for e in store.entities(other, "pk > 0", ["pk"])) == rows
    store.close()
    counts = WordStatistics(library)
    having = Counter(d for p in passages for d in {dimension_of(f, t) for f in FIELDS for t in p[f]})
    assert counts.under_way() == []
    assert counts.passages() == len(passages)
    assert counts.having(having) == having
    counts.close()


# The same answers.


@pytest.mark.slow
def test_both_engines_rank_alike_inside_every_filter(
    tmp_path: Path, place: MilvusPlace, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    ingest_paths([ROOT / "corpus"], library, parse=parse_file, workers=1)
    embedded = opened(library, None, monkeypatch)
    milvus = opened(library, place, monkeypatch)
    documents = [d.document for d in embedded.library.documents()]
    regions = sorted({d.region for d in documents if d.region})
    years = Counter(d.dated_on.year for d in documents if d.dated_on)
    some = tuple(d.document_id for d in documents)[::2]
    for filters in (
        Filters(),
        Filters(regions=(regions[0],)),
        Filters(years=(years.most_common(1)[0][0],)),
        Filters(issuers=("老干部局",)),
        Filters(document_ids=some),
        Filters(excluded_ids=some, regions=tuple(regions[:3])),
    ):
        found = overlaps(embedded, milvus, filters)
        assert all(value >= 0.95 for value in found.values()), (filters, found)
    assert index_state(library).words == len(embedded.library.clause_rows())


def test_filters_let_the_same_clauses_through(
    ingest: Ingest, place: MilvusPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest()
    library = tmp_path / "library"
    milvus, embedded = opened(library, place, monkeypatch), opened(library, None, monkeypatch)
    ids = [d.document.document_id for d in embedded.library.documents()]
    assert embedded.embedder is not None
    vector = embedded.embedder.embed_queries(["补贴"])[0]
    words = query_tokens("补贴 学习 慰问")
    for filters in (
        Filters(),
        Filters(regions=("江苏",)),
        Filters(regions=("海南",)),
        Filters(issuers=("丽水市",)),
        Filters(issuers=("%",)),
        Filters(years=(2018, 2022)),
        Filters(document_ids=(ids[0], "没有这份")),
        Filters(document_ids=("没有这份",)),
        Filters(excluded_ids=(ids[1],)),
        Filters(regions=("浙江",), years=(2018,), excluded_ids=(ids[1],)),
    ):
        for ranker in ("words", "meaning"):
            ours, theirs = (
                i.clause_index.rank_by_words(words, 50, filters)
                if ranker == "words"
                else i.clause_index.rank_by_meaning(vector, 50, filters)
                for i in (milvus, embedded)
            )
            assert sorted(rows_of(ours)) == sorted(rows_of(theirs)), (ranker, filters)
            assert [s for _, s in ours] == sorted((s for _, s in ours), reverse=True)


def test_a_long_list_of_documents_is_searched_in_parts(
    ingest: Ingest, place: MilvusPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest()
    monkeypatch.setattr("index.milvus.conditions.MOST_LISTED", 1)
    milvus = opened(tmp_path / "library", place, monkeypatch)
    ids = tuple(d.document.document_id for d in milvus.library.documents())
    words = query_tokens("补贴")
    whole = milvus.clause_index.rank_by_words(words, 10, Filters())
    assert len(whole) == 3
    assert milvus.clause_index.rank_by_words(words, 10, Filters(document_ids=ids)) == whole
    assert milvus.clause_index.rank_by_words(words, 10, Filters(excluded_ids=ids)) == []


def test_the_row_of_a_long_table_finds_its_clause_once(
    tmp_path: Path, place: MilvusPlace, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"| 第{n}村 | 书记{n} | {300 + n}元 |" for n in range(1, 40))
    text = (
        f"# 关于发放补贴的通知\n\n一、标准\n\n| 村 | 职务 | 补贴 |\n|---|---|---|\n{rows}\n\n二、学习\n\n每月一次。\n"
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    monkeypatch.setenv("JUDIAN_INDEX", str(place))
    ingest_paths([tmp_path / "a.md"], tmp_path / "library", workers=1)
    check_milvus_holds_the_library(tmp_path / "library", place)
    milvus, embedded = opened(tmp_path / "library", place, monkeypatch), opened(tmp_path / "library", None, monkeypatch)
    words = query_tokens("第17村 书记 补贴")
    ours = milvus.clause_index.rank_by_words(words, 10, Filters())
    assert rows_of(ours) == rows_of(embedded.clause_index.rank_by_words(words, 10, Filters()))
    (tmp_path / "a.md").write_text(text.replace("300", "400"), encoding="utf-8")
    milvus.clause_index.close()  # type: ignore[attr-defined]
    monkeypatch.setenv("JUDIAN_INDEX", str(place))
    ingest_paths([tmp_path / "a.md"], tmp_path / "library", workers=1)
    check_milvus_holds_the_library(tmp_path / "library", place)  # all 40 passages of the old edition are gone


# Ingest.


def test_ingest_follows_every_change_and_twice_is_once(
    ingest: Ingest, folder: Path, place: MilvusPlace, tmp_path: Path
) -> None:
    assert ingest().count(Outcome.ADDED) == 3
    check_milvus_holds_the_library(tmp_path / "library", place)
    report = ingest()
    assert (report.count(Outcome.UNCHANGED), report.notes) == (3, ())
    check_milvus_holds_the_library(tmp_path / "library", place)
    write_notice(folder / "a", "一、补贴。书记每月不低于500元。", region="江苏扬州仪征")
    (folder / "c").unlink()
    write_notice(folder / "d", "一、学习。每季度一次。")
    ingest()
    check_milvus_holds_the_library(tmp_path / "library", place)
    assert not (tmp_path / "library" / "lexical").exists()  # nothing is kept twice


def test_an_interrupted_run_keeps_what_was_read(
    ingest: Ingest, folder: Path, place: MilvusPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.milvus.words._FIRST_LOOK", 1)
    put, calls = MilvusStore.put, []

    def stop_at_the_fourth(self: MilvusStore, name: str, entities: Sequence[object]) -> None:
        calls.append(name)
        if len(calls) == 4:
            raise KeyboardInterrupt
        put(self, name, entities)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(MilvusStore, "put", stop_at_the_fourth)
        with pytest.raises(KeyboardInterrupt):
            ingest()
    with Library.open(tmp_path / "library") as library:
        assert 0 < library.clause_count() < 5
    ingest()
    check_milvus_holds_the_library(tmp_path / "library", place)


@pytest.mark.slow
@pytest.mark.parametrize("killed_at", range(1, 9))
def test_a_killed_run_is_taken_up_exactly(
    killed_at: int, ingest: Ingest, folder: Path, place: MilvusPlace, tmp_path: Path
) -> None:
    """Killed before one request after another: when the next run is over, nothing is missing, doubled or miscounted."""
    ingest()
    write_notice(folder / "a", "一、补贴。书记每月不低于500元。", "二、学习。每周一次。", region="江苏扬州仪征")
    (folder / "b").unlink()
    write_notice(folder / "d", "一、慰问。每季度一次。")
    code = """
import os, sys
from pathlib import Path
import index.embedding, index.milvus.words, index.update
from index.milvus.store import MilvusStore
from tests.index.small_notices import CountingEmbedder, parse_small
index.embedding.load_embedder = lambda model="": CountingEmbedder()
left = [int(sys.argv[3])]
def dying(made):
    def act(self, *given, **named):
        left[0] -= 1
        if not left[0]:
            os._exit(9)
        return made(self, *given, **named)
    return act
MilvusStore.put, MilvusStore.remove = dying(MilvusStore.put), dying(MilvusStore.remove)
index.update.ingest_paths([Path(sys.argv[1])], Path(sys.argv[2]), parse=parse_small, workers=1)
"""
    command = [sys.executable, "-c", code, str(folder), str(tmp_path / "library"), str(killed_at)]
    let_go(place)
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    ingest()
    check_milvus_holds_the_library(tmp_path / "library", place)


def test_an_interruption_while_collections_are_filled_is_taken_up(
    tmp_path: Path, folder: Path, place: MilvusPlace, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    ingest_paths([folder], library, parse=parse_small, workers=1)
    monkeypatch.setattr("index.milvus.words._BATCH", 2)
    with monkeypatch.context() as patched:
        patched.setattr(MilvusWords, "commit", lambda self, stamp: (_ for _ in ()).throw(RuntimeError("stopped")))
        with pytest.raises(RuntimeError, match="stopped"):
            use_index(library, place)
    assert Library.open(library).setting("index") is None
    state = use_index(library, place)
    assert (state.clauses, state.words, state.vectors) == (5, 5, 5)
    check_milvus_holds_the_library(library, place)


def test_words_are_weighed_again_when_lengths_have_moved(
    ingest: Ingest, folder: Path, place: MilvusPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest()
    write_notice(folder / "d", *(f"{n}、规定。{'各单位要按照规定的标准发放补贴，' * 9}" for n in "一二三四五六七"))
    ingest()
    library = tmp_path / "library"
    check_milvus_holds_the_library(library, place)
    words = query_tokens("补贴标准")
    grown = dict(open_index(library).clause_index.rank_by_words(words, 20, Filters()))
    assert len(grown) == 10
    elsewhere = MilvusPlace(str(tmp_path / "elsewhere.db"))
    monkeypatch.setenv("JUDIAN_INDEX", str(elsewhere))
    made_at_once = dict(open_index(library).clause_index.rank_by_words(words, 20, Filters()))
    assert grown == pytest.approx(made_at_once, rel=0.03)


# One place, many libraries and copies.


def test_another_librarys_collections_are_left_alone(
    ingest: Ingest, folder: Path, place: MilvusPlace, tmp_path: Path
) -> None:
    ingest()
    ingest_paths([folder / "b"], tmp_path / "other", parse=parse_small, workers=1)
    check_milvus_holds_the_library(tmp_path / "library", place)
    check_milvus_holds_the_library(tmp_path / "other", place)


def test_the_environment_is_not_overruled_in_silence(ingest: Ingest, tmp_path: Path) -> None:
    ingest()
    with pytest.raises(IndexBuildError, match=r"环境变量.*请先取消"):
        use_index(tmp_path / "library", None)


def test_a_model_that_is_forgotten_leaves_nothing_on_milvus(
    ingest: Ingest, place: MilvusPlace, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    ingest()
    with Library.open(tmp_path / "library") as library:
        forget_vectors_elsewhere(library, embedder.fingerprint)
        store = MilvusStore(place)
        assert store.names(collection_prefix(library.library_id)) == [words_collection(library.library_id)]


def test_a_copy_of_a_library_does_not_write_over_it(
    ingest: Ingest, folder: Path, place: MilvusPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest()
    library, copy = tmp_path / "library", tmp_path / "copy"
    shutil.copytree(library, copy)
    write_notice(folder / "d", "一、学习。每季度一次。")
    ingest()
    for refused in (
        lambda: open_index(copy),
        lambda: ingest_paths([folder], copy, parse=parse_small, workers=1),
    ):
        with pytest.raises(IndexBuildError, match=r"不是由这个文件夹写的.*judian index use milvus"):
            refused()
    check_milvus_holds_the_library(library, place)
    use_index(copy, place)  # a person says that the copy counts
    check_milvus_holds_the_library(copy, place)
    with pytest.raises(IndexBuildError, match="不是由这个文件夹写的"):
        open_index(library)


def test_a_library_without_its_counts_is_filled_again_and_it_is_said(
    ingest: Ingest, place: MilvusPlace, tmp_path: Path
) -> None:
    ingest()
    library = tmp_path / "library"
    for file in library.glob("milvus-words.db*"):
        file.unlink()
    index = open_index(library)
    assert any("词语索引已按资料库补齐" in note for note in index.notes)
    assert index.clause_index.rank_by_words(query_tokens("补贴"), 5, Filters())
    check_milvus_holds_the_library(library, place)
    assert open_index(library).notes == ()


def test_going_back_to_this_machine_answers_as_before(
    tmp_path: Path, folder: Path, place: MilvusPlace, embedder: CountingEmbedder
) -> None:
    library = tmp_path / "library"
    ingest_paths([folder], library, parse=parse_small, workers=1)
    before = open_index(library).clause_index.rank_by_words(query_tokens("补贴"), 5, Filters())
    assert use_index(library, place).place == str(place)
    write_notice(folder / "d", "一、补贴。每月补贴，补贴照发。")
    ingest_paths([folder], library, parse=parse_small, workers=1)
    check_milvus_holds_the_library(library, place)
    state = use_index(library, None)
    assert (state.place, state.clauses, state.words, state.vectors) == ("embedded", 6, 6, 6)
    assert len(open_index(library).clause_index.rank_by_words(query_tokens("补贴"), 5, Filters())) == len(before) + 1


def test_a_lite_file_in_use_by_another_process_is_told(ingest: Ingest, place: MilvusPlace) -> None:
    code = "import sys; from pymilvus import MilvusClient; c = MilvusClient(sys.argv[1]); print('open', flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, place.uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"
        with pytest.raises(IndexBuildError, match=r"一次只供一个程序使用.*judian index use embedded"):
            ingest()
    finally:
        holder.communicate("\n")


def test_a_server_that_does_not_answer_is_told(ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest()
    monkeypatch.setenv("JUDIAN_INDEX", "milvus:http://127.0.0.1:1")
    with pytest.raises(IndexBuildError, match=r"连不上 Milvus.*请确认 Milvus 已经启动"):
        open_index(tmp_path / "library")


# A server.


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MilvusPlace]:
    """Milvus Lite as a server of its own: several processes may use it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["from milvus_lite.cmdline import main; main()", "server", "--data-dir", str(tmp_path / "data")]
    process = subprocess.Popen(
        [sys.executable, "-c", *command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        yield MilvusPlace(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()


@pytest.mark.slow
def test_two_processes_write_to_one_server_while_a_third_asks(
    server: MilvusPlace, tmp_path: Path, folder: Path
) -> None:
    for n in range(20):
        write_notice(folder / f"n{n}", *(f"{m}、第{n}件第{m}条补贴标准。" for m in "一二三四五"))
    environment = os.environ | {"JUDIAN_INDEX": str(server)}
    command = [sys.executable, "-m", "tests.index.ingest_to_be_killed", str(folder)]
    libraries = [tmp_path / "one", tmp_path / "two"]
    running = [subprocess.Popen([*command, str(library)], cwd=ROOT, env=environment) for library in libraries]
    assert [process.wait() for process in running] == [0, 0]
    for library in libraries:
        check_milvus_holds_the_library(library, server)
    again = subprocess.Popen([*command, str(libraries[0])], cwd=ROOT, env=environment)
    asking = subprocess.run(
        [sys.executable, "-m", "serve.cli", "search", "补贴标准", "--library", str(libraries[1]), "--json"],
        cwd=ROOT,
        env=environment | {"JUDIAN_MODEL": "none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asking.returncode == 0, asking.stderr
    assert "补贴标准" in asking.stdout
    assert again.wait() == 0
    check_milvus_holds_the_library(libraries[0], server)
