"""A sentence must stand in the clauses it cites: figures, dates, names, quotes, moods, and whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import Clause, ClauseKind, PolicyDocument, Status, TableCell, TableRow
from qa.gate.grounds import Ground
from qa.gate.held import check
from qa.gate.reasons import Fault

TEXT = (
    "（二）落实保障。离退休干部党支部书记每人每月补贴不低于300元，支部委员每人每月补贴130元。党员人数50人以上、100人以下的，可以设立党总支。"
    "在职人员兼任书记的，不得领取补贴。每年至少开展2次集中培训，课时占比不低于70%。总结于2023年7月10日前报送市财政局。"
    "— 5 —\n普通门诊费用不予报销，急诊费用除外。鼓励退休教师担任辅导员。由市委组织部牵头，市民政局配合。深入实施“五养工程”，依据某办发〔2021〕9号执行。"
)
DOCUMENT = PolicyDocument(
    "青老发〔2023〕6号~1",
    "",
    (0, 0),
    title="关于规范离退休干部党组织补贴的通知",
    document_number="青老发〔2023〕6号",
    issuing_authorities=("青州市财政局",),
    region="山东潍坊青州",
    dated_on=date(2023, 4, 1),
    status=Status.IN_FORCE,
)


def clause(text: str, name: str = "二", path: tuple[str, ...] = ("二、保障", "（二）落实保障")) -> Clause:
    return Clause(
        f"{DOCUMENT.document_id}#{name}", path, "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE
    )


HERE = Ground(clause(TEXT), DOCUMENT, quotes=(TEXT,))
THERE = Ground(
    replace(clause("党支部书记给予适当补贴，每年不少于1次。"), clause_id="丽水#四"),
    replace(DOCUMENT, document_id="丽水", region="浙江丽水", title="丽水市实施意见", document_number=None),
    quotes=("党支部书记给予适当补贴，每年不少于1次。",),
)
ASKED = "青州党支部书记每月补贴多少？"


def faults(text: str, *grounds: Ground, asked: str = ASKED) -> set[Fault]:
    return {reason.fault for reason in check(text, grounds or (HERE,), asked)}


@pytest.mark.parametrize(
    "text",
    [
        "山东潍坊青州：每人每月补贴不低于300元。",
        "青州：每人每月补贴不低于三百元。",
        "青州：「支部委员每人每月补贴130元。」",
        "青州：「总结于2023年7月10日前报送市财政局。普通门诊费用不予报销，急诊费用除外。」",
        "青州：「总结于２０２３年７月１０日前报送市财政局。」",
        "党支部书记每人每月补贴至少300元。",
        "课时占比不低于百分之七十。",
        "每年至少开展两次集中培训。",
        "50人以上、100人以下的，可以设立党总支。",
        "不得。（青州）",
        "由市委组织部牵头。",
        "《关于规范离退休干部党组织补贴的通知》（青老发〔2023〕6号）第二部分（二）：「支部委员每人每月补贴130元。」",
        "《关于规范离退休干部党组织补贴的通知》的文号：青老发〔2023〕6号。",
        "《关于规范离退休干部党组织补贴的通知》的成文日期：2023年4月1日。",
        "“墓地由谁提供”没有找到依据。",
        "有规定的：青州。",
    ],
)
def test_what_the_clause_says_stands(text: str) -> None:
    asked = "在职人员兼任书记可以领取补贴吗，墓地由谁提供" if text.startswith(("不得", "“")) else ASKED
    ground = replace(HERE, quotes=("在职人员兼任书记的，不得领取补贴。",)) if text.startswith("不得") else HERE
    assert check(text, (ground,), asked) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("青州：每人每月补贴不低于310元。", Fault.FIGURE),
        ("青州：每人每月补贴不低于300万元。", Fault.FIGURE),
        ("青州：每人每月补贴不高于300元。", Fault.OPERATOR),
        ("青州：每人每月补贴300元。", Fault.OPERATOR),
        ("青州：每人每年补贴不低于300元。", Fault.PER),
        ("党员人数50人以上的，可以设立党总支。", Fault.BOUND),
        ("每年至少开展2人次集中培训。", Fault.UNIT),
        ("青州：支部委员每人每月补贴不低于300元。", Fault.CONDITION),
        ("总结于2023年7月11日前报送市财政局。", Fault.DATE),
        ("总结于2023年7月10日后报送市财政局。", Fault.DATE),
        ("总结于2024年7月10日前报送市财政局。", Fault.DATE),
        ("青州：依据某办发〔2021〕8号执行。", Fault.NUMBER),
        ("青州：依据《某办法》执行。", Fault.TITLE),
        ("深入实施“六养工程”。", Fault.TERM),
        ("由市民政局牵头，市委组织部配合。", Fault.BODY),
        ("由市审计局牵头。", Fault.BODY),
        ("湖北宜昌：每人每月补贴不低于300元。", Fault.PLACE),
        ("在职人员兼任书记的，可以领取补贴。", Fault.MODALITY),
        ("在职人员兼任书记的，领取补贴。", Fault.MODALITY),
        ("退休教师应当担任辅导员。", Fault.MODALITY),
        ("急诊费用不予报销。", Fault.EXCEPTION),
        ("退休干部免费乘坐公交车。", Fault.WORDS),
        ("青州：「支部委员每人每月补助130元。」", Fault.QUOTE),
        ("青州：「领取补贴。」", Fault.QUOTE),
        ("《关于规范离退休干部党组织补贴的通知》的文号：青老发〔2023〕7号。", Fault.NUMBER),
        ("《关于规范离退休干部党组织补贴的通知》的成文日期：2023年5月1日。", Fault.FIELD),
        ("《关于规范离退休干部党组织补贴的通知》（青老发〔2023〕6号）已废止。", Fault.STATUS),
        ("“食堂由谁提供”没有找到依据。", Fault.TERM),
    ],
)
def test_what_the_clause_does_not_say_goes(text: str, fault: Fault) -> None:
    assert fault in faults(text)


def test_a_side_is_the_one_that_the_quoted_words_take() -> None:
    ground = replace(HERE, quotes=("在职人员兼任书记的，不得领取补贴。",))
    asked = "在职人员兼任书记可以领取补贴吗？"
    assert faults("不得。（青州）", ground, asked=asked) == set()
    assert faults("可以。（青州）", ground, asked=asked) == {Fault.SIDE}


def test_a_figure_of_one_notice_is_none_of_another() -> None:
    assert faults("青州：每人每月补贴不低于300元；丽水：每年不少于1次。", HERE, THERE) == set()
    assert faults("丽水：每人每月补贴不低于300元；青州：每年不少于1次。", HERE, THERE) != set()


def test_a_part_of_a_question_may_be_put_in_fewer_of_its_words() -> None:
    asked = "仪征和丽水的支部书记每月补贴各多少元？"
    assert faults("“丽水的支部书记每月补贴多少元”没有找到依据。", HERE, asked=asked) == set()
    assert faults("“丽水的支部书记每月补贴300元”没有找到依据。", HERE, asked=asked) == {Fault.TERM}


def test_a_figure_of_the_question_is_no_answer() -> None:
    assert Fault.FIGURE in faults("青州：每人每月补贴500元。", asked="书记补贴是不是500元？")


def test_what_has_ended_must_be_said_to_have() -> None:
    ended = replace(HERE, document=replace(DOCUMENT, status=Status.REPEALED))
    assert faults("青州：每人每月补贴不低于300元。", ended) == {Fault.ENDED}
    assert faults("青州（已废止）：每人每月补贴不低于300元。", ended) == set()
    assert faults("青州（已失效）：每人每月补贴不低于300元。", ended) != set()
    assert faults("青州（已废止）：每人每月补贴不低于300元。") != set()


def test_names_alone_need_a_quoted_clause() -> None:
    assert faults("有规定的：青州。", replace(HERE, quotes=())) == {Fault.UNQUOTED}


def test_a_sentence_without_a_citation_goes() -> None:
    assert {r.fault for r in check("每月不低于300元。", (), ASKED)} == {Fault.NO_CITATION}


def test_cells_of_two_rows_are_no_statement() -> None:
    text = "职务\t标准\n书记\t300元\n委员\t130元"

    def row(post: str, sum_: str) -> TableRow:
        at = text.index(post)
        cells = (TableCell("职务", post, (at, at + 2)), TableCell("标准", sum_, (at + 3, at + 3 + len(sum_))))
        return TableRow((at, at + 3 + len(sum_)), None, cells)

    ground = Ground(clause(text), DOCUMENT, quotes=("委员\t130元",), rows=(row("书记", "300元"), row("委员", "130元")))
    assert faults("青州：职务：委员，标准：130元。", ground) == set()
    assert faults("青州：职务：委员，标准：300元。", ground) == {Fault.CONDITION}


def test_reasons_are_told_in_chinese() -> None:
    (reason,) = check("青州：每人每月补贴不低于310元。", (HERE,), ASKED)
    assert str(reason) == "数字“每人每月补贴不低于310元”不在所引条款中"
