"""Notices and questions of our own that the program was not written against: floors for each kind of question."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from qa.language.sentences import squeezed_text
from qa.model import Answer, AnswerOutcome, AsksFor
from tests.qa.held_out_questions import Verdict, ask_all, library_of_held_out, read_held_out

SIDES = ("可以", "不可以", "不得", "是", "否")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("held_out")
    library_of_held_out(folder, embed=False)
    opened = open_index(folder, "none")
    yield opened
    opened.library.close()


@pytest.fixture(scope="module")
def verdicts(index: OpenIndex) -> list[Verdict]:
    return ask_all(index, read_held_out())


def share(verdicts: Sequence[Verdict], measure: str) -> float:
    return sum(getattr(v, measure) for v in verdicts) / len(verdicts)


def test_by_words_alone_the_answering_words_are_quoted_first(verdicts: list[Verdict]) -> None:
    answerable = [v for v in verdicts if v.asked.places]
    assert share(answerable, "evidence") >= 0.84
    assert share(answerable, "path") >= 0.90
    assert share(answerable, "outcome") >= 0.92
    assert share(answerable, "says") >= 0.80


def test_what_no_notice_says_is_not_answered(verdicts: list[Verdict]) -> None:
    wrong = [v.asked.question for v in verdicts if not v.asked.places and not v.outcome]
    assert wrong == []


def test_no_figure_of_another_case_stands_in_a_short_line_or_a_first_quote(verdicts: list[Verdict]) -> None:
    assert {v.asked.question: v.wrong for v in verdicts if v.wrong} == {}


def test_a_part_that_nothing_answers_makes_the_answer_partly(verdicts: list[Verdict]) -> None:
    partly = [v for v in verdicts if v.asked.outcome is AnswerOutcome.PARTLY]
    assert partly
    assert all(v.outcome and v.answer.why_not for v in partly)


def test_answered_yes_or_no_opens_with_its_side(verdicts: list[Verdict]) -> None:
    asked = [v for v in verdicts if v.asked.kind == "yes_no" and v.answer.outcome is AnswerOutcome.ANSWERED]
    assert asked
    assert all(v.answer.interpretation.asks_for is AsksFor.YES_NO for v in asked)
    assert [v.asked.question for v in asked if not v.answer.answer.startswith(SIDES)] == []


def test_every_figure_of_an_answer_stands_in_a_clause_it_cites_or_in_the_question(
    index: OpenIndex, verdicts: list[Verdict]
) -> None:
    for v in verdicts:
        for statement in v.answer.statements:
            cited = [index.library.clause(clause_id) for clause_id in statement.citations]
            documents = [index.library.document(c.document.document_id) for c in cited if c]
            held = "".join(c.clause.text for c in cited if c) + v.asked.question
            if v.answer.interpretation.asks_for is AsksFor.DOCUMENT_NUMBER:
                held += "".join(f"{d.document_number}{d.title}" for d in documents)
            held = squeezed_text(held)
            for figure in re.findall(r"\d+(?:\.\d+)?", squeezed_text(statement.text)):
                assert figure in held, (v.asked.question, figure, statement.text)


def test_a_plain_no_holds_no_figure(verdicts: list[Verdict]) -> None:
    refused = [v.answer for v in verdicts if v.answer.outcome is AnswerOutcome.NOT_FOUND]
    assert refused
    for answer in refused:
        assert not re.search(r"\d", answer.answer)
        assert answer.why_not
        assert answer.findings == ()


def test_every_quote_stands_at_its_span_inside_its_clause(index: OpenIndex, verdicts: list[Verdict]) -> None:
    for finding in findings_of(v.answer for v in verdicts):
        document = index.library.document(finding.document_id)
        assert document.text[finding.span[0] : finding.span[1]] == finding.quote
        if finding.path != ("版头",):
            clause = next(c for c in document.clauses if c.clause_id == finding.clause_id)
            assert clause.span[0] <= finding.span[0] < finding.span[1] <= clause.span[1]


def findings_of(answers: Iterator[Answer]) -> Iterator:
    return (finding for answer in answers for finding in answer.findings)


@pytest.mark.slow
def test_with_the_model_the_answering_words_are_quoted_first(tmp_path: Path) -> None:
    if os.environ.get("JUDIAN_MODEL") == "none":
        pytest.skip("the environment asks for words only")
    library_of_held_out(tmp_path, embed=True)
    opened = open_index(tmp_path)
    try:
        if opened.embedder is None:
            pytest.skip("no embedding model on this machine")
        verdicts = ask_all(opened, read_held_out())
    finally:
        opened.library.close()
    answerable = [v for v in verdicts if v.asked.places]
    assert share(answerable, "evidence") >= 0.88
    assert share([v for v in verdicts if not v.asked.places], "outcome") >= 0.97
    assert {v.asked.question: v.wrong for v in verdicts if v.wrong} == {}
