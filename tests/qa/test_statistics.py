from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from index.model import Filters
from index.update import ingest_paths
from ingest.model import Relation
from qa.overview.statistics import NO_REGION, province_of, regions_and_years, timeline

PROVINCE = """江苏省老干部局文件
苏老干〔2020〕8号
关于加强离退休干部工作的意见
各市老干部局：
一、走访。每年走访两次。
江苏省老干部局
2020年3月5日
"""
CITY = """扬州市老干部局文件
扬老干〔2021〕3号
关于做好走访工作的通知
各县：
一、依据。根据《关于加强离退休干部工作的意见》（苏老干〔2020〕8号）和《关于老龄工作的意见》（中办发〔2016〕3号），制定本通知。
二、废止。《关于走访的旧通知》（扬老干〔2015〕1号）同时废止。
扬州市老干部局
2021年6月1日
"""
ISSUED = """扬州市老干部局文件
扬老干〔2022〕7号
关于印发《扬州市走访慰问实施办法》的通知
各县老干部局：
现将《扬州市走访慰问实施办法》印发给你们，请遵照执行。
扬州市老干部局
2022年6月1日

扬州市走访慰问实施办法
第一条 为做好走访慰问，制定本办法。
第二条 每年走访两次。
"""
NOWHERE = "某读本\n第一条 学习。每周一次。\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("公文")
    for name, text in (("省", PROVINCE), ("市", CITY), ("印发", ISSUED), ("无", NOWHERE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    made = tmp_path_factory.mktemp("库")
    ingest_paths([folder], made, embed=False)
    return Library.open(made)


def test_notices_are_counted_by_region_and_year_a_notice_and_its_rule_once(library: Library) -> None:
    counts = regions_and_years(library)
    assert counts.regions == ("江苏扬州", "江苏", NO_REGION)
    assert counts.years == (2022, 2021, 2020, None)
    assert counts.counts["江苏扬州", 2022] == 1
    assert counts.of_region("江苏扬州") == 2
    assert counts.of_year(2021) == 1
    assert counts.total == 4


def test_provinces_hold_what_lies_in_them(library: Library) -> None:
    counts = regions_and_years(library, by_province=True)
    assert counts.of_region("江苏") == 3
    assert province_of("江苏扬州仪征") == "江苏"
    assert province_of("全国") == "全国"


def test_the_timeline_runs_from_the_newest_and_ties_notices_both_ways(library: Library) -> None:
    notices = timeline(library)
    assert [n.year for n in notices] == [2022, 2021, 2020, None]
    city, province = notices[1], notices[2]
    told = {(link.relation, link.other.document_number, link.other.document_id is not None) for link in city.links}
    assert (Relation.BASED_ON, "苏老干〔2020〕8号", True) in told
    assert (Relation.BASED_ON, "中办发〔2016〕3号", False) in told
    assert (Relation.REPEALS, "扬老干〔2015〕1号", False) in told
    (back,) = province.links
    assert not back.names
    assert back.other.document_id == city.document_id
    stored = library.clause(back.clause_id or "")
    assert stored is not None
    assert "苏老干〔2020〕8号" in stored.clause.text


def test_a_rule_stands_under_the_number_of_the_notice_that_issues_it(library: Library) -> None:
    issued = timeline(library)[0]
    assert issued.document_number == "扬老干〔2022〕7号"
    assert issued.links == ()


def test_a_filter_leaves_other_regions_out(library: Library) -> None:
    assert [n.region for n in timeline(library, Filters(regions=("扬州",)))] == ["江苏扬州", "江苏扬州"]


def test_who_may_not_see_a_notice_does_not_meet_its_name(library: Library, tmp_path: Path) -> None:
    from index.read_groups import close_place
    from index.restricted import RestrictedLibrary, Sight

    source = library.source_file("扬老干〔2021〕3号")
    close_place(library, str(source.path), ["人事"])
    seen = RestrictedLibrary(library.folder, Sight(frozenset()))
    assert all(n.links == () for n in timeline(seen))
    assert regions_and_years(seen).of_year(2021) == 0
    seen.close()
