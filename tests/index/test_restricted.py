"""A library through a view: documents of other groups are not there, and what was closed once stays closed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.library import Library
from index.milvus.conditions import conditions_of
from index.model import Filters, Outcome
from index.read_groups import (
    allow_export,
    close_place,
    forbid_export,
    groups_in_use,
    groups_of_file,
    internal_files,
    open_place,
    place_of,
    read_rules,
)
from index.restricted import RestrictedLibrary, Sight, restricted_index
from index.schema import DATABASE, SCHEMA_VERSION
from index.tokenizer import query_tokens
from index.update import ingest_paths
from ingest.errors import IndexBuildError, QueryError
from tests.index.small_notices import CountingEmbedder, parse_small, write_notice

NOBODY = Sight(frozenset())
MEMBER = Sight(frozenset({"甲组"}))


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made)
    return made


@pytest.fixture
def folder(tmp_path: Path, embedder: CountingEmbedder) -> Path:
    notices = tmp_path / "notices"
    write_notice(
        notices / "a",
        "一、补贴。每月不低于300元。",
        "二、学习。每月集中学习。",
        region="江苏扬州",
        number="甲〔2022〕1号",
    )
    write_notice(
        notices / "b", "一、补贴。每月不低于800元。", "二、补贴。另给津贴。", region="浙江丽水", number="乙〔2022〕2号"
    )
    ingest(tmp_path)
    return tmp_path / "library"


def ingest(tmp_path: Path) -> None:
    ingest_paths([tmp_path / "notices"], tmp_path / "library", parse=parse_small, workers=1)


def close(folder: Path, name: str = "b", group: str = "甲组") -> None:
    with Library.open(folder) as library:
        close_place(library, place_of(library, str(folder.parent / "notices" / name)), [group])


def seen(folder: Path, sight: Sight = NOBODY) -> list[str]:
    with RestrictedLibrary(folder, sight) as library:
        return [Path(d.file).name for d in library.listed()]


def ranked(index: OpenIndex, filters: Filters | None = None) -> tuple[list[str], list[str]]:
    """Texts by words and by meaning."""
    assert index.embedder is not None
    vector = index.embedder.embed_queries(["一、补贴。每月不低于800元。"])[0]
    words = index.clause_index.rank_by_words(query_tokens("补贴 津贴 学习"), 10, filters or Filters())
    meaning = index.clause_index.rank_by_meaning(vector, 10, filters or Filters())
    found = [index.library.clauses([row for row, _ in rows]) for rows in (words, meaning)]
    assert all(len(clauses) == len(rows) for clauses, rows in zip(found, (words, meaning), strict=True))
    return tuple(sorted(s.clause.text for s in clauses) for clauses in found)  # type: ignore[return-value]


def test_both_rankings_rank_what_is_seen_and_nothing_else(folder: Path) -> None:
    close(folder)
    whole = open_index(folder)
    outside, member = restricted_index(whole, NOBODY), restricted_index(whole, MEMBER)
    a, b = (
        ["一、补贴。每月不低于300元。", "二、学习。每月集中学习。"],
        ["一、补贴。每月不低于800元。", "二、补贴。另给津贴。"],
    )
    assert ranked(outside) == (a, a)
    assert ranked(member) == ranked(whole) == (sorted(a + b), sorted(a + b))
    assert ranked(outside, Filters(regions=("浙江",))) == ([], [])
    assert ranked(outside, Filters(excluded_ids=("别的",))) == (a, a)
    closed_id = whole.library.document("乙〔2022〕2号").document_id
    assert ranked(outside, Filters(document_ids=(closed_id,))) == ([], [])
    assert ranked(member, Filters(document_ids=(closed_id,))) == (b, b)


def test_a_server_is_asked_for_what_is_seen_alone(folder: Path) -> None:
    close(folder)
    with Library.open(folder) as whole, RestrictedLibrary(folder, NOBODY) as library:
        assert conditions_of(Filters(), whole) == ("",)
        [(_, open_row)] = library.document_keys().items()
        assert conditions_of(Filters(), library) == (f"(document in [{open_row}])",)
        closed_id = whole.document("乙〔2022〕2号").document_id
        assert conditions_of(Filters(document_ids=(closed_id,)), library) == ()


def test_filters_are_never_none_through_a_view(folder: Path) -> None:
    close(folder)
    with RestrictedLibrary(folder, NOBODY) as library:
        assert len(library.document_rows(Filters())) == 1
        rows = library.rows(Filters())
        assert rows is not None and len(rows) == 2 == library.clause_count() == len(library.clause_rows())
        assert {p.name for p in (Path(f.file) for f in library.files())} == {"a"}


def test_a_view_follows_what_comes_and_what_is_closed(folder: Path, tmp_path: Path) -> None:
    whole = open_index(folder)
    outside = restricted_index(whole, NOBODY)
    assert len(ranked(outside)[0]) == 4
    close(folder)
    assert len(ranked(outside)[0]) == 2
    write_notice(tmp_path / "notices" / "c", "一、补贴。第三处。")
    ingest(tmp_path)
    assert ranked(outside)[0][1] == "一、补贴。第三处。"


def test_what_was_closed_stays_closed_when_its_content_changes(folder: Path, tmp_path: Path) -> None:
    close(folder)
    write_notice(tmp_path / "notices" / "b", "一、补贴。每月不低于900元。")
    ingest(tmp_path)
    assert seen(folder) == ["a"] and seen(folder, MEMBER) == ["a", "b"]


def test_what_was_closed_stays_closed_when_it_is_moved_changed_removed_and_put_back(
    folder: Path, tmp_path: Path
) -> None:
    close(folder)
    notices = tmp_path / "notices"
    (notices / "b").rename(notices / "z")
    ingest(tmp_path)
    assert seen(folder) == ["a"] and seen(folder, MEMBER) == ["a", "z"]
    write_notice(notices / "z", "一、补贴。改在新处。")  # at the new place
    ingest(tmp_path)
    assert seen(folder) == ["a"]
    content = (notices / "z").read_text(encoding="utf-8")
    (notices / "z").unlink()
    ingest(tmp_path)
    (notices / "y").write_text(content, encoding="utf-8")  # the same content, elsewhere
    ingest(tmp_path)
    assert seen(folder) == ["a"] and seen(folder, MEMBER) == ["a", "y"]


def test_a_folder_closes_what_comes_into_it(folder: Path, tmp_path: Path) -> None:
    write_notice(tmp_path / "notices" / "in" / "c", "一、补贴。第三处。")
    with Library.open(folder) as library:
        close_place(library, place_of(library, str(tmp_path / "notices" / "in")), ["甲组"])
    ingest(tmp_path)
    assert seen(folder) == ["a", "b"] and seen(folder, MEMBER) == ["a", "b", "c"]
    write_notice(tmp_path / "notices" / "inside", "一、别处。名字开头相同。")
    ingest(tmp_path)
    assert "inside" in seen(folder)
    with Library.open(folder) as library:
        assert not open_place(library, place_of(library, str(tmp_path / "notices" / "in" / "c")))
        assert groups_of_file(library, str((tmp_path / "notices" / "in" / "c").resolve())) == ("甲组",)


def test_any_of_several_groups_reads_and_one_can_be_taken_back(folder: Path) -> None:
    close(folder, group="甲组")
    close(folder, group="乙'组")
    other = Sight(frozenset({"乙'组"}))
    assert seen(folder, MEMBER) == seen(folder, other) == ["a", "b"] and seen(folder) == ["a"]
    with Library.open(folder) as library:
        place = place_of(library, "乙〔2022〕2号")
        assert groups_in_use(library) == {"甲组", "乙'组"}
        assert open_place(library, place, ["甲组"]) and not open_place(library, place, ["没有"])
    assert seen(folder, MEMBER) == ["a"] and seen(folder, other) == ["a", "b"]
    with Library.open(folder) as library:
        assert open_place(library, place) and read_rules(library) == []
    assert seen(folder) == ["a", "b"]


def test_a_place_that_is_nothing_is_told(folder: Path) -> None:
    with Library.open(folder) as library, pytest.raises(QueryError, match="资料库里也没有这份文件"):
        place_of(library, "没有〔2022〕2号")


def test_internal_material_is_out_of_exports_until_it_is_let_out(folder: Path) -> None:
    with Library.open(folder) as library:
        with library.transaction() as connection:
            connection.execute("UPDATE files SET marking = '内部资料' WHERE file LIKE '%b'")
        out = Sight(frozenset(), internal=False)
        assert seen(folder) == ["a", "b"] and seen(folder, out) == ["a"]
        [internal] = internal_files(library)
        assert internal.marking == "内部资料" and internal.allowed_by is None
        allow_export(library, internal.sha256, "管理")
        assert seen(folder, out) == ["a", "b"] and internal_files(library)[0].allowed_by == "管理"
        assert forbid_export(library, internal.sha256) and not forbid_export(library, internal.sha256)
        assert seen(folder, out) == ["a"]


def test_no_statement_reads_past_the_view(folder: Path) -> None:
    close(folder)
    with RestrictedLibrary(folder, NOBODY) as library:
        for sql in (
            "SELECT text FROM main.clauses",
            "SELECT t.text FROM texts t JOIN main.documents d ON d.file = t.file",
            "SELECT count(*) FROM documents WHERE EXISTS (SELECT 1 FROM main.clauses c WHERE c.text LIKE '%800%')",
        ):
            with pytest.raises(IndexBuildError, match=r"prohibited|not authorized"):
                library.select(sql)
        assert library.select("SELECT * FROM read_groups") == [] == library.select("SELECT * FROM closed_files")
        with Library.open(folder) as whole, whole.transaction() as connection:
            connection.execute("CREATE TABLE later (words TEXT)")
            connection.execute("INSERT INTO later VALUES ('秘')")
        with pytest.raises(IndexBuildError):
            library.select("SELECT words FROM later")
    with RestrictedLibrary(folder, NOBODY) as library:
        assert library.select("SELECT words FROM later") == []


def test_files_that_did_not_come_in_are_for_those_who_keep_the_library(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notices" / "x").write_text("坏", encoding="utf-8")
    ingest(tmp_path)
    with RestrictedLibrary(folder, Sight(frozenset(), untaken=True)) as library:
        assert [f.outcome for f in library.files()].count(Outcome.FAILED) == 1
    with RestrictedLibrary(folder, NOBODY) as library:
        assert all(f.error is None for f in library.files())


def test_a_classified_file_is_refused_and_nothing_of_it_kept(tmp_path: Path) -> None:
    text = "机密★5年\n某市文件\n某发〔2023〕8号\n关于走访的通知\n各县：\n一、标准\n每人五百元整。\n某市\n2023年3月1日\n"
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "通知.txt").write_text(text, encoding="utf-8")
    report = ingest_paths([tmp_path / "notices"], tmp_path / "library", embed=False)
    [file] = report.files
    assert file.outcome is Outcome.REFUSED and file.documents == 0
    assert "标有密级“机密★5年”，涉密文件不能收入" in str(file.error)
    with Library.open(tmp_path / "library") as library:
        assert library.clause_count() == 0
        assert not library.select("SELECT * FROM texts")
    kept = b"".join(f.read_bytes() for f in (tmp_path / "library").rglob("*") if f.is_file())
    assert "五百元整".encode() not in kept


def made_older(folder: Path) -> None:
    """As the version before made it."""
    connection = sqlite3.connect(folder / DATABASE)
    connection.executescript(
        """DROP TRIGGER file_closed_as_it_comes; DROP TRIGGER file_closed_as_it_moves; DROP TABLE read_groups;
           DROP TABLE closed_files; DROP TABLE exportable; ALTER TABLE files RENAME COLUMN marking TO not_there_yet; PRAGMA user_version = 2;"""
    )
    connection.close()


def test_a_library_of_the_version_before_is_brought_up_and_keeps_what_it_has(folder: Path, tmp_path: Path) -> None:
    made_older(folder)
    with Library.open(folder) as library:
        assert library.clause_count() == 4
        assert library.select("PRAGMA user_version")[0][0] == SCHEMA_VERSION
    close(folder)
    write_notice(tmp_path / "notices" / "b", "一、补贴。每月不低于900元。")
    ingest(tmp_path)
    assert seen(folder) == ["a"]
    assert len(ranked(open_index(folder))[0]) == 3


def test_a_library_of_the_version_before_that_cannot_be_written_is_read(folder: Path) -> None:
    made_older(folder)
    blocker = sqlite3.connect(folder / DATABASE, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        with Library.open(folder) as library:
            assert len(library.files()) == 2 and library.files()[0].marking is None
        with pytest.raises(IndexBuildError, match="还不能按组限制阅读"):
            RestrictedLibrary(folder, NOBODY)
    finally:
        blocker.close()
    with Library.open(folder) as library:
        assert library.select("PRAGMA user_version")[0][0] == SCHEMA_VERSION
