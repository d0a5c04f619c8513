"""Another group or matter in the place of the old one: 副书记 for 书记, 国企 for 机关, 培训 for 补贴."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Span
from qa.asked_value import asks_for_of
from qa.followup_edits import NAMING, WHAT_RULES, Pieces, deed_of, of_kind, text_of, typed, without
from qa.followup_fragment import GROUPS, Group
from qa.followup_pieces import Piece
from qa.followup_words import DEGREE, EVERY, GROUP, MONEY, PEOPLE, POST, STATE, UNIT
from qa.late_pattern import LatePattern
from qa.lexicon import whole_words, word_edges
from qa.model import AsksFor, FilterKind

_BODY_AFTER = LatePattern(r"党委|党组|党总支|党支部|党小组|总支|支部|大会|代表|协会|组织")
# What is named after people and is not them: 职工代表大会, 老干部大学.
_NAMED_AFTER_PEOPLE = LatePattern(
    r"(?:职工|党员|老干部|村民|居民|志愿者|教师|妇女|学生)(?:代表|大会|协会|联合会|委员会|会议|活动|大学|书屋|工作|服务|局|处)"
)
_MODAL = LatePattern(r"可以|能够|应当|必须|需要|不得")
_SHORT = 4  # characters of a subject that is one term: 时间银行, 党费收缴
# Words of asking that suit any matter.
_ANY_MATTER = LatePattern(
    r"(?:各|分别)?(?:有|是|应当?|要|需要|提出了?|规定了?|明确了?|包括)*(?:什么|哪些|怎么|怎样|如何)|何谓|何为"
)


def holds(pieces: Pieces, kind: str) -> bool:
    """Whether what the pieces are about names a group of a kind."""
    return any(dict(GROUPS)[kind].search(p.text) for p in of_kind(pieces, FilterKind.SUBJECT))


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
    pattern = dict(GROUPS)[group.kind]
    if group.kind == "post" and (member := POST.match(group.text)) and member["member"] and not holds(pieces, "post"):
        pattern = GROUP  # 党员 in the place of 离退休干部
    for i, piece in enumerate(pieces):
        match = pattern.search(piece.text) if piece.kind is FilterKind.SUBJECT else None
        if match is None:
            continue
        start, end = match.span()
        if pattern is POST and match["head"] and match["body"]:
            new = POST.match(group.text)
            if new and new["head"] and not new["body"] and not new["head"].startswith("组长"):
                start = match.start("head")
        if pattern is GROUP and STATE.fullmatch(group.text) and (state := STATE.match(match.group())):
            end = start + state.end()  # 退休的呢, of 在职职工
        return _with_text(pieces, i, f"{piece.text[:start]}{group.text}{piece.text[end:]}")
    at = next((i for i, p in enumerate(pieces) if p.kind is FilterKind.SUBJECT), len(pieces))
    if at == len(pieces):
        return (*pieces, typed(group.text, FilterKind.SUBJECT, group.text))
    if group.kind in ("post", "group") and (people := _people_in(pieces, group)) is not None:
        place, (start, end) = people
        text = pieces[place].text
        if _BODY_AFTER.match(text, end) or not _at_edges(text, start, end):
            return None
        return _with_text(pieces, place, f"{text[:start]}{group.text}{text[end:]}")
    if group.kind in ("post", "group") and _NAMED_AFTER_PEOPLE.match(pieces[at].text):
        return None
    before = len(who_of(pieces[at].text)) if group.kind == "care" else 0
    return _with_text(pieces, at, f"{pieces[at].text[:before]}{group.text}{pieces[at].text[before:]}")


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


def _at_edges(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends with words of a text."""
    edges = word_edges(text)
    return start in edges and end in edges


def _with_text(pieces: Pieces, place: int, text: str) -> Pieces:
    """The pieces with other words at a place."""
    old = pieces[place]
    return (*pieces[:place], Piece(text, old.kind, text, old.carried), *pieces[place + 1 :])


def with_matter(pieces: Pieces, matter: str, *, narrows: bool = False) -> Pieces:
    """The pieces about another matter (那培训呢): in the place of words like it, or of all behind whom or what it is about.

    What only narrows the matter (民办的, 工程类) is put in front of it. Where the old words of asking do not suit the new
    matter, what is ruled of it is asked.
    """
    subjects = [i for i, p in enumerate(pieces) if p.kind is FilterKind.SUBJECT]
    for i in reversed(subjects):
        text = pieces[i].text
        if (span := _like(text, matter)) is not None:
            return _with_text(pieces, i, f"{text[: span[0]]}{matter}{text[span[1] :]}")
    if not subjects:
        return (*pieces, typed(matter, FilterKind.SUBJECT, matter))
    first, last = subjects[0], subjects[-1]
    if not narrows and _ends_in_people(matter):
        text = pieces[first].text
        people = PEOPLE.match(text)
        who = who_of(text) or (people.group() if people else "")
        if _ends_in(matter, UNIT):  # 建筑企业, of 农民工工资: whose they are
            unit = UNIT.match(text)
            who = unit.group() if unit else ""
        if who != text and _at_edges(text, 0, len(who)):  # 城区教师, of 乡镇教师|每月补助
            return _with_text(pieces, first, f"{matter}{text[len(who) :]}")
    if EVERY.fullmatch(matter) and EVERY.search(pieces[first].text):
        return _with_text(pieces, first, EVERY.sub(matter, pieces[first].text))
    if narrows and not _names_people(matter):
        return _with_text(pieces, first, f"{matter}{pieces[first].text}")
    if last > first and pieces[first].text.startswith("每"):  # 每年组织|几次|教师培训
        return _with_text(pieces, last, matter)
    named = of_kind(pieces, *NAMING) or (first and pieces[first - 1].text in ("对", "对于"))  # 《办法》对|住宿
    kept = "" if _names_people(matter) or named else _kept_before(pieces[first].text, matter, alone=last == first)
    words = _joined(kept, matter)
    deed = deed_of(pieces)
    rest = [p for i, p in enumerate(pieces) if i not in subjects[1:] or p is deed]
    rest[first] = Piece(words, FilterKind.SUBJECT, words, bool(kept))
    if not of_kind(rest, FilterKind.ASKS) or _suits(text_of(pieces), text_of(of_kind(pieces, FilterKind.ASKS)), matter):
        return tuple(rest)
    return (*(p for p in without(rest, FilterKind.ASKS) if p is not deed), typed(WHAT_RULES))


def _joined(kept: str, matter: str) -> str:
    """Both, what ends the one and begins the other once: 行政执法, 执法公示."""
    both = next((n for n in range(min(len(kept), len(matter)), 1, -1) if kept.endswith(matter[:n])), 0)
    return kept + matter[both:]


def _kept_before(subject: str, matter: str, *, alone: bool) -> str:
    """What stays of a subject before another matter: whom it is about, else the field that its first words name."""
    if (modal := _MODAL.search(subject)) and modal.start() > 1:
        return subject[: modal.start()]
    if who := who_of(subject):
        return who
    if not alone:  # 应急预案|由谁|备案
        return subject
    if len(subject) <= _SHORT:
        return "" if len(matter) >= _SHORT else subject
    end = 0
    for word in whole_words(subject):
        if subject.startswith(word, end):
            end += len(word)
        if end >= _SHORT:
            break
    return subject[:end]


def _suits(question: str, asking: str, matter: str) -> bool:
    """Whether the words that asked of the old matter can ask of the new one."""
    if asks_for_of(question) is AsksFor.AMOUNT:
        return MONEY.search(matter) is not None
    return _ANY_MATTER.match(asking) is not None


def who_of(subject: str) -> str:
    """The opening of a subject up to the last group or post it names; "" where it names none."""
    ends = [m.end() for pattern in (UNIT, GROUP, POST) for m in pattern.finditer(subject)]
    return subject[: max(ends)] if ends else ""


def _names_people(text: str) -> bool:
    return any(pattern.search(text) for pattern in (UNIT, GROUP, POST))


def _ends_in_people(text: str) -> bool:
    return any(_ends_in(text, pattern) for pattern in (UNIT, GROUP, POST))


def _ends_in(text: str, pattern: LatePattern) -> bool:
    return any(m.end() == len(text) for m in pattern.finditer(text))


def _like(subject: str, matter: str) -> tuple[int, int] | None:
    """Where words stand that a matter takes the place of: those that end like it (国庆节, 春节) or begin like it."""
    if _names_people(matter) or len(matter) < 2:
        return None
    if degree := DEGREE.match(matter):  # 重大|事故 before the 事故 of 生产事故
        of = matter[degree.end() :]
        at = subject.rfind(of) if of else -1
        return (at, at + len(of)) if at >= 0 else None
    if not who_of(subject) and len(subject) <= len(matter) + 2:  # 排污许可证, 危险废物经营许可证
        same = next((n for n in range(len(matter), 1, -1) if subject.endswith(matter[-n:])), 0)
        if same and matter != subject:
            return 0, len(subject)
    words: list[tuple[int, int]] = []
    at = 0
    for word in whole_words(subject):
        if (found := subject.find(word, at)) >= 0:
            words.append((found, found + len(word)))
            at = found
    edges = sorted({0, len(subject), *(place for word in words for place in word)})
    as_long = [(a, a + len(matter)) for a in edges if a + len(matter) in edges]
    near = [(a, b) for a, b in words if abs(b - a - len(matter)) == 1 and b - a > 1]
    ending = [p for p in (*as_long, *near) if subject[p[1] - 1] == matter[-1]]
    opening = [p for p in as_long if subject[p[0]] == matter[0]]
    return next((p for p in (*ending[-1:], *opening[:1]) if subject[slice(*p)] != matter), None)
