"""Clause trees against labels: are the clauses the ones that are printed, in their order?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from eval.labelled import json_lines, parse_labelled
from eval.measures import f1
from eval.model import EvalSet, QueryScores, SystemResult
from ingest.markers import marker_at
from ingest.model import Clause, ClauseKind, ParsedFile

BODY_LENGTH = 15
# Between a heading and the text it runs into.
_AFTER_HEADING = "。；;：:．.，,"
_NOT_LISTED = {
    ClauseKind.PREAMBLE,
    ClauseKind.SIGNATURE,
    ClauseKind.HEADING,
    ClauseKind.ITEM,
    ClauseKind.ANNEX,
    ClauseKind.TABLE,
}


@dataclass(frozen=True, slots=True)
class LabelledClause:
    """A clause as the labels have it."""

    path: tuple[str, ...]
    body_start: str  # first 15 characters after the heading, white space removed


@dataclass(frozen=True, slots=True)
class Difference:
    """What of a document's tree is not as labelled."""

    exact: bool  # the sequence of paths is the labelled one
    matched: int
    listed: int  # in the labels
    found: int
    missing: tuple[LabelledClause, ...]
    surplus: tuple[LabelledClause, ...]


def measure_clauses(declared: EvalSet) -> list[SystemResult]:
    """Score every labelled document; F1 is over all clauses of all documents, not a mean of documents."""
    assert declared.topics is not None
    queries: list[QueryScores] = []
    matched = listed = found = 0
    for row in json_lines(declared.topics):
        labels = labelled_clauses(row)
        parsed = parse_labelled(row["file"], declared.documents)
        clauses = listed_clauses(parsed) if isinstance(parsed, ParsedFile) else ()
        difference = compare_trees(clauses, labels)
        matched, listed, found = matched + difference.matched, listed + difference.listed, found + difference.found
        note = parsed if isinstance(parsed, str) else describe(difference)
        queries.append(QueryScores(row["file"], "", _scores(difference), note))
    exact = sum(q.scores["exact"] for q in queries) / len(queries) if queries else 0.0
    precision, recall = _ratio(matched, found), _ratio(matched, listed)
    figures = {"exact": exact, "F1": f1(precision, recall), "P": precision, "R": recall}
    return [SystemResult(system, figures, tuple(queries)) for system in declared.systems]


def labelled_clauses(row: dict[str, Any]) -> tuple[LabelledClause, ...]:
    """Return the clauses of one line of the label file."""
    return tuple(LabelledClause(tuple(c["path"]), c["body_start"]) for c in row["clauses"])


def listed_clauses(parsed: ParsedFile) -> tuple[LabelledClause, ...]:
    """Return the clauses that labels list, of all documents of a file: no preamble, signature, bare chapter, annex."""
    return tuple(_as_label(clause) for clause in _listed(parsed))


def compare_trees(found: Sequence[LabelledClause], labels: Sequence[LabelledClause]) -> Difference:
    """Compare a document's clauses with its labels; a clause that occurs twice must be found twice."""
    left = list(found)
    missing: list[LabelledClause] = []
    for label in labels:
        if label in left:
            left.remove(label)
        else:
            missing.append(label)
    return Difference(
        exact=[c.path for c in found] == [c.path for c in labels],
        matched=len(labels) - len(missing),
        listed=len(labels),
        found=len(found),
        missing=tuple(missing),
        surplus=tuple(left),
    )


def describe(difference: Difference) -> str:
    """Return in Chinese what is missing and what is too much; "" when nothing is wrong."""
    parts = [
        f"{word}「{'/'.join(clauses[0].path)}」（{clauses[0].body_start or '无正文'}）等 {len(clauses)} 条"
        for word, clauses in (("缺", difference.missing), ("多", difference.surplus))
        if clauses
    ]
    if not parts and not difference.exact:
        return "各条都在，顺序不同"
    return "；".join(parts)


def body_start(clause: Clause) -> str:
    """Return the first characters after a clause's heading, white space removed; "" for a heading alone.

    Labels end the text of a 第X条 where its first item （一） begins.
    """
    text = "".join((_before_items(clause.text) if clause.kind is ClauseKind.ARTICLE else clause.text).split())
    heading = "".join((clause.heading or "").split())
    rest = text[len(heading) :] if text.startswith(heading) else text
    return rest.lstrip(_AFTER_HEADING)[:BODY_LENGTH]


def _before_items(text: str) -> str:
    first, *lines = text.split("\n")
    return "".join((first, *takewhile(lambda line: marker_at(line) is None, lines)))


def _listed(parsed: ParsedFile) -> Iterator[Clause]:
    for document in parsed.documents:
        annexes = {c.path[0] for c in document.clauses if c.kind is ClauseKind.ANNEX}
        yield from (c for c in document.clauses if c.kind not in _NOT_LISTED and c.path[0] not in annexes)


def _as_label(clause: Clause) -> LabelledClause:
    return LabelledClause(clause.path, body_start(clause))


def _scores(difference: Difference) -> dict[str, float]:
    precision, recall = _ratio(difference.matched, difference.found), _ratio(difference.matched, difference.listed)
    return {"exact": float(difference.exact), "F1": f1(precision, recall), "P": precision, "R": recall}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
