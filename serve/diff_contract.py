"""Two editions held against each other as the JSON object of docs/contract.md."""

from __future__ import annotations

from qa.comparing.edition_model import (
    ClauseDiff,
    ClauseFate,
    EditionClause,
    EditionDiff,
    EditionFigure,
    EditionSide,
    FigureChange,
)
from serve.contract import JsonObject


def edition_object(diff: EditionDiff) -> JsonObject:
    """What `judian diff --json` prints."""
    return {
        "old": _side(diff.old),
        "new": _side(diff.new),
        "figures": [_figure_change(f) for f in diff.figures],
        "counts": {fate.value: diff.count(fate) for fate in ClauseFate},
        "clauses": [_clause(c) for c in diff.clauses],
        "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in diff.fields],
        "notes": list(diff.notes),
    }


def _side(side: EditionSide) -> JsonObject:
    return {
        "document_id": side.document_id,
        "citation": side.citation,
        "title": side.title,
        "dated_on": side.dated_on.isoformat() if side.dated_on else None,
        "file": side.file,
    }


def _figure_change(change: FigureChange) -> JsonObject:
    return {"change": change.fate.value, "old": _figure(change.old), "new": _figure(change.new)}


def _figure(figure: EditionFigure | None) -> JsonObject | None:
    if figure is None:
        return None
    return {
        "text": figure.text,
        "clause_id": figure.clause_id,
        "span": list(figure.span),
        "quote": figure.sentence,
        "quote_span": list(figure.sentence_span),
    }


def _clause(diff: ClauseDiff) -> JsonObject:
    return {
        "change": diff.fate.value,
        "moved": diff.moved or diff.fate is ClauseFate.MOVED,
        "old": _side_clause(diff.old),
        "new": _side_clause(diff.new),
        "parts": [{"kept": kept, "removed": gone, "added": come} for kept, gone, come in diff.parts],
    }


def _side_clause(clause: EditionClause | None) -> JsonObject | None:
    if clause is None:
        return None
    return {
        "clause_id": clause.clause_id,
        "path": list(clause.path),
        "citation": clause.citation,
        "text": clause.text,
    }
