"""Questions about documents themselves: what they rest on, what they repeal, whether and how long they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.model import AnswerOutcome

PROVINCE = """中共河南省委老干部局文件
豫老干〔2022〕4号
关于规范老干部活动中心管理的意见
各市委老干部局：
一、总体要求。贯彻落实中共中央办公厅《关于加强新时代老龄工作的若干措施》精神，办好活动中心。
二、开放时间。活动中心每周开放不少于5天。
三、本意见自2022年6月1日起施行，有效期3年。
中共河南省委老干部局
2022年5月10日
"""
CITY = """中共新乡市委老干部局文件
新老干〔2023〕7号
新乡市老干部活动中心管理办法
各县（市、区）委老干部局：
根据《中华人民共和国老年人权益保障法》、省委老干部局《关于规范老干部活动中心管理的意见》（豫老干〔2022〕4号），结合我市实际，制定本办法。
第一条 活动中心周一至周六开放。
第二条 活动中心参照《全民健身条例》配备器材。
第三条 本办法自2023年3月1日起试行，试行期2年。《关于老干部活动室开放时间的通知》（新老干〔2016〕11号）同时废止。
中共新乡市委老干部局
2023年2月8日
"""
COUNTY = """中共辉县市委老干部局文件
辉老干〔2023〕2号
关于开展重阳节走访慰问的通知
各乡镇党委：
一、走访对象为80周岁以上的离退休干部。
二、每人慰问金300元。
中共辉县市委老干部局
2023年9月28日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("documents_asked")
    notices = folder / "notices"
    notices.mkdir()
    for name, text in {"省": PROVINCE, "市": CITY, "县": COUNTY}.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "says", "never"),
    [
        ("新乡的办法依据哪些文件", ("豫老干〔2022〕4号", "老年人权益保障法"), ("全民健身条例",)),
        ("新老干〔2023〕7号是根据什么文件制定的？", ("豫老干〔2022〕4号",), ("全民健身条例",)),
        ("新乡活动中心管理办法依据的省里文件文号是多少", ("豫老干〔2022〕4号",), ("权益保障法",)),
        ("豫老干〔2022〕4号贯彻的是哪个中央文件", ("关于加强新时代老龄工作的若干措施",), ()),
        ("新乡活动中心办法废止了哪些文件", ("新老干〔2016〕11号",), ("豫老干",)),
        ("新乡活动中心管理办法废止了哪个文件？文号多少", ("新老干〔2016〕11号",), ("新老干〔2023〕7号", "豫老干")),
        ("新乡活动中心管理依据的省里意见文号", ("豫老干〔2022〕4号",), ("权益保障法",)),
        ("河南活动中心管理的意见是哪天印发的", ("2022年5月10日",), ("6月1日",)),
        ("新乡活动中心管理办法落款日期", ("2023年2月8日",), ("3月1日",)),
    ],
)
def test_what_a_document_rests_on_or_repeals_is_read_from_its_references(
    index: OpenIndex, question: str, says: tuple[str, ...], never: tuple[str, ...]
) -> None:
    answer = ask(index, question)
    line = answer.answer.splitlines()[0]
    assert all(word in line for word in says), line
    assert not any(word in line for word in never), line
    for finding in answer.findings:
        text = index.library.document(finding.document_id).text
        assert text[slice(*finding.span)] == finding.quote


@pytest.mark.parametrize("question", ["辉老干〔2023〕2号依据哪个文件？", "辉县走访慰问通知废止了哪些文件"])
def test_a_document_that_names_none_gives_a_plain_no(index: OpenIndex, question: str) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.NOT_FOUND
    assert "重阳节走访慰问" in (answer.why_not or "")


@pytest.mark.parametrize(
    "question", ["慰问金依据什么标准发放", "辉县慰问金按什么标准", "活动中心根据哪些要求开放", "依据是什么"]
)
def test_a_question_for_a_rule_is_not_taken_for_one_about_documents(index: OpenIndex, question: str) -> None:
    assert "的依据：" not in ask(index, question).answer


@pytest.mark.parametrize(
    ("question", "side", "says"),
    [
        ("新乡2016年那个活动室开放时间通知现在还能用吗", "否", "新老干〔2016〕11号"),
        ("新老干〔2016〕11号废止了吗", "是", "已废止"),
        ("河南活动中心管理意见还有效吗", "否", "已失效"),
    ],
)
def test_whether_a_document_stands_is_answered_for_one_described_and_for_one_that_only_its_repeal_names(
    index: OpenIndex, question: str, side: str, says: str
) -> None:
    line = ask(index, question).answer.splitlines()[0]
    assert line.startswith(side), line
    assert says in line


@pytest.mark.parametrize("question", ["活动中心会员证还有效吗", "2016年的慰问金还有效吗", "辉县走访通知还有效吗"])
def test_what_nothing_says_the_standing_of_is_not_said_to_stand(index: OpenIndex, question: str) -> None:
    answer = ask(index, question)
    assert not answer.answer.startswith(("是", "否")), answer.answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("新乡活动中心办法什么时候开始施行", "2023年3月1日"),
        ("新乡活动中心办法试行到什么时候", "试行期2年"),
        ("豫老干〔2022〕4号有效期几年", "有效期3年"),
        ("河南的活动中心意见哪天起执行，管几年", "有效期3年"),
    ],
)
def test_from_when_and_how_long_a_document_applies_is_its_own_sentence(
    index: OpenIndex, question: str, says: str
) -> None:
    answer = ask(index, question)
    assert says in answer.answer.splitlines()[0]
    assert answer.findings[0].quote.strip() != ""


def test_the_number_of_another_years_document_is_not_given(index: OpenIndex) -> None:
    assert "新老干〔2023〕7号" in ask(index, "2023年新乡市老干部活动中心管理办法的文号是多少").answer
    assert ask(index, "2021年新乡市老干部活动中心管理办法的文号是多少").outcome is AnswerOutcome.NOT_FOUND


@pytest.mark.parametrize("question", ["新乡活动中心管理办法还在执行吗", "新乡活动中心管理办法还执行不"])
def test_whether_it_is_still_carried_out_asks_whether_it_stands_and_is_told_with_its_term(
    index: OpenIndex, question: str
) -> None:
    said = ask(index, question)
    assert said.statements[0].text.startswith("否。《新乡市老干部活动中心管理办法》（新老干〔2023〕7号）已失效。")
    assert said.statements[0].text.endswith("自2023年3月1日起试行，试行期2年。")


def test_the_final_version_is_not_the_one_on_trial(tmp_path: Path) -> None:
    trial = CITY.replace("新乡市老干部活动中心管理办法\n各县", "新乡市老干部活动中心管理办法（试行）\n各县")
    (tmp_path / "试行.txt").write_text(trial, encoding="utf-8")
    ingest_paths([tmp_path / "试行.txt"], tmp_path / "library", model="none")
    opened = open_index(tmp_path / "library", "none")
    said = ask(opened, "新乡活动中心管理办法正式版什么时候施行")
    opened.library.close()
    assert said.outcome is AnswerOutcome.NOT_FOUND
    assert said.why_not is not None and "（试行）" in said.why_not and "没有它的正式版" in said.why_not
