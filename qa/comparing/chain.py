"""The policy chain of a comparison: what a superior notice asks, how each subordinate carries it out, who is silent."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.lineage import Link, Named, links_from, named_of
from ingest.model import Relation
from ingest.regions import WHOLE_COUNTRY, in_or_under
from qa.asking.catalogue import stands_over
from qa.comparing.model import CarriedOut, ChainLink, ChainRow, Column, Comparison, PolicyChain

_OWING = frozenset((Relation.BASED_ON, Relation.IMPLEMENTS, Relation.FORWARDS))


def chains_in(comparison: Comparison, library: object) -> tuple[PolicyChain, ...]:
    """A chain for each superior column with the columns under it; then what the notices rest on outside the library."""
    links = _links(comparison, library)
    chains = []
    for superior in comparison.columns:
        under = [c for c in comparison.columns if _lies_under(c, superior)]
        if superior.superior and superior.documents and under:
            chains.append(_chain(comparison, superior, under, links))
    outside = tuple(link for link in links if link.superior is None)
    if outside:
        owing = {link.subordinate for link in outside}
        under = [c for c in comparison.columns if owing & set(c.document_ids)]
        chains.append(PolicyChain(None, tuple(under), outside, ()))
    return tuple(chains)


def _lies_under(column: Column, superior: Column) -> bool:
    if not column.region or column.key == superior.key:
        return False
    return stands_over(superior.region, column.region) and not in_or_under(superior.region, column.region)


def _chain(
    comparison: Comparison, superior: Column, under: Sequence[Column], links: Sequence[ChainLink]
) -> PolicyChain:
    rows = []
    for row in comparison.rows:
        if row.gathered:
            continue
        cells = {cell.column: cell for cell in row.cells}
        asked = cells[superior.key].quotes
        if asked:
            rows.append(ChainRow(row.aspect, asked, tuple(CarriedOut(c.key, cells[c.key].quotes) for c in under)))
    own = set(superior.document_ids)
    lower = {d for c in under for d in c.document_ids}
    return PolicyChain(
        superior,
        tuple(under),
        tuple(link for link in links if link.superior in own and link.subordinate in lower),
        tuple(rows),
    )


def _links(comparison: Comparison, library: object) -> list[ChainLink]:
    """What the notices of the comparison say they rest on or carry out, those inside the library by their ids."""
    if not isinstance(library, Library):
        return []
    found: dict[tuple[str, str], ChainLink] = {}
    for column in comparison.columns:
        for document in column.documents:
            for link in links_from(library, named_of(library.document(document.document_id))):
                if link.reference.relation in _OWING and _is_above(link, column):
                    made = _chain_link(document.document_id, link)
                    found.setdefault((made.subordinate, link.cited.key), made)
    return list(found.values())


def _is_above(link: Link, column: Column) -> bool:
    """Whether what is cited is of a region over the citing one; one outside the library is taken to be."""
    region = link.cited.region
    if link.cited.document_id is None or region is None:
        return True
    return region != column.region and (region == WHOLE_COUNTRY.chain or in_or_under(column.region, region))


def _chain_link(subordinate: str, link: Link) -> ChainLink:
    return ChainLink(
        link.reference.relation, subordinate, link.cited.document_id, _name_of(link.cited), link.reference.clause_id
    )


def _name_of(named: Named) -> str:
    title = f"《{named.title}》" if named.title else ""
    return (
        f"{title}（{named.document_number}）"
        if title and named.document_number
        else title or named.document_number or ""
    )
