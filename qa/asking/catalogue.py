"""The documents of a library at a glance: which exist, where they hold, what numbers they bear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

from index.listed import ListedDocument
from index.listing import listing
from index.model import Filters
from ingest.regions import WHOLE_COUNTRY, in_or_under, places_named
from qa.asking.known_names import KnownNames


class DocumentLibrary(Protocol):
    """What a catalogue is made from."""

    def listed(self, filters: Filters = ...) -> Sequence[ListedDocument]:
        """The library's documents that pass the filters, by their mastheads alone."""


@runtime_checkable
class CountedLibrary(Protocol):
    """A library that counts its changes, so that what was read of it can be kept."""

    @property
    def generation(self) -> int:
        """Rises with every change."""


class Entry(NamedTuple):
    """One notice: the document that speaks. A covering 通知 is kept with the 意见 that it issues."""

    document: ListedDocument
    covering: tuple[ListedDocument, ...] = ()  # the notices that wrap this one

    @property
    def file(self) -> str:
        """The path as given to ingest."""
        return self.document.file

    @property
    def covers(self) -> tuple[str, ...]:
        """document_ids of the notices that wrap this one."""
        return tuple(cover.document_id for cover in self.covering)

    @property
    def title(self) -> str:
        """The title, or the file's name for a text without one."""
        return self.document.title or re.sub(r".*[/\\]", "", self.file)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The notices of a library, sorted by document_id."""

    entries: tuple[Entry, ...]
    names: KnownNames = field(default_factory=KnownNames, compare=False)  # what questions can name them by

    @classmethod
    def of(cls, library: DocumentLibrary, filters: Filters | None = None) -> Catalogue:
        """Read the catalogue of a library, inside the person's own filters."""
        listed = sorted(library.listed(filters or Filters()), key=attrgetter("document_id"))
        wrapping = [d for d in listed if d.wraps is not None]
        present = {d.document_id for d in listed} if wrapping else frozenset()
        covers: dict[str | None, list[ListedDocument]] = {}
        for document in wrapping:
            if document.wraps in present:
                covers.setdefault(document.wraps, []).append(document)
        covering = {cover.document_id for documents in covers.values() for cover in documents}
        entries = tuple(Entry(d, tuple(covers.get(d.document_id, ()))) for d in listed if d.document_id not in covering)
        return cls(entries, _names_of(entries))

    def regions(self) -> tuple[str, ...]:
        """Region chains of the library, sorted."""
        return self.names.regions

    def numbered(self, number: str) -> tuple[Entry, ...]:
        """The notices that bear a document number, however each is printed; one without its year matches any year."""
        bearing = set(self.names.numbers.by_form.get(number, ()))
        return tuple(e for e in self.entries if e.document.document_id in bearing) if bearing else ()


def _names_of(entries: Sequence[Entry]) -> KnownNames:
    """What questions can name the notices by; a covering notice's number and title are those of what it issues."""
    return KnownNames([(e.document, d) for e in entries for d in (e.document, *e.covering)])


class _Kept:
    """The catalogues of one library, as of one generation."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.of: dict[Filters, Catalogue] = {}


_MOST_KEPT = 16  # different filters of one library
# By library, and gone with it.
_kept: WeakKeyDictionary[DocumentLibrary, _Kept] = WeakKeyDictionary()


def catalogue_of(library: DocumentLibrary, filters: Filters | None = None) -> Catalogue:
    """The catalogue of a library, read once for each generation: 40,000 notices take a third of a second."""
    filters = filters or Filters()
    if not isinstance(library, CountedLibrary):
        return Catalogue.of(library, filters)
    generation = library.generation  # before reading: a change beside us makes the catalogue stale, not wrong
    kept = _kept.get(library)
    if kept is None or kept.generation != generation:
        kept = _kept[library] = _Kept(generation)
    if filters not in kept.of:
        if len(kept.of) >= _MOST_KEPT:
            kept.of.clear()
        with listing():
            kept.of[filters] = Catalogue.of(library, filters)
    return kept.of[filters]


def holds_in(document_region: str | None, name: str) -> bool:
    """Whether a document is of the region of this name or of one under it."""
    return document_region is not None and in_or_under(document_region, name)


def stands_over(document_region: str | None, name: str) -> bool:
    """Whether a document of this region binds the named one from above: its province, the whole country.

    A text that names no region of its own (a statute, a copied page) is taken to be general.
    """
    if document_region is None or document_region == WHOLE_COUNTRY.chain:
        return True
    return any(in_or_under(place.chain, document_region) for place in places_named(name))
