"""What rows are called, what is no row, and what stays under a superior's floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.compare import compare
from qa.comparing.gathering import GATHERED
from qa.comparing.phrases import nominal, phrases_in, reads_as_row
from qa.comparing.topic import Facet, Topic

TOPIC = Topic("志愿服务", (Facet("志愿服务", ("志愿", "服务")),))

PROVINCE = """中共浙江省委组织部文件

浙组通〔2022〕18号

关于加强老年志愿服务工作的意见

各市党委组织部：

一、加强志愿服务队伍建设

建立志愿服务登记制度，每支志愿服务队伍每年培训不少于4次。

二、补贴

（一）志愿服务队伍队长每人每月补贴不低于200元。

（二）志愿服务队伍联络员每人每月补贴不低于100元。

中共浙江省委组织部

2022年3月5日
"""
CITY = """中共丽水市委组织部文件

丽组发〔2022〕26号

关于老年志愿服务的实施办法

各县（市、区）党委组织部：

第一条 健全志愿服务登记制度，每支志愿服务队伍每年培训{times}。

第二条 志愿服务队伍队长每人每月补贴{sum}元，联络员每人每月补贴120元。

中共丽水市委组织部

2022年6月2日
"""
REPORT = """中共宁波市委组织部简报

老年志愿服务开展情况

我们先后成立了志愿服务分队九支，大家反映很好。

截至去年底，志愿服务累计服务了居民两万人。

中共宁波市委组织部

2022年9月2日
"""


def library(folder: Path, times: str = "不少于2次", amount: str = "260", report: bool = False) -> OpenIndex:
    texts = {"浙江.txt": PROVINCE, "丽水.txt": CITY.format(times=times, sum=amount)}
    if report:
        texts["宁波.txt"] = REPORT
    (folder / "notices").mkdir()
    for name, text in texts.items():
        (folder / "notices" / name).write_text(text, encoding="utf-8")
    ingest_paths([folder / "notices"], folder / "library", embed=False)
    return open_index(folder / "library", "none")


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("加强离退休干部志愿服务组织建设", "离退休干部志愿服务组织建设"),
        ("加强和改进老干部工作", "老干部工作"),
        ("加强和创新党组织建设", "党组织建设"),
        ("切实做好易地安置人员服务工作", "易地安置人员服务工作"),
        ("深入学习宣传先进事迹", "先进事迹"),
        ("志愿服务队伍建设", "志愿服务队伍建设"),
        ("发挥作用", "发挥作用"),
        ("搭建平台促余热生辉", "搭建平台促余热生辉"),  # a sentence: the rest alone says nothing
    ],
)
def test_a_heading_is_named_without_the_verbs_before_it(heading: str, name: str) -> None:
    assert nominal(heading) == name


@pytest.mark.parametrize(
    ("sentence", "wanted", "refused"),
    [
        ("建立志愿服务登记制度", "志愿服务登记制度", "建立志愿服务"),
        ("拥有5000多名志愿服务成员的队伍", None, "多名志愿服务成员"),
        ("加大志愿服务支持力度", "志愿服务支持力度", "加大志愿服务"),
        ("志愿者利用网络平台创作诗歌", None, "平台创作诗歌"),
        ("在全省乃至全国率先成立团队", None, "全省乃至全国率先"),
        ("积极探索志愿服务条件下的新模式", None, "志愿服务条件"),
        ("开展结对关爱帮扶系列活动", "结对关爱帮扶系列活动", "开展结对"),
        ("用好活动学习阵地", "活动学习阵地", "用好活动学习阵地"),
    ],
)
def test_names_are_noun_phrases_of_the_printed_words(sentence: str, wanted: str | None, refused: str) -> None:
    found = list(phrases_in(sentence, TOPIC))
    assert all(name in sentence for name in found)
    assert wanted is None or wanted in found
    assert refused not in found


def test_what_tables_are_about_reads_as_a_row() -> None:
    assert all(map(reads_as_row, ("志愿服务登记制度", "补贴标准", "老党员驿站", "党员大会")))
    assert not any(map(reads_as_row, ("诗歌创作", "两万居民", "中心")))


def test_reports_of_what_was_done_stand_in_the_last_row_and_nothing_is_lost(tmp_path: Path) -> None:
    said = compare(library(tmp_path, report=True), "志愿服务")
    last = said.rows[-1]
    assert (last.aspect, last.gathered) == (GATHERED, True)
    assert not any(row.gathered for row in said.rows[:-1])
    told = {c.region: [q.text.strip() for q in c.quotes] for c in last.cells if c.stated}
    assert set(told) == {"浙江宁波"}
    assert any("成立了志愿服务分队" in text for text in told["浙江宁波"])
    assert any("两万人" in text for text in told["浙江宁波"])
    assert all(c.arrow is None and c.verb_arrow is None for c in last.cells)


def test_where_there_are_reports_alone_they_are_rows(tmp_path: Path) -> None:
    said = compare(library(tmp_path, report=True), "志愿服务", ["宁波"])
    own = [row for row in said.rows if any(c.stated and c.region == "浙江宁波" for c in row.cells)]
    assert own


def test_less_than_the_superior_demands_is_said_with_both_clauses(tmp_path: Path) -> None:
    said = compare(library(tmp_path), "志愿服务", ["丽水"])
    found = [(c.region, c.below_superior) for row in said.rows for c in row.cells if c.below_superior]
    assert [region for region, _ in found] == ["浙江丽水"]
    below = found[0][1]
    assert below is not None
    assert below.floor.endswith("不少于4次") and below.figure.endswith("不少于2次")
    assert below.clause_id.startswith("浙组通〔2022〕18号") and below.figure_clause_id.startswith("丽组发〔2022〕26号")
    assert below.superior == "浙江（省级）"


def test_a_figure_of_another_case_is_not_under_the_floor(tmp_path: Path) -> None:
    # 联络员 120 is under the 200 of 队长 and over their own 100.
    said = compare(library(tmp_path, times="不少于4次"), "补贴", ["丽水"])
    assert not any(c.below_superior for row in said.rows for c in row.cells)


def test_a_sum_under_the_floor_is_said(tmp_path: Path) -> None:
    said = compare(library(tmp_path, times="不少于4次", amount="150"), "志愿服务队伍队长补贴", ["丽水"])
    found = [c.below_superior for row in said.rows for c in row.cells if c.below_superior]
    assert [b.floor[-7:] for b in found] == ["不低于200元"]
    assert found[0].figure.endswith("150元")


def test_a_figure_of_another_thing_with_a_word_in_common_is_not_under_the_floor(tmp_path: Path) -> None:
    # 志愿服务队伍 trains four times; that 志愿服务站点 is looked over twice says nothing of training.
    said = compare(library(tmp_path, times="不少于5次；志愿服务站点每年巡查2次"), "志愿服务", ["丽水"])
    assert not any(c.below_superior for row in said.rows for c in row.cells)
