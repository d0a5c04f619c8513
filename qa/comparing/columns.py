"""The columns of a comparison: regions asked for, or every region that speaks; those above the others marked."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from index.listed import ListedDocument
from ingest.regions import WHOLE_COUNTRY, in_or_under, places_named
from qa.asking.catalogue import Catalogue, Entry, stands_over
from qa.comparing.model import Column, ColumnDocument
from qa.language.citations import citation_of, title_of
from qa.standing.standing import StandingLibrary, has_ended

_RANKS = {"中央": "中央", "省": "省级", "市": "市级", "县": "县级", "乡": "乡级"}
_LEVELS = ("中央", "省", "市", "县", "乡")


@dataclass(frozen=True, slots=True)
class Place:
    """A column before it is known what speaks in it."""

    key: str
    region: str
    asked: bool  # named by the person; it stays although it is silent
    above: bool  # joined because it stands over a region that was asked for
    entries: tuple[Entry, ...]
    stands_for: str = ""  # the region asked for that says nothing itself and that this one lies in


def places_of(catalogue: Catalogue, regions: Sequence[str]) -> tuple[Place, ...]:
    """The places to look in: the regions asked for in their order; without any, all there are.

    A region asked for is its own notices; where it has none, each region under it is a place. Notices without a region
    are a place each.
    """
    by_region = _by_region(catalogue)
    if not regions:
        named = [Place(r, r, False, False, tuple(es)) for r, es in sorted(by_region.items(), key=_top_down) if r]
        return (*named, *_without_region(by_region.get("", ())))
    places: dict[str, Place] = {}
    for name in regions:
        for place in _asked(name, by_region):
            places.setdefault(place.key, place)
    # One that is asked for by its own name stands for nobody.
    own = {chain for name in regions for chain in _chains_of(name, by_region)}
    return tuple(replace(p, stands_for="") if p.region in own else p for p in places.values())


def places_within(catalogue: Catalogue, places: Sequence[Place], speaking: Container[str]) -> tuple[Place, ...]:
    """The places that lie in regions asked for whose own notices are silent, and are not among the places yet.

    `speaking`: keys of the places that are not silent.
    """
    there = {p.region for p in places}
    found = {
        r: Place(r, r, True, False, tuple(entries), stands_for=place.region)
        for place in places
        if place.asked and place.entries and not place.stands_for and place.key not in speaking
        for r, entries in sorted(_by_region(catalogue).items())
        if r and r not in there and in_or_under(r, place.region)
    }
    return tuple(found.values())


def superiors_of(catalogue: Catalogue, places: Sequence[Place]) -> tuple[Place, ...]:
    """The places that stand over regions asked for and are not among them, the country first."""
    asked = {p.stands_for or p.region for p in places if p.asked}
    there = {p.region for p in places}
    return tuple(
        Place(r, r, False, True, tuple(es))
        for r, es in sorted(_by_region(catalogue).items(), key=_top_down)
        if r and r not in there and any(lies_over(r, region) for region in asked)
    )


def _by_region(catalogue: Catalogue) -> dict[str, list[Entry]]:
    by_region: dict[str, list[Entry]] = {}
    for entry in catalogue.entries:
        by_region.setdefault(entry.document.region or "", []).append(entry)
    return by_region


def _top_down(item: tuple[str, Sequence[Entry]]) -> tuple[bool, str]:
    return item[0] != WHOLE_COUNTRY.chain, item[0]


def _asked(name: str, by_region: dict[str, list[Entry]]) -> Iterable[Place]:
    chains = _chains_of(name, by_region)
    if own := [r for r in by_region if r and r in chains]:
        return [Place(r, r, True, False, tuple(by_region[r])) for r in own]
    if under := sorted(r for r in by_region if r and in_or_under(r, name)):
        return [Place(r, r, True, False, tuple(by_region[r]), stands_for=name) for r in under]
    chain = next(iter(sorted(chains)), name)
    return [Place(chain, chain, True, False, ())]


def _chains_of(name: str, by_region: dict[str, list[Entry]]) -> set[str]:
    """The chains that a name can mean; of several places of one name those the library has."""
    chains = {place.chain for place in places_named(name)}
    if name in by_region:
        chains.add(name)
    present = {chain for chain in chains if any(r and in_or_under(r, chain) for r in by_region)}
    return present or chains


def lies_over(region: str, asked: str) -> bool:
    """Whether a region stands over another one and is not in it."""
    return region != asked and stands_over(region, asked) and not in_or_under(region, asked)


def _without_region(entries: Sequence[Entry]) -> list[Place]:
    return [Place(e.document.document_id, "", False, False, (e,)) for e in entries]


def column_of(place: Place, spoken: Sequence[Entry], library: object) -> Column:
    """The column of a place with those of its notices that speak, standing first, newest first."""
    documents = sorted((_document(e, library) for e in spoken), key=_newest_first)
    levels = {e.document.level for e in place.entries if e.document.level}
    level = min(levels, key=_LEVELS.index, default=None)
    return Column(place.key, _heading(place, level), place.region, level, place.above, tuple(documents))


def _heading(place: Place, level: str | None) -> str:
    if not place.region:
        return title_of(place.entries[0].document)
    rank = _RANKS.get(level or "")
    return f"{place.region}（{rank}）" if rank and rank != place.region else place.region


def _document(entry: Entry, library: object) -> ColumnDocument:
    shown: ListedDocument = entry.document
    number = shown.document_number or next((c.document_number for c in entry.covering if c.document_number), None)
    newer = library.standing(shown.document_id).newer if isinstance(library, StandingLibrary) else None
    return ColumnDocument(
        shown.document_id,
        citation_of_listed(shown),
        shown.title,
        number,
        shown.dated_on or shown.printed_on,
        shown.status,
        entry.file,
        newer,
    )


def citation_of_listed(document: ListedDocument) -> str:
    """《title》（文号） of a document by its masthead."""
    return citation_of(document, ())  # type: ignore[arg-type]


def _newest_first(document: ColumnDocument) -> tuple[bool, bool, int, str]:
    day = document.dated_on.toordinal() if document.dated_on else 0
    return has_ended_status(document), document.newer is not None, -day, document.document_id


def has_ended_status(document: ColumnDocument) -> bool:
    """Whether a notice of a column is repealed or expired."""
    return has_ended(document)  # type: ignore[arg-type]


def in_order(columns: Sequence[Column], places: Sequence[Place]) -> tuple[Column, ...]:
    """The columns, those that stand over another one marked; superiors first, regions asked for in the order asked."""
    marked = [
        replace(c, superior=bool(c.region) and any(lies_over(c.region, o.region) for o in columns if o.region))
        for c in columns
    ]
    asked = {p.key for p in places if p.asked}

    def first(column: Column) -> tuple[int, int]:
        if column.key in asked:
            return 1, 0
        return (0, _rank(column)) if column.superior else (2, 0)

    return tuple(sorted(marked, key=first))


def _rank(column: Column) -> int:
    return _LEVELS.index(column.level) if column.level in _LEVELS else len(_LEVELS)
