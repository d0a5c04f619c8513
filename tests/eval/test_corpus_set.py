"""The questions over our own notices: labels that stand in the files, and answers no worse than the committed ones."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from eval.declared import chosen_sets, declared_sets
from eval.labelled import document_files
from eval.model import LESS_IS_BETTER, EvalSet, SystemResult
from eval.questions.labels import LabelledQuestion, read_questions
from eval.questions.measuring import (
    ASK,
    ASK_BY_WORDS,
    REMOVED,
    REMOVED_BY_WORDS,
    SEARCH,
    SEARCH_BY_WORDS,
    measure_questions,
)
from eval.questions.printed import holds_words, printed_in
from eval.questions.short import answers_as_labelled
from eval.questions.standing_on import faults_of
from eval.results import committed_figures
from index.clause_index import open_index
from index.embedding import NO_MODEL
from index.update import ingest_paths
from ingest.documents import parse_file
from ingest.model import ParsedFile
from qa.answer import ask
from qa.model import Answer, AnswerOutcome, AsksFor, Interpretation

SHARED_QUESTIONS = Path(__file__).resolve().parents[2].parent / "shared" / "dev" / "questions.jsonl"
OWN_SETS = ("corpus", "practice")
# What the processor's own arithmetic may turn over in 8-bit vectors; words alone are exact.
TURNED_OVER = 0.05
ROUNDED = 0.0001
# What no arithmetic excuses.
NEVER_LESS = {"citations_valid"}


def declared(name: str) -> EvalSet:
    return chosen_sets(name, declared_sets())[0]


def questions_of(name: str) -> list[LabelledQuestion]:
    topics = declared(name).topics
    assert topics is not None
    return read_questions(topics)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_there_are_enough_questions_of_many_kinds() -> None:
    questions = questions_of("corpus")
    assert len(questions) >= 165
    assert sum(q.is_refused_rightly for q in questions) >= 40
    assert len(Counter(q.kind for q in questions)) >= 12


@pytest.mark.parametrize("name", OWN_SETS)
def test_no_question_is_asked_twice(name: str) -> None:
    questions = questions_of(name)
    assert len({q.question_id for q in questions}) == len({q.question for q in questions}) == len(questions)


@pytest.mark.parametrize("name", OWN_SETS)
def test_every_evidence_stands_in_its_labelled_clause(name: str) -> None:
    notices: dict[str, ParsedFile] = {p.name: parse_file(p) for p in document_files(declared(name).documents)}
    for question in questions_of(name):
        for answer in question.answers:
            parsed = notices[answer.file]
            if answer.clause_path[0] in {"正文", "版头"}:
                texts = [parsed.text]
            else:
                path = tuple(map(squeezed, answer.clause_path))
                clauses = [c for d in parsed.documents for c in d.clauses]
                texts = [c.text for c in clauses if tuple(map(squeezed, c.path)) == path]
            found = any(squeezed(answer.evidence) in squeezed(text) for text in texts)
            assert found, f"{question.question_id} {answer.file} {'/'.join(answer.clause_path)}"


@pytest.mark.parametrize("name", OWN_SETS)
def test_what_must_be_said_is_never_what_must_not_be(name: str) -> None:
    for question in questions_of(name):
        for words in (*question.never, *question.never_short):
            labels = (*question.says, *(a.answer for a in question.answers))
            assert not any(holds_words(label, words) for label in labels), f"{question.question_id} {words}"


def said(line: str) -> Answer:
    read = Interpretation((), (), (), (), AsksFor.OTHER)
    return Answer("", read, AnswerOutcome.ANSWERED, line, (), (), (), (), None, 1.0)


@pytest.mark.parametrize("name", OWN_SETS)
def test_a_label_read_out_is_right_and_with_any_figure_changed_is_wrong(name: str) -> None:
    for question in questions_of(name):
        if not any(a.answer for a in question.answers):
            continue
        label = replace(question, says=())
        line = "；".join(a.answer for a in question.answers) if question.wants_all else question.answers[0].answer
        assert answers_as_labelled(label, said(line)), f"{question.question_id} {line}"
        changed = re.sub(r"\d+", lambda figure: str(int(figure[0]) + 1), line)
        if changed != line and not printed_in(line).is_empty:
            assert not answers_as_labelled(label, said(changed)), f"{question.question_id} {changed}"


def test_our_questions_are_not_worded_like_those_we_are_measured_by() -> None:
    if not SHARED_QUESTIONS.is_file():
        pytest.skip("the real questions are not beside this checkout")
    theirs = {q.question for q in read_questions(SHARED_QUESTIONS)}
    assert not theirs.intersection(q.question for q in questions_of("corpus"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "library"
    ingest_paths(document_files(declared("corpus").documents), folder)
    return folder


@pytest.fixture(scope="module")
def measured(library: Path) -> dict[str, SystemResult]:
    systems, _ = measure_questions(declared("corpus"), lambda words: None, library, as_it_is=True)
    return {s.system: s for s in systems}


@pytest.mark.slow
def test_no_figure_of_an_answer_can_be_changed_without_the_check_naming_it(library: Path) -> None:
    index = open_index(library, NO_MODEL)
    changed, unseen = 0, []
    for question in questions_of("corpus")[:80]:
        answer = ask(index, question.question)
        assert not faults_of(answer, index.library), question.question_id
        for place, statement in enumerate(answer.statements):
            for figure in re.finditer(r"\d+", statement.text):
                text = f"{statement.text[: figure.start()]}{int(figure[0]) + 7}{statement.text[figure.end() :]}"
                statements = [*answer.statements]
                statements[place] = replace(statement, text=text)
                changed += 1
                if not faults_of(replace(answer, statements=tuple(statements)), index.library):
                    unseen.append(text)
    index.library.close()
    assert changed >= 50
    assert not unseen


def fallen(system: SystemResult, by: float) -> list[str]:
    """Measures that are worse than committed by more than this, with the failures there are now."""
    committed = committed_figures("corpus", system.system)
    assert committed is not None, "eval/results/corpus.json has none of this system: run judian eval corpus --save"
    worse = []
    for measure in declared("corpus").measures:
        if measure not in committed or measure not in system.figures:
            continue
        lost = committed[measure] - system.figures[measure]
        if (-lost if measure in LESS_IS_BETTER else lost) > (ROUNDED if measure in NEVER_LESS else by):
            worse.append(f"{measure} {committed[measure]} -> {system.figures[measure]:.4f}")
    return [*worse, *(f"{q.query_id} {q.note}" for q in system.queries if worse and q.note)]


@pytest.mark.slow
@pytest.mark.parametrize("name", [ASK_BY_WORDS, REMOVED_BY_WORDS, SEARCH_BY_WORDS])
def test_by_words_alone_no_measure_is_below_the_committed_one(measured: dict[str, SystemResult], name: str) -> None:
    assert not fallen(measured[name], ROUNDED)


@pytest.mark.slow
@pytest.mark.parametrize("name", [ASK, REMOVED, SEARCH])
def test_with_the_bundled_model_no_measure_is_below_the_committed_one(
    measured: dict[str, SystemResult], name: str
) -> None:
    system = measured[name]
    if system.unavailable:
        pytest.skip(system.unavailable)
    assert not fallen(system, TURNED_OVER)
