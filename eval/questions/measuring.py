"""Labelled questions asked of a library, under each system of a set."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.labelled import document_files
from eval.measures import mean_scores, percentile
from eval.model import EvalSet, QueryScores, Reliability, SystemResult
from eval.questions.evidence import DEPTHS, search_scores
from eval.questions.judging import Judged, judge
from eval.questions.labels import LabelledQuestion, read_questions
from eval.questions.refusal import Refusal, calibration_error, refusal_scores, reliability
from eval.questions.removal import files_that_answer, index_without, texts_of
from eval.questions.stages import Loss, lost_at
from eval.retrieval import NO_VECTORS
from index.bundled_model import cache_folder
from index.clause_index import OpenIndex, open_index
from index.embedding import NO_MODEL
from index.library import Library
from index.model import Outcome
from index.schema import SCHEMA_VERSION
from index.update import ingest_paths
from qa.answer import ask, vectors_for
from qa.model import Answer, AnswerOutcome
from qa.search import search

Tell = Callable[[str], None]

ASK, ASK_BY_WORDS = "ask", "ask-words"
SEARCH, SEARCH_BY_WORDS = "search", "search-words"
REMOVED, REMOVED_BY_WORDS = "removed", "removed-words"
BATCH = "batch"
SYSTEMS = (ASK, ASK_BY_WORDS, REMOVED, REMOVED_BY_WORDS, SEARCH, SEARCH_BY_WORDS, BATCH)
_BY_WORDS = {ASK_BY_WORDS, SEARCH_BY_WORDS, REMOVED_BY_WORDS}
WITHOUT_ITS_FILES = "removed"
"""Group of the answerable questions asked again of a library without the files that answer them."""


def measure_questions(
    declared: EvalSet, tell: Tell, library: Path | None = None, *, as_it_is: bool = False, only: Sequence[str] = ()
) -> tuple[list[SystemResult], tuple[str, ...]]:
    """Score every question under every system; also return what is to be said of the run.

    The documents are read anew each time, unless the library is taken as it is; vectors of texts that did not change
    are kept in the user's cache. `only`: these systems alone.
    """
    assert declared.topics is not None
    questions = read_questions(declared.topics)
    folder = library or cache_folder() / "eval" / declared.name / f"library-{SCHEMA_VERSION}"
    if not as_it_is:
        tell("  读入文件")
        ingest_paths(document_files(declared.documents), folder, reread=True)
    results = []
    notes: tuple[str, ...] = ()
    for system in only or declared.systems:
        tell(f"  {system}")
        with _opened(folder, by_words=system in _BY_WORDS) as index:
            if system not in _BY_WORDS and index.embedder is None:
                results.append(SystemResult(system, {}, unavailable=NO_VECTORS))
                continue
            results.append(_result_of(system, folder, index, questions))
            notes = _notes(questions, unread_files(index.library))
    return results, notes


@contextmanager
def _opened(folder: Path, *, by_words: bool) -> Iterator[OpenIndex]:
    index = open_index(folder, NO_MODEL if by_words else None)
    try:
        yield index
    finally:
        index.library.close()


def _result_of(system: str, folder: Path, index: OpenIndex, questions: Sequence[LabelledQuestion]) -> SystemResult:
    if system in (SEARCH, SEARCH_BY_WORDS):
        return _searched(system, index, questions)
    if system == BATCH:
        return _run_in_batch(folder, questions)
    judged = ask_all(index, questions)
    if system in (REMOVED, REMOVED_BY_WORDS):
        return _refusals(system, judged, ask_without_files(folder, index, questions))
    return answers_measured(system, judged)


def ask_all(index: OpenIndex, questions: Sequence[LabelledQuestion]) -> list[Judged]:
    """Ask each question and judge its answer; a first one is asked twice, to load what later ones find loaded."""
    today, vectors = date.today(), vectors_for(index)

    def answer(question: LabelledQuestion) -> Answer:
        return ask(index, question.question, regions=question.regions, sentence_vectors=vectors)

    for question in questions[:1]:
        answer(question)
    return [judge(question, answer(question), index.library, today) for question in questions]


def ask_without_files(folder: Path, index: OpenIndex, questions: Sequence[LabelledQuestion]) -> list[Judged]:
    """Ask each answerable question of a library that never had the files which hold an answer: a plain no is due."""
    texts = texts_of(index.library)
    groups: dict[frozenset[str], list[LabelledQuestion]] = {}
    for question in questions:
        if not question.is_refused_rightly:
            groups.setdefault(files_that_answer(question, texts), []).append(question)
    judged = []
    for files, of_files in groups.items():
        with index_without(folder, files, index.embedder) as rest:
            judged += ask_all(rest, [unanswerable(question) for question in of_files])
    places = {question.question_id: place for place, question in enumerate(questions)}
    return sorted(judged, key=lambda j: places[j.question.question_id])


def unanswerable(question: LabelledQuestion) -> LabelledQuestion:
    """The question where no document answers it; what was never to be said stays so."""
    return replace(question, answers=(), says=(), outcome=AnswerOutcome.NOT_FOUND)


def answers_measured(system: str, judged: Sequence[Judged]) -> SystemResult:
    """Figures over all questions and over each kind, refusals and the reliability of the confidence."""
    scored = [QueryScores(j.question.question_id, j.question.kind, j.scores, j.described()) for j in judged]
    refusals = [Refusal(j.question.is_refused_rightly, j.is_refused) for j in judged]
    sure = [(j.answer.confidence, j.is_right) for j in judged if j.answer.confidence is not None]
    curve = reliability(sure)
    extra = refusal_scores(refusals) | ({"calibration_error": calibration_error(curve)} if curve else {})
    return _in_groups(system, scored, [j.answer.milliseconds for j in judged], extra, curve)


def _refusals(system: str, asked: Sequence[Judged], again: Sequence[Judged]) -> SystemResult:
    """Refusals over the questions as they are and over those whose files are gone, which go by their own id."""
    kept = ("refused", "answered", "wrong_figure")
    scored = [
        QueryScores(
            j.question.question_id, j.question.kind, {m: s for m, s in j.scores.items() if m in kept}, _refusal_note(j)
        )
        for j in asked
    ]
    scored += [
        QueryScores(
            f"{j.question.question_id}-{WITHOUT_ITS_FILES}",
            WITHOUT_ITS_FILES,
            {"refused": float(j.is_refused), "wrong_figure": j.scores["wrong_figure"]},
            j.described(),
        )
        for j in again
    ]
    refusals = [Refusal(j.question.is_refused_rightly, j.is_refused) for j in (*asked, *again)]
    return _in_groups(system, scored, [j.answer.milliseconds for j in again], refusal_scores(refusals))


def _refusal_note(judged: Judged) -> str:
    return judged.described() if judged.is_refused is not judged.question.is_refused_rightly else ""


def _searched(system: str, index: OpenIndex, questions: Sequence[LabelledQuestion]) -> SystemResult:
    search(index, questions[0].question)
    scored, times = [], []
    for question in questions:
        found = search(index, question.question, k=max(DEPTHS))
        times.append(found.milliseconds)
        scores = search_scores(question, found.results)
        label = next(iter(question.answers), None)
        missed = label is not None and not scores[f"clause@{max(DEPTHS)}"]
        note = f"{question.question} 应见 {label.file}「{label.evidence}」" if label and missed else ""
        scored.append(QueryScores(question.question_id, question.kind, scores, note))
    return _in_groups(system, scored, times)


def _run_in_batch(folder: Path, questions: Sequence[LabelledQuestion]) -> SystemResult:
    """How long `judian ask --batch` takes for all questions, from its start to its end; figures: a line for each."""
    with TemporaryDirectory(prefix="judian-eval-") as place:
        asked = Path(place) / "questions.txt"
        asked.write_text("".join(f"{q.question}\n" for q in questions), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "serve.cli",
            "ask",
            "--batch",
            str(asked),
            "--json-lines",
            "--library",
            str(folder),
        ]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        seconds = time.perf_counter() - started
    if done.returncode:
        return SystemResult(BATCH, {}, unavailable=done.stderr.strip() or f"退出码 {done.returncode}")
    lines = len(done.stdout.splitlines())
    return SystemResult(BATCH, {"answered": lines / len(questions)}, timings={"batch s": seconds})


def _in_groups(
    system: str,
    scored: Sequence[QueryScores],
    times: Sequence[float],
    extra: Mapping[str, float] | None = None,
    curve: tuple[Reliability, ...] = (),
) -> SystemResult:
    groups = {
        kind: mean_scores([q.scores for q in scored if q.group == kind]) for kind in sorted({q.group for q in scored})
    }
    timings = {"p50 ms": percentile(times, 50), "p95 ms": percentile(times, 95)}
    figures = mean_scores([q.scores for q in scored]) | dict(extra or {})
    return SystemResult(system, figures, tuple(scored), groups, timings, reliability=curve)


def lost_stages(declared: EvalSet, library: Path | None = None) -> list[tuple[str, Loss]]:
    """Question id -> stage of every question that fails under `ask`; as for `measure_questions`."""
    assert declared.topics is not None
    questions = read_questions(declared.topics)
    folder = library or cache_folder() / "eval" / declared.name / f"library-{SCHEMA_VERSION}"
    if library is None:
        ingest_paths(document_files(declared.documents), folder, reread=True)
    with _opened(folder, by_words=False) as index:
        found = [(m.question.question_id, lost_at(m, index)) for m in ask_all(index, questions)]
    return [(question_id, loss) for question_id, loss in found if loss is not None]


def unread_files(library: Library) -> dict[str, str]:
    """Return name -> reason of the files that are not in the library under any folder."""
    files = library.files()
    read = {Path(f.file).name for f in files if f.documents}
    refused = (f for f in files if f.outcome in (Outcome.FAILED, Outcome.REFUSED))
    return {Path(f.file).name: f.error or "" for f in refused if Path(f.file).name not in read}


def _notes(questions: Sequence[LabelledQuestion], unread: Mapping[str, str]) -> tuple[str, ...]:
    lost = [q.question_id for q in questions if q.answers and all(a.file in unread for a in q.answers)]
    said = [f"读不了：{reason}" for reason in unread.values()]
    if lost:
        said.append(f"答案只在读不了的文件里，计为未答出：{'、'.join(lost)}")
    return tuple(said)
