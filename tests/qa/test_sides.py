"""Whether something may be done: the side is that of the very act asked about, in what stands in the scope of the words."""

from __future__ import annotations

import pytest

from qa.language.asked_act import asked_act
from qa.language.sides import is_of_another_act, told_side


@pytest.mark.parametrize(
    ("question", "quote", "side", "holds"),
    [
        # the act of one piece, and not that of its neighbour
        ("停车费可以让物业先垫吗", "业主委托亲属代缴的，应当允许，但不得由物业公司垫缴。", "不得", "垫缴"),
        ("我替奶奶缴停车费行不行", "业主委托亲属代缴的，应当允许，但不得由物业公司垫缴。", "可以", "代缴"),
        ("党费由支部垫上行不行", "预缴须经支部同意，可以按季度预缴，不得由支部垫付。", "不得", "垫付"),
        ("阅览证能不能借给同学", "阅览证可以续期一次，不得转借他人。", "不得", "转借"),
        ("门票钱能退吗", "门票可以改签一次，售出后不予退款。", "不可以", "退款"),
        # lists in the scope of one word
        ("培训费能拿来买礼品吗", "培训费不得用于发放奖金、购买礼品和安排旅游。", "不得", "礼品"),
        ("专项资金可以用来修路吗", "专项资金主要用于购置农机、修建道路和培训农户。", "可以", "道路"),
        ("班费可以订报纸吗", "班费主要用于：\n——订阅报纸期刊；\n——布置教室。", "可以", "订阅报纸"),
        ("护士能不能收红包", "医务人员不得有下列行为：（一）收受红包；（二）泄露病历。", "不得", "红包"),
        # leave under a condition says the condition
        ("党员大会能视频开吗", "确有困难的，经支部同意，可以采取视频方式召开。", "可以", "经支部同意"),
        ("食堂能外包吗", "经校务会批准，食堂可以外包经营。", "可以", "经校务会批准"),
        ("可以提前换届吗", "未经上级党组织批准，不得提前换届。", "不得", "未经上级党组织批准"),
        ("学校能不能收补课费", "除上级批准的项目外，学校不得收取补课费。", "不得", "除上级批准的项目外"),
        # nobody may refuse it
        ("老人用现金付停车费行不行", "停车场不得拒收现金付费。", "可以", "不得拒收"),
        # the place that a notice calls its own
        ("支部活动能出湖州吗", "支部活动不得离开本市。", "不得", "本市"),
    ],
)  # fmt: skip
def test_side_is_that_of_the_act_asked_about(question: str, quote: str, side: str, holds: str) -> None:
    told = told_side(question, quote)
    assert told is not None
    assert told.startswith(side)
    assert holds in told


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("停车费可以让物业先垫吗", "停车费可以按季度预缴，经业委会同意可以减免。"),
        ("我替奶奶缴停车费行不行", "行动不便的业主，经物业公司同意，可以按季度缴纳或者预缴。"),
        ("活动经费能不能给老人买商业医疗保险", "当年结余的经费可以结转下一年度使用。"),
        ("活动经费能不能买保险", "活动经费可以购买学习资料。"),
        ("图书馆能不能带宠物", "读者可以携带水杯入馆，不得携带易燃物品。"),
        ("急救药品能不能自行采购", "除急救药品外，科室不得自行采购。"),  # what is excepted is not forbidden
        ("学生能不能带手机进教室", "经家长同意，可以将手机带入校园，但不得带入课堂。"),  # 课堂 is in other words
        ("导盲犬可以进公园吗", "除导盲犬外，禁止携带犬只入园。"),
        ("专项资金可以发奖金吗", "专项资金主要用于购置农机和培训农户。"),  # 主要用于 forbids nothing
    ],
)
def test_no_side_is_taken_from_another_act(question: str, quote: str) -> None:
    assert told_side(question, quote) is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("公租房里可以养宠物吗", ("养", "宠物")),
        ("没有公函能接待吗 某县", ("接待",)),
        ("单位车辆可不可以借给私人（某市）", ("借",)),
        ("这种情况怎么处理", None),
    ],
)
def test_act_is_read_without_what_any_act_has(question: str, words: tuple[str, ...] | None) -> None:
    act = asked_act(question)
    assert (act.words if act else None) == words


def test_clause_that_never_speaks_of_the_act_is_of_another() -> None:
    assert is_of_another_act("公租房里可以养猫吗", "承租人不得转租。", "公租房管理办法承租人不得转租。")
    assert not is_of_another_act("公租房里可以养猫吗", "承租人不得饲养猫犬。", "公租房管理办法承租人不得饲养猫犬。")


@pytest.mark.parametrize(
    ("question", "quote", "side"),
    [
        ("保安请病假三个月，岗位津贴还照发吗", "连续请假两个月以上的，自第三个月起停发岗位津贴。", "否"),
        ("返聘的老师还发课时补贴吗", "返聘并领取报酬的，不再发给课时补贴。", "否"),
        ("休产假期间，绩效工资还照发吗", "女职工产假期间，绩效工资照发。", "是"),
        ("休产假期间，绩效工资还照发吗", "绩效工资每季度发放一次。", None),
    ],
)
def test_what_goes_on_is_not_what_is_given_at_all(question: str, quote: str, side: str | None) -> None:
    told = told_side(question, quote)
    assert told is None if side is None else told is not None and told.startswith(side)
