"""What people take out of a library and put beside it, as JSON objects: removed files and named projects."""

from __future__ import annotations

from index.removal import RemovedFile
from qa.comparing.projects import Project
from qa.training.projects import TrainingProject

JsonObject = dict[str, object]


def removed_object(removed: RemovedFile) -> JsonObject:
    """One removed file."""
    return {
        "file": removed.file,
        "titles": list(removed.titles),
        "removed_by": removed.removed_by,
        "removed_at": removed.removed_at,
    }


def project_object(project: Project) -> JsonObject:
    """A project of comparing."""
    return {
        "name": project.name,
        "topic": project.topic,
        "regions": list(project.regions),
        "aspects": list(project.aspects),
        "as_of": project.as_of.isoformat() if project.as_of else None,
        "clauses": list(project.clauses),
        "left_out": list(project.left_out),
        "renamed": [{"old": old, "new": new} for old, new in project.renamed],
        "hidden": list(project.hidden),
        "remarks": [{"aspect": r.aspect, "column": r.column, "text": r.text} for r in project.remarks],
    }


def training_project_object(project: TrainingProject) -> JsonObject:
    """A project of training material."""
    return {
        "name": project.name,
        "topic": project.topic,
        "clauses": list(project.clauses),
        "regions": list(project.regions),
        "as_of": project.as_of.isoformat() if project.as_of else None,
        "questions": project.questions,
        "seed": project.seed,
        "left_out": [{"part": n.part, "clause_id": n.clause_id, "text": n.text} for n in project.left_out],
        "own_words": [{"clause_id": o.clause_id, "text": o.text, "words": o.words} for o in project.own_words],
    }
