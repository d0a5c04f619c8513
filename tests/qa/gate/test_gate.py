"""The whole answer: what goes, what stays, and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from index.model import StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument, Status
from qa.asking.question import interpret
from qa.gate.gate import gated
from qa.model import Answer, AnswerOutcome, Conflict, DroppedStatement, Finding, Statement

REGIONS = ("江苏扬州仪征", "浙江丽水")
QUESTION = "党支部书记每月补贴多少元？"


def stored(name: str, region: str, text: str, status: Status = Status.UNKNOWN) -> StoredClause:
    clause = Clause(f"{name}#一", ("一、补贴",), "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    document = PolicyDocument(name, "", (0, 0), title=f"{region}关于补贴的通知", region=region, status=status)
    return StoredClause(clause, document, f"{name}.txt", 0)


YIZHENG = stored("甲", "江苏扬州仪征", "党支部书记每月补贴不低于300元。支部委员每月补贴100元。")
LISHUI = stored("乙", "浙江丽水", "党支部书记给予适当补贴。党支部书记每月补贴200元。")
CLAUSES = {s.clause.clause_id: s for s in (YIZHENG, LISHUI)}


def finding(of: StoredClause, quote: str) -> Finding:
    start = of.clause.text.index(quote)
    return Finding(
        of.document.document_id,
        of.file,
        of.document.region,
        of.clause.clause_id,
        of.clause.path,
        f"《{of.document.title}》第一部分",
        quote,
        (start, start + len(quote)),
        (),
        of.document.status,
        1.0,
    )


def answer(lines: Sequence[tuple[str, Sequence[StoredClause]]], *findings: Finding) -> Answer:
    statements = tuple(Statement(text, tuple(c.clause.clause_id for c in cited)) for text, cited in lines)
    text = "\n".join(s.text for s in statements)
    interpretation = interpret(QUESTION, REGIONS)
    return Answer(
        QUESTION, interpretation, AnswerOutcome.ANSWERED, text, statements, tuple(findings), (), (), None, 0.0
    )


RIGHT = answer(
    [
        ("江苏扬州仪征：每月补贴不低于300元；浙江丽水：每月补贴200元。", (YIZHENG, LISHUI)),
        ("江苏扬州仪征：「党支部书记每月补贴不低于300元。」", (YIZHENG,)),
        ("浙江丽水：「党支部书记每月补贴200元。」", (LISHUI,)),
    ],
    finding(YIZHENG, "党支部书记每月补贴不低于300元。"),
    finding(LISHUI, "党支部书记每月补贴200元。"),
)


def test_an_answer_that_holds_comes_back_whole_and_counted() -> None:
    held = gated(RIGHT, CLAUSES, RIGHT.interpretation)
    assert held == replace(RIGHT, checked=3)


def test_of_a_line_for_several_notices_the_part_that_fails_goes_alone() -> None:
    line = replace(RIGHT.statements[0], text="江苏扬州仪征：每月补贴不低于300元；浙江丽水：每月补贴900元。")
    held = gated(replace(RIGHT, statements=(line, *RIGHT.statements[1:])), CLAUSES, RIGHT.interpretation)
    assert held.answer.split("\n")[0] == "江苏扬州仪征：每月补贴不低于300元。"
    assert [(d.text, d.citations) for d in held.dropped] == [("浙江丽水：每月补贴900元。", ("乙#一",))]
    assert "900元" in held.dropped[0].reason
    assert held.checked == 3


def test_values_of_two_notices_may_not_be_exchanged() -> None:
    line = replace(RIGHT.statements[0], text="江苏扬州仪征：每月补贴200元；浙江丽水：每月补贴不低于300元。")
    held = gated(replace(RIGHT, statements=(line, *RIGHT.statements[1:])), CLAUSES, RIGHT.interpretation)
    assert line.text not in held.answer
    assert "200元；" not in held.answer


def test_a_finding_of_a_neighbouring_figure_goes_with_all_that_rests_on_it() -> None:
    wrong = answer(
        [
            ("江苏扬州仪征：每月补贴100元；浙江丽水：每月补贴200元。", (YIZHENG, LISHUI)),
            ("江苏扬州仪征：「支部委员每月补贴100元。」", (YIZHENG,)),
            ("浙江丽水：「党支部书记每月补贴200元。」", (LISHUI,)),
        ],
        finding(YIZHENG, "支部委员每月补贴100元。"),
        finding(LISHUI, "党支部书记每月补贴200元。"),
    )
    held = gated(wrong, CLAUSES, wrong.interpretation)
    assert held.answer == "浙江丽水：每月补贴200元。\n浙江丽水：「党支部书记每月补贴200元。」"
    assert [f.document_id for f in held.findings] == ["乙"]
    assert "另一类人或单位" in held.dropped[0].reason


def test_where_nothing_is_left_the_plain_no_is_asked_for() -> None:
    told: list[DroppedStatement] = []

    def plain_no(dropped: Sequence[DroppedStatement]) -> Answer:
        told.extend(dropped)
        return replace(RIGHT, outcome=AnswerOutcome.NOT_FOUND, answer="没有。", statements=(), findings=())

    wrong = answer(
        [("江苏扬州仪征：「支部委员每月补贴100元。」", (YIZHENG,))], finding(YIZHENG, "支部委员每月补贴100元。")
    )
    held = gated(wrong, CLAUSES, wrong.interpretation, nothing_left=plain_no)
    assert (held.outcome, held.answer, held.checked) == (AnswerOutcome.NOT_FOUND, "没有。", 1)
    assert held.dropped == tuple(told)
    assert gated(wrong, CLAUSES, wrong.interpretation).outcome is AnswerOutcome.NOT_FOUND


@pytest.mark.parametrize("citation", ["甲#九", "丙#一"])
def test_a_citation_of_nothing_takes_its_sentence_along(citation: str) -> None:
    line = Statement(RIGHT.statements[1].text, (citation,))
    held = gated(replace(RIGHT, statements=(*RIGHT.statements, line)), CLAUSES, RIGHT.interpretation)
    assert held.statements == RIGHT.statements
    assert held.dropped[0].citations == (citation,)


def test_a_contradiction_with_what_went_goes_too() -> None:
    conflict = Conflict("两地不一致。", ("甲#一", "乙#一"))
    line = Statement("浙江丽水：「党支部书记每月补贴900元。」", ("乙#一",))
    wrong = replace(RIGHT, statements=(RIGHT.statements[1], line), conflicts=(conflict,))
    assert gated(wrong, CLAUSES, RIGHT.interpretation).conflicts == ()
    assert gated(replace(RIGHT, conflicts=(conflict,)), CLAUSES, RIGHT.interpretation).conflicts == (conflict,)


def test_a_plain_no_is_left_as_it_is() -> None:
    no = replace(RIGHT, outcome=AnswerOutcome.NOT_FOUND, statements=(), findings=())
    assert gated(no, {}, no.interpretation) == no


def test_a_warning_goes_whole_with_its_conflict() -> None:
    told = "请注意：同一地区的规定不同。江苏扬州仪征：每月补贴不低于300元；浙江丽水：每月补贴900元。"
    conflict = Conflict(told, ("甲#一", "乙#一"))
    line = Statement(told, ("甲#一", "乙#一"))
    said = replace(RIGHT, statements=(*RIGHT.statements, line), conflicts=(conflict,))
    left = gated(said, CLAUSES, RIGHT.interpretation)
    assert not any("请注意" in s.text for s in left.statements)
    assert left.conflicts == ()
    assert [d.text for d in left.dropped] == [told]
