"""The value of a quote as it is read out over the telephone: 每月不低于300元, 市委组织部, 摸清底数；建立台账."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Span
from qa.gate.asking import KINDS_OF_UNITS
from qa.gate.respective import said_in_row
from qa.language.bodies import named_in
from qa.language.contrast import conflicts
from qa.language.few_words import without_mark
from qa.language.lexicon import same_words
from qa.language.parts import Part, parts_of
from qa.language.sentences import as_printed, squeeze, squeezed_text
from qa.language.sides import EITHER, told_side
from qa.language.two_bounds import second_bound
from qa.language.values import FIGURED, bounded_value, value_spans, with_start
from qa.model import AsksFor, ValueKind
from qa.reading.asked import Asked
from qa.reading.bounds import with_bounds
from qa.reading.spelled_out import spelled_out
from qa.reading.stretches import ITEM_MARK
from qa.tables.table_cells import holds

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
        return _name_told(quote, named_in(asked.question, quote))
    if asks_for is AsksFor.YES_NO or (asks_for is AsksFor.OTHER and EITHER.search(asked.text)):
        return _without_number(told_side(asked.question, quote))
    if not any(kind in FIGURED for kind in asked.wants):
        return spelled_out(asked, quote)
    if cases:
        text = squeeze(quote).text
        labelled = [
            _with_label(text, Part((at, at + len(w)), w)).text if (at := text.find(w)) >= 0 else w for w in cases
        ]
        return "，".join(as_printed(quote, _unmarked(words)).rstrip("，,；;。") for words in labelled)
    kinds = frozenset(kind for want in asked.wants for kind in KINDS_OF_UNITS.get(want, ()))
    row = said_in_row(asked.text, clause or quote, squeezed_text(quote), kinds)
    if row is not None:
        return as_printed(quote, row) if row else None
    return _figures(asked, quote)


# How somebody does it is no part of the name: 领导小组|及时, 企业|参照本细则自行.
_HOW = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:(?:参照|按照|依照|根据|依据)[^，,。；;、]*|及时|自行|统一|具体|共同|分别|依法|定期|负责|直接|统筹|先行|另行)+$"
)


# That it is so as a rule, or may be so, belongs to the answer: 一般由主要负责同志兼任.
_AS_A_RULE = re.compile(r"(?:一般|原则上|通常|可以?)由$")


def _name_told(quote: str, name: str | None) -> str | None:
    """A name without a number before it and the words behind it that say how; 一般由… where that stands before it."""
    if name is None:
        return None
    alone = _HOW.sub("", without_mark(name))
    text = squeeze(quote).text
    at = text.find(squeezed_text(alone))
    loose = _AS_A_RULE.search(text[max(0, at - 6) : at]) if at > 0 else None
    return f"{as_printed(quote, loose.group())}{alone}" if loose else alone


def _without_number(told: str | None) -> str | None:
    """A side with its words, without the number that stood before them: 不得。第十条…"""
    side, stop, words = (told or "").partition("。")
    return f"{side}{stop}{without_mark(words)}" if told else None


def _figures(asked: Asked, quote: str) -> str | None:
    """The figure nearest to the question's words; where several are asked for, each with what it is said of."""
    text, wants, unit = squeeze(quote).text, asked.wants, asked.interpretation.unit
    text = _MARK.sub(lambda m: "\x00" * len(m.group()), text)  # the 3 of 3.学生党员 is no figure
    if asked.several and (parts := parts_of(wants, text)):
        parts = [_with_label(text, p) for p in parts]
        said = [p for p in parts if not conflicts(asked.text, p.text, "") and not names_other(asked, p.text)]
        return "，".join(as_printed(quote, _unmarked(p.text)) for p in _of_the_cases(asked, said)) or None
    if asked.several and (mixed := _pieces_asked(asked, text)):
        return "，".join(as_printed(quote, _unmarked(piece)) for piece in mixed)
    if ValueKind.DURATION in wants and unit and unit[0] in "天日":
        # The 8日 of 10月1日至8日 is no answer to 几天, where a number of days stands beside it.
        counted = _DAYS_TO.sub(lambda m: "\x00" * len(m.group()), text)
        text = counted if value_spans((ValueKind.DURATION,), counted, asked.text, unit) else text
    near = max((text.find(squeezed_text(t)) for t in asked.interpretation.terms), default=0)
    ways = (asked.focus, *map(squeezed_text, same_words().get(asked.focus, ()))) if asked.focus else ()
    if focus := next((way for way in ways if way in text), ""):
        near = text.find(focus) + (0 if asked.event else len(focus) - 1)
    span = bounded_value(wants, text, max(near, 0), asked.text, unit)
    if span is None:
        return None
    for first in value_spans(wants, text, asked.text, unit):  # the cap alone of a floor and a cap is half the value
        if first[1] <= span[0] and span[1] <= (second_bound(text, first) or 0):
            span = bounded_value(wants, text, first[0], asked.text, unit) or first
    if {ValueKind.DURATION, ValueKind.DATE} & set(wants):
        span = _with_further_days(text, with_start(text, span))
    return as_printed(quote, text[slice(*with_bounds(text, span))].lstrip("\x00"))


# What names the holder of a figure right before it, in a piece of its own: 劳动节,|放假2天.
_LABEL = re.compile(r"(?:^|(?<=[,;。:)]))(?P<label>[\u4e00-\u9fff]{2,14})[,:]$")


def _with_label(text: str, part: Part) -> Part:
    """The part with the holder that a piece of its own names right before it."""
    found = _LABEL.search(text, max(0, part.span[0] - 16), part.span[0])
    if found is None or re.search(r"[为是]|[一二三四五六七八九十百两]+[次名人个元天年]", found["label"]):
        return part
    start = found.start("label")
    return replace(part, span=(start, part.span[1]), text=text[start : part.span[1]])


_DAYS_TO = re.compile(r"\d{1,2}月\d{1,2}日(?:\([^()]{1,6}\))?[-—~～至到]+(?:\d{1,2}月)?\d{1,2}日(?:\([^()]{1,6}\))?")
_ONE_DAY = r"(?:\d{1,2}月)?\d{1,2}日(?:\((?:星期|周)[一二三四五六日天]\))?"
_DAY = re.compile(rf"{_ONE_DAY}(?:[-—~～至到]+{_ONE_DAY})?")
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
