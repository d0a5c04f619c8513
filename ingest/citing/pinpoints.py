"""Parts of a document as others name them: 第三条第二款, 第三条至第五条, 第三、五条; and which clause of ours is meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Clause, ClauseKind, Span
from ingest.numerals import integer_of

_NUMBER = r"[一二三四五六七八九十百千零〇\d０-９]{1,6}"
_GAP = r"[ \t\u3000\xa0]*"  # never a line end: the next line is a paragraph of its own
_ORDINAL = rf"(?:{_NUMBER}|[（(]{_GAP}{_NUMBER}{_GAP}[）)])"
_UNIT = r"(?:编|章|节|条(?!战线|道路|例)|款|项(?!目)|目(?![的标录])|部分|点(?![多半]))"
_INSERTED = r"(?:之[一二三四五六七八九十]{1,3})?"
_JOINT = rf"{_GAP}(?:、|和|及|或者?|以及|与|至|到|—|－|-|~){_GAP}"
_ONE = rf"第{_GAP}{_ORDINAL}{_GAP}{_UNIT}{_INSERTED}"

# One part: units from the large to the small, the last of them perhaps several (第三条第（一）、（二）项).
#   matches   第三条 | 第十二条之一第二款 | 第四十七条第（三）项 | 第三条（一）中的 | 第二部分第3点 | 第 5 条第一款、第二款
#   rejects   第三方 | 第一书记 | 第三项目部
PART = re.compile(
    rf"""(?x)
    {_ONE} (?: {_GAP} {_ONE} | {_GAP} [（(]{_NUMBER}[）)]{_GAP}(?:项|(?=中|[的所]?规定|、|，|。|；|所列)) )*
    (?: {_JOINT} 第{_GAP}{_ORDINAL}{_GAP}[款项目](?!目) | {_JOINT} [（(]{_NUMBER}[）)]{_GAP}[款项] )*"""
)
# Several numbers that share one 第 and one unit.
#   matches   第三、五条 | 第三至五条 | 第一、二、四款
_COMPACT = re.compile(
    rf"(?x) 第{_GAP}(?P<first>{_ORDINAL}) (?P<more> (?:{_GAP}(?:、|和|及|至|到){_GAP}{_ORDINAL})+ ) {_GAP}(?P<unit>{_UNIT})"
)
_COMPACT_NUMBER = re.compile(rf"(?P<joint>[、和及至到]){_GAP}(?P<number>{_ORDINAL})")
_RANGE = re.compile(rf"{_GAP}(?:至|到|—|－|-|~){_GAP}(?=第)")
_LIST = re.compile(rf"{_GAP}(?:、|和|及|或者?|以及|与){_GAP}(?=第{_GAP}{_ORDINAL})")
_STEP = re.compile(rf"第?{_GAP}(?P<number>{_ORDINAL}){_GAP}(?P<unit>{_UNIT}|(?<=[）)]))(?P<inserted>{_INSERTED})")
_NAME = re.compile(rf"第(?P<number>{_NUMBER})(?P<unit>[编章节条])(?P<inserted>{_INSERTED})")
_TOP_UNITS = frozenset("条点项") | {"部分"}


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A part that is named, and where."""

    span: Span
    text: str  # 第三条; read in full where the print shares 第 and 条: 第三、五条 names 第三条 and 第五条


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    inserted: int  # 1 for 第三条之一
    unit: str


def pinpoints_at(text: str, position: int) -> list[Pinpoint]:
    """The parts named from `position` on, one for each member of a list; [] where none begins there."""
    found: list[Pinpoint] = []
    while True:
        compact = _COMPACT.match(text, position)
        if compact is not None:
            found.extend(_of_compact(text, compact))
            position = compact.end()
        else:
            part = PART.match(text, position)
            if part is None:
                break
            end = part.end()
            joint = _RANGE.match(text, end)
            if joint is not None and (last := PART.match(text, joint.end())) is not None:
                end = last.end()
            found.append(Pinpoint((part.start(), end), _squeezed(text[part.start() : end])))
            position = end
        onward = _LIST.match(text, position)
        if onward is None:
            break
        position = onward.end()
    return found


def _of_compact(text: str, match: re.Match[str]) -> Iterator[Pinpoint]:
    unit = match["unit"]
    if re.search(r"[至到]", match["more"]):
        yield Pinpoint(match.span(), _squeezed(match.group()))
        return
    yield Pinpoint((match.start(), match.end("first")), f"第{_squeezed(match['first'])}{unit}")
    numbers = list(_COMPACT_NUMBER.finditer(text, match.start("more"), match.end("more")))
    for i, number in enumerate(numbers):
        end = match.end() if i == len(numbers) - 1 else number.end()
        yield Pinpoint((number.start("number"), end), f"第{_squeezed(number['number'])}{unit}")


class ClauseFinder:
    """Finds the clause that stands at a place, and the one that a pinpoint means."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._in_order = sorted(clauses, key=lambda c: (c.span[0], c.level))
        self._starts = [c.span[0] for c in self._in_order]
        self._scopes: dict[str | None, list[Clause]] = {}  # the body is None; annexes by their head
        self._named: dict[tuple[str | None, _Step], list[Clause]] = {}  # 第三条, 第二章: by their own numbers
        for clause in clauses:
            if clause.kind in (ClauseKind.SIGNATURE, ClauseKind.PREAMBLE):
                continue
            self._scopes.setdefault(_annex_of(clause), []).append(clause)
            if name := _NAME.fullmatch(clause.marker):
                self._named.setdefault((_annex_of(clause), _step(name)), []).append(clause)
        self._annexes = [c for scope in self._scopes.values() for c in scope if c.kind is ClauseKind.ANNEX]
        self._articles = [c for c in self._in_order if c.kind is ClauseKind.ARTICLE]
        self._article_scopes = {_annex_of(c) for c in self._articles}
        self.has_articles = bool(self._articles)

    def at(self, position: int) -> Clause | None:
        """The innermost clause that holds a place of the stored text."""
        for i in range(bisect_right(self._starts, position) - 1, -1, -1):
            if position < self._in_order[i].span[1]:
                return self._in_order[i]
            if self._in_order[i].level == 1:  # nothing above it can reach further
                break
        return None

    def find(self, pinpoint: str, citing: Clause | None) -> Clause | None:
        """The clause of the body, or of the annex that holds `citing`; of a range the first; None where there is none."""
        annex = _annex_of(citing)
        found: Clause | None = None
        for match in _STEP.finditer(pinpoint):
            step = _step(match)
            inside = self._numbered(step, annex, found)
            if inside is None:
                # 款 and 项 mostly stay in the text of their 条; a larger part that is not there makes the rest a guess.
                return found if step.unit in "款项目点" else None
            found = inside
        return found

    def _numbered(self, step: _Step, annex: str | None, parent: Clause | None) -> Clause | None:
        """The first clause that bears the number: by its unit where the text numbers so, else by its place in the tree."""
        for clause in self._named.get((annex, step), ()):
            if parent is None or _is_under(clause, parent):
                return clause
        if step.inserted or annex in self._article_scopes or (parent is None and step.unit not in _TOP_UNITS):
            return None
        scope = [c for c in self._scopes.get(annex, ()) if c.kind is not ClauseKind.ANNEX]
        level = min((c.level for c in scope), default=0) if parent is None else parent.level + 1
        for clause in scope:
            if clause.level == level and _value(clause.marker) == step.number and _is_under(clause, parent):
                return clause
        if parent is None and step.unit == "点":  # 1 to 20 running through all sections
            return next((c for c in scope if c.marker.isdecimal() and int(c.marker) == step.number), None)
        return None

    def before(self, citing: Clause | None) -> Clause | None:
        """The article before the one that says 前条."""
        if citing is None or citing.kind is not ClauseKind.ARTICLE:
            return None
        i = bisect_right(self._articles, citing.span[0], key=lambda c: c.span[0]) - 2
        earlier = self._articles[i] if i >= 0 else None
        return earlier if earlier is not None and _annex_of(earlier) == _annex_of(citing) else None

    def annexes(self) -> list[Clause]:
        """The heads of the annexes."""
        return self._annexes

    def annex(self, number: str) -> Clause | None:
        """The head of 附件2; of the only annex where it has no number."""
        if not number:
            return self._annexes[0] if len(self._annexes) == 1 else None
        value = integer_of(number)
        return next((c for c in self._annexes if value and _value(c.marker.removeprefix("附件")) == value), None)


def is_in_annex(clause: Clause) -> bool:
    """Whether a clause stands in an annex."""
    return _annex_of(clause) is not None


def _step(match: re.Match[str]) -> _Step:
    inserted = integer_of(match["inserted"].removeprefix("之")) or 0 if match["inserted"] else 0
    return _Step(_value(match["number"]) or 0, inserted, match["unit"] or "项")


def _is_under(clause: Clause, parent: Clause | None) -> bool:
    if parent is None:
        return True
    depth = len(parent.path)
    return len(clause.path) > depth and clause.path[:depth] == parent.path and clause.span[0] >= parent.span[0]


def _annex_of(clause: Clause | None) -> str | None:
    """The annex that holds a clause; None for the body."""
    if clause is None or not clause.path:
        return None
    head = clause.path[0]
    return head if clause.kind is ClauseKind.ANNEX or head.startswith(("附件", "附表", "附录")) else None


def _value(marker: str) -> int | None:
    return integer_of(marker.strip("（）() \t\u3000\n"))


def _squeezed(text: str) -> str:
    return "".join(text.split())
