"""A figure of the sentence, the clause or the printed question next door is none: the other side, the plan, the past, one body."""

from __future__ import annotations

import pytest

from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.belonging import belonging_faults
from qa.gate.grounds import Ground
from qa.gate.nearness import HALF, share_of


def belongs(question: str, text: str, value: str, heading: str = "一、标准", title: str = "关于有关标准的通知") -> bool:
    clause = Clause("甲#一", (heading,), "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    ground = Ground(clause, PolicyDocument("甲", "", (0, 0), title=title, region="湖北荆州"), quotes=(text,))
    return not belonging_faults(question, interpret(question), ground, value)


AWARDS = "先进集体颁发奖牌，奖励8000元；先进个人颁发证书，发放奖金1500元；先进联络员颁发证书，不发奖金。"
POOLS = "原方案中的羽毛球馆、游泳馆不列入今年计划，游泳馆估算投资700万元。"
PLAN = "会议讨论了将图书馆购书经费由每年20万元提高到30万元的建议，暂不调整。"
HOURS = "讲解员单次上岗不超过3小时，65周岁以上的不超过1小时。"
ENTRY = "60周岁以上市民凭证免费入园，其他市民每人收费12元。"
QUOTAS = "全市评选示范食堂30个，其中监利市评选5个、石首市评选4个。"
REFUND = "第三周至第四周退课的，退还学费的50%；第五周起退课的，不予退费。"
TEACHERS = "外聘教师每课时120元，首席教师每课时200元。"
TIERS = "月工资3000元以下（含3000元）者，交纳0.5%；3000元以上至6000元（含6000元）者，交纳1%。"
CALLS = "每年走访独居老人不少于4次，每半年召开例会1次。"
DUES = "城镇居民上半年缴费于3月31日前、下半年缴费于9月30日前完成。"
RETURN = "服务不满2年离开的，退还全部补助；满2年不满4年的，退还一半。"


@pytest.mark.parametrize(
    ("question", "text", "right", "wrong"),
    [
        ("先进集体奖励多少", AWARDS, "8000元", "1500元"),
        ("先进个人奖金多少", AWARDS, "1500元", "8000元"),
        ("70岁的讲解员一次最多上岗多久", HOURS, "不超过1小时", "不超过3小时"),
        ("65岁市民入园收费多少", ENTRY, "免费", "12元"),
        ("监利市评选示范食堂多少个", QUOTAS, "5个", "30个"),
        ("第四周退课退多少", REFUND, "50%", ""),
        ("外聘教师每课时多少钱", TEACHERS, "120元", "200元"),
        ("月工资5000元的交纳比例是多少", TIERS, "1%", "0.5%"),
        ("多久走访一次独居老人", CALLS, "不少于4次", "1次"),
        ("下半年什么时候缴费", DUES, "9月30日前", "3月31日前"),
    ],
)
def test_of_two_figures_that_of_the_question(question: str, text: str, right: str, wrong: str) -> None:
    assert belongs(question, text, right)
    assert not wrong or not belongs(question, text, wrong)


@pytest.mark.parametrize(
    ("question", "text", "neighbour"),
    [
        ("先进联络员奖金多少", AWARDS, "1500元"),
        ("羽毛球馆投资多少万元", POOLS, "700万元"),
        ("图书馆购书经费每年多少", PLAN, "30万元"),
        ("江陵县评选示范食堂多少个", QUOTAS, "30个"),
        ("第六周退课退多少", REFUND, "50%"),
        ("干满几年才不用退补助", RETURN, "满2年"),
        ("农村户籍职工补贴多少元", "职工每人补贴300元。户籍在农村的，按上述标准的80%执行。", "300元"),
        ("父母去世慰问多少元", "职工去世的，慰问2000元；配偶去世的，慰问800元。", "800元"),
        ("正处级干部住宿费多少元", "副处级干部每人每天360元，科级干部每人每天300元。", "360元"),
        ("三级驿站补助多少元", "一级驿站补助5万元，二级驿站补助3万元。", "3万元"),
        ("预备会员每月会费多少元", "学生会员每月会费5元。", "5元"),
        ("津贴多久发一次", "享受津贴的每年认证一次。", "每年认证一次"),
    ],
)
def test_what_a_clause_does_not_state_is_not_answered_by_its_neighbour(
    question: str, text: str, neighbour: str
) -> None:
    assert not belongs(question, text, neighbour)


def test_what_was_to_come_and_does_not_leaves_what_is() -> None:
    assert belongs("图书馆购书经费每年多少", PLAN, "20万元")


def test_figures_of_years_gone_by_answer_who_asks_for_them() -> None:
    text = "2023年表彰示范食堂12个。"
    assert not belongs("表彰示范食堂多少个", text, "12个", heading="五、往年表彰情况")
    assert belongs("往年表彰示范食堂多少个", text, "12个", heading="五、往年表彰情况")


def test_a_notice_of_one_term_says_nothing_of_the_other() -> None:
    text = "报名时间为8月20日至8月25日。"
    assert belongs("秋季学期什么时候报名", text, "8月20日至8月25日", title="2025年秋季学期招生简章")
    assert not belongs("春季学期什么时候报名", text, "8月20日至8月25日", title="2025年秋季学期招生简章")


def test_a_time_counted_from_an_event_is_not_its_own() -> None:
    assert not belongs("什么时候开馆", "开馆后两周内试运行。", "两周内")


def test_a_printed_question_of_another_thing_answers_nothing() -> None:
    text = "答：每年9月1日至9月20日报名。"
    assert belongs("比赛什么时候报名", text, "9月1日至9月20日", heading="八、问：比赛什么时候报名？")
    assert not belongs("讲座什么时候报名", text, "9月1日至9月20日", heading="八、问：比赛什么时候报名？")


def test_what_one_school_has_is_no_number_of_the_place() -> None:
    assert not belongs("荆州有多少个读书社", "学校现有教师320名，读书社6个。", "6个")


@pytest.mark.parametrize(
    ("word", "text"),
    [("未办理备案", "已办理备案的报销60%"), ("备案", "未备案的报销40%"), ("非在编人员", "在编人员每月300元")],
)
def test_a_word_denied_is_another_word(word: str, text: str) -> None:
    assert share_of(word, text) <= HALF
