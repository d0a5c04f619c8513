"""The questions over our own notices: labels that stand in the files, and answers no worse than the committed ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.declared import chosen_sets, declared_sets
from eval.labelled import document_files
from eval.model import EvalSet, SetResult, SystemResult
from eval.questions import ASK, ASK_BY_WORDS, measure_questions, read_questions
from eval.results import changes_since, committed_figures
from ingest.documents import parse_file
from ingest.model import ParsedFile

SHARED_QUESTIONS = Path(__file__).resolve().parents[2].parent / "shared" / "dev" / "questions.jsonl"
# What the processor's own arithmetic may turn over in 8-bit vectors; words alone are exact.
TURNED_OVER = 0.05


def corpus() -> EvalSet:
    return chosen_sets("corpus", declared_sets())[0]


def topics() -> Path:
    path = corpus().topics
    assert path is not None
    return path


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def notices() -> dict[str, ParsedFile]:
    return {p.name: parse_file(p) for p in document_files(corpus().documents)}


def test_there_are_enough_questions_of_many_kinds() -> None:
    questions = read_questions(topics())
    kinds = Counter(q.kind for q in questions)
    assert sum(q.is_answerable for q in questions) >= 40
    assert kinds["unanswerable"] >= 5
    assert len(kinds) >= 10
    assert len({q.question_id for q in questions}) == len({q.question for q in questions}) == len(questions)


def test_every_evidence_stands_in_its_labelled_clause(notices: dict[str, ParsedFile]) -> None:
    for question in read_questions(topics()):
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


def test_our_questions_are_not_worded_like_those_we_are_measured_by() -> None:
    if not SHARED_QUESTIONS.is_file():
        pytest.skip("the real questions are not beside this checkout")
    theirs = {q.question for q in read_questions(SHARED_QUESTIONS)}
    assert not theirs.intersection(q.question for q in read_questions(topics()))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SystemResult]:
    systems, _ = measure_questions(corpus(), lambda words: None, tmp_path_factory.mktemp("corpus") / "library")
    return {s.system: s for s in systems}


def losses(system: SystemResult) -> list[str]:
    declared = corpus()
    changes = changes_since(SetResult(declared.name, declared.title, declared.measures, (system,)))
    assert changes is not None, "eval/results/corpus.json is missing: run judian eval corpus --save"
    return [f"{c.query_id} {c.measure} {c.before} -> {c.after}" for c in changes if not c.is_gain]


@pytest.mark.slow
def test_by_words_alone_no_question_is_answered_worse_than_committed(measured: dict[str, SystemResult]) -> None:
    assert not losses(measured[ASK_BY_WORDS])


@pytest.mark.slow
def test_with_the_bundled_model_answers_are_no_worse_than_committed(measured: dict[str, SystemResult]) -> None:
    system = measured[ASK]
    if system.unavailable:
        pytest.skip(system.unavailable)
    committed = committed_figures("corpus", ASK)
    assert committed is not None
    for measure in ("evidence@1", "evidence@5", "answered", "refused"):
        assert system.figures[measure] >= committed[measure] - TURNED_OVER, losses(system)
