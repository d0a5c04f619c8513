"""Questions asked of a library: does the evidence stand in the first findings, and is a plain no given where none is?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.labelled import document_files, json_lines
from eval.measures import mean_scores, percentile
from eval.model import EvalSet, QueryScores, SystemResult
from eval.retrieval import NO_VECTORS
from index.bundled_model import cache_folder
from index.clause_index import OpenIndex, open_index
from index.embedding import NO_MODEL
from index.library import Library
from index.model import Outcome, StoredClause
from index.schema import SCHEMA_VERSION
from index.update import ingest_paths
from qa.answer import ask
from qa.model import Answer, AnswerOutcome, Finding, SearchResult
from qa.search import search

Tell = Callable[[str], None]

ASK, ASK_BY_WORDS = "ask", "ask-words"
SEARCH, SEARCH_BY_WORDS = "search", "search-words"
_BY_WORDS = {ASK_BY_WORDS, SEARCH_BY_WORDS}
# Kinds of question to which every listed answer is wanted; elsewhere any one is enough.
_ALL_WANTED = {"cross_document", "version_conflict"}
# What labels call the text outside any clause.
_OUTSIDE_CLAUSES = {"正文", "版头", "落款"}
# Marks of Markdown that evidence does not count, nor white space.
_NOT_COUNTED = str.maketrans("", "", "#*")
# Articles are counted through the whole text, so that one is known by its number alone.
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")
_DEPTHS = (1, 5, 10)
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """One place that answers a question."""

    file: str
    clause_path: tuple[str, ...]
    evidence: str  # verbatim from the document
    answer: str


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with every place that answers it; with none, the documents do not say."""

    question_id: str
    question: str
    kind: str
    answers: tuple[LabelledAnswer, ...]

    @property
    def is_answerable(self) -> bool:
        """Whether some document says it."""
        return bool(self.answers)

    def wanted(self, k: int) -> int:
        """How many of the answers k findings must hold."""
        return min(k, len(self.answers)) if self.kind in _ALL_WANTED else 1


def measure_questions(
    declared: EvalSet, tell: Tell, library: Path | None = None
) -> tuple[list[SystemResult], tuple[str, ...]]:
    """Score every question under every system; also return what is to be said of the run.

    The documents are read anew each time; vectors of texts that did not change are kept in the user's cache.
    """
    assert declared.topics is not None
    questions = read_questions(declared.topics)
    folder = library or cache_folder() / "eval" / declared.name / f"library-{SCHEMA_VERSION}"
    tell("  读入文件")
    ingest_paths(document_files(declared.documents), folder, reread=True)
    results = []
    notes: tuple[str, ...] = ()
    for system in declared.systems:
        index = open_index(folder, NO_MODEL if system in _BY_WORDS else None)
        try:
            if system not in _BY_WORDS and index.embedder is None:
                results.append(SystemResult(system, {}, unavailable=NO_VECTORS))
                continue
            unread = unread_files(index.library)
            measured = _searched if system in (SEARCH, SEARCH_BY_WORDS) else _measured
            results.append(measured(system, index, questions, unread))
            notes = _notes(questions, unread)
        finally:
            index.library.close()
    return results, notes


def read_questions(path: Path) -> list[LabelledQuestion]:
    """Return the questions of a JSON Lines file: id, question, kind, answers (file, clause_path, evidence, answer)."""
    return [
        LabelledQuestion(row["id"], row["question"], row["kind"], tuple(map(_labelled_answer, row["answers"])))
        for row in json_lines(path)
    ]


def score_answer(question: LabelledQuestion, answer: Answer, cited: Mapping[str, StoredClause]) -> dict[str, float]:
    """Return measure -> score; every measure is better when higher.

    Answerable: evidence@k, the evidence stands in a quote of the first k findings; clause@k, in the text of their
    clauses; path@k, a finding is of the labelled clause; answered, no false refusal. Otherwise: refused. `cited` holds
    the clauses of the findings by clause_id.
    """
    refused = answer.outcome is AnswerOutcome.NOT_FOUND
    if not question.is_answerable:
        return {"refused": float(refused)}
    scores = {}
    holds = {"evidence": _in_quote, "clause": _in_clause, "path": _at_path}
    for name, test in holds.items():
        for k in _DEPTHS:
            first = answer.findings[:k]
            held = sum(any(test(label, f, cited.get(f.clause_id)) for f in first) for label in question.answers)
            scores[f"{name}@{k}"] = float(held >= question.wanted(k))
    return scores | {"answered": float(not refused)}


def score_results(question: LabelledQuestion, results: Sequence[SearchResult]) -> dict[str, float]:
    """Return clause@k for an answerable question: its evidence stands in the text or citation of the first k results."""
    if not question.is_answerable:
        return {}
    scores = {}
    for k in _DEPTHS:
        held = sum(any(_is_found(label, result) for result in results[:k]) for label in question.answers)
        scores[f"clause@{k}"] = float(held >= question.wanted(k))
    return scores


def _is_found(label: LabelledAnswer, result: SearchResult) -> bool:
    stored = result.ranked.stored
    files = {Path(file).name for file in (stored.file, *(copy.file for copy in result.copies))}
    return label.file in files and _plain(label.evidence) in _plain(stored.clause.text + result.citation)


def unread_files(library: Library) -> dict[str, str]:
    """Return name -> reason of the files that are not in the library under any folder."""
    files = library.files()
    read = {Path(f.file).name for f in files if f.documents}
    refused = (f for f in files if f.outcome in (Outcome.FAILED, Outcome.REFUSED))
    return {Path(f.file).name: f.error or "" for f in refused if Path(f.file).name not in read}


def _measured(
    system: str, index: OpenIndex, questions: Sequence[LabelledQuestion], unread: Mapping[str, str]
) -> SystemResult:
    ask(index, questions[0].question)  # a first one loads what later ones find loaded
    scored, times = [], []
    for question in questions:
        answer = ask(index, question.question)
        times.append(answer.milliseconds)
        scores = score_answer(question, answer, _cited(index.library, answer.findings))
        scored.append(QueryScores(question.question_id, question.kind, scores, _note(question, answer, scores, unread)))
    return _result_of(system, scored, times)


def _searched(
    system: str, index: OpenIndex, questions: Sequence[LabelledQuestion], unread: Mapping[str, str]
) -> SystemResult:
    search(index, questions[0].question)
    scored, times = [], []
    for question in questions:
        found = search(index, question.question, k=max(_DEPTHS))
        times.append(found.milliseconds)
        scores = score_results(question, found.results)
        label = next(iter(question.answers), None)
        missed = label is not None and not scores[f"clause@{max(_DEPTHS)}"]
        note = f"应见 {label.file}「{_cut(label.evidence)}」" if label and missed else ""
        scored.append(QueryScores(question.question_id, question.kind, scores, note))
    return _result_of(system, scored, times)


def _result_of(system: str, scored: Sequence[QueryScores], times: Sequence[float]) -> SystemResult:
    groups = {
        kind: mean_scores([q.scores for q in scored if q.group == kind]) for kind in sorted({q.group for q in scored})
    }
    timings = {"p50 ms": percentile(times, 50), "p95 ms": percentile(times, 95)}
    return SystemResult(system, mean_scores([q.scores for q in scored]), tuple(scored), groups, timings)


def _cited(library: Library, findings: Sequence[Finding]) -> dict[str, StoredClause]:
    clauses = {f.clause_id: library.clause(f.clause_id) for f in findings[: max(_DEPTHS)]}
    return {clause_id: stored for clause_id, stored in clauses.items() if stored is not None}


def _in_quote(label: LabelledAnswer, finding: Finding, cited: StoredClause | None) -> bool:
    return _of_file(label, finding) and _plain(label.evidence) in _plain(finding.quote)


def _in_clause(label: LabelledAnswer, finding: Finding, cited: StoredClause | None) -> bool:
    """Whether the clause holds the evidence; what stands in the masthead is in no clause, there the quote decides."""
    text = _plain(cited.clause.text) if cited else ""
    return _in_quote(label, finding, cited) or (_of_file(label, finding) and _plain(label.evidence) in text)


def _at_path(label: LabelledAnswer, finding: Finding, cited: StoredClause | None) -> bool:
    """Whether the finding is of the labelled clause.

    A label may begin with the title of its part of the file, and names a 第X条 without its chapter.
    """
    if not _of_file(label, finding):
        return False
    wanted, found = tuple(map(_plain, label.clause_path)), tuple(map(_plain, finding.path))
    if cited and cited.document.title and wanted[0] == _plain(cited.document.title):
        wanted = wanted[1:]
    if not wanted or wanted[0] in _OUTSIDE_CLAUSES:
        return found[0] in _OUTSIDE_CLAUSES
    if _ARTICLE.match(wanted[0]):
        found = found[-len(wanted) :]
    return found == wanted


def _of_file(label: LabelledAnswer, finding: Finding) -> bool:
    return Path(finding.file).name == label.file


def _plain(text: str) -> str:
    return "".join(text.translate(_NOT_COUNTED).split())


def _note(question: LabelledQuestion, answer: Answer, scores: Mapping[str, float], unread: Mapping[str, str]) -> str:
    """Return in Chinese what went wrong with a question; "" when the evidence is in the first finding."""
    first = answer.findings[0] if answer.findings else None
    shown = f"首条是{first.citation}「{_cut(first.quote)}」" if first else "没有找到"
    if not question.is_answerable:
        return "" if scores["refused"] else f"应答未找到，{shown}"
    if scores["evidence@1"] and scores["evidence@5"]:
        return ""
    label = question.answers[0]
    wanted = f"应见 {label.file} {'/'.join(label.clause_path)}「{_cut(label.evidence)}」，{shown}"
    if all(a.file in unread for a in question.answers):
        return f"{wanted}（这个文件读不了）"
    return wanted


def _notes(questions: Sequence[LabelledQuestion], unread: Mapping[str, str]) -> tuple[str, ...]:
    lost = [q.question_id for q in questions if q.answers and all(a.file in unread for a in q.answers)]
    said = [f"读不了：{reason}" for reason in unread.values()]
    if lost:
        said.append(f"答案只在读不了的文件里，计为未答出：{'、'.join(lost)}")
    return tuple(said)


def _cut(text: str) -> str:
    text = "".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _labelled_answer(row: Mapping[str, Any]) -> LabelledAnswer:
    return LabelledAnswer(row["file"], tuple(row["clause_path"]), row["evidence"], row.get("answer", ""))
