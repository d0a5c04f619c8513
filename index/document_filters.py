"""Which documents pass a person's filters: always found before a search."""

from __future__ import annotations

import json

from index.database import Database
from index.model import Filters
from ingest.regions import in_or_under


def document_rows(database: Database, filters: Filters) -> list[int] | None:
    """Return the keys of the documents that pass, ascending; None if nothing is filtered."""
    if filters.empty:
        return None
    conditions, values = [], []
    if filters.regions:
        regions = [r["region"] for r in database.select("SELECT DISTINCT region FROM documents WHERE region NOT NULL")]
        matching = [r for r in regions if any(in_or_under(r, place) for place in filters.regions)]
        conditions.append("region IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(matching))
    if filters.issuers:
        conditions.append(
            """EXISTS (SELECT 1 FROM json_each(issuing_authorities) issuer, json_each(?) part
                       WHERE instr(replace(issuer.value, ' ', ''), part.value))"""
        )
        values.append(json.dumps(["".join(issuer.split()) for issuer in filters.issuers]))
    if filters.years:
        conditions.append("year IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(filters.years))
    if filters.document_ids:
        conditions.append("document_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(filters.document_ids))
    if filters.excluded_ids:
        conditions.append("document_id NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(filters.excluded_ids))
    found = database.select(f"SELECT row FROM documents WHERE {' AND '.join(conditions)} ORDER BY row", values)
    return [r["row"] for r in found]
