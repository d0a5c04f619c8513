"""The figures of two versions of a clause, sentence against sentence: which are others now, and no more than those."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Quantity, Span
from qa.comparing.edition_model import EditionFigure, FigureChange, FigureFate
from qa.language.sentences import Sentence, sentences_of, squeezed_text

_ALIKE = 0.5  # of two sentences' characters, for one to be the other's new wording
# Days of the calendar, several joined: 5月1日、2日 | 10月1日至3日 | 2024年12月31日.
_DAYS = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*年\s*)?(?P<month>1[0-2]|0?[1-9])\s*月\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*日?"
    r"(?P<more>(?:\s*[、，,和至—\-~～]\s*(?:(?:1[0-2]|0?[1-9])\s*月\s*)?(?:3[01]|[12]\d|0?[1-9])\s*日)*)"
)
_MORE = re.compile(
    r"(?P<sign>[、，,和至—\-~～])\s*(?:(?P<month>1[0-2]|0?[1-9])\s*月\s*)?(?P<day>3[01]|[12]\d|0?[1-9])\s*日"
)
# Other numerals; those of markers, of numbers of documents and of parts say which, not how much.
_BARE = re.compile(r"(?<![\d.〔\[第])\d+(?:[.,]\d+)*\s*[%％‰]?(?![\d〕\]])")
_NO_FIGURE_AFTER = re.compile(r"\s*(?:号|[条款项章节编](?!例)|[、．.](?!\d)|[)）])")
_TO = frozenset("至—-~～")


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause with its figures, as one edition prints it."""

    clause_id: str
    text: str
    start: int  # of the text in the stored text
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with what makes it the same as another."""

    key: tuple[object, ...]
    kind: str  # what it may have changed from: a unit, 日期, 数
    text: str
    span: Span


def figure_changes(old: ClauseText | None, new: ClauseText | None) -> list[FigureChange]:
    """The figures of a clause that are others in its new wording; all of a clause that one edition alone has."""
    before, after = _sentences(old), _sentences(new)
    changes: list[FigureChange] = []
    for first, second in _paired(before, after):
        changes += _changes(old, first, new, second)
    return changes


def _sentences(clause: ClauseText | None) -> tuple[Sentence, ...]:
    return sentences_of(clause.text) if clause is not None else ()


def _paired(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[tuple[Sentence | None, Sentence | None]]:
    """Sentences with their new wording: equal ones first, then the most alike; what is left stands alone."""
    partner: dict[int, int] = {}
    for block in difflib.SequenceMatcher(
        a=[_plain(s) for s in old], b=[_plain(s) for s in new], autojunk=False
    ).get_matching_blocks():
        partner |= {block.a + k: block.b + k for k in range(block.size)}
    free = [j for j in range(len(new)) if j not in set(partner.values())]
    alike = sorted(
        (-difflib.SequenceMatcher(a=_words(old[i]), b=_words(new[j]), autojunk=False).ratio(), abs(i - j), i, j)
        for i in range(len(old))
        if i not in partner
        for j in free
    )
    for score, _, i, j in alike:
        if -score >= _ALIKE and i not in partner and j not in partner.values():
            partner[i] = j
    yield from ((old[i], new[j]) for i, j in sorted(partner.items()))
    yield from ((s, None) for i, s in enumerate(old) if i not in partner)
    yield from ((None, s) for j, s in enumerate(new) if j not in partner.values())


def _plain(sentence: Sentence) -> str:
    return sentence.squeezed.rstrip("。;,")


def _words(sentence: Sentence) -> str:
    """The sentence without its numerals: 放假3天 and 放假4天 are one sentence."""
    return re.sub(r"\d+", "", _plain(sentence))


def _changes(
    old: ClauseText | None, first: Sentence | None, new: ClauseText | None, second: Sentence | None
) -> Iterator[FigureChange]:
    before = _figures(old, first) if old and first else []
    after = _figures(new, second) if new and second else []
    gone, come = _unmatched(before, after)

    def shown(clause: ClauseText | None, sentence: Sentence | None, figure: _Figure) -> EditionFigure:
        assert clause is not None and sentence is not None  # a figure comes from both
        at = (clause.start + sentence.span[0], clause.start + sentence.span[1])
        text = clause.text[sentence.span[0] : sentence.span[1]]
        return EditionFigure(figure.text, clause.clause_id, figure.span, text, at)

    for figure in gone:
        other = next((f for f in come if f.kind == figure.kind), None)
        if other is None:
            yield FigureChange(FigureFate.REMOVED, shown(old, first, figure), None)
            continue
        come.remove(other)
        yield FigureChange(FigureFate.CHANGED, shown(old, first, figure), shown(new, second, other))
    for figure in come:
        yield FigureChange(FigureFate.ADDED, None, shown(new, second, figure))


def _unmatched(before: Sequence[_Figure], after: Sequence[_Figure]) -> tuple[list[_Figure], list[_Figure]]:
    """The figures of each that the other does not have, in printed order: equal ones are taken off in their order."""
    gone: list[_Figure] = []
    come: list[_Figure] = []
    matcher = difflib.SequenceMatcher(a=[f.key for f in before], b=[f.key for f in after], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            gone += before[a:b]
            come += after[c:d]
    # The same figure at another place of the sentence has not changed.
    for figure in list(gone):
        same = next((f for f in come if f.key == figure.key), None)
        if same is not None:
            gone.remove(figure)
            come.remove(same)
    return gone, come


def _figures(clause: ClauseText, sentence: Sentence) -> list[_Figure]:
    """The quantities, days and other numerals of a sentence, in printed order, none inside another."""
    start, end = (clause.start + at for at in sentence.span)
    found = [
        _Figure((q.operator, q.value, q.upper, q.unit, q.per), q.unit, q.text, q.span)
        for q in clause.quantities
        if start <= q.span[0] and q.span[1] <= end
    ]
    text = clause.text[sentence.span[0] : sentence.span[1]]
    for days in _DAYS.finditer(text):
        found.append(_Figure(("日期", _days(days)), "日期", days.group().strip(), _at(start, days)))
    taken = [f.span for f in found]
    for bare in _BARE.finditer(text):
        span = _at(start, bare)
        if _NO_FIGURE_AFTER.match(text, bare.end()) or any(a < span[1] and span[0] < b for a, b in taken):
            continue
        found.append(_Figure(("数", squeezed_text(bare.group())), "数", bare.group().strip(), span))
    return sorted(found, key=lambda f: f.span)


def _at(start: int, found: re.Match[str]) -> Span:
    return start + found.start(), start + found.start() + len(found.group().rstrip())


def _days(found: re.Match[str]) -> tuple[str | None, frozenset[tuple[int, int]]]:
    """The days meant: 10月1日至3日 and 10月1日、2日、3日 are the same three."""
    month, day = int(found["month"]), int(found["day"])
    days = {(month, day)}
    for more in _MORE.finditer(found["more"]):
        next_month, next_day = int(more["month"] or month), int(more["day"])
        if more["sign"] in _TO and next_month == month:
            days |= {(month, d) for d in range(day, next_day + 1)}
        elif more["sign"] in _TO:
            days.add((-next_month, next_day))  # over the end of a month: kept as its two ends
        days.add((next_month, next_day))
        month, day = next_month, next_day
    return found["year"], frozenset(days)
