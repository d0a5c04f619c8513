"""What has ended never stands alone beside its successor, and what the library does not have is answered by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.model import AnswerOutcome

OLD_FEE = """玉溪市教育局关于校外托管收费有关问题的通知
玉教发〔2019〕6号
各县（市、区）教育局：
一、小学校外托管每生每月收费不超过260元，初中不超过280元。
二、托管老师每课时补助30元。
三、本通知自2019年9月1日起施行，有效期2年。
玉溪市教育局
2019年8月1日
"""
NEW_FEE = """玉溪市教育局关于规范校外托管收费的通知
玉教发〔2023〕18号
各县（市、区）教育局：
一、收费标准。小学每生每月不超过320元，初中每生每月不超过380元。
二、时间。校外托管结束时间小学不早于17:20，初中不早于18:10。
玉溪市教育局
2023年8月20日
"""
OLD_CARE = """抚州市民政局关于印发《抚州市护理补贴办法》的通知
抚民发〔2017〕3号
各县（市、区）民政局：
现将《抚州市护理补贴办法》印发给你们。
抚州市民政局
2017年3月5日
抚州市护理补贴办法
第一条 为规范护理补贴，制定本办法。
第二条 护理补贴标准为每人每月90元。
第三条 本办法自2017年4月1日起施行。
"""
NEW_CARE = """抚州市民政局关于完善护理补贴管理的通知
抚民发〔2022〕12号
各县（市、区）民政局：
一、申请。申请人向户籍所在地村（居）民委员会提出申请。
二、护理补贴的具体标准由各县（市、区）确定。
三、本通知自2022年7月1日起施行。《抚州市护理补贴办法》（抚民发〔2017〕3号）同时废止。
抚州市民政局
2022年6月12日
"""
TRIAL = """孝感市医疗保障局关于调整门诊待遇的通知
孝医保发〔2024〕9号
各县（市、区）医疗保障局：
一、起付标准。在职职工起付标准为450元。
二、本通知自2024年5月1日起执行，试行两年。
孝感市医疗保障局
2024年4月10日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("superseded")
    notices = folder / "notices"
    notices.mkdir()
    for place, text in enumerate((OLD_FEE, NEW_FEE, OLD_CARE, NEW_CARE, TRIAL)):
        (notices / f"{place}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "neighbour"),
    [
        ("孝医保发〔2023〕9号什么时候执行", "孝医保发〔2024〕9号"),
        ("孝医保发〔2023〕9号规定的起付标准是多少", "孝医保发〔2024〕9号"),
        ("玉教发〔2021〕40号规定每课时补助多少元", "玉教发〔2023〕18号"),
        ("《孝感市门诊慢特病管理办法》规定的起付标准是多少", ""),
    ],
)
def test_of_a_document_that_is_not_here_nothing_is_told_from_others(
    index: OpenIndex, question: str, neighbour: str
) -> None:
    said = ask(index, question)
    assert said.outcome is AnswerOutcome.NOT_FOUND
    assert not said.statements and not said.findings
    assert (said.why_not or "").startswith("资料库中没有")
    assert neighbour in (said.why_not or "")


@pytest.mark.parametrize(
    "question",
    ["孝医保发〔2024〕9号有效期多久", "孝医保发〔2024〕9号什么时候失效", "孝医保发〔2024〕9号试行到什么时候"],
)
def test_the_term_of_a_document_holds_in_other_words_than_the_questions(index: OpenIndex, question: str) -> None:
    said = ask(index, question)
    assert said.outcome is AnswerOutcome.ANSWERED, said.dropped
    assert "试行两年" in said.statements[0].text


def test_the_rule_in_force_leads_before_the_one_that_has_ended(index: OpenIndex) -> None:
    said = ask(index, "云南校外托管收费")
    line = said.statements[0].text
    assert "320元" in line, line
    assert "260元" not in line


def test_a_successor_that_states_nothing_is_named_beside_what_has_ended(index: OpenIndex) -> None:
    said = ask(index, "抚州护理补贴每月多少元")
    line = said.answer.splitlines()[0]
    assert "90元" not in line
    if said.outcome is AnswerOutcome.ANSWERED:
        assert "已废止" in line and "抚民发〔2022〕12号" in line, line


def test_who_names_the_rule_that_has_ended_is_given_its_figure(index: OpenIndex) -> None:
    assert "260元" in ask(index, "玉教发〔2019〕6号小学校外托管每月收费多少元").answer


@pytest.mark.parametrize("question", ["校外托管结束时间是多少", "初中校外托管几点结束"])
def test_a_clock_time_is_read_out_whole(index: OpenIndex, question: str) -> None:
    line = ask(index, question).statements[0].text
    assert "17:20，初中不早于18:10" in line, line


def test_that_a_place_had_nothing_on_a_day_is_not_said_as_that_the_library_has_nothing(index: OpenIndex) -> None:
    said = ask(index, "抚州护理补贴每月多少元", as_of=date(2015, 1, 1))
    told = "".join((*said.notes, said.why_not or ""))
    assert said.outcome is AnswerOutcome.NOT_FOUND
    assert "没有抚州的文件" not in told
    assert "抚州" in told and "2015-01-01" in told
