"""A figure of another holder, level, measure or thing is none of the one asked about; where nothing tells, it stays open."""

from __future__ import annotations

import pytest

from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.belonging import belonging_faults
from qa.gate.grounds import Ground

REGIONS = ("江西", "江西赣州", "江西赣州信丰", "湖南", "湖南株洲", "山东潍坊青州", "江西南昌")


def ground(text: str, region: str, path: tuple[str, ...] = ("一、标准",), title: str = "关于有关工作的通知") -> Ground:
    clause = Clause("甲#一", path, "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    return Ground(clause, PolicyDocument("甲", "", (0, 0), title=title, region=region))


def belongs(question: str, where: Ground, value: str) -> bool:
    return not belonging_faults(question, interpret(question, REGIONS), where, value)


OF_PROVINCE = ground(
    "省直单位离退休干部党支部书记每人每月补贴310元。党总支书记每人每月补贴370元。副书记每人每月230元，委员每人每月160元。",
    "江西",
)
OF_CITY = ground("市直单位离退休干部党支部书记每人每月补贴270元。联合党支部书记每人每月补贴295元。", "江西赣州")
OF_COUNTY = ground("党支部书记每人每月补贴180元。委员每人每月补贴90元。", "江西赣州信丰", ("一、补贴", "1.县直机关"))
OF_EVERYONE = ground("离退休干部党支部书记每人每月补贴不低于200元，委员每人每月不低于100元。", "江西")
OF_COUNTY_CITY = ground("市属国有企业参照执行，每名党员每年活动经费不低于150元。", "山东潍坊青州")
WAGES = ground("县直机关编外人员月工资标准2600元；乡镇编外人员月工资标准2300元。", "江西赣州信丰")


@pytest.mark.parametrize(
    ("question", "where", "value"),
    [
        ("江西省直单位党总支书记每月补贴多少元", OF_PROVINCE, "370元"),
        ("江西省直单位委员每月补贴多少元", OF_PROVINCE, "160元"),
        ("赣州联合党支部书记补贴标准", OF_CITY, "295元"),
        ("赣州市市直单位离退休干部党支部书记每个月补贴多少", OF_CITY, "270元"),
        ("信丰县直机关党支部委员每月补贴多少元", OF_COUNTY, "90元"),
        ("南昌市市直单位党支部书记每月补贴多少元", OF_EVERYONE, "每人每月补贴不低于200元"),
        ("信丰县乡镇党支部委员每月补贴多少元", OF_EVERYONE, "每人每月不低于100元"),
        ("青州市属国有企业党员活动经费每年多少元", OF_COUNTY_CITY, "不低于150元"),
        ("信丰县乡镇编外人员月工资多少元", WAGES, "2300元"),
    ],
)
def test_a_figure_of_the_holder_asked_about_or_of_every_holder_belongs(
    question: str, where: Ground, value: str
) -> None:
    assert belongs(question, where, value)


@pytest.mark.parametrize(
    ("question", "where", "value"),
    [
        ("江西省直单位党支部书记每月补贴多少元", OF_PROVINCE, "370元"),
        ("江西省直单位党总支书记每月补贴多少元", OF_PROVINCE, "310元"),
        ("江西省直单位联合党支部书记每月补贴多少元", OF_PROVINCE, "310元"),
        ("江西五星级党支部书记每月补贴多少元", OF_EVERYONE, "每人每月补贴不低于200元"),
        ("南昌市市直单位党支部书记每月补贴多少元", OF_PROVINCE, "310元"),
        ("南昌党支部委员每月补贴多少元", OF_PROVINCE, "160元"),
        ("信丰县乡镇党支部书记每月补贴多少元", OF_CITY, "270元"),
        ("信丰县乡镇党支部委员每月补贴多少元", OF_COUNTY, "90元"),
        ("江西省直单位党支部书记每月补贴多少元", OF_CITY, "270元"),
        ("信丰县乡镇编外人员月工资多少元", WAGES, "2600元"),
    ],
)
def test_a_figure_of_another_holder_or_level_does_not(question: str, where: Ground, value: str) -> None:
    assert not belongs(question, where, value)


STATION = ground("每个驿站一次性建设补助9万元。", "江西赣州信丰")
FLATS = ground("老旧住宅加装电梯，每台补助12万元；外墙保温每平方米补助40元。", "湖南株洲")
TEAM = ground("对备案满1年的志愿服务队，省级每年给予6000元活动补助。", "湖南")
LECTURE = ground("讲师不领工资，每场给予交通补助90元。", "湖南")
FEES = ground("特困人员免收学费；教材由学员自备。", "湖南")
ROOMS = ground("党组织应当有固定活动场所，使用面积不少于70平方米。", "江西")
HOSPITAL = ground("二级医疗机构住院起付线300元。", "湖南", ("三、待遇", "（二）住院"))
HOURS = ground("骨干党员每年集中学习不少于44学时，其他党员每年集中学习不少于36学时。", "湖南")


@pytest.mark.parametrize(
    ("question", "where", "value", "expected"),
    [
        ("信丰每个驿站一次性建设补助多少元", STATION, "9万元", True),
        ("信丰驿站每平方米建设补助多少元", STATION, "9万元", False),
        ("株洲外墙保温每平方米补助多少元", FLATS, "40元", True),
        ("湖南志愿服务队每年补助多少元", TEAM, "6000元", True),
        ("湖南志愿服务队每名队员每次补助多少元", TEAM, "6000元", False),
        ("湖南讲师每场补助多少元", LECTURE, "90元", True),
        ("湖南讲师每季度补助总额多少元", LECTURE, "90元", False),
        ("湖南特困人员学费多少", FEES, "免收", True),
        ("湖南老年大学学费每课时多少元", FEES, "免收", False),
        ("江西活动场所使用面积不少于多少平方米", ROOMS, "不少于70平方米", True),
        ("江西阅览亭使用面积不少于多少平方米", ROOMS, "不少于70平方米", False),
        ("湖南二级医院住院起付线多少元", HOSPITAL, "300元", True),
        ("湖南二级医院门诊起付线多少元", HOSPITAL, "300元", False),
        ("湖南普通党员每年集中学习多少学时", HOURS, "不少于36学时", True),
        ("湖南普通党员每年集中学习多少学时", HOURS, "不少于44学时", False),
    ],
)
def test_the_measure_and_the_thing_must_be_those_asked_for(
    question: str, where: Ground, value: str, expected: bool
) -> None:
    assert belongs(question, where, value) is expected
