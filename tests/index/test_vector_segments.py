"""What a vector index writes when little or much has changed, and what it reads back after an end at any moment."""

from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.vectors import VectorIndex, VectorStamp
from ingest.errors import IndexBuildError

RNG = np.random.default_rng(3)
VECTORS = RNG.standard_normal((200, 16)).astype(np.float16).astype(np.float32)
ROWS = np.arange(1, 201, dtype=np.int64)


def stamp(generation: int) -> VectorStamp:
    return VectorStamp("library", generation, "model")


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    made = VectorIndex(tmp_path, "model")
    made.add(ROWS[:100], VECTORS[:100])
    made.save(stamp(1))
    return made


def files(folder: Path) -> list[str]:
    return sorted(p.name.split(".", 1)[1] for p in folder.glob("vectors-*"))


def add_one(index: VectorIndex, row: int) -> None:
    index.add(ROWS[row - 1 : row], VECTORS[row - 1 : row])
    index.save(stamp(row))


def check(index: VectorIndex, rows: list[int]) -> None:
    """The index holds these rows and ranks them as their vectors say."""
    assert index.rows().tolist() == rows
    assert index.count == len(rows)
    query = VECTORS[0] / np.linalg.norm(VECTORS[0])
    scores = VECTORS[np.array(rows) - 1] @ query
    best = np.array(rows)[np.argsort(-scores)]
    assert [row for row, _ in index.rank(query, len(rows))] == best.tolist()
    half = np.array(rows[::2])
    assert [row for row, _ in index.rank(query, 5, half)] == [r for r in best if r in set(rows[::2])][:5]


def test_one_notice_leaves_the_large_file_as_it_is(index: VectorIndex, tmp_path: Path) -> None:
    before = next(tmp_path.glob("*.faiss")).stat()
    add_one(index, 101)
    index.remove(np.array([7, 99_999]))
    index.save(stamp(102))
    after = next(tmp_path.glob("*.faiss")).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert files(tmp_path) == ["0001-0001.segment", "0001-0002.segment", "0001.faiss"]
    again = VectorIndex(tmp_path, "model")
    assert again.stamp == stamp(102)
    for opened in (index, again):
        check(opened, [r for r in range(1, 102) if r != 7])


def test_what_came_in_a_segment_can_go_again(index: VectorIndex, tmp_path: Path) -> None:
    add_one(index, 101)
    index.remove(np.array([101]))
    index.save(stamp(102))
    check(VectorIndex(tmp_path, "model"), list(range(1, 101)))


def test_many_segments_become_one(index: VectorIndex, tmp_path: Path) -> None:
    for row in range(101, 181):
        add_one(index, row)
        if row % 10 == 0:
            index.remove(np.array([row - 100]))
            index.save(stamp(row))
        assert len(files(tmp_path)) <= 2 + vectors._MOST_SEGMENTS
    gone = set(range(10, 81, 10))
    again = VectorIndex(tmp_path, "model")
    assert again.stamp == stamp(180)
    check(again, [r for r in range(1, 181) if r not in gone])


@pytest.mark.parametrize("asked", [True, False], ids=["when asked", "when it is much"])
def test_segments_are_merged(index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: bool) -> None:
    add_one(index, 101)
    index.remove(np.array([3, 101]))
    if not asked:
        monkeypatch.setattr(vectors, "_MOST_BESIDE", 2)
        monkeypatch.setattr(vectors, "_SHARE_BESIDE", 0.0)
    index.save(stamp(102), merge=asked)
    assert files(tmp_path) == ["0002.faiss"]
    for opened in (index, VectorIndex(tmp_path, "model")):
        check(opened, [r for r in range(1, 101) if r != 3])
        assert opened.stamp == stamp(102)
    add_one(index, 103)
    assert files(tmp_path) == ["0002-0001.segment", "0002.faiss"]


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.99])
def test_a_broken_segment_ends_the_reading_before_it(index: VectorIndex, tmp_path: Path, kept: float) -> None:
    for row in (101, 102, 103):
        add_one(index, row)
    second = next(tmp_path.glob("*-0002.segment"))
    second.write_bytes(second.read_bytes()[: int(second.stat().st_size * kept)])
    again = VectorIndex(tmp_path, "model")
    assert again.stamp == stamp(101)
    check(again, list(range(1, 102)))


def test_a_lost_segment_ends_the_reading_before_it(index: VectorIndex, tmp_path: Path) -> None:
    for row in (101, 102, 103):
        add_one(index, row)
    next(tmp_path.glob("*-0002.segment")).unlink()
    check(VectorIndex(tmp_path, "model"), list(range(1, 102)))


def test_segments_of_a_base_that_is_gone_are_nobodys(index: VectorIndex, tmp_path: Path) -> None:
    add_one(index, 101)
    next(tmp_path.glob("*.faiss")).unlink()
    again = VectorIndex(tmp_path, "model")
    assert (again.stamp, again.count) == (None, 0)
    again.add(ROWS[:5], VECTORS[:5])
    again.save(stamp(200))
    assert files(tmp_path) == ["0002.faiss"]
    check(VectorIndex(tmp_path, "model"), [1, 2, 3, 4, 5])


@pytest.mark.parametrize("merge", [True, False])
@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.unlink"])
def test_a_kill_at_any_moment_leaves_one_state_or_the_other(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, merge: bool
) -> None:
    add_one(index, 101)

    def killed(*args: object, **named: object) -> None:
        raise KeyboardInterrupt

    index.add(ROWS[101:150], VECTORS[101:150])
    with monkeypatch.context() as patched:
        patched.setattr(moment, killed)
        try:
            index.save(stamp(150), merge=merge)
            ended = False
        except KeyboardInterrupt:
            ended = True
    again = VectorIndex(tmp_path, "model")
    saved = not ended or moment == "pathlib.Path.unlink"
    assert again.stamp == stamp(150 if saved else 101)
    check(again, list(range(1, 151 if saved else 102)))
    again.remove(np.array([1]))
    again.save(stamp(151), merge=merge)
    check(VectorIndex(tmp_path, "model"), list(range(2, 151 if saved else 102)))


def test_another_process_sees_what_was_saved(index: VectorIndex, tmp_path: Path) -> None:
    other = VectorIndex(tmp_path, "model")
    add_one(index, 101)
    other.reload_if_saved()
    check(other, list(range(1, 102)))
    other.add(ROWS[101:102], VECTORS[101:102])
    other.reload_if_saved()  # nothing new on the disk: what was added here stays
    check(other, list(range(1, 103)))


def test_the_file_of_an_older_version_is_made_again(tmp_path: Path) -> None:
    made = VectorIndex(tmp_path, "model")
    made.add(ROWS, VECTORS)
    made.save(stamp(1))
    (new,) = tmp_path.glob("*.faiss")
    old = new.rename(tmp_path / f"{new.name.split('.')[0]}.faiss")
    old.write_bytes(old.read_bytes().replace(b"JDVEC2", b"JDVEC1"))
    again = VectorIndex(tmp_path, "model")
    assert (again.stamp, again.count) == (None, 0)
    again.add(ROWS, VECTORS)
    again.save(stamp(2))
    assert not old.exists()
    check(VectorIndex(tmp_path, "model"), ROWS.tolist())


def test_a_full_disk_is_told_and_leaves_the_files(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    index.add(ROWS[100:101], VECTORS[100:101])
    with pytest.raises(IndexBuildError, match="磁盘空间"):
        index.save(stamp(2))
    monkeypatch.undo()
    assert files(tmp_path) == ["0001.faiss"]
    index.save(stamp(2))  # there is space again
    check(VectorIndex(tmp_path, "model"), list(range(1, 102)))


def test_a_base_that_is_replaced_while_it_is_looked_for_is_found(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import vector_files

    read = vector_files._footer_of

    def replaced_meanwhile(path: Path) -> object:
        monkeypatch.setattr(vector_files, "_footer_of", read)
        index.save(stamp(2), merge=True)
        return read(path)

    monkeypatch.setattr(vector_files, "_footer_of", replaced_meanwhile)
    again = VectorIndex(tmp_path, "model")
    assert again.stamp == stamp(2)
    check(again, list(range(1, 101)))
