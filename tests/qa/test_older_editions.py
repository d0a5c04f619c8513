"""Of two editions of one rule the newer leads; what only the older says is marked as its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask

CARE_OLD = """平阳县民政局文件
平民〔2016〕21号
关于印发平阳县居家养老服务补贴实施办法的通知
各乡镇人民政府：
一、服务补贴标准。对70周岁以上低保老人，每人每月补贴200元。
二、上门服务次数。服务机构每月上门服务不少于4次。
三、探访。村（居）每季度探访独居老人1次。
平阳县民政局
2016年5月3日
"""
CARE_NEW = """平阳县民政局文件
平民〔2023〕8号
关于印发平阳县居家养老服务补贴实施办法的通知
各乡镇人民政府：
一、服务补贴标准。对70周岁以上低保老人，每人每月补贴350元。
二、上门服务。服务机构应当根据老人需要合理安排上门服务。
三、评估。补贴对象每年评估一次。
平阳县民政局
2023年4月10日
"""
FEES_OLD = """临江市物业服务收费管理办法
临发改〔2015〕40号
第一条 为规范物业服务收费，制定本办法。
第二条 多层住宅物业费每平方米每月不超过0.8元。
第三条 装修押金每户不超过1000元。
临江市发展和改革委员会
2015年6月1日
"""
FEES_NEW = """临江市物业服务收费管理办法
临发改〔2022〕17号
第一条 为规范物业服务收费，制定本办法。
第二条 多层住宅物业费每平方米每月不超过1.2元。
第三条 物业服务企业不得收取装修押金。
临江市发展和改革委员会
2022年9月20日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("editions")
    notices = folder / "notices"
    notices.mkdir()
    for name, text in {"旧": CARE_OLD, "新": CARE_NEW, "收费旧": FEES_OLD, "收费新": FEES_NEW}.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "now", "before"),
    [
        ("平阳县低保老人服务补贴每月多少元", "350元", "200元"),
        ("临江多层住宅物业费每平方米每月多少钱", "1.2元", "0.8元"),
    ],
)
def test_the_newer_figure_alone_is_in_the_short_line(index: OpenIndex, question: str, now: str, before: str) -> None:
    lines = ask(index, question).answer.splitlines()
    assert now in lines[0] and before not in lines[0], lines
    assert all("旧版" in line for line in lines if before in line)


@pytest.mark.parametrize(
    ("question", "now", "before"),
    [
        ("平阳县养老服务机构每月上门几次", "根据老人需要", "不少于4次"),
        ("临江装修押金多少元", "不得收取", "1000元"),
    ],
)
def test_a_newer_edition_that_sets_no_figure_comes_before_the_old_figure(
    index: OpenIndex, question: str, now: str, before: str
) -> None:
    answer = ask(index, question)
    line = answer.answer.splitlines()[0]
    assert now in line and before in line, line
    assert line.index(now) < line.index("旧版") < line.index(before), line
    assert now in answer.findings[0].quote


def test_what_only_the_older_edition_says_is_marked(index: OpenIndex) -> None:
    lines = ask(index, "独居老人多久探访一次").answer.splitlines()
    assert "每季度" in lines[0] and all("（旧版）" in line for line in lines if "每季度" in line), lines
