"""Quotes in few words, figures with their bounds, items of lists: notices of our own, of many offices."""

from __future__ import annotations

import pytest

from qa.language.few_words import ended, in_few_words, without_mark
from qa.reading.bounds import with_bounds
from qa.reading.spelled_out import items_in
from tests.qa.reading.one_clause import readings_of


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("第十二条 借阅期限为30天。", "借阅期限为30天。"),
        ("（三）垃圾桶每日清运。", "垃圾桶每日清运。"),
        ("3.新生凭通知书报到。", "新生凭通知书报到。"),
        ("四、收费标准\n停车费每小时2元。", "停车费每小时2元。"),
        ("二、三级医院实行分级诊疗。", "二、三级医院实行分级诊疗。"),
        ("3.5吨以上货车限行。", "3.5吨以上货车限行。"),
        ("（一）", "（一）"),
    ],
)
def test_the_number_of_an_item_is_not_read_out(text: str, bare: str) -> None:
    assert without_mark(text) == bare


def test_a_line_ends_with_one_full_stop() -> None:
    assert ended("国有企业列企业预算；") == "国有企业列企业预算。"
    assert ended("按照下列方式处理：") == "按照下列方式处理。"


@pytest.mark.parametrize(
    "quote",
    [
        "开展“学雷锋，树新风；讲文明，促和谐”主题活动，组织志愿者进社区、进学校、进企业，服务群众不少于二十场，活动情况于年底前报送。",
        "对集中供热（含地热，空气源热泵；不含分户燃气）的小区，供热单位应当在供暖期开始前完成设备检修，并将检修情况在小区公示。",
    ],
)
def test_nothing_ends_within_quotation_marks_or_brackets(quote: str) -> None:
    for words in (["主题", "志愿者"], ["小区", "检修"], ["学雷锋"], ["热泵"]):
        said = in_few_words(quote, words, 40)
        assert said.count("“") == said.count("”")
        assert said.count("（") == said.count("）")


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("驾驶员年龄一般不超过55岁", "不超过55岁", "一般不超过55岁"),
        ("每次外出原则上3天", "3天", "原则上3天"),
        ("窗口应当在收到材料后5个工作日内审核", "在收到材料后5个工作日", "收到材料后5个工作日内审核"),
        ("客流不足的线路每年按2万元保底", "每年按2万元", "每年按2万元保底"),
        ("物业服务人每半年进行一次消防演练", "每半年", "每半年进行一次消防演练"),
        ("业主大会每年换届", "每年", "每年"),
        ("所在单位在收到单据后15日内报销", "在单位在收到单据后15日内", "收到单据后15日内"),
        ("学校于6月30日前公布", "于6月30日前", "6月30日前"),
        ("读者在办证后7日内审验的", "在办证后7日", "办证后7日内"),
    ],
)
def test_a_figure_keeps_the_words_that_bound_it(text: str, figure: str, told: str) -> None:
    start = text.index(figure)
    a, b = with_bounds(text, (start, start + len(figure)))
    assert text[a:b] == told


def test_the_first_item_below_a_heading_is_one_of_the_items() -> None:
    text = "三、抓好今年三项工程\n一是建管网。年底前完成老旧管道改造。\n二是建泵站。\n三是建平台。"
    assert items_in(text) == ["建管网", "建泵站", "建平台"]


def test_the_mark_above_the_items_is_none_of_them() -> None:
    assert items_in("（四）严格安全管理\n一是落实值守；二是检查设备；三是开展演练。") == [
        "落实值守",
        "检查设备",
        "开展演练",
    ]


def test_an_item_is_not_cut_within_its_quotation_marks() -> None:
    items = items_in("一是开展“书香进乡村，书声满校园；读好书”系列活动；二是建设流动书屋。")
    assert items[0].count("“") == items[0].count("”") == 1


def test_who_asks_for_one_item_of_a_list_is_told_what_it_means() -> None:
    text = (
        "供水工作坚持以下原则：\n——坚持城乡统筹。城区管网向乡镇延伸，同网同价。\n"
        "——坚持节水优先。实行阶梯水价，鼓励使用再生水。\n——坚持安全第一。"
    )
    (reading,) = readings_of("“坚持节水优先”是什么意思", text, ())[:1]
    assert "阶梯水价" in (reading.value or reading.quote) and "同网同价" not in (reading.value or "")


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("投诉由谁处理", "乘客投诉的，由运营企业客服中心及时处理。", "运营企业客服中心"),
        ("校车路线由谁核定", "第六条 县教育局负责核定校车路线，县公安局负责审查驾驶人资格。", "县教育局"),
        ("河长一般由谁担任", "村级河长一般由村党组织书记担任。", "一般由村党组织书记"),
    ],
)
def test_a_name_is_told_without_how_it_is_done_and_with_how_far_it_holds(question: str, text: str, name: str) -> None:
    (reading,) = readings_of(question, text, ())[:1]
    assert reading.value == name


def test_days_of_a_range_are_no_number_of_days() -> None:
    (reading,) = readings_of("图书馆检修停几天", "6月3日（星期二）至8日（星期日）检修，共6天。", ())[:1]
    assert reading.value == "6天"
    (reading,) = readings_of("寒假放几天", "寒假自1月18日（星期日）至2月20日（星期五）放假。", ())[:1]
    assert reading.value and "1月18日" in reading.value and "2月20日" in reading.value


def test_each_of_several_figures_keeps_its_holder() -> None:
    text = "元旦，闭馆1天；春节，闭馆4天；清明节，闭馆2天。"
    (reading,) = readings_of("春节和元旦分别闭馆几天", text, ())[:1]
    assert reading.value == "元旦，闭馆1天，春节，闭馆4天"


def test_figures_are_not_told_without_those_they_are_said_of() -> None:
    text = "乡镇居民、县城居民和市区居民的生活垃圾处理费分别为每户每月3元、5元和8元，商户的收费标准由县级价格主管部门另行制定公布。"
    (reading,) = readings_of("生活垃圾处理费的标准", text, ())[:1]
    assert not (reading.value or "").startswith("每户每月3元、")
