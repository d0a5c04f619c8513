"""The line read out over the telephone: nothing cut in two, no figure without its case and bound, no number in front."""

from __future__ import annotations

import pytest

from qa.asking.question import interpret
from qa.language.condition import with_case, with_condition
from qa.saying.joining import _each_label_once
from qa.saying.wording import gist_of
from tests.qa.reading.one_clause import readings_of


@pytest.mark.parametrize(
    ("question", "quote", "value", "told"),
    [
        # 民政: a step of a scale, which the question does not name
        (
            "护理补贴是多少",
            "第四条 护理补贴按年龄发放：75至84周岁每人每月80元；",
            "每人每月80元",
            "75至84周岁每人每月80元",
        ),
        ("75至84周岁护理补贴多少", "75至84周岁每人每月80元；", "每人每月80元", "每人每月80元"),
        # 科技: the case in a piece of its own
        (
            "设备更新补助最多多少",
            "年营业收入2000万元以上的企业，一次性补助不超过50万元。",
            "不超过50万元",
            "年营业收入2000万元以上的企业，一次性补助不超过50万元",
        ),
        # 机关: a row of holders is told whole
        (
            "食堂每餐补贴多少",
            "（二）在编职工、劳务派遣人员每人每餐补贴6元。",
            "每人每餐补贴6元",
            "在编职工、劳务派遣人员每人每餐补贴6元",
        ),
        # who pays is no case
        ("租房补贴多少", "由区财政按每人每月800元发放。", "每人每月800元", "每人每月800元"),
        # 住建: two figures of one sentence, each with its own holder
        ("安装一个表多少钱", "机械表每只收费90元，远传表每只收费240元。", "每只收费90元", "机械表每只收费90元"),
    ],
)
def test_a_figure_is_told_with_the_case_that_the_question_does_not_name(
    question: str, quote: str, value: str, told: str
) -> None:
    assert with_case(question, quote, value) == told


@pytest.mark.parametrize(
    ("quote", "told", "whole"),
    [
        # 住建: the case and the leave come with the words that decide, what else is allowed does not
        (
            "车辆应当停放有序；确需夜间停放的，经物业服务人同意，可以停放在东侧，可以使用充电桩。",
            "可以使用充电桩",
            "确需夜间停放的，经物业服务人同意，可以使用充电桩",
        ),
        # 教育: said of what
        ("课后服务费由家长自愿缴纳，不得强制收取。", "不得强制收取", "课后服务费由家长自愿缴纳，不得强制收取"),
        # 卫健: the case of what is forbidden is none of what is allowed
        ("未实名的号源，不得转让，可以预约次日门诊。", "可以预约次日门诊", "可以预约次日门诊"),
        # what only leads up to the rule is no answer
        (
            "证书可以在发证机关所在地的窗口中，由本人凭身份证领取，逾期作废。",
            "证书可以在发证机关所在地的窗口中",
            "证书可以在发证机关所在地的窗口中，由本人凭身份证领取",
        ),
        ("委托家属领取的，应当准许，但不得由单位代领。", "但不得由单位代领", "不得由单位代领"),
        ("第九条 借书证不得转借。", "第九条借书证不得转借", "借书证不得转借"),
    ],
)
def test_a_side_is_told_with_its_condition(quote: str, told: str, whole: str) -> None:
    assert with_condition(quote, told) == whole


def test_the_words_that_say_what_applies_are_not_left_out() -> None:
    question = "行动不便的读者怎么借书"
    text = "能够到馆的读者，凭证件在服务台办理借阅；对行动不便的读者，由流动服务车每月上门送书一次。"
    (reading,) = readings_of(question, text, ())[:1]
    assert "上门送书" in gist_of(reading, interpret(question), 40)


def test_a_long_sentence_does_not_end_with_what_sets_the_case() -> None:
    question = "水费有特殊情况怎么缴"
    text = (
        "用户应当按照供水单位通知的时间和方式按期缴纳水费，有特殊情况的，经营业所核实同意，可以分两期缴纳；"
        "供水单位不得以任何理由向用户收取保证金、开户费和其他未列入目录清单的费用，违反规定的由主管部门责令改正。"
    )
    (reading,) = readings_of(question, text, ())[:1]
    assert gist_of(reading, interpret(question), 60).rstrip("。").endswith("可以分两期缴纳")


def test_what_one_notice_says_of_two_things_is_told_under_one_label() -> None:
    lines = ["安徽芜湖：7天。", "安徽芜湖：9月27日、10月11日。", "江苏南通：3天。"]
    assert _each_label_once(lines) == ["安徽芜湖：7天；9月27日、10月11日。", "江苏南通：3天。"]


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        # 教育: two spans of days in one row
        (
            "老年学堂报名时间是几号到几号",
            "第三条 每年3月5日至12日、9月5日至12日为报名时间。",
            "3月5日至12日、9月5日至12日",
        ),
        # 人社: single days, with their weekday
        ("补班是哪几天", "9月28日（星期日）、10月11日（星期六）补班。", "9月28日（星期日）、10月11日（星期六）"),
    ],
)
def test_days_in_one_row_are_told_whole_and_never_from_the_end_of_the_first_span(
    question: str, text: str, told: str
) -> None:
    (reading,) = readings_of(question, text, ())[:1]
    assert reading.value is not None and reading.value.removeprefix("每年") == told
