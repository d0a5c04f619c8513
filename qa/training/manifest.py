"""The manifest of a pack: which line rests on which clause, with the clause's text; as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from ingest.errors import PolicyError
from qa.language.sentences import tidy
from qa.training.model import (
    BankQuestion,
    Basis,
    FaqEntry,
    FigureRow,
    Manifest,
    ManifestClause,
    ManifestLine,
    Theme,
)

FORMAT = "judian-training-1"


class TrainingFileError(PolicyError):
    """A file of training material that cannot be checked or written."""


def manifest_of(
    topic: str,
    made_on: date,
    themes: Sequence[Theme],
    figures: Sequence[FigureRow],
    faq: Sequence[FaqEntry],
    questions: Sequence[BankQuestion],
) -> Manifest:
    """Every line that is written out with the clause and the words it rests on."""
    lines: list[ManifestLine] = []
    bases: dict[str, Basis] = {}

    def line(line_id: str, part: str, text: str, basis: Basis, quote: str) -> None:
        bases.setdefault(basis.clause_id, basis)
        lines.append(ManifestLine(line_id, part, text, basis.clause_id, quote))

    for theme in themes:
        for point in theme.points:
            line(point.line_id, "讲义", point.printed, point.statement.basis, point.statement.quote)
    for row in figures:
        line(row.line_id, "口径表", f"{row.subject}：{row.value}", row.statement.basis, row.statement.quote)
    for entry in faq:
        for said in entry.lines:
            line(entry.line_id, "问答", said.text, said.basis, said.quote)
    for question in questions:
        line(question.line_id, "题库", question.stem, question.statement.basis, question.statement.quote)
    return Manifest(topic, made_on, tuple(_clause(b) for b in bases.values()), tuple(lines))


def _clause(basis: Basis) -> ManifestClause:
    return ManifestClause(
        basis.clause_id, basis.document_id, basis.title, basis.document_number, basis.issuers, basis.region, basis.path,
        basis.citation, basis.digest, tidy(basis.text), basis.status.value,
    )  # fmt: skip


def manifest_object(manifest: Manifest) -> dict[str, object]:
    """The manifest as JSON keeps it."""
    return {
        "format": FORMAT,
        "topic": manifest.topic,
        "made_on": manifest.made_on.isoformat(),
        "clauses": [
            {
                "clause_id": c.clause_id,
                "document_id": c.document_id,
                "title": c.title,
                "document_number": c.document_number,
                "issuing_authorities": list(c.issuers),
                "region": c.region,
                "path": list(c.path),
                "citation": c.citation,
                "sha256": c.digest,
                "text": c.text,
                "status": c.status,
            }
            for c in manifest.clauses
        ],
        "lines": [
            {"id": n.line_id, "part": n.part, "text": n.text, "clause_id": n.clause_id, "quote": n.quote}
            for n in manifest.lines
        ],
    }


def manifest_text(manifest: Manifest) -> str:
    """The manifest as one line of JSON, the same for the same pack."""
    return json.dumps(manifest_object(manifest), ensure_ascii=False, separators=(",", ":"))


def manifest_from(text: str, source: str) -> Manifest:
    """The manifest that a file keeps; TrainingFileError where it is none of ours."""
    try:
        kept = json.loads(text)
        if kept["format"] != FORMAT:
            raise TrainingFileError(source, f"清单的格式是 {kept['format']}，不认识", "请用做出它的那个版本核对")
        return Manifest(
            kept["topic"],
            date.fromisoformat(kept["made_on"]),
            tuple(
                ManifestClause(
                    c["clause_id"],
                    c["document_id"],
                    c["title"],
                    c["document_number"],
                    tuple(c["issuing_authorities"]),
                    c["region"],
                    tuple(c["path"]),
                    c["citation"],
                    c["sha256"],
                    c["text"],
                    c["status"],
                )
                for c in kept["clauses"]
            ),
            tuple(ManifestLine(n["id"], n["part"], n["text"], n["clause_id"], n["quote"]) for n in kept["lines"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingFileError(source, "里面的条款清单损坏", "请重新生成这份材料") from error
