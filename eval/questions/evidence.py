"""Whether the evidence stands in the first findings, and which labelled places the findings and citations reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.questions.labels import LabelledAnswer, LabelledQuestion, plain
from index.model import StoredClause
from qa.model import Answer, Finding, SearchResult

DEPTHS = (1, 5, 10)
# What labels call the text outside any clause.
_OUTSIDE_CLAUSES = {"正文", "版头", "落款"}
# Articles are counted through the whole text, so that one is known by its number alone.
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")

Cited = Mapping[str, StoredClause]
"""Clauses by clause_id."""


def evidence_scores(question: LabelledQuestion, findings: Sequence[Finding], cited: Cited) -> dict[str, float]:
    """evidence@k, clause@k and path@k: the evidence in a quote, its clause's text, or the labelled clause among k findings."""
    tests: dict[str, Callable[[LabelledAnswer, Finding, StoredClause | None], bool]] = {
        "evidence": _in_quote,
        "clause": in_clause,
        "path": _at_path,
    }
    scores = {}
    for name, test in tests.items():
        for k in DEPTHS:
            first = findings[:k]
            held = sum(any(test(label, f, cited.get(f.clause_id)) for f in first) for label in question.answers)
            scores[f"{name}@{k}"] = float(held >= question.wanted(k))
    return scores


def findings_recall(question: LabelledQuestion, findings: Sequence[Finding]) -> float | None:
    """Share of the labelled places whose evidence is quoted in any finding; None where one file alone is labelled."""
    if len(question.files) < 2:
        return None
    held = sum(any(_in_quote(label, f, None) for f in findings) for label in question.answers)
    return held / len(question.answers)


def citation_scores(question: LabelledQuestion, answer: Answer, cited: Cited) -> dict[str, float]:
    """Precision over the clauses that the short line cites, recall of labelled places over the clauses of all statements.

    A clause is right where it holds the labelled evidence, or is the labelled one. Who answers the question unlabelled
    counts against the precision: it is a lower bound.
    """
    first = answer.statements[0].citations if answer.statements else ()
    rights = [any(_is_cited(label, c, answer, cited) for label in question.answers) for c in first]
    everywhere = {c for statement in answer.statements for c in statement.citations}
    reached = sum(any(_is_cited(label, c, answer, cited) for c in everywhere) for label in question.answers)
    wanted = len(question.answers) if question.wants_all else 1
    scores = {"citation_recall": min(1.0, reached / wanted)}
    return scores | ({"citation_precision": sum(rights) / len(rights)} if rights else {})


def search_scores(question: LabelledQuestion, results: Sequence[SearchResult]) -> dict[str, float]:
    """Return clause@k for an answerable question: its evidence stands in the text or citation of the first k results."""
    if not question.is_answerable:
        return {}
    scores = {}
    for k in DEPTHS:
        held = sum(any(_is_found(label, result) for result in results[:k]) for label in question.answers)
        scores[f"clause@{k}"] = float(held >= question.wanted(k))
    return scores


def _is_found(label: LabelledAnswer, result: SearchResult) -> bool:
    stored = result.ranked.stored
    files = {Path(file).name for file in (stored.file, *(copy.file for copy in result.copies))}
    return label.file in files and plain(label.evidence) in plain(stored.clause.text + result.citation)


def _is_cited(label: LabelledAnswer, clause_id: str, answer: Answer, cited: Cited) -> bool:
    """Whether a cited clause holds the labelled answer, or a finding of it quotes it: the masthead is in no clause."""
    if any(f.clause_id == clause_id and in_clause(label, f, cited.get(clause_id)) for f in answer.findings):
        return True
    stored = cited.get(clause_id)
    return (
        stored is not None
        and Path(stored.file).name == label.file
        and plain(label.evidence) in plain(stored.clause.text)
    )


def _in_quote(label: LabelledAnswer, finding: Finding, cited: StoredClause | None) -> bool:
    return _of_file(label, finding) and plain(label.evidence) in plain(finding.quote)


def in_clause(label: LabelledAnswer, finding: Finding, cited: StoredClause | None) -> bool:
    """Whether the clause holds the evidence; what stands in the masthead is in no clause, there the quote decides."""
    text = plain(cited.clause.text) if cited else ""
    return _in_quote(label, finding, cited) or (_of_file(label, finding) and plain(label.evidence) in text)


def _at_path(label: LabelledAnswer, finding: Finding, cited: StoredClause | None) -> bool:
    """Whether the finding is of the labelled clause.

    A label may begin with the title of its part of the file, and names a 第X条 without its chapter.
    """
    if not _of_file(label, finding):
        return False
    wanted, found = tuple(map(plain, label.clause_path)), tuple(map(plain, finding.path))
    if cited and cited.document.title and wanted[0] == plain(cited.document.title):
        wanted = wanted[1:]
    if not wanted or wanted[0] in _OUTSIDE_CLAUSES:
        return found[0] in _OUTSIDE_CLAUSES
    if _ARTICLE.match(wanted[0]):
        found = found[-len(wanted) :]
    return found == wanted


def _of_file(label: LabelledAnswer, finding: Finding) -> bool:
    return Path(finding.file).name == label.file
