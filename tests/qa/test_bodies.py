"""Whose task it is: a whole name, of the very task and group that are asked about."""

from __future__ import annotations

import pytest

from qa.language.bodies import named_in


@pytest.mark.parametrize(
    ("question", "quote", "who"),
    [
        # a name is not cut out of another word
        ("县处级干部体检谁来管", "市级干部体检由市保健办负责，县处级干部体检由所在单位负责。", "所在单位"),
        ("科级岗位竞聘谁来组织", "处级岗位竞聘由人事处组织，科级岗位竞聘由各分校组织。", "各分校"),
        # the task by its own verb
        ("本办法由谁负责解释", "本办法由区城管局负责解释。", "区城管局"),
        ("场馆经费由哪个部门审计", "区财政局负责拨付，区审计局负责审计。", "区审计局"),
        ("路灯由谁维护", "路灯由市政管理处负责维护，用电由供电公司结算。", "市政管理处"),
        # a row's word in the body's own name is no other group
        ("住在农村的孤儿由谁照料", "住在农村的孤儿，由乡镇和村（社区）照料。", "乡镇和村（社区）"),
    ],
)
def test_body_is_whole_and_carries_the_task_asked_about(question: str, quote: str, who: str) -> None:
    assert named_in(question, quote) == who


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("食堂管理办法由哪个部门负责解释", "食堂每月公开一次账目，由后勤处负责。"),
        ("河道保洁经费由谁审计", "河道保洁由水务局负责，经费由财政局安排。"),
    ],
)
def test_body_of_another_task_is_not_named(question: str, quote: str) -> None:
    assert named_in(question, quote) is None
