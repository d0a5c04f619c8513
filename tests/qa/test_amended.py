"""A rule that another notice has amended is answered by the words in force, with the old ones behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.model import Answer, AnswerOutcome

VISITS = """中共洛阳市委老干部局文件
洛老干〔2021〕5号
洛阳市离退休干部走访慰问办法
各县区委老干部局：
第一条 为规范走访慰问工作，制定本办法。
第二条 退休干部住院的，慰问金每人每次400元。
第三条 退休干部逝世后，所在单位应当在48小时内报告市委老干部局。
中共洛阳市委老干部局
2021年3月2日
"""
VISITS_AMENDED = """中共洛阳市委老干部局文件
洛老干〔2024〕8号
关于修改《洛阳市离退休干部走访慰问办法》部分条款的通知
各县区委老干部局：
现对《洛阳市离退休干部走访慰问办法》（洛老干〔2021〕5号）作如下修改：
一、将《洛阳市离退休干部走访慰问办法》第三条中的“在48小时内”修改为“在24小时内”。
二、本通知自印发之日起施行。
中共洛阳市委老干部局
2024年6月3日
"""
TRAVEL = """青川县财政局文件
青财行〔2020〕14号
青川县机关差旅费管理办法
各乡镇人民政府，县直各部门：
第一条 为加强差旅费管理，制定本办法。
第二条 工作人员到县外出差，住宿费每人每天不超过300元。
第三条 伙食补助费每人每天80元，包干使用。
第四条 公务用车出差的，可以领取市内交通费。
第五条 到艰苦乡镇驻村的，每人每月补助600元。
第六条 差旅费由县财政局国库股负责审核。
青川县财政局
2020年3月1日
"""
TRAVEL_AMENDED = """青川县财政局文件
青财行〔2023〕9号
青川县财政局关于修改《青川县机关差旅费管理办法》的决定
各乡镇人民政府，县直各部门：
经研究，决定对《青川县机关差旅费管理办法》（青财行〔2020〕14号）作如下修改：
一、将第二条中的“300元”修改为“380元”。
二、第三条修改为：“伙食补助费每人每天100元，按自然天数计算，包干使用。”
三、将第四条修改为：
“第四条 公务用车出差的，不得领取市内交通费。”
四、删去第五条。
五、将第六条中的“县财政局国库股”修改为“县国库支付中心”。
本决定自2023年6月1日起施行。
青川县财政局
2023年5月11日
"""
TRAVEL_AGAIN = """青川县财政局文件
青财行〔2025〕2号
青川县财政局关于再次修改《青川县机关差旅费管理办法》的决定
各乡镇人民政府，县直各部门：
决定对《青川县机关差旅费管理办法》（青财行〔2020〕14号）作如下修改：
一、将第二条中的“380元”修改为“420元”。
本决定自2025年3月1日起施行。
青川县财政局
2025年2月11日
"""
PARK = """云岭市公园管理办法
（2018年5月20日云岭市人民政府令第12号公布）
第一条 为了规范公园管理，制定本办法。
第二条 在公园内搭建临时设施的，应当提前十五日向市园林绿化主管部门申请。
第三条 在公园内擅自摆摊的，处二百元以上五百元以下罚款。
第四条 在公园内举办活动的，每年不得超过四次。
"""
PARK_AMENDED = """云岭市人民政府关于修改《云岭市公园管理办法》的决定
（2022年9月3日云岭市人民政府令第31号公布）
云岭市人民政府决定对《云岭市公园管理办法》作如下修改：
一、将第二条中的“十五日”修改为“十日”，“市园林绿化主管部门”修改为“市城市管理主管部门”。
二、将第三条中的“二百元以上五百元以下”修改为“五百元以上一千元以下”。
本决定自2022年10月1日起施行。
"""
NOTICES = {
    "走访": VISITS,
    "走访修改": VISITS_AMENDED,
    "差旅": TRAVEL,
    "差旅修改": TRAVEL_AMENDED,
    "差旅再改": TRAVEL_AGAIN,
    "公园": PARK,
    "公园修改": PARK_AMENDED,
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("amended")
    notices = folder / "notices"
    notices.mkdir()
    for name, text in NOTICES.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


def short_of(answer: Answer) -> str:
    return answer.answer.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "now", "before"),
    [
        ("退休干部逝世后多少小时内报告市委老干部局", "24小时内", "48小时内"),
        ("青川县伙食补助费每人每天多少元", "100元", "80元"),
        ("青川县出差住宿费每人每天最高多少元", "420元", "300元"),
        ("公园里擅自摆摊罚款多少元", "五百元以上一千元以下", "二百元以上五百元以下"),
        ("在公园搭建临时设施应当提前几天申请", "十日", "十五日"),
        ("差旅费由谁负责审核", "县国库支付中心", "县财政局国库股"),
    ],
)
def test_the_words_in_force_lead_and_the_old_ones_follow_marked(
    index: OpenIndex, question: str, now: str, before: str
) -> None:
    answer = ask(index, question)
    lines = answer.answer.splitlines()
    assert now in lines[0], lines
    assert before not in lines[0], lines
    assert "修改为" in answer.findings[0].quote
    marked = [line for line in lines if before in line and "修改前" in line]
    assert marked and all(line.startswith("请注意：所引规定已有修改。") for line in marked), lines
    old = [f for f in answer.findings if before in f.quote and "修改为" not in f.quote]
    assert old and all(f.value is None for f in old)


def test_every_quote_of_an_amended_rule_is_as_printed(index: OpenIndex) -> None:
    answer = ask(index, "青川县伙食补助费每人每天多少元")
    for finding in answer.findings:
        assert index.library.document(finding.document_id).text[slice(*finding.span)] == finding.quote


def test_a_side_that_was_turned_is_told_as_it_is_now(index: OpenIndex) -> None:
    answer = ask(index, "公务用车出差可以领取市内交通费吗")
    assert short_of(answer).startswith(("不得", "不可以")), answer.answer
    assert any("可以领取" in line and "修改前" in line for line in answer.answer.splitlines())


def test_a_deleted_article_is_said_to_be_no_longer_in_force(index: OpenIndex) -> None:
    answer = ask(index, "到艰苦乡镇驻村每人每月补助多少元")
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert "第五条已废止" in short_of(answer) and "600元" not in short_of(answer)
    assert any("删去第五条" in f.quote for f in answer.findings)


def test_the_rule_of_an_earlier_day_is_as_it_stood_then(index: OpenIndex) -> None:
    assert "300元" in short_of(ask(index, "青川县出差住宿费每人每天最高多少元", as_of=date(2022, 1, 1)))
    assert "380元" in short_of(ask(index, "青川县出差住宿费每人每天最高多少元", as_of=date(2024, 1, 1)))


def test_who_asks_for_the_change_is_given_the_amending_words(index: OpenIndex) -> None:
    answer = ask(index, "云岭市公园管理办法第三条修改了什么")
    assert answer.outcome is not AnswerOutcome.ANSWERED or "修改为" in answer.answer


def test_an_article_that_nothing_amends_is_told_without_a_warning(index: OpenIndex) -> None:
    answer = ask(index, "退休干部住院慰问金每人每次多少元")
    assert "400元" in short_of(answer)
    assert "请注意" not in answer.answer


def test_documents_that_speak_are_not_called_silent(index: OpenIndex) -> None:
    answer = ask(index, "退休干部逝世后多少小时内报告市委老干部局")
    assert all(s.document_id not in {f.document_id for f in answer.findings} for s in answer.silent)


def test_old_words_of_an_amending_notice_are_never_the_value(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The library has only the amending notice: the rule itself may never have been taken in."""
    folder = tmp_path_factory.mktemp("amending_alone")
    (folder / "修改.txt").write_text(
        "松江市体育局文件\n松体〔2024〕3号\n关于修改《松江市体育场馆开放办法》的通知\n各区体育局：\n"
        "现对《松江市体育场馆开放办法》作如下修改：\n"
        "一、将第四条中的“游泳馆票价每人每场20元”修改为“游泳馆票价每人每场30元”。\n"
        "松江市体育局\n2024年5月6日\n",
        encoding="utf-8",
    )
    ingest_paths([folder / "修改.txt"], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    try:
        line = short_of(ask(opened, "游泳馆票价每人每场多少元"))
        assert "30元" in line and "20元" not in line, line
    finally:
        opened.library.close()
