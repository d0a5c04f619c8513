"""Names of places that are words as well, or that several places bear: read by how they stand in a question."""

from __future__ import annotations

import pytest

from qa.asking.asked_places import read_places
from qa.asking.place_names import several_called


def names(question: str, *chains: str) -> list[str]:
    return [place.name for place in read_places(question, chains)]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("三台对独居老人多久走访一次", "三台"),
        ("信丰的党费怎么交", "信丰"),
        ("请问平阴差旅费怎么报", "平阴"),
        ("我们通城多久开一次会", "通城"),
        ("榆林和三台的走访次数", "三台"),
        ("我在开阳退休，体检怎么安排", "开阳"),
        ("公安县的接待标准", "公安"),
    ],
)
def test_a_short_name_that_begins_a_question_or_a_member_of_it_is_the_place(question: str, place: str) -> None:
    assert place in names(question)


@pytest.mark.parametrize(
    "question",
    [
        "三台电脑要走采购程序吗",
        "买三台空调谁审批",
        "资源共享怎么做",
        "合作的方式有哪些",
        "长寿老人补贴多少",
        "和平时期的老战士",
        "新干部培训几天",
        "高要求怎么落实",
        "和政府部门怎么联系",
        "南山路养老院收费",
        "公安机关的津贴",
        "和县里联系",
        "县城区域内怎么接待",
    ],
)
def test_everyday_words_are_no_places(question: str) -> None:
    assert names(question) == []


def test_an_everyday_word_is_the_place_only_of_a_library_from_there_and_before_words_of_a_place() -> None:
    assert names("长寿对老人的补贴", "重庆长寿") == ["长寿"]
    assert names("长寿老人的补贴", "重庆长寿") == []
    assert names("长寿对老人的补贴") == []


def test_a_library_with_notices_from_there_makes_a_short_name_the_place_anywhere() -> None:
    assert names("出差去平阴怎么报", "山东济南平阴") == ["平阴"]
    assert names("出差去平阴怎么报") == []


def test_the_name_of_several_counties_is_the_one_the_library_has_or_is_left_open() -> None:
    assert names("鼓楼区的补贴标准", "江苏南京鼓楼", "浙江") == ["江苏南京鼓楼"]
    assert names("鼓楼区的补贴标准") == ["鼓楼区"]
    assert {p.chain for p in several_called("鼓楼区")} >= {"江苏南京鼓楼", "河南开封鼓楼"}
    assert several_called("仪征") == several_called("吉林") == ()


def test_a_county_whose_short_name_is_another_places_is_called_by_its_chain() -> None:
    assert names("河北区的高龄津贴") == ["天津河北"]
    assert names("福州鼓楼区的高龄津贴")[-1] == "福建福州鼓楼"
