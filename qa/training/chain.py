"""The policy chain of a pack: what its notices rest on, and which of them carries out which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.library import Library
from index.lineage import CHAIN_RELATIONS, Named, links_from, named_of
from ingest.model import Relation
from ingest.regions import WHOLE_COUNTRY, Place, place_of_agency_code, places_in
from qa.training.model import Basis, ChainNotice, PolicyChain

_LEVELS = {"中央": 0, "省": 1, "市": 2, "县": 3, "乡": 4}
_CENTRAL = re.compile(r"中国共产党|中华人民共和国|中共中央|中央办公厅|国务院|中央组织部|中办|国办|中组|中发|国发|全国")
_CODE = re.compile(r"^(?P<code>[\u4e00-\u9fff]{2,12})[〔\[（(]")
_UPWARDS = 2  # steps
_FOLLOWED = CHAIN_RELATIONS - {Relation.REPEALS, Relation.AMENDS}


def chain_of(library: object, bases: Sequence[Basis]) -> PolicyChain:
    """The notices of rules with what they rest on, two steps up; empty where the library keeps no references."""
    if not isinstance(library, Library):
        return PolicyChain((), ())
    notices: dict[str, ChainNotice] = {}
    links: dict[tuple[str, str], None] = {}
    for document_id in dict.fromkeys(b.document_id for b in bases if b.is_rule):
        document = library.document(document_id)
        named = named_of(document)
        notices[named.key] = _notice(named, document.level)
        _climb(library, named, notices, links, _UPWARDS)
    _name_once(notices, links)
    return PolicyChain(tuple(sorted(notices.values(), key=lambda n: (n.level, n.region or "", n.key))), tuple(links))


def _name_once(notices: dict[str, ChainNotice], links: dict[tuple[str, str], None]) -> None:
    """Leave out a document outside the library that is named a second time by a part of its title."""
    outside = [n for n in notices.values() if n.document_id is None and n.title and not n.document_number]
    for notice in outside:
        if any(o is not notice and (notice.title or "") in (o.title or "") for o in notices.values()):
            del notices[notice.key]
            for link in [pair for pair in links if notice.key in pair]:
                del links[link]


def _climb(
    library: Library, named: Named, notices: dict[str, ChainNotice], links: dict[tuple[str, str], None], steps: int
) -> None:
    """Add what a document rests on. What a notice issues is no step: it bears the same number."""
    for link in links_from(library, named) if steps else ():
        above = link.cited
        if link.reference.relation not in _FOLLOWED or not above.key or above.key == named.key:
            continue
        if above.document_number and above.document_number == named.document_number:
            continue
        level = library.document(above.document_id).level if above.document_id else None
        found = notices.setdefault(above.key, _notice(above, level, below=notices[named.key].level))
        if found.level > notices[named.key].level or (above.key, named.key) in links:
            continue
        links[(above.key, named.key)] = None
        _climb(library, above, notices, links, steps - 1)


def _notice(named: Named, level: str | None, below: int = 2) -> ChainNotice:
    """A document with its rank; where nothing tells it, one rank over the one `below` it."""
    region, rank = named.region, _LEVELS.get(level or "")
    if region is None and _CENTRAL.search(f"{named.document_number or ''}{named.title or ''}"[:14]):
        region, rank = WHOLE_COUNTRY.chain, 0
    place = _place_named(named) if region is None else None
    if place is not None:
        region, rank = place.chain, min(3, len(place.lineage))
    rank = rank if rank is not None else max(0, below - 1)
    return ChainNotice(named.key, named.document_id, named.title, named.document_number, region, rank)


def _place_named(named: Named) -> Place | None:
    """The place that the code of the number or the head of the title names: all that is known of what is not here."""
    found = _CODE.match("".join((named.document_number or "").split()))
    place = place_of_agency_code(found["code"]) if found else None
    if place is None:
        places = places_in((named.title or "")[:20])
        place = places[0].place if places else None
    return place
