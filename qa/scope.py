"""Which notices a question is about: by number, region and year, each relaxed rather than left empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.model import Filters
from ingest.model import PolicyDocument
from qa.catalogue import Catalogue, Entry, holds_in, stands_over
from qa.model import Interpretation


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look, and what of the question could not be held to."""

    filters: Filters
    notes: tuple[str, ...] = ()
    held: bool = True  # False: the library has nothing of the region or number that the question names


def scope_of(interpretation: Interpretation, catalogue: Catalogue, filters: Filters, *, above: bool = True) -> Scope:
    """The filters a question sets on top of the person's own.

    A document number narrows to the notices that bear it; regions narrow to notices of the region and of those
    above it (a county is bound by its province's notices). Years never narrow: a year may be the matter asked
    about and not the document's.
    """
    notes: list[str] = []
    regions = interpretation.regions
    if interpretation.document_numbers:
        numbered = [e for number in interpretation.document_numbers for e in catalogue.numbered(number)]
        if numbered:
            return Scope(replace(filters, document_ids=document_ids(numbered)))
        named = "、".join(interpretation.document_numbers)
        notes.append(f"资料库中没有{named}，已在全部文件中查找")
        return Scope(filters, tuple(notes), held=False)
    if regions and not filters.regions:
        of_region = [e for e in catalogue.entries if any(holds_in(e.document.region, c) for c in regions)]
        if not of_region:
            notes.append(f"资料库中没有{'、'.join(regions)}的文件，已在全部文件中查找")
            return Scope(filters, tuple(notes), held=False)
        binding = [e for e in catalogue.entries if above and any(stands_over(e.document.region, c) for c in regions)]
        return Scope(replace(filters, document_ids=document_ids([*of_region, *binding])))
    return Scope(filters)


def document_ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Ids of these notices with their covering 通知, sorted."""
    ids = {e.document.document_id for e in entries} | {cover for e in entries for cover in e.covers}
    return tuple(sorted(ids))


def fits_regions(document: PolicyDocument, text: str, regions: Sequence[str]) -> bool:
    """Whether what a document says holds for the regions asked about.

    `text` is the clause with its headings: a region named there speaks for itself.
    """
    return not regions or any(
        holds_in(document.region, name)
        or stands_over(document.region, name)
        or name in text
        or name in (document.title or "")
        for name in regions
    )


def fits_years(document: PolicyDocument, text: str, years: Sequence[int]) -> bool:
    """Whether what a document says can hold for the years asked about.

    The clause or the title names the year; or neither names any and the document is of that year, or stands from
    year to year (a rule without a year in its title, made no later).
    """
    if not years:
        return True
    named = {int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})年", document.title or "")}
    made = year_of(document)
    for year in years:
        if year in named:
            return True
        if f"{year}年" in text:
            return True
        if not named and (made is None or made <= year):
            return True
    return False


def year_of(document: PolicyDocument) -> int | None:
    """The year of a document: its number's, else that of its date."""
    if document.document_number and (found := re.search(r"((?:19|20)\d{2})", document.document_number)):
        return int(found.group(1))
    return document.dated_on.year if document.dated_on else None
