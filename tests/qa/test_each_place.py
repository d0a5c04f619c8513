"""A question of every place, level or city: each notice that speaks gives its own figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.asking.subquestions import parts_of_question
from qa.model import AnswerOutcome

PROVINCE = """山西省教育厅文件
晋教〔2023〕14号
山西省教育厅关于加强教研经费保障的通知
各市教育局：
一、教研经费标准。教研经费按照每名教师每年不低于120元安排。
山西省教育厅
2023年5月3日
"""
CITY = """长治市教育局文件
长教〔2023〕40号
长治市教育局关于加强教研经费保障的实施意见
各县区教育局：
一、教研经费标准。市直学校教研经费按照每名教师每年160元安排。
长治市教育局
2023年9月3日
"""
COUNTY = """沁源县教育局文件
沁教〔2024〕6号
沁源县教研经费管理细则
各学校：
第一条 为管好教研经费，制定本细则。
第二条 教研经费由县财政按照每名教师每年二百元核定。
第三条 本细则自2024年2月1日起施行，有效期至2025年6月30日。
沁源县教育局
2024年1月8日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("each")
    notices = folder / "notices"
    notices.mkdir()
    for name, text in {"省": PROVINCE, "市": CITY, "县": COUNTY}.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    "question", ["各地教研经费标准", "省市县三级教研经费标准分别是怎么规定的", "教研经费标准 各地对比"]
)
def test_each_place_is_told_with_its_own_figure(index: OpenIndex, question: str) -> None:
    answer = ask(index, question)
    line = answer.answer.splitlines()[0]
    assert all(figure in line for figure in ("120元", "160元", "二百元")), answer.answer
    assert "沁源（已失效）" in line, line
    assert {f.region for f in answer.findings} == {"山西", "山西长治", "山西长治沁源"}


def test_whether_a_rule_still_stands_is_a_part_of_its_own(index: OpenIndex) -> None:
    answer = ask(index, "沁源县教研经费管理细则到哪天失效，现在还有效吗")
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert "2025年6月30日" in answer.answer and "否。" in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("图书馆借阅费包括哪些费用，怎么定义的", ("图书馆借阅费包括哪些费用",)),
        ("殡葬服务费是多少，文件里怎么规定的？", ("殡葬服务费是多少",)),
        ("借阅证押金多少元，怎么申请退还", ("借阅证押金多少元", "借阅证押金，怎么申请退还")),
        ("住院慰问金最高多少，一年几次", ("住院慰问金最高多少", "住院慰问金，一年几次")),
    ],
)
def test_a_piece_that_asks_nothing_of_its_own_is_no_part(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of_question(question) == parts
