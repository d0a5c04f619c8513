"""Regions asked for that are many regions: a table that can still be read, shared fairly, and what is left out said."""

from __future__ import annotations

from collections import Counter

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.compare import CompareSettings, compare
from qa.comparing.candidates import CandidateSettings
from qa.comparing.speaking import SpeakingSettings

JIANGSU = "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁".split()
ZHEJIANG = "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水".split()
SHANDONG = "青岛 烟台".split()


def notice(city: str, at: int, more: str = "") -> str:
    return f"""中共{city}市委组织部文件

关于老年学员结业事项的通知

各县（市、区）党委组织部：

一、结业证书

（一）老年学员修满{at + 2}门课程的，发给结业证书。

{more}

中共{city}市委组织部

2023年3月{at + 1}日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("many")
    (folder / "notices").mkdir()
    for at, city in enumerate((*JIANGSU, *ZHEJIANG, *SHANDONG)):
        more = "（二）结业证书由市老年大学统一编号，结业证书遗失的可以补发一次。" if city in ("盐城", "台州") else ""
        (folder / "notices" / f"{city}.txt").write_text(notice(city, at, more), encoding="utf-8")
    ingest_paths([folder / "notices"], folder / "library", embed=False)
    return open_index(folder / "library", "none")


def provinces(columns: object) -> Counter[str]:
    return Counter(c.region[:2] for c in columns)  # type: ignore[attr-defined]


def test_few_regions_under_one_asked_for_are_all_columns(index: OpenIndex) -> None:
    said = compare(index, "结业证书", ["山东"])
    assert {c.region for c in said.columns} == {"山东青岛", "山东烟台"}
    assert not any("没有列出" in note for note in said.notes)


def test_many_are_at_most_24_shared_fairly_and_the_rest_is_told(index: OpenIndex) -> None:
    said = compare(index, "结业证书", ["江苏", "浙江", "山东"])
    assert len(said.columns) == 24
    shared = provinces(said.columns)
    assert shared == {"江苏": 11, "浙江": 11, "山东": 2}
    note = next(note for note in said.notes if "没有列出" in note)
    assert "江苏另有 2 个" in note and "浙江" not in note.partition("没有列出的：")[2]
    assert "--region 江苏" in note


def test_the_regions_that_say_most_stay(index: OpenIndex) -> None:
    said = compare(index, "结业证书", ["江苏", "浙江"], settings=CompareSettings(most_columns=4))
    assert {"江苏盐城", "浙江台州"} <= {c.region for c in said.columns}
    assert len(said.columns) == 4


def test_a_region_asked_for_by_its_own_name_always_stays(index: OpenIndex) -> None:
    said = compare(index, "结业证书", ["江苏", "无锡"], settings=CompareSettings(most_columns=3))
    assert "江苏无锡" in {c.region for c in said.columns}
    assert len(said.columns) == 3


def test_each_region_asked_for_has_a_column_however_few_there_may_be(index: OpenIndex) -> None:
    said = compare(index, "结业证书", ["江苏", "浙江", "山东"], settings=CompareSettings(most_columns=1))
    assert provinces(said.columns) == {"江苏": 1, "浙江": 1, "山东": 1}


def test_the_same_clauses_are_found_whether_notices_are_ranked_together_or_one_by_one(index: OpenIndex) -> None:
    one_by_one = CandidateSettings(clauses_of_notice=2)  # every notice has as many, so no ranking of a place is whole
    wide = compare(index, "结业证书", ["山东"])
    narrow = compare(
        index,
        "结业证书",
        ["山东"],
        settings=CompareSettings(speaking=SpeakingSettings(candidates=one_by_one)),
    )
    assert [r.aspect for r in wide.rows] == [r.aspect for r in narrow.rows]
    assert [c.clause_ids for r in wide.rows for c in r.cells] == [c.clause_ids for r in narrow.rows for c in r.cells]


def test_of_very_many_notices_those_that_hold_the_words_are_read_and_that_is_told(index: OpenIndex) -> None:
    few = CandidateSettings(notices_in_all=1, notices_of_each=1)
    said = compare(index, "结业证书", ["江苏"], settings=CompareSettings(speaking=SpeakingSettings(candidates=few)))
    assert len(said.columns) == 13
    assert all(c.stated for row in said.rows[:1] for c in row.cells)


def test_without_regions_asked_for_those_that_say_most_are_shown_and_that_there_are_more_is_told(
    index: OpenIndex,
) -> None:
    said = compare(index, "结业证书")
    assert len(said.columns) == 24
    assert {"江苏盐城", "浙江台州"} <= {c.region for c in said.columns}
    assert any("另有地区也写到" in note for note in said.notes)
