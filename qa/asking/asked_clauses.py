"""Parts of a document that a question names: 第三条, 第二部分第（四）项, 二（四）; and the clauses they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.citing.pinpoints import ClauseFinder, pinpoints_at
from ingest.model import Clause, PolicyDocument, Span
from ingest.numerals import integer_of
from qa.language.late_pattern import LatePattern

_BEGINS = LatePattern(
    r"第\s*[（(]?\s*[一二三四五六七八九十百千零〇\d]{1,6}\s*[）)]?\s*(?:编|章|节|条|款|项|目|部分|点)"
)
_SEVERAL = LatePattern(
    r"第\s*[一二三四五六七八九十百\d]{1,5}\s*(?:[、和及至到]\s*[一二三四五六七八九十百\d]{1,5}\s*)+[条款项]"
)
# A citation of ours goes on so: 第四部分（四）第2点.
_GOES_ON = LatePattern(
    r"\s*[（(](?P<item>[一二三四五六七八九十]{1,3}|\d{1,2})[）)]\s*项?(?:\s*第?(?P<point>\d{1,2})\s*点)?"
)
_WIDE_BRACKETS = str.maketrans("()", "（）")
_HAN = "一二三四五六七八九十"
# The signs of headings themselves, as a clause_id or a reader writes them.
#   matches   二（四） | 四、（四） | 三、（二）3 | 二/（四）
#   rejects   第二（四） | 二十（4）班
_SIGNS = LatePattern(
    rf"""(?x) (?<![第\d{_HAN}〔\[]) (?P<part>[{_HAN}]{{1,3}}) \s*[、.．/]?\s* [（(] (?P<item>[{_HAN}]{{1,3}}|\d{{1,2}}) [）)]
    (?: \s*[/]?\s* (?P<point>\d{{1,2}}) (?![\d年月日号元人名个次%.]) )? (?!班|楼|号|类)"""
)


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A part that the question names."""

    span: Span
    pinpoint: str  # in full: 第二部分第（四）项


def read_pinpoints(text: str) -> list[AskedClause]:
    """Parts of documents named in a folded question, in its order."""
    if not any(mark in text for mark in "第(（"):
        return []
    found: list[AskedClause] = []
    at = 0
    while begins := _BEGINS.search(text, at) or _SEVERAL.search(text, at):
        parts = pinpoints_at(text, begins.start())
        found += [_whole(text, p.span, p.text.translate(_WIDE_BRACKETS)) for p in parts]
        at = max([begins.end(), *(c.span[1] for c in found)])
    for match in _SIGNS.finditer(text):
        if all(match.end() <= c.span[0] or c.span[1] <= match.start() for c in found):
            part, item, point = match["part"], match["item"], match["point"]
            written = f"第{part}部分第（{item}）项{f'第{point}点' if point else ''}"
            found.append(AskedClause(match.span(), written))
    return sorted(found, key=lambda c: c.span)


def _whole(text: str, span: Span, pinpoint: str) -> AskedClause:
    """A part with what a citation puts behind it in brackets."""
    onward = _GOES_ON.match(text, span[1]) if pinpoint.endswith("部分") else None
    if onward is None:
        return AskedClause(span, pinpoint)
    point = f"第{onward['point']}点" if onward["point"] else ""
    return AskedClause((span[0], onward.end()), f"{pinpoint}第（{onward['item']}）项{point}")


def clauses_named(document: PolicyDocument, pinpoints: Sequence[str]) -> list[Clause]:
    """The clauses of a whole document that these parts mean, in their order; each once."""
    finder = ClauseFinder(document.clauses)
    found: dict[str, Clause] = {}
    for pinpoint in pinpoints:
        clause = finder.find(pinpoint, None) or _by_number(document, pinpoint)
        if clause is not None:
            found.setdefault(clause.clause_id, clause)
    return list(found.values())


def _by_number(document: PolicyDocument, pinpoint: str) -> Clause | None:
    """The one clause that bears the number of a 条, 点 or 项 where the text counts otherwise than the question says."""
    single = re.fullmatch(rf"第[（(]?([{_HAN}百\d]+)[）)]?(?:条|点|项|部分)", pinpoint)
    if single is None:
        return None
    number = integer_of(single[1])
    bearing = [c for c in document.clauses if integer_of(c.marker.strip("（）()、.．第条 ")) == number]
    return bearing[0] if len(bearing) == 1 else None
