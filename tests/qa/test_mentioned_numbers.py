"""The number of a document that is not in the library, read from the clause of another that names it."""

from __future__ import annotations

import pytest

from qa.answer import ask
from qa.model import AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of

NOTICES = {
    "桐庐.txt": """桐庐县财政局文件
桐财行〔2023〕8号
桐庐县机关差旅费管理办法
各单位：
第一条 出差人员的住宿费凭据报销。
第二条 本办法自2023年5月1日起施行。2018年印发的《桐庐县机关出差住宿和伙食管理规定》（桐财行〔2018〕21号）同时废止。
桐庐县财政局
2023年4月3日
""",
    "芜湖.txt": """中共芜湖市委老干部局文件
芜老干〔2022〕5号
关于调整离休干部护理费的通知
市直各单位：
为落实《安徽省离休干部护理费发放办法》（皖老干〔2021〕16号），现通知如下。
一、标准。护理费每人每月2000元。
中共芜湖市委老干部局
2022年6月1日
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("mentioned")
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return index_of([folder / name for name in NOTICES])


@pytest.mark.parametrize(
    ("question", "number", "place"),
    [
        ("桐庐县2018年那个出差住宿和伙食管理规定是什么文号", "桐财行〔2018〕21号", "第二条"),
        ("2021年离休干部护理费发放办法的文号是多少", "皖老干〔2021〕16号", ""),
    ],
)
def test_the_number_is_told_with_the_sentence_that_prints_it(
    index: InMemoryIndex, question: str, number: str, place: str
) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert number in answer.answer
    (finding,) = answer.findings
    assert number in finding.quote and any(place in part for part in (*finding.path, finding.quote))


@pytest.mark.parametrize(
    "question",
    [
        "桐庐县2017年那个出差住宿和伙食管理规定是什么文号",  # of another year
        "芜湖市2018年那个出差住宿和伙食管理规定是什么文号",  # of another place
        "桐庐县2018年那个公务接待管理规定是什么文号",  # of another matter
    ],
)
def test_no_number_of_another_year_place_or_matter_is_told(index: InMemoryIndex, question: str) -> None:
    assert "〔2018〕21号" not in ask(index, question).answer


def test_a_document_of_the_library_is_told_by_its_own_number(index: InMemoryIndex) -> None:
    answer = ask(index, "桐庐县2023年那个差旅费管理办法是什么文号")
    assert "桐财行〔2023〕8号" in answer.answer and "〔2018〕" not in answer.answer
