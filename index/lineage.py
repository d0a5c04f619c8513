"""Which documents of a library name which: every reference resolved, and chains walked both ways."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.library import Library
from index.records import document_of, normal_number, reference_of
from index.titles import edition_in_title, may_name, title_key
from ingest.citing.pinpoints import ClauseFinder
from ingest.errors import QueryError
from ingest.model import PolicyDocument, Reference, Relation

# A chain follows what one document owes to another; a mere mention leads anywhere.
CHAIN_RELATIONS = frozenset(Relation) - {Relation.MENTIONS}
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A document that is named: one of the library, or one outside it known by name alone (库外)."""

    document_id: str | None  # None: not in the library
    title: str | None
    document_number: str | None
    region: str | None = None
    dated_on: date | None = None

    @property
    def key(self) -> str:
        """Tells one from another: the id, else the number, else the title's key."""
        return self.document_id or normal_number(self.document_number) or title_key(self.title) or ""


@dataclass(frozen=True, slots=True)
class Link:
    """One document names another."""

    citing: Named
    cited: Named
    reference: Reference
    clause_id: str | None = None  # the clause that is meant, where the reference names one and the library has it


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A document of a chain, how it is tied to the one before it, and where the chain goes from here."""

    named: Named
    link: Link | None  # None: where the walk began
    steps: tuple[ChainStep, ...]
    repeated: bool = False  # it stands further up already and is not walked again


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a document rests on, and what rests on it."""

    named: Named
    cites: tuple[Link, ...]
    cited_by: tuple[Link, ...]
    upwards: ChainStep
    downwards: ChainStep


def lineage_of(library: Library, name: str, *, depth: int = 4) -> Lineage:
    """The references of a document in both directions, and its chains; `name`: an id, a number or a whole title.

    A number or title that only others name (库外) can be asked for as well. Raises QueryError where nobody names it.
    """
    start = find_named(library, name)
    depth = min(depth, _DEEPEST)
    return Lineage(
        named=start,
        cites=tuple(links_from(library, start)),
        cited_by=tuple(links_to(library, start)),
        upwards=_walk(library, start, None, depth, (start.key,), up=True),
        downwards=_walk(library, start, None, depth, (start.key,), up=False),
    )


def find_named(library: Library, name: str) -> Named:
    """The document of this id, number or title; one outside the library where others name it. Raises QueryError."""
    number = normal_number(name) or name
    found = library.select(
        "SELECT * FROM documents WHERE document_id = ? OR normal_number = ? ORDER BY row", (name, number)
    )
    exact = [r for r in found if r["document_id"] == name] or list(found)
    if not exact:
        exact = _titled(library, name)
    if exact:
        # A notice comes before the document it issues, which bears the same number.
        return named_of(document_of(exact[0]))
    outside = library.select(
        'SELECT * FROM "references" WHERE normal_number = ? OR title_key = ? ORDER BY document, ordinal LIMIT 1',
        (number, title_key(name)),
    )
    if outside:
        reference = reference_of(outside[0])
        return Named(None, reference.title, reference.document_number)
    raise QueryError(name, "资料库里没有这份文件，也没有文件提到它", "请核对文号或标题，或先把文件入库")


def named_of(document: PolicyDocument) -> Named:
    """A document of the library as others name it."""
    return Named(document.document_id, document.title, document.document_number, document.region, document.dated_on)


def links_from(library: Library, named: Named) -> list[Link]:
    """What a document names, in printed order; one outside the library names nothing that is known."""
    if named.document_id is None:
        return []
    records = library.select(
        """SELECT r.* FROM "references" r JOIN documents d ON d.row = r.document
           WHERE d.document_id = ? ORDER BY r.ordinal""",
        (named.document_id,),
    )
    references = map(reference_of, records)
    # 本办法第三条 names a clause of the document itself.
    return [_link(library, named, r) for r in references if r.title is not None or r.document_number is not None]


def links_to(library: Library, named: Named) -> list[Link]:
    """Who names a document: its own file's documents are left out, for they share its head."""
    number, key = normal_number(named.document_number), title_key(named.title)
    records = library.select(
        """SELECT r.*, d.row AS owner FROM "references" r JOIN documents d ON d.row = r.document
           WHERE (r.normal_number IS NOT NULL AND r.normal_number = ?)
              OR (r.title_key IS NOT NULL AND r.title_key = ?)
              OR r.target = ?
           ORDER BY d.dated_on IS NULL, d.dated_on, d.row, r.ordinal""",
        (number, key, named.document_id),
    )
    links = []
    for record in records:
        owner = library.select("SELECT * FROM documents WHERE row = ?", (record["owner"],))[0]
        citing = named_of(document_of(owner))
        link = _link(library, citing, reference_of(record))
        if citing.document_id != named.document_id and link.cited.key == named.key:
            links.append(link)
    return links


def resolve(library: Library, reference: Reference, citing: Named) -> Named:
    """The document that a reference means; the name alone where the library has none that it can only mean.

    A number decides; a title must be the document's own. Of several editions the newest that was there when the citing
    document was written is meant.
    """
    if reference.target is not None:
        document_id = reference.target.partition("#")[0]
        found = library.select("SELECT * FROM documents WHERE document_id = ?", (document_id,))
        if found:
            return named_of(document_of(found[0]))
    candidates: list[sqlite3.Row] = []
    number = normal_number(reference.document_number)
    if number is not None:
        candidates = library.select("SELECT * FROM documents WHERE normal_number = ? ORDER BY row", (number,))
        if reference.title is not None:  # the inner document and the notice around it bear one number
            own = [c for c in candidates if c["title_key"] == title_key(reference.title)]
            candidates = own or candidates[:1]
    elif reference.title is not None:
        candidates = [c for c in _titled(library, reference.title) if c["document_id"] != citing.document_id]
    chosen = _edition_meant(candidates, reference, citing)
    return named_of(document_of(chosen)) if chosen else Named(None, reference.title, reference.document_number)


def _edition_meant(candidates: Sequence[sqlite3.Row], reference: Reference, citing: Named) -> sqlite3.Row | None:
    """The one of several documents that is meant; None where they are no editions of one rule."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    if reference.title is not None:
        edition = edition_in_title(reference.title)
        exact = [c for c in candidates if edition and edition_in_title(c["title"] or "") == edition]
        candidates = exact or candidates
    if reference.document_number is None and len({c["issuing_authorities"] for c in candidates}) > 1:
        return None  # 关于做好…工作的通知: two bodies' notices of one name
    day = citing.dated_on.isoformat() if citing.dated_on else "9999"
    earlier = [c for c in candidates if c["dated_on"] and c["dated_on"] <= day]
    return max(earlier or candidates, key=lambda c: (c["dated_on"] or "", -c["row"]))


def _titled(library: Library, title: str) -> list[sqlite3.Row]:
    records = library.select("SELECT * FROM documents WHERE title_key = ? ORDER BY row", (title_key(title),))
    return [r for r in records if may_name(title, r["title"], document_of(r).issuing_authorities)]


def _link(library: Library, citing: Named, reference: Reference) -> Link:
    cited = resolve(library, reference, citing)
    return Link(citing, cited, reference, _clause_meant(library, cited, reference))


def _clause_meant(library: Library, cited: Named, reference: Reference) -> str | None:
    """The clause that a reference names with its document: 《…办法》第三条."""
    if reference.target is not None and "#" in reference.target:
        return reference.target
    if cited.document_id is None or reference.pinpoint is None:
        return None
    found = ClauseFinder(library.document(cited.document_id).clauses).find(reference.pinpoint, None)
    return found.clause_id if found else None


def _walk(
    library: Library, named: Named, link: Link | None, depth: int, above: tuple[str, ...], *, up: bool
) -> ChainStep:
    """One step of a chain and those beyond it; a document that stands above is not walked again."""
    steps: list[ChainStep] = []
    if depth > 0:
        onward = links_from(library, named) if up else links_to(library, named)
        for next_link in _one_each(onward, up=up):
            following = next_link.cited if up else next_link.citing
            if not following.key or following.key == named.key:
                continue
            if following.key in above:
                steps.append(ChainStep(following, next_link, (), repeated=True))
            else:
                steps.append(_walk(library, following, next_link, depth - 1, (*above, following.key), up=up))
    return ChainStep(named, link, tuple(steps))


def _one_each(links: Iterable[Link], *, up: bool) -> list[Link]:
    """The first link of a chain's relations to each document."""
    first: dict[str, Link] = {}
    for link in links:
        if link.reference.relation in CHAIN_RELATIONS:
            first.setdefault((link.cited if up else link.citing).key, link)
    return list(first.values())
