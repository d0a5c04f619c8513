"""The outline: sentences of several notices under headings that the notices print themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.gate.normal import pairs_of
from qa.language.sentences import squeezed_text
from qa.training.choosing import Choice
from qa.training.model import KeyPoint, Nearness, Statement, Theme
from qa.training.plain_words import in_plain_words

_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[\d０-９]{1,3}[.、．]|第[一二三四五六七八九十百零\d]{1,6}[编章节条])\s*"
)
# Words that head anything, and so tell no theme from another.
_ANYWHERE = pairs_of(
    "加强完善健全推进强化落实实施做好建设工作管理离退休干部老干部党员组织进一步积极切实制度机制服务总体要求"
)
_ALIKE = 0.28  # share of their pairs that two sentences of two notices have in common when they say the same
_LONGEST_HEADING = 26
EXPERIENCE = "各地经验做法（非政策规定，仅供参考）"


@dataclass(slots=True)
class _Group:
    """A theme while it is gathered."""

    title: str
    statements: list[Statement] = field(default_factory=list)


def themes_of(choice: Choice, points: int) -> tuple[Theme, ...]:
    """The themes, those that hold the topic's own sentences first; at most so many points in all.

    A sentence stands under its own clause's heading, unless another notice's sentence says the same under a heading
    that names it better. What binds nobody comes last.
    """
    taken = _most_telling(choice.statements, points)
    rules = [s for s in taken if s.basis.is_rule]
    told = [s for s in taken if not s.basis.is_rule]
    themes = [(g.title, g.statements, True) for g in _ordered(_merged(rules, choice))]
    if told:
        themes.append((EXPERIENCE, told, False))
    numbered, count = [], 0
    for title, statements, binds in themes:
        key_points = []
        for statement in statements:
            count += 1
            key_points.append(KeyPoint(f"要点{count:02d}", in_plain_words(statement.text), statement))
        numbered.append(Theme(title, tuple(key_points), binds))
    return tuple(numbered)


def _most_telling(statements: Sequence[Statement], points: int) -> list[Statement]:
    """The nearest statements, rules before reports, each said once; in the order in which they were."""
    near = [s for s in statements if s.nearness < Nearness.BESIDE and in_plain_words(s.text)]
    ranked = sorted(
        near,
        key=lambda s: (
            bool(s.basis.ended),
            s.nearness + (0 if s.basis.is_rule else 1.5),
            -s.relevance,
            s.basis.clause_id,
            s.start,
        ),
    )
    rules = sum(s.basis.is_rule for s in near)
    told = max(2, points // 6) if rules >= 6 else points
    chosen: list[Statement] = []
    said: set[str] = set()
    for statement in ranked:
        plain = squeezed_text(statement.text)
        if plain in said or len(chosen) == points:
            continue
        if not statement.basis.is_rule:
            if told == 0 or statement.nearness > Nearness.HEADED:
                continue
            told -= 1
        said.add(plain)
        chosen.append(statement)
    places = {id(s): i for i, s in enumerate(statements)}
    return sorted(chosen, key=lambda s: places[id(s)])


def heading_of(path: Sequence[str]) -> str:
    """The innermost heading that says something, without its number: 严格组织生活."""
    for heading in reversed(path):
        words = _MARKER.sub("", heading.strip()).strip("。：: ")
        if 2 <= len(words) <= _LONGEST_HEADING and heading not in ("正文",):
            return words
    return ""


def _merged(statements: Sequence[Statement], choice: Choice) -> list[_Group]:
    """Statements under headings; headings that share a telling word are one theme, named by the shorter."""
    groups: list[_Group] = []
    own = pairs_of(choice.topic)
    for statement in statements:
        title = heading_of(statement.basis.path) or (statement.basis.title or "其他规定")
        home = next((g for g in groups if g.title == title), None)
        home = home or next((g for g in groups if _same_theme(g.title, title, own)), None)
        if home is None:
            home = _Group(title)
            groups.append(home)
        elif len(title) < len(home.title):
            home.title = title
        home.statements.append(statement)
    return _drawn_together(groups, choice.heads)


def _same_theme(a: str, b: str, own: set[str]) -> bool:
    """Whether two headings share half their telling pairs, the topic's `own` apart: every heading may hold those."""
    first, second = pairs_of(a) - _ANYWHERE - own, pairs_of(b) - _ANYWHERE - own
    return 2 * len(first & second) >= min(len(first), len(second)) > 0


def _drawn_together(groups: Sequence[_Group], heads: Sequence[str]) -> list[_Group]:
    """The same with sentences moved to the theme where another notice says nearly the same under the topic's name."""
    counts = Counter(p for g in groups for s in g.statements for p in pairs_of(s.text))
    total = sum(len(g.statements) for g in groups)
    common = {p for p, n in counts.items() if n > max(3, total // 3)}
    named = [g for g in groups if any(head in squeezed_text(g.title) for head in heads)]
    for group in groups:
        if group in named:
            continue
        for statement in list(group.statements):
            near = [
                (_likeness(statement, other, common), g)
                for g in named
                for other in g.statements
                if other.basis.document_id != statement.basis.document_id
            ]
            likeness, home = max(near, key=lambda pair: pair[0], default=(0.0, group))
            if likeness >= _ALIKE:
                group.statements.remove(statement)
                home.statements.append(statement)
    return [g for g in groups if g.statements]


def _likeness(a: Statement, b: Statement, common: set[str]) -> float:
    first, second = pairs_of(a.text) - common, pairs_of(b.text) - common
    return len(first & second) / max(1, min(len(first), len(second)))


def _ordered(groups: Sequence[_Group]) -> list[_Group]:
    """Themes with the topic's own sentences first; among these, those on which more notices speak."""

    def rank(group: _Group) -> tuple[int, int, int]:
        nearest = min(s.nearness for s in group.statements)
        return nearest, -len({s.basis.document_id for s in group.statements}), -len(group.statements)

    return sorted(groups, key=rank)
