"""Questions that lean on the one before: 「那浙江呢」 completed to a question that can be read by itself.

A short question takes over what it lacks: the subject, the filters, and what was asked where it asks nothing itself. It
is completed in words, which are shown and which alone are read further on, so nothing is answered but what is shown.
Where a question has a subject of its own, or it is doubtful whether it leans on anything, nothing is taken over: as typed
it can be answered, and a wrong context would give a right-looking answer to another question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.asked_text import BLANK
from qa.asked_value import asks_for_of
from qa.followup_edits import (
    NAMING,
    as_question,
    asked_about,
    of_kind,
    pointed_at,
    text_of,
    typed,
    with_asking,
    with_filters,
    with_more,
)
from qa.followup_edits import without as without_kinds
from qa.followup_fragment import Fragment, read_fragment
from qa.followup_matter import holds, who_of, with_groups, with_matter
from qa.followup_pieces import Piece, pieces_of
from qa.followup_words import ASK, DOCUMENT_NOUNS, EMPTY_NOUNS, FILLER, MARKS, NOUN_ASPECT, SAME_DOUBT
from qa.known_names import KnownNames
from qa.late_pattern import LatePattern
from qa.model import Answer, AskedFilter, AsksFor, FilterKind, FollowUp, Interpretation

Pieces = tuple[Piece, ...]
_HOW_MUCH = LatePattern("是?(?:多少|什么|怎么样|怎样)的?")
_JOINTS = ("和", "与", "及", "、")
_BODIES = ("单位", "部门", "机构", "领导")
_LONGEST_MATTER = 12  # 那退休人员去世后的抚恤金呢; what is longer says all that it asks
_SENTENCE = LatePattern("[,，;；]|是|如果|的话|应当?该?|还是")
_LONGEST_ASPECT = 6  # 依据, 资金来源: of a keyword that is longer it is doubtful whether it leans on anything


@dataclass(frozen=True, slots=True)
class Followed:
    """A question as it is to be read."""

    question: str
    follow_up: FollowUp | None = None  # None: nothing was taken over

    def read(self, interpretation: Interpretation) -> Interpretation:
        """The interpretation with what was taken over, each with its chip."""
        if self.follow_up is None:
            return interpretation
        known = {f.chip_id for f in interpretation.filters}
        more = tuple(c for c in self.follow_up.carried if c.chip_id not in known)
        filters = tuple(sorted((*interpretation.filters, *more), key=lambda f: f.span))
        return replace(interpretation, filters=filters, follow_up=self.follow_up)

    def answered(self, answer: Answer) -> Answer:
        """The answer to the completed question, with what was taken over."""
        return replace(answer, interpretation=self.read(answer.interpretation))


def follow(
    question: str,
    after: Sequence[str],
    names: KnownNames | Sequence[str] = (),
    *,
    today: date | None = None,
    without: Collection[str] = (),
) -> Followed:
    """The question completed from those before it, oldest first; as typed where it is a new topic or the first.

    `names` are the library's, as `interpret` takes them. `without` are the ids of chips (地区:浙江) or their kinds (地区)
    that are not to be carried; without the carried subject (主题) the question is asked as typed.
    """
    today = today or date.today()
    asked = question.strip()
    before = completed_chain(after, names, today=today)
    if not asked or not before:
        return Followed(asked)
    fragment = read_fragment(asked, names, today)
    earlier = pieces_of(before, names, today)
    pieces = _continued(earlier, fragment, today)
    chips = _chips(pieces) if pieces is not None else ()
    if pieces is None or _subject_let_go(chips, without):
        return Followed(asked)
    if let_go := {c.chip_id for c in chips if {c.chip_id, c.kind.value} & set(without)}:
        pieces = _continued(_left_of(earlier, let_go), fragment, today)
        if pieces is None:
            return Followed(asked)
    said = FollowUp(text_of(pieces), asked, before, _chips(pieces))
    return Followed(said.question, said)


def completed(
    question: str, after: Sequence[str], names: KnownNames | Sequence[str] = (), *, today: date | None = None
) -> str:
    """The question in words that need no other question."""
    return follow(question, after, names, today=today).question


def question_to_follow(
    question: str,
    names: KnownNames | Sequence[str] = (),
    *,
    today: date | None = None,
    without: Collection[str] = (),
) -> str:
    """A question as the next one may lean on it: without the words of the chips that were taken away."""
    if not without:
        return question.strip()
    return text_of(_left_of(pieces_of(question.strip(), names, today or date.today()), without))


def completed_chain(
    questions: Sequence[str], names: KnownNames | Sequence[str] = (), *, today: date | None = None
) -> str:
    """The last of a chain of questions, oldest first, completed from those before it; "" for none."""
    last = ""
    for question in questions:
        if question.strip():
            last = follow(question, [last] if last else [], names, today=today).question
    return last


def _subject_let_go(chips: Sequence[AskedFilter], without: Collection[str]) -> bool:
    subject = [c for c in chips if c.kind is FilterKind.SUBJECT]
    return any({c.chip_id, c.kind.value} & set(without) for c in subject)


def _left_of(pieces: Pieces, let_go: Collection[str]) -> Pieces:
    """The pieces without those whose chips (or kinds of chips) were taken away, and without the words that joined them."""
    asks = any(chip.partition(":")[0] == FilterKind.ASKS.value for chip in let_go)
    kept: list[Piece] = []
    for piece in pieces:
        gone = piece.kind is not None and bool({piece.chip_id, piece.kind.value} & set(let_go))
        if gone or (asks and piece.kind is FilterKind.ASKS):
            if kept and kept[-1].kind is None and kept[-1].text in _JOINTS:
                kept.pop()
        elif not (piece.kind is None and piece.text in ("的", *_JOINTS) and (not kept or kept[-1].kind is None)):
            kept.append(piece)
    return without_kinds(kept)


def _continued(earlier: Pieces, fragment: Fragment, today: date) -> Pieces | None:
    """The earlier question's pieces as the fragment changes them; None where it is a new topic."""
    if not of_kind(earlier, FilterKind.SUBJECT, *NAMING):
        return None
    if fragment.more:
        return with_more(earlier, fragment.more)
    if fragment.above is not None:
        return _in_the_same_notices(earlier, fragment.above)
    if not fragment.core:
        return None
    if (pointing := fragment.pointing) is not None:
        return _pointing(earlier, fragment, pointing, today)
    if fragment.own:
        return _of_other_matter(earlier, fragment, today)
    return _of_same_matter(earlier, fragment, today)


def _of_same_matter(earlier: Pieces, fragment: Fragment, today: date) -> Pieces | None:
    """A fragment without a subject: another place, year or group, another value, or both."""
    if _names_no_part_of(earlier, fragment):
        return None
    changed = with_groups(with_filters(earlier, fragment, today), fragment.groups)
    if changed is None:
        return None
    asking = fragment.asking
    if not asking or (_asks_the_same(asking, earlier) and changed != earlier):
        bare = not fragment.marked and (fragment.groups or any(n == "layer" for n, _ in fragment.nameless))
        return None if (bare and not asking) or changed == earlier else changed
    if fragment.asks:
        of_group = fragment.groups or asking.startswith(_BODIES)
        others = [g for g in fragment.groups if not holds(earlier, g.kind)]
        if of_group and not fragment.marked and (others or not _asks_only(asking)):
            return None
        return None if any(p.kind in NAMING for p in fragment.filters) else with_asking(changed, asking)
    loose = not NOUN_ASPECT.fullmatch(asking) or len(asking) > _LONGEST_ASPECT or fragment.groups
    if not fragment.marked and (loose or fragment.of(FilterKind.ISSUER)):
        return None
    return with_asking(changed, as_question(asking))


def _names_no_part_of(earlier: Pieces, fragment: Fragment) -> bool:
    """Whether the fragment's filters cannot be those of the earlier question.

    A number or title stands by itself; a part needs a document; a document that was all the question was about is not
    that of another place or year.
    """
    if any(p.kind in NAMING for p in fragment.filters):
        return not fragment.marked
    if fragment.of(FilterKind.CLAUSE) and not of_kind(earlier, *NAMING):
        return True
    moves = fragment.of(FilterKind.REGION) or fragment.of(FilterKind.YEAR) or fragment.nameless
    return bool(moves) and not of_kind(earlier, FilterKind.SUBJECT)


def _asks_the_same(asking: str, earlier: Pieces) -> bool:
    """Whether the words ask no more than the earlier ones did: 浙江可以吗, 浙江是多少."""
    before = text_of(of_kind(earlier, FilterKind.ASKS))
    doubt = re.search("吗|能不能|可不可以|是否|能否|可否|是不是|有没有", before)
    return bool((SAME_DOUBT.fullmatch(asking) and doubt) or (before and _HOW_MUCH.fullmatch(asking)))


def _asks_only(asking: str) -> bool:
    """多少, 怎么规定, 多久一次: with nothing that could be asked of the group itself."""
    if re.search("(?:多少|几)[人名个家所]", asking):
        return False
    return not FILLER.sub("", re.sub("规定|一次|标准", "", ASK.sub("", asking)))


def _of_other_matter(earlier: Pieces, fragment: Fragment, today: date) -> Pieces | None:
    """A fragment with words of its own: one thing in the place of another (那培训呢), or a part of the old subject."""
    subject = text_of(of_kind(asked_about(earlier), FilterKind.SUBJECT))
    within = len(fragment.own) > 1 and fragment.own in subject and fragment.asking.startswith(fragment.own)
    rest = fragment.asking[len(fragment.own) :].lstrip("的") if within else ""
    if not fragment.asks and not fragment.elliptic:
        return None
    if any(p.kind in NAMING for p in fragment.filters):
        return None
    if _names_no_part_of(earlier, fragment):
        return None
    changed = with_filters(earlier, fragment, today)
    if fragment.elliptic:
        if (
            not fragment.nominal
            or fragment.matter.startswith(("那", "这"))
            or len(fragment.matter) > _LONGEST_MATTER
            or _SENTENCE.search(fragment.matter)
        ):
            return None
        if within and subject.endswith(fragment.own) and NOUN_ASPECT.fullmatch(rest):  # 招生人数呢, of 老年大学招生
            return with_asking(changed, as_question(rest))
        return with_matter(changed, fragment.matter.replace(BLANK, ""), narrows=fragment.narrows)
    whole = 2 * len(fragment.own) > len(subject)
    if (
        not within
        or whole
        or (fragment.groups and not fragment.marked)
        or asks_for_of(rest) is AsksFor.DEFINITION
        or re.match("什么是|何谓|什么叫", fragment.asking)
    ):
        return None
    grouped = with_groups(changed, fragment.groups)
    return with_asking(grouped, rest) if grouped is not None else None


def _in_the_same_notices(earlier: Pieces, matter: str) -> Pieces | None:
    """上面说的时间银行是什么: a matter of its own, with the filters of the question before."""
    kept = without_kinds(earlier, FilterKind.SUBJECT, FilterKind.ASKS, FilterKind.CLAUSE)
    kept = tuple(p for p in kept if p.kind is not None)
    if not kept or not matter.strip(MARKS):
        return None
    return (*kept, typed("的"), typed(matter.strip(MARKS)))


def _pointing(earlier: Pieces, fragment: Fragment, pointing: re.Match[str], today: date) -> Pieces | None:
    """The question with what its 这个 or 该通知 stands for in the place of it."""
    changed = with_groups(with_filters(earlier, fragment, today), fragment.groups)
    if changed is None:
        return None
    lead = fragment.matter[: pointing.start()].replace(BLANK, "").strip("的，, ")
    rest = fragment.matter[pointing.end() :].replace(BLANK, "")
    if pointing["there"]:
        places = tuple(p for p in changed if p.kind is FilterKind.REGION)
        if not places or (not fragment.own and not rest):
            return None
        joint = "的" if rest and rest[0] not in "对的由在是有" else ""
        return (*_with_joints(places), typed(f"{joint}{rest}"))
    if pointing["they"]:
        stands = _people(changed)
    elif noun := pointing["noun"]:
        stands = pointed_at(changed, None if noun in EMPTY_NOUNS else noun, document=noun in DOCUMENT_NOUNS)
    else:
        stands = asked_about(changed)
        rest = f"的{rest}" if pointing["its"] or pointing["its_own"] else rest
    return (*((typed(lead),) if lead else ()), *stands, *((typed(rest),) if rest else ()))


def _with_joints(places: Pieces) -> Pieces:
    joined: list[Piece] = []
    for place in places:
        joined += [typed("和"), place] if joined else [place]
    return tuple(joined)


def _people(pieces: Pieces) -> Pieces:
    """Whom the pieces are about, with their filters; all of it where they name nobody."""
    about = asked_about(pieces)
    at = next((i for i, p in enumerate(about) if p.kind is FilterKind.SUBJECT and who_of(p.text)), None)
    if at is None:
        return about
    who = who_of(about[at].text)
    return (*about[:at], replace(about[at], text=who, value=who))


def _chips(pieces: Pieces) -> tuple[AskedFilter, ...]:
    """What is carried, each with its place in the completed question: the subject and the asking once each."""
    spans: dict[str, list[tuple[int, int, Piece]]] = {}
    at = 0
    for piece in pieces:
        if piece.carried and piece.kind is not None:
            one = piece.kind in (FilterKind.SUBJECT, FilterKind.ASKS)
            key = piece.kind.value if one else piece.chip_id
            spans.setdefault(key, []).append((at, at + len(piece.text), piece))
        at += len(piece.text)
    whole = text_of(pieces)
    chips = []
    for found in spans.values():
        kind = found[0][2].kind
        assert kind is not None
        start, end = found[0][0], found[-1][1] if kind is FilterKind.SUBJECT else found[0][1]
        value = "".join(p.value for _, _, p in found) if len(found) > 1 else found[0][2].value
        if value:
            chips.append(AskedFilter(kind, whole[start:end], value, (start, end)))
    return tuple(sorted(chips, key=lambda c: c.span))
