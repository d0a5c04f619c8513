"""Right answers pass the gate, wrong ones made from them do not."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from qa.gate.gate import gated, statement_faults
from qa.model import AnswerOutcome
from tests.qa.gate.labelled import Answered, Corrupted, answers_to, corrupted

PROJECT = Path(__file__).resolve().parents[3]
SHARED = PROJECT.parent / "shared"
HELD_OUT = PROJECT / "tests/qa/held_out"
KINDS = {
    "swapped figure", "swapped region", "invented number", "negation flipped", "unit changed", "operator flipped",
    "measure changed", "date shifted", "body swapped", "quote altered", "term or title altered", "item from elsewhere",
    "no such clause", "wrong clause", "ended document",
}  # fmt: skip


@pytest.fixture(scope="module")
def held_out(tmp_path_factory: pytest.TempPathFactory) -> list[Answered]:
    folder = tmp_path_factory.mktemp("gate") / "library"
    return answers_to([HELD_OUT / "notices"], HELD_OUT / "questions.jsonl", folder)


def _passed(answers: list[Answered]) -> tuple[Counter[str], list[Corrupted]]:
    """How many wrong statements of each kind there are, and those that nothing is found wrong with."""
    counts: Counter[str] = Counter()
    through: list[Corrupted] = []
    for wrong in corrupted(answers):
        counts[wrong.kind] += 1
        if not statement_faults(wrong.statement, wrong.grounds, wrong.question):
            through.append(wrong)
    return counts, through


def test_no_corrupted_statement_passes(held_out: list[Answered]) -> None:
    counts, through = _passed(held_out)
    assert counts.keys() >= KINDS
    assert sum(counts.values()) > 1500
    assert [(w.kind, w.statement.text, w.was) for w in through] == []


def test_hardly_a_right_statement_is_dropped(held_out: list[Answered]) -> None:
    checked = sum(a.answer.checked for a in held_out)
    dropped = [(a.question_id, text) for a in held_out for text in a.rightly_said]
    assert checked > 150
    assert len(dropped) < 0.01 * checked, dropped


def test_what_the_gate_lets_out_it_lets_in_again(held_out: list[Answered]) -> None:
    for one in held_out:
        again = gated(one.answer, one.clauses, one.answer.interpretation, tables=one.tables)
        assert [s.text for s in again.statements] == [s.text for s in one.answer.statements]


def test_an_answer_is_gated_in_a_few_milliseconds(held_out: list[Answered]) -> None:
    spent = []
    for one in held_out:
        started = time.thread_time()
        gated(one.answer, one.clauses, one.answer.interpretation, tables=one.tables)
        spent.append(time.thread_time() - started)
    assert sorted(spent)[len(spent) // 2] < 0.005


def test_a_whole_answer_of_corrupted_statements_becomes_a_plain_no(held_out: list[Answered]) -> None:
    seen = 0
    for one in held_out:
        wrong = [w for w in corrupted([one]) if w.kind == "quote altered"][:1]
        if not wrong or len(one.answer.statements) > 2:
            continue
        answer = replace(one.answer, statements=(wrong[0].statement,), checked=0, dropped=())
        held = gated(answer, one.clauses, answer.interpretation, tables=one.tables)
        assert (held.outcome, held.findings, held.checked) == (AnswerOutcome.NOT_FOUND, (), 1)
        assert held.dropped[0].text == wrong[0].statement.text
        assert wrong[0].statement.text not in held.answer
        seen += 1
    assert seen > 30


@pytest.mark.slow
@pytest.mark.parametrize("name", ["corpus", "practice", "originals"])
def test_no_corrupted_statement_passes_over_other_notices(name: str, tmp_path: Path) -> None:
    notices, questions = {
        "corpus": ([PROJECT / "corpus"], PROJECT / "eval/topics/corpus.jsonl"),
        "practice": ([PROJECT / "eval/notices/practice"], PROJECT / "eval/topics/practice.jsonl"),
        "originals": ([SHARED / "originals", SHARED / "dev/documents"], SHARED / "dev/questions.jsonl"),
    }[name]
    if not questions.exists() or not all(n.exists() for n in notices):
        pytest.skip(f"{questions} 不在这台机器上")
    answers = answers_to(notices, questions, tmp_path / "library")
    _, through = _passed(answers)
    dropped = [(a.question_id, text) for a in answers for text in a.rightly_said]
    assert [(w.kind, w.statement.text, w.was) for w in through] == []
    assert len(dropped) < max(1.0, 0.01 * sum(a.answer.checked for a in answers)), dropped
