"""Named projects: what a person chose and edited of a comparison, kept in the library's folder and opened by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from qa.comparing.model import Cell, Comparison, Row
from qa.keeping.project_files import FOLDER, ProjectFiles, texts

_FILES = ProjectFiles(FOLDER, "项目")
_FORM = 1


@dataclass(frozen=True, slots=True)
class Remark:
    """A person's own words to a cell; never printed as if a notice said them."""

    aspect: str  # the row's name as the person sees it
    column: str  # Column.key
    text: str


@dataclass(frozen=True, slots=True)
class Project:
    """A choice with a name."""

    name: str
    topic: str
    regions: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()  # rows named by the person; (): they come from the clauses
    as_of: date | None = None
    clauses: tuple[str, ...] = ()  # clause_ids chosen: nothing else is shown; (): all
    left_out: tuple[str, ...] = ()  # clause_ids that are not shown
    renamed: tuple[tuple[str, str], ...] = ()  # (name out of the clauses, the person's name) of rows
    hidden: tuple[str, ...] = ()  # rows, by the name out of the clauses, that are not shown
    remarks: tuple[Remark, ...] = field(default=())


def project_names(folder: Path) -> list[str]:
    """The names of a library's projects, sorted."""
    return _FILES.names(folder)


def open_project(folder: Path, name: str) -> Project:
    """The project of this name; ProjectError where there is none or its file is broken."""
    return _FILES.read(folder, name, _made_of)


def _made_of(kept: Mapping[str, Any]) -> Project:
    return Project(
        name=str(kept["name"]),
        topic=str(kept["topic"]),
        regions=texts(kept["regions"]),
        aspects=texts(kept["aspects"]),
        as_of=date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        clauses=texts(kept["clauses"]),
        left_out=texts(kept["left_out"]),
        renamed=tuple((str(old), str(new)) for old, new in kept["renamed"]),
        hidden=texts(kept["hidden"]),
        remarks=tuple(Remark(str(r["aspect"]), str(r["column"]), str(r["text"])) for r in kept["remarks"]),
    )


def save_project(folder: Path, project: Project) -> Path:
    """Keep a project, whole or not at all; one of the same name is replaced. ProjectError where it cannot be written."""
    kept = {
        "form": _FORM,
        "name": project.name,
        "topic": project.topic,
        "regions": list(project.regions),
        "aspects": list(project.aspects),
        "as_of": project.as_of.isoformat() if project.as_of else None,
        "clauses": list(project.clauses),
        "left_out": list(project.left_out),
        "renamed": [list(pair) for pair in project.renamed],
        "hidden": list(project.hidden),
        "remarks": [{"aspect": r.aspect, "column": r.column, "text": r.text} for r in project.remarks],
    }
    return _FILES.write(folder, project.name, kept)


def remove_project(folder: Path, name: str) -> None:
    """Forget a project; ProjectError where there is none."""
    _FILES.remove(folder, name)


def applied(project: Project, comparison: Comparison) -> Comparison:
    """The comparison as the person left it: clauses chosen, rows hidden and renamed; what no longer fits is noted."""
    notes: list[str] = []
    there = {row.aspect for row in comparison.rows}
    gone = [old for old in (*(old for old, _ in project.renamed), *project.hidden) if old not in there]
    notes += [f"项目里的行“{name}”这次没有，资料库可能已有变化" for name in dict.fromkeys(gone)]
    found = {c for row in comparison.rows for cell in row.cells for c in cell.clause_ids}
    missing = [c for c in project.clauses if c not in found]
    notes += [f"选定的条款 {clause_id} 这次没有找到" for clause_id in missing]
    names = dict(project.renamed)
    rows = [
        replace(
            kept, aspect=names.get(row.aspect, row.aspect), named_by_person=row.named_by_person or row.aspect in names
        )
        for row in comparison.rows
        if row.aspect not in project.hidden and (kept := _chosen(row, project)) is not None
    ]
    return replace(comparison, rows=tuple(_remarked(row, project) for row in rows), notes=(*comparison.notes, *notes))


def _remarked(row: Row, project: Project) -> Row:
    """The row with the person's own words beside its cells."""
    texts = {r.column: r.text for r in project.remarks if r.aspect == row.aspect}
    if not texts:
        return row
    return replace(row, cells=tuple(replace(c, remark=texts.get(c.column, c.remark)) for c in row.cells))


def _chosen(row: Row, project: Project) -> Row | None:
    """The row with the clauses that were chosen; None where nothing of it is left."""
    if not (project.clauses or project.left_out):
        return row
    cells = tuple(_chosen_in(cell, project) for cell in row.cells)
    return replace(row, cells=cells) if any(cell.stated for cell in cells) else None


def _chosen_in(cell: Cell, project: Project) -> Cell:
    quotes = tuple(
        q
        for q in cell.quotes
        if (not project.clauses or q.clause_id in project.clauses) and q.clause_id not in project.left_out
    )
    if len(quotes) == len(cell.quotes):
        return cell
    # What was told of the whole cell may not hold of the rest.
    return replace(cell, quotes=quotes, arrow=None, verb_arrow=None, below_superior=None, withheld=not quotes)
