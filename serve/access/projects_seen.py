"""Named projects as far as a reader may read what they were made of: they are kept for all who use a library.

Who may not read all of it gets a project without the rest, and keeps it without touching the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from index.clause_index import OpenIndex
from ingest.errors import PolicyError
from qa.compare import compare
from qa.comparing.model import Comparison
from qa.comparing.projects import Project, Remark, open_project, project_names, remove_project, save_project
from qa.keeping.project_files import NoProjectError
from qa.reading.reader import SentenceVectors
from qa.training.projects import (
    TrainingProject,
    open_training_project,
    remove_training_project,
    save_training_project,
    training_project_names,
)

Kept = TypeVar("Kept", Project, TrainingProject)
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class ProjectKind(Generic[Kept]):
    """One kind of named projects, for pages and doors alike."""

    called: str  # as the audit log names them: 比对项目
    names: Callable[[Path], list[str]]
    remove: Callable[[Path, str], None]  # ProjectError where there is none
    _open: Callable[[Path, str], Kept]
    _save: Callable[[Path, Kept], Path]
    _seen: Callable[[Kept, OpenIndex, SentenceVectors | None], Kept]
    _with_closed: Callable[[Kept, Kept, Kept], Kept]

    def read(self, folder: Path, name: str, index: OpenIndex, vectors: SentenceVectors | None = None) -> Kept:
        """The project of this name as far as this reader may read; ProjectError where there is none or it is broken."""
        return self._seen(self._open(folder, name), index, vectors)

    def keep(self, folder: Path, project: Kept, index: OpenIndex, vectors: SentenceVectors | None = None) -> Kept:
        """Keep a project in place of the one of its name, of which this reader changes what they may read and no more.

        Return it as this reader is given it from now on. ProjectError where it cannot be written, and where the one
        before cannot be read by who may not know all that is in it.
        """
        if not index.library.restricted:
            self._save(folder, project)
            return project
        try:
            stored = self._open(folder, project.name)
        except NoProjectError:
            whole = project
        else:
            whole = self._with_closed(project, stored, self._seen(stored, index, vectors))
        self._save(folder, whole)
        return self._seen(whole, index, vectors)


def project_seen(project: Project, index: OpenIndex, vectors: SentenceVectors | None = None) -> Project:
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


def project_with_closed(edited: Project, stored: Project, seen: Project) -> Project:
    """What a person made of the part that they were shown (`seen`), with the rest of the stored project as it is."""
    renamed = _merged(edited.renamed, stored.renamed, seen.renamed, lambda pair: pair[0])
    before, now = {new: old for old, new in stored.renamed}, dict(renamed)

    def moved(remark: Remark) -> Remark:
        """A remark is kept by its row's name as people see it: it goes with the row where that got another one."""
        row = before.get(remark.aspect, remark.aspect)
        return replace(remark, aspect=now.get(row, row))

    closed = [moved(r) for r in stored.remarks if r not in seen.remarks]
    return replace(
        edited,
        clauses=_merged(edited.clauses, stored.clauses, seen.clauses),
        left_out=_merged(edited.left_out, stored.left_out, seen.left_out),
        renamed=renamed,
        hidden=_merged(edited.hidden, stored.hidden, seen.hidden),
        remarks=_merged(edited.remarks, closed, (), lambda r: (r.aspect, r.column)),
    )


def training_project_seen(
    project: TrainingProject, index: OpenIndex, vectors: SentenceVectors | None = None
) -> TrainingProject:
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


def training_project_with_closed(
    edited: TrainingProject, stored: TrainingProject, seen: TrainingProject
) -> TrainingProject:
    """What a person made of the part that they were shown (`seen`), with the rest of the stored project as it is."""
    return replace(
        edited,
        clauses=_merged(edited.clauses, stored.clauses, seen.clauses),
        left_out=_merged(edited.left_out, stored.left_out, seen.left_out),
        own_words=_merged(edited.own_words, stored.own_words, seen.own_words, lambda own: (own.clause_id, own.text)),
    )


COMPARING = ProjectKind(
    "比对项目", project_names, remove_project, open_project, save_project, project_seen, project_with_closed
)
TRAINING = ProjectKind(
    "培训项目",
    training_project_names,
    remove_training_project,
    open_training_project,
    save_training_project,
    training_project_seen,
    training_project_with_closed,
)


def _merged(
    edited: Sequence[Part],
    stored: Sequence[Part],
    seen: Sequence[Part],
    key: Callable[[Part], Hashable] = lambda part: part,
) -> tuple[Part, ...]:
    """What was edited, with the stored parts that were not seen behind those that they stood behind.

    Where both have something under one key, it is what was not seen: nobody changes that without seeing it.
    """
    closed = [part for part in stored if part not in seen]
    keys = {key(part) for part in closed}
    merged = [part for part in edited if key(part) not in keys]
    for part in closed:
        before = stored[: stored.index(part)]
        at = max((merged.index(b) for b in before if b in merged), default=-1)
        merged.insert(at + 1, part)
    return tuple(merged)


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
