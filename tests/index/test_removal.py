from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from index.clause_index import open_index
from index.library import Library
from index.model import Filters
from index.read_groups import close_place
from index.removal import remove_files, removed_contents, removed_files, removed_named, restore_files
from index.restricted import RestrictedLibrary, Sight
from index.update import correct_document, ingest_paths
from index.uploads import keep_upload
from ingest.errors import QueryError

NOTICE = """天水市老干部局文件

天老干〔2021〕5号

关于做好离退休干部走访慰问工作的通知

各县区老干部局：

一、走访范围。离休干部每年走访两次。

二、慰问标准。每人每次300元。

天水市老干部局
2021年3月5日
"""
OTHER = NOTICE.replace("5号", "6号").replace("走访慰问", "学习参观").replace("走访", "参观").replace("300", "500")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "公文"
    made.mkdir()
    (made / "慰问.txt").write_text(NOTICE, encoding="utf-8")
    (made / "参观.txt").write_text(OTHER, encoding="utf-8")
    (made / "空.txt").write_bytes(b"")
    return made


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Path:
    made = tmp_path / "库"
    ingest_paths([folder], made, embed=False)
    return made


def found_by(library: Path, word: str) -> list[str]:
    index = open_index(library)
    ranked = index.clause_index.rank_by_words({word: 1.0}, 10, Filters())
    found = [s.document.document_number or "" for s in index.library.clauses([row for row, _ in ranked])]
    index.library.close()
    return found


def test_a_removed_file_is_gone_from_every_search_and_comes_back_as_it_was_read(library: Path, folder: Path) -> None:
    with Library.open(library) as opened:
        before = opened.document("天老干〔2021〕5号")
    (removed,) = remove_files(library, [str(folder / "慰问.txt")], made_by="王")
    assert removed.titles == ("关于做好离退休干部走访慰问工作的通知",)
    assert removed.removed_by == "王"
    assert found_by(library, "走访") == []
    assert (folder / "慰问.txt").is_file()
    assert restore_files(library, [removed.row]) == (str(folder / "慰问.txt"),)
    with Library.open(library) as opened:
        assert opened.document("天老干〔2021〕5号") == before
        assert removed_files(opened) == ()
    assert set(found_by(library, "走访")) == {"天老干〔2021〕5号"}


def test_a_file_comes_back_though_its_original_is_gone(library: Path, folder: Path) -> None:
    (removed,) = remove_files(library, ["天老干〔2021〕5号"])
    (folder / "慰问.txt").unlink()
    restore_files(library, [removed.row])
    assert set(found_by(library, "走访")) == {"天老干〔2021〕5号"}


def test_a_correction_made_before_comes_back_with_the_file(library: Path) -> None:
    correct_document(library, "天老干〔2021〕5号", "dated_on", "2021-03-06", embed=False)
    (removed,) = remove_files(library, ["天老干〔2021〕5号"])
    restore_files(library, [removed.row])
    with Library.open(library) as opened:
        assert str(opened.document("天老干〔2021〕5号").dated_on) == "2021-03-06"


def test_a_folder_names_all_its_files_the_refused_ones_too(library: Path, folder: Path) -> None:
    removed = remove_files(library, [str(folder)])
    assert sorted(Path(r.file).name for r in removed) == ["参观.txt", "慰问.txt", "空.txt"]
    restore_files(library, [r.row for r in removed])
    with Library.open(library) as opened:
        assert sorted(f.outcome.value for f in opened.files()) == ["added", "added", "failed"]


def test_what_came_in_again_is_no_longer_to_be_restored(library: Path, folder: Path) -> None:
    (removed,) = remove_files(library, ["天老干〔2021〕5号"])
    ingest_paths([folder], library, embed=False)
    with Library.open(library) as opened:
        assert removed_files(opened) == ()
    restore_files(library, [removed.row])  # pressed on a page that was drawn before
    with Library.open(library) as opened:
        assert len(opened.documents()) == 2


def test_who_looks_by_himself_leaves_out_what_a_person_removed(library: Path, folder: Path) -> None:
    remove_files(library, ["天老干〔2021〕5号"])
    with Library.open(library) as opened:
        contents = removed_contents(opened)
    report = ingest_paths([folder], library, embed=False, leave_out=tuple(contents))
    assert sorted(Path(f.file).name for f in report.files) == ["参观.txt", "空.txt"]
    assert report.removed == 0
    with Library.open(library) as opened:
        assert len(opened.documents()) == 1


def test_after_thirty_days_a_removed_upload_goes_for_good_and_other_originals_stay(
    library: Path, folder: Path, tmp_path: Path
) -> None:
    uploaded = keep_upload(library, "上传.txt", NOTICE.replace("5号", "7号").encode())
    ingest_paths([uploaded], library, embed=False)
    long_ago = datetime.now().astimezone() - timedelta(days=31)
    remove_files(library, [str(uploaded), str(folder / "慰问.txt")], now=long_ago)
    assert uploaded.is_file()
    remove_files(library, [str(folder / "参观.txt")])
    assert not uploaded.exists()
    assert (folder / "慰问.txt").is_file()
    with Library.open(library) as opened:
        assert [Path(r.file).name for r in removed_files(opened)] == ["参观.txt"]


def test_a_name_that_means_nothing_is_told_and_nothing_is_removed(library: Path, folder: Path) -> None:
    with pytest.raises(QueryError, match="没有这个文件"):
        remove_files(library, [str(folder / "慰问.txt"), "不在.txt"])
    with Library.open(library) as opened:
        assert len(opened.documents()) == 2
        with pytest.raises(QueryError, match="不在移出的文件里"):
            removed_named(opened, ["慰问.txt"])
    with pytest.raises(QueryError, match="没有这条移出记录"):
        restore_files(library, [9])


def test_a_removed_file_is_named_by_path_file_name_or_title(library: Path, folder: Path) -> None:
    (removed,) = remove_files(library, ["天老干〔2021〕5号"])
    with Library.open(library) as opened:
        for name in (str(folder / "慰问.txt"), "慰问.txt", "关于做好离退休干部走访慰问工作的通知"):
            assert removed_named(opened, [name]) == (removed.row,)


def test_who_may_not_read_all_is_not_told_what_was_removed(library: Path, folder: Path) -> None:
    with Library.open(library) as opened:
        close_place(opened, str((folder / "慰问.txt").resolve()), ["人事"])
    remove_files(library, ["天老干〔2021〕5号"])
    seen = RestrictedLibrary(library, Sight(frozenset()))
    assert removed_files(seen) == ()
    seen.close()


def test_a_closed_file_is_still_closed_when_it_comes_back(library: Path, folder: Path) -> None:
    with Library.open(library) as opened:
        close_place(opened, str((folder / "慰问.txt").resolve()), ["人事"])
    (removed,) = remove_files(library, ["天老干〔2021〕5号"])
    restore_files(library, [removed.row])
    seen = RestrictedLibrary(library, Sight(frozenset()))
    assert [d.document_number for d in seen.listed()] == ["天老干〔2021〕6号"]
    seen.close()
