"""Packs and checks as the JSON objects of docs/contract.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa.training.manifest import manifest_object
from qa.training.model import BankQuestion, CheckReport, ManifestLine, TrainingPack

JsonObject = dict[str, object]


def pack_object(pack: TrainingPack, files: Sequence[Path]) -> JsonObject:
    """What `judian training make --json` prints."""
    return {
        "topic": pack.topic,
        "made_on": pack.made_on.isoformat(),
        "seed": pack.seed,
        "files": [str(f) for f in files],
        "themes": [
            {
                "title": t.title,
                "is_rule": t.is_rule,
                "points": [
                    {
                        "id": p.line_id,
                        "text": p.text,
                        "quote": p.statement.quote,
                        "clause_id": p.statement.basis.clause_id,
                        "region": p.statement.basis.region,
                        "citation": p.statement.basis.citation,
                        "status": p.statement.basis.status.value,
                    }
                    for p in t.points
                ],
            }
            for t in pack.themes
        ],
        "figures": [
            {
                "id": r.line_id,
                "subject": r.subject,
                "text": r.value,
                "operator": r.operator.value,
                "value": r.amount,
                "upper": r.upper,
                "unit": r.unit,
                "per": r.per,
                "region": r.statement.basis.region,
                "clause_id": r.statement.basis.clause_id,
                "citation": r.statement.basis.citation,
            }
            for r in pack.figures
        ],
        "faq": [
            {
                "id": e.line_id,
                "question": e.question,
                "lines": [{"text": n.text, "quote": n.quote, "clause_id": n.basis.clause_id} for n in e.lines],
            }
            for e in pack.faq
        ],
        "questions": [_question(q) for q in pack.questions],
        "sources": [
            {
                "document_id": s.document_id,
                "text": s.text,
                "ended": s.ended or None,
                "note": s.note or None,
                "clause_ids": list(s.clause_ids),
            }
            for s in pack.sources
        ],
        "manifest": manifest_object(pack.manifest),
        "notes": list(pack.notes),
    }


def _question(question: BankQuestion) -> JsonObject:
    return {
        "id": question.line_id,
        "kind": question.kind.value,
        "tested": question.tested.value,
        "difficulty": question.difficulty.value,
        "stem": question.stem,
        "options": [
            {"letter": o.letter, "text": o.text, "is_right": o.is_right, "source": o.source} for o in question.options
        ],
        "key": question.key,
        "explanation": question.explanation,
        "clause_id": question.statement.basis.clause_id,
        "quote": question.statement.quote,
        "citation": question.statement.basis.citation,
    }


def check_object(report: CheckReport) -> JsonObject:
    """What `judian training check --json` prints."""
    return {
        "file": report.file,
        "topic": report.topic,
        "made_on": report.made_on.isoformat(),
        "checked": report.checked,
        "stale": [
            {
                **_line(s.line),
                "change": s.change.value,
                "citation": s.citation,
                "old": s.old,
                "new": s.new,
                "new_clause_id": s.new_clause_id,
                "proof": s.proof,
            }
            for s in report.stale
        ],
        "touched": [_line(n) for n in report.touched],
        "notes": list(report.notes),
    }


def _line(line: ManifestLine) -> JsonObject:
    return {"id": line.line_id, "part": line.part, "text": line.text, "clause_id": line.clause_id}
