"""Whether a short question leans on the one before, and the two as one: completed, with the chips of what was taken over."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.asking.asked_text import BLANK
from qa.asking.asked_value import asks_for_of
from qa.asking.known_names import KnownNames
from qa.followup import words
from qa.followup.edits import as_question, pointed_at, with_asking, with_filters, with_more
from qa.followup.fragment import Fragment, read_fragment
from qa.followup.groups import holds, who_of, with_groups, with_matter
from qa.followup.pieces import NAMING, Piece, Pieces, asked_about, of_kind, pieces_of, put, text_of, typed
from qa.followup.pieces import without as without_kinds
from qa.followup.words import MARKS
from qa.model import Answer, AskedFilter, AsksFor, FilterKind, FollowUp, Interpretation

_JOINTS = ("和", "与", "及", "、")
_LONGEST_MATTER = 12  # 那退休人员去世后的抚恤金呢; what is longer says all that it asks


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
        more = (c for c in self.follow_up.carried if c.chip_id not in known)
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
    asked, before = question.strip(), ""
    for earlier in after:  # a chain of questions: each completed from those before it
        if earlier.strip():
            before = follow(earlier, [before] if before else [], names, today=today).question
    if not asked or not before:
        return Followed(asked)
    fragment = read_fragment(asked, names, today)
    pieces = pieces_of(before, names, today)
    completed = _continued(pieces, fragment, today)
    let_go = {c.chip_id for c in _chips(completed or ()) if {c.chip_id, c.kind.value} & set(without)}
    if completed and let_go:
        subject = any(chip.partition(":")[0] == FilterKind.SUBJECT.value for chip in let_go)
        completed = None if subject else _continued(_left_of(pieces, let_go), fragment, today)
    if completed is None:
        return Followed(asked)
    said = FollowUp(text_of(completed), asked, before, _chips(completed))
    return Followed(said.question, said)


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


def _left_of(pieces: Pieces, let_go: Collection[str]) -> Pieces:
    """The pieces without those whose chips (or kinds of chips) were taken away, and without the words that joined them."""
    kinds = {chip for chip in let_go if ":" not in chip}
    if any(chip.partition(":")[0] == FilterKind.ASKS.value for chip in let_go):
        kinds.add(FilterKind.ASKS.value)
    kept: list[Piece] = []
    for piece in pieces:
        joined = bool(kept) and kept[-1].kind is None
        if piece.kind is not None and (piece.chip_id in let_go or piece.kind.value in kinds):
            if joined and kept[-1].text in _JOINTS:
                kept.pop()
        elif piece.kind is not None or piece.text not in ("的", *_JOINTS) or (kept and not joined):
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
    if (pointing := fragment.pointing) is not None:
        return _pointing(earlier, fragment, pointing, today)
    if not fragment.core or _names_no_part_of(earlier, fragment):
        return None
    changed = with_filters(earlier, fragment, today)
    return _of_other_matter(earlier, changed, fragment) if fragment.own else _of_same_matter(earlier, changed, fragment)


def _names_no_part_of(earlier: Pieces, fragment: Fragment) -> bool:
    """Whether the fragment's filters cannot be those of the earlier question.

    A number or title stands by itself; a part needs a document; a document that was all the question was about is not
    that of another place or year.
    """
    if fragment.of(*NAMING):
        return not fragment.marked or bool(fragment.own)
    if fragment.of(FilterKind.CLAUSE) and not of_kind(earlier, *NAMING):
        return True
    moves = fragment.of(FilterKind.REGION, FilterKind.YEAR) or fragment.nameless
    return bool(moves) and not of_kind(earlier, FilterKind.SUBJECT)


def _of_same_matter(earlier: Pieces, changed: Pieces, fragment: Fragment) -> Pieces | None:
    """A fragment without a subject: another place, year or group, another value, or both."""
    grouped = with_groups(changed, fragment.groups)
    if grouped is None:
        return None
    asking = fragment.asking
    if not asking or _asks_the_same(asking, earlier):
        bare = not asking and not fragment.marked
        alone = fragment.groups or any(name == "layer" for name, _ in fragment.nameless)
        return None if (bare and alone) or grouped == earlier else grouped
    if fragment.asks:
        others = any(not holds(earlier, g.kind) for g in fragment.groups)
        of_group = fragment.groups or words.BODIES.match(asking)
        if of_group and not fragment.marked and (others or not _asks_only(asking)):
            return None
        return None if fragment.of(*NAMING) else with_asking(grouped, asking)
    if not fragment.marked and (fragment.groups or not words.NOUN_ASPECT.fullmatch(asking)):
        return None
    return with_asking(grouped, as_question(asking))


def _asks_the_same(asking: str, earlier: Pieces) -> bool:
    """Whether the words ask no more than the earlier ones did: 浙江可以吗, 浙江是多少."""
    before = text_of(of_kind(earlier, FilterKind.ASKS))
    doubted = words.SAME_DOUBT.fullmatch(asking) and words.DOUBT.search(before)
    return bool(doubted or (before and words.HOW_MUCH.fullmatch(asking)))


def _asks_only(asking: str) -> bool:
    """多少, 怎么规定, 多久一次: with nothing that could be asked of the group itself."""
    if re.search("(?:多少|几)[人名个家所]", asking):
        return False
    return not words.FILLER.sub("", re.sub("规定|一次|标准", "", words.ASK.sub("", asking)))


def _of_other_matter(earlier: Pieces, changed: Pieces, fragment: Fragment) -> Pieces | None:
    """A fragment with words of its own: one thing in the place of another (那培训呢), or a part of the old subject."""
    matter, own = fragment.matter, fragment.own
    if fragment.elliptic:
        if not fragment.nominal or len(matter) > _LONGEST_MATTER or words.SENTENCE.search(matter):
            return None
        return with_matter(changed, matter.replace(BLANK, ""), narrows=fragment.narrows)
    subject = text_of(of_kind(asked_about(earlier), FilterKind.SUBJECT))
    within = fragment.asks and own in subject and fragment.asking.startswith(own)
    if not within or 2 * len(own) > len(subject) or (fragment.groups and not fragment.marked):
        return None
    rest = fragment.asking[len(own) :].lstrip("的")
    grouped = with_groups(changed, fragment.groups)
    return None if grouped is None or asks_for_of(rest) is AsksFor.DEFINITION else with_asking(grouped, rest)


def _in_the_same_notices(earlier: Pieces, matter: str) -> Pieces | None:
    """上面说的时间银行是什么: a matter of its own, with the filters of the question before."""
    kept = without_kinds(earlier, FilterKind.SUBJECT, FilterKind.ASKS, FilterKind.CLAUSE)
    kept = tuple(p for p in kept if p.kind is not None)
    said = matter.strip(MARKS)
    return (*kept, typed("的"), typed(said)) if kept and said else None


def _pointing(earlier: Pieces, fragment: Fragment, pointing: re.Match[str], today: date) -> Pieces | None:
    """The question with what its 这个 or 该通知 stands for in the place of it."""
    changed = with_groups(with_filters(earlier, fragment, today), fragment.groups)
    if changed is None:
        return None
    lead = fragment.matter[: pointing.start()].replace(BLANK, "").strip("的，, ")
    rest = fragment.matter[pointing.end() :].replace(BLANK, "")
    if pointing["there"]:
        places = of_kind(changed, FilterKind.REGION)
        if not places or not rest:
            return None
        lead = ""
        stands = (places[0], *(piece for place in places[1:] for piece in (typed("和"), place)))
        rest = rest if rest[0] in "对的由在是有" else f"的{rest}"
    elif pointing["they"]:
        stands = _people(changed)
    elif noun := pointing["noun"]:
        stands = pointed_at(changed, noun)
    else:
        stands = asked_about(changed)
        rest = f"的{rest}" if pointing["its"] or pointing["its_own"] else rest
    return (*((typed(lead),) if lead else ()), *stands, *((typed(rest),) if rest else ()))


def _people(pieces: Pieces) -> Pieces:
    """Whom the pieces are about, with their filters; all of it where they name nobody."""
    about = asked_about(pieces)
    for i, piece in enumerate(about):
        if piece.kind is FilterKind.SUBJECT and (who := who_of(piece.text)):
            return put(about[: i + 1], i, piece.saying(who))
    return about


def _chips(pieces: Pieces) -> tuple[AskedFilter, ...]:
    """What is carried, each with its place in the completed question: the subject and the asking once each."""
    found: dict[str, list[tuple[int, Piece]]] = {}
    at = 0
    for piece in pieces:
        if piece.carried and piece.kind is not None:
            once = piece.kind in (FilterKind.SUBJECT, FilterKind.ASKS)
            found.setdefault(piece.kind.value if once else piece.chip_id, []).append((at, piece))
        at += len(piece.text)
    whole = text_of(pieces)
    chips = []
    for same in found.values():
        (start, first), (last, piece) = same[0], same[-1]
        end = last + len(piece.text) if first.kind is FilterKind.SUBJECT else start + len(first.text)
        value = "".join(p.value for _, p in same)
        if value and first.kind is not None:
            chips.append(AskedFilter(first.kind, whole[start:end], value, (start, end)))
    return tuple(sorted(chips, key=lambda c: c.span))
