"""Questions of several places or editions: each is asked by itself, and each answers under its own name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.asking.compared import asked_of_all_places, asked_of_each_place, asked_of_editions
from qa.asking.question import interpret
from qa.model import AnswerOutcome

REGIONS = ("河南", "河南新乡", "河南新乡辉县", "甘肃", "甘肃张掖甘州", "浙江丽水", "江苏扬州仪征", "山东", "浙江")


def each(question: str) -> tuple[str, ...]:
    return tuple(part for _, part in asked_of_each_place(question, interpret(question, REGIONS)))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "河南省直、新乡市直和辉县的培训费标准分别是多少？",
            ("河南省直的培训费标准是多少", "新乡市直的培训费标准是多少", "辉县的培训费标准是多少"),
        ),
        ("新乡和丽水的书记补贴哪个高", ("新乡的书记补贴是多少", "丽水的书记补贴是多少")),
        ("河南与甘肃对参训学时的要求一样吗", ("河南对参训学时是多少", "甘肃对参训学时是多少")),
        ("河南、甘肃对护理员年龄各有什么规定", ("河南对护理员年龄是多少", "甘肃对护理员年龄是多少")),
        ("山东和浙江对志愿服务各有什么要求", ("山东对志愿服务的规定", "浙江对志愿服务的规定")),
        ("通报每年不少于几次，仪征和丽水各是多少？", ("仪征通报每年不少于几次", "丽水通报每年不少于几次")),
        (
            "困难家庭救助河南省定标准和新乡市城区标准各是多少",
            ("困难家庭救助河南省定标准是多少", "困难家庭救助新乡市城区标准是多少"),
        ),
        ("山东和浙江两省申领流程分别几天", ("山东申领流程几天", "浙江申领流程几天")),
    ],
)
def test_each_place_is_asked_what_the_question_asks_of_all(question: str, parts: tuple[str, ...]) -> None:
    assert each(question) == parts


@pytest.mark.parametrize(
    "question",
    ["河南新乡的补贴标准", "新乡的补贴由河南发放吗", "书记和委员补贴各多少", "各地活动经费多少", "丽水补贴标准"],
)
def test_places_that_are_not_named_side_by_side_make_one_question(question: str) -> None:
    assert each(question) == ()


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("护理费标准前后两个办法有什么变化", "新旧护理费标准是多少"),
        ("自费药品限额，老办法和新办法各多少", "新旧自费药品限额，多少"),
        ("岗位补贴比以前涨了多少", "新旧岗位补贴是多少"),
        ("起付线新旧标准分别是多少", "新旧起付线标准是多少"),
        ("新办法的护理费是多少", ""),
        ("春节前后走访几次", ""),
    ],
)
def test_what_became_of_a_rule_asks_for_the_rule_of_every_edition(question: str, rule: str) -> None:
    assert asked_of_editions(question) == rule


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("书记的补贴，各地是怎么定的？", "各地书记的补贴是多少"),
        ("各省护理员年龄有什么规定", "各地护理员年龄是多少"),
        ("各地表彰给不给退休人员名额", ""),
        ("各地怎么管理志愿者", ""),
        ("各地补贴多少元", ""),
    ],
)
def test_how_all_places_lay_down_a_figure_asks_for_the_figure(question: str, figure: str) -> None:
    assert asked_of_all_places(question) == figure


def notice(issuer: str, number: str, title: str, clauses: str, day: str) -> str:
    return f"{issuer}文件\n{number}\n{title}\n各单位：\n{clauses}\n{issuer}\n{day}\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("compared")
    notices = folder / "notices"
    notices.mkdir()
    texts = {
        "省": notice(
            "河南省财政厅",
            "豫财行〔2023〕6号",
            "河南省省直机关培训费管理办法",
            "第一条 省直机关处级培训每人每天480元。\n第二条 讲课费每学时不超过500元。\n第三条 本办法自2023年5月1日起施行。",
            "2023年4月10日",
        ),
        "市": notice(
            "新乡市财政局",
            "新财行〔2023〕21号",
            "新乡市市直机关培训费管理办法",
            "第一条 市直机关处级培训每人每天390元。\n第二条 讲课费由各单位自定。\n第三条 本办法自2023年9月1日起施行。",
            "2023年8月15日",
        ),
    }
    for name, text in texts.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


@pytest.mark.parametrize("question", ["河南省直和新乡市直处级培训每人每天各多少元", "河南和新乡的处级培训标准哪个高"])
def test_each_place_answers_under_its_own_name_and_nothing_is_called_a_contradiction(
    index: OpenIndex, question: str
) -> None:
    said = ask(index, question)
    assert said.outcome is AnswerOutcome.ANSWERED
    assert "河南：" in said.statements[0].text and "480元" in said.statements[0].text
    assert "河南新乡：" in said.statements[0].text and "390元" in said.statements[0].text
    assert {f.region for f in said.findings} == {"河南", "河南新乡"}
    assert said.conflicts == ()


def test_the_place_that_says_nothing_is_named_and_no_other_place_answers_for_it(index: OpenIndex) -> None:
    said = ask(index, "河南和新乡的讲课费每学时各多少元")
    assert said.outcome is AnswerOutcome.PARTLY
    assert said.statements[0].text.count("500元") == 1 and "“新乡”没有找到依据" in said.statements[0].text
