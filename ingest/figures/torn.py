"""Figures that a line break or a blank tears apart: 2⏎00元, 12个⏎月, 5 00元. They are left out and told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.figures.bounds import BoundRule, bound_before, bound_behind
from ingest.figures.context import counts_nothing
from ingest.figures.numbers import Figure, candidates, figure_at
from ingest.figures.per import per_behind
from ingest.model import Clause, Evidence, Problem, ReviewItem, Span

_HAN = "一二三四五六七八九十百千万亿两零〇壹贰叁肆伍陆柒捌玖拾佰仟"
_WINDOW = 24  # characters of either line that are read together
# A line end that may stand inside a figure or inside the words that bound it.
#   matches   不低于2⏎00元 | 20个工⏎作日 | 百分之八⏎十五 | 不低⏎于300元 | 每⏎月300元
#   rejects   共20名。⏎3名… | 一、总则：⏎
_LINE_SEAM = re.compile(r"\n(?<![。；：！？!?;:\n\t]\n)(?=[^\n\t])")
_CUT_END = re.compile(rf"(?:[\d{_HAN}][^。；：，！？!?;:\n\t]{{0,8}}|\d，|[每不低少超最至高得大满未])$")
# 2021⏎300元: digits on both sides are one figure or two; nobody can tell.
_BOTH_SIDES = re.compile(rf"(?:\d\n[\d十百千万亿]|[{_HAN}]\n[{_HAN}]|[万亿]\n\d)")
_WORD_ENDS = re.compile("(?:[统唯之第单专同合周万]一|十分|千万)$")
#   matches   5 00元 | 2 0 0元 | 达3. 5万元 | 1, 200元
#   rejects   4 500万元 (groups of three) | 1. 3名 at the head of a line, where 1. is its marker
_BLANK_SEAM = re.compile(
    r"(?<![\d.,])\d+(?: \d+)+(?:\.\d+)?|(?<=[\u4e00-\u9fff])\d+(?:\. \d+)|(?<![\d.,])\d{1,3}(?:[,，] \d{3})+(?!\d)"
)
_TOLD = 5  # how many of them one message quotes


class Torn(NamedTuple):
    """Where a torn figure stands, in squeezed text."""

    start: int
    end: int
    by_line: bool
    counts: bool  # it would be a quantity; a date or an ordinal would not


def torn_in(text: str) -> tuple[Torn, ...]:
    """Figures of squeezed text that are torn apart, in printed order; no figure that touches one may be read."""
    found = [*_torn_by_blanks(text)]
    for seam in _LINE_SEAM.finditer(text):
        place = seam.start()
        torn = _torn_by_line(text, place) if _CUT_END.search(text, max(0, place - 9), place) else None
        if torn is not None:
            found.append(torn)
    return tuple(sorted(found))


def torn_items(text: str, spans: Sequence[Span], clauses: Sequence[Clause]) -> tuple[ReviewItem, ...]:
    """What to tell of torn figures that stand at these spans of a document's stored text: an item for each cause."""
    by_line = [span for span in spans if "\n" in text[slice(*span)]]
    by_blank = [span for span in spans if "\n" not in text[slice(*span)]]
    items = []
    for cause, torn in (("换行", by_line), ("空格", by_blank)):
        if not torn:
            continue
        quoted = "、".join(f"“{text[slice(*span)]}”".replace("\n", "⏎") for span in torn[:_TOLD])
        more = f"等 {len(torn)} 处" if len(torn) > _TOLD else ""
        evidence = tuple(Evidence(text[slice(*span)], span, _page_of(span, clauses)) for span in torn)
        message = f"文中数字被{cause}拆开，未计入：{quoted}{more}，请对照原件核对"
        items.append(ReviewItem("quantities", Problem.DOUBTFUL, message, evidence))
    return tuple(items)


def _page_of(span: Span, clauses: Sequence[Clause]) -> int | None:
    return next((c.page for c in reversed(clauses) if c.span[0] <= span[0] < c.span[1]), None)


def _torn_by_line(text: str, seam: int) -> Torn | None:
    """Read the end of one line and the head of the next as if they were one: what spans the line end is torn."""
    above, below = _line_around(text, seam)
    if above is None or below is None:  # rows of a table
        return None
    joined, cut = text[above:seam] + text[seam + 1 : below], seam - above
    for place in candidates(joined, 0, len(joined)):
        figure = figure_at(joined, place, 0, len(joined))
        start = None if figure is None else _cut_from(text, joined, figure, cut, above)
        if figure is None or start is None:
            continue
        counts = not counts_nothing(joined, figure, 0, len(joined), bounded=False, counted=False)
        end = figure.end + 1 if figure.end > cut else cut + 2
        return Torn(above + start, above + end, True, counts)
    return _unreadable(text, seam, below)


def _line_around(text: str, seam: int) -> tuple[int | None, int | None]:
    """Where the line above, as far as it is read, begins and where the one below ends; None for rows of a table."""
    start = text.rfind("\n", max(0, seam - _WINDOW), seam) + 1 or max(0, seam - _WINDOW)
    shut = text.find("\n", seam + 1, seam + 1 + _WINDOW)
    end = shut if shut >= 0 else min(len(text), seam + 1 + _WINDOW)
    if "\t" in text[start:seam] or "\t" in text[seam:end]:
        return None, None
    return start, end


def _cut_from(text: str, joined: str, figure: Figure, cut: int, above: int) -> int | None:
    """Where begins what the line end cuts: a figure, what bounds it or what it is counted for; None if it cuts none."""
    if figure.start < cut < figure.end:
        alone = figure_at(text, above + figure.start, above, above + cut)
        is_whole = alone is not None and (alone.value, alone.upper, alone.unit) == figure[:3]
        return None if is_whole else figure.start  # 5万元⏎人民币
    if figure.end <= cut:
        per = per_behind(joined, figure.end, len(joined), figure.kind)
        if per is not None and joined[per.start] == "/" and per.end > cut:
            return figure.start
        end = per.end if per is not None and per.end <= cut else figure.end
        behind = bound_behind(joined, end, len(joined), BoundRule(), figure.kind)
        return figure.start if behind is not None and behind.end > cut else None
    before = bound_before(joined, 0, figure.start)
    if before is not None and before.start < cut < before.end:
        return before.start
    return cut - 1 if joined[cut - 1] == "每" and figure.start - cut <= _WINDOW // 2 else None


def _unreadable(text: str, seam: int, below: int) -> Torn | None:
    """Numerals on both sides that make no figure together: 三百⏎五元."""
    if not _BOTH_SIDES.match(text, seam - 1) or _WORD_ENDS.search(text, max(0, seam - 2), seam):
        return None
    figure = figure_at(text, seam + 1, seam + 1, below)
    start = seam
    while start > 0 and (text[start - 1].isdigit() or text[start - 1] in _HAN):
        start -= 1
    return None if figure is None else Torn(start, figure.end, True, counts=True)


def _torn_by_blanks(text: str) -> Iterator[Torn]:
    for printed in _BLANK_SEAM.finditer(text) if " " in text else ():
        whole = figure_at(text, printed.start(), printed.start(), len(text))
        if whole is not None and whole.unit_start >= printed.end():  # 4 500万元
            continue
        bare = printed[0].replace(" ", "")
        joined = bare + text[printed.end() : printed.end() + _WINDOW]
        figure = figure_at(joined, 0, 0, len(joined))
        if figure is not None and figure.unit_start >= len(bare):
            yield Torn(printed.start(), printed.end() + figure.end - len(bare), False, counts=True)
