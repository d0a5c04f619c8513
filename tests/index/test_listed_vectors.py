"""The vector index of a library too large to look at every vector: trained lists in 8 bits, filters inside the search."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.scale_library import RealClauses, write_scale_library
from index import vector_forms, vectors
from index.library import Library
from index.row_set import RowSet
from index.vectors import VectorIndex, VectorStamp, catch_up, rows_not_indexed
from ingest.errors import IndexBuildError

MODEL, CLAUSES, WIDTH = "model", 6000, 48


def clustered(count: int, seed: int) -> NDArray[np.float32]:
    centres = np.random.default_rng(0).standard_normal((40, WIDTH))
    draw = np.random.default_rng(seed)
    made = centres[draw.integers(0, 40, count)] + 0.7 * draw.standard_normal((count, WIDTH))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large")
    texts = tuple(f"第{i}条\u3000各单位应当在{i}日内办结。" for i in range(300))
    write_scale_library(made, RealClauses(texts, clustered(300, 1), MODEL), CLAUSES)
    return made


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large here: lists from 1,000 vectors on, and all of a filter looked at up to 1,000."""
    monkeypatch.setattr(vector_forms, "MOST_IN_FLAT", 1000)
    monkeypatch.setattr(vector_forms, "_MOST_LOOKED_AT", 1000)


@pytest.fixture
def index(folder: Path) -> VectorIndex:
    with Library.open(folder) as library:
        made = VectorIndex(folder, MODEL)
        if made.stamp != VectorStamp.of(library, MODEL):
            catch_up(made, library, MODEL)
            made.save(VectorStamp.of(library, MODEL))
    return made


@pytest.mark.parametrize("share", [1.0, 0.5, 0.2, 0.05, 0.005])
def test_the_best_inside_a_filter_are_found_at_every_selectivity(
    index: VectorIndex, folder: Path, share: float
) -> None:
    with Library.open(folder) as library:
        rows, kept = library.vectors(MODEL, library.clause_rows())
        chosen = np.sort(np.random.default_rng(5).choice(len(rows), int(len(rows) * share), replace=False))
        shared = 0
        questions = clustered(50, 9)
        for question in questions:
            scores = kept[chosen] @ question
            best = rows[chosen[np.argsort(-scores, kind="stable")[:10]]]
            allowed = None if share == 1.0 else RowSet.of(rows[chosen])
            found = index.rank(question, 10, allowed, lambda r: library.vectors(MODEL, r))
            shared += len({row for row, _ in found} & set(best.tolist()))
            for row, score in found:  # exact, though 8 bits are not
                assert score == pytest.approx(float(kept[row - 1] @ question), abs=1e-5)
        assert shared >= 0.99 * 10 * len(questions)


def test_a_filter_looks_at_few_lists_only_where_it_lets_much_through(index: VectorIndex) -> None:
    base = index._base
    assert vector_forms.is_listed(base) and base.nprobe < base.nlist
    assert vector_forms._probes(base, None) == base.nprobe
    assert vector_forms._probes(base, RowSet.of(np.arange(1, 90))) == base.nlist
    assert base.nprobe <= vector_forms._probes(base, RowSet.of(np.arange(1, 3001))) <= base.nlist


def test_it_is_opened_as_it_was_saved_and_grows_by_segments(index: VectorIndex, folder: Path, tmp_path: Path) -> None:
    for file in folder.glob("vectors-*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    opened = VectorIndex(tmp_path, MODEL)
    question = clustered(1, 9)[0]
    assert opened.count == CLAUSES
    assert opened.rank(question, 20) == index.rank(question, 20)
    opened.add(np.array([50_000]), question[None])
    opened.remove(np.array([index.rank(question, 1)[0][0]]))
    opened.save(VectorStamp("library", 2, MODEL))
    again = VectorIndex(tmp_path, MODEL)
    assert again.rank(question, 1)[0][0] == 50_000
    assert index.rank(question, 1)[0][0] not in {row for row, _ in again.rank(question, 100)}
    again.save(VectorStamp("library", 3, MODEL), merge=True)
    merged = VectorIndex(tmp_path, MODEL)
    assert merged.count == CLAUSES and vector_forms.is_listed(merged._base)
    assert merged.rank(question, 1)[0][0] == 50_000


def test_an_outgrown_base_is_trained_anew_and_only_by_who_may_save(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_BATCH", 2500)
    with Library.open(folder) as library:
        reading = VectorIndex(tmp_path, MODEL)
        assert "补 6000 条" in (catch_up(reading, library, MODEL, build=False) or "")
        assert not vector_forms.is_listed(reading._recent) and reading._base is None
        told: list[tuple[int, int]] = []
        catch_up(
            writing := VectorIndex(tmp_path, MODEL), library, MODEL, lambda done, total: told.append((done, total))
        )
        assert vector_forms.is_listed(writing._base) and told[-1] == (CLAUSES, CLAUSES)
        assert not writing.needs_building(CLAUSES)
        assert writing.needs_building(3 * CLAUSES)


def test_only_what_is_not_indexed_is_looked_at_for_missing_vectors(index: VectorIndex, folder: Path) -> None:
    with Library.open(folder) as library:
        nothing = rows_not_indexed(library, MODEL)
        assert nothing is not None and nothing.tolist() == []
        assert library.rows_without_vector(MODEL, nothing) == library.rows_without_vector(MODEL) == []
        assert rows_not_indexed(library, "another model") is None


def test_a_base_that_vanished_before_a_merge_is_told(index: VectorIndex, folder: Path, tmp_path: Path) -> None:
    for file in folder.glob("vectors-*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    opened = VectorIndex(tmp_path, MODEL)
    for file in tmp_path.glob("vectors-*"):
        file.unlink()
    with pytest.raises(IndexBuildError, match="重新运行"):
        opened.save(VectorStamp("library", 2, MODEL), merge=True)


def test_the_same_library_gives_the_same_index(folder: Path, tmp_path: Path) -> None:
    question = clustered(1, 9)[0]
    with Library.open(folder) as library:
        made = []
        for name in "ab":
            index = VectorIndex(tmp_path / name, MODEL)
            catch_up(index, library, MODEL)
            made.append((index._base.nprobe, index.rank(question, 50)))
    assert made[0] == made[1]


def test_batches_do_not_matter(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_BATCH", 700)
    with Library.open(folder) as library:
        index = VectorIndex(tmp_path, MODEL)
        catch_up(index, library, MODEL)
        assert index.rows().tolist() == library.rows_with_vector(MODEL).tolist()


def test_a_filter_on_what_lies_beside_the_lists_or_has_no_vector_is_answered(folder: Path, tmp_path: Path) -> None:
    question = clustered(1, 9)[0]
    with Library.open(folder) as library:
        index = VectorIndex(tmp_path, MODEL)
        catch_up(index, library, MODEL)
        index.add(np.array([50_000]), question[None])
        assert vector_forms.is_listed(index._base)
        for rows, expected in (([50_000, 60_000], [50_000]), ([60_000], [])):
            found = index.rank(question, 5, RowSet.of(rows), lambda r: library.vectors(MODEL, r))
            assert [row for row, _ in found] == expected


def test_as_many_come_back_as_there_are_where_the_nearest_lists_have_too_few(
    index: VectorIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_forms, "_MOST_LOOKED_AT", 10)
    question = clustered(1, 9)[0]
    with Library.open(folder) as library:
        rows, kept = library.vectors(MODEL, library.clause_rows())
    farthest = rows[np.argsort(kept @ question)[:200]]
    found = index.rank(question, 50, RowSet.of(farthest), lambda r: library.vectors(MODEL, r))
    assert len(found) == 50
    assert {row for row, _ in found} <= set(farthest.tolist())
