"""A reader without the group gets nothing of a closed notice by any function: all is as if the library never had it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from index.clause_index import OpenIndex
from index.corrections import corrections_of, new_correction
from index.file_listing import FileQuery, count_outcomes, files_named, list_files
from index.library import Library
from index.lineage import lineage_of
from index.model import Filters
from index.review import review_list
from index.standing import standings
from index.update import correct_document
from ingest.errors import PolicyError, QueryError
from qa.answer import ask
from qa.asking.catalogue import catalogue_of
from qa.compare import compare
from qa.comparing.chain import chains_in
from qa.comparing.editions import diff_editions
from qa.overview.coverage import regions_of, suggested_topics, topic_coverage
from qa.overview.statistics import regions_and_years, timeline
from qa.pipeline import ask_pipeline, ask_through
from qa.search import search
from qa.standing.standing import index_as_of
from qa.training.check import check_manifest
from qa.training.pack import training_pack
from serve.access.gatekeeping import AccessError, index_for, index_to_export, library_for, require
from serve.access.model import LOCAL, Reader, Role
from serve.contract import answer_object, search_object
from serve.exports.exporting import export_answer, export_comparison
from serve.training.writing import write_pack
from tests.serve.access.closed_library import CLOSED_NAME, GROUP, SECRETS, made_in, opened, told

DAY = date(2024, 6, 1)
OUTSIDER = Reader("外人", Role.READER, frozenset({"财务处"}))
QUESTIONS = (
    "党支部书记补贴标准是多少",
    "各地党支部书记补贴标准",
    "乙市的补贴标准是多少",
    "乙老干〔2023〕9号说了什么",
    "特别津贴每年多少钱",
    "蔚蓝专户列支什么",
    "特别津贴表里书记的标准",
    "哪些文件提到特别津贴",
    "甲老干〔2022〕5号废止了吗",
    "2023年有哪些文件",
    "走访慰问标准是多少，多久学习一次",
    "党支部书记可以领特别津贴吗",
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        yield made_in(tmp_path_factory.mktemp("closed"))


@pytest.fixture(scope="module")
def whole(folders: tuple[Path, Path]) -> OpenIndex:
    return opened(folders[0])


@pytest.fixture(scope="module")
def seen(whole: OpenIndex) -> OpenIndex:
    return index_for(whole, OUTSIDER)


@pytest.fixture(scope="module")
def without(folders: tuple[Path, Path]) -> OpenIndex:
    return opened(folders[1])


@pytest.fixture(scope="module")
def closed_id(whole: OpenIndex) -> str:
    return next(d.document_id for d in whole.library.listed() if d.file.endswith(CLOSED_NAME))


def first_id(index: OpenIndex) -> str:
    return index.library.document("甲老干〔2022〕5号").document_id


def exported(write: Callable[[Path], None], tmp: Path, ending: str) -> str:
    """All text of a file that was written."""
    file = tmp / f"out{ending}"
    write(file)
    return text_of(file.read_bytes())


def text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return re.sub(r'"(?:milliseconds|confidence|score)": [\d.]+', "", content.decode("utf-8"))
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = sorted(n for n in package.namelist() if "docProps" not in n)
        return "\n".join(package.read(n).decode("utf-8", "replace") for n in names if n.endswith((".xml", ".rels")))


def pack_files(index: OpenIndex, tmp: Path) -> dict[str, str]:
    files, notes = write_pack(training_pack(index, "补贴", today=DAY), tmp / "pack")
    return {"notes": " ".join(notes)} | {
        f.name: text_of(f.read_bytes()) for f in files if f.suffix not in (".png", ".pdf")
    }


# Every function that a page, REST or MCP shows something with.
FUNCTIONS: dict[str, Callable[[OpenIndex, Path], object]] = {
    **{f"ask {q}": lambda i, _, q=q: ask(i, q, today=DAY) for q in QUESTIONS},  # type: ignore[misc]
    **{f"search {q}": lambda i, _, q=q: search(i, q, k=50) for q in QUESTIONS},  # type: ignore[misc]
    "answer as JSON": lambda i, _: answer_object(ask(i, "党支部书记补贴标准是多少", today=DAY)),
    "search as JSON": lambda i, _: search_object(search(i, "补贴", k=50)),
    "follow-up": lambda i, _: ask(i, "那乙市呢", after=("甲市党支部书记补贴标准是多少",), today=DAY),
    "ask of a region": lambda i, _: ask(i, "补贴标准是多少", regions=("乙市",), today=DAY),
    "ask of an issuer": lambda i, _: ask(i, "补贴标准是多少", issuers=("乙市老干部局",), today=DAY),
    "ask of a year": lambda i, _: ask(i, "补贴标准是多少", years=(2023,), today=DAY),
    "ask as of a day": lambda i, _: ask(i, "补贴标准是多少", as_of=date(2023, 12, 1), today=DAY),
    "pipeline": lambda i, _: ask_through(ask_pipeline(i), i, "补贴标准是多少", today=DAY),
    "search a year": lambda i, _: search(i, "补贴", k=50, filters=Filters(years=(2023,))),
    "compare": lambda i, _: compare(i, "补贴标准"),
    "compare regions": lambda i, _: compare(i, "补贴", ("甲市", "乙市")),
    "chains": lambda i, _: chains_in(compare(i, "补贴"), i.library),
    "editions": lambda i, _: diff_editions(i.library, "甲老干〔2022〕5号", "甲老干〔2024〕6号"),
    "training": lambda i, _: training_pack(i, "补贴", today=DAY),
    "training files": pack_files,
    "check of material": lambda i, _: check_manifest(
        i.library, training_pack(i, "补贴", today=DAY).manifest, "a", day=DAY
    ),
    "listed": lambda i, _: i.library.listed(),
    "documents": lambda i, _: i.library.documents(),
    "documents of a year": lambda i, _: i.library.listed(Filters(years=(2023,))),
    "files": lambda i, _: [f for f in i.library.files() if f.error is None],
    "known files": lambda i, _: [k.facts.file for k in i.library.known_files() if k.kept],
    "listed files": lambda i, _: list_files(i.library, FileQuery()),
    "outcomes": lambda i, _: count_outcomes(i.library)[0],
    "files by name": lambda i, _: files_named(i.library, [CLOSED_NAME]),
    "clause count": lambda i, _: i.library.clause_count(),
    "counts": lambda i, _: (
        len(i.library.clause_rows()),
        len(i.library.clause_ranges()),
        len(i.library.document_keys()),
    ),
    "clauses by key": lambda i, _: i.library.clauses(range(1, 500)),
    "owners": lambda i, _: len(i.library.document_row_of(range(1, 500))),
    "rows of a filter": lambda i, _: i.library.clauses(i.library.rows(Filters(years=(2023,)))),
    "catalogue": lambda i, _: catalogue_of(i.library),
    "catalogue on a day": lambda i, _: catalogue_of(index_as_of(i, DAY).library),  # type: ignore[arg-type]
    "standings": lambda i, _: standings(i.library, DAY),
    "review": lambda i, _: review_list(i.library),
    "corrections": lambda i, _: corrections_of(i.library),
    "lineage": lambda i, _: lineage_of(i.library, first_id(i)),
    "lineage of what is cited": lambda i, _: lineage_of(i.library, "乙老干〔2021〕3号"),
    "document": lambda i, _: i.library.document("甲老干〔2022〕5号"),
    "parsed file": lambda i, _: i.library.parsed_file("甲老干〔2022〕5号"),
    "regions and years": lambda i, _: regions_and_years(i.library),
    "timeline": lambda i, _: timeline(i.library),
    "coverage": lambda i, _: topic_coverage(i, "补贴", day=DAY),
    "coverage regions": lambda i, _: regions_of(i, day=DAY),
    "topics": lambda i, _: suggested_topics(i.library),
    **{
        f"comparison as {e}": lambda i, t, e=e: exported(  # type: ignore[misc]
            lambda f: export_comparison(compare(i, "补贴"), f, i.library.clause, made_on=DAY), t, e
        )
        for e in (".xlsx", ".docx", ".md", ".csv", ".json")
    },
    **{
        f"answer as {e}": lambda i, t, e=e: exported(  # type: ignore[misc]
            lambda f: export_answer(ask(i, "补贴标准是多少", today=DAY), f, i.library.clause, made_on=DAY), t, e
        )
        for e in (".docx", ".json")
    },
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_closed_notice_is_as_if_it_never_came_in(
    name: str, seen: OpenIndex, without: OpenIndex, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    got = told(FUNCTIONS[name](seen, tmp_path / "a"))
    said = json.dumps(got, ensure_ascii=False)
    asked = name.partition(" ")[2]
    assert not [secret for secret in SECRETS if secret in said and secret not in asked]
    expected = json.dumps(told(FUNCTIONS[name](without, tmp_path / "b")), ensure_ascii=False)
    assert said.replace(str(tmp_path / "a"), "") == expected.replace(str(tmp_path / "b"), "")


def test_the_functions_would_tell_of_it_if_nothing_kept_them_from_it(whole: OpenIndex, tmp_path: Path) -> None:
    telling = []
    for number, name in enumerate(FUNCTIONS):
        (tmp_path / str(number)).mkdir()
        said = json.dumps(told(FUNCTIONS[name](whole, tmp_path / str(number))), ensure_ascii=False)
        telling += [name] if any(s in said and s not in name for s in SECRETS) else []
    assert len(telling) >= 45, sorted(FUNCTIONS.keys() - set(telling))


def test_members_and_administrators_read_it(whole: OpenIndex) -> None:
    for reader in (Reader("人事", Role.READER, frozenset({GROUP})), Reader("管理", Role.ADMIN), LOCAL):
        answer = ask(index_for(whole, reader), "乙市党支部书记补贴标准是多少", today=DAY)
        assert "8888" in answer.answer


def errors_of(call: Callable[[], object]) -> str:
    with pytest.raises(PolicyError) as caught:
        call()
    return f"{type(caught.value).__name__} {caught.value}"


@pytest.mark.parametrize(
    "call",
    [
        lambda library, name: library.document(name),
        lambda library, name: library.source_file(name),
        lambda library, name: library.parsed_file(name),
        lambda library, name: lineage_of(library, name),
        lambda library, name: review_list(library, name),
        lambda library, name: diff_editions(library, name, "甲老干〔2024〕6号"),
        lambda library, name: new_correction(library, name, "title", "新题"),
    ],
)
def test_an_id_that_is_closed_fails_as_one_that_does_not_exist(
    call: Callable[[Library, str], object], seen: OpenIndex, closed_id: str
) -> None:
    unknown = closed_id.replace("9号", "8号")
    for there, not_there in ((closed_id, unknown), ("乙老干〔2023〕9号", "乙老干〔2023〕8号")):
        refused = errors_of(lambda: call(seen.library, there))  # noqa: B023
        assert refused.replace("9号", "8号") == errors_of(lambda: call(seen.library, not_there))  # noqa: B023
        assert refused.startswith("QueryError")


def test_a_clause_that_is_closed_is_none(seen: OpenIndex, whole: OpenIndex, closed_id: str) -> None:
    document = whole.library.document(closed_id)
    ids = [c.clause_id for c in document.clauses]
    assert len(ids) > 3
    for clause_id in (*ids, *(i.replace(closed_id, "乙老干〔2023〕9号") for i in ids)):
        assert whole.library.clause(clause_id) is not None
        assert seen.library.clause(clause_id) is None
    assert whole.library.quantities(ids) and not seen.library.quantities(ids)
    assert whole.library.table_rows(ids) and not seen.library.table_rows(ids)
    rows = whole.library.rows(Filters(document_ids=(closed_id,)))
    assert rows is not None and whole.library.clauses(rows) and not seen.library.clauses(rows)
    with pytest.raises(QueryError):
        training_pack(seen, clause_ids=ids)


def test_filters_by_a_closed_id_find_nothing(seen: OpenIndex, closed_id: str) -> None:
    assert search(seen, "补贴", filters=Filters(document_ids=(closed_id,))).results == ()
    assert ask(seen, "补贴标准是多少", regions=("乙市",), today=DAY).findings == ()


def test_what_was_closed_while_the_library_is_open_is_gone_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.read_groups import close_place, open_place

    monkeypatch.setenv("JUDIAN_MODEL", "none")
    folder, _ = made_in(tmp_path)
    whole = opened(folder)
    seen = index_for(whole, OUTSIDER)
    place = str((tmp_path / "notices" / "甲市补贴.txt").resolve())
    assert "300元" in ask(seen, "甲市党支部书记补贴标准是多少", today=DAY).answer
    with Library.open(folder) as library:
        close_place(library, place, ["别的组"])
    for index in (seen, index_for(whole, OUTSIDER)):
        assert "300元" not in ask(index, "甲市党支部书记补贴标准是多少", today=DAY).answer
        assert not [
            d
            for d in catalogue_of(index.library).entries
            if "300" in d.title or "5号" in str(d.document.document_number)
        ]
    with Library.open(folder) as library:
        open_place(library, place)
    assert "300元" in ask(index_for(whole, OUTSIDER), "甲市党支部书记补贴标准是多少", today=DAY).answer


def test_what_was_corrected_of_it_is_seen_by_its_readers_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    folder, _ = made_in(tmp_path)
    correct_document(folder, "乙老干〔2023〕9号", "title", "改过的题目", made_by="某人", embed=False)
    whole = opened(folder)
    assert corrections_of(whole.library) and not corrections_of(index_for(whole, OUTSIDER).library)
    assert not [d for d in index_for(whole, OUTSIDER).library.listed() if d.title == "改过的题目"]


def test_who_keeps_the_library_sees_what_did_not_come_in_and_readers_do_not(whole: OpenIndex) -> None:
    def names(reader: Reader) -> list[str]:
        return [Path(f.file).name for f in index_for(whole, reader).library.files()]

    assert "坏.txt" in names(Reader("编辑", Role.EDITOR)) and CLOSED_NAME not in names(Reader("编辑", Role.EDITOR))
    assert "坏.txt" not in names(OUTSIDER)


def test_what_somebody_wants_to_change_is_looked_up_among_what_they_see(folders: tuple[Path, Path]) -> None:
    with library_for(folders[0], Reader("编辑", Role.EDITOR)) as library, pytest.raises(QueryError):
        library.source_file("乙老干〔2023〕9号")
    for reader in (Reader("编辑", Role.EDITOR, frozenset({GROUP})), LOCAL):
        with library_for(folders[0], reader) as library:
            assert library.source_file("乙老干〔2023〕9号").file.endswith(CLOSED_NAME)


def test_nothing_is_written_through_a_view(seen: OpenIndex) -> None:
    with pytest.raises(PolicyError, match="只能查阅"):
        seen.library.set_setting("model", "x")
    with pytest.raises(PolicyError, match="只能查阅"):
        seen.library.remove_files([1])


def test_two_readers_with_the_same_rights_share_a_view_and_others_do_not(whole: OpenIndex) -> None:
    same = index_for(whole, Reader("另一人", Role.READER, frozenset({"信访处"})))  # a group that closes nothing here
    assert same is index_for(whole, OUTSIDER)
    member = index_for(whole, Reader("人事", Role.READER, frozenset({GROUP})))
    ids = {i.library.library_id for i in (whole, same, member, index_to_export(whole, OUTSIDER))}
    assert len(ids) == 4


def test_an_index_that_is_narrowed_stays_narrowed(seen: OpenIndex, whole: OpenIndex) -> None:
    again = index_for(seen, Reader("人事", Role.READER, frozenset({GROUP})))
    assert not [d for d in again.library.listed() if d.file.endswith(CLOSED_NAME)]


def test_what_a_role_may_not_do_is_said() -> None:
    with pytest.raises(AccessError, match="没有入库的权限（现在是读者）。请找编辑办理"):
        require(OUTSIDER, Role.EDITOR, "入库")
    require(Reader("管理", Role.ADMIN), Role.EDITOR, "入库")
