"""Masthead fields against labels, field by field; a field the text does not give must be empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.labelled import json_lines, parse_labelled
from eval.measures import mean_scores
from eval.model import EvalSet, QueryScores, SystemResult
from ingest.document_number import normal_document_number
from ingest.model import ParsedFile, PolicyDocument, Reference

# Our name of a field -> the label file's.
FIELDS = {
    "title": "title",
    "document_number": "doc_number",
    "issuer": "issuer",
    "date": "date",
    "addressees": "addressees",
}
CITED = "cited_documents"
_BETWEEN_NAMES = re.compile(r"[、，,；;：:]")
_BRACKETS = re.compile(r"[《》〈〉<>]")
_NOT_LABELLED = re.compile(r"(?P<field>\w+) not labelled")


@dataclass(frozen=True, slots=True)
class CitedDocuments:
    """How many of the labelled documents were found cited, and what was cited besides."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    labelled: int
    found: int

    @property
    def recall(self) -> float | None:
        """None where nothing is labelled."""
        return (self.labelled - len(self.missing)) / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """None where nothing was found. The labels list the principal ones only: a low value need not be a fault."""
        return (self.found - len(self.surplus)) / self.found if self.found else None


def measure_metadata(declared: EvalSet) -> list[SystemResult]:
    """Score every labelled document; `fields` counts every labelled field of every document once.

    `fields_read` leaves out the documents whose format is not read; in `fields` each of their fields is wrong.
    """
    assert declared.topics is not None
    queries: list[QueryScores] = []
    read: list[Mapping[str, float]] = []
    for row in json_lines(declared.topics):
        parsed = parse_labelled(row["file"], declared.documents)
        if isinstance(parsed, str):
            scores = dict.fromkeys(labelled_fields(row), 0.0) | ({"cited_R": 0.0} if row[CITED] else {})
            queries.append(QueryScores(row["file"], "", _with_fields(scores), parsed))
            continue
        scores, problems = compare_fields(parsed, row)
        queries.append(QueryScores(row["file"], "", scores, "；".join(problems)))
        read.append(scores)
    figures = mean_scores([q.scores for q in queries])
    figures["fields"] = _over_all_fields([q.scores for q in queries])
    figures["fields_read"] = _over_all_fields(read)
    return [SystemResult(system, figures, tuple(queries)) for system in declared.systems]


def labelled_fields(row: Mapping[str, Any]) -> list[str]:
    """Return our names of the fields of this document that were labelled; null is a label too: the text does not say."""
    skipped = {match["field"] for match in _NOT_LABELLED.finditer(row.get("note", ""))}
    return [name for name, label in FIELDS.items() if label not in skipped]


def compare_fields(parsed: ParsedFile, row: Mapping[str, Any]) -> tuple[dict[str, float], list[str]]:
    """Return measure -> score, and in Chinese what is wrong. The masthead of a wrapper stands in the first document."""
    values = read_fields(parsed.documents[0] if parsed.documents else None)
    scores: dict[str, float] = {}
    problems: list[str] = []
    for name in labelled_fields(row):
        label = row[FIELDS[name]]
        scores[name] = float(same_value(name, values[name], label))
        if not scores[name]:
            problems.append(f"{name} 应为「{label or '空'}」，读出「{values[name] or '空'}」")
    cited = compare_cited(parsed.documents, row[CITED] or ())
    if cited.recall is not None:
        scores["cited_R"] = cited.recall
        if cited.precision is not None:
            scores["cited_P"] = cited.precision
    if cited.missing:
        problems.append(f"未列出所引的 {'、'.join(cited.missing)}")
    return _with_fields(scores), problems


def read_fields(document: PolicyDocument | None) -> dict[str, str | None]:
    """Return the fields of a document as labels have them; the 印发 date stands in for a missing 成文日期."""
    if document is None:
        return dict.fromkeys(FIELDS)
    dated = document.dated_on or document.printed_on
    return {
        "title": document.title,
        "document_number": document.document_number,
        "issuer": "、".join(document.issuing_authorities) or None,
        "date": dated.isoformat() if dated else None,
        "addressees": "，".join(document.addressees) or None,
    }


def same_value(field: str, value: str | None, label: str | None) -> bool:
    """Whether a field says what its label says; white space and width do not count, nor what divides several names."""
    if value is None or label is None:
        return value is label
    if field == "document_number":
        return normal_document_number(value) == normal_document_number(label)
    value, label = _plain(value), _plain(label)
    if field in {"issuer", "addressees"}:
        value, label = _BETWEEN_NAMES.sub("", value), _BETWEEN_NAMES.sub("", label)
    return value == label


def compare_cited(documents: Sequence[PolicyDocument], labels: Iterable[str]) -> CitedDocuments:
    """Compare the documents named in all documents of a file with the labelled numbers and titles.

    A notice and the 意见 that it issues may be one file; the title of what is issued counts as cited.
    """
    cited = _names_of(reference for document in documents for reference in document.references)
    own = {_plain(d.title) for d in documents if d.title}
    wrapped = {_plain(d.title) for outer in documents if outer.wraps for d in documents if d.title and d is not outer}
    found = [names for names in cited if not names <= own - wrapped]
    found += [frozenset({title}) for title in sorted(wrapped) if not any(title in names for names in found)]
    wanted = {label: _key(label) for label in labels}
    missing = tuple(label for label, key in wanted.items() if not any(key in names for names in found))
    surplus = [names for names in found if names.isdisjoint(wanted.values())]
    return CitedDocuments(missing, tuple(min(n) for n in surplus), len(wanted), len(found))


def _names_of(references: Iterable[Reference]) -> list[frozenset[str]]:
    """Return for each document cited its number and title in normal form, each document once."""
    cited: list[frozenset[str]] = []
    for reference in references:
        names = {_key(name) for name in (reference.document_number, reference.title) if name}
        for known in [k for k in cited if not names.isdisjoint(k)]:
            cited.remove(known)
            names |= known
        if names:
            cited.append(frozenset(names))
    return cited


def _key(name: str) -> str:
    """Return a number or a title in the form in which two of them are compared."""
    return normal_document_number(name) or _plain(name)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", "".join(text.split()))
    return folded if _BRACKETS.search(folded) is None else _BRACKETS.sub("", folded)


def _with_fields(scores: Mapping[str, float]) -> dict[str, float]:
    """Return the scores with `fields` first: the share of this document's labelled fields that are right."""
    rights = list(_rights(scores))
    return {"fields": sum(rights) / len(rights) if rights else 0.0} | dict(scores)


def _over_all_fields(rows: Iterable[Mapping[str, float]]) -> float:
    rights = [right for scores in rows for right in _rights(scores)]
    return sum(rights) / len(rights) if rights else 0.0


def _rights(scores: Mapping[str, float]) -> Iterable[float]:
    yield from (scores[name] for name in FIELDS if name in scores)
    if "cited_R" in scores:
        yield float(scores["cited_R"] == 1.0)
