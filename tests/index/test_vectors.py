from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.vectors import VectorIndex, VectorStamp

STAMP = VectorStamp("library", 1, "model-1")


def unit_vectors(count: int, dimension: int = 16) -> NDArray[np.float32]:
    vectors = np.random.default_rng(7).standard_normal((count, dimension))
    normalised = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised.astype(np.float16).astype(np.float32)  # as the library keeps them


VECTORS = unit_vectors(1000)
ROWS = np.arange(10, 1010, dtype=np.int64)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    made = VectorIndex(tmp_path, "model-1")
    made.add(ROWS, VECTORS)
    return made


@pytest.mark.parametrize("share", [0.001, 0.01, 0.3, 1.0])
def test_the_k_best_inside_a_filter_are_the_exact_ones(index: VectorIndex, share: float) -> None:
    chosen = np.sort(np.random.default_rng(1).choice(ROWS, int(1000 * share), replace=False))
    query = unit_vectors(1001)[-1]
    scores = VECTORS[chosen - 10] @ query
    expected = chosen[np.argsort(-scores)][:5].tolist()
    found = index.rank(query, 5, chosen)
    assert [row for row, _ in found] == expected
    assert [score for _, score in found] == pytest.approx(np.sort(scores)[::-1][:5].tolist(), abs=1e-5)


def test_without_a_filter_all_are_seen(index: VectorIndex) -> None:
    assert index.rank(VECTORS[17], 1) == [(27, pytest.approx(1.0, abs=1e-3))]
    assert len(index.rank(VECTORS[17], 5000)) == 1000


def test_a_filter_that_lets_nothing_through_finds_nothing(index: VectorIndex) -> None:
    assert index.rank(VECTORS[0], 5, np.empty(0, np.int64)) == []
    assert index.rank(VECTORS[0], 5, np.array([5, 99_999])) == []  # rows the index does not have


def test_what_is_removed_is_not_found(index: VectorIndex) -> None:
    index.remove(np.array([27]))
    assert index.rank(VECTORS[17], 1)[0][0] != 27
    assert 27 not in index.rows()
    index.add(np.array([2000]), VECTORS[17:18])
    assert index.rank(VECTORS[17], 1)[0][0] == 2000


def test_an_index_is_read_back_with_its_stamp(index: VectorIndex, tmp_path: Path) -> None:
    index.save(STAMP)
    again = VectorIndex(tmp_path, "model-1")
    assert again.stamp == STAMP
    assert again.rows().tolist() == ROWS.tolist()
    assert again.rank(VECTORS[3], 3) == index.rank(VECTORS[3], 3)


def test_another_model_has_an_index_of_its_own(index: VectorIndex, tmp_path: Path) -> None:
    index.save(STAMP)
    other = VectorIndex(tmp_path, "model-2")
    assert (other.stamp, other.rank(VECTORS[0], 3)) == (None, [])


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_a_half_written_file_counts_as_none(index: VectorIndex, tmp_path: Path, kept: float) -> None:
    index.save(STAMP)
    (file,) = tmp_path.glob("*.faiss")
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * kept)])
    again = VectorIndex(tmp_path, "model-1")
    assert (again.stamp, again.rows().tolist()) == (None, [])


def test_saving_replaces_the_file_whole(index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index.save(STAMP)

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", killed)
    index.remove(ROWS[:900])
    with pytest.raises(KeyboardInterrupt):
        index.save(VectorStamp("library", 2, "model-1"))
    again = VectorIndex(tmp_path, "model-1")
    assert (again.stamp, len(again.rows())) == (STAMP, 1000)


def test_an_index_that_became_empty_leaves_no_file(index: VectorIndex, tmp_path: Path) -> None:
    index.save(STAMP)
    index.clear()
    index.save(STAMP)
    assert list(tmp_path.glob("*.faiss")) == []
