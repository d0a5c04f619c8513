"""What a library holds in figures: notices by region and year, and who rests on whom over time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.library import Library
from index.lineage import Named, resolve
from index.model import Filters
from index.records import reference_of
from ingest.model import Relation, Status
from ingest.regions import WHOLE_COUNTRY, place_of_chain
from qa.asking.catalogue import Catalogue, Entry, catalogue_of

NO_REGION = ""
"""Stands for notices that name no region."""
# Who is based on, forwards or repeals whom; a mere mention leads anywhere.
_LINEAGE = (Relation.BASED_ON, Relation.FORWARDS, Relation.IMPLEMENTS, Relation.AMENDS, Relation.REPEALS)


@dataclass(frozen=True, slots=True)
class RegionYears:
    """How many notices there are of each region and year; a notice and the rule it issues are one."""

    regions: tuple[str, ...]  # the country first, then those with the most notices; NO_REGION last
    years: tuple[int | None, ...]  # newest first; None, last: undated
    counts: dict[tuple[str, int | None], int]

    def of_region(self, region: str) -> int:
        """Notices of a region."""
        return sum(n for (r, _), n in self.counts.items() if r == region)

    def of_year(self, year: int | None) -> int:
        """Notices of a year."""
        return sum(n for (_, y), n in self.counts.items() if y == year)

    @property
    def total(self) -> int:
        """All notices."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class TimelineLink:
    """A notice names another one."""

    relation: Relation
    other: Named  # document_id None: not in the library (库外)
    clause_id: str | None  # where the naming stands, in whichever of the two names the other
    names: bool  # True: the notice names the other; False: the other names it


@dataclass(frozen=True, slots=True)
class TimelineNotice:
    """A notice on the line of time with what ties it to others."""

    document_id: str
    title: str
    document_number: str | None
    region: str | None
    day: date | None  # 成文日期, else 印发日期
    year: int | None
    status: Status
    links: tuple[TimelineLink, ...]  # what it names, then who names it


def province_of(region: str) -> str:
    """The province of a chain of short names; 全国 and what is no place stay as they are."""
    place = place_of_chain(region)
    return place.lineage[-1].chain if place is not None else region


def regions_and_years(library: Library, filters: Filters | None = None, *, by_province: bool = False) -> RegionYears:
    """Count the notices by region, or by province with all that lies in it, and year."""
    counts: Counter[tuple[str, int | None]] = Counter()
    for entry in catalogue_of(library, filters).entries:
        region = entry.document.region or NO_REGION
        counts[province_of(region) if by_province and region else region, year_of_entry(entry)] += 1
    of_region = Counter[str]()
    for (region, _), n in counts.items():
        of_region[region] += n
    regions = sorted(of_region, key=lambda r: (r == NO_REGION, r != WHOLE_COUNTRY.chain, -of_region[r], r))
    years = sorted({y for _, y in counts}, key=lambda y: (y is None, -(y or 0)))
    return RegionYears(tuple(regions), tuple(years), dict(counts))


def year_of_entry(entry: Entry) -> int | None:
    """The year of a notice: of the rule itself, else of the notice that issues it."""
    return next((d.year for d in (entry.document, *entry.covering) if d.year is not None), None)


def timeline(library: Library, filters: Filters | None = None) -> tuple[TimelineNotice, ...]:
    """Every notice, the newest first, undated ones last, with its lineage in both directions."""
    catalogue = catalogue_of(library, filters)
    links = _links(library, catalogue)
    notices = [_notice(entry, links.get(entry.document.document_id, ())) for entry in catalogue.entries]
    return tuple(
        sorted(
            notices,
            key=lambda n: (n.year is None, -(n.year or 0), -(n.day.toordinal() if n.day else 0), n.document_id),
        )
    )


def _notice(entry: Entry, links: Collection[TimelineLink]) -> TimelineNotice:
    documents = (entry.document, *entry.covering)
    number = next((d.document_number for d in documents if d.document_number), None)
    day = next((day for d in documents if (day := d.dated_on or d.printed_on)), None)
    region = next((d.region for d in documents if d.region), None)
    document = entry.document
    title = entry.title
    in_order = sorted(links, key=lambda link: (not link.names, _LINEAGE.index(link.relation)))
    return TimelineNotice(
        document.document_id, title, number, region, day, year_of_entry(entry), document.status, tuple(in_order)
    )


def _links(library: Library, catalogue: Catalogue) -> dict[str, tuple[TimelineLink, ...]]:
    """The lineage of each notice, by the id of the document that speaks; a notice and the rule it issues are one."""
    entry_of = {d: e for e in catalogue.entries for d in (e.document.document_id, *e.covers)}
    by_id = {d.document_id: d for e in catalogue.entries for d in (e.document, *e.covering)}
    found: dict[str, dict[tuple[str, Relation, bool], TimelineLink]] = {}
    for record in _lineage_references(library):
        citing = by_id.get(record["owner"])
        if citing is None:
            continue
        named = Named(citing.document_id, citing.title, citing.document_number, citing.region, citing.dated_on)
        reference = reference_of(record)
        cited = (
            resolve(library, reference, named)
            if record["may_be_there"]
            else Named(None, reference.title, reference.document_number)
        )
        own = entry_of[citing.document_id]
        other = entry_of.get(cited.document_id or "")
        if other is own or not cited.key or (cited.document_id is not None and other is None):
            continue
        key = other.document.document_id if other is not None else cited.key
        link = TimelineLink(reference.relation, _as_named(other) if other else cited, reference.clause_id, names=True)
        found.setdefault(own.document.document_id, {}).setdefault((key, reference.relation, True), link)
        if other is not None:
            back = TimelineLink(reference.relation, _as_named(own), reference.clause_id, names=False)
            own_key = own.document.document_id
            found.setdefault(key, {}).setdefault((own_key, reference.relation, False), back)
    return {key: tuple(links.values()) for key, links in found.items()}


def _lineage_references(library: Library) -> Iterable[Any]:
    """The references that make lineage, with whether the library may have what they name."""
    return library.select(
        """SELECT r.*, d.document_id AS owner,
                  (r.target IS NOT NULL
                   OR EXISTS (SELECT 1 FROM documents n WHERE n.normal_number = r.normal_number)
                   OR EXISTS (SELECT 1 FROM documents n WHERE n.title_key = r.title_key)) AS may_be_there
           FROM "references" r JOIN documents d ON d.row = r.document
           WHERE r.relation IN (SELECT value FROM json_each(?)) ORDER BY d.row, r.ordinal""",
        (json.dumps([relation.value for relation in _LINEAGE]),),
    )


def _as_named(entry: Entry) -> Named:
    document = entry.document
    number = next((d.document_number for d in (document, *entry.covering) if d.document_number), None)
    return Named(document.document_id, entry.title, number, document.region, document.dated_on)
