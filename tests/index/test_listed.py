"""A library's documents by their mastheads: the same as its documents, read once for each state of the library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.library import Library
from index.listed import ListedDocument, listed_document
from index.model import Filters
from index.update import ingest_paths
from tests.qa.notices import WITH_SUM, WITHOUT_SUM


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    for name, text in (("一", WITH_SUM), ("二", WITHOUT_SUM)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([tmp_path / "一.txt", tmp_path / "二.txt"], tmp_path / "library", embed=False)
    with Library.open(tmp_path / "library") as opened:
        yield opened


def test_a_document_is_listed_as_the_library_has_it(library: Library) -> None:
    assert list(library.listed()) == [listed_document(stored) for stored in library.documents()]
    for listed, stored in zip(library.listed(), library.documents(), strict=True):
        document = stored.document
        assert listed.issuing_authorities == document.issuing_authorities
        assert listed.dated_on == document.dated_on
        assert listed.printed_on == document.printed_on
        assert listed.effective_on == document.effective_on
        assert listed.expires_on == document.expires_on
        assert listed.status is document.status
        assert (listed.title, listed.file) == (document.title, stored.file)


def test_a_filter_chooses_among_the_documents_that_were_read_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = library.listed()
    monkeypatch.setattr("index.library.every_document", lambda database: pytest.fail("listed again"))
    for document in everything:
        chosen = library.listed(Filters(document_ids=(document.document_id,)))
        assert list(chosen) == [document]
        assert chosen[0] is document
    assert list(library.listed(Filters(years=(1949,)))) == []
    assert library.listed() is everything


def test_a_new_document_is_listed_next_time(library: Library, tmp_path: Path) -> None:
    before = len(library.listed())
    (tmp_path / "三.txt").write_text(WITH_SUM.replace("〔2021〕9号", "〔2021〕99号"), encoding="utf-8")
    ingest_paths([tmp_path / "三.txt"], tmp_path / "library", embed=False)
    assert len(library.listed()) == before + 1


def test_nothing_is_made_of_what_is_not_there() -> None:
    bare = ListedDocument(
        1, "甲", None, None, None, None, "[]", None, None, None, None, None, None, None, "unknown", None, None, "甲.txt"
    )
    assert bare.issuing_authorities == ()
    assert bare.dated_on is None
    assert bare._replace(dated_as_kept="2021-05-06").dated_on == date(2021, 5, 6)
