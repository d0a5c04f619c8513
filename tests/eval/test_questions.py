"""Evidence, citations and refusals of an answer, scored against its labelled question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.questions.judging import judge
from eval.questions.labels import LabelledAnswer, LabelledQuestion, read_questions
from index.model import StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument, Status
from qa.model import Answer, AnswerOutcome, AsksFor, DroppedStatement, Finding, Interpretation, Statement

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


@dataclass(frozen=True)
class Kept:
    """A library of a few clauses."""

    clauses: Mapping[str, StoredClause]

    def clause(self, clause_id: str) -> StoredClause | None:
        return self.clauses.get(clause_id)

    def document(self, document_id: str) -> PolicyDocument:
        return PolicyDocument(document_id, "", (0, 0))


def scores(asked: LabelledQuestion, said: Answer, cited: dict[str, StoredClause] | None = None) -> Mapping[str, float]:
    return judge(asked, said, Kept(cited or {}), date(2026, 1, 15)).scores


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
    refused = scores(question(), answer(outcome=AnswerOutcome.NOT_FOUND))
    assert refused == {"refused": 1.0, "wrong_figure": 0.0, "citations_valid": 1.0}
    assert scores(question(), answer(finding("每班2人"), outcome=AnswerOutcome.PARTLY))["refused"] == 0.0


def test_questions_are_read_with_all_their_answers(tmp_path: Path) -> None:
    row: dict[str, Any] = {"id": "Q1", "question": "每班几人？", "kind": "threshold", "unanswerable": False}
    row["answers"] = [
        {"file": "a.txt", "clause_path": list(PLACE.clause_path), "evidence": PLACE.evidence, "answer": "2人"}
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_questions(path) == [question(PLACE)]


def test_optional_labels_are_read(tmp_path: Path) -> None:
    row = {"id": "Q1", "question": "几人？", "kind": "threshold", "answers": [], "says": ["2人"], "never": ["3人"]}
    row |= {"never_short": ["4人"], "outcome": "not_found", "regions": ["甲"]}
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    [read] = read_questions(path)
    assert (read.says, read.never, read.never_short, read.regions) == (("2人",), ("3人",), ("4人",), ("甲",))
    assert read.is_refused_rightly


def test_findings_recall_is_the_share_of_the_labelled_places_that_are_quoted() -> None:
    got = scores(question(PLACE, ELSEWHERE, kind="cross_document"), answer(finding("每班不少于2人")))
    assert got["findings_recall"] == 0.5
    assert "findings_recall" not in scores(question(PLACE), answer(finding("每班不少于2人")))


def test_a_citation_is_right_where_its_clause_holds_the_evidence() -> None:
    right, other = finding("每班不少于2人"), finding("轮换。", path=("三、轮换",))
    kept = stored(right, "每班不少于2人") | stored(other, "轮换。")
    said = replace(answer(right, other), statements=(Statement("每班不少于2人", (right.clause_id, other.clause_id)),))
    got = scores(question(PLACE), said, kept)
    assert (got["citation_precision"], got["citation_recall"]) == (0.5, 1.0)
    cites_other = replace(said, statements=(Statement("轮换", (other.clause_id,)),))
    got = scores(question(PLACE), cites_other, kept)
    assert (got["citation_precision"], got["citation_recall"]) == (0.0, 0.0)


def test_an_outcome_is_scored_where_it_is_labelled() -> None:
    partly = replace(question(PLACE), outcome=AnswerOutcome.PARTLY)
    assert scores(partly, answer(finding("每班不少于2人")))["outcome"] == 0.0
    assert scores(partly, answer(finding("每班不少于2人"), outcome=AnswerOutcome.PARTLY))["outcome"] == 1.0


def test_a_failure_is_described_with_question_label_short_line_quote_and_outcome() -> None:
    said = replace(answer(finding("轮换。")), answer="甲：轮换。\n甲：「轮换。」")
    told = judge(question(PLACE), said, Kept({}), date(2026, 1, 15)).described()
    for words in ("每班几人？", "2人（a.txt", "answered：甲：轮换。", "「轮换。」", "首条不是依据", "短答不符"):
        assert words in told


def test_a_right_sentence_that_was_dropped_is_counted_and_named() -> None:
    said = replace(answer(finding("轮换。")), checked=4)
    right = DroppedStatement("甲：「每班不少于2人」", ("a",), "无出处")
    other = DroppedStatement("甲：每班9人", ("a",), "无出处")
    judged = judge(question(PLACE), replace(said, dropped=(right, other)), Kept({}), date(2026, 1, 15))
    assert judged.scores["dropped_right"] == 0.25
    assert "核对时误去" in judged.described()
    assert scores(question(PLACE), replace(said, dropped=(other,)))["dropped_right"] == 0.0
    assert "dropped_right" not in scores(question(PLACE), replace(said, checked=0))
