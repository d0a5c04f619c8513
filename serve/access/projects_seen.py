"""Named projects as far as a reader may read what they were made of: they are kept for all who use a library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.clause_index import OpenIndex
from ingest.errors import PolicyError
from qa.compare import compare
from qa.comparing.model import Comparison
from qa.comparing.projects import Project
from qa.reading.reader import SentenceVectors
from qa.training.projects import TrainingProject


def project_seen(project: Project, index: OpenIndex, vectors: SentenceVectors | None) -> Project:
    """The project without clauses and row names that this reader's library does not have: these are a notice's words."""
    if not index.library.restricted:
        return project
    seen = replace(project, clauses=_there(index, project.clauses), left_out=_there(index, project.left_out))
    if not (project.hidden or project.renamed or project.remarks):
        return seen
    rows, columns = _rows_and_columns(_compared(project, index, vectors))
    renamed = tuple((old, new) for old, new in project.renamed if old in rows)
    named = rows | {new for _, new in renamed}
    return replace(
        seen,
        renamed=renamed,
        hidden=tuple(name for name in project.hidden if name in rows),
        remarks=tuple(r for r in project.remarks if r.aspect in named and r.column in columns),
    )


def training_project_seen(project: TrainingProject, index: OpenIndex) -> TrainingProject:
    """The project without lines of clauses that this reader's library does not have."""
    if not index.library.restricted:
        return project
    named = (*project.clauses, *(n.clause_id for n in project.left_out), *(o.clause_id for o in project.own_words))
    there = frozenset(_there(index, named))
    return replace(
        project,
        clauses=tuple(c for c in project.clauses if c in there),
        left_out=tuple(line for line in project.left_out if line.clause_id in there),
        own_words=tuple(own for own in project.own_words if own.clause_id in there),
    )


def _there(index: OpenIndex, clause_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(c for c in clause_ids if index.library.clause(c) is not None)


def _compared(project: Project, index: OpenIndex, vectors: SentenceVectors | None) -> Comparison | None:
    """What this reader would be shown; None where nothing they may read speaks to the topic."""
    try:
        return compare(
            index, project.topic, project.regions, project.aspects, as_of=project.as_of, sentence_vectors=vectors
        )
    except PolicyError:
        return None


def _rows_and_columns(comparison: Comparison | None) -> tuple[frozenset[str], frozenset[str]]:
    if comparison is None:
        return frozenset(), frozenset()
    return frozenset(row.aspect for row in comparison.rows), frozenset(c.key for c in comparison.columns)
