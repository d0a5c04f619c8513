"""A comparison as the JSON object of docs/contract.md; figures of the common scale are never in it."""

from __future__ import annotations

from collections.abc import Sequence

from qa.comparing.model import Arrow, Cell, ChainLink, Column, Comparison, PolicyChain, Quote, Row
from serve.contract import JsonObject, quantity_object


def comparison_object(comparison: Comparison) -> JsonObject:
    """What `judian compare --json` prints."""
    return {
        "topic": comparison.topic,
        "as_of": comparison.as_of.isoformat() if comparison.as_of else None,
        "columns": [_column(c) for c in comparison.columns],
        "rows": [_row(r) for r in comparison.rows],
        "silent": [
            {"document_id": s.document_id, "region": s.region or None, "citation": s.citation}
            for s in comparison.silent
        ],
        "chains": [_chain(c) for c in comparison.chains],
        "notes": list(comparison.notes),
        "milliseconds": comparison.milliseconds,
    }


def _column(column: Column) -> JsonObject:
    return {
        "key": column.key,
        "region": column.region,
        "document_ids": list(column.document_ids),
        "heading": column.heading,
        "level": column.level,
        "superior": column.superior,
        "documents": [
            {
                "document_id": d.document_id,
                "citation": d.citation,
                "title": d.title,
                "document_number": d.document_number,
                "dated_on": d.dated_on.isoformat() if d.dated_on else None,
                "status": d.status.value,
                "file": d.file,
                "newer": d.newer,
            }
            for d in column.documents
        ],
    }


def _row(row: Row) -> JsonObject:
    return {
        "aspect": row.aspect,
        "named_by_person": row.named_by_person,
        "cells": [_cell(c) for c in row.cells],
        "differs": row.differs,
        "gathered": row.gathered,
    }


def _cell(cell: Cell) -> JsonObject:
    return {
        "column": cell.column,
        "region": cell.region,
        "stated": cell.stated,
        "clause_ids": list(cell.clause_ids),
        "quote": cell.quote,
        "quantities": [quantity_object(q) for q in cell.quantities],
        "quotes": quotes_object(cell.quotes),
        "verb": cell.verb.value if cell.verb else None,
        "arrow": _arrow(cell.arrow),
        "verb_arrow": _arrow(cell.verb_arrow),
        "only_here": cell.only_here,
        "below_superior": cell.below_superior.clause_id if cell.below_superior else None,
        "withheld": cell.withheld,
        "remark": cell.remark,
    }


def _arrow(arrow: Arrow | None) -> str | None:
    return arrow.name.lower() if arrow else None


def quotes_object(quotes: Sequence[Quote]) -> list[JsonObject]:
    """Quotes with their clauses, the deciding one first."""
    return [
        {
            "document_id": q.document_id,
            "clause_id": q.clause_id,
            "path": list(q.path),
            "citation": q.citation,
            "quote": q.text,
            "span": list(q.span),
            "file": q.file,
            "status": q.status.value,
            "newer": q.newer,
            "verb": q.verb.value if q.verb else None,
            "only_here": [list(span) for span in q.only_here],
            "quantities": [quantity_object(x) for x in q.quantities],
        }
        for q in quotes
    ]


def _chain(chain: PolicyChain) -> JsonObject:
    return {
        "superior": chain.superior.key if chain.superior else None,
        "subordinates": [c.key for c in chain.subordinates],
        "links": [_link(link) for link in chain.links],
        "rows": [
            {
                "aspect": row.aspect,
                "asked": quotes_object(row.asked),
                "carried_out": [
                    {"column": c.column, "stated": bool(c.quotes), "quotes": quotes_object(c.quotes)}
                    for c in row.carried_out
                ],
            }
            for row in chain.rows
        ],
    }


def _link(link: ChainLink) -> JsonObject:
    return {
        "relation": link.relation.value,
        "subordinate": link.subordinate,
        "superior": link.superior,
        "superior_name": link.superior_name,
        "clause_id": link.clause_id,
    }
