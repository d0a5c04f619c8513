from pathlib import Path
from typing import Any

import pytest

from index.discovery import facts_of
from index.library import Change, Library
from index.model import Filters, Outcome
from index.passages import index_text, text_key
from index.selection import Selection, Selections
from tests.index.small_notices import parse_small, write_notice

REGIONS = ["江苏扬州仪征", "浙江丽水", "浙江", None, "江苏"]


def keep(library: Library, path: Path) -> Change:
    parsed = parse_small(path)
    keys = [text_key(index_text(c, d)) for d in parsed.documents for c in d.clauses]
    return library.keep_file(facts_of(path), parsed, Outcome.ADDED, keys)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "library", create=True)
    for number, region in enumerate(REGIONS):
        clauses = [f"{'一二三四五'[i]}、第{number}份第{i}条。" for i in range(number + 1)]
        keep(made, write_notice(tmp_path / str(number), *clauses, region=region, dated_on=f"{2018 + number}-01-01"))
    return made


def ids(library: Library) -> list[str]:
    return [d.document.document_id for d in library.documents()]


def filters_over(library: Library) -> list[Filters]:
    names = ids(library)
    return [
        Filters(regions=("浙江",)),
        Filters(regions=("西藏",)),
        Filters(years=(2019, 2022)),
        Filters(document_ids=(names[1], "没有这份", names[4])),
        Filters(excluded_ids=(names[0], "没有这份")),
        Filters(regions=("江苏", "浙江"), document_ids=tuple(names[:3]), excluded_ids=(names[1],)),
        Filters(document_ids=("没有这份",)),
    ]


def check(library: Library, selections: Selections) -> None:
    """Every filter lets through what the library itself says."""
    for filters in filters_over(library):
        selection, rows = selections.of(filters), library.rows(filters)
        assert selection is not None and rows is not None
        assert selection.document_rows == library.document_rows(filters)
        assert selection.clauses.rows().tolist() == rows.tolist()
        assert selection.clauses.count == len(rows)


def test_a_selection_is_what_the_library_says(library: Library) -> None:
    selections = Selections(library)
    assert selections.of(Filters()) is None
    check(library, selections)
    kept = selections.of(Filters(regions=("浙江",)))
    assert selections.of(Filters(regions=("浙江",))) is kept  # read once


def test_a_selection_follows_the_library(library: Library, tmp_path: Path) -> None:
    selections = Selections(library)
    check(library, selections)
    keep(library, write_notice(tmp_path / "新", "一、新的。", region="浙江杭州", title="新通知"))
    check(library, selections)
    library.remove_files([library.known_files()[1].row])
    check(library, selections)
    keep(library, write_notice(tmp_path / "0", "一、改过的。", "二、又一条。", region="浙江"))
    check(library, selections)


def test_ranges_are_read_on_from_the_last_state(library: Library, tmp_path: Path) -> None:
    other = Library.open(library.folder)  # sees what another process does

    def truth() -> list[list[int]]:
        return [[r["document"], r["row"]] for r in library.select("SELECT document, row FROM clauses ORDER BY row")]

    for change in range(4):
        if change == 1:
            keep(library, write_notice(tmp_path / "新", "一、新的。", "二、另一条。", title="新通知"))
        if change == 2:
            library.remove_files([library.known_files()[2].row])
        if change == 3:  # a document whose clauses do not stand together
            with library.transaction() as connection:
                connection.execute("UPDATE clauses SET document = (SELECT min(document) FROM clauses) WHERE row = 15")
                connection.execute("UPDATE settings SET value = value + 1 WHERE name = 'generation'")
            other = Library.open(library.folder)
        listed = [[d, row] for d, first, count in other.clause_ranges().tolist() for row in range(first, first + count)]
        assert listed == truth()
        assert other.clause_rows().tolist() == [row for _, row in truth()]


def test_an_empty_library_has_nothing_to_select(tmp_path: Path) -> None:
    library = Library.open(tmp_path, create=True)
    assert library.clause_rows().tolist() == []
    selection = Selections(library).of(Filters(regions=("浙江",)))
    assert selection is not None and (selection.document_rows, selection.clauses.count) == ([], 0)


def test_a_selection_is_of_one_state_of_the_library(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    selections = Selections(library)
    filters = Filters(regions=("浙江",), document_ids=tuple(ids(library)))
    expected = library.document_rows(filters)
    other = Library.open(library.folder)
    look = Selections._read

    def look_while_written(self: Selections, *given: Any) -> Selection:
        """Another process adds a notice after the state was taken."""
        monkeypatch.setattr(Selections, "_read", look)
        keep(other, write_notice(tmp_path / "新", "一、新的。", region="浙江杭州", title="新通知"))
        return look(self, *given)

    monkeypatch.setattr(Selections, "_read", look_while_written)
    selection = selections.of(filters)
    assert selection is not None and selection.document_rows == expected
    check(library, selections)
