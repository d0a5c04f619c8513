"""What is asked for without a figure: members of the kind named, uses, steps, criteria, and not what stands beside them."""

from __future__ import annotations

import pytest

from qa.asking.question import interpret
from qa.language.sentences import squeezed_text
from qa.reading.asked import Asked
from qa.reading.kind_asked import is_of_another_kind, tells_stages
from qa.reading.spelled_out import spelled_out


def _asked(question: str) -> Asked:
    return Asked(question, interpret(question))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # members of another kind
        ("学校家委会要设哪些小组", "一是抓安全；二是抓食堂；三是抓沟通。"),
        # how much, where it is asked for what
        ("维修基金可以用在哪些方面", "维修基金按每平方米60元归集。"),
        ("维修基金可以用在哪些方面", "专户资金包括维修基金、租金和押金三部分，由街道管理。"),
        ("维修基金可以用在哪些方面", "维修基金不得用于宴请和发放奖金。"),
        ("防汛工作各部门怎么分工", "不得以防汛为由停发补贴。"),
        # no stage of a procedure, or the procedure for another thing
        ("护理补贴怎么申领", "连续三个月住院的，停发护理补贴。"),
        ("业委会换届选举按哪些步骤进行", "申领补贴按下列程序办理：填报、审核、拨付。"),
        # a share is no criterion
        ("文明小区的评定标准是什么", "文明小区占比一般不超过百分之二十。"),
        # why there is a rule
        ("哪些情况可以提取维修基金", "为规范维修基金提取，制定本办法。"),
        ("哪些情况可以提取维修基金", "骗取维修基金的，三年内不得提取。"),
    ],
)
def test_words_of_another_kind_do_not_answer(question: str, said: str) -> None:
    assert is_of_another_kind(_asked(question), squeezed_text(said), squeezed_text(said))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("学校家委会要设哪些小组", "家委会设安全、膳食、宣传三个小组。"),
        ("维修基金可以用在哪些方面", "维修基金用于电梯大修、屋面翻修。"),
        ("护理补贴怎么申领", "申领护理补贴的，由家属向村委会提出申请，乡镇审核。"),
        ("文明小区的评定标准是什么", "文明小区应当具备下列条件：无违建、无重大治安案件。"),
        ("哪些情况可以提取维修基金", "有下列情形之一的，可以提取维修基金：电梯大修的。"),
        ("出了事怎么办", "及时拨打报警电话。"),
        ("制定这个办法的依据是什么", "根据国家有关规定，制定本办法。"),
    ],
)
def test_words_of_the_kind_asked_may_answer(question: str, said: str) -> None:
    assert not is_of_another_kind(_asked(question), squeezed_text(said), squeezed_text(said))


def test_one_sentence_of_several_stages_tells_the_steps() -> None:
    asked = _asked("公墓安葬的审核流程")
    assert tells_stages(asked, "家属向村委会提出申请,乡镇完成初审,民政局复审,公示5日无异议的,予以登记。")
    assert not tells_stages(asked, "家属应当向村委会提出申请。")


@pytest.mark.parametrize(
    ("question", "quote", "items"),
    [
        ("今年校园安全抓哪三件事", "二、今年抓好三件事\n一是抓门卫。严格登记。\n二是抓食堂。\n三是抓消防。", "抓门卫；抓食堂；抓消防"),
        ("申请落户走哪几步", "三、办理程序\n第一步，网上预约；第二步，窗口递交；第三步，领取证件。", "网上预约；窗口递交；领取证件"),
    ],
)  # fmt: skip
def test_first_item_below_a_heading_is_not_lost(question: str, quote: str, items: str) -> None:
    assert spelled_out(_asked(question), quote) == items
