from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from index.library import Library
from index.lineage import ChainStep, Lineage, lineage_of
from index.update import ingest_paths
from ingest.errors import QueryError

PROVINCE = """中共甘肃省委老干部局文件

甘老干〔2019〕8号

关于加强离退休干部党建工作的实施意见

各市州党委老干部局：

为贯彻落实《关于进一步加强和改进离退休干部工作的意见》（中办发〔2016〕3号），提出如下意见。

一、目标任务。到2020年形成体系。

二、组织设置。党员3人以上的成立党支部。

中共甘肃省委老干部局
2019年4月1日
"""
CITY = """中共天水市委老干部局文件

天老干〔2020〕2号

关于加强离退休干部党建工作的实施方案

各县区委老干部局：

根据《关于加强离退休干部党建工作的实施意见》（甘老干〔2019〕8号），制定本方案。

一、工作安排。每季度召开一次会议。

二、经费保障。按照甘老干〔2019〕8号第二条的要求落实。

中共天水市委老干部局
2020年2月3日
"""
NAMESAKE = """中共平凉市委老干部局文件

平老干〔2020〕9号

关于加强离退休干部党建工作的实施意见

各县区委老干部局：

现提出以下意见。

一、工作安排。每月召开一次会议。

中共平凉市委老干部局
2020年6月3日
"""
BY_TITLE = """中共陇南市委老干部局文件

陇老干〔2021〕3号

关于做好党建工作的通知

各县区委老干部局：

根据《关于加强离退休干部党建工作的实施意见》，现通知如下。

一、认真学习。各单位组织学习。

中共陇南市委老干部局
2021年1月3日
"""


def library_of(tmp_path: Path, notices: Mapping[str, str]) -> Library:
    folder = tmp_path / "公文"
    folder.mkdir(exist_ok=True)
    for name, text in notices.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([folder], tmp_path / "库", embed=False)
    return Library.open(tmp_path / "库")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(tmp_path, {"省": PROVINCE, "市": CITY})


def numbers(step: ChainStep) -> list[object]:
    return [step.named.document_number, *(numbers(s) for s in step.steps)]


def lineage(library: Library, name: str) -> Lineage:
    return lineage_of(library, name)


def test_a_chain_is_walked_up_to_what_is_outside_the_library(library: Library) -> None:
    found = lineage(library, "天老干〔2020〕2号")
    assert numbers(found.upwards) == ["天老干〔2020〕2号", ["甘老干〔2019〕8号", ["中办发〔2016〕3号"]]]
    outside = found.upwards.steps[0].steps[0].named
    assert outside.document_id is None
    assert outside.title == "关于进一步加强和改进离退休干部工作的意见"


def test_a_chain_is_walked_down_from_a_document_the_library_does_not_have(library: Library) -> None:
    found = lineage(library, "中办发〔2016〕3号")
    assert found.named.document_id is None
    assert numbers(found.downwards) == ["中办发〔2016〕3号", ["甘老干〔2019〕8号", ["天老干〔2020〕2号"]]]


def test_a_reference_opens_at_the_clause_it_means(library: Library) -> None:
    links = [k for k in lineage(library, "天老干〔2020〕2号").cites if k.reference.pinpoint]
    for link in links:
        assert link.clause_id is None or link.clause_id.startswith("甘老干〔2019〕8号~")


def test_a_title_that_two_bodies_use_means_neither(tmp_path: Path) -> None:
    library = library_of(tmp_path, {"省": PROVINCE, "平凉": NAMESAKE, "陇南": BY_TITLE})
    (link,) = lineage(library, "陇老干〔2021〕3号").cites
    assert link.cited.document_id is None
    assert link.cited.title == "关于加强离退休干部党建工作的实施意见"


def test_a_title_alone_finds_the_only_document_that_bears_it(tmp_path: Path) -> None:
    library = library_of(tmp_path, {"省": PROVINCE, "陇南": BY_TITLE})
    (link,) = lineage(library, "陇老干〔2021〕3号").cites
    assert link.cited.document_number == "甘老干〔2019〕8号"
    assert [k.citing.document_number for k in lineage(library, "甘老干〔2019〕8号").cited_by] == ["陇老干〔2021〕3号"]


def test_a_name_that_nobody_knows_is_said_so(library: Library) -> None:
    with pytest.raises(QueryError, match="没有文件提到它"):
        lineage(library, "京老干〔1999〕1号")
