"""What an amending clause changes in another rule: 将第五条中的“甲”修改为“乙”, 第三条修改为：“…”, 增加一条, 删去第六条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.model import Span
from ingest.numerals import integer_of

_NUMERAL = r"[一二三四五六七八九十百零〇两\d]{1,6}"
# 第五条 | 第十一条之一 | 第八条第二款第（三）项
_PART = re.compile(
    rf"第\s*(?P<article>{_NUMERAL})\s*条(?P<inserted>之[一二三四五六七八九十])?"
    rf"(?:\s*第\s*(?P<paragraph>{_NUMERAL})\s*款)?(?:\s*第\s*[（(]?(?P<item>{_NUMERAL})[）)]?\s*项)?"
)
_TO = r"(?:修改|修订|修正|更改|更正|更名|调整|变更|替换|改)\s*(?:为|成|作)"
# Between the old words and the new ones.  matches  ”修改为“ | ”一律改为：“ | ”的表述调整为“
_INTO = re.compile(rf"\s*(?:等?的?(?:表述|字样|内容)?)?[，,]?\s*(?:一律|统一|均|相应)?\s*{_TO}\s*[:：]?\s*")
_WHOLLY = re.compile(rf"{_TO}\s*[:：]?\s*$")
# Before words that come in.  matches  增加一条，作为第九条：“ | 第六条增加一款：“ | 后增加“
_COMES_IN = re.compile(r"(?:增加|新增|增写|补充)(?:[^“”。；;]{0,30}[:：]|[^“”。；;：:，,]{0,6})\s*$")
_BEHIND = re.compile(r"^[^“”。；;]{0,4}(?:之?后)[^“”。；;]{0,4}(?:增加|新增|增写|补充)[^“”。；;：:条款项]{0,6}$")
_CUT_BEFORE = re.compile(r"(?:删去|删除|去掉|取消)[^“”。；;]{0,24}$")
_CUT_AFTER = re.compile(r"\s*(?:等?的?(?:表述|字样|内容|规定)?)?\s*(?:予以)?(?:删去|删除|去掉)")
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _PART.pattern)
_PARTS = rf"{_UNNAMED}(?:\s*[、和及]\s*{_UNNAMED})*"
# 删去第六条。 | 第五条、第七条予以删除；   rejects  删去第六条中的“…”
_DELETED = re.compile(
    rf"(?:删去|删除|废止|取消)\s*(?P<named>{_PARTS})(?=\s*(?:[。；;，,]|$))"
    rf"|(?P<first>{_PARTS})\s*(?:予以)?(?:删去|删除|废止)(?=\s*(?:[。；;，,]|$))"
)
# Without marks: 第二条住宿费标准由每人每天300元调整为380元
_FROM_TO = re.compile(
    r"由\s*(?P<old>[^，,。；;：:“”由]{1,30}?)\s*(?:调整|提高|上调|下调|降低|修改|变更|增加|减少|延长|缩短|改)\s*(?:为|到|至|成)\s*"
    r"(?P<new>[^，,。；;：:“”]{1,30})"
)


_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万两]")


class ChangeKind(StrEnum):
    """What becomes of the words of a rule."""

    WORDS = "words"  # some for others
    BEHIND = "behind"  # some come in behind others
    WHOLE = "whole"  # an article, paragraph or item is worded anew
    ADDED = "added"  # an article, paragraph or item comes in
    CUT = "cut"  # some go
    DELETED = "deleted"  # an article, paragraph or item goes


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Part of a rule: an article, or one paragraph or item of it."""

    article: int
    paragraph: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change; spans count in the text of the amending clause."""

    kind: ChangeKind
    parts: tuple[Part, ...]  # (): said of the whole rule
    old: Span | None = None
    new: Span | None = None


def changes_in(text: str) -> list[Change]:
    """The changes that a clause makes, in the order in which it says them; [] of one that amends nothing."""
    return list(_changes_in(text))


@lru_cache(maxsize=1024)
def _changes_in(text: str) -> tuple[Change, ...]:
    quotes = list(_quotes(text))
    if not quotes:
        return (*_without_marks(text, quotes), *_deletions(text, quotes))
    found: list[Change] = []
    parts: tuple[Part, ...] = ()
    last = 0
    place = 0
    while place < len(quotes):
        start, end = quotes[place]
        before = text[last : start - 1]
        parts = _parts_named(before) or parts
        following = quotes[place + 1] if place + 1 < len(quotes) else None
        between = text[end + 1 : following[0] - 1] if following else text[end + 1 : end + 30]
        taken = 1
        if following and _INTO.fullmatch(between):
            found.append(Change(ChangeKind.WORDS, parts, (start, end), following))
            taken = 2
        elif following and _BEHIND.search(between):
            found.append(Change(ChangeKind.BEHIND, parts, (start, end), following))
            taken = 2
        elif _COMES_IN.search(before):
            found.append(Change(ChangeKind.ADDED, parts, None, (start, end)))
        elif _WHOLLY.search(before) and parts:
            found.append(Change(ChangeKind.WHOLE, parts[:1], None, (start, end)))
        elif _CUT_BEFORE.search(before) or _CUT_AFTER.match(between):
            found.append(Change(ChangeKind.CUT, parts, (start, end), None))
        last = quotes[min(place + taken, len(quotes)) - 1][1] + 1
        place += taken
    return (*found, *_without_marks(text, quotes), *_deletions(text, quotes))


def _quotes(text: str) -> Iterator[Span]:
    """What stands between “ and ”, without them: a “ that opens a further paragraph of the same words opens nothing."""
    depth, opening = 0, 0
    for place, character in enumerate(text):
        if character == "“":
            if depth == 0:
                depth, opening = 1, place
            elif text[:place].rstrip(" \u3000").endswith("\n"):
                continue
            else:
                depth += 1
        elif character == "”" and depth:
            depth -= 1
            if depth == 0 and place > opening + 1:
                yield opening + 1, place


def _parts_named(words: str) -> tuple[Part, ...]:
    """The parts of the rule that words before a quote name; 作为第九条 and 改为第六条 are where they come to stand."""
    return tuple(
        part
        for match in _PART.finditer(words)
        if not re.search(r"(?:作为|改为|列为|移至)\s*$", words[: match.start()])
        for part in (_part(match),)
        if part
    )


def _part(match: re.Match[str]) -> Part | None:
    article = integer_of(match["article"])
    if article is None or match["inserted"]:
        return None
    return Part(article, integer_of(match["paragraph"] or ""), integer_of(match["item"] or ""))


def _outside(quotes: Sequence[Span], place: int) -> bool:
    return not any(start <= place < end for start, end in quotes)


def _without_marks(text: str, quotes: Sequence[Span]) -> Iterator[Change]:
    for match in _FROM_TO.finditer(text):
        if _outside(quotes, match.start()) and all(_FIGURE.search(match[side]) for side in ("old", "new")):
            sentence = text[max(text.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1 : match.start()]
            yield Change(ChangeKind.WORDS, _parts_named(sentence), match.span("old"), match.span("new"))


def _deletions(text: str, quotes: Sequence[Span]) -> Iterator[Change]:
    for match in _DELETED.finditer(text):
        if _outside(quotes, match.start()):
            parts = _parts_named(match["named"] or match["first"])
            if parts:
                yield Change(ChangeKind.DELETED, parts)
