"""What a sentence may stand on: a cited clause with its document's masthead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.model import StoredClause
from index.standing import ENDED
from ingest.document_number import find_document_numbers
from ingest.model import Clause, PolicyDocument, Quantity, Span, TableRow
from ingest.regions import Place, place_of_chain
from qa.gate.figures import figures_of
from qa.gate.normal import bare, plain
from qa.language.citations import citation_of


@dataclass(frozen=True, eq=False)  # one that is asked for by another's words is another one
class Ground:
    """A clause that a sentence cites; what is read from it is worked out once."""

    clause: Clause
    document: PolicyDocument  # as of the day asked about; its masthead is enough
    quotes: tuple[str, ...] = ()  # what the answer quotes of it
    quantities: tuple[Quantity, ...] = ()  # with those of tables, whose unit stands in a column's head
    rows: tuple[TableRow, ...] = ()
    also_titled: tuple[str, ...] = ()  # citations under which an answer shows it: 《…》（…）
    spans: tuple[Span, ...] = ()  # of the quotes, in the stored text: which rows of a table they are

    @property
    def has_ended(self) -> bool:
        """Whether its document was repealed or had expired."""
        return self.document.status in ENDED

    @cached_property
    def text(self) -> str:
        """What may be said from it: the quotes, where the answer has any, else the clause; with headings and rows.

        Rows of its tables stand in it under the names of their columns.
        """
        told = "\n".join(self.quotes) or self.clause.text
        rows = [r for r in self.rows if not self.spans or any(a < r.span[1] and r.span[0] < b for a, b in self.spans)]
        return _whole(self.clause, told, rows)

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """Every quantity that it prints."""
        return (*figures_of(self.text), *self.quantities)

    @cached_property
    def masthead(self) -> str:
        """Title, number, issuers, region and dates in plain form."""
        return _masthead(self.document, self.also_titled)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the masthead and the headings name."""
        return _years(f"{self.masthead}{plain(''.join(self.clause.path))}")

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The place it holds in and those that lie over it."""
        place = place_of_chain(self.document.region or "")
        return place.lineage if place else ()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The document's own number in its normal forms."""
        printed = f"{self.document.document_number or ''}\n{''.join(self.also_titled)}"
        return numbers_in(printed)


def ground_of(
    stored: StoredClause,
    quotes: Sequence[str] = (),
    quantities: Sequence[Quantity] = (),
    rows: Sequence[TableRow] = (),
    also_titled: Sequence[str] = (),
    spans: Sequence[Span] = (),
) -> Ground:
    """A ground from a clause as the library gives it; `spans` are those of the quotes."""
    return Ground(
        stored.clause,
        stored.document,
        tuple(quotes),
        tuple(quantities),
        tuple(rows),
        tuple(also_titled),
        tuple(spans),
    )


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> frozenset[str]:
    """The 发文字号 of a text in normal form, with and without the year."""
    return frozenset(form for m in find_document_numbers(text) for form in (m.normal, m.without_year))


@lru_cache(maxsize=4096)
def own_numbers_in(text: str) -> frozenset[str]:
    """The 发文字号 of a text in normal form, as they are written there."""
    return frozenset(m.normal for m in find_document_numbers(text))


def _whole(clause: Clause, text: str, rows: Sequence[TableRow]) -> str:
    own = clause.path[-1] if clause.path else ""
    above = clause.path[:-1] if bare(text).startswith(bare(own)) else clause.path
    told = [
        "，".join(f"{c.column}：{c.text}" if c.column else c.text for c in row.cells)
        for row in rows
        if clause.span[0] <= row.span[0] < row.span[1] <= clause.span[1]
    ]
    return "\n".join((*above, text, *told))


def _masthead(document: PolicyDocument, also: Sequence[str]) -> str:
    days = (document.dated_on, document.printed_on, document.effective_on, document.expires_on)
    return plain(
        "\n".join(
            (
                document.title or "",
                document.document_number or "",
                *document.issuing_authorities,
                *document.addressees,
                *document.copied_to,
                document.region or "",
                *(f"{d.year}年{d.month}月{d.day}日" for d in days if d),
                *also,
                citation_of(document, ()),
            )
        )
    )


@lru_cache(maxsize=4096)
def _years(text: str) -> frozenset[int]:
    return frozenset(int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
