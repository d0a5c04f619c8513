"""The pieces of the question before, changed as a follow-up says: another place or year, another group, another value asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from ingest.regions import Level, places_named
from qa.followup_fragment import Fragment
from qa.followup_pieces import Piece
from qa.followup_words import (
    ASK,
    ASKS_OF_DEED,
    COMPARES,
    DIFFERS,
    EACH_AT_END,
    EVERY,
    FIGURE_ASKED,
    FIGURED,
    FILLER,
    MARKS,
    NOUN_ASPECT,
    OF_DOCUMENT,
    WHICH_IS_MORE,
    YEARS_FROM_THERE,
)
from qa.late_pattern import LatePattern
from qa.model import ELSEWHERE, FilterKind

Pieces = tuple[Piece, ...]
NAMING = (FilterKind.NUMBER, FilterKind.TITLE)
# What says of which document a number or title is: another place or year makes it another document.
_OF_DOCUMENT = (*NAMING, FilterKind.CLAUSE, FilterKind.ISSUER)
_LEVEL_NAMES = {
    "省": "省级",
    "市": "市级",
    "地": "市级",
    "县": "县级",
    "区": "县级",
    "中": "国家",
    "国": "国家",
    "全": "国家",
}
_DEFINES = LatePattern(r"什么是|什么叫|何谓|何为")
WHAT_RULES = "有什么规定"


def typed(text: str, kind: FilterKind | None = None, value: str = "") -> Piece:
    """A piece that is the person's own, or joins."""
    return Piece(text, kind, value, carried=False)


def text_of(pieces: Sequence[Piece]) -> str:
    """The pieces as words."""
    return "".join(p.text for p in pieces)


def of_kind(pieces: Sequence[Piece], *kinds: FilterKind) -> Pieces:
    """The pieces of these kinds."""
    return tuple(p for p in pieces if p.kind in kinds)


def without(pieces: Sequence[Piece], *kinds: FilterKind) -> Pieces:
    """The pieces but for these kinds, with no joining words left over at the ends."""
    left = [p for p in pieces if p.kind not in kinds]
    while left and left[0].kind is None:
        left.pop(0)
    while left and left[-1].kind is None:
        left.pop()
    return tuple(left)


def asked_about(pieces: Sequence[Piece]) -> Pieces:
    """What a question is about, without the words that ask: the first of its parts where it asks several things."""
    kept: list[Piece] = []
    asked = False
    for piece in pieces:
        if piece.kind is FilterKind.ASKS:
            asked = True
        elif asked and piece.kind is None and piece.text.strip(" \t") and piece.text.strip(MARKS) == "":
            break
        else:
            kept.append(piece)
    if (deed := deed_of(pieces)) is not None:
        kept = [p for p in kept if p is not deed]
    return without([p for p in kept if p.text not in ("对", "对于", "关于", "在")])


def deed_of(pieces: Sequence[Piece]) -> Piece | None:
    """The verb of which who, when or how is asked, where it ends the question: 应急预案由谁|备案."""
    last = without(pieces)[-2:]
    if len(last) < 2 or last[0].kind is not FilterKind.ASKS or last[1].kind is not FilterKind.SUBJECT:
        return None
    others = [p for p in pieces if p.kind in (FilterKind.SUBJECT, *NAMING) and p is not last[1]]
    return last[1] if others and len(last[1].text) <= 4 and ASKS_OF_DEED.search(last[0].text) else None


def with_filters(pieces: Pieces, fragment: Fragment, today: date) -> Pieces:
    """The pieces with the fragment's filters in the place of their own."""
    for name, words in fragment.nameless:
        pieces = _NAMELESS[name](pieces, words, today)
    if new := fragment.of(FilterKind.REGION):
        pieces = _with_places(pieces, new, fragment.core, fragment.adds)
    if new := fragment.of(FilterKind.YEAR):
        pieces = _with_years(pieces, [_spelled(p, today) for p in new])
    if new := fragment.of(FilterKind.AS_OF):
        pieces = (*new, typed("，"), *without(pieces, FilterKind.YEAR, FilterKind.AS_OF))
    if new := tuple(p for p in fragment.filters if p.kind in NAMING):
        pieces = _replaced(without(pieces, FilterKind.REGION, FilterKind.YEAR), NAMING, new)
    if new := fragment.of(FilterKind.LEVEL):
        level = typed(f"{_LEVEL_NAMES[new[0].value[0]]}层面", FilterKind.LEVEL, new[0].value)
        pieces = (level, typed("，"), *without(pieces, FilterKind.LEVEL))
    if fragment.of(FilterKind.CLAUSE) and of_kind(pieces, FilterKind.SUBJECT):  # another part has another matter
        pieces = tuple(p for p in pieces if p.kind is not FilterKind.SUBJECT and p.text not in ("对", "对于"))
    for kind in (FilterKind.CLAUSE, FilterKind.ISSUER, FilterKind.STATUS):
        if new := fragment.of(kind):
            pieces = _replaced(pieces, (kind,), new)
    return pieces


def _replaced(pieces: Pieces, kinds: Sequence[FilterKind], new: Sequence[Piece]) -> Pieces:
    """New pieces in the place of the first of these kinds; without one, behind the document's name or else in front."""
    at = next((i for i, p in enumerate(pieces) if p.kind in kinds), None)
    if at is None:
        names = [i for i, p in enumerate(pieces) if p.kind in NAMING]
        at = names[-1] + 1 if names and FilterKind.CLAUSE in kinds else 0
    return (*pieces[:at], *new, *(p for p in pieces[at:] if p.kind not in kinds))


def _of_another_document(pieces: Pieces) -> Pieces:
    """The pieces without the name of the document that the old place or year was of, where they still have a subject."""
    return without(pieces, *_OF_DOCUMENT) if of_kind(pieces, FilterKind.SUBJECT) else pieces


def _with_places(pieces: Pieces, new: Sequence[Piece], core: str, adds: bool) -> Pieces:
    old = [p.text for p in of_kind(pieces, FilterKind.REGION)]
    if adds and old:
        words = "、".join((*old, *(p.text for p in new[:-1])))
        return _at_place(pieces, f"{words}和{new[-1].text}", new[0].value, several=True)
    if any(p.value.endswith(ELSEWHERE) for p in new):
        return _at_place(pieces, "、".join(p.value for p in new), new[0].value)
    first, last = core.find(new[0].text), core.rfind(new[-1].text) + len(new[-1].text)
    words = core[first:last]
    joined = (
        words
        if re.fullmatch(r"(?:[和与及跟同、,，\s]|以及)*", _without_texts(words, new))
        else "、".join(p.text for p in new)
    )
    return _at_place(pieces, joined, new[0].value, several=len(new) > 1)


def _without_texts(words: str, pieces: Sequence[Piece]) -> str:
    for piece in pieces:
        words = words.replace(piece.text, "", 1)
    return words


def _at_place(pieces: Pieces, words: str, value: str, several: bool = False) -> Pieces:
    """The pieces with a place in the place of theirs; before what is asked about where they name none."""
    pieces = _of_another_document(pieces)
    places = [i for i, p in enumerate(pieces) if p.kind is FilterKind.REGION]
    rest = list(pieces)
    if places:
        at = places[0]
        between = {i for i in range(places[0], places[-1]) if pieces[i].kind is None}
        rest = [p for i, p in enumerate(pieces) if i not in between and p.kind is not FilterKind.REGION]
        if len(rest) > at and rest[at].text == "的":
            rest.pop(at)
    else:
        defines = bool(rest) and rest[0].kind is FilterKind.ASKS and _DEFINES.match(rest[0].text)
        years = bool(rest) and rest[0].kind is FilterKind.YEAR and len(rest) > 1 and rest[1].kind is not None
        at = 1 if defines or years else 0
    if not several:
        rest = [_of_one_place(p) for p in rest]
    if not words:
        return tuple(rest)
    follows = rest[at] if at < len(rest) else None
    glue = [typed("的")] if follows and follows.kind is FilterKind.SUBJECT and not follows.text.startswith("每") else []
    return (*rest[:at], typed(words, FilterKind.REGION, value), *glue, *rest[at:])


def _of_one_place(piece: Piece) -> Piece:
    """Words that compare, of one place: 各有什么要求 → 有什么要求."""
    if piece.kind is not FilterKind.ASKS:
        return piece
    text = WHICH_IS_MORE.sub("是多少", DIFFERS.sub(WHAT_RULES, COMPARES.sub("", piece.text)))
    return piece if text == piece.text else Piece(text, piece.kind, text.strip(MARKS), piece.carried)


def _spelled(piece: Piece, today: date) -> Piece:
    """去年 as the year it is, so that what is asked stays the same tomorrow."""
    back = {"去年": 1, "前年": 2, "大前年": 3, "今年": 0, "本年": 0, "本年度": 0}.get(piece.text)
    return _year(today.year - back) if back is not None else piece


def _year(year: int) -> Piece:
    return typed(f"{year}年", FilterKind.YEAR, str(year))


def _with_years(pieces: Pieces, new: Sequence[Piece]) -> Pieces:
    pieces = _of_another_document(without(pieces, FilterKind.AS_OF))
    new = [_as_words(p) for p in new]
    single = all(re.fullmatch(r"\d{4}年", p.text) for p in new)
    at = next((i for i, p in enumerate(pieces) if p.kind is FilterKind.YEAR), None)
    rest = [p for p in pieces if p.kind is not FilterKind.YEAR]
    if at is not None and single:
        return (*rest[:at], *new, *rest[at:])
    if rest and rest[0].kind is None:  # the comma behind 近三年
        rest.pop(0)
    return (*new, *rest) if single else (*new, typed("，"), *rest)


def _as_words(piece: Piece) -> Piece:
    """A year with its 年, in digits that are no wider than the rest."""
    return typed(f"{int(piece.value)}年", piece.kind, str(int(piece.value))) if piece.value.isdecimal() else piece


def _years_from_there(pieces: Pieces, words: str, today: date) -> Pieces:
    named = [int(y) for p in of_kind(pieces, FilterKind.YEAR) for y in re.findall(r"\d{4}", p.value)]
    match = YEARS_FROM_THERE.match(words)
    back = match is not None and match["back"] is not None
    here = (min(named) if back else max(named)) if named else today.year
    return _with_years(pieces, [_year(here - 1 if back else here + 1)])


def _now(pieces: Pieces, words: str, today: date) -> Pieces:
    rest = without(pieces, FilterKind.YEAR, FilterKind.AS_OF, FilterKind.STATUS)
    return rest if text_of(rest).startswith("现在") else (typed("现在"), *rest)


def _earlier(pieces: Pieces, words: str, today: date) -> Pieces:
    named = [
        y for p in of_kind(pieces, FilterKind.YEAR, FilterKind.AS_OF) for y in re.findall(r"(?:19|20)\d{2}", p.value)
    ]
    year = min(named) if named else str(today.year)
    return _with_years(pieces, [typed(f"{year}年以前", FilterKind.YEAR, f"{year}年以前")])


def _later(pieces: Pieces, words: str, today: date) -> Pieces:
    named = [
        y for p in of_kind(pieces, FilterKind.YEAR, FilterKind.AS_OF) for y in re.findall(r"(?:19|20)\d{2}", p.value)
    ]
    if not named:
        return _now(pieces, words, today)
    return _with_years(pieces, [typed(f"{max(named)}年以后", FilterKind.YEAR, f"{max(named)}年以来")])


def _elsewhere(pieces: Pieces, words: str, today: date) -> Pieces:
    named = [p.value for p in of_kind(pieces, FilterKind.REGION) if not p.value.endswith(ELSEWHERE)]
    value = f"{'、'.join(named)}{ELSEWHERE}"
    return _at_place(pieces, value, value) if named else _everywhere(pieces, "各地", today)


def _everywhere(pieces: Pieces, words: str, today: date) -> Pieces:
    rest = list(_at_place(pieces, "", ""))
    if rest and rest[0].kind is FilterKind.SUBJECT:
        return typed("各地"), typed("的"), *rest
    return typed("各地"), *rest


def _layer(pieces: Pieces, words: str, today: date) -> Pieces:
    """The level above the place of the question before: 全省 is its province, 省里 what the province itself issues."""
    level = {"省": Level.PROVINCE, "市": Level.CITY, "县": Level.COUNTY, "区": Level.COUNTY, "州": Level.CITY}.get(
        words[1] if words[0] == "全" else words[0]
    )
    if level is None:
        rest = without(_at_place(pieces, "", ""), FilterKind.LEVEL)
        return typed("国家层面", FilterKind.LEVEL, "中央"), typed("，"), *rest
    over = [
        place.short_name
        for p in of_kind(pieces, FilterKind.REGION)
        for named in places_named(p.value)[:1]
        for place in named.lineage
        if place.level is level
    ]
    if over:
        pieces = _at_place(pieces, "和".join(dict.fromkeys(over)), over[0], several=len(set(over)) > 1)
    if words[0] == "全":
        return pieces if over else (typed(words), *pieces)
    rest = without(pieces, FilterKind.LEVEL)
    return typed(f"{_LEVEL_NAMES[words[0]]}层面", FilterKind.LEVEL, words[0]), typed("，"), *rest


_NAMELESS: dict[str, Callable[[Pieces, str, date], Pieces]] = {
    "years": _years_from_there,
    "now": _now,
    "earlier": _earlier,
    "later": _later,
    "elsewhere": _elsewhere,
    "everywhere": _everywhere,
    "layer": _layer,
}


def with_asking(pieces: Pieces, asking: str) -> Pieces:
    """What the pieces are about, asked for another value."""
    kept = asked_about(pieces)
    if "次" in asking and re.search("多久|几次|多长时间|多少次", asking):
        kept = tuple(_cut(p, EVERY) for p in kept)
    if not FIGURE_ASKED.search(asking):
        kept = tuple(_cut(p, EACH_AT_END) for p in kept)
    if OF_DOCUMENT.search(asking):
        kept = _the_document(kept, "文件")
    noun = NOUN_ASPECT.match(asking)
    joint = [typed("的")] if noun and not asking[noun.end() :].startswith(("哪", "什么", "谁")) else []
    deed = deed_of(pieces)
    ending = (
        [deed] if deed is not None and not FILLER.sub("", ASK.sub("", asking)) and not asking.endswith("吗") else []
    )
    return (*kept, *joint, typed(asking), *ending)


def _cut(piece: Piece, pattern: LatePattern) -> Piece:
    """A piece of the subject without what a pattern finds, where that leaves something."""
    if piece.kind is not FilterKind.SUBJECT:
        return piece
    text = pattern.sub("", piece.text) or piece.text
    return Piece(text, piece.kind, text, piece.carried)


def _the_document(pieces: Pieces, noun: str) -> Pieces:
    """The document that the pieces name, or else the one about what they are about."""
    if of_kind(pieces, *NAMING):
        return without(pieces, FilterKind.CLAUSE, FilterKind.SUBJECT)
    return (typed("关于"), *pieces, typed("的"), typed(noun))


def pointed_at(pieces: Pieces, noun: str | None, *, document: bool) -> Pieces:
    """What 这个标准 or 该通知 stands for."""
    about = tuple(_cut(p, EACH_AT_END) for p in asked_about(pieces))
    if document and noun:
        return _the_document(about, noun)
    if noun is None:
        return about
    for i, piece in enumerate(about):  # 这个补贴 of 补贴每张床位
        if piece.kind is FilterKind.SUBJECT and noun in piece.text:
            text = piece.text[: piece.text.rfind(noun) + len(noun)]
            return (*about[:i], Piece(text, piece.kind, text, piece.carried))
    return (*about, typed(noun))


def as_question(aspect: str) -> str:
    """依据 as a question: 依据是什么, 上限是多少."""
    if FIGURED.search(aspect):
        return f"{aspect}是多少"
    return f"{aspect}是什么" if NOUN_ASPECT.match(aspect) else f"{aspect}{WHAT_RULES}"


def with_more(pieces: Pieces, wanted: str) -> Pieces:
    """The same asked for more: 还有哪些要求, 的具体规定有哪些."""
    if wanted == "具体":
        return (*asked_about(pieces), typed("的具体规定有哪些"))
    for i, piece in enumerate(pieces):
        if piece.kind is FilterKind.ASKS and (found := re.search("(?:各|分别)?有?(?:什么|哪些)", piece.text)):
            return (*pieces[:i], typed(f"还有哪些{piece.text[found.end() :]}"), *pieces[i + 1 :])
    return (*asked_about(pieces), typed("还有哪些规定"))
