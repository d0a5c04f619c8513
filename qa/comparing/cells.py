"""The cells of a row: what each column says, the deciding words first, with figures and verbs held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.comparing.differing import only_in
from qa.comparing.floors import below_superiors
from qa.comparing.model import Arrow, Cell, Column, Quote, Row, Scaled
from qa.comparing.placed import comparable, standing_figures
from qa.comparing.scales import arrows, differ
from qa.comparing.speaking import Spoken
from qa.comparing.topic import Topic
from qa.comparing.verbs import verb_arrows, verb_of
from qa.language.citations import citation_of
from qa.language.sentences import squeezed_text

_MOST_QUOTES = 8  # of one cell


def gathered_row(name: str, group: Sequence[Spoken], columns: Sequence[Column]) -> Row:
    """The last row, of all that is no aspect: nothing in it is held against anything, and nothing is left out."""
    cells = []
    for column in columns:
        quotes = [_quote(s, column) for s in group if s.place == column.key]
        cells.append(Cell(column.key, column.region, tuple(quotes)))
    return Row(name, tuple(cells), True, gathered=True)


def row_of(
    aspect: str, group: Sequence[Spoken], columns: Sequence[Column], topic: Topic, *, by_person: bool = False
) -> Row:
    """A row with a cell for each column; of an aspect that nobody speaks to all cells are unstated."""
    cells = []
    for column in columns:
        quotes = [_quote(s, column) for s in group if s.place == column.key]
        cells.append(Cell(column.key, column.region, tuple(sorted(quotes, key=_deciding_first)[:_MOST_QUOTES])))
    cells = _with_figures(cells, topic)
    told = verb_arrows([c.verb for c in cells])
    cells = [replace(c, verb_arrow=arrow) for c, arrow in zip(cells, told, strict=True)]
    cells = _with_wording(cells)
    cells = below_superiors(cells, columns, topic)
    return Row(aspect, tuple(cells), _differs(cells), by_person)


def _quote(s: Spoken, column: Column) -> Quote:
    document = s.stored.document
    known = next((d for d in column.documents if d.document_id == document.document_id), None)
    return Quote(
        document_id=document.document_id,
        clause_id=s.stored.clause.clause_id,
        path=s.stored.clause.path,
        citation=citation_of(document, s.stored.clause.path),
        text=s.text,
        span=s.span,
        file=s.stored.file,
        status=document.status,
        quantities=s.quantities,
        scaled=(),
        verb=verb_of(s.squeezed),
        score=s.strength,
        newer=known.newer if known else None,
    )


def _deciding_first(quote: Quote) -> tuple[bool, bool, float, bool, bool, str, int]:
    """What stands before what has ended, new editions before old, figures and verbs before bare statements."""
    return (
        quote.ended,
        quote.newer is not None,
        -round(quote.score, 1),
        not quote.quantities,
        quote.verb is None,
        quote.document_id,
        quote.span[0],
    )


def _with_figures(cells: Sequence[Cell], topic: Topic) -> list[Cell]:
    """The cells, the figures that another cell has one of the same kind for put on one scale, with an arrow each."""
    placed = [standing_figures(cell, topic) for cell in cells]
    kept: list[list[Scaled]] = [[] for _ in cells]
    for i, own in enumerate(placed):
        for figure in own:
            others = (f for j, other in enumerate(placed) if j != i for f in other)
            if any(comparable(figure, other, topic) for other in others):
                kept[i].append(figure.scaled)
    kinds = [kind for scales in kept for kind in dict.fromkeys((s.unit, s.per) for s in scales)]
    common = max(dict.fromkeys(kinds), key=kinds.count, default=None)
    told = arrows([[s for s in scales if (s.unit, s.per) == common] for scales in kept])
    return [
        replace(cell, arrow=arrow, quotes=tuple(_with_scaled(q, scales) for q in cell.quotes))
        for cell, arrow, scales in zip(cells, told, kept, strict=True)
    ]


def _with_scaled(quote: Quote, scales: Sequence[Scaled]) -> Quote:
    own = tuple(s for s in scales if s.quantity in quote.quantities)
    return replace(quote, scaled=own) if own else quote


def _with_wording(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with the words that only they have, and those marked that alone speak."""
    texts = [[squeezed_text(q.text) for q in c.quotes] for c in cells]
    speaking = sum(bool(t) for t in texts)
    marked = []
    for at, cell in enumerate(cells):
        others = [text for other, held in enumerate(texts) if other != at for text in held]
        quotes = tuple(replace(q, only_here=only_in(q.text, q.span[0], others)) for q in cell.quotes)
        marked.append(replace(cell, quotes=quotes, only_here=speaking == 1 and cell.stated and len(cells) > 1))
    return marked


def _differs(cells: Sequence[Cell]) -> bool:
    """Whether a column is silent, a figure or a verb is another, or the words are not the same."""
    if any(c.stated for c in cells) and not all(c.stated for c in cells):
        return True
    if any(a is not None and a is not Arrow.SAME for c in cells for a in (c.arrow, c.verb_arrow)):
        return True
    figures = [s for c in cells for q in c.quotes for s in q.scaled]
    if any(differ(a, b) for a in figures for b in figures if (a.unit, a.per) == (b.unit, b.per)):
        return True
    deciding = {squeezed_text(c.quote or "") for c in cells if c.stated}
    return len(deciding) > 1
