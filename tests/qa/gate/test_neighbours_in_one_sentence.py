"""Of figures that stand close together only the one of the thing, the tier, the case or the place asked about belongs."""

from __future__ import annotations

import pytest

from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.belonging import belonging_faults
from qa.gate.grounds import Ground
from qa.gate.respective import rows_of_clause
from qa.gate.settings import settings_of
from qa.language.case_words import cases_asked, unmet_case


def ground(text: str, headings: tuple[str, ...] = ("一、标准",), title: str = "关于有关标准的通知") -> Ground:
    clause = Clause("甲#一", headings, "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    return Ground(clause, PolicyDocument("甲", "", (0, 0), title=title, region="江苏南通"), quotes=(text,))


def belongs(question: str, text: str, value: str, headings: tuple[str, ...] = ("一、标准",)) -> bool:
    return not belonging_faults(question, interpret(question), ground(text, headings), value)


FUNDS = "公园绿化养护经费按每年30万元安排，应急经费按每年8万元安排。"
RAISED = "村卫生室运行经费由每年6000元提高到8000元，社区卫生站由每年9000元提高到12000元。"
LENGTHS = "讲解员每年上岗不少于40小时，见习生不少于15小时。"
TIERS = "工龄满3年的每月岗位津贴200元，满6年的每月350元。"
LODGING = "处级人员每人每天300元，其余人员每人每天260元。省内县城住宿的，其余人员不超过220元。"


@pytest.mark.parametrize(
    ("question", "text", "right", "wrong"),
    [
        ("公园绿化应急经费多少钱", FUNDS, "每年8万元", "每年30万元"),
        ("公园绿化养护经费多少钱", FUNDS, "每年30万元", "每年8万元"),
        ("社区卫生站运行经费多少钱", RAISED, "12000元", "8000元"),
        ("见习生每年上岗多少小时", LENGTHS, "不少于15小时", "不少于40小时"),
        ("工龄满7年岗位津贴多少钱", TIERS, "每月350元", "每月200元"),
        ("工龄满4年岗位津贴多少钱", TIERS, "每月200元", "每月350元"),
        ("评委会最多几个人", "评委会由3至5人组成，一般不超过7人。", "不超过7人", "3至5人"),
        (
            "没备案的报销比例是多少",
            "已办理备案的报销60%，未办理备案的报销40%。",
            "40%",
            "60%",
        ),
        ("每年多少学时", "保育员每5年累计不少于300学时，每年不少于50学时。", "每年不少于50学时", "不少于300学时"),
    ],
)
def test_a_neighbour_is_not_the_figure_asked_for(question: str, text: str, right: str, wrong: str) -> None:
    assert belongs(question, text, right)
    assert not belongs(question, text, wrong)


def test_words_of_the_heading_tell_no_figure_under_it_apart() -> None:
    assert belongs("处级住宿费多少钱", LODGING, "每人每天300元", ("一、住宿费",))
    assert not belongs("处级住宿费多少钱", LODGING, "不超过220元", ("一、住宿费",))


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("借调期间岗位补贴多少钱", "岗位补贴每人每月300元。", "每人每月300元"),
        ("离职后护理费每月多少钱", "护理费每人每月800元。", "每人每月800元"),
        ("退休人员交通补贴多少钱", "交通补贴每人每月450元。", "每人每月450元"),
        ("选派多少名驻村第一书记", "全年轮训基层党组织书记300名。", "300名"),
        ("评选多少名最美护士", "评选先进个人，组织千名志愿者进社区。", "千名"),
    ],
)
def test_a_figure_for_all_or_of_other_people_answers_no_case_of_its_own(question: str, text: str, value: str) -> None:
    assert not belongs(question, text, value)


def test_a_case_that_the_clause_speaks_of_is_met() -> None:
    assert belongs("试用期工资多少钱", "试用期工资每月2400元。", "每月2400元")
    assert unmet_case("老人去世后津贴怎么办", ("老人", "去世", "津贴"), "补贴对象死亡的,次月停发津贴。") is None
    assert unmet_case("老人去世后津贴怎么办", ("老人", "去世", "津贴"), "津贴由财政安排。") == "去世"


def test_what_happens_to_a_rule_sets_no_case() -> None:
    assert cases_asked("标准调整后每月多少", ("标准", "调整")) == ()
    assert cases_asked("公示期多少天", ("公示", "公示期")) == ()


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("取得初级、中级、高级证书的，每月发给津贴100元、200元、300元。", ("初级", "中级", "高级")),
        ("累计满50小时、100小时、200小时的，分别认定为铜章、银章、金章队员。", ("铜章", "银章", "金章")),
    ],
)
def test_figures_in_a_row_have_their_holders_without_a_word_before_them(text: str, holders: tuple[str, ...]) -> None:
    assert [row.holders for row in rows_of_clause(text)] == [holders]


def test_each_stage_has_the_days_in_its_own_brackets() -> None:
    text = "分两个阶段：摸底阶段（3月1日至3月15日）、整改阶段（3月16日至4月30日）。"
    assert ["整改" in s.own for s in settings_of(text) if s.value.day is not None] == [False, True]


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("村干部多久走访一次困难户", "建立困难户台账和定期督促检查制度。", False),
        ("村干部多久走访一次困难户", "村干部定期走访困难户，了解所需。", True),
        ("电梯多久检修一次", "物业公司定期公示电梯维护费用。", False),
        ("电梯多久检修一次", "电梯由维保单位定期检修。", True),
    ],
)
def test_a_regular_act_does_not_tell_how_often_another_is_done(question: str, text: str, answers: bool) -> None:
    assert belongs(question, text, "定期") is answers
