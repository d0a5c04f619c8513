"""What a person chose to compare: read from the page's address, written back to it, and edited row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ingest.errors import QueryError
from ingest.regions import in_or_under, places_named
from qa.comparing.model import Comparison
from qa.comparing.projects import Project, Remark

CHAIN = "chain"
EDITIONS = "editions"
# What separates the rows a person names: 补贴、党费
_BETWEEN = re.compile(r"[、，,；;\n]+")


def choice_in(address: Mapping[str, Sequence[str]]) -> Project | None:
    """The topic, regions, rows and day of an address; None where it names no topic. QueryError for a day that is none."""
    topic = _first(address, "topic").strip()
    if not topic:
        return None
    return Project(
        _first(address, "project"),
        topic,
        tuple(dict.fromkeys(address.get("region", ()))),
        tuple(dict.fromkeys(address.get("row", ()))),
        day_in(_first(address, "as_of")),
    )


def address_of(project: Project, view: str = "") -> dict[str, list[str]]:
    """The address that draws this choice again."""
    parts = {
        "view": [view],
        "project": [project.name],
        "topic": [project.topic],
        "region": list(project.regions),
        "row": list(project.aspects),
        "as_of": [project.as_of.isoformat() if project.as_of else ""],
    }
    return {name: kept for name, values in parts.items() if (kept := [v for v in values if v])}


def same_question(first: Project, second: Project) -> bool:
    """Whether two choices ask for the same matrix, whatever was edited in it since."""
    return _asked(first) == _asked(second)


def rows_in(text: str) -> tuple[str, ...]:
    """The rows that a person wrote: 补贴、党费 are two."""
    return tuple(dict.fromkeys(part for piece in _BETWEEN.split(text) if (part := piece.strip())))


def told_of_unknown(asked: Sequence[str], held: Sequence[str]) -> str:
    """What is to be said of names that are no place and of which the library has nothing; "" where there is none."""
    unknown = [n for n in asked if not places_named(n) and not any(in_or_under(region, n) for region in held)]
    return f"不认得地名{''.join(f'“{name}”' for name in unknown)}，请看看有没有写错。" if unknown else ""


def day_in(text: str) -> date | None:
    """The day that a person wrote; None for none. QueryError for what is no day."""
    written = re.sub(r"[年月/.．]", "-", text.strip()).removesuffix("日")
    try:
        return date(*(int(part) for part in written.split("-", 2))) if written else None
    except (ValueError, TypeError) as error:
        raise QueryError(text, "不是日期", "请写成 2023-06-30 这样") from error


def original_name(project: Project, aspect: str) -> str:
    """The name out of the clauses of a row that the person may have renamed."""
    return next((old for old, new in project.renamed if new == aspect), aspect)


def without_row(project: Project, aspect: str) -> Project:
    """The project with this row left out; it may be shown again by `with_row`."""
    hidden = (*project.hidden, original_name(project, aspect))
    return replace(project, hidden=tuple(dict.fromkeys(hidden)))


def with_row(project: Project, aspect: str) -> Project:
    """The project with a row, by its name out of the clauses, shown again."""
    return replace(project, hidden=tuple(h for h in project.hidden if h != aspect))


def renamed(project: Project, aspect: str, name: str, rows: Sequence[str]) -> Project:
    """The project with a row under another name, its remarks with it; "" gives back the one out of the clauses.

    QueryError where another of the `rows` has that name.
    """
    old = original_name(project, aspect)
    name = " ".join(name.split()) or old
    if name != aspect and name in rows:
        raise QueryError(name, "另一行已经叫这个名称", "请换一个名称")
    pairs = [(o, n) for o, n in project.renamed if o != old]
    if name != old:
        pairs.append((old, name))
    remarks = tuple(replace(r, aspect=name) if r.aspect == aspect else r for r in project.remarks)
    return replace(project, renamed=tuple(pairs), remarks=remarks)


def without_clause(project: Project, clause_id: str) -> Project:
    """The project with a clause left out of every cell."""
    return replace(project, left_out=tuple(dict.fromkeys((*project.left_out, clause_id))))


def with_clause(project: Project, clause_id: str) -> Project:
    """The project with a clause that was left out taken back."""
    return replace(project, left_out=tuple(c for c in project.left_out if c != clause_id))


def remarked(project: Project, aspect: str, column: str, text: str) -> Project:
    """The project with the person's own words to a cell; "" takes them away."""
    others = [r for r in project.remarks if (r.aspect, r.column) != (aspect, column)]
    text = " ".join(text.split())
    return replace(project, remarks=(*others, *([Remark(aspect, column, text)] if text else ())))


def remark_of(project: Project, aspect: str, column: str) -> str:
    """The person's own words to a cell, or ""."""
    return next((r.text for r in project.remarks if (r.aspect, r.column) == (aspect, column)), "")


def citation_in(comparison: Comparison, clause_id: str) -> str:
    """How people call a clause of a comparison; "" where no cell quotes it."""
    cells = (cell for row in comparison.rows for cell in row.cells)
    return next((q.citation for cell in cells for q in cell.quotes if q.clause_id == clause_id), "")


def _asked(project: Project) -> tuple[object, ...]:
    return project.name, project.topic, project.regions, project.aspects, project.as_of


def _first(address: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(address.get(name, ())), "")
