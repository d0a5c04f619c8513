from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.corrections import corrections_of, standing_corrections
from index.library import Library
from index.update import correct_document, ingest_paths
from ingest.errors import QueryError

NOTICE = """天水市老干部局文件

天老干〔2021〕5号

关于做好离退休干部走访慰问工作的通知

各县区老干部局：

现将有关事项通知如下。

一、走访范围。离休干部每年走访两次。

二、慰问标准。每人每次300元。

天水市老干部局
2021年3月5日
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "公文" / "慰问.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path, notice: Path) -> Path:
    folder = tmp_path / "库"
    ingest_paths([notice.parent], folder, embed=False)
    return folder


def title_of(library: Path) -> str | None:
    with Library.open(library) as opened:
        return opened.documents()[0].document.title


def test_a_correction_stands_and_is_logged(library: Path) -> None:
    correct_document(
        library, "天老干〔2021〕5号", "title", "关于走访慰问的通知", made_by="王", reason="核对原件", embed=False
    )
    assert title_of(library) == "关于走访慰问的通知"
    with Library.open(library) as opened:
        (logged,) = corrections_of(opened)
    assert (logged.field, logged.value, logged.previous) == (
        "title",
        "关于走访慰问的通知",
        "关于做好离退休干部走访慰问工作的通知",
    )
    assert (logged.made_by, logged.reason) == ("王", "核对原件")


def test_a_correction_wins_over_every_later_reading(library: Path, notice: Path) -> None:
    correct_document(library, "天老干〔2021〕5号", "dated_on", "2021-03-06", embed=False)
    report = ingest_paths([notice.parent], library, embed=False, reread=True)
    assert report.files[0].outcome.value == "updated"
    with Library.open(library) as opened:
        assert opened.documents()[0].document.dated_on == date(2021, 3, 6)


def test_a_corrected_document_keeps_its_ids_and_its_clauses(library: Path) -> None:
    with Library.open(library) as opened:
        before = opened.document("天老干〔2021〕5号")
    correct_document(library, "天老干〔2021〕5号", "document_number", "天老干[2021]15号", embed=False)
    with Library.open(library) as opened:
        after = opened.document("天老干〔2021〕15号")
    assert after.document_id == before.document_id
    assert [c.clause_id for c in after.clauses] == [c.clause_id for c in before.clauses]
    assert after.evidence["document_number"].text == before.evidence["document_number"].text  # what is printed stays


def test_a_correction_taken_back_gives_the_reading_again(library: Path) -> None:
    correct_document(library, "天老干〔2021〕5号", "issuing_authorities", "天水市委老干部局，天水市财政局", embed=False)
    with Library.open(library) as opened:
        assert opened.documents()[0].document.issuing_authorities == ("天水市委老干部局", "天水市财政局")
    correct_document(library, "天老干〔2021〕5号", "issuing_authorities", None, embed=False)
    with Library.open(library) as opened:
        assert opened.documents()[0].document.issuing_authorities == ("天水市老干部局",)
        assert standing_corrections(opened) == {}
        assert len(corrections_of(opened)) == 2


def test_the_words_of_a_corrected_title_are_found(library: Path) -> None:
    from index.clause_index import open_index
    from qa.search import search

    correct_document(library, "天老干〔2021〕5号", "title", "关于春节送温暖的通知", embed=False)
    index = open_index(library, "none")
    assert search(index, "送温暖").results


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("颜色", "红", "不是可以更正的字段"),
        ("dated_on", "三月五日", "不是日期"),
        ("level", "区", "不是层级"),
        ("region", "火星", "不是认得的地区"),
        ("status", "好", "不是有效性"),
        ("title", None, "没有更正过标题"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_plain_words(
    library: Path, field: str, value: str | None, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        correct_document(library, "天老干〔2021〕5号", field, value, embed=False)
    with Library.open(library) as opened:
        assert corrections_of(opened) == []


def test_a_region_is_kept_as_its_chain(library: Path) -> None:
    correct_document(library, "天老干〔2021〕5号", "region", "江苏省扬州市仪征市", embed=False)
    with Library.open(library) as opened:
        assert opened.documents()[0].document.region == "江苏扬州仪征"
