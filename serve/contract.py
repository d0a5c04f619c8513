"""Our types as the JSON objects of docs/contract.md: every key always there, `null` or `[]` where it does not apply."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from index.listed import ListedDocument
from index.model import IngestReport, Outcome
from ingest.model import (
    Clause,
    Coverage,
    Evidence,
    ParsedFile,
    PolicyDocument,
    Quantity,
    Reference,
    ReviewItem,
    Table,
    ValidityStatement,
)
from qa.model import Answer, AskedFilter, Copy, Finding, FollowUp, Interpretation, SearchResult, SearchResults
from serve.why import why_object

if TYPE_CHECKING:
    from index.corrections import Correction
    from index.lineage import ChainStep, Lineage, Link, Named
    from index.review import ReviewEntry
    from ingest.difference import ClauseChange, DocumentDifference
    from serve.inspection import Comparison

JsonObject = dict[str, object]


def as_json_text(value: JsonObject, *, one_line: bool = False) -> str:
    """The object as text, Chinese left readable; on one line for --json-lines."""
    return json.dumps(value, ensure_ascii=False, indent=None if one_line else 2)


def ingest_object(report: IngestReport) -> JsonObject:
    """What `judian ingest --json` prints."""
    return {
        "library": report.library,
        "added": report.count(Outcome.ADDED),
        "updated": report.count(Outcome.UPDATED),
        "unchanged": report.count(Outcome.UNCHANGED),
        "removed": report.removed,
        "failed": report.count(Outcome.FAILED),
        "refused": report.count(Outcome.REFUSED),
        "seconds": round(report.seconds, 3),
        "files": [
            {
                "file": f.file,
                "outcome": f.outcome.value,
                "documents": f.documents,
                "clauses": f.clauses,
                "coverage": round(f.coverage, 6),
                "warnings": list(f.warnings),
                "error": f.error,
            }
            for f in report.files
        ],
    }


def inspect_object(parsed: ParsedFile) -> JsonObject:
    """What `judian inspect --json` prints."""
    return {
        "file": parsed.file,
        "format": parsed.format.value,
        "pages": parsed.pages,
        "sha256": parsed.sha256,
        "text": parsed.text,
        "documents": [document_object(d) for d in parsed.documents],
        "coverage": coverage_object(parsed.coverage),
        "warnings": list(parsed.warnings),
    }


def document_object(document: PolicyDocument) -> JsonObject:
    """One document of a file, with its clauses; 《》 around a whole title are left off."""
    return {
        "document_id": document.document_id,
        "title": document.title,
        "document_number": document.document_number,
        "issuing_authorities": list(document.issuing_authorities),
        "addressees": list(document.addressees),
        "copied_to": list(document.copied_to),
        "document_type": document.document_type,
        "region": document.region,
        "level": document.level,
        "dated_on": _day(document.dated_on),
        "printed_on": _day(document.printed_on),
        "effective_on": _day(document.effective_on),
        "expires_on": _day(document.expires_on),
        "status": document.status.value,
        "wraps": document.wraps,
        "part_of": document.part_of,
        "form": document.form.value,
        "signatories": list(document.signatories),
        "annexes": list(document.annexes),
        "span": list(document.span),
        "evidence": {name: _evidence(e) for name, e in document.evidence.items()},
        "references": [_reference(r) for r in document.references],
        "clauses": [clause_object(c) for c in document.clauses],
        "quantities": [quantity_object(q) for q in document.quantities],
        "validity": [_validity(v) for v in document.validity],
        "tables": [_table(t) for t in document.tables],
        "review": [review_item_object(item) for item in document.review],
    }


def clause_object(clause: Clause) -> JsonObject:
    """One clause as `inspect` prints it."""
    return {
        "clause_id": clause.clause_id,
        "path": list(clause.path),
        "marker": clause.marker,
        "heading": clause.heading,
        "text": clause.text,
        "span": list(clause.span),
        "page": clause.page,
        "boxes": [list(box) for box in clause.boxes],
        "level": clause.level,
        "kind": clause.kind.value,
    }


def coverage_object(coverage: Coverage) -> JsonObject:
    """How many printed characters went where."""
    return {
        "characters": coverage.characters,
        "in_clauses": coverage.in_clauses,
        "in_fields": coverage.in_fields,
        "dropped": [{"text": d.text, "reason": d.reason, "page": d.page} for d in coverage.dropped],
    }


def quantity_object(quantity: Quantity) -> JsonObject:
    """A figure with what it measures."""
    return {
        "clause_id": quantity.clause_id,
        "text": quantity.text,
        "subject": quantity.subject,
        "operator": quantity.operator.value,
        "value": quantity.value,
        "upper": quantity.upper,
        "unit": quantity.unit,
        "per": quantity.per,
        "span": list(quantity.span),
    }


def _evidence(evidence: Evidence) -> JsonObject:
    return {
        "text": evidence.text,
        "span": list(evidence.span),
        "page": evidence.page,
        "confidence": round(evidence.confidence, 3),
    }


def _reference(reference: Reference) -> JsonObject:
    return {
        "relation": reference.relation.value,
        "title": reference.title,
        "document_number": reference.document_number,
        "span": list(reference.span),
        "clause_id": reference.clause_id,
        "pinpoint": reference.pinpoint,
        "target": reference.target,
    }


def _validity(statement: ValidityStatement) -> JsonObject:
    return {
        "kind": statement.kind.value,
        "text": statement.text,
        "span": list(statement.span),
        "clause_id": statement.clause_id,
        "on": _day(statement.on),
    }


def _table(table: Table) -> JsonObject:
    return {
        "clause_id": table.clause_id,
        "span": list(table.span),
        "header": None if table.header is None else list(table.header),
        "rows": [
            {
                "span": list(row.span),
                "page": row.page,
                "cells": [{"column": c.column, "text": c.text, "span": list(c.span)} for c in row.cells],
            }
            for row in table.rows
        ],
    }


def review_item_object(item: ReviewItem) -> JsonObject:
    """A field that a person should look at."""
    return {
        "field": item.field,
        "problem": item.problem.value,
        "message": item.message,
        "evidence": [_evidence(e) for e in item.evidence],
    }


def interpretation_object(interpretation: Interpretation) -> JsonObject:
    """What was read from a question."""
    return {
        "document_numbers": list(interpretation.document_numbers),
        "titles": list(interpretation.titles),
        "regions": list(interpretation.regions),
        "years": list(interpretation.years),
        "terms": list(interpretation.terms),
        "asks_for": interpretation.asks_for.value,
        "as_of": _day(interpretation.as_of),
        "filters": [asked_filter_object(f) for f in interpretation.filters],
        "follow_up": _follow_up(interpretation.follow_up),
    }


def _follow_up(follow_up: FollowUp | None) -> JsonObject | None:
    """What a question took over from the one before it."""
    if follow_up is None:
        return None
    return {
        "typed": follow_up.typed,
        "follows": follow_up.follows,
        "carried": [asked_filter_object(c) for c in follow_up.carried],
    }


def asked_filter_object(asked: AskedFilter) -> JsonObject:
    """A filter read from the question; its `id` is what --without takes."""
    return {
        "id": asked.chip_id,
        "kind": asked.kind.name.lower(),
        "text": asked.text,
        "value": asked.value,
        "span": list(asked.span),
        "relaxed": asked.relaxed,
    }


def search_object(results: SearchResults) -> JsonObject:
    """What `judian search --json` prints."""
    return {
        "query": results.query,
        "interpretation": interpretation_object(results.interpretation),
        "total": results.total,
        "results": [_result(r) for r in results.results],
        "notes": list(results.notes),
        "milliseconds": results.milliseconds,
    }


def _result(result: SearchResult) -> JsonObject:
    stored = result.ranked.stored
    return {
        "rank": result.rank,
        "clause_id": stored.clause.clause_id,
        "document_id": stored.document.document_id,
        "file": stored.file,
        "region": stored.document.region,
        "path": list(stored.clause.path),
        "text": stored.clause.text,
        "score": round(result.ranked.score, 6),
        "lexical_rank": result.ranked.lexical_rank,
        "dense_rank": result.ranked.dense_rank,
        "citation": result.citation,
        "highlights": [list(span) for span in result.highlights],
        "why": why_object(result.why),
        "copies": [copy_object(c) for c in result.copies],
    }


def answer_object(answer: Answer) -> JsonObject:
    """What `judian ask --json` prints."""
    return {
        "question": answer.question,
        "interpretation": interpretation_object(answer.interpretation),
        "outcome": answer.outcome.value,
        "answer": answer.answer,
        "statements": [{"text": s.text, "citations": list(s.citations)} for s in answer.statements],
        "findings": [_finding(f) for f in answer.findings],
        "silent": [
            {"document_id": s.document_id, "region": s.region, "title": s.title, "file": s.file} for s in answer.silent
        ],
        "nearest": list(answer.nearest),
        "why_not": answer.why_not,
        "notes": list(answer.notes),
        "conflicts": [{"text": c.text, "clause_ids": list(c.clause_ids)} for c in answer.conflicts],
        "gate": {
            "checked": answer.checked,
            "dropped": [{"text": d.text, "citations": list(d.citations), "reason": d.reason} for d in answer.dropped],
        },
        "phrased": [{"text": s.text, "citations": list(s.citations)} for s in answer.phrased],
        "confidence": None if answer.confidence is None else round(answer.confidence, 3),
        "milliseconds": answer.milliseconds,
    }


def copy_object(copy: Copy) -> JsonObject:
    """The same clause in another file of the same notice."""
    return {"document_id": copy.document_id, "clause_id": copy.clause_id, "file": copy.file}


def _finding(finding: Finding) -> JsonObject:
    return {
        "document_id": finding.document_id,
        "file": finding.file,
        "region": finding.region,
        "level": finding.level,
        "clause_id": finding.clause_id,
        "path": list(finding.path),
        "citation": finding.citation,
        "quote": finding.quote,
        "value": finding.value,
        "span": list(finding.span),
        "quantities": [quantity_object(q) for q in finding.quantities],
        "status": finding.status.value,
        "status_clause": finding.status_clause,
        "newer": finding.newer,
        "begins_on": _day(finding.begins_on),
        "copies": [copy_object(c) for c in finding.copies],
        "score": round(finding.score, 6),
    }


def error_object(question: str, error: Exception) -> JsonObject:
    """What stands in place of an answer to a question that failed, in a batch."""
    return {"question": question, "error": str(error)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def review_object(entries: Sequence[ReviewEntry]) -> JsonObject:
    """What `judian review --json` prints."""
    return {
        "items": [
            {"document_id": e.document_id, "title": e.title, "file": e.file, **review_item_object(e.item)}
            for e in entries
        ]
    }


def correction_object(made: Correction) -> JsonObject:
    """What `judian correct --json` prints, and one line of the log."""
    return {
        "sha256": made.sha256,
        "document": made.ordinal,
        "field": made.field,
        "value": made.value,
        "previous": made.previous,
        "made_by": made.made_by,
        "made_at": made.made_at,
        "reason": made.reason,
    }


def lineage_object(found: Lineage) -> JsonObject:
    """What `judian lineage --json` prints."""
    return {
        "document": _named(found.named),
        "cites": [_link(link, link.cited) for link in found.cites],
        "cited_by": [_link(link, link.citing) for link in found.cited_by],
        "upwards": [_step(step) for step in found.upwards.steps],
        "downwards": [_step(step) for step in found.downwards.steps],
    }


def _named(named: Named) -> JsonObject:
    return {
        "document_id": named.document_id,
        "in_library": named.document_id is not None,
        "title": named.title,
        "document_number": named.document_number,
        "region": named.region,
        "dated_on": _day(named.dated_on),
    }


def _link(link: Link, other: Named) -> JsonObject:
    return {
        "relation": link.reference.relation.value,
        "document": _named(other),
        "clause_id": link.reference.clause_id,
        "span": list(link.reference.span),
        "pinpoint": link.reference.pinpoint,
        "target_clause_id": link.clause_id,
    }


def _step(step: ChainStep) -> JsonObject:
    return {
        "relation": None if step.link is None else step.link.reference.relation.value,
        "document": _named(step.named),
        "clause_id": None if step.link is None else step.link.reference.clause_id,
        "repeated": step.repeated,
        "steps": [_step(further) for further in step.steps],
    }


def difference_object(comparison: Comparison) -> JsonObject:
    """What `judian inspect --diff --json` prints."""
    return {
        "old": comparison.old,
        "new": comparison.new,
        "documents": [_document_difference(d) for d in comparison.documents],
    }


def _document_difference(document: DocumentDifference) -> JsonObject:
    return {
        "old": None if document.old is None else document.old.document_id,
        "new": None if document.new is None else document.new.document_id,
        "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in document.fields],
        "kept": document.kept,
        "clauses": [_clause_change(c) for c in document.clauses],
    }


def _clause_change(change: ClauseChange) -> JsonObject:
    def side(name: str) -> JsonObject | None:
        view = change.old if name == "old" else change.new
        return None if view is None else {"clause_id": view.clause_id, "path": list(view.path), "text": view.text}

    return {"change": change.change.value, "old": side("old"), "new": side("new")}


def listed_object(document: ListedDocument) -> JsonObject:
    """A document of a list: its masthead as the library keeps it."""
    return {
        "document_id": document.document_id,
        "title": document.title,
        "document_number": document.document_number,
        "issuing_authorities": list(document.issuing_authorities),
        "document_type": document.document_type,
        "region": document.region,
        "level": document.level,
        "dated_on": document.dated_as_kept,
        "printed_on": document.printed_as_kept,
        "effective_on": document.effective_as_kept,
        "expires_on": document.expires_as_kept,
        "status": document.status_as_kept,
        "wraps": document.wraps,
        "part_of": document.part_of,
        "year": document.year,
        "file": document.file,
    }
