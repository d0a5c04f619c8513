"""Questions with what is right for them: asked of their own library, of it with every answer taken out, of another's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from eval.labelled import json_lines
from eval.questions.labels import LabelledQuestion, read_questions
from eval.questions.removal import files_that_answer, texts_of
from index.library import Library
from qa.model import AnswerOutcome

NEAR_MISSES = Path(__file__).with_name("near_misses.jsonl")
STILL_ANSWERED = Path(__file__).with_name("still_answered.tsv")


class Asking(StrEnum):
    """Of which library a question is asked."""

    OWN = "own"  # its own, whole
    REMOVED = "removed"  # its own without the files that hold an answer: a plain no is right
    ELSEWHERE = "elsewhere"  # one of other places and matters: a plain no is right


@dataclass(frozen=True, slots=True)
class Case:
    """One question asked of one library."""

    asked: LabelledQuestion  # as it is to be judged: without answers where a plain no is right
    source: str  # the set it is of
    group: str  # what is not split between learning and measuring: the notice of the answer, else the question
    asking: Asking
    library: str  # the set whose notices are asked
    without: frozenset[str] = frozenset()  # names of files that are left out


def own_cases(path: Path, source: str) -> list[Case]:
    """The questions of a JSON Lines file, each asked of its own library."""
    return [
        Case(asked, source, f"{source}/{min(asked.files, default=asked.question_id)}", Asking.OWN, source)
        for asked in read_questions(path)
    ]


def near_misses(source: str) -> list[Case]:
    """Questions for what the notices of a set do not say of matters that they speak of; most labels have few of these."""
    asked = zip(json_lines(NEAR_MISSES), read_questions(NEAR_MISSES), strict=True)
    return [
        Case(question, source, f"{source}/{question.question_id}", Asking.OWN, source)
        for row, question in asked
        if row["set"] == source
    ]


def without_answers(cases: Iterable[Case], library: Library) -> list[Case]:
    """The answerable cases with every file taken out that holds an answer, but for those that others still answer."""
    texts = texts_of(library)
    still = still_answered()
    return [
        replace(_unanswerable(case, Asking.REMOVED), without=files_that_answer(case.asked, texts))
        for case in cases
        if case.asked.is_answerable and (case.source, case.asked.question_id) not in still
    ]


def still_answered() -> frozenset[tuple[str, str]]:
    """Set and question_id of the questions that other notices answer when the labelled files are gone."""
    lines = (line.split("\t") for line in STILL_ANSWERED.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return frozenset((source, question_id) for source, question_id, _ in lines)


def asked_elsewhere(cases: Iterable[Case], library: str) -> list[Case]:
    """The cases asked of a library that says nothing of them."""
    return [replace(_unanswerable(case, Asking.ELSEWHERE), library=library) for case in cases]


def _unanswerable(case: Case, asking: Asking) -> Case:
    asked = replace(case.asked, answers=(), says=(), never=(), outcome=AnswerOutcome.NOT_FOUND)
    return replace(case, asked=asked, asking=asking)
