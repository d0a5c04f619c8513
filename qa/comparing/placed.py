"""The figures of a cell that stand, each with the words that lead up to it; which of two are of one thing."""

from __future__ import annotations

from typing import NamedTuple

from qa.comparing.model import Cell, Quote, Scaled
from qa.comparing.scales import of_one_kind, on_one_scale, scaled
from qa.comparing.topic import Topic
from qa.language.contrast import conflicts
from qa.language.sentences import squeezed_text


class Placed(NamedTuple):
    """A figure with its quote and the words of its sentence that lead up to it."""

    scaled: Scaled
    words: str  # squeezed, the figure itself at their end
    lead: str  # squeezed, without it
    quote: Quote


def standing_figures(cell: Cell, topic: Topic) -> list[Placed]:
    """The figures of a cell that stand and are of the topic's own case: of 书记 and 委员 those of 书记."""
    found = []
    for quote in cell.quotes:
        if quote.ended or quote.newer is not None:
            continue
        before = quote.span[0]
        for q in sorted(quote.quantities, key=lambda q: q.span):
            lead = squeezed_text(quote.text[before - quote.span[0] : q.span[0] - quote.span[0]])
            words = squeezed_text(quote.text[before - quote.span[0] : q.span[1] - quote.span[0]])
            before = q.span[1]
            if (on_scale := scaled(q)) is not None and not conflicts(topic.text, words, ""):
                found.append(Placed(on_scale, words, lead, quote))
    own = [f for f in found if topic.strength(f.words) or any(p in f.words for p in topic.words)]
    return own or found


def comparable(first: Placed, second: Placed, topic: Topic) -> bool:
    """Whether two figures are of one thing: as they are read, or by words of the topic that both stand behind."""
    a, b = first.scaled.quantity, second.scaled.quantity
    if of_one_kind(a, b):
        return True
    telling = {part for f in topic.facets for part in f.parts}
    return on_one_scale(a, b) and any(part in first.words and part in second.words for part in telling)
