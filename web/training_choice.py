"""What a person asks training material of: read from the page's address and written back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.training.projects import TrainingProject
from web.compare_choice import day_in

QUESTIONS = 40
_MOST_QUESTIONS = 200


def material_in(address: Mapping[str, Sequence[str]]) -> TrainingProject | None:
    """The topic, or the clauses, regions and day of an address; None where it names neither. QueryError for no day."""
    topic, picks = _first(address, "topic").strip(), tuple(dict.fromkeys(address.get("pick", ())))
    if not topic and not picks:
        return None
    asked = _first(address, "questions")
    return TrainingProject(
        name=_first(address, "project"),
        topic=topic,
        clauses=picks,
        regions=tuple(dict.fromkeys(address.get("region", ()))),
        as_of=day_in(_first(address, "as_of")),
        questions=min(int(asked), _MOST_QUESTIONS) if asked.isdecimal() else QUESTIONS,
    )


def address_of_material(project: TrainingProject, part: str = "") -> dict[str, list[str]]:
    """The address that makes this material again."""
    parts = {
        "part": [part],
        "project": [project.name],
        "topic": [project.topic],
        "pick": list(project.clauses),
        "region": list(project.regions),
        "as_of": [project.as_of.isoformat() if project.as_of else ""],
        "questions": [str(project.questions) if project.questions != QUESTIONS else ""],
    }
    return {name: kept for name, values in parts.items() if (kept := [v for v in values if v])}


def same_material(first: TrainingProject, second: TrainingProject) -> bool:
    """Whether two choices ask for the same pack, whatever was edited in it since."""
    return _asked(first) == _asked(second)


def _asked(project: TrainingProject) -> tuple[object, ...]:
    return project.name, project.topic, project.clauses, project.regions, project.as_of, project.questions


def _first(address: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(address.get(name, ())), "")
