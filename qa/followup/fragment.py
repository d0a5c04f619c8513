"""What a short question changes, asks or points at, and whether it has a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.model import Span
from qa.asking.asked_text import BLANK, blanked
from qa.asking.known_names import KnownNames
from qa.followup import words
from qa.followup.pieces import Pieces, filters_in, narrow, typed
from qa.followup.words import GROUPS, MARKS
from qa.language.late_pattern import LatePattern
from qa.model import FilterKind

_SERIAL = LatePattern(r"第?(\d{1,5})号(?:文件?)?")  # 15号呢, of a number before


@dataclass(frozen=True, slots=True)
class Group:
    """A post, a group of people, a kind of body or a rank that a fragment names."""

    kind: str  # of GROUPS
    text: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A question as it is typed, read for what it lacks."""

    core: str  # without 那, 换成 in front and 呢 behind
    marked: bool  # says itself that it goes on from something
    elliptic: bool = False  # names what changes, and asks nothing itself
    filters: Pieces = ()
    nameless: tuple[tuple[str, str], ...] = ()  # (now, 现在)
    groups: tuple[Group, ...] = ()
    matter: str = ""  # the core without filters and nameless times and places
    asking: str = ""  # the same without groups
    own: str = ""  # what is left that no other question could have: its own subject
    asks: bool = False  # holds a word that asks
    nominal: bool = False  # ends or begins so that words of its own can only be what changes: 培训呢, 换成培训
    adds: bool = False  # 再加上辽宁: besides the old place
    narrows: bool = False  # 民办的呢: a part of the old matter
    more: str | None = None  # 还有 or 具体: only more is wanted
    above: str | None = None  # the matter behind 上面说的

    def of(self, *kinds: FilterKind) -> Pieces:
        """Its filters of these kinds."""
        return tuple(p for p in self.filters if p.kind in kinds)

    @property
    def pointing(self) -> re.Match[str] | None:
        """The word that points at the question before: first thing, or the only matter."""
        found = words.POINTING.search(self.matter)
        if found is None or not found.start():
            return found
        return None if _own(f"{self.matter[: found.start()]}{BLANK}{self.matter[found.end() :]}") else found


def read_fragment(question: str, names: KnownNames | Sequence[str], today: date) -> Fragment:
    """A question read by itself, as one that may lean on another."""
    text = narrow(question).strip().strip(MARKS)
    bare = re.sub(r"\s", "", text)
    if (more := words.MORE.get(bare) or words.MORE.get(bare.removeprefix("那"))) is not None:
        return Fragment(text, marked=True, more=more)
    opener = words.OPENER.match(text)
    core = text[opener.end() :] if opener else text
    ending = words.ELLIPSIS.search(core)
    core = (core[: ending.start()] if ending else core).strip(MARKS)
    if serial := _SERIAL.fullmatch(core):
        core = f"{serial[1]}号文"
    if above := words.ABOVE.match(core):
        return Fragment(core, marked=True, above=core[above.end() :])
    found = filters_in(core, names, today, parts=True)
    nameless, rest = _take_nameless(blanked(core, [span for span, _, _ in found]))
    matter = re.sub(rf"[{BLANK}\s]+", BLANK, rest).strip(BLANK + MARKS)
    groups, left = _take_groups(matter)
    asking = _said(left)
    strong, ends = bool(opener and opener["strong"]), ending.group() if ending else ""
    asks = words.ASK.search(asking) is not None
    return Fragment(
        core,
        marked=opener is not None or ending is not None,
        elliptic=(ending is not None or strong) and not asks,
        filters=tuple(typed(core[slice(*span)], kind, value) for span, kind, value in found),
        nameless=nameless,
        groups=groups,
        matter=matter,
        asking=asking,
        own=_own(left),
        asks=asks,
        nominal=strong or ends.endswith(("呢", "的话")),
        adds=bool(opener and opener["adds"]),
        narrows=ends.startswith("的") or words.NARROWS.search(matter) is not None,
    )


def _take_nameless(rest: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Nameless times and places, where nothing but words of asking stands beside them; and what they leave."""
    taken: list[tuple[str, str]] = []
    left = rest
    for name, pattern in words.NAMELESS:
        if match := pattern.search(left):
            taken.append((name, match.group()))
            left = blanked(left, [match.span()])
    return ((), rest) if _own(_take_groups(left)[1]) else (tuple(taken), left)


def _take_groups(matter: str) -> tuple[tuple[Group, ...], str]:
    groups: list[tuple[Span, str]] = []
    left = matter
    for kind, pattern in GROUPS.items():
        found: list[Span] = []
        for match in pattern.finditer(left):
            if found and re.fullmatch("[的和与及、]*", matter[found[-1][1] : match.start()]):
                found[-1] = (found[-1][0], match.end())  # 国企和机关, 配偶的父母
            else:
                found.append(match.span())
        groups += [(span, kind) for span in found]
        left = blanked(left, found)
    return tuple(Group(kind, matter[slice(*span)]) for span, kind in sorted(groups)), left


def _said(asking: str) -> str:
    """The words that ask, joined."""
    said = re.sub(r"^[的和与及、,，]+", "", re.sub(BLANK, "", asking).strip(MARKS))
    return re.sub(r"^(?:规定的(?=是)|(?:到|截至)(?=目标|要求|任务))", "", said)


def _own(text: str) -> str:
    """What is left of a text without words that ask about any subject."""
    left = words.ASPECT.sub(BLANK, words.ASK.sub(BLANK, text))
    left = re.sub(r"[^\w]|_", "", words.FILLER.sub("", left))
    return "" if left in words.PLAIN_VERBS else left
