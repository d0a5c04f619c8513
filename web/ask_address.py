"""A question and what it is held to, as the page's address holds them: a link that asks it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from ingest.errors import QueryError
from qa.keeping.posed import Posed
from web.compare_choice import day_in

# Names of the address's parts. Regions, issuers and years may stand there several times.
QUESTION, AFTER, WITHOUT = "q", "after", "without"
REGION, ISSUER, YEAR, AS_OF = "region", "issuer", "year", "as_of"
NAMES = (QUESTION, AFTER, WITHOUT, REGION, ISSUER, YEAR, AS_OF)


def posed_in(address: Mapping[str, Sequence[str]]) -> Posed:
    """What an address asks; years and days that are none are left out."""

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.strip() for value in address.get(name, ()) if value.strip()))

    def first_of(name: str) -> str:
        return next(iter(all_of(name)), "")

    return Posed(
        first_of(QUESTION),
        first_of(AFTER),
        all_of(REGION),
        all_of(ISSUER),
        tuple(int(year) for year in all_of(YEAR) if year.isascii() and year.isdigit() and len(year) == 4),
        _day(first_of(AS_OF)),
        all_of(WITHOUT),
    )


def address_of(posed: Posed) -> dict[str, list[str]]:
    """The parts of the address that ask this again; those that are empty are left out."""
    parts = {
        QUESTION: [posed.typed],
        AFTER: [posed.after],
        WITHOUT: list(posed.without),
        REGION: list(posed.regions),
        ISSUER: list(posed.issuers),
        YEAR: [str(year) for year in posed.years],
        AS_OF: [posed.as_of.isoformat() if posed.as_of else ""],
    }
    return {name: kept for name, values in parts.items() if (kept := [v for v in values if v])}


def link_to(posed: Posed, page: str) -> str:
    """The whole address; `page` is the page's own, with or without anything behind it."""
    return f"{page.partition('?')[0]}?{urlencode(address_of(posed), doseq=True)}"


def _day(written: str) -> date | None:
    try:
        return day_in(written)
    except QueryError:
        return None
