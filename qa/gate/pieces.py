"""The pieces of a sentence of an answer: what it quotes, what it says in its own words, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.gate.grounds import Ground
from qa.gate.labels import Label, read_label
from qa.gate.normal import plain
from qa.language.days_to_come import without_from_day
from qa.model import AMENDED, WARNING

_OPEN, _CLOSE = "「《（(“『", "」》）)”』"
_ENDS = "。；;！!？?\n"
_MARKS = re.compile(f"[{re.escape(_OPEN + _CLOSE + _ENDS)}]")
# What only says that nothing was found, and echoes the question in quotation marks.
#   matches   “墓地由谁提供”没有找到依据 | “甲”、“乙”没有一个条款写明
_NOT_FOUND = re.compile(r"(?P<echo>“[^“”]*”(?:、?“[^“”]*”)*)(?:没有找到依据|没有一个条款写明|没有写明)[。；]?")
_ECHOED = re.compile(r"“([^“”]*)”")
# Our own words before or instead of a clause's.
_FRAME = re.compile(
    rf"^(?:没有直接写明|相关的规定|有规定的|{re.escape(WARNING)}(?:同一地区|上下级)的规定不同|{re.escape(AMENDED.rstrip('。'))})[：:。]?"
)
_NOT_YET = re.compile(rf"^(?:{re.escape(WARNING)})?(?P<whose>.+?)的文件尚未施行$")
_NO_FIGURE = re.compile(r"^有规定[，,]未[定写][^，。；]{1,8}$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence that is said of one or several documents."""

    label: Label | None
    quotes: tuple[str, ...]  # between 「」
    words: str  # the rest, as written
    opens: str = ""  # 可以, 不得, 是: the side that the sentence takes


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence taken apart."""

    pieces: tuple[Piece, ...]
    echoes: tuple[str, ...]  # words of the question that it says are answered by nothing


_SIDE = re.compile(r"^(?P<side>不可以|可以|不得|不能|不是|是|否|不需要|需要|应当|必须)$")


def cut(text: str, grounds: Sequence[Ground]) -> Cut:
    """A sentence in pieces, each with the documents that its label names."""
    echoes = tuple(e for m in _NOT_FOUND.finditer(text) for e in _ECHOED.findall(m["echo"]))
    pieces: list[Piece] = []
    for stretch in _stretches(_NOT_FOUND.sub("", text)):
        pieces.extend(_pieces_of(stretch, tuple(grounds)))
    return Cut(tuple(pieces), echoes)


def said_of_each(text: str, grounds: Sequence[Ground]) -> Iterator[tuple[str, tuple[Ground, ...]]]:
    """The stretches of a sentence up to its stops, each with the clauses of the documents that it, or one before, names."""
    scope = tuple(grounds)
    carried = ""
    for stretch in _with_stops(text):
        if _SIDE.match(plain(stretch).rstrip("。")):
            carried = stretch
            continue
        label = next((p.label for p in _pieces_of(_stopless(stretch), tuple(grounds)) if p.label), None)
        scope = label.grounds if label else scope
        yield carried + stretch, scope
        carried = ""
    if carried:
        yield carried, scope


def _stopless(stretch: str) -> str:
    return stretch.rstrip(_ENDS)


def _with_stops(text: str) -> list[str]:
    """The text cut behind stops that stand in no quote, bracket or title."""
    found: list[str] = []
    start = 0
    for stretch in _stretches(text):
        at = text.index(stretch, start) + len(stretch)
        while at < len(text) and text[at] in _ENDS:
            at += 1
        found.append(text[start:at])
        start = at
    return found


@lru_cache(maxsize=512)
def _pieces_of(stretch: str, grounds: tuple[Ground, ...]) -> tuple[Piece, ...]:
    """A stretch between stops: its label, its quotes, its words."""
    return tuple(_pieces_in(stretch, grounds))


def _pieces_in(stretch: str, grounds: tuple[Ground, ...]) -> Iterator[Piece]:
    stretch = _without_day_to_come(_FRAME.sub("", stretch.strip()), grounds)
    if not plain(stretch):
        return
    if later := _NOT_YET.match(stretch):
        stretch = later["whose"]
    if _SIDE.match(plain(stretch)):
        yield Piece(None, (), "", plain(stretch))
        return
    if stretch[0] in "（(" and (end := _closing(stretch)) and (label := read_label(stretch[1:end], grounds)):
        rest = stretch[end + 1 :].lstrip("：:")
        yield Piece(label, *_parted(rest))
        further = list(_pieces_of(rest, grounds)) if rest else []
        if further and further[0].label is not None:  # 不得。（山东）全国：8位: what follows has a label of its own
            yield from further
        return
    at = _colon(stretch)
    if at is not None and (label := read_label(stretch[:at], grounds)):
        yield Piece(label, *_parted(stretch[at + 1 :]))
        return
    if label := read_label(stretch, grounds):
        yield Piece(label, (), "")
        return
    yield Piece(None, *_parted(stretch))


def _without_day_to_come(stretch: str, grounds: Sequence[Ground]) -> str:
    """A stretch without the day that opens it, where a document that it may cite applies from that day."""
    day, rest = without_from_day(stretch)
    begins = {g.document.effective_on or g.document.dated_on or g.document.printed_on for g in grounds}
    return rest if day is not None and day in begins else stretch


def _parted(text: str) -> tuple[tuple[str, ...], str]:
    """The quotes of a text and the words outside them."""
    if "「" not in text:
        return (), "" if _NO_FIGURE.match(text.strip()) else text.strip()
    quotes: list[str] = []
    outside: list[str] = []
    depth = start = 0
    for place, character in enumerate(text):
        if character == "「":
            if depth == 0:
                start = place + 1
            depth += 1
        elif character == "」" and depth:
            depth -= 1
            if depth == 0:
                quotes.append(text[start:place])
        elif depth == 0:
            outside.append(character)
    if depth:
        quotes.append(text[start:])
    words = "".join(outside).strip()
    return tuple(quotes), "" if _NO_FIGURE.match(words) else words


def _stretches(text: str) -> list[str]:
    """The text cut at stops that stand in no quote, bracket or title."""
    return list(_stretches_of(text))


@lru_cache(maxsize=1024)
def _stretches_of(text: str) -> tuple[str, ...]:
    found: list[str] = []
    depth = start = 0
    for mark in _MARKS.finditer(text):
        place, character = mark.start(), mark.group()
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in _ENDS and depth == 0:
            found.append(text[start:place])
            start = place + 1
    found.append(text[start:])
    return tuple(stretch for stretch in found if plain(stretch))


def _colon(text: str) -> int | None:
    depth = 0
    for place, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE)
        if character in "：:" and depth == 0:
            return place
    return None


def _closing(text: str) -> int | None:
    """Where the bracket closes that a text opens with."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth == 0:
            return place
    return None
