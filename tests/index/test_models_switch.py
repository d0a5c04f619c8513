"""A library's change of model: the old one answers until the new one is whole, whatever stops the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.clause_index import open_index
from index.library import Library
from index.model import Filters
from index.models import KnownModel, Origin, forget_vectors, known_models, next_model
from index.models_switch import begin_switch, run_switch, switch_state
from index.update import ingest_paths
from index.vectors import VectorIndex
from index.write_lock import WriteLock
from ingest.errors import IndexBuildError, ModelError
from tests.index.small_notices import CountingEmbedder, parse_small, write_notice


class ReversedEmbedder(CountingEmbedder):
    """Another model: its vectors say the same in another order of dimensions."""

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return super().embed_passages(texts, progress)[:, ::-1]

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return super().embed_queries(texts)[:, ::-1]


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, CountingEmbedder]:
    """Two models by name, and none of this machine's own."""
    made = {
        "bundled": CountingEmbedder(),
        "other": ReversedEmbedder("reversed-1"),
        "third": ReversedEmbedder("reversed-3"),
    }
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made.get(model))
    monkeypatch.setattr("index.models.bundled_fingerprint", lambda: "counting-1")
    monkeypatch.setattr("index.missing_vectors.TEXTS_PER_BATCH", 2)
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("JUDIAN_MODEL", raising=False)
    return made


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    for n in range(4):
        write_notice(tmp_path / "notices" / f"{n}.txt", f"一、第{n}件补贴。", f"二、第{n}件学习。", title=f"通知{n}")
    return tmp_path / "notices"


@pytest.fixture
def folder(tmp_path: Path, notices: Path, models: dict[str, CountingEmbedder]) -> Path:
    add(notices, tmp_path / "library")
    return tmp_path / "library"


def add(notices: Path, folder: Path) -> tuple[str, ...]:
    return ingest_paths([notices], folder, parse=parse_small, workers=1).notes


def found_by_meaning(folder: Path, question: str) -> tuple[str, str]:
    """The model that answers, and the best clause."""
    index = open_index(folder)
    assert index.embedder is not None and index.notes == ()
    row = index.clause_index.rank_by_meaning(index.embedder.embed_queries([question])[0], 1, Filters())[0][0]
    return index.embedder.fingerprint, index.library.clauses([row])[0].clause.text


def test_the_old_model_answers_until_the_new_one_is_whole(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    generation = Library.open(folder).generation
    assert begin_switch(folder, "other", models["other"])
    seen = []

    def look(done: int, total: int) -> None:
        seen.append((done, total))
        assert found_by_meaning(folder, "第2件学习") == ("counting-1", "二、第2件学习。")
        assert Library.open(folder).generation == generation  # readers have nothing to follow

    assert run_switch(folder, "other", models["other"], look)
    assert seen[0] == (0, 8) and seen[-1] == (8, 8) and seen == sorted(seen)
    assert Library.open(folder).generation > generation
    assert found_by_meaning(folder, "第2件学习") == ("reversed-1", "二、第2件学习。")
    state = switch_state(Library.open(folder))
    assert (state.used, state.coming) == ("other", None)


def test_a_stopped_run_goes_on_where_it_stopped(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    begin_switch(folder, "other", models["other"])
    with pytest.raises(KeyboardInterrupt):
        run_switch(folder, "other", models["other"], stop)
    state = switch_state(Library.open(folder))
    assert (state.used, state.done, state.total, state.is_running) == ("bundled", 4, 8, False)
    assert begin_switch(folder, "other", models["other"])
    assert run_switch(folder, "other", models["other"])
    assert len(models["other"].embedded) == len(set(models["other"].embedded)) == 8


def test_files_that_come_in_meanwhile_have_vectors_of_both_models(
    folder: Path, notices: Path, models: dict[str, CountingEmbedder]
) -> None:
    begin_switch(folder, "other", models["other"])
    told: list[tuple[str, ...]] = []

    def another_file_comes(done: int, total: int) -> None:
        if done == 4 and not told:
            write_notice(notices / "new.txt", "一、新来的。", title="新通知")
            told.append(add(notices, folder))
            assert found_by_meaning(folder, "新来的") == ("counting-1", "一、新来的。")

    assert run_switch(folder, "other", models["other"], another_file_comes)
    assert "正在换用模型 other" in told[0][0]
    assert found_by_meaning(folder, "新来的") == ("reversed-1", "一、新来的。")
    assert add(notices, folder) == ()


def test_the_turn_waits_for_a_run_of_ingest_to_end(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = WriteLock(folder)
    waits = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        assert found_by_meaning(folder, "第1件学习")[0] == "counting-1"
        if len(waits) == 2:
            lock.release()

    monkeypatch.setattr("index.models_switch.time.sleep", wait)
    begin_switch(folder, "other", models["other"])
    assert lock.acquired()
    assert run_switch(folder, "other", models["other"])
    assert len(waits) == 2
    assert found_by_meaning(folder, "第1件学习")[0] == "reversed-1"


def test_choosing_the_model_in_use_ends_the_change(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    begin_switch(folder, "other", models["other"])

    def change_ones_mind(done: int, total: int) -> None:
        if done == 4:
            begin_switch(folder, "bundled", models["bundled"])

    assert not run_switch(folder, "other", models["other"], change_ones_mind)
    assert len(models["other"].embedded) == 4
    assert next_model(Library.open(folder)) is None
    assert found_by_meaning(folder, "第1件学习")[0] == "counting-1"


def test_only_one_run_at_a_time(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    begin_switch(folder, "other", models["other"])
    seen = []

    def look(done: int, total: int) -> None:
        seen.append(switch_state(Library.open(folder)).is_running)

    run_switch(folder, "other", models["other"], look)
    assert all(seen)
    assert not switch_state(Library.open(folder)).is_running


def test_a_model_whose_vectors_are_there_is_used_at_once(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    begin_switch(folder, "other", models["other"])
    run_switch(folder, "other", models["other"])
    models["bundled"].embedded.clear()
    assert not begin_switch(folder, "bundled", models["bundled"])
    assert models["bundled"].embedded == []
    assert found_by_meaning(folder, "第3件补贴") == ("counting-1", "一、第3件补贴。")


def test_words_alone_are_a_choice_too(folder: Path) -> None:
    assert not begin_switch(folder, "none", None)
    index = open_index(folder)
    assert index.embedder is None and "没有启用向量模型" in index.notes[0]


def test_an_error_while_embedding_is_told_by_status(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    def fail(done: int, total: int) -> None:
        if done == 2:
            raise ModelError("other", "模型不见了", "请重新导入")

    begin_switch(folder, "other", models["other"])
    with pytest.raises(ModelError):
        run_switch(folder, "other", models["other"], fail)
    state = switch_state(Library.open(folder))
    assert state.coming is not None and "模型不见了" in (state.coming.error or "")
    assert found_by_meaning(folder, "第1件学习")[0] == "counting-1"


def test_list_names_what_is_used_and_counts_vectors(
    folder: Path, models: dict[str, CountingEmbedder], tmp_path: Path
) -> None:
    snapshot = tmp_path / "hub" / "models--BAAI--bge-small-zh-v1.5" / "snapshots" / "79e1"
    (snapshot / "1_Pooling").mkdir(parents=True)
    (snapshot / "modules.json").write_text("[]", encoding="utf-8")
    (snapshot / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 512}', encoding="utf-8")
    begin_switch(folder, "other", models["other"])
    listed = {m.name: m for m in known_models(Library.open(folder))}
    assert list(listed) == ["bundled", "BAAI/bge-small-zh-v1.5", "other"]
    assert listed["bundled"].is_used and listed["bundled"].clauses == 8
    assert listed["other"].is_next and listed["other"].clauses == 0
    cached = listed["BAAI/bge-small-zh-v1.5"]
    assert (cached.origin, cached.dimension, cached.folder) == (Origin.CACHED, 512, snapshot)


def test_vectors_of_a_model_that_is_not_used_can_be_removed(folder: Path, models: dict[str, CountingEmbedder]) -> None:
    begin_switch(folder, "other", models["other"])
    with pytest.raises(ModelError, match="正在使用"):
        forget_vectors(folder, "other")
    run_switch(folder, "other", models["other"])
    before = sorted(path.name for path in folder.glob("vectors-*"))
    assert forget_vectors(folder, "bundled") == 8
    assert len(list(folder.glob("vectors-*"))) < len(before)
    assert found_by_meaning(folder, "第1件学习")[0] == "reversed-1"
    for name in ("bundled", "no such model"):
        with pytest.raises(ModelError, match="没有这个模型的向量"):
            forget_vectors(folder, name)
    with pytest.raises(ModelError, match="正在使用"):
        forget_vectors(folder, "reversed-1")


def test_a_change_that_needs_no_vectors_says_who_writes(folder: Path) -> None:
    with WriteLock(folder), pytest.raises(IndexBuildError, match="正在更新"):
        begin_switch(folder, "none", None)


# Vectors in use stay, by whatever name they are asked for.


def test_the_vectors_in_use_are_not_removed_under_another_name_of_the_same_weights(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    same = KnownModel("my-e5", Origin.IMPORTED, None, None, None, "counting-1")
    monkeypatch.setattr("index.models._imported", lambda: iter((same,)))
    for name in ("my-e5", "counting-1", "bundled"):
        with pytest.raises(ModelError, match=r"正在使用.*judian model use"):
            forget_vectors(folder, name)
    begin_switch(folder, "other", models["other"])
    run_switch(folder, "other", models["other"])
    assert forget_vectors(folder, "my-e5") == 8


@pytest.mark.parametrize("asked", ["none", "other"])
def test_an_environment_variable_does_not_open_the_librarys_own_vectors_to_removal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", asked)
    with pytest.raises(ModelError, match="正在使用"):
        forget_vectors(folder, "bundled")


def test_vectors_of_the_model_that_the_environment_asks_for_stay(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_switch(folder, "other", models["other"])
    run_switch(folder, "other", models["other"])
    monkeypatch.setenv("JUDIAN_MODEL", "bundled")
    with pytest.raises(ModelError, match=r"正在使用.*JUDIAN_MODEL"):
        forget_vectors(folder, "bundled")


# The vectors that are to be made are those that library.db lacks, whatever a file beside it claims.


def lose_vectors(folder: Path, fingerprint: str, texts: int) -> None:
    with Library.open(folder) as library, library.transaction() as connection:
        connection.execute(
            """DELETE FROM embeddings WHERE row IN
               (SELECT row FROM embeddings WHERE fingerprint = ? ORDER BY row LIMIT ?)""",
            (fingerprint, texts),
        )


def test_a_change_makes_what_the_index_claims_and_the_library_lacks(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_switch(folder, "other", models["other"])
    run_switch(folder, "other", models["other"])
    lose_vectors(folder, "counting-1", 8)  # its index stays, as where an open file cannot be deleted
    models["bundled"].embedded.clear()
    looked = []

    def give_up_after_many(self: Library, fingerprint: str, among: object = None) -> list[int]:
        looked.append(fingerprint)
        assert len(looked) < 20, "it spins"
        return without(self, fingerprint, among)  # type: ignore[arg-type]

    without = Library.rows_without_vector
    monkeypatch.setattr(Library, "rows_without_vector", give_up_after_many)
    assert begin_switch(folder, "bundled", models["bundled"])
    assert run_switch(folder, "bundled", models["bundled"])
    assert len(models["bundled"].embedded) == 8
    assert found_by_meaning(folder, "第3件补贴") == ("counting-1", "一、第3件补贴。")


def test_ingest_makes_what_the_index_claims_and_the_library_lacks(
    folder: Path, notices: Path, models: dict[str, CountingEmbedder]
) -> None:
    lose_vectors(folder, "counting-1", 3)
    models["bundled"].embedded.clear()
    write_notice(notices / "new.txt", "一、新来的。", title="新通知")
    add(notices, folder)
    assert len(models["bundled"].embedded) == 4
    with Library.open(folder) as library:
        assert library.rows_without_vector("counting-1") == []


def test_ingest_looks_at_new_clauses_and_a_spread_of_others_and_not_at_all(
    folder: Path, notices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notice(notices / "new.txt", "一、新来的。", title="新通知")
    looked: list[object] = []
    without = Library.rows_without_vector

    def look(self: Library, fingerprint: str, among: object = None) -> list[int]:
        looked.append(None if among is None else len(among))  # type: ignore[arg-type]
        return without(self, fingerprint, among)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "rows_without_vector", look)
    add(notices, folder)
    assert looked[-1] == 1 and None not in looked


def test_a_round_that_makes_nothing_ends_the_change_with_its_reason(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = []

    def nothing(*_: object, **__: object) -> None:
        rounds.append(1)
        assert len(rounds) < 5, "it spins"

    monkeypatch.setattr("index.models_switch.embed_missing", nothing)
    begin_switch(folder, "other", models["other"])
    with pytest.raises(ModelError, match="8 段文字怎么也得不到向量"):
        run_switch(folder, "other", models["other"])
    coming = switch_state(Library.open(folder)).coming
    assert coming is not None and "得不到向量" in (coming.error or "")


def test_files_go_before_vectors_so_that_a_killed_removal_can_be_made_up_for(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_switch(folder, "other", models["other"])
    run_switch(folder, "other", models["other"])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.derived.forget_vectors_elsewhere", killed)
    with pytest.raises(KeyboardInterrupt):
        forget_vectors(folder, "bundled")
    assert VectorIndex(folder, "counting-1").stamp is None
    with Library.open(folder) as library:
        assert library.rows_without_vector("counting-1") == []


def test_a_file_that_cannot_be_deleted_keeps_its_vectors(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_switch(folder, "other", models["other"])
    run_switch(folder, "other", models["other"])
    monkeypatch.setattr("index.vector_files._delete", lambda paths: None)
    with pytest.raises(IndexBuildError, match=r"删不掉.*关闭"):
        forget_vectors(folder, "bundled")
    with Library.open(folder) as library:
        assert library.rows_without_vector("counting-1") == []


# Whoever chooses last is heard.


def test_a_model_chosen_while_a_run_begins_is_not_written_over(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import models_switch

    begin_switch(folder, "other", models["other"])
    counts = models_switch._counts

    def choose_between_looking_and_noting(library: Library, fingerprint: str) -> tuple[int, int]:
        monkeypatch.setattr(models_switch, "_counts", counts)
        begin_switch(folder, "third", models["third"])
        return counts(library, fingerprint)

    monkeypatch.setattr(models_switch, "_counts", choose_between_looking_and_noting)
    assert not run_switch(folder, "other", models["other"])
    coming = next_model(Library.open(folder))
    assert coming is not None and coming.name == "third"


def test_a_model_chosen_at_the_moment_of_the_turn_is_not_written_over(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.missing_vectors import embed_missing

    def choose_when_all_is_made(library: Library, embedder: CountingEmbedder, *given: Any, **named: Any) -> str | None:
        if "wanted" not in named:  # the last look, in the turn itself
            begin_switch(folder, "third", models["third"])
        return embed_missing(library, embedder, *given, **named)

    monkeypatch.setattr("index.models_switch.embed_missing", choose_when_all_is_made)
    begin_switch(folder, "other", models["other"])
    assert not run_switch(folder, "other", models["other"])
    state = switch_state(Library.open(folder))
    assert state.used == "bundled" and state.coming is not None and state.coming.name == "third"


def test_the_new_index_is_written_under_the_librarys_lock(
    folder: Path, models: dict[str, CountingEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = []
    save = VectorIndex.save

    def look(self: VectorIndex, *given: object, **named: object) -> None:
        saved.append(held(folder))
        save(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(VectorIndex, "save", look)
    begin_switch(folder, "other", models["other"])
    assert run_switch(folder, "other", models["other"])
    assert saved and all(saved)


def held(folder: Path) -> bool:
    lock = WriteLock(folder)
    free = lock.acquired()
    lock.release()
    return not free
