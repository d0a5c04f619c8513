import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.clause_index import open_index
from index.library import Library
from index.model import Filters, IngestReport, Outcome
from index.tokenizer import query_tokens
from index.update import Stage, ingest_paths
from index.write_lock import WriteLock
from ingest.errors import IndexBuildError, IngestError, ModelError
from ingest.model import ParsedFile
from tests.index.small_notices import CountingEmbedder, parse_small, write_notice

Ingest = Callable[..., IngestReport]


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made)
    return made


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    write_notice(folder / "a.txt", "一、补贴。每月不低于300元。", "二、学习。", title="甲")
    write_notice(folder / "b.txt", "一、走访。", title="乙")
    return folder


@pytest.fixture
def ingest(tmp_path: Path, notices: Path, embedder: CountingEmbedder) -> Ingest:
    def run(*paths: Path, **options: object) -> IngestReport:
        return ingest_paths(paths or (notices,), tmp_path / "library", **({"parse": parse_small} | options))  # type: ignore[arg-type]

    return run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def outcomes(report: IngestReport) -> dict[str, str]:
    return {Path(f.file).name: f.outcome.value for f in report.files}


def texts(library: Path) -> set[str]:
    """All clause texts; the library and both indexes must agree on them."""
    index = open_index(library)
    assert index.notes == ()
    everything = index.library.clause_rows().tolist()
    stored = index.library.clauses(everything)
    for s in stored:
        ranked = index.clause_index.rank_by_words(query_tokens(s.clause.text), len(everything), Filters())
        assert s.row in [row for row, _ in ranked]
        assert {row for row, _ in ranked} <= set(everything)
    assert index.embedder is not None
    if everything:
        vector = index.embedder.embed_queries(["任何"])[0]
        assert sorted(row for row, _ in index.clause_index.rank_by_meaning(vector, 9999, Filters())) == everything
    return {s.clause.text for s in stored}


def test_a_folder_comes_in_sorted_and_is_searchable(ingest: Ingest, library: Path) -> None:
    report = ingest()
    assert list(outcomes(report).items()) == [("a.txt", "added"), ("b.txt", "added")]
    assert [(f.documents, f.clauses, f.coverage) for f in report.files] == [(1, 2, 1.0), (1, 1, 1.0)]
    assert texts(library) == {"一、补贴。每月不低于300元。", "二、学习。", "一、走访。"}


def test_unchanged_files_are_skipped(ingest: Ingest, library: Path, embedder: CountingEmbedder) -> None:
    ingest()
    generation, embedded = Library.open(library).generation, len(embedder.embedded)
    again = ingest()
    assert set(outcomes(again).values()) == {"unchanged"}
    assert [(f.documents, f.clauses, f.coverage) for f in again.files] == [(1, 2, 1.0), (1, 1, 1.0)]
    assert (Library.open(library).generation, len(embedder.embedded)) == (generation, embedded)


def test_a_changed_file_takes_the_place_of_the_old_one(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    write_notice(notices / "a.txt", "一、补贴。每月不低于500元。", title="甲")
    assert outcomes(ingest()) == {"a.txt": "updated", "b.txt": "unchanged"}
    assert texts(library) == {"一、补贴。每月不低于500元。", "一、走访。"}


def test_unchanged_clauses_are_never_embedded_twice(ingest: Ingest, notices: Path, embedder: CountingEmbedder) -> None:
    ingest()
    embedder.embedded.clear()
    write_notice(notices / "a.txt", "一、补贴。每月不低于300元。", "二、学习。", "三、新增。", title="甲")
    ingest()
    assert len(embedder.embedded) == 1 and embedder.embedded[0].endswith("三、新增。")
    embedder.embedded.clear()
    ingest(reread=True)
    assert embedder.embedded == []


def test_renamed_moved_and_copied_files_are_not_embedded_again(
    ingest: Ingest, tmp_path: Path, notices: Path, embedder: CountingEmbedder
) -> None:
    ingest()
    embedder.embedded.clear()
    (notices / "a.txt").rename(notices / "改了名.txt")
    (notices / "archive").mkdir()
    (notices / "b.txt").rename(notices / "archive" / "b.txt")
    ingest()
    # The same words in another file, which differs in what is no part of a clause's text.
    copy = write_notice(
        tmp_path / "elsewhere" / "a.txt", "一、补贴。每月不低于300元。", "二、学习。", title="甲", region="浙江"
    )
    ingest(copy)
    assert embedder.embedded == []


def test_a_file_gone_from_its_folder_is_removed(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    (notices / "b.txt").unlink()
    report = ingest()
    assert (outcomes(report), report.removed) == ({"a.txt": "unchanged"}, 1)
    assert texts(library) == {"一、补贴。每月不低于300元。", "二、学习。"}


def test_files_outside_the_folder_given_are_left_alone(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    other = write_notice(notices.parent / "notices2" / "c.txt", "一、别处。")
    assert ingest(other.parent).removed == 0
    assert ingest(notices / "a.txt").removed == 0
    assert "一、走访。" in texts(library)


def test_a_folder_that_is_not_there_removes_nothing(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    away = notices.rename(notices.with_name("away"))
    with pytest.raises(IngestError, match="没有这个文件或文件夹"):
        ingest(notices)
    report = ingest(notices, write_notice(away.parent / "c.txt", "一、丙。"))
    assert outcomes(report) == {"notices": "failed", "c.txt": "added"}
    assert report.removed == 0 and len(Library.open(library).documents()) == 3


def test_a_moved_file_keeps_its_ids_and_keys(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    before = Library.open(library).clauses(range(1, 10))
    (notices / "deep").mkdir()
    (notices / "a.txt").rename(notices / "deep" / "z.txt")
    report = ingest()
    assert (outcomes(report), report.removed) == ({"b.txt": "unchanged", "z.txt": "unchanged"}, 0)
    after = Library.open(library).clauses(range(1, 10))
    assert [(s.clause.clause_id, s.row) for s in after] == [(s.clause.clause_id, s.row) for s in before]
    assert after[0].file == str(notices / "deep" / "z.txt")


def test_two_files_that_change_places_lose_nothing(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    before = texts(library)
    (notices / "a.txt").rename(notices / "t")
    (notices / "b.txt").rename(notices / "a.txt")
    (notices / "t").rename(notices / "b.txt")
    ingest()
    assert texts(library) == before
    files = {s.clause.text: Path(s.file).name for s in Library.open(library).clauses(range(1, 10))}
    assert files["一、走访。"] == "a.txt"


def test_the_same_content_under_a_second_name_is_refused(ingest: Ingest, library: Path, notices: Path) -> None:
    shutil.copy(notices / "a.txt", notices / "copy of a.txt")
    report = ingest()
    assert outcomes(report)["copy of a.txt"] == "refused"
    (refused,) = [f for f in report.files if f.outcome is Outcome.REFUSED]
    assert str(notices / "a.txt") in (refused.error or "") and "完全相同" in (refused.error or "")
    generation = Library.open(library).generation
    ingest()
    assert Library.open(library).generation == generation  # no news
    (notices / "a.txt").unlink()
    report = ingest()
    assert (outcomes(report)["copy of a.txt"], report.removed) == ("unchanged", 0)
    assert [f.outcome for f in Library.open(library).files()] == [Outcome.ADDED, Outcome.ADDED]


def test_failed_files_are_listed_and_the_run_goes_on(ingest: Ingest, library: Path, notices: Path) -> None:
    (notices / "0.txt").write_text("坏", encoding="utf-8")
    (notices / "1.txt").write_text("错", encoding="utf-8")
    report = ingest()
    assert outcomes(report) == {"0.txt": "failed", "1.txt": "failed", "a.txt": "added", "b.txt": "added"}
    assert report.files[0].error == f"{notices / '0.txt'}：内容坏了。请换一份。"
    assert "没有想到的事" in (report.files[1].error or "")
    listed = {f.path.name: (f.outcome, f.error) for f in Library.open(library).files()}
    assert listed["0.txt"] == (Outcome.FAILED, report.files[0].error)
    write_notice(notices / "0.txt", "一、好了。")
    assert outcomes(ingest())["0.txt"] == "added"
    assert "一、好了。" in texts(library)


def test_a_file_that_becomes_unreadable_content_goes_out(ingest: Ingest, library: Path, notices: Path) -> None:
    ingest()
    (notices / "a.txt").write_text("坏", encoding="utf-8")
    assert outcomes(ingest())["a.txt"] == "failed"
    assert texts(library) == {"一、走访。"}


def test_a_file_that_cannot_be_opened_now_keeps_what_was_read(
    ingest: Ingest, library: Path, notices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest()
    before = texts(library)
    real = Path.open

    def open_but_for_one(path: Path, *args: object, **options: object) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "denied")
        return real(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_but_for_one)
    report = ingest()
    monkeypatch.undo()
    assert outcomes(report)["a.txt"] == "failed" and "没有权限" in (report.files[0].error or "")
    assert report.removed == 0
    stored = Library.open(library).clauses(range(1, 10))
    assert {s.clause.text for s in stored} == before


def test_a_folder_without_permission_is_listed_and_nothing_below_it_is_removed(
    ingest: Ingest, library: Path, notices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notice(notices / "closed" / "c.txt", "一、里面。")
    ingest()
    real = os.scandir

    def closed(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    report = ingest()
    monkeypatch.undo()
    assert outcomes(report)["closed"] == "failed"
    assert report.removed == 0
    assert len(Library.open(library).documents()) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege on Windows")
def test_links_are_followed_and_loops_refused(ingest: Ingest, library: Path, notices: Path, tmp_path: Path) -> None:
    write_notice(tmp_path / "elsewhere" / "d.txt", "一、链接里的。")
    (notices / "linked").symlink_to(tmp_path / "elsewhere")
    (notices / "loop").symlink_to(notices)
    (notices / "self").symlink_to(notices / "self")
    (notices / "nowhere").symlink_to(tmp_path / "missing")
    (notices / "z.txt").symlink_to(notices / "a.txt")
    report = ingest()
    assert outcomes(report) == {
        "a.txt": "added",
        "b.txt": "added",
        "d.txt": "added",
        "loop": "refused",
        "nowhere": "failed",
        "self": "refused",
        "z.txt": "refused",
    }
    errors = {Path(f.file).name: f.error or "" for f in report.files}
    assert "循环" in errors["loop"] and "循环" in errors["self"] and "a.txt 是同一个文件" in errors["z.txt"]
    assert "一、链接里的。" in texts(library)
    again = ingest()
    assert again.removed == 0
    assert outcomes(again) == outcomes(report) | dict.fromkeys(("a.txt", "b.txt", "d.txt"), "unchanged")


def test_hidden_files_litter_and_the_library_itself_are_skipped(ingest: Ingest, notices: Path) -> None:
    for name in (".hidden.txt", "~$lock.docx", "Thumbs.db"):
        (notices / name).write_text("坏", encoding="utf-8")
    write_notice(notices / ".git" / "x.txt", "一、隐藏。")
    inside = notices / "library"
    ingest_paths([notices], inside, parse=parse_small)
    assert outcomes(ingest_paths([notices], inside, parse=parse_small)) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert set(outcomes(ingest())) == {"a.txt", "b.txt"}  # another library in the folder is no notice either


@pytest.mark.parametrize(
    "name", ["有 空格.txt", "关于加强新时代离退休干部工作的通知.txt", "x" * 200 + ".txt", "无后缀"]
)
def test_names_of_any_kind_come_in(ingest: Ingest, notices: Path, name: str) -> None:
    write_notice(notices / name, "一、名字。")
    assert outcomes(ingest())[name] == "added"


def test_the_same_path_given_twice_is_read_once(ingest: Ingest, notices: Path) -> None:
    report = ingest(notices, notices / "a.txt", notices)
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added"} and len(report.files) == 2


def test_many_files_are_read_in_worker_processes_in_order(ingest: Ingest, library: Path, notices: Path) -> None:
    for n in range(30):
        write_notice(notices / f"n{n:02}.txt", f"一、第{n}件。")
    report = ingest(parse=parse_in_another_process, workers=2)
    assert report.count(Outcome.ADDED) == 32
    assert [s.row for s in Library.open(library).clauses(range(1, 99))] == list(range(1, 34))


def parse_in_another_process(path: Path) -> ParsedFile:
    import multiprocessing

    assert multiprocessing.parent_process() is not None
    return parse_small(path)


def test_a_file_that_kills_its_reader_is_listed_and_the_others_come_in(ingest: Ingest, notices: Path) -> None:
    for n in range(6):
        write_notice(notices / f"n{n}.txt", f"一、第{n}件。")
    (notices / "n3 kills.txt").write_text("崩", encoding="utf-8")
    report = ingest(workers=2)
    assert outcomes(report)["n3 kills.txt"] == "failed"
    assert report.count(Outcome.ADDED) == 8


def test_a_stopped_run_keeps_what_was_read_and_the_next_goes_on(
    ingest: Ingest, library: Path, notices: Path, embedder: CountingEmbedder
) -> None:
    for n in range(5):
        write_notice(notices / f"n{n}.txt", f"一、第{n}件。")

    def stop_at_the_third(stage: Stage, done: int, total: int, item: str = "") -> None:
        if stage is Stage.READ and done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(progress=stop_at_the_third)
    index = open_index(library)
    assert [Path(d.file).name for d in index.library.documents()] == ["a.txt", "b.txt", "n0.txt"]
    assert not any("词语索引" in note for note in index.notes)  # the words were finished
    report = ingest()
    assert list(outcomes(report).values()) == ["unchanged"] * 3 + ["added"] * 4
    assert len(texts(library)) == 8


def test_a_run_stopped_while_embedding_goes_on_with_what_is_missing(
    ingest: Ingest, library: Path, notices: Path, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.missing_vectors.TEXTS_PER_BATCH", 1)

    def stop_at_the_second(stage: Stage, done: int, total: int, item: str = "") -> None:
        if stage is Stage.EMBED and done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(progress=stop_at_the_second)
    assert open_index(library).notes == (
        "有 1 条条款还没有向量，暂时只能按词语找到；再运行一次 judian ingest 即可补上",
    )
    ingest()
    assert len(embedder.embedded) == 3
    assert len(texts(library)) == 3


def test_progress_tells_each_stage_to_its_end(ingest: Ingest) -> None:
    heard: list[tuple[Stage, int, int, str]] = []
    ingest(progress=lambda stage, done, total, item="": heard.append((stage, done, total, Path(item).name)))
    assert [h for h in heard if h[0] is Stage.READ] == [
        (Stage.READ, 0, 2, ""),
        (Stage.READ, 1, 2, "a.txt"),
        (Stage.READ, 2, 2, "b.txt"),
    ]
    assert heard[-1] == (Stage.EMBED, 3, 3, "")
    assert (Stage.INDEX, 1, 1, "") in heard


def test_without_a_model_the_words_come_in_and_it_is_said(
    ingest: Ingest, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(model: str) -> None:
        raise ModelError(model, "没有这个模型", "请换一个")

    monkeypatch.setattr("index.embedding.load_embedder", refuse)
    report = ingest()
    assert report.count(Outcome.ADDED) == 2
    assert any("没有这个模型" in note for note in report.notes)
    index = open_index(library)
    assert index.clause_index.rank_by_words(query_tokens("补贴"), 5, Filters())


def test_the_model_given_becomes_the_librarys_own(ingest: Ingest, library: Path) -> None:
    ingest(model="some/model")
    assert Library.open(library).setting("model") == "some/model"


def test_a_second_writer_is_told_who_is_writing(ingest: Ingest, library: Path) -> None:
    ingest()
    with WriteLock(library), pytest.raises(IndexBuildError, match=f"正在更新这个资料库（进程 {os.getpid()}）"):
        ingest()


def test_nothing_given_exists_and_no_library_is_made(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="没有这个文件或文件夹"):
        ingest_paths([tmp_path / "none"], tmp_path / "library", parse=parse_small)
    assert not (tmp_path / "library").exists()


def test_real_notices_come_in_by_the_real_parser(tmp_path: Path, embedder: CountingEmbedder) -> None:
    text = (
        "鲁老干〔2022〕15号\n\n关于做好老干部工作的通知\n\n各市委老干部局：\n\n一、落实待遇\n\n"
        "（一）发放补贴。离退休干部党支部书记工作补贴每月不低于300元。\n\n（二）走访慰问。每年走访一次。\n\n"
        "中共山东省委老干部局\n2022年3月1日\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    report = ingest_paths([tmp_path / "a.txt"], tmp_path / "library")
    assert report.files[0].coverage == 1.0
    index = open_index(tmp_path / "library")
    ranked = index.clause_index.rank_by_words(query_tokens("党支部书记补贴标准"), 1, Filters(regions=("山东",)))
    (stored,) = index.library.clauses([row for row, _ in ranked])
    assert "不低于300元" in stored.clause.text
    assert index.library.clause("鲁老干[2022]15号#一/（一）") == stored


def test_a_library_put_back_from_a_copy_is_not_searched_by_what_came_after_it(tmp_path: Path) -> None:
    notices, library = tmp_path / "文件", tmp_path / "库"
    notices.mkdir()
    (notices / "一.txt").write_text("关于会议的通知\n一、会议每季度召开。\n二、会议由书记主持。\n", encoding="utf-8")
    ingest_paths([notices], library, embed=False)
    copy = (library / "library.db").read_bytes()
    (notices / "二.txt").write_text("关于补贴的通知\n一、补贴每月发放。\n二、补贴列入预算。\n", encoding="utf-8")
    ingest_paths([notices], library, embed=False)
    for rest in library.glob("library.db-*"):
        rest.unlink()
    (library / "library.db").write_bytes(copy)
    (notices / "二.txt").write_text("关于体检的通知\n一、体检每年一次。\n二、体检自愿参加。\n", encoding="utf-8")
    index = open_index(library, "none")
    index.library.close()
    ingest_paths([notices], library, embed=False)
    index = open_index(library, "none")
    assert index.clause_index.rank_by_words(query_tokens("补贴"), 5, Filters()) == []
    (found, *_) = index.clause_index.rank_by_words(query_tokens("体检"), 5, Filters())
    (stored,) = index.library.clauses([found[0]])
    assert "体检" in stored.clause.text
