"""The value of a quote as it is read out over the telephone: 每月不低于300元, 市委组织部, 摸清底数；建立台账."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Span
from qa.bodies import named_in
from qa.contrast import conflicts
from qa.gate.respective import said_in_row
from qa.lexicon import same_words
from qa.model import AsksFor, ValueKind
from qa.parts import Part, parts_of
from qa.reading.asked import Asked
from qa.reading.spelled_out import spelled_out
from qa.reading.stretches import ITEM_MARK
from qa.sentences import as_printed, squeeze, squeezed_text
from qa.sides import EITHER, told_side
from qa.table_cells import holds
from qa.values import FIGURED, bounded_value, value_spans, with_start

# What numbers the words and says nothing: (一), 第五条, 1.
_MARK = re.compile(rf"^(?:第[一二三四五六七八九十百零\d]+条(?:之[一二三])?|{ITEM_MARK.pattern})")
LONGEST = 70
"""Characters of a row of figures that is read out whole."""


def short_value(asked: Asked, quote: str, cases: Sequence[str] = (), clause: str = "") -> str | None:
    """The value as printed, on one line; None where the quote must speak for itself.

    `clause`: the text that the quote is from, whose earlier words may name the holders of a row of figures.
    """
    asks_for = asked.interpretation.asks_for
    if asks_for is AsksFor.WHO:
        return named_in(asked.question, quote)
    if asks_for is AsksFor.YES_NO or (asks_for is AsksFor.OTHER and EITHER.search(asked.text)):
        return told_side(asked.question, quote)
    if not any(kind in FIGURED for kind in asked.wants):
        return spelled_out(asked, quote)
    if cases:
        return "，".join(as_printed(quote, _unmarked(words)).rstrip("，,；;。") for words in cases)
    row = None if asked.several else said_in_row(asked.text, clause or quote, squeezed_text(quote))
    if row is not None:
        return as_printed(quote, row) if row else None
    return _figures(asked, quote)


def _figures(asked: Asked, quote: str) -> str | None:
    """The figure nearest to the question's words; where several are asked for, each with what it is said of."""
    text, wants, unit = squeeze(quote).text, asked.wants, asked.interpretation.unit
    text = _MARK.sub(lambda m: "\x00" * len(m.group()), text)  # the 3 of 3.学生党员 is no figure
    if asked.several and (parts := parts_of(wants, text)):
        said = [p for p in parts if not conflicts(asked.text, p.text, "") and not names_other(asked, p.text)]
        return "，".join(as_printed(quote, _unmarked(p.text)) for p in _of_the_cases(asked, said)) or None
    if asked.several and (mixed := _pieces_asked(asked, text)):
        return "，".join(as_printed(quote, _unmarked(piece)) for piece in mixed)
    near = max((text.find(squeezed_text(t)) for t in asked.interpretation.terms), default=0)
    ways = (asked.focus, *map(squeezed_text, same_words().get(asked.focus, ()))) if asked.focus else ()
    if focus := next((way for way in ways if way in text), ""):
        near = text.find(focus) + (0 if asked.event else len(focus) - 1)
    span = bounded_value(wants, text, max(near, 0), asked.text, unit)
    if span is None:
        return None
    if {ValueKind.DURATION, ValueKind.DATE} & set(wants):
        span = _with_further_days(text, with_start(text, span))
    return as_printed(quote, text[slice(*span)].lstrip("\x00"))


_DAY = re.compile(r"(?:\d{1,2}月)?\d{1,2}日(?:\((?:星期|周)[一二三四五六日天]\))?")
_DAYS = re.compile(rf"{_DAY.pattern}(?:[、和及]{_DAY.pattern})+")


def _with_further_days(text: str, span: Span) -> Span:
    """The span of a day with those in one row with it: 9月29日(星期日)、10月12日(星期六)."""
    rows = [m.span() for m in _DAYS.finditer(text)]
    return next(((min(a, span[0]), b) for a, b in rows if a <= span[0] < b), span)


def names_other(asked: Asked, squeezed: str) -> bool:
    """Whether words of the question stand there in the name of something else only: 半失能 where 失能 is asked of."""
    there = [word for word in asked.words if word in squeezed and not holds(squeezed, word)]
    return any(holds(asked.text, word) for word in there)  # of 副书记 the question itself asks for no 书记


def _unmarked(words: str) -> str:
    return _MARK.sub("", words.strip("\x00"), count=1)


def _of_the_cases(asked: Asked, parts: Sequence[Part]) -> list[Part]:
    """The parts that speak of the cases asked about: of 一等奖和三等奖 not that of 二等奖."""
    pairs = {asked.text[i : i + 2] for i in range(len(asked.text) - 1)}
    held = [frozenset(pair for pair in pairs if pair in p.text) for p in parts]
    return [p for p, own in zip(parts, held, strict=True) if not any(own < other for other in held)]


def _pieces_asked(asked: Asked, text: str) -> list[str]:
    """Of a sentence that is asked several things, the pieces that state a wanted value: 黄底黑字, 字符共6位."""
    kinds = [kind for kind in asked.wants if value_spans([kind], text, asked.text)]
    if len(kinds) < 2 or ValueKind.COLOUR not in kinds:
        return []
    pieces = [p for p in re.split(r"[,;。:]", text) if p]
    said = [p for p in pieces if value_spans(asked.wants, p, asked.text, asked.interpretation.unit)]
    return said if len("".join(said)) <= LONGEST else []
