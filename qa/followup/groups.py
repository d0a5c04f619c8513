"""Another group or matter in the place of the old one: 副书记 for 书记, 国企 for 机关, 培训 for 补贴."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Span
from qa.asking.asked_value import asks_for_of
from qa.followup.edits import WHAT_RULES
from qa.followup.fragment import Group
from qa.followup.pieces import NAMING, Pieces, deed_of, first_of, of_kind, put, text_of, typed, without
from qa.followup.words import (
    ANY_MATTER,
    BODY_AFTER,
    DEGREE,
    GROUP,
    GROUPS,
    MODAL,
    MONEY,
    NAMED_AFTER_PEOPLE,
    PEOPLE,
    POST,
    STATE,
    UNIT,
)
from qa.language.late_pattern import LatePattern
from qa.language.lexicon import whole_words, word_edges
from qa.model import AsksFor, FilterKind

_SHORT = 4  # characters of a subject that is one term: 时间银行, 党费收缴


def holds(pieces: Pieces, kind: str) -> bool:
    """Whether what the pieces are about names a group of a kind."""
    return any(GROUPS[kind].search(p.text) for p in of_kind(pieces, FilterKind.SUBJECT))


def with_groups(pieces: Pieces, groups: Sequence[Group]) -> Pieces | None:
    """The pieces with other groups, posts, bodies or ranks in the place of theirs of the same kind, or in front.

    None where two nouns would stand side by side as if they were one: 校长|教师.
    """
    for group in reversed(groups):  # those put in front stand as they were typed: 小学|教师
        changed = _with_group(pieces, group)
        if changed is None:
            return None
        pieces = changed
    return pieces


def _with_group(pieces: Pieces, group: Group) -> Pieces | None:
    first = first_of(pieces, FilterKind.SUBJECT)
    if first is None:
        return (*pieces, typed(group.text, FilterKind.SUBJECT, group.text))
    place, span = _alike(pieces, group) or (first, (0, 0))
    if span == (0, 0) and group.kind in ("post", "group"):
        place, span = _people_in(pieces, group) or (first, span)
        text = pieces[place].text
        if NAMED_AFTER_PEOPLE.match(text) if span == (0, 0) else not _stands_alone(text, span):
            return None
    elif span == (0, 0) and group.kind == "care":  # 书记|门诊: behind whom it is for
        span = (len(who_of(pieces[place].text)),) * 2
    return _with_text(pieces, place, span, group.text)


def _alike(pieces: Pieces, group: Group) -> tuple[int, Span] | None:
    """Which piece names a group of the same kind, and where; of 党总支书记 the head alone where no body is named."""
    pattern = GROUPS[group.kind]
    for i, piece in enumerate(pieces):
        match = pattern.search(piece.text) if piece.kind is FilterKind.SUBJECT else None
        if match is None:
            continue
        start, end = match.span()
        new = POST.match(group.text) if pattern is POST and match["head"] and match["body"] else None
        if new and new["head"] and not new["body"] and not new["head"].startswith("组长"):
            start = match.start("head")
        if pattern is GROUP and STATE.fullmatch(group.text) and (state := STATE.match(match.group())):
            end = start + state.end()  # 退休的呢, of 在职职工
        return i, (start, end)
    return None


def _people_in(pieces: Pieces, group: Group) -> tuple[int, Span] | None:
    """Which piece names people of another kind than a post or group, and where: 教师 before 校长.

    A post that is named with its body (党支部书记) stays: it may be that body's of these people.
    """
    for i, piece in enumerate(pieces):
        if piece.kind is not FilterKind.SUBJECT:
            continue
        found = (POST if group.kind == "group" else GROUP).search(piece.text)
        if found is None and group.text == "个人":
            found = UNIT.match(piece.text)
        if found is None and not who_of(piece.text):
            found = PEOPLE.match(piece.text)
        if found is not None and not found.groupdict().get("body"):
            return i, found.span()
    return None


def _stands_alone(text: str, span: Span) -> bool:
    """Whether people are named by words of a text and no body behind them is: not 离退休干部|党支部."""
    return _at_edges(text, span) and not BODY_AFTER.match(text, span[1])


def _at_edges(text: str, span: Span) -> bool:
    """Whether a stretch begins and ends with words of a text."""
    return set(span) <= set(word_edges(text))


def _with_text(pieces: Pieces, place: int, span: Span, text: str) -> Pieces:
    """The pieces with other words for a stretch of one."""
    old = pieces[place].text
    return put(pieces, place, pieces[place].saying(f"{old[: span[0]]}{text}{old[span[1] :]}"))


def with_matter(pieces: Pieces, matter: str, *, narrows: bool = False) -> Pieces:
    """The pieces about another matter (那培训呢): in the place of words like it, or of all behind whom or what it is about.

    What only narrows the matter (民办的, 工程类) is put in front of it. Where the old words of asking do not suit the new
    matter, what is ruled of it is asked.
    """
    subjects = [i for i, p in enumerate(pieces) if p.kind is FilterKind.SUBJECT]
    for i in reversed(subjects):
        if (span := _like(pieces[i].text, matter)) is not None:
            return _with_text(pieces, i, span, matter)
    if not subjects:
        return (*pieces, typed(matter, FilterKind.SUBJECT, matter))
    first = subjects[0]
    text = pieces[first].text
    names_people = bool(who_of(matter))
    if not narrows and _ends_in(matter, UNIT, GROUP, POST):
        people = PEOPLE.match(text)
        who = who_of(text) or (people.group() if people else "")
        if _ends_in(matter, UNIT):  # 建筑企业, of 农民工工资: whose they are
            unit = UNIT.match(text)
            who = unit.group() if unit else ""
        if who != text and _at_edges(text, (0, len(who))):  # 城区教师, of 乡镇教师|每月补助
            return _with_text(pieces, first, (0, len(who)), matter)
    if narrows and not names_people:
        return _with_text(pieces, first, (0, 0), matter)
    if len(subjects) > 1 and text.startswith("每"):  # 每年组织|几次|教师培训
        return put(pieces, subjects[-1], pieces[subjects[-1]].saying(matter))
    named = of_kind(pieces, *NAMING) or (first and pieces[first - 1].text in ("对", "对于"))  # 《办法》对|住宿
    kept = "" if names_people or named else _kept_before(text, matter, alone=len(subjects) == 1)
    joined = _joined(kept, matter)
    deed = deed_of(pieces)
    rest = [p for i, p in enumerate(pieces) if i not in subjects[1:] or p is deed]
    rest[first] = typed(joined, FilterKind.SUBJECT, joined) if not kept else pieces[first].saying(joined)
    asking = text_of(of_kind(rest, FilterKind.ASKS))
    if not asking or _suits(text_of(pieces), asking, matter):
        return tuple(rest)
    return (*(p for p in without(rest, FilterKind.ASKS) if p is not deed), typed(WHAT_RULES))


def _joined(kept: str, matter: str) -> str:
    """Both, what ends the one and begins the other once: 行政执法, 执法公示."""
    both = next((n for n in range(min(len(kept), len(matter)), 1, -1) if kept.endswith(matter[:n])), 0)
    return kept + matter[both:]


def _kept_before(subject: str, matter: str, *, alone: bool) -> str:
    """What stays of a subject before another matter: whom it is about, else the field that its first words name."""
    if (modal := MODAL.search(subject)) and modal.start() > 1:  # 医保个人账户|可以给家人用吗
        return subject[: modal.start()]
    if who := who_of(subject):
        return who
    if not alone:  # 应急预案|由谁|备案
        return subject
    if len(subject) <= _SHORT:
        return "" if len(matter) >= _SHORT else subject
    end = 0
    for word in whole_words(subject):
        if end < _SHORT and subject.startswith(word, end):
            end += len(word)
    return subject[:end]


def _suits(question: str, asking: str, matter: str) -> bool:
    """Whether the words that asked of the old matter can ask of the new one."""
    if asks_for_of(question) is AsksFor.AMOUNT:
        return MONEY.search(matter) is not None
    return ANY_MATTER.match(asking) is not None


def who_of(subject: str) -> str:
    """The opening of a subject up to the last group or post it names; "" where it names none."""
    return subject[: max((m.end() for pattern in (UNIT, GROUP, POST) for m in pattern.finditer(subject)), default=0)]


def _ends_in(text: str, *patterns: LatePattern) -> bool:
    return any(m.end() == len(text) for pattern in patterns for m in pattern.finditer(text))


def _like(subject: str, matter: str) -> Span | None:
    """Where words stand that a matter takes the place of: those that end like it (国庆节, 春节) or begin like it."""
    if who_of(matter) or len(matter) < 2:
        return None
    if degree := DEGREE.match(matter):  # 重大|事故 before the 事故 of 生产事故
        of = matter[degree.end() :]
        at = subject.rfind(of) if of else -1
        return (at, at + len(of)) if at >= 0 else None
    alike = subject != matter and subject[-2:] == matter[-2:]
    if alike and not who_of(subject) and len(subject) <= len(matter) + 2:  # 排污许可证, 危险废物经营许可证
        return 0, len(subject)
    stretches: list[Span] = []
    at = 0
    for word in whole_words(subject):
        if (found := subject.find(word, at)) >= 0:
            stretches.append((found, found + len(word)))
            at = found
    edges = sorted({0, len(subject), *(place for stretch in stretches for place in stretch)})
    as_long = [(a, a + len(matter)) for a in edges if a + len(matter) in edges]
    near = [(a, b) for a, b in stretches if abs(b - a - len(matter)) == 1 and b - a > 1]
    ending = [s for s in (*as_long, *near) if subject[s[1] - 1] == matter[-1]]
    opening = [s for s in as_long if subject[s[0]] == matter[0]]
    return next((s for s in (*ending[-1:], *opening[:1]) if subject[slice(*s)] != matter), None)
