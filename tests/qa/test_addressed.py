"""What an address names: an id, a number alone, an article without its chapter, an earlier reading; else a plain no."""

from collections.abc import Iterator

import pytest

from index.library import Library
from index.update import ingest_paths
from qa.documents.addressed import Addressed, NotThere, addressed

OLD = """柳溪县公园管理办法
柳政发〔2013〕3号
各乡镇：
第一章 总则
第一条 为加强公园管理，制定本办法。
第二章 开放
第二条 公园每日开放九小时。
柳溪县人民政府
2013年2月6日
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("notices")
    (folder / "办法.txt").write_text(OLD, encoding="utf-8")
    (folder / "副本.txt").write_text(f"{OLD}（此件公开发布）\n", encoding="utf-8")
    (folder / "新.txt").write_text(OLD.replace("2013", "2024").replace("公园管理", "绿道管理"), encoding="utf-8")
    place = tmp_path_factory.mktemp("library")
    ingest_paths([folder], place, embed=False)
    with Library.open(place) as opened:
        yield opened


def found(library: Library, wanted: str) -> Addressed:
    result = addressed(library, wanted, library.listed())
    assert isinstance(result, Addressed)
    return result


def test_an_id_and_a_number_alone_name_a_document(library: Library) -> None:
    document = library.document("柳政发〔2024〕3号")
    for name in (document.document_id, "柳政发〔2024〕3号", " 柳政发[2024]3号 "):
        assert found(library, name).document.document_id == document.document_id
        assert found(library, name).note is None


def test_a_clause_is_named_by_its_path_and_an_article_without_its_chapter(library: Library) -> None:
    for path in ("第二章/第二条", "第二条"):
        clause = found(library, f"柳政发〔2024〕3号#{path}").clause
        assert clause is not None
        assert clause.clause.text.startswith("第二条")


def test_a_clause_that_is_not_there_shows_its_document_and_says_so(library: Library) -> None:
    result = found(library, "柳政发〔2024〕3号#第九条")
    assert result.clause is None
    assert result.note is not None
    assert "没有“第九条”这一条" in result.note


def test_the_id_of_an_earlier_reading_leads_to_the_document_of_that_number(library: Library) -> None:
    result = found(library, "柳政发〔2024〕3号~00000000#第二条")
    assert result.clause is not None
    assert result.note is not None
    assert "已不在库中" in result.note


def test_an_unknown_number_is_a_plain_no_with_the_nearest_ones(library: Library) -> None:
    result = addressed(library, "柳政发〔2024〕5号", library.listed())
    assert isinstance(result, NotThere)
    assert "没有“柳政发〔2024〕5号”" in result.message
    assert [d.document_number for d in result.nearest] == [
        "柳政发〔2024〕3号",
        "柳政发〔2013〕3号",
    ]  # copies count once
    nonsense = addressed(library, "<script>", library.listed())
    assert isinstance(nonsense, NotThere)
    assert nonsense.nearest == ()


def test_a_document_that_may_not_be_opened_is_as_if_it_were_not_there(library: Library) -> None:
    document_id = library.document("柳政发〔2024〕3号").document_id
    for name in (document_id, "柳政发〔2024〕3号", f"{document_id}#第一章/第一条", "柳政发〔2024〕3号#第一条"):
        result = addressed(library, name, library.listed(), lambda i: i != document_id)
        assert isinstance(result, NotThere)
        assert document_id not in {d.document_id for d in result.nearest}
