"""Refusals counted, confidence binned, and libraries without the files that answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.questions.judging import Judged
from eval.questions.labels import LabelledAnswer, LabelledQuestion
from eval.questions.measuring import answers_measured, ask_without_files
from eval.questions.refusal import Refusal, calibration_error, refusal_scores, reliability
from eval.questions.removal import files_that_answer, index_without, texts_of
from index.clause_index import open_index
from index.embedding import NO_MODEL
from index.update import ingest_paths
from qa.model import Answer, AnswerOutcome, AsksFor, Interpretation

NOTICES = {
    "甲县.txt": "甲县关于巡河的通知\n\n各镇：\n\n一、巡河次数。各镇每月巡河4次。\n\n甲县水利局\n2022年3月1日\n",
    "甲县抄件.txt": "转发甲县关于巡河的通知\n\n各镇：\n\n一、要求。各镇每月巡河4次。请照办。\n\n乙县水利局\n2022年4月1日\n",
    "植树.txt": "关于植树的通知\n\n各镇：\n\n一、植树任务。各镇春季植树不少于500棵。\n\n丙县林业局\n2022年2月1日\n",
}
ASKED = LabelledQuestion(
    "Q1",
    "各镇每月巡河几次？",
    "frequency",
    (LabelledAnswer("甲县.txt", ("一、巡河次数",), "各镇每月巡河4次", "每月4次"),),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "notices").mkdir()
    for name, text in NOTICES.items():
        (tmp_path / "notices" / name).write_text(text, encoding="utf-8")
    ingest_paths([tmp_path / "notices"], tmp_path / "library", embed=False)
    return tmp_path / "library"


def test_precision_recall_and_f1_of_the_plain_no() -> None:
    refusals = [Refusal(True, True)] * 3 + [Refusal(True, False)] + [Refusal(False, True)] + [Refusal(False, False)] * 5
    assert refusal_scores(refusals) == {"refusal_precision": 0.75, "refusal_recall": 0.75, "refusal_F1": 0.75}
    assert refusal_scores([Refusal(False, False)]) == {}
    assert refusal_scores([Refusal(True, False)])["refusal_F1"] == 0.0


def test_confidence_is_binned_and_its_error_weighted_by_answers() -> None:
    curve = reliability([(0.95, True), (0.95, False), (0.15, False), (1.0, True)])
    assert [(b.low, b.high, b.answers) for b in curve] == [(0.1, 0.2, 1), (0.9, 1.0, 3)]
    assert curve[1].right == pytest.approx(2 / 3)
    assert calibration_error(curve) == pytest.approx((0.15 + 3 * abs(2.9 / 3 - 2 / 3)) / 4)
    assert calibration_error(()) == 0.0


def test_confidence_speaks_of_short_answers_and_of_refusals() -> None:
    read = Interpretation((), (), (), (), AsksFor.OTHER)
    no = Answer("", read, AnswerOutcome.NOT_FOUND, "", (), (), (), (), None, 1.0, confidence=0.9)
    refused = Judged(replace(ASKED, answers=()), no, {"refused": 1.0}, ())
    falsely = Judged(ASKED, no, {"short_answer": 0.0}, ())
    [part] = answers_measured("ask", [refused, falsely]).reliability
    assert (part.answers, part.right) == (2, 0.5)
    unsure = Judged(ASKED, replace(no, confidence=None), {"short_answer": 0.0}, ())
    assert answers_measured("ask", [unsure]).reliability == ()


def test_the_files_that_answer_are_the_labelled_ones_and_those_that_hold_the_evidence(library: Path) -> None:
    index = open_index(library, NO_MODEL)
    texts = texts_of(index.library)
    assert files_that_answer(ASKED, texts) == {"甲县.txt", "甲县抄件.txt"}
    assert "植树.txt" in files_that_answer(replace(ASKED, also_in=("植树.txt",)), texts)
    index.library.close()


def test_a_library_without_files_never_had_them(library: Path) -> None:
    with index_without(library, ["甲县.txt", "甲县抄件.txt"], None) as rest:
        assert [Path(s.file).name for s in rest.library.documents()] == ["植树.txt"]
        assert [Path(f.file).name for f in rest.library.files()] == ["植树.txt"]
        assert rest.clause_index.passages_with("巡河") == 0
    whole = open_index(library, NO_MODEL)
    assert len(whole.library.documents()) == len(NOTICES)
    whole.library.close()


def test_without_its_files_a_question_is_to_be_refused(library: Path) -> None:
    index = open_index(library, NO_MODEL)
    [judged] = ask_without_files(library, index, [ASKED, replace(ASKED, question_id="Q2", answers=())])
    index.library.close()
    assert judged.question.question_id == "Q1"
    assert judged.question.is_refused_rightly
    assert judged.scores["refused"] == 1.0
