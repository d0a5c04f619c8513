"""What is measured and what came out: sets declared as data, systems, figures, scores of single queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

Scores = Mapping[str, float]
"""Measure -> score, 0..1."""

LESS_IS_BETTER = frozenset({"wrong_figure", "wrong_region", "expired_citation", "dropped_right", "calibration_error"})
"""Measures that count what is wrong; of all others more is better."""


class SetKind(StrEnum):
    """What a set asks of the program."""

    CLAUSES = "clauses"  # clause trees against labels
    METADATA = "metadata"  # masthead fields against labels
    COVERAGE = "coverage"  # every character accounted for
    RETRIEVAL = "retrieval"  # articles ranked for a query, against qrels
    QUANTITIES = "quantities"  # figures read from labelled sentences
    ASKED = "asked"  # what is read from questions, against labels
    QUESTIONS = "questions"  # questions answered with evidence, or refused
    CELLS = "cells"  # topics laid side by side, against the clauses that a careful reader lists


@dataclass(frozen=True, slots=True)
class EvalSet:
    """One declared set; its topics and documents may lie outside the project and be missing."""

    name: str
    kind: SetKind
    title: str  # Chinese, for people
    topics: Path | None  # questions or labels; None for coverage, which needs none
    documents: tuple[Path, ...]  # files and folders
    systems: tuple[str, ...]
    measures: tuple[str, ...]  # in the order printed; the first one decides
    passages: Path | None = None  # retrieval: the articles
    qrels: Path | None = None  # retrieval: TREC qrels
    groups: str | None = (
        None  # retrieval: figures of "parity" (even and odd query ids) or "folds 5" (id modulo 5) as well
    )
    stores_queries: bool = True  # whether the scores of single queries are kept with the results

    def missing(self) -> tuple[Path, ...]:
        """Files and folders that the set needs and that are not there."""
        needed = (self.topics, self.passages, self.qrels, *self.documents)
        return tuple(p for p in needed if p is not None and not p.exists())


@dataclass(frozen=True, slots=True)
class QueryScores:
    """One query of a set (a question, a labelled document) under one system."""

    query_id: str
    group: str  # kind of question; "" where a set has no groups
    scores: Scores
    note: str = ""  # what is wrong, for people; never stored, for it may quote a document


@dataclass(frozen=True, slots=True)
class Reliability:
    """Answers whose confidence lies in one range: how sure they were and how many were right."""

    low: float
    high: float
    answers: int
    confidence: float  # mean
    right: float  # share


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system over all queries of a set."""

    system: str
    figures: Scores  # over all queries
    queries: tuple[QueryScores, ...] = ()
    groups: Mapping[str, Scores] = field(default_factory=dict)  # the same over the queries of each group
    timings: Scores = field(default_factory=dict)  # milliseconds; not compared, for they are the machine's
    unavailable: str | None = None  # why this system could not be measured here
    reliability: tuple[Reliability, ...] = ()  # questions: by the answers' own confidence


@dataclass(frozen=True, slots=True)
class Change:
    """A query whose score is not what the last committed results have."""

    system: str
    query_id: str
    measure: str
    before: float
    after: float

    @property
    def is_gain(self) -> bool:
        """Whether it went the better way."""
        return (self.after < self.before) if self.measure in LESS_IS_BETTER else (self.after > self.before)


@dataclass(frozen=True, slots=True)
class SetResult:
    """One set measured, or why it was not."""

    name: str
    title: str
    measures: tuple[str, ...]
    systems: tuple[SystemResult, ...] = ()
    stores_queries: bool = True
    skipped: str | None = None  # why nothing was measured
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] | None = None  # None: there are no committed results to compare with
    seconds: float = 0.0
