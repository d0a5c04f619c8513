"""What a list of clauses found is made of: how many of them are of each region, issuer, year, kind, level and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.listed import ListedDocument, Masthead
from index.model import Filters
from index.records import year_of
from ingest.model import PolicyDocument, Status
from ingest.regions import in_or_under, place_of_chain

NONE = "未注明"
STATUS_WORDS = {
    Status.IN_FORCE: "有效",
    Status.TRIAL: "试行",
    Status.REPEALED: "已废止",
    Status.EXPIRED: "已失效",
    Status.UNKNOWN: NONE,
}
_LEVELS = ("中央", "省", "市", "县", "乡")
_NO_DOCUMENT = "（没有这样的文件）"  # no document_id: a filter that nothing passes


class Facet(StrEnum):
    """By what a list can be narrowed; a member's value is its name in an address."""

    REGION = "region"
    ISSUER = "issuer"
    YEAR = "year"
    TYPE = "type"
    LEVEL = "level"
    STATUS = "status"


FACET_NAMES = {
    Facet.REGION: "地区（含所辖）",
    Facet.ISSUER: "发文机关",
    Facet.YEAR: "年份",
    Facet.TYPE: "文种",
    Facet.LEVEL: "层级",
    Facet.STATUS: "效力",
}
Chosen = Mapping[Facet, Sequence[str]]
"""What the person chose; several values of one facet widen it, several facets narrow each other."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet in a list."""

    value: str  # what it is chosen by: 江苏扬州仪征, 2022
    name: str  # what people read: 仪征
    count: int  # clauses (or documents) of the list; those of regions in it among them
    depth: int = 0  # 0 for a province, 1 for a city in it


def facets_of(documents: Sequence[Masthead]) -> dict[Facet, tuple[FacetValue, ...]]:
    """The facets of a list, given the document of each clause in it: the most frequent value first, the newest year."""
    return {facet: _facet(facet, documents) for facet in Facet}


def facets_over(documents: Sequence[Masthead], chosen: Chosen) -> dict[Facet, tuple[FacetValue, ...]]:
    """The facets of documents before anything is looked for, each counted among those that the other facets leave:
    beside a value that was chosen stand those by which it can be widened."""
    left = [d for d in documents if passes(d, chosen)]
    found = {}
    for facet in Facet:
        others = {f: values for f, values in chosen.items() if f is not facet}
        found[facet] = _facet(facet, [d for d in documents if passes(d, others)] if chosen.get(facet) else left)
    return found


def _facet(facet: Facet, documents: Sequence[Masthead]) -> tuple[FacetValue, ...]:
    if facet is Facet.REGION:
        return _regions(documents)
    values_of = _VALUES[facet]
    counted = Counter(value for document in documents for value in dict.fromkeys(values_of(document)))
    ranked = sorted(counted.items(), key=_ORDERS.get(facet, _most_first))
    return tuple(FacetValue(value, value, count) for value, count in ranked)


def _regions(documents: Sequence[Masthead]) -> tuple[FacetValue, ...]:
    """The regions as a tree, each before those under it; one that holds nothing but another is left out."""
    own = Counter(document.region or NONE for document in documents)
    counted: Counter[str] = Counter()
    parents: dict[str, str | None] = {}
    for region, count in own.items():
        for chain, parent in _lineage(region):
            counted[chain] += count
            parents[chain] = parent
    shown = {chain for chain in counted if chain in own or _branches(chain, parents, counted)}
    rows: list[FacetValue] = []

    def add(chain: str, above: str | None, depth: int) -> None:
        if chain in shown:
            name = chain.removeprefix(above) if above else chain
            rows.append(FacetValue(chain, name or chain, counted[chain], depth))
        inside = [c for c, parent in parents.items() if parent == chain]
        is_shown = chain in shown
        for child in sorted(inside, key=lambda c: (-counted[c], c)):
            add(child, chain if is_shown else above, depth + is_shown)

    for top in sorted(
        (c for c, parent in parents.items() if parent is None), key=lambda c: (c == NONE, -counted[c], c)
    ):
        add(top, None, 0)
    return tuple(rows)


def _branches(chain: str, parents: Mapping[str, str | None], counted: Mapping[str, int]) -> bool:
    """Whether a region stands over several of the list."""
    return sum(parent == chain for parent in parents.values()) > 1 and counted[chain] > 0


def _lineage(region: str) -> list[tuple[str, str | None]]:
    """(region, the one it lies in) from the region itself to its province."""
    place = place_of_chain(region)
    if place is None:
        return [(region, None)]
    below = [(region, place.chain)] if region != place.chain else []  # a township, which the table does not hold
    return [*below, *((p.chain, p.parent.chain if p.parent else None) for p in place.lineage)]


def _years(document: Masthead) -> list[str]:
    year = year_of(document) if isinstance(document, PolicyDocument) else document.year
    return [str(year) if year else NONE]


_VALUES: dict[Facet, Callable[[Masthead], Iterable[str]]] = {
    Facet.ISSUER: lambda document: document.issuing_authorities or (NONE,),
    Facet.YEAR: _years,
    Facet.TYPE: lambda document: (document.document_type or NONE,),
    Facet.LEVEL: lambda document: (document.level or NONE,),
    Facet.STATUS: lambda document: (STATUS_WORDS[document.status],),
}


def _most_first(item: tuple[str, int]) -> tuple[bool, float, str]:
    return item[0] == NONE, -item[1], item[0]


_ORDERS: dict[Facet, Callable[[tuple[str, int]], tuple[bool, float, str]]] = {
    Facet.YEAR: lambda item: (item[0] == NONE, -int(item[0]) if item[0].isdigit() else 0, item[0]),
    Facet.LEVEL: lambda item: (item[0] == NONE, _LEVELS.index(item[0]) if item[0] in _LEVELS else 9, item[0]),
}


def newest_first(documents: Iterable[ListedDocument]) -> list[ListedDocument]:
    """Documents as a person looks through them: by date, those without one last."""

    def key(document: ListedDocument) -> tuple[int, str, str]:
        day = document.dated_on or document.printed_on
        return -day.toordinal() if day else 0, document.document_number or "", document.document_id

    return sorted(documents, key=key)


def passes(document: Masthead, chosen: Chosen) -> bool:
    """Whether a document is of what was chosen, in every facet that something was chosen of."""
    for facet, wanted in chosen.items():
        if not wanted:
            continue
        if facet is Facet.REGION:
            region = document.region
            fits = any(region is None if w == NONE else region is not None and in_or_under(region, w) for w in wanted)
        else:
            fits = any(value in wanted for value in _VALUES[facet](document))
        if not fits:
            return False
    return True


def filters_for(chosen: Chosen, listed: Iterable[Masthead]) -> Filters:
    """What was chosen as a filter for a search: it is applied before, so that a narrow choice loses nothing."""
    if not any(chosen.values()):
        return Filters()
    ids = tuple(document.document_id for document in listed if passes(document, chosen))
    return Filters(document_ids=ids or (_NO_DOCUMENT,))
