"""What a short question changes, asks or points at, and whether it has a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.model import Span
from qa.asked_text import BLANK, blanked
from qa.followup_pieces import Piece, filter_spans, narrow, parts_named
from qa.followup_words import (
    ABOVE,
    ASK,
    ASPECT,
    CARE,
    EARLIER,
    ELLIPSIS,
    EVERYWHERE,
    FESTIVAL,
    FILLER,
    GROUP,
    LATER,
    LAYER,
    MARKS,
    MORE,
    NARROWS,
    NOW,
    OPENER,
    OTHER_PLACES,
    PLAIN_VERBS,
    POINTING,
    POST,
    RANK,
    SCHOOLING,
    UNIT,
    YEARS_FROM_THERE,
)
from qa.known_names import KnownNames
from qa.late_pattern import LatePattern
from qa.model import FilterKind

# Times and places that have no name of their own; what each is called in a Fragment.
_NAMELESS: tuple[tuple[str, LatePattern], ...] = (
    ("years", YEARS_FROM_THERE),
    ("earlier", EARLIER),
    ("later", LATER),
    ("now", NOW),
    ("elsewhere", OTHER_PLACES),
    ("everywhere", EVERYWHERE),
    ("layer", LAYER),
)
_SERIAL = LatePattern(r"第?(\d{1,5})号(?:文件?)?")  # 15号呢, of a number before
GROUPS: tuple[tuple[str, LatePattern], ...] = (
    ("unit", UNIT),
    ("group", GROUP),
    ("post", POST),
    ("rank", RANK),
    ("care", CARE),
    ("schooling", SCHOOLING),
    ("festival", FESTIVAL),
)


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
    elliptic: bool  # names what changes, and asks nothing itself
    filters: tuple[Piece, ...] = ()
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

    def of(self, kind: FilterKind) -> tuple[Piece, ...]:
        """Its filters of one kind."""
        return tuple(p for p in self.filters if p.kind is kind)

    @property
    def pointing(self) -> re.Match[str] | None:
        """The word that points at the question before: first thing, or the only matter."""
        found = POINTING.search(self.matter)
        if found is None or (found.start() and self.own_beside(found)):
            return None
        return found

    def own_beside(self, pointing: re.Match[str]) -> str:
        """Its own subject beside a pointing word."""
        return _own(f"{self.matter[: pointing.start()]}{BLANK}{self.matter[pointing.end() :]}")


def read_fragment(typed: str, names: KnownNames | Sequence[str], today: date) -> Fragment:
    """A question read by itself, as one that may lean on another."""
    text = narrow(typed).strip().strip(MARKS)
    bare = re.sub(r"\s", "", text)
    if (more := MORE.get(bare) or MORE.get(bare.removeprefix("那"))) is not None:
        return Fragment(text, marked=True, elliptic=False, more=more)
    opener = OPENER.match(text)
    core = text[opener.end() :] if opener else text
    ending = ELLIPSIS.search(core)
    core = (core[: ending.start()] if ending else core).strip(MARKS)
    strong = bool(opener and opener["strong"])
    if serial := _SERIAL.fullmatch(core):
        core = f"{serial[1]}号文"
    if above := ABOVE.match(core):
        return Fragment(core, marked=True, elliptic=False, above=core[above.end() :])
    found = _filters_in(core, names, today)
    rest = blanked(core, [span for span, _ in found])
    nameless, rest = _take_nameless(rest)
    matter = _pressed(rest)
    groups, asking = _take_groups(matter)
    asks = ASK.search(_said(asking)) is not None
    return Fragment(
        core,
        marked=opener is not None or ending is not None,
        elliptic=(ending is not None or strong) and not asks,
        nominal=strong or (ending is not None and ending.group().endswith(("呢", "的话"))),
        filters=tuple(piece for _, piece in found),
        nameless=nameless,
        groups=groups,
        matter=matter,
        asking=_said(asking),
        own=_own(asking),
        asks=asks,
        adds=bool(opener and opener["adds"]),
        narrows=bool(ending and ending.group().startswith("的")) or NARROWS.search(matter) is not None,
    )


def _filters_in(core: str, names: KnownNames | Sequence[str], today: date) -> list[tuple[Span, Piece]]:
    """The filters of a fragment, parts of documents among them."""
    spans = filter_spans(core, names, today)
    if not any(kind is FilterKind.CLAUSE for _, kind, _ in spans):
        spans += parts_named(core, [s for s, _, _ in spans])
    return [(s, Piece(core[slice(*s)], kind, value, carried=False)) for s, kind, value in sorted(spans)]


def _take_nameless(rest: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Nameless times and places, where nothing but words of asking stands beside them; and what they leave."""
    taken: list[tuple[str, str]] = []
    left = rest
    for name, pattern in _NAMELESS:
        if match := pattern.search(left):
            taken.append((name, match.group()))
            left = blanked(left, [match.span()])
    return (tuple(taken), left) if taken and not _own(_take_groups(_pressed(left))[1]) else ((), rest)


def _take_groups(matter: str) -> tuple[tuple[Group, ...], str]:
    groups: list[tuple[Span, str]] = []
    left = matter
    for kind, pattern in GROUPS:
        spans = [m.span() for m in pattern.finditer(left)]
        for span in spans:
            last = groups[-1] if groups else None
            if last and last[1] == kind and re.fullmatch("[的和与及、]*", matter[last[0][1] : span[0]]):
                groups[-1] = ((last[0][0], span[1]), kind)  # 国企和机关, 配偶的父母
            else:
                groups.append((span, kind))
        left = blanked(left, [span for span, k in groups if k == kind])
    return tuple(Group(kind, matter[slice(*span)]) for span, kind in sorted(groups)), left


def _pressed(rest: str) -> str:
    """The text with what was read taken out, a blank in the place of each stretch inside it."""
    return re.sub(rf"[{BLANK}\s]+", BLANK, rest).strip(BLANK + MARKS)


def _said(asking: str) -> str:
    """The words that ask, joined."""
    words = re.sub(r"^[的和与及、,，]+", "", re.sub(BLANK, "", asking).strip(MARKS))
    return re.sub(r"^(?:规定的(?=是)|(?:到|截至)(?=目标|要求|任务))", "", words)


def _own(text: str) -> str:
    """What is left of a text without words that ask about any subject."""
    left = ASPECT.sub(BLANK, ASK.sub(BLANK, text))
    left = re.sub(r"[^\w]|_", "", FILLER.sub("", left))
    return "" if left in PLAIN_VERBS else left
