from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from ingest.errors import QueryError
from qa.overview.coverage import (
    coverage_topics,
    keep_coverage_topics,
    regions_of,
    suggested_topics,
    topic_coverage,
)
from tests.qa.notices import written

DAY = date(2024, 1, 1)
NEAR = """成都市老干部局文件
成老干〔2022〕3号
关于开展文明实践的通知
各单位：
一、队伍。组织志愿者上门看望独居老人，志愿者每月活动一次。
成都市老干部局
2022年5月6日
"""
OUTRIGHT = (
    NEAR.replace("成都", "绵阳")
    .replace("成老", "绵老")
    .replace("志愿者", "志愿服务队伍")
    .replace(
        "一次。",
        "一次。建立志愿服务台账。志愿服务经费列入预算。\n二、队伍。志愿者和志愿服务站登记在册。\n三、宣传。志愿服务事迹定期宣传。志愿服务先进每年表扬。",
    )
)
NEAR = NEAR.replace("一次。\n", "一次。\n二、派单。志愿者按需求派单。志愿者事迹予以宣传。志愿者证件统一印制。\n")
ENDED = """南充市老干部局文件
南老干〔2010〕3号
关于发放工作补贴的通知
各单位：
一、标准。党支部书记工作补贴每人每月100元。
二、本通知自2010年6月1日起施行，有效期至2012年6月1日。
南充市老干部局
2010年5月6日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("公文")
    written(folder)
    for name, text in (("成都", NEAR), ("绵阳", OUTRIGHT), ("南充", ENDED)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = tmp_path_factory.mktemp("库")
    ingest_paths([folder], library, embed=False)
    return open_index(library, model="none")


def test_a_cell_leads_to_the_sentence_that_says_it(index: OpenIndex) -> None:
    cells = topic_coverage(index, "工作补贴", day=DAY).cells
    assert set(cells) == {"江苏扬州仪征", "浙江丽水"}
    cell = cells["江苏扬州仪征"]
    assert (cell.notices, cell.near) == (1, 0)
    assert "工作补贴" in cell.quote
    stored = index.library.clause(cell.clause_id)
    assert stored is not None
    assert cell.quote in stored.clause.text
    assert "仪老干〔2021〕9号" in cell.citation


def test_what_has_ended_covers_nothing_any_more(index: OpenIndex) -> None:
    assert "四川南充" not in topic_coverage(index, "工作补贴", day=DAY).cells
    assert "四川南充" in topic_coverage(index, "工作补贴", day=date(2011, 1, 1)).cells
    assert "四川南充" not in {r.region for r in regions_of(index, day=DAY)}


def test_a_word_of_the_same_root_is_near_and_never_counted(index: OpenIndex) -> None:
    cells = topic_coverage(index, "志愿服务", day=DAY).cells
    assert cells["四川绵阳"].notices == 1
    assert cells["四川成都"].notices == 0
    assert cells["四川成都"].near == 1
    assert "志愿者" in cells["四川成都"].quote


def test_a_topic_that_nobody_speaks_of_has_no_cells(index: OpenIndex) -> None:
    found = topic_coverage(index, "无人机巡检", day=DAY)
    assert found.cells == {}
    assert found.whole


def test_an_empty_topic_is_told(index: OpenIndex) -> None:
    with pytest.raises(QueryError, match="是空的"):
        topic_coverage(index, "  ")


def test_topics_are_kept_as_people_wrote_them_and_suggested_before(index: OpenIndex) -> None:
    library = index.library
    assert coverage_topics(library) == suggested_topics(library)
    assert keep_coverage_topics(library, [" 工作补贴 ", "", "志愿服务", "工作补贴"]) == ("工作补贴", "志愿服务")
    assert coverage_topics(library) == ("工作补贴", "志愿服务")
    assert keep_coverage_topics(library, []) == ()
    assert coverage_topics(library) == ()
    with pytest.raises(QueryError, match="最多 20 个"):
        keep_coverage_topics(library, [f"主题{n}" for n in range(21)])


def test_reading_goes_on_below_what_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qa.overview import coverage

    folder = tmp_path / "公文"
    folder.mkdir()
    (folder / "多.txt").write_text(
        "扬州市老干部局文件\n扬老干〔2022〕1号\n关于工作补贴的通知\n各单位：\n"
        + "".join(f"{n}.第{n}类人员工作补贴每月{n}00元，工作补贴按月发放工作补贴。\n" for n in range(1, 13)),
        encoding="utf-8",
    )
    (folder / "少.txt").write_text(
        "丽水市老干部局文件\n丽老干〔2022〕2号\n关于学习活动的通知\n各单位：\n一、学习。每月学习一次，"
        + "由各支部组织实施，做好记录，" * 20
        + "书记给予工作补贴。\n",
        encoding="utf-8",
    )
    ingest_paths([folder], tmp_path / "库", embed=False)
    index = open_index(tmp_path / "库", model="none")
    monkeypatch.setattr(coverage, "_READ_AT_ONCE", 2)
    found = topic_coverage(index, "工作补贴", day=DAY)
    assert set(found.cells) == {"江苏扬州", "浙江丽水"}
    assert found.whole
    monkeypatch.setattr(coverage, "_READ_IN_ALL", 1)
    assert not topic_coverage(index, "工作补贴", day=DAY).whole
