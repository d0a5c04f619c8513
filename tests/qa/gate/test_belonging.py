"""A genuine figure of the neighbouring sentence, row, place, year or group is as wrong as an invented one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.documents import parse_file
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.asking import asked_of
from qa.gate.belonging import belonging_faults, setting_faults
from qa.gate.figures import without_weekdays
from qa.gate.grounds import Ground
from qa.gate.measures import is_wanted
from qa.gate.normal import bare
from qa.gate.reasons import Fault
from qa.gate.settings import settings_of
from qa.language.values import FIGURED
from tests.qa.gate.neighbours import PROJECT, pairs


def ground(text: str, title: str = "关于离退休干部工作的通知", region: str = "江苏扬州仪征") -> Ground:
    clause = Clause("甲#一", ("一、措施",), "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    return Ground(clause, PolicyDocument("甲", "", (0, 0), title=title, region=region))


def faults(question: str, where: Ground, value: str | None = None) -> set[Fault]:
    reasons = belonging_faults(question, interpret(question, ("江苏扬州仪征", "浙江丽水", "辽宁")), where, value)
    return {reason.fault for reason in reasons}


LESSONS = ground("党委（党组）负责同志每年给离退休干部讲党课1次。书记培训列入年度计划，任期内参加培训不少于1次。")
SUMS = ground(
    "离退休干部党支部书记每人每月补贴260元，支部委员每人每月补贴130元。离休干部活动费每人每年600元，退休干部每人每年400元。"
)
AGES = ground("80至89周岁每人每月100元；90至99周岁每人每月200元；100周岁以上每人每月600元。", "高龄津贴发放细则")
PLACES = ground("老干部志愿队发展较快：甲省铁岭县有志愿者100人，盘锦市有志愿者300人。", "志愿服务简报", "辽宁")


@pytest.mark.parametrize(
    ("question", "where", "value"),
    [
        ("党课每年讲几次", LESSONS, "1次"),
        ("书记任期内参加几次培训", LESSONS, "不少于1次"),
        ("党支部书记每月补贴多少", SUMS, "260元"),
        ("委员补贴标准", SUMS, "130元"),
        ("给支部书记发点辛苦费，一个月多少钱", SUMS, "260元"),
        ("退休干部活动费每人每年多少元", SUMS, "400元"),
        ("85岁老人高龄津贴每月多少元", AGES, "100元"),
        ("百岁老人高龄津贴多少钱", AGES, "600元"),
        ("盘锦有多少志愿者", PLACES, "300人"),
    ],
)
def test_the_figure_that_was_asked_for_belongs(question: str, where: Ground, value: str) -> None:
    assert faults(question, where, value) == set()


@pytest.mark.parametrize(
    ("question", "where", "value", "fault"),
    [
        ("离退休干部党校每年轮训几次", LESSONS, None, Fault.SUBJECT),
        ("离退休干部每年体检几次", LESSONS, None, Fault.SUBJECT),
        ("书记每年参加几次培训", LESSONS, "不少于1次", Fault.MEASURE),
        ("委员补贴标准", SUMS, "260元", Fault.GROUP),
        ("党支部书记每月补贴多少", SUMS, "130元", Fault.GROUP),
        ("党支部书记每年补贴多少", SUMS, "260元", Fault.MEASURE),
        ("退休干部活动费每人每年多少元", SUMS, "600元", Fault.GROUP),
        ("党支部书记补贴最多多少", ground("党支部书记每月补贴不低于300元。"), None, Fault.LIMIT),
        ("85岁老人高龄津贴每月多少元", AGES, "200元", Fault.CONDITION),
        ("盘锦有多少志愿者", PLACES, "100人", Fault.REGION),
        ("丽水党支部书记每月补贴多少", ground("党支部书记每月补贴300元。"), None, Fault.REGION),
        ("2021年补贴多少元", ground("2023年补贴300元。"), None, Fault.YEAR),
        ("培训了多少人次", ground("培训班共办3次，培训120人。"), None, Fault.UNIT_ASKED),
        ("讲师每月工资多少", ground("讲师每场给予误餐补助80元。"), None, Fault.SUBJECT),
        ("失能的护理费多少元", ground("护理费：失能的3200元；部分失能的1900元。"), "1900元", Fault.CONDITION),
    ],
)  # fmt: skip
def test_a_genuine_figure_of_something_else_does_not(
    question: str, where: Ground, value: str | None, fault: Fault
) -> None:
    assert fault in faults(question, where, value)


def test_a_question_for_no_figure_is_not_judged() -> None:
    assert faults("离退休干部党校怎么建设", LESSONS) == set()


def test_no_neighbouring_figure_of_our_notices_belongs_to_a_question_for_the_one_beside_it() -> None:
    """Questions in the clause's own words: 支部委员每人每月补贴多少元, over 书记…260元，支部委员…130元."""
    asked_for, wrong, right = 0, [], []
    for pair in pairs():
        asked = asked_of(pair.question, interpret(pair.question))
        where = Ground(pair.clause, pair.document)
        asked_for += 1
        if not setting_faults(asked, where, pair.wrong, pair.settings):
            wrong.append((pair.question, pair.wrong.own))
        if reasons := setting_faults(asked, where, pair.right, pair.settings):
            right.append((pair.question, pair.right.own, reasons))
    assert asked_for > 50
    assert wrong == []
    assert right == []


LABELLED = [
    (PROJECT / "tests/qa/held_out/notices", PROJECT / "tests/qa/held_out/questions.jsonl"),
    (PROJECT / "eval/notices/practice", PROJECT / "eval/topics/practice.jsonl"),
    (PROJECT / "corpus", PROJECT / "eval/topics/corpus.jsonl"),
    (PROJECT.parent / "shared/originals", PROJECT.parent / "shared/dev/questions.jsonl"),
]


@pytest.mark.parametrize(("folder", "questions"), LABELLED, ids=["held_out", "practice", "corpus", "originals"])
def test_hardly_a_labelled_figure_is_held_to_be_of_something_else(folder: Path, questions: Path) -> None:
    if not folder.is_dir() or not questions.is_file():
        pytest.skip(f"{questions} 不在这台机器上")
    documents = {f.name: parse_file(f).documents for f in folder.iterdir() if f.suffix in (".txt", ".html", ".docx")}
    regions = sorted({d.region for found in documents.values() for d in found if d.region})
    asked_for, dropped = 0, []
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        interpretation = interpret(row["question"], regions)
        if not any(kind in FIGURED for kind in interpretation.wants):
            continue
        verdicts = [
            verdict
            for answer in row["answers"]
            for document in documents.get(answer["file"], ())
            for verdict in _verdicts(row["question"], document, bare(answer["evidence"]), regions)
        ]
        asked_for += bool(verdicts)
        if verdicts and not any(verdicts):
            dropped.append(row["id"])
    assert asked_for > 4
    assert len(dropped) < max(1, 0.01 * asked_for), dropped


def _verdicts(question: str, document: PolicyDocument, evidence: str, regions: list[str]) -> list[bool]:
    """For each figure of the labelled words, whether it is held to belong."""
    interpretation = interpret(question, regions)
    asked = asked_of(question, interpretation)
    found = []
    plainly = bare(without_weekdays(evidence))
    for clause in document.clauses:
        if evidence not in bare(clause.text):
            continue
        settings = settings_of(clause.text)
        for setting in settings:
            text = bare(setting.value.text)
            if is_wanted(setting.value, asked) and (text in plainly or plainly in text):
                found.append(not setting_faults(asked, Ground(clause, document), setting, settings))
    return found
