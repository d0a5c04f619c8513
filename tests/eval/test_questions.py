"""How answers are scored against labelled questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.questions import LabelledAnswer, LabelledQuestion, read_questions, score_answer
from index.model import StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument, Status
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation

PLACE = LabelledAnswer("a.txt", ("二、值班要求", "（一）双人值班"), "每班不少于 2 人", "2人")
ELSEWHERE = LabelledAnswer("b.txt", ("第三条",), "每班3人", "3人")


def question(*answers: LabelledAnswer, kind: str = "threshold") -> LabelledQuestion:
    return LabelledQuestion("Q1", "每班几人？", kind, answers)


def finding(quote: str, file: str = "notices/a.txt", path: tuple[str, ...] = PLACE.clause_path) -> Finding:
    clause_id = f"{file}#{'/'.join(path)}"
    return Finding("甲", file, None, clause_id, path, "", quote, (0, 0), (), Status.UNKNOWN, 1.0)


def answer(*findings: Finding, outcome: AnswerOutcome = AnswerOutcome.ANSWERED) -> Answer:
    read = Interpretation((), (), (), (), AsksFor.OTHER)
    return Answer("每班几人？", read, outcome, "", (), findings, (), (), None, 1.0)


def stored(found: Finding, text: str, title: str | None = None) -> dict[str, StoredClause]:
    clause = Clause(found.clause_id, found.path, "", None, text, (0, 0), None, (), 1, ClauseKind.CLAUSE)
    return {found.clause_id: StoredClause(clause, PolicyDocument("甲", "", (0, 0), title=title), found.file, 1)}


def scores(asked: LabelledQuestion, said: Answer, cited: dict[str, StoredClause] | None = None) -> dict[str, float]:
    return score_answer(asked, said, cited or {})


def test_evidence_counts_wherever_white_space_and_markdown_marks_stand() -> None:
    got = scores(question(PLACE), answer(finding("**每班不少于\n2人**，轮换。")))
    assert got["evidence@1"] == got["evidence@5"] == 1.0


def test_evidence_in_the_clause_alone_counts_for_the_clause_alone() -> None:
    found = finding("轮换。")
    got = scores(question(PLACE), answer(found), stored(found, "每班不少于2人，轮换。"))
    assert (got["evidence@1"], got["clause@1"], got["path@1"]) == (0.0, 1.0, 1.0)


def test_the_same_words_in_another_file_do_not_count() -> None:
    got = scores(question(PLACE), answer(finding("每班不少于2人", file="notices/b.txt")))
    assert not any(got[m] for m in ("evidence@5", "clause@5", "path@5"))


def test_the_second_finding_counts_at_five_and_not_at_one() -> None:
    got = scores(question(PLACE), answer(finding("轮换。"), finding("每班不少于2人")))
    assert (got["evidence@1"], got["evidence@5"]) == (0.0, 1.0)


def test_the_sixth_finding_does_not_count() -> None:
    findings = [finding("轮换。")] * 5 + [finding("每班不少于2人")]
    assert scores(question(PLACE), answer(*findings))["evidence@5"] == 0.0


@pytest.mark.parametrize(("kind", "at_five"), [("cross_document", 0.0), ("version_conflict", 0.0), ("threshold", 1.0)])
def test_all_answers_are_wanted_where_the_question_compares(kind: str, at_five: float) -> None:
    got = scores(question(PLACE, ELSEWHERE, kind=kind), answer(finding("每班不少于2人")))
    assert (got["evidence@1"], got["evidence@5"]) == (1.0, at_five)


def test_the_masthead_stands_outside_any_clause() -> None:
    number = LabelledAnswer("a.txt", ("版头",), "防汛〔2021〕3号", "")
    got = scores(question(number), answer(finding("防汛〔2021〕3号", path=("正文",))))
    assert (got["evidence@1"], got["path@1"]) == (1.0, 1.0)


def test_a_label_may_begin_with_the_title_of_its_part_of_the_file() -> None:
    found = finding("每班不少于2人", path=("（一）双人值班",))
    label = LabelledAnswer("a.txt", ("值班讲话", "（一）双人值班"), "每班不少于2人", "")
    assert scores(question(label), answer(found), stored(found, "", title="值班讲话"))["path@1"] == 1.0
    assert scores(question(label), answer(found), stored(found, "", title="另一篇"))["path@1"] == 0.0


def test_an_article_is_known_by_its_number_whatever_chapter_stands_above_it() -> None:
    found = finding("每班3人", file="b.txt", path=("第二章 值班", "第三条"))
    assert scores(question(ELSEWHERE), answer(found))["path@1"] == 1.0
    part = LabelledAnswer("b.txt", ("（一）双人",), "每班3人", "")
    under = finding("每班3人", file="b.txt", path=("二、值班", "（一）双人"))
    assert scores(question(part), answer(under))["path@1"] == 0.0


def test_saying_no_to_what_the_documents_do_say_is_a_false_refusal() -> None:
    got = scores(question(PLACE), answer(outcome=AnswerOutcome.NOT_FOUND))
    assert (got["answered"], got["evidence@5"]) == (0.0, 0.0)
    assert "refused" not in got


def test_a_question_without_an_answer_is_scored_by_refusal_alone() -> None:
    assert scores(question(), answer(outcome=AnswerOutcome.NOT_FOUND)) == {"refused": 1.0}
    assert scores(question(), answer(finding("每班2人"), outcome=AnswerOutcome.PARTLY)) == {"refused": 0.0}


def test_questions_are_read_with_all_their_answers(tmp_path: Path) -> None:
    row: dict[str, Any] = {"id": "Q1", "question": "每班几人？", "kind": "threshold", "unanswerable": False}
    row["answers"] = [
        {"file": "a.txt", "clause_path": list(PLACE.clause_path), "evidence": PLACE.evidence, "answer": "2人"}
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_questions(path) == [question(PLACE)]
