"""The plain check that everything printed stands on a clause: it passes what does and names what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from eval.questions.fitting import cites_what_ended, speaks_of_another_region
from eval.questions.labels import LabelledQuestion
from eval.questions.standing_on import faults_of
from index.model import StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument, Status
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, Statement

TEXT = "一、补贴标准\n书记每人每月补贴三百\n— 2 —\n元，自2022年5月1日起执行。\n二、其他\n由市财政局负责。"
QUOTE = "书记每人每月补贴三百元，自2022年5月1日起执行。"
FIRST = "甲#一"


@dataclass(frozen=True)
class Kept:
    documents: Mapping[str, PolicyDocument]

    def clause(self, clause_id: str) -> StoredClause | None:
        if clause_id != FIRST:
            return None
        start, end = 0, TEXT.index("二、其他")
        clause = Clause(
            FIRST, ("一、补贴标准",), "一、", None, TEXT[start:end], (start, end), None, (), 1, ClauseKind.CLAUSE
        )
        return StoredClause(clause, self.documents["甲"], "甲.txt", 1)

    def document(self, document_id: str) -> PolicyDocument:
        return self.documents[document_id]


DOCUMENT = PolicyDocument(
    "甲",
    TEXT,
    (0, len(TEXT)),
    title="关于补贴的通知",
    document_number="丽老干〔2022〕7号",
    region="浙江丽水",
    dated_on=date(2022, 4, 26),
)
LIBRARY = Kept({"甲": DOCUMENT})
SPAN = (TEXT.index("书记"), TEXT.index("二、其他"))
FINDING = Finding("甲", "甲.txt", "浙江丽水", FIRST, ("一、补贴标准",), "", QUOTE, SPAN, (), Status.IN_FORCE, 1.0)
LINES = (f"丽水：每人每月{300}元。", f"丽水：「{QUOTE}」")


def answer(*lines: str, findings: tuple[Finding, ...] = (FINDING,), citation: str = FIRST) -> Answer:
    read = Interpretation((), (), (), (), AsksFor.AMOUNT)
    statements = tuple(Statement(line, (citation,)) for line in lines)
    return Answer("补贴多少？", read, AnswerOutcome.ANSWERED, "\n".join(lines), statements, findings, (), (), None, 1.0)


def test_an_answer_that_stands_has_no_faults() -> None:
    assert faults_of(answer(*LINES), LIBRARY) == []
    assert faults_of(answer("丽水（丽老干〔2022〕7号，2022年4月26日）：每人每月300元。"), LIBRARY) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("丽水：每人每月400元。", "数字无出处：400"),
        ("丽水：每人每月300元，另加5元。", "数字无出处：5"),
        ("丽水：自2022年5月2日起。", "日期无出处"),
        ("丽水（丽老干〔2022〕9号）：每人每月300元。", "文号无出处"),
        ("绍兴：每人每月300元。", "地名无出处：绍兴"),
        ("丽水：「委员每人每月补贴三百元」", "引文不在所引条款中"),
    ],
)
def test_what_stands_in_no_cited_clause_is_named(line: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults_of(answer(line), LIBRARY))


def test_figures_of_neighbouring_cells_are_two() -> None:
    table = TEXT.replace("书记每人每月补贴三百", "书记\t300\t12")
    kept = Kept({"甲": replace(DOCUMENT, text=table)})
    rows = replace(FINDING, quote="书记\u3000300\u300012", span=(table.index("书记"), table.index("12") + 2))
    assert faults_of(answer("丽水：书记：300。", "丽水：「书记\u3000300\u300012」", findings=(rows,)), kept) == []
    assert faults_of(answer("丽水：书记：30012。", findings=(rows,)), kept)


def test_a_range_that_opens_a_row_is_no_part_of_the_row_before() -> None:
    table = TEXT.replace("书记每人每月补贴三百", "3至15名\t130\n16至40名\t300")
    kept = Kept({"甲": replace(DOCUMENT, text=table)})
    row = replace(FINDING, quote="16至40名\t300", span=(table.index("16"), table.index("300") + 3))
    assert faults_of(answer("丽水：人数：16至40名，书记：300。", findings=(row,)), kept) == []
    assert faults_of(answer("丽水：人数：17至40名，书记：300。", findings=(row,)), kept)


def test_a_citation_that_does_not_exist_is_a_fault() -> None:
    assert any("引用的条款不存在" in f for f in faults_of(answer(LINES[0], citation="甲#九"), LIBRARY))
    nearest = replace(answer(LINES[0]), nearest=("乙#一",))
    assert any("乙#一" in f for f in faults_of(nearest, LIBRARY))


def test_a_statement_without_citations_is_a_fault() -> None:
    bare = replace(answer(LINES[0]), statements=(Statement(LINES[0], ()),))
    assert any("没有引用" in f for f in faults_of(bare, LIBRARY))


def test_a_quote_stands_verbatim_at_its_span_but_for_page_numbers() -> None:
    assert faults_of(answer(*LINES), LIBRARY) == []
    for wrong in (
        replace(FINDING, quote=QUOTE.replace("三百", "四百")),
        replace(FINDING, span=(0, SPAN[1])),
        replace(FINDING, quote="每人每月补贴三百元"),
    ):
        assert any("引文与原文不符" in f for f in faults_of(answer(*LINES, findings=(wrong,)), LIBRARY))


def test_lines_that_are_no_statement_are_held_to_all_that_is_cited() -> None:
    more = replace(answer(LINES[0]), answer=f"{LINES[0]}\n共有8份文件。")
    assert any("数字无出处：8" in f for f in faults_of(more, LIBRARY))


def test_a_plain_no_holds_no_figure_but_the_questions() -> None:
    no = replace(answer(findings=()), outcome=AnswerOutcome.NOT_FOUND, question="2020年多少？")
    assert faults_of(replace(no, answer="没有2020年的规定。"), LIBRARY) == []
    assert faults_of(replace(no, answer="没有找到，最接近的是300元。"), LIBRARY)


def asks(question: str, *regions: str) -> LabelledQuestion:
    return LabelledQuestion("Q1", question, "amount", (), regions=regions)


@pytest.mark.parametrize(
    ("question", "region", "line", "wrong"),
    [
        ("丽水补贴多少？", "浙江丽水", "浙江丽水：300元", False),
        ("丽水补贴多少？", "浙江", "浙江：300元", False),
        ("浙江补贴多少？", "浙江丽水", "浙江丽水：300元", False),
        ("丽水补贴多少？", "全国", "300元", False),
        ("丽水补贴多少？", "江苏扬州仪征", "江苏扬州仪征：300元", True),
        ("丽水补贴多少？", "浙江丽水", "浙江丽水：300元；江苏扬州仪征：200元", True),
        ("丽水能发吗？", "浙江丽水", "可以。（江苏扬州仪征）", True),
        ("丽水和仪征补贴各多少？", "江苏扬州仪征", "江苏扬州仪征：300元；浙江丽水：200元", False),
    ],
)
def test_another_region_is_one_that_is_neither_asked_nor_above_nor_under(
    question: str, region: str, line: str, wrong: bool
) -> None:
    said = answer(line, findings=(replace(FINDING, region=region),))
    assert speaks_of_another_region(asks(question), said) is wrong


def test_no_region_is_wrong_where_none_or_another_one_is_asked_for() -> None:
    assert speaks_of_another_region(asks("补贴多少？"), answer(LINES[0])) is None
    assert speaks_of_another_region(asks("丽水以外哪里有补贴？"), answer(LINES[0])) is None
    assert speaks_of_another_region(asks("补贴多少？", "仪征"), answer(LINES[0])) is True


TODAY = date(2026, 1, 15)


def test_what_ended_is_marked_and_comes_after_what_stands() -> None:
    old = replace(FINDING, document_id="乙", status=Status.REPEALED, quote="书记补贴一百元。")
    library = Kept({"甲": DOCUMENT, "乙": replace(DOCUMENT, document_id="乙", status=Status.REPEALED)})
    marked, unmarked = "丽水（已废止）：「书记补贴一百元。」", "丽水：「书记补贴一百元。」"

    def wrong(lines: tuple[str, ...], *findings: Finding) -> bool | None:
        return cites_what_ended(answer(*lines, findings=findings), library, TODAY)

    assert wrong((*LINES, marked), FINDING, old) is False
    assert wrong((*LINES, unmarked), FINDING, old) is True
    assert wrong((*LINES, marked), old, FINDING) is True
    assert wrong(LINES, FINDING) is None


def test_a_day_that_has_passed_ends_a_document_whatever_the_finding_says() -> None:
    over = Kept({"甲": replace(DOCUMENT, expires_on=date(2025, 1, 1))})
    assert cites_what_ended(answer(*LINES), over, TODAY) is True
    past = replace(answer(*LINES), interpretation=replace(answer().interpretation, as_of=date(2024, 1, 1)))
    assert cites_what_ended(past, over, TODAY) is None


def test_an_older_edition_before_the_newer_one_counts_as_ended() -> None:
    library = Kept({"甲": DOCUMENT, "乙": DOCUMENT})
    older, newer = replace(FINDING, newer="乙"), replace(FINDING, document_id="乙")
    assert cites_what_ended(answer(*LINES, findings=(older, newer)), library, TODAY) is True
    lines = ("丽水（旧版）：每人每月300元。",)
    assert cites_what_ended(answer(*lines, findings=(newer, older)), library, TODAY) is False
