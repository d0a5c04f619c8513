"""A number of people or an age that a question gives decides which rule speaks, and whether it says yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answer import ask
from qa.language.contrast import Reach, fits_condition, reaches_in
from tests.qa.in_memory import InMemoryIndex, index_of

PARTY = """中共松桥市委组织部文件
松组发〔2024〕7号
关于规范离退休干部党组织设置的通知
各县（市、区）委组织部：
一、党组织设置
正式党员3人以上的，一般单独建立党支部；党员50人以上、100人以下的，可以设立党总支；党员超过100人的，可以建立基层党委。
二、活动安排
每季度组织一次集中学习。
中共松桥市委组织部
2024年5月9日
"""
COURSES = """松桥市老年大学文件
松老大〔2024〕2号
关于春季学期招生的通知
各教学点：
一、报名
年满55周岁、不超过75周岁的，可以报名参加舞蹈班；年满50周岁的，可以报名参加书画班。
二、开班
报名不足15人的，不开班；超过40人的，可以分设两个班。
松桥市老年大学
2024年2月1日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("numbers")
    files: list[Path] = []
    for name, text in {"设置": PARTY, "招生": COURSES}.items():
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    return index_of(files)


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("年满55周岁、不超过75周岁的", [Reach("岁", 55.0, 75.0)]),
        ("60周岁以上不满70周岁的", [Reach("岁", 60.0, 69.99)]),
        ("80周岁以上的每月100元,不满80周岁的每月50元", [Reach("岁", 80.0, float("inf")), Reach("岁", 0.0, 79.99)]),
        ("不足3人的,联合建立", [Reach("人", 0.0, 2.99)]),
        ("全年活动不少于6天", []),
        ("每批人数不得超过30人", []),
    ],
)
def test_two_ends_of_one_condition_are_one_reach(text: str, reaches: list[Reach]) -> None:
    assert reaches_in(text) == reaches


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("我们退休党员六十二个人,设什么", True),
        ("有一百二十号党员,设什么", False),
        ("只有45名离退休党员能设吗", False),
        ("一个人能报几门", None),  # 一个人 is anyone
        ("每10人一组怎么分", None),
    ],
)
def test_how_many_there_are_is_held_against_the_reach(asked: str, fits: bool | None) -> None:
    assert fits_condition(asked, "党员50人以上、100人以下的,可以设立党总支") is fits


@pytest.mark.parametrize(
    ("question", "told", "never"),
    [
        ("我们单位有62名退休党员，设支部还是设别的", "党总支", "3人以上"),
        ("120名离退休党员设什么组织", "基层党委", "党总支"),
    ],
)
def test_the_rule_for_the_number_given_is_the_one_told(
    index: InMemoryIndex, question: str, told: str, never: str
) -> None:
    line = ask(index, question).answer.splitlines()[0]
    assert told in line and never not in line


@pytest.mark.parametrize(
    "question",
    [
        "有45名离退休党员可以设党总支吗",
        "有130名党员可以设党总支吗",
        "我今年76岁能报舞蹈班吗",
        "我52岁能报舞蹈班吗",
        "49岁可以报书画班吗",
    ],
)
def test_who_is_outside_the_reach_is_never_told_yes(index: InMemoryIndex, question: str) -> None:
    assert not ask(index, question).answer.startswith("可以")


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("有65名离退休党员可以设党总支吗", "可以"),
        ("我今年70岁能报舞蹈班吗", "可以"),
        ("52岁能报书画班吗", "可以"),
        ("报名只有12个人还开班吗", "否"),
    ],
)
def test_who_is_inside_the_reach_is_told_the_side(index: InMemoryIndex, question: str, side: str) -> None:
    assert ask(index, question).answer.startswith(side)
