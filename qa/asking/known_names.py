"""What a library knows by name, so that a question's words can be held against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from index.listed import ListedDocument
from index.listing import listing
from qa.asking.asked_numbers import NumberBook
from qa.asking.asked_titles import TitleBook

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_IN_NUMBER = re.compile(r"(?:19|20)\d{2}")


class KnownNames:
    """Regions, issuers, numbers and titles of a library's notices; without any, a question is read by its form alone.

    Each list is made when a question first asks for it: most questions name no title and no number.
    """

    def __init__(
        self, speaking: Sequence[tuple[ListedDocument, ListedDocument]] = (), regions: Sequence[str] = ()
    ) -> None:
        """`speaking`: (document, the notice that leads to it): itself, and the notices that cover it."""
        self._speaking = speaking
        self._regions = regions

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Region chains, sorted: 江苏扬州仪征."""
        return tuple(sorted({*self._regions, *(d.region for d, _ in self._speaking if d.region)}))

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """Issuing authorities as printed, sorted."""
        return tuple(sorted({body for _, named in self._speaking for body in named.issuing_authorities}))

    @cached_property
    def numbers(self) -> NumberBook:
        """文号, each with the document it leads to."""
        with listing():
            return NumberBook([(named.document_number, d) for d, named in self._speaking if named.document_number])

    @cached_property
    def titles(self) -> TitleBook:
        """Titles, each with the document it leads to."""
        with listing():
            return TitleBook([(named.title, d) for d, named in self._speaking if named.title])

    @cached_property
    def years(self) -> dict[str, frozenset[int]]:
        """document_id -> the years a notice is of: its number's or else its date's, and those that its title names."""
        return {d.document_id: frozenset(_years_of(d)) for d, _ in self._speaking}


def _years_of(document: ListedDocument) -> Iterator[int]:
    yield from map(int, _YEAR.findall(document.title or ""))
    if document.document_number and (found := _IN_NUMBER.search(document.document_number)):
        yield int(found[0])
    elif document.dated_on:
        yield document.dated_on.year
