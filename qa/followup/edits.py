"""The pieces of the question before, changed as a follow-up says: another place or year, another value asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.regions import Level, places_named
from qa.followup import words
from qa.followup.fragment import Fragment
from qa.followup.pieces import (
    NAMING,
    Piece,
    Pieces,
    asked_about,
    deed_of,
    first_of,
    of_kind,
    put,
    text_of,
    typed,
    without,
)
from qa.language.late_pattern import LatePattern
from qa.model import ELSEWHERE, FilterKind

# What says of which document a number or title is: another place or year makes it another document.
_OF_DOCUMENT = (*NAMING, FilterKind.CLAUSE, FilterKind.ISSUER)
_NATION = ("国家", None)
# The first character of a level or of 全省: how its rules are named, and which places are of it.
_LEVELS = {
    "省": ("省级", Level.PROVINCE),
    "市": ("市级", Level.CITY),
    "地": ("市级", Level.CITY),
    "州": ("市级", Level.CITY),
    "县": ("县级", Level.COUNTY),
    "区": ("县级", Level.COUNTY),
}
_YEARS_BACK = {"去年": 1, "前年": 2, "大前年": 3, "今年": 0, "本年": 0, "本年度": 0}
WHAT_RULES = "有什么规定"


def with_filters(pieces: Pieces, fragment: Fragment, today: date) -> Pieces:
    """The pieces with the fragment's filters in the place of their own."""
    for name, said in fragment.nameless:
        pieces = _at_nameless(pieces, name, said, today)
    if new := fragment.of(FilterKind.REGION):
        pieces = _with_places(pieces, new, fragment.adds)
    if new := fragment.of(FilterKind.YEAR):
        pieces = _with_years(pieces, *(_spelled(p, today) for p in new))
    if new := fragment.of(FilterKind.AS_OF):
        pieces = (*new, typed("，"), *without(pieces, FilterKind.YEAR, FilterKind.AS_OF))
    if new := fragment.of(*NAMING):
        pieces = _replaced(without(pieces, FilterKind.REGION, FilterKind.YEAR), NAMING, new)
    if new := fragment.of(FilterKind.LEVEL):
        pieces = _on_level(pieces, new[0].value)
    if fragment.of(FilterKind.CLAUSE) and of_kind(pieces, FilterKind.SUBJECT):  # another part has another matter
        pieces = tuple(p for p in pieces if p.kind is not FilterKind.SUBJECT and p.text not in ("对", "对于"))
    for kind in (FilterKind.CLAUSE, FilterKind.ISSUER, FilterKind.STATUS):
        if new := fragment.of(kind):
            pieces = _replaced(pieces, (kind,), new)
    return pieces


def _replaced(pieces: Pieces, kinds: Sequence[FilterKind], new: Sequence[Piece]) -> Pieces:
    """New pieces in the place of the first of these kinds; without one, behind the document's name or else in front."""
    at = first_of(pieces, *kinds)
    if at is None:
        names = [i for i, p in enumerate(pieces) if p.kind in NAMING]
        at = names[-1] + 1 if names and FilterKind.CLAUSE in kinds else 0
    return (*pieces[:at], *new, *(p for p in pieces[at:] if p.kind not in kinds))


def _of_another_document(pieces: Pieces) -> Pieces:
    """The pieces without the name of the document that the old place or year was of, where they still have a subject."""
    return without(pieces, *_OF_DOCUMENT) if of_kind(pieces, FilterKind.SUBJECT) else pieces


def _with_places(pieces: Pieces, new: Sequence[Piece], adds: bool) -> Pieces:
    """The pieces with other places, or with more of them."""
    old = [p.text for p in of_kind(pieces, FilterKind.REGION)] if adds else []
    said = [*old, *(p.value if p.value.endswith(ELSEWHERE) else p.text for p in new)]
    several = f"{'、'.join(said[:-1])}和{said[-1]}" if len(said) > 1 else said[0]
    return _at_place(pieces, several, new[0].value, several=len(said) > 1)


def _at_place(pieces: Pieces, said: str, value: str, several: bool = False) -> Pieces:
    """The pieces with a place in the place of theirs; before what is asked about where they name none."""
    pieces = _of_another_document(pieces)
    places = [i for i, p in enumerate(pieces) if p.kind is FilterKind.REGION]
    rest = list(pieces)
    if places:
        at = places[0]
        between = {i for i in range(places[0], places[-1]) if pieces[i].kind is None}
        rest = [p for i, p in enumerate(pieces) if i not in between and p.kind is not FilterKind.REGION]
        if rest[at:] and rest[at].text == "的":
            rest.pop(at)
    else:
        defines = rest and rest[0].kind is FilterKind.ASKS and words.DEFINES.match(rest[0].text)
        years = len(rest) > 1 and rest[0].kind is FilterKind.YEAR and rest[1].kind is not None
        at = 1 if defines or years else 0
    if not several:
        rest = [_of_one_place(p) for p in rest]
    if not said:
        return tuple(rest)
    of = rest[at : at + 1] and rest[at].kind is FilterKind.SUBJECT and not rest[at].text.startswith("每")
    return (*rest[:at], typed(said, FilterKind.REGION, value), *([typed("的")] if of else []), *rest[at:])


def _of_one_place(piece: Piece) -> Piece:
    """Words that compare, of one place: 各有什么要求 → 有什么要求."""
    if piece.kind is not FilterKind.ASKS:
        return piece
    text = words.DIFFERS.sub(WHAT_RULES, words.COMPARES.sub("", piece.text))
    return piece.saying(words.WHICH_IS_MORE.sub("是多少", text))


def _spelled(piece: Piece, today: date) -> Piece:
    """去年 as the year it is, so that what is asked stays the same tomorrow; in digits no wider than the rest."""
    if (back := _YEARS_BACK.get(piece.text)) is not None:
        return _year(today.year - back)
    return _year(int(piece.value)) if piece.value.isdecimal() else piece


def _year(year: int) -> Piece:
    return typed(f"{year}年", FilterKind.YEAR, str(year))


def _with_years(pieces: Pieces, *new: Piece) -> Pieces:
    pieces = _of_another_document(without(pieces, FilterKind.AS_OF))
    single = all(re.fullmatch(r"\d{4}年", p.text) for p in new)
    at = first_of(pieces, FilterKind.YEAR)
    rest = [p for p in pieces if p.kind is not FilterKind.YEAR]
    if at is not None and single:
        return (*rest[:at], *new, *rest[at:])
    if rest and rest[0].kind is None:  # the comma behind 近三年
        rest.pop(0)
    return (*new, *rest) if single else (*new, typed("，"), *rest)


def _at_nameless(pieces: Pieces, name: str, said: str, today: date) -> Pieces:
    """The pieces at a time or place that is named by nothing but where the question before stood."""
    if name == "layer":
        return _on_layer(pieces, said)
    if name in ("elsewhere", "everywhere"):
        named = [p.value for p in of_kind(pieces, FilterKind.REGION) if not p.value.endswith(ELSEWHERE)]
        if named and name == "elsewhere":
            value = f"{'、'.join(named)}{ELSEWHERE}"
            return _at_place(pieces, value, value)
        rest = _at_place(pieces, "", "")
        of = rest and rest[0].kind is FilterKind.SUBJECT
        return (typed("各地"), *([typed("的")] if of else []), *rest)
    of_time = of_kind(pieces, FilterKind.YEAR, FilterKind.AS_OF)
    years = [int(y) for p in of_time for y in re.findall(r"(?:19|20)\d{2}", p.value)]
    first, last = (min(years), max(years)) if years else (today.year, today.year)
    if match := words.YEARS_FROM_THERE.match(said):
        return _with_years(pieces, _year(first - 1 if match["back"] else last + 1))
    if name == "earlier":
        return _with_years(pieces, typed(f"{first}年以前", FilterKind.YEAR, f"{first}年以前"))
    if name == "later" and years:
        return _with_years(pieces, typed(f"{last}年以后", FilterKind.YEAR, f"{last}年以来"))
    rest = without(pieces, FilterKind.YEAR, FilterKind.AS_OF, FilterKind.STATUS)
    return rest if text_of(rest).startswith("现在") else (typed("现在"), *rest)


def _on_level(pieces: Pieces, value: str) -> Pieces:
    """The pieces asked of the rules of a level."""
    name, _ = _LEVELS.get(value[0], _NATION)
    return (typed(f"{name}层面", FilterKind.LEVEL, value), typed("，"), *without(pieces, FilterKind.LEVEL))


def _on_layer(pieces: Pieces, said: str) -> Pieces:
    """The level above the place of the question before: 全省 is its province, 省里 what the province itself issues."""
    whole = said[0] == "全"
    _, level = _LEVELS.get(said[1] if whole else said[0], _NATION)
    if level is None:
        return _on_level(_at_place(pieces, "", ""), "中央")
    named = [places_named(p.value)[:1] for p in of_kind(pieces, FilterKind.REGION)]
    lineage = [place for first in named for over in first for place in over.lineage]
    above = list(dict.fromkeys(place.short_name for place in lineage if place.level is level))
    if above:
        pieces = _at_place(pieces, "和".join(above), above[0], several=len(above) > 1)
    if whole:
        return pieces if above else (typed(said), *pieces)
    return _on_level(pieces, said[0])


def with_asking(pieces: Pieces, asking: str) -> Pieces:
    """What the pieces are about, asked for another value."""
    kept = asked_about(pieces)
    if "次" in asking and re.search("多久|几次|多长时间|多少次", asking):
        kept = _cut(kept, words.EVERY)
    if not words.FIGURE_ASKED.search(asking):
        kept = _cut(kept, words.EACH_AT_END)
    if words.OF_DOCUMENT.search(asking):
        kept = _the_document(kept, "文件")
    noun = words.NOUN_ASPECT.match(asking)
    joint = [typed("的")] if noun and not asking[noun.end() :].startswith(("哪", "什么", "谁")) else []
    only_asks = not words.FILLER.sub("", words.ASK.sub("", asking)) and not asking.endswith("吗")
    deed = deed_of(pieces) if only_asks else None
    return (*kept, *joint, typed(asking), *([deed] if deed else []))


def _cut(pieces: Pieces, pattern: LatePattern) -> Pieces:
    """The pieces, those of the subject without what a pattern finds, where that leaves something."""
    return tuple(p.saying(pattern.sub("", p.text) or p.text) if p.kind is FilterKind.SUBJECT else p for p in pieces)


def _the_document(pieces: Pieces, noun: str) -> Pieces:
    """The document that the pieces name, or else the one about what they are about."""
    if of_kind(pieces, *NAMING):
        return without(pieces, FilterKind.CLAUSE, FilterKind.SUBJECT)
    return (typed("关于"), *pieces, typed("的"), typed(noun))


def pointed_at(pieces: Pieces, noun: str) -> Pieces:
    """What 这个标准 or 该通知 stands for."""
    about = _cut(asked_about(pieces), words.EACH_AT_END)
    if noun in words.DOCUMENT_NOUNS:
        return _the_document(about, noun)
    if noun in words.EMPTY_NOUNS:
        return about
    for i, piece in enumerate(about):  # 这个补贴 of 补贴每张床位
        if piece.kind is FilterKind.SUBJECT and noun in piece.text:
            return (*about[:i], piece.saying(piece.text[: piece.text.rfind(noun) + len(noun)]))
    return (*about, typed(noun))


def as_question(aspect: str) -> str:
    """依据 as a question: 依据是什么, 上限是多少."""
    if words.FIGURED.search(aspect):
        return f"{aspect}是多少"
    return f"{aspect}是什么" if words.NOUN_ASPECT.match(aspect) else f"{aspect}{WHAT_RULES}"


def with_more(pieces: Pieces, wanted: str) -> Pieces:
    """The same asked for more: 还有哪些要求, 的具体规定有哪些."""
    if wanted == "具体":
        return (*asked_about(pieces), typed("的具体规定有哪些"))
    for i, piece in enumerate(pieces):
        if piece.kind is FilterKind.ASKS and (found := re.search("(?:各|分别)?有?(?:什么|哪些)", piece.text)):
            return put(pieces, i, typed(f"还有哪些{piece.text[found.end() :]}"))
    return (*asked_about(pieces), typed("还有哪些规定"))
