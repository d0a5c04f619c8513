"""What is read from a question, against labels: the documents that its numbers lead to, and its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.labelled import json_lines
from eval.measures import mean_scores
from eval.model import EvalSet, QueryScores, SystemResult
from index.listed import ListedDocument, listed_document
from index.model import Filters, StoredDocument
from ingest.model import PolicyDocument, Status
from qa.asking.catalogue import Catalogue
from qa.asking.question import interpret
from qa.model import FilterKind, Interpretation

TODAY = date(2026, 1, 15)
"""What 近三年 and 去年 count from in the labels."""


@dataclass(frozen=True, slots=True)
class LabelledLibrary:
    """Documents of which the masthead alone is known."""

    stored: tuple[StoredDocument, ...]

    def listed(self, filters: Filters | None = None) -> Sequence[ListedDocument]:
        """All of them: a set asks without filters of its own."""
        return [listed_document(stored) for stored in self.stored]


def read_library(path: Path) -> LabelledLibrary:
    """The documents of a JSON Lines file: one object each with the fields of a masthead."""
    rows = [_document(row, place) for place, row in enumerate(json_lines(path))]
    return LabelledLibrary(tuple(StoredDocument(d, d.document_id, 0, place) for place, d in enumerate(rows)))


def _document(row: Mapping[str, Any], place: int) -> PolicyDocument:
    return PolicyDocument(
        f"{row['document_number'] or row['title']}~{place:08x}",
        "",
        (0, 0),
        title=row["title"],
        document_number=row["document_number"],
        issuing_authorities=tuple(row["issuing_authorities"]),
        document_type=row["document_type"],
        region=row["region"],
        level=row["level"],
        dated_on=date.fromisoformat(row["dated_on"]),
        status=Status(row.get("status", "unknown")),
    )


def measure_asked(declared: EvalSet) -> list[SystemResult]:
    """Read every question against the set's library; `exact`: all that is labelled was read, and nothing else."""
    assert declared.topics is not None
    catalogue = Catalogue.of(read_library(declared.documents[0]))
    queries = [_scored(row, catalogue) for row in json_lines(declared.topics)]
    groups = {
        group: mean_scores([q.scores for q in queries if q.group == group])
        for group in sorted({q.group for q in queries})
    }
    figures = mean_scores([q.scores for q in queries])
    return [SystemResult(system, figures, tuple(queries), groups) for system in declared.systems]


def _scored(row: Mapping[str, Any], catalogue: Catalogue) -> QueryScores:
    read = interpret(row["query"], catalogue.names, today=TODAY)
    problems = []
    if "documents" in row and (found := numbers_led_to(read, catalogue)) != row["documents"]:
        problems.append(
            f"「{row['query']}」应找到 {'、'.join(row['documents']) or '无'}，找到 {'、'.join(found) or '无'}"
        )
    if "filters" in row and (chips := [f.chip_id for f in read.filters]) != row["filters"]:
        problems.append(
            f"「{row['query']}」应读出 {'、'.join(row['filters']) or '无'}，读出 {'、'.join(chips) or '无'}"
        )
    if row.get("group") == "no number" and read.filters_of(FilterKind.NUMBER):
        problems.append(f"「{row['query']}」不该读出文号：{'、'.join(read.document_numbers)}")
    return QueryScores(row["id"], row["group"], {"exact": float(not problems)}, "；".join(problems))


def numbers_led_to(read: Interpretation, catalogue: Catalogue) -> list[str]:
    """The numbers of the documents that a question's numbers lead to: in its order, of one number the newest first."""
    led: dict[str, None] = {}
    for number in read.document_numbers:
        entries = sorted(catalogue.numbered(number), key=lambda e: str(e.document.dated_on), reverse=True)
        led.update(dict.fromkeys(e.document.document_number or "" for e in entries))
    return list(led)
