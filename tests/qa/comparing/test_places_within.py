"""A region asked for covers what lies in it: where its own notices are silent, those of its cities and counties are read."""

from __future__ import annotations

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.compare import compare


def notice(issuer: str, number: str, matter: str, *lines: str) -> str:
    return f"{issuer}文件\n\n{number}\n\n关于{matter}的通知\n\n各有关单位：\n\n" + "\n\n".join(
        (*lines, issuer, "2022年3月1日")
    )


NOTICES = {
    "江苏": notice("江苏省水利厅", "苏水〔2022〕5号", "加强河道巡查", "一、巡查次数", "河道每月至少巡查2次。"),
    "扬州": notice("扬州市民政局", "扬民〔2022〕7号", "发放高龄津贴", "一、发放标准", "高龄津贴每人每月100元。"),
    "仪征": notice("仪征市民政局", "仪民〔2022〕2号", "发放高龄津贴", "一、发放标准", "高龄津贴每人每月120元。"),
    "南京": notice("南京市水务局", "宁水〔2022〕3号", "加强河道巡查", "一、巡查次数", "河道每周至少巡查1次。"),
    "浙江": notice("浙江省民政厅", "浙民〔2022〕9号", "发放高龄津贴", "一、发放标准", "高龄津贴每人每月不低于80元。"),
    "丽水": notice("丽水市民政局", "丽民〔2022〕4号", "发放高龄津贴", "一、发放标准", "高龄津贴每人每月90元。"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("within")
    for name, text in NOTICES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([folder], folder / "library", model="none")
    return open_index(folder / "library", "none")


def test_a_region_whose_own_notices_are_silent_is_followed_by_those_in_it_that_speak(index: OpenIndex) -> None:
    said = compare(index, "高龄津贴", ["江苏", "浙江"])
    assert [c.region for c in said.columns] == ["江苏", "江苏扬州", "江苏扬州仪征", "浙江"]
    assert not said.columns[0].documents, "it keeps its column, and says nothing"
    assert said.notes[-1] == "江苏本级的文件没有写到这个主题，所辖的江苏扬州、江苏扬州仪征写到了，列在后面"
    cells = {cell.region: cell for row in said.rows for cell in row.cells if cell.stated}
    assert "100元" in (cells["江苏扬州"].quote or "") and "江苏" not in cells
    assert not any(s.region == "江苏南京" for s in said.silent), "what is silent as well is no column"


def test_a_region_that_speaks_itself_stands_alone(index: OpenIndex) -> None:
    said = compare(index, "高龄津贴", ["浙江"])
    assert [c.region for c in said.columns] == ["浙江"] and not any("所辖" in n for n in said.notes)


def test_one_of_them_that_is_asked_for_by_name_stands_where_it_was_asked_for(index: OpenIndex) -> None:
    said = compare(index, "高龄津贴", ["江苏扬州", "江苏"])
    assert [c.region for c in said.columns] == ["江苏扬州", "江苏", "江苏扬州仪征"]


def test_where_nothing_in_it_speaks_the_region_is_silent(index: OpenIndex) -> None:
    said = compare(index, "住房公积金贷款额度", ["江苏"])
    assert [c.region for c in said.columns] == ["江苏"] and not said.rows


def test_rows_that_a_person_names_are_looked_for_there_as_well(index: OpenIndex) -> None:
    said = compare(index, "高龄津贴", ["江苏"], ["发放标准"])
    assert [row.aspect for row in said.rows] == ["发放标准"]
    assert {c.region for c in said.rows[0].cells if c.stated} >= {"江苏扬州", "江苏扬州仪征"}
