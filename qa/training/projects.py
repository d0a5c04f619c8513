"""Named training projects: what a person chose, left out and reworded of a pack, kept in the library's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from qa.keeping.project_files import FOLDER, ProjectFiles, texts
from qa.training.manifest import manifest_of
from qa.training.model import FaqEntry, KeyPoint, TrainingPack

_FILES = ProjectFiles(f"{FOLDER}/training", "培训项目")
_FORM = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a pack told by what it says, since its number may change with the library."""

    part: str  # 讲义, 口径表, 问答, 题库
    clause_id: str  # of the first clause it rests on
    text: str  # as the pack has it


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A person's words in place of a key point's; the clause stays the same."""

    clause_id: str
    text: str  # as the pack has it
    words: str


@dataclass(frozen=True, slots=True)
class TrainingProject:
    """A choice with a name."""

    name: str
    topic: str  # "" where clauses are chosen
    clauses: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    as_of: date | None = None
    questions: int = 40
    seed: int = 0
    left_out: tuple[Line, ...] = ()
    own_words: tuple[OwnWords, ...] = ()


def lines_of(pack: TrainingPack) -> tuple[Line, ...]:
    """Every line that can be left out, in printed order."""
    points = [_of_point(p) for p in pack.points]
    figures = [Line("口径表", f.statement.basis.clause_id, f"{f.subject}：{f.value}") for f in pack.figures]
    faq = [_of_entry(e) for e in pack.faq]
    questions = [Line("题库", q.statement.basis.clause_id, q.stem) for q in pack.questions]
    return (*points, *figures, *faq, *questions)


def _of_point(point: KeyPoint) -> Line:
    return Line("讲义", point.statement.basis.clause_id, point.text)


def _of_entry(entry: FaqEntry) -> Line:
    return Line("问答", next((s.basis.clause_id for s in entry.lines), ""), entry.question)


def edited_pack(project: TrainingProject, pack: TrainingPack) -> TrainingPack:
    """The pack as the person left it; lines of the project that the pack no longer has are noted."""
    if not (project.left_out or project.own_words):
        return pack
    out = frozenset(project.left_out)
    words = {(own.clause_id, own.text): own.words for own in project.own_words}
    kept = {line for line in lines_of(pack) if line not in out}
    themes = tuple(
        replace(theme, points=points)
        for theme in pack.themes
        if (points := tuple(_reworded(p, words) for p in theme.points if _of_point(p) in kept))
    )
    figures = tuple(
        f for f in pack.figures if Line("口径表", f.statement.basis.clause_id, f"{f.subject}：{f.value}") in kept
    )
    faq = tuple(e for e in pack.faq if _of_entry(e) in kept)
    questions = tuple(q for q in pack.questions if Line("题库", q.statement.basis.clause_id, q.stem) in kept)
    manifest = manifest_of(pack.topic, pack.made_on, themes, figures, faq, questions)
    used = {c.clause_id for c in manifest.clauses}
    sources = tuple(
        replace(s, clause_ids=ids) for s in pack.sources if (ids := tuple(c for c in s.clause_ids if c in used))
    )
    return replace(
        pack,
        themes=themes,
        figures=figures,
        faq=faq,
        questions=questions,
        sources=sources,
        manifest=manifest,
        notes=(*pack.notes, *_gone(project, pack)),
    )


def _reworded(point: KeyPoint, words: dict[tuple[str, str], str]) -> KeyPoint:
    own = words.get((point.statement.basis.clause_id, point.text))
    return point if own is None else replace(point, text=own, replaced=point.text)


def _gone(project: TrainingProject, pack: TrainingPack) -> tuple[str, ...]:
    """Words of the person's that no line of this pack takes any more: said, never lost in silence."""
    there = {(p.statement.basis.clause_id, p.text) for theme in pack.themes for p in theme.points}
    return tuple(
        f"改写过的要点“{own.words}”这次没有原来的句子，没有列入，请核对"
        for own in project.own_words
        if (own.clause_id, own.text) not in there
    )


def without_line(project: TrainingProject, line: Line) -> TrainingProject:
    """The project with a line left out."""
    return replace(project, left_out=tuple(dict.fromkeys((*project.left_out, line))))


def with_line(project: TrainingProject, line: Line) -> TrainingProject:
    """The project with a line that was left out taken back."""
    return replace(project, left_out=tuple(out for out in project.left_out if out != line))


def reworded(project: TrainingProject, clause_id: str, text: str, words: str) -> TrainingProject:
    """The project with the person's own words in place of a key point's text; "" or the text itself gives it back."""
    others = tuple(own for own in project.own_words if (own.clause_id, own.text) != (clause_id, text))
    words = " ".join(words.split())
    return replace(project, own_words=others if words in ("", text) else (*others, OwnWords(clause_id, text, words)))


def training_project_names(folder: Path) -> list[str]:
    """The names of a library's training projects, sorted."""
    return _FILES.names(folder)


def open_training_project(folder: Path, name: str) -> TrainingProject:
    """The project of this name; ProjectError where there is none or its file is broken."""
    return _FILES.read(folder, name, _made_of)


def _made_of(kept: Mapping[str, Any]) -> TrainingProject:
    return TrainingProject(
        name=str(kept["name"]),
        topic=str(kept["topic"]),
        clauses=texts(kept["clauses"]),
        regions=texts(kept["regions"]),
        as_of=date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        questions=int(kept["questions"]),
        seed=int(kept["seed"]),
        left_out=tuple(Line(*texts(line)) for line in kept["left_out"]),
        own_words=tuple(OwnWords(*texts(own)) for own in kept["own_words"]),
    )


def save_training_project(folder: Path, project: TrainingProject) -> Path:
    """Keep a project, whole or not at all; one of the same name is replaced. ProjectError where it cannot be written."""
    kept = {
        "form": _FORM,
        "name": project.name,
        "topic": project.topic,
        "clauses": list(project.clauses),
        "regions": list(project.regions),
        "as_of": project.as_of.isoformat() if project.as_of else None,
        "questions": project.questions,
        "seed": project.seed,
        "left_out": [[line.part, line.clause_id, line.text] for line in project.left_out],
        "own_words": [[own.clause_id, own.text, own.words] for own in project.own_words],
    }
    return _FILES.write(folder, project.name, kept)


def remove_training_project(folder: Path, name: str) -> None:
    """Forget a project; ProjectError where there is none."""
    _FILES.remove(folder, name)
