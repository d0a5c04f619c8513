import gc
import sqlite3
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from index.discovery import facts_of
from index.library import Library
from index.model import Filters, Outcome
from index.passages import index_text, text_key
from index.schema import DATABASE
from ingest.errors import IndexBuildError, QueryError
from tests.index.small_notices import parse_small, write_notice


def keep(library: Library, path: Path) -> tuple[int, ...]:
    """Put a small notice in the library; return the rows of its clauses."""
    parsed = parse_small(path)
    keys = [text_key(index_text(c, d)) for d in parsed.documents for c in d.clauses]
    return tuple(row for row, _ in library.keep_file(facts_of(path), parsed, Outcome.ADDED, keys).added)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


def test_a_document_comes_back_as_it_was_parsed(library: Library, tmp_path: Path) -> None:
    path = write_notice(tmp_path / "a.txt", "一、补贴。每月不低于300元。", "二、附则。", number="鲁老干〔2022〕15号")
    keep(library, path)
    parsed = parse_small(path).documents[0]
    assert library.document(parsed.document_id) == parsed
    assert library.document("鲁老干[2022] 15 号") == parsed


def test_clauses_come_in_the_order_asked_for_and_point_home(library: Library, tmp_path: Path) -> None:
    rows = keep(library, write_notice(tmp_path / "a.txt", "一、甲。", "二、乙。", "三、丙。"))
    stored = library.clauses([rows[2], 999, rows[0]])
    assert [s.clause.text for s in stored] == ["三、丙。", "一、甲。"]
    assert {s.file for s in stored} == {str(tmp_path / "a.txt")}
    text = library.document(stored[0].document.document_id).text
    assert all(text[slice(*s.clause.span)] == s.clause.text for s in stored)


def test_a_clause_is_found_by_its_id(library: Library, tmp_path: Path) -> None:
    keep(library, write_notice(tmp_path / "a.txt", "一、甲。", "二、乙。", number="鲁老干〔2022〕15号"))
    (document,) = library.documents()
    stored = library.clause(f"{document.document.document_id}#二")
    assert stored is not None and stored.clause.text == "二、乙。"
    assert library.clause("没有这一份#一") is None


@pytest.mark.parametrize(
    ("statuses", "dates", "expected"),
    [
        (("unknown", "unknown"), ("2022-03-01", "2023-03-01"), "二、新的。"),
        (("in_force", "repealed"), ("2022-03-01", "2023-03-01"), "二、旧的。"),
        (("expired", "unknown"), ("2024-03-01", "2023-03-01"), "二、新的。"),
    ],
)
def test_a_number_alone_means_the_document_in_force_and_newest(
    library: Library, tmp_path: Path, statuses: tuple[str, str], dates: tuple[str, str], expected: str
) -> None:
    number = "鲁老干〔2022〕15号"
    for name, text, status, day in zip("ab", ("二、旧的。", "二、新的。"), statuses, dates, strict=True):
        keep(library, write_notice(tmp_path / name, text, number=number, status=status, dated_on=day))
    stored = library.clause("鲁老干〔2022〕15号#二")
    assert stored is not None and stored.clause.text == expected


def test_of_documents_with_one_number_the_one_that_has_the_clause_answers(library: Library, tmp_path: Path) -> None:
    number = "鲁老干〔2022〕15号"
    keep(library, write_notice(tmp_path / "a", "一、旧的。", "二、只在旧的里。", number=number, dated_on="2022-01-01"))
    keep(library, write_notice(tmp_path / "b", "一、新的。", number=number, dated_on="2023-01-01"))
    stored = library.clause(f"{number}#二")
    assert stored is not None and stored.clause.text == "二、只在旧的里。"


def test_what_the_library_does_not_have_is_said_in_chinese(library: Library) -> None:
    with pytest.raises(QueryError, match="资料库里没有这份文件"):
        library.document("鲁老干〔1999〕1号")
    with pytest.raises(QueryError):
        library.source_file("鲁老干〔1999〕1号")


def test_the_file_of_a_document_is_told_with_its_coverage(library: Library, tmp_path: Path) -> None:
    keep(library, write_notice(tmp_path / "a.txt", "一、甲。"))
    (document,) = library.documents()
    source = library.source_file(document.document.document_id)
    assert (source.file, source.path) == (str(tmp_path / "a.txt"), (tmp_path / "a.txt").resolve())
    assert (source.outcome, source.documents, source.clauses) == (Outcome.ADDED, 1, 1)
    assert source.coverage == parse_small(tmp_path / "a.txt").coverage
    assert library.files() == [source]


def test_keys_of_clauses_are_never_used_again(library: Library, tmp_path: Path) -> None:
    first = keep(library, write_notice(tmp_path / "a.txt", "一、甲。", "二、乙。"))
    library.remove_files([k.row for k in library.known_files()])
    again = keep(library, write_notice(tmp_path / "a.txt", "一、甲。", "二、乙。"))
    assert min(again) > max(first)


def test_removing_a_file_leaves_nothing_of_it(library: Library, tmp_path: Path) -> None:
    keep(library, write_notice(tmp_path / "a.txt", "一、甲。"))
    library.remove_files([k.row for k in library.known_files()])
    connection = sqlite3.connect(library.folder / DATABASE)
    for table in ("files", "texts", "documents", "evidence", "clauses", "references", "quantities"):
        assert connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,), table


def test_each_change_is_a_new_generation(library: Library, tmp_path: Path) -> None:
    seen = [library.generation]
    keep(library, write_notice(tmp_path / "a.txt", "一、甲。"))
    seen.append(library.generation)
    library.list_file(facts_of(write_notice(tmp_path / "b.txt", "一、乙。")), Outcome.FAILED, "坏了")
    seen.append(library.generation)
    library.remove_files([1])
    seen.append(library.generation)
    assert seen == sorted(set(seen))


def test_a_file_that_breaks_in_the_middle_of_storing_is_wholly_out(library: Library, tmp_path: Path) -> None:
    parsed = parse_small(write_notice(tmp_path / "a.txt", "一、甲。", "二、乙。"))
    before = library.generation
    with pytest.raises(RuntimeError):  # a key too few: the second clause cannot be stored
        library.keep_file(facts_of(tmp_path / "a.txt"), parsed, Outcome.ADDED, [b"1"])
    assert (library.documents(), library.files(), library.generation) == ([], [], before)


REGIONS = {"a": "浙江", "b": "浙江丽水", "c": "江苏扬州仪征", "d": "全国", "e": None}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "abcde"),
        (Filters(regions=("浙江",)), "ab"),
        (Filters(regions=("浙江省",)), "ab"),
        (Filters(regions=("丽水市",)), "b"),
        (Filters(regions=("扬州", "丽水")), "bc"),
        (Filters(regions=("全国",)), "d"),
        (Filters(regions=("西藏",)), ""),
        (Filters(issuers=("老干部局",)), "ac"),
        (Filters(issuers=("中共浙江省委老干部局",)), "a"),
        (Filters(years=(2020,)), "ad"),
        (Filters(years=(2022,)), "c"),
        (Filters(regions=("浙江",), years=(2020,)), "a"),
    ],
)
def test_filters_choose_documents(library: Library, tmp_path: Path, filters: Filters, expected: str) -> None:
    numbers = {"a": "浙老干〔2020〕7号"}
    issuers = {"a": ["中共浙江省委 老干部局"], "c": ["中共仪征市委老干部局"]}
    dates = {"a": "2021-01-05", "c": "2022-05-01", "d": "2020-02-02"}  # the number's year goes before the date's
    for name, region in REGIONS.items():
        keep(
            library,
            write_notice(
                tmp_path / name,
                f"一、{name}。",
                number=numbers.get(name),
                region=region,
                issuers=issuers.get(name, ()),
                dated_on=dates.get(name),
            ),
        )
    found = library.documents(filters)
    assert "".join(Path(d.file).name for d in found) == expected
    rows = library.rows(filters)
    assert (rows is None) == filters.empty
    if rows is not None:
        assert [s.document.document_id for s in library.clauses(rows)] == [d.document.document_id for d in found]


def test_filters_by_document_id(library: Library, tmp_path: Path) -> None:
    for name in "ab":
        keep(library, write_notice(tmp_path / name, f"一、{name}。"))
    wanted = library.documents()[1].document.document_id
    assert [d.document.document_id for d in library.documents(Filters(document_ids=(wanted,)))] == [wanted]


def test_a_folder_without_a_library_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexBuildError, match="judian ingest"):
        Library.open(tmp_path)


@pytest.mark.parametrize(
    ("content", "problem"), [(b"not a database at all" * 99, "损坏"), (b"", "没有建好")], ids=["foreign", "empty"]
)
def test_a_file_that_is_no_library_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(IndexBuildError, match=problem):
        Library.open(tmp_path)


@pytest.mark.parametrize(("version", "problem"), [(99, "较新的据典"), (0, "旧版据典")])
def test_another_version_of_the_tables_is_told(library: Library, version: int, problem: str) -> None:
    library.close()
    connection = sqlite3.connect(library.folder / DATABASE)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(IndexBuildError, match=problem):
        Library.open(library.folder)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(IndexBuildError, match="别的程序"):
        Library.open(tmp_path, create=True)


def test_readers_see_whole_files_while_another_connection_writes(library: Library, tmp_path: Path) -> None:
    reader = Library.open(library.folder)
    for n in range(20):
        keep(library, write_notice(tmp_path / f"{n}", *(f"{m}、{n}号。" for m in "一二三四五")))
        assert {d.clauses for d in reader.documents()} == {5}
        assert len(reader.documents()) == n + 1


def test_settings_stay_with_the_library(library: Library) -> None:
    assert library.setting("model") is None
    library.set_setting("model", "bundled")
    assert Library.open(library.folder).setting("model") == "bundled"


def test_a_library_is_read_from_many_threads_and_their_connections_go_with_them(
    library: Library, tmp_path: Path
) -> None:
    keep(library, write_notice(tmp_path / "a.txt", "一、甲。"))
    found: list[int] = []
    threads = [Thread(target=lambda: found.append(len(library.documents()))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.collect()
    assert found == [1] * 20
    assert library._database.open_connections == 1


@pytest.mark.parametrize("small", [0, 1_000_000], ids=["large library", "small library"])
def test_vectors_of_texts_that_went_are_forgotten_and_no_others(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("index.stored_vectors._SMALL", small)
    keep(library, write_notice(tmp_path / "a", "一、留下的。", "二、改掉的。"))
    keep(library, write_notice(tmp_path / "b", "一、另一份。", title="另一份通知"))
    keys = [r["text_key"] for r in library.select("SELECT text_key FROM clauses ORDER BY row")]
    for model in ("旧模型", "新模型"):
        library.add_vectors(model, keys, np.eye(3, dtype=np.float32))
    if small == 0:  # few went of very many: those alone are looked for
        monkeypatch.setattr("index.stored_vectors._SMALL", 2)
    keep(library, write_notice(tmp_path / "a", "一、留下的。", "二、改成这样。"))
    assert library.forget_unused_vectors() == 2
    left = {(r["fingerprint"], r["text_key"]) for r in library.select("SELECT fingerprint, text_key FROM embeddings")}
    assert left == {(model, key) for model in ("旧模型", "新模型") for key in (keys[0], keys[2])}
    assert library.forget_unused_vectors() == 0


def test_a_clause_that_was_read_before_is_gone_with_its_file(library: Library, tmp_path: Path) -> None:
    rows = keep(library, write_notice(tmp_path / "甲.txt", "一、每月发放一次。", "二、由财政局负责。"))
    assert len(library.clauses(rows)) == len(rows) > 0
    library.remove_files([k.row for k in library.known_files()])
    assert library.clauses(rows) == []
