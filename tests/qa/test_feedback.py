"""What readers say of answers is kept with the answer, and becomes drafts of labelled questions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from eval.questions.labels import read_questions
from index.clause_index import open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.keeping.feedback import FILE, Opinion, Reason, Verdict, feedback_kept, keep_feedback, labelled_drafts
from qa.keeping.posed import Posed
from qa.model import Answer, AnswerOutcome
from tests.qa.notices import written

NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)
POSED = Posed("仪征离退休党支部书记补贴多少元", regions=("江苏",))
GOOD = Opinion("张三", Verdict.GOOD)
BAD = Opinion("张三", Verdict.BAD, (Reason.FIGURE, Reason.MISSED), "应为每月\n300元")


def answer_of(tmp_path: Path) -> Answer:
    (tmp_path / "notices").mkdir()
    ingest_paths(written(tmp_path / "notices"), tmp_path / "library", embed=False)
    return ask(open_index(tmp_path / "library", "none"), POSED.typed)


def kept(folder: Path, answer: Answer, *opinions: Opinion) -> None:
    for opinion in opinions:
        keep_feedback(folder, "l1", 3, POSED, answer, opinion, at=NOON)


def test_an_opinion_is_kept_with_question_answer_and_what_it_stood_on(tmp_path: Path) -> None:
    answer = answer_of(tmp_path)
    kept(tmp_path, answer, BAD)
    (line,) = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (
        told["verdict"] == "bad" and told["reasons"] == ["数字不对", "漏了文件"] and told["words"] == "应为每月\n300元"
    )
    assert told["question"] == POSED.typed and told["regions"] == ["江苏"] and told["library"] == "l1"
    assert told["answer"] == answer.answer
    assert told["findings"][0]["clause_id"] == answer.findings[0].clause_id
    assert told["findings"][0]["evidence"] == answer.findings[0].quote


def test_the_last_word_of_a_reader_counts(tmp_path: Path) -> None:
    answer = answer_of(tmp_path)
    kept(tmp_path, answer, GOOD, replace(GOOD, reader="李四"), BAD)
    assert [(k["reader"], k["verdict"]) for k in feedback_kept(tmp_path)] == [("李四", "good"), ("张三", "bad")]


def test_a_good_answer_drafts_a_label_that_can_be_read_as_one(tmp_path: Path) -> None:
    answer = answer_of(tmp_path)
    kept(tmp_path, answer, GOOD)
    drafts = tmp_path / "drafts.jsonl"
    drafts.write_text("\n".join(json.dumps(d, ensure_ascii=False) for d in labelled_drafts(feedback_kept(tmp_path))))
    (question,) = read_questions(drafts)
    assert question.question == answer.question and question.regions == ("江苏",)
    assert question.answers[0].evidence == answer.findings[0].quote
    assert question.answers[0].answer == answer.findings[0].value


def test_what_a_reader_calls_wrong_drafts_no_label_but_the_remark(tmp_path: Path) -> None:
    kept(tmp_path, answer_of(tmp_path), BAD)
    (draft,) = labelled_drafts(feedback_kept(tmp_path))
    assert draft["answers"] == [] and draft["unlabelled"] is True
    assert "数字不对" in draft["remark"] and "300元" in draft["remark"]


def test_a_refusal_that_is_right_drafts_a_question_without_answers(tmp_path: Path) -> None:
    answer = replace(answer_of(tmp_path), outcome=AnswerOutcome.NOT_FOUND, findings=())
    kept(tmp_path, answer, GOOD)
    (draft,) = labelled_drafts(feedback_kept(tmp_path))
    assert draft["answers"] == [] and draft["outcome"] == "not_found" and "unlabelled" not in draft
