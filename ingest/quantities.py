"""Figures with what they measure: amounts, frequencies, thresholds, shares, counts, deadlines, ages and durations.

What is printed becomes one normal form: the value in the unit itself (1.2万元 is 12000 元), a share in % (三分之二 is
66.67), what it is counted for as 每… (元/人·月 is 每人每月). Dates, ordinals, names and numbers of documents are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ingest.figures.bounds import (
    Bound,
    BoundRule,
    bound_before,
    bound_behind,
    bound_of_base,
    end_of_remark,
    own_rule,
)
from ingest.figures.context import counts_nothing
from ingest.figures.numbers import Figure, candidates, figure_at
from ingest.figures.per import MORE, Per, per_before, per_behind, per_of_list
from ingest.figures.subject import Surroundings, subject_of
from ingest.figures.tables import find_table_quantities
from ingest.figures.torn import Torn, torn_in
from ingest.figures.units import UnitKind
from ingest.model import Clause, Operator, Quantity, Span, Table
from ingest.squeezed import squeeze

_STOP = re.compile(r"(?s).*(?:[，。；：！？…“”‘’《》()\n\t:;!?\x00]|,(?!\d{3}(?!\d)))")
# 、 and 和 go on with the same measure: 书记每月500元、副书记300元.
_GOES_ON = re.compile(r"[、和及或与]")
#   matches   一年 of 一年两次 | 半年 of 半年一次
#   rejects   每两年 (per_before reads it)
_INTERVAL = re.compile(
    r"(?<![每第\d〇一二三四五六七八九十])(?P<count>[一两二三四五六七八九十]+|\d{1,2}|半)个?(?P<period>年|月|周|天|日|季度|季|学期|学年)(?:至少|不少于|不超过|最多)?$"
)
_EACH = re.compile(f"每(?:{MORE})?$")
# 三年 of 三年一次 is the interval of the count that follows.
_COUNT_FOLLOWS = re.compile(r"[一二两三四五六\d]+(?:[至—-][一二两三四五六\d]+)?[次轮遍回](?!性)")
_MONEY_NAME = re.compile(r"(?:人民币|港币|[¥￥])$")
_MONEY_ENDS = frozenset("币¥￥")
_BETWEEN_BOUNDS = re.compile(r"[、，,]?(?:且|并且)?")
_REACH = 60  # how far back a phrase is read
_PHRASE = 36  # how far back the words of a phrase may begin to be part of it
_ROUNDED_ONLY_BY = "约大"


class _Phrase(NamedTuple):
    """A quantity in squeezed text, before its subject is read."""

    start: int
    end: int
    figure: Figure
    operator: Operator
    value: Decimal
    upper: Decimal | None
    per: str | None
    per_start: int | None = None
    words: str = ""  # of the phrase before its figure, without per and bound: 走访慰问 of 每年走访慰问不少于2次
    closes_range: bool = False  # 以上 or 以下 stands behind and nothing bounds it before
    is_interval: bool = False  # 每两年, by itself


class Reading(NamedTuple):
    """What the clauses of one document print: quantities, and where figures stand that are torn apart and left out."""

    quantities: tuple[Quantity, ...]
    torn: tuple[Span, ...]


def find_quantities(text: str, clauses: Sequence[Clause], tables: Sequence[Table] = ()) -> tuple[Quantity, ...]:
    """Quantities printed in the clauses of one document, in printed order; spans count in the stored text.

    Bare figures of `tables` take their unit from the head of their column.
    """
    return read_quantities(text, clauses, tables).quantities


def read_quantities(text: str, clauses: Sequence[Clause], tables: Sequence[Table] = ()) -> Reading:
    """Quantities as find_quantities gives them, and what was left out because a line break or a blank tears it."""
    printed, torn = _find_printed(text, clauses)
    headed = find_table_quantities(text, tables)
    if not headed:
        return Reading(printed, torn)
    ends = [q.span[1] for q in printed]

    def is_free(span: Span) -> bool:
        following = bisect_right(ends, span[0])
        return following == len(printed) or printed[following].span[0] >= span[1]

    return Reading(tuple(sorted((*printed, *(q for q in headed if is_free(q.span))), key=lambda q: q.span)), torn)


class Measured(NamedTuple):
    """A quantity in a text that is no clause of a document: where it stands and of what kind it is."""

    start: int  # of the phrase, with what it is counted for and what bounds it
    end: int
    figure: Span  # the figure with its unit alone
    kind: UnitKind
    unit: str


def measured_in(text: str) -> tuple[Measured, ...]:
    """Quantities of any text, in printed order; places count in it."""
    squeezed = squeeze(text)
    rule, torn = own_rule(squeezed.text), torn_in(squeezed.text)
    phrases = _joined(squeezed.text, _phrases(squeezed.text, 0, len(squeezed.text), rule, torn))
    return tuple(
        Measured(
            *squeezed.span(phrase.start, phrase.end),
            squeezed.span(phrase.figure.start, phrase.figure.end),
            phrase.figure.kind,
            phrase.figure.unit,
        )
        for phrase in phrases
    )


def _find_printed(text: str, clauses: Sequence[Clause]) -> Reading:
    if not clauses:
        return Reading((), ())
    squeezed = squeeze(text, min(c.span[0] for c in clauses), max(c.span[1] for c in clauses))
    rule, torn = own_rule(squeezed.text), torn_in(squeezed.text)
    quantities: list[Quantity] = []
    for clause in clauses:
        low, high = squeezed.place(clause.span[0]), squeezed.place(clause.span[1])
        low += _marker_length(squeezed.text, low, clause.marker)
        previous: _Phrase | None = None
        for phrase in _joined(squeezed.text, _phrases(squeezed.text, low, high, rule, torn)):
            span = squeezed.span(phrase.start, phrase.end)
            subject = subject_of(
                squeezed.text, _surroundings(phrase, previous, low, high), phrase.figure.kind, clause.heading
            )
            quantities.append(_quantity(clause.clause_id, text, span, phrase, subject))
            previous = phrase
    told = [squeezed.span(t.start, t.end) for t in torn if t.counts]
    return Reading(tuple(quantities), tuple(s for s in told if any(c.span[0] <= s[0] < c.span[1] for c in clauses)))


def _marker_length(text: str, start: int, marker: str) -> int:
    """Length of 「3.」 at the head of a clause, which would make 3.2 of 「3.2名」."""
    end = start + len(marker)
    return len(marker) if marker[-1:] in (".", "．") and text[end - 1 : end] == "." else 0


def _quantity(clause_id: str, text: str, span: Span, phrase: _Phrase, subject: str | None) -> Quantity:
    return Quantity(
        clause_id=clause_id,
        text=text[span[0] : span[1]],
        subject=subject,
        operator=phrase.operator,
        value=float(phrase.value),
        upper=None if phrase.upper is None else float(phrase.upper),
        unit=phrase.figure.unit,
        per=phrase.per,
        span=span,
    )


def _phrases(text: str, low: int, high: int, rule: BoundRule, torn: Sequence[Torn]) -> Iterator[_Phrase]:
    """Yield the quantities of text[low:high] but torn ones; 每两年 only where no count follows that it measures."""
    previous: _Phrase | None = None
    interval: _Phrase | None = None
    for place in candidates(text, low, high):
        if previous is not None and place < previous.end:
            continue
        figure = figure_at(text, place, low, high)
        if torn and figure is not None and any(t.start < figure.end and figure.start < t.end for t in torn):
            continue
        phrase = None if figure is None else _phrase(text, figure, low, high, rule, previous)
        if phrase is None:
            continue
        if interval is not None and not (phrase.per_start is not None and phrase.per_start <= interval.start):
            yield interval
        interval = None
        if phrase.is_interval:
            interval = phrase
            continue
        yield phrase
        previous = phrase
    if interval is not None:
        yield interval


def _phrase(
    text: str, figure: Figure, low: int, high: int, rule: BoundRule, previous: _Phrase | None
) -> _Phrase | None:
    """Read the words around a figure; None where it counts nothing."""
    each = _EACH.search(text, max(low, figure.start - 3), figure.start)
    if each is not None:
        return _interval(figure, each.start())
    opened = _opened(text, low, figure.start)
    near = figure.start
    if opened == near and text[near - 1 : near] == "\n" and bound_before(text, max(low, near - 9), near - 1):
        near -= 1  # 不低于⏎三百元
        opened = _opened(text, low, near)
    head = max(opened, previous.end if previous else low)
    before = bound_before(text, head, near)
    if before is not None and _is_recent(text, before, figure):
        before = None
    per = per_behind(text, figure.end, high, figure.kind)
    end = per.end if per else figure.end
    behind = bound_behind(text, end, high, rule, figure.kind)
    base = None
    if before is None and behind is None:
        base = before = bound_of_base(text, head, figure.start, figure.kind, figure.unit)
    per = per or _per_of_interval(text, figure, head)
    kind = UnitKind.SHARE if figure.unit == "倍" else figure.kind  # 人均收入2倍 is no multiple for each man
    per = per or per_before(text, head, base.start if base else figure.start, kind)
    bounded = before is not None or behind is not None
    if counts_nothing(text, figure, low, high, bounded=bounded, counted=per is not None):
        return None
    if behind is None and figure.kind in (UnitKind.PERIOD, UnitKind.DAY) and _COUNT_FOLLOWS.match(text, figure.end):
        return None
    operator = _operator(figure, before, behind)
    return _Phrase(
        start=_opening(text, figure, head, before, per),
        end=end_of_remark(text, behind.end if behind else end, high),
        figure=figure,
        operator=operator,
        value=figure.value,
        upper=figure.upper,
        per=per.name if per else _inherited(text, figure, low, opened, previous),
        per_start=per.start if per else None,
        words=_words(text, figure.start, before, per),
        closes_range=behind is not None and behind.closes_range and (before is None or before.operator is Operator.GE),
    )


def _opened(text: str, low: int, end: int) -> int:
    """Where the words right before a place begin: after the last stop."""
    stop = _STOP.match(text, max(low, end - _REACH), end)
    return stop.end() if stop else max(low, end - _REACH)


def _interval(figure: Figure, start: int) -> _Phrase | None:
    """「每两年」 where it stands by itself: a figure is printed, so it is kept."""
    if figure.value < 2 or figure.kind not in (UnitKind.PERIOD, UnitKind.DAY):
        return None
    return _Phrase(start, figure.end, figure, Operator.EQ, figure.value, figure.upper, None, is_interval=True)


def _is_recent(text: str, bound: Bound, figure: Figure) -> bool:
    """Whether 近 means the last ones and not nearly: 近三年."""
    is_time = figure.kind in (UnitKind.PERIOD, UnitKind.DAY)
    return is_time and bound.operator is Operator.ABOUT and text[bound.start] not in _ROUNDED_ONLY_BY


def _per_of_interval(text: str, figure: Figure, head: int) -> Per | None:
    """「一年」 of 一年两次."""
    if figure.kind is not UnitKind.TIMES:
        return None
    found = _INTERVAL.search(text, max(head, figure.start - 9), figure.start)
    if found is None:
        return None
    count = "" if found["count"] in ("一", "1") else found["count"]
    period = "季度" if found["period"] == "季" else found["period"]
    return Per(f"每{count}{period}", found.start(), found.end("period"))


def _inherited(text: str, figure: Figure, low: int, opened: int, previous: _Phrase | None) -> str | None:
    """What the figure before is counted for, where a 、 or 和 goes on with the same unit; or the list they stand in."""
    same_sentence = previous is not None and previous.end >= opened and previous.figure.unit == figure.unit
    if same_sentence and previous is not None and previous.per and _GOES_ON.match(text, previous.end):
        return previous.per
    per = per_of_list(text, low, opened, figure.start, figure.kind)
    return per.name if per else None


def _opening(text: str, figure: Figure, head: int, before: Bound | None, per: Per | None) -> int:
    """Where the phrase begins: with what it is counted for or what bounds it, or with 人民币."""
    named = figure.start > 0 and text[figure.start - 1] in _MONEY_ENDS
    money = _MONEY_NAME.search(text, max(head, figure.start - 3), figure.start) if named else None
    starts = [money.start() if money else figure.start]
    starts += [word.start for word in (before, per) if word is not None and figure.start - word.start <= _PHRASE]
    return min(starts)


def _words(text: str, end: int, before: Bound | None, per: Per | None) -> str:
    """What stands between the words that count or bound a figure and the figure."""
    inside = sorted(word for word in ((w.start, w.end) for w in (before, per) if w is not None) if word[1] <= end)
    if not inside or end - inside[0][0] > _PHRASE:
        return ""
    places = [inside[0][1], *(place for word in inside[1:] for place in word), end]
    pieces = [text[a:b] for a, b in zip(places[::2], places[1::2], strict=True)]
    return next((piece for piece in reversed(pieces) if len(piece) > 1), "")


def _operator(figure: Figure, before: Bound | None, behind: Bound | None) -> Operator:
    if figure.upper is not None:
        return Operator.RANGE
    for bound in (before, behind):
        if bound is not None and bound.operator is not Operator.ABOUT:
            return bound.operator
    if figure.more_than:
        return Operator.GT
    return Operator.ABOUT if figure.about or before or behind else Operator.EQ


def _joined(text: str, phrases: Iterator[_Phrase]) -> Iterator[_Phrase]:
    """Make one range of 60人以上、80人以下. Where one end is not part of it (不足80人), both stay as they are."""
    last: _Phrase | None = None
    for phrase in phrases:
        if last is not None and _is_range(text, last, phrase):
            low, high = sorted((last.value, phrase.value))
            last = last._replace(end=phrase.end, operator=Operator.RANGE, value=low, upper=high, closes_range=False)
            continue
        if last is not None:
            yield last
        last = phrase
    if last is not None:
        yield last


def _is_range(text: str, first: _Phrase, second: _Phrase) -> bool:
    """Whether two bounds that follow each other are the ends of one range, the lower or the upper one first."""
    if (
        text[first.end : second.start] == "至"  # 3000元以上至5000元
        and first.closes_range
        and second.operator in (Operator.EQ, Operator.LE)
        and first.figure.unit == second.figure.unit
        and second.start == second.figure.start
        and first.value < second.value
    ):
        return first.operator is Operator.GE
    ends = {first.operator: first.value, second.operator: second.value}
    return (
        first.closes_range
        and second.closes_range
        and first.figure.unit == second.figure.unit
        and second.start == second.figure.start
        and _BETWEEN_BOUNDS.fullmatch(text, first.end, second.start) is not None
        and ends.keys() == {Operator.GE, Operator.LE}
        and ends[Operator.GE] < ends[Operator.LE]
    )


def _surroundings(phrase: _Phrase, previous: _Phrase | None, low: int, high: int) -> Surroundings:
    return Surroundings(low, previous.end if previous else low, phrase.start, phrase.words, phrase.end, high)
