"""What is to hold only later never speaks in the place of what holds, and says from which day it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.gate.gate import statement_faults
from qa.gate.grounds import ground_of
from qa.model import AnswerOutcome, Statement

FARES = """乐山市交通运输局关于老年人乘车优惠的通知
乐交发〔2021〕7号
各县（市、区）交通运输局：
一、优惠标准。65周岁以上老年人乘坐公共汽车每次收费1元。
二、本通知自2021年5月1日起施行。
乐山市交通运输局
2021年4月2日
"""
FARES_TO_COME = """乐山市交通运输局关于调整老年人乘车优惠的通知
乐交发〔2024〕19号
各县（市、区）交通运输局：
一、优惠标准。65周岁以上老年人乘坐公共汽车每次收费2元。
二、换卡工本费每张15元。
三、本通知自2045年1月1日起施行。
乐山市交通运输局
2024年6月3日
"""
HEATING_TO_COME = """吴忠市民政局关于冬季取暖补贴的通知
吴民发〔2024〕30号
各县（市、区）民政局：
一、补贴标准。特困老年人取暖补贴每户每年900元。
二、特困老年人可以委托亲属代领取暖补贴。
三、本通知自2046年11月1日起施行。
吴忠市民政局
2024年8月20日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("to-come")
    notices = folder / "notices"
    notices.mkdir()
    for place, text in enumerate((FARES, FARES_TO_COME, HEATING_TO_COME)):
        (notices / f"{place}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


def test_the_rule_that_holds_speaks_first_and_the_later_one_from_its_day(index: OpenIndex) -> None:
    said = ask(index, "乐山65周岁以上老年人乘坐公共汽车每次收费多少元")
    first, *rest = (s.text for s in said.statements)
    assert "1元" in first and "2元" not in first, first
    assert any(line.startswith("自2045年1月1日起，") and "2元" in line for line in rest), rest
    assert not any("不同" in line for line in rest), "a rule to come contradicts none"


@pytest.mark.parametrize(
    ("question", "day", "value"),
    [
        ("吴忠特困老年人取暖补贴每户每年多少元", "自2046年11月1日起，", "900元"),
        ("吴忠特困老年人可以委托亲属代领取暖补贴吗", "自2046年11月1日起，", "可以"),
        ("乐山换卡工本费每张多少元", "自2045年1月1日起，", "15元"),
        ("乐交发〔2024〕19号老年人乘坐公共汽车每次收费多少元", "自2045年1月1日起，", "2元"),
    ],
)
def test_where_nothing_else_holds_the_short_line_begins_with_the_day(
    index: OpenIndex, question: str, day: str, value: str
) -> None:
    said = ask(index, question)
    assert said.outcome is AnswerOutcome.ANSWERED, said.dropped
    assert said.statements[0].text.startswith(day), said.answer
    assert value in said.statements[0].text


def test_another_day_than_the_documents_own_does_not_pass_the_gate(index: OpenIndex) -> None:
    said = ask(index, "吴忠特困老年人取暖补贴每户每年多少元")
    finding = said.findings[0]
    stored = index.library.clause(finding.clause_id)
    assert stored is not None
    grounds = {finding.clause_id: ground_of(stored, (finding.quote,), finding.quantities)}
    line = said.statements[0].text
    assert not statement_faults(Statement(line, (finding.clause_id,)), grounds, said.question)
    other = line.replace("2046年11月1日", "2044年11月1日")
    assert statement_faults(Statement(other, (finding.clause_id,)), grounds, said.question)
