from __future__ import annotations

from pathlib import Path

import pytest

from index.file_listing import NO_REGION, FileQuery, count_outcomes, files_named, list_files
from index.library import Library
from index.update import ingest_paths


def notice(number: str, name: str, place: str, year: int) -> str:
    return (
        f"{place}老干部局文件\n\n{number}\n\n关于{name}的通知\n\n各单位：\n\n一、范围。每年{name}两次。\n\n"
        f"{place}老干部局\n{year}年3月5日\n"
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("公文")
    texts = {
        "慰问.txt": notice("天老干〔2021〕5号", "走访慰问", "天水市", 2021),
        "参观.txt": notice("丽老干〔2022〕6号", "学习参观", "丽水市", 2022),
        "百分.txt": notice("丽老干〔2022〕7号", "落实100%覆盖", "丽水市", 2022),
        "空.txt": "",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = tmp_path_factory.mktemp("库")
    ingest_paths([folder], made, embed=False)
    return made


def names(library: Path, query: FileQuery) -> list[str]:
    with Library.open(library) as opened:
        files, total = list_files(opened, query)
    assert total == len(files)
    return [Path(f.file).name for f in files]


def test_files_that_did_not_come_in_stand_first(library: Path) -> None:
    assert names(library, FileQuery())[0] == "空.txt"
    with Library.open(library) as opened:
        assert count_outcomes(opened) == (3, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (FileQuery(words="慰问"), ["慰问.txt"]),
        (FileQuery(words="天老干〔2021〕5号"), ["慰问.txt"]),
        (FileQuery(words="丽水 参观"), ["参观.txt"]),
        (FileQuery(words="100%"), ["百分.txt"]),
        (FileQuery(words="_"), []),
        (FileQuery(region="甘肃"), ["慰问.txt"]),
        (FileQuery(region="浙江丽水", year=2022, words="参观"), ["参观.txt"]),
        (FileQuery(outcome="out"), ["空.txt"]),
        (FileQuery(year=2020), []),
        (FileQuery(region=NO_REGION), []),
    ],
    ids=str,
)
def test_files_are_found_by_words_outcome_region_and_year(library: Path, query: FileQuery, found: list[str]) -> None:
    assert names(library, query) == found


def test_pages_follow_each_other_without_gap(library: Path) -> None:
    with Library.open(library) as opened:
        pages = [list_files(opened, FileQuery(), page=page, size=3) for page in (1, 2, 3)]
    assert [len(files) for files, _ in pages] == [3, 1, 0]
    assert {total for _, total in pages} == {4}
    assert len({f.row for files, _ in pages for f in files}) == 4


def test_what_was_understood_stands_with_the_file(library: Path) -> None:
    with Library.open(library) as opened:
        (file,), _ = list_files(opened, FileQuery(words="慰问"))
        (again,) = files_named(opened, [file.file, "不在"])
    assert again == file
    (document,) = file.documents
    assert (document.title, document.document_number) == ("关于走访慰问的通知", "天老干〔2021〕5号")
    assert (document.region, str(document.dated_on)) == ("甘肃天水", "2021-03-05")
    assert file.clauses == document.clauses > 0
    assert file.coverage == 1.0


def test_only_documents_that_may_be_seen_bring_their_files(library: Path) -> None:
    with Library.open(library) as opened:
        row = next(d.row for d in opened.listed() if d.document_number == "天老干〔2021〕5号")
    assert names(library, FileQuery(only={row})) == ["慰问.txt"]
    assert names(library, FileQuery(only=set())) == []
