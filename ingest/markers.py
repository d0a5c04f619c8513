"""Numbering at the head of a paragraph: 一、 （一） 1. （1） ① 1.1 第X编 第X章 第X节 第X条."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from ingest.frozen import quickly_made
from ingest.numerals import integer_of


class Family(IntEnum):
    """Kinds of numbering; the value is the usual rank, outermost first."""

    PART = 10  # 第X编 第X部分
    CHAPTER = 20  # 第X章
    SECTION = 30  # 第X节
    ARTICLE = 40  # 第X条
    TITLED = 45  # a heading without a number, known from Markdown # or a Word style
    ROMAN = 44  # Ⅰ．
    DECIMAL = 46  # 1 / 1.1 / 1.1.1, depth in the ordinal
    CHINESE = 50  # 一、
    BRACKETED_CHINESE = 60  # （一）
    ARABIC = 70  # 1.
    BRACKETED_ARABIC = 80  # （1）
    HALF_BRACKETED = 85  # 1）
    CIRCLED = 90  # ①


@quickly_made
@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the head of a paragraph."""

    family: Family
    ordinal: tuple[int, ...]  # one number, more for DECIMAL; (3, 1) for 第三条之一
    text: str  # normal form, what clause_id is made of: 二 （一） 10 （1） 第三条
    end: int  # where the heading's words begin, in characters of the paragraph


_CHINESE = "一二三四五六七八九十百零〇"
_SPACE = r"[ \t\u3000\xa0]*"

#   matches   第三条 | 第 十二 章 | 第12条 | 第三条之一
#   rejects   第三条规定 | 第三条、第四条 | 第三条第二款 | 第一书记 (a mention, or no number of a clause)
_ORDINAL_UNIT = re.compile(
    rf"""(?x)第{_SPACE}(?P<number>(?:[{_CHINESE}千]{_SPACE})+|(?:[0-9０-９]{_SPACE}){{1,4}})(?P<unit>部分|[编篇章节条])
    (?P<inserted>之[{_CHINESE}]+)?"""
)
_MENTION_AFTER_UNIT = re.compile(
    r"(?:第[^ ]{1,6}[款项条]|规定|所(?:列|规定|称|指|述)|[、，,和及与或]|[至到]第|的|中(?:的|规定|所)|之规定|明确规定|修改为|[款项])"
)
_FAMILIES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    # 一、 一． 一. and —、 as scans read it; not 一带一路, 三会一课
    (Family.CHINESE, re.compile(rf"(?P<number>(?:[{_CHINESE}]{_SPACE}){{1,4}}|[—－ー](?=、))[、．.](?![、．.])")),
    # （一） (一) （ 一 ） 〔一〕 as scans give it; an added 、 or . belongs to the marker
    (
        Family.BRACKETED_CHINESE,
        re.compile(rf"[（(〔﹙]{_SPACE}(?P<number>(?:[{_CHINESE}]{_SPACE}){{1,4}}|[—－ー-]{_SPACE})[）)〕﹚][、．.]?"),
    ),
    # （1） (1)
    (Family.BRACKETED_ARABIC, re.compile(rf"[（(﹙]{_SPACE}(?P<number>[0-9０-９]{{1,3}}){_SPACE}[）)﹚][、．.]?")),
    # 1. 1、 1． 10．; not 1.5 and not 2022.
    (
        Family.ARABIC,
        re.compile(rf"(?P<number>[0-9０-９]{{1,3}}){_SPACE}(?:[、．]|[.](?![0-9０-９]))(?![0-9０-９]+[%％万亿元])"),
    ),
    (Family.HALF_BRACKETED, re.compile(rf"(?P<number>[0-9０-９]{{1,2}}){_SPACE}[）)]")),
)
_DECIMAL = re.compile(
    r"(?P<number>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,4})(?![0-9.．%％万亿元年月日人个次项倍千百])[ \t\u3000、．.]*"
)
_BARE_DECIMAL = re.compile(
    r"(?P<number>[0-9]{1,2})[ \t\u3000]+(?![年月日个名次人天周岁元万项倍]|小时)(?=[\u4e00-\u9fff])"
)
_MISREAD_ONE = re.compile(r"[—－ー-]")
_DASHES = "—－ー-"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# 二、三款所列 | （一）项规定 | （一）至（三）项: a clause named, not begun.
_MENTION_AFTER_NUMBER = re.compile(
    rf"[ \t\u3000]*(?:[款项条目点](?=规定|所[列称述指]|的(?!地)|之规定|中的|、第|[和及与或至到][（(第]|以[上下]|[，。；：）)]|$)(?<!目(?=的))|[{_CHINESE}]{{1,3}}[款项条、类级等]|所(?:列|示|附|称|述|规定)|[、和及与或至到]?[（(][{_CHINESE}]+[）)]|[和及与或至到]第|等[项款]|中的?规定|[0-9０-９]{{1,2}}(?:[月日次名人类级期个、]|至))"
)


_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_ROMAN_MARKER = re.compile(rf"[{_ROMAN}]{_SPACE}[、．.]|[{_ROMAN}][ \t\u3000]+(?=[\u4e00-\u9fff])")
# 一、二年级学生 | 三、四季度 | 一、二线岗位: two numbers side by side before what they count.
_NEXT_NUMBER = re.compile(
    rf"{_SPACE}(?P<number>[{_CHINESE}]{{1,3}})(?=[年级线季产批期类档班组号楼届]|[、和]?[{_CHINESE}][年级线季产等])"
)
_LONGEST_PART_HEADING = 40
_READ_WHOLE = 400  # a number and what decides on it stand well within this
# What a number can begin with, besides figures.
_FIGURES = frozenset("0123456789")
_LEADS = frozenset(f"第（(〔﹙—－ー{_CHINESE}{_CIRCLED}{_ROMAN}")


def marker_at(text: str, *, decimal: bool = False) -> Marker | None:
    """The number at the head of a paragraph, or None; `decimal`: the document numbers 1 / 1.1 / 1.1.1."""
    first = text[:1]
    if first.isspace():
        first = text.lstrip()[:1]
    if first not in _LEADS and not first.isdecimal():
        return None
    return _marker_of(text if len(text) <= _READ_WHOLE else text[:_READ_WHOLE], decimal)


@lru_cache(maxsize=2048)  # the head of each paragraph is read by several stages
def _marker_of(text: str, decimal: bool) -> Marker | None:
    stripped = text.lstrip()
    offset = len(text) - len(stripped)
    first = stripped[0]
    if first == "第":
        return _unit_marker(stripped, offset)
    if first in _CIRCLED:
        value = _CIRCLED.index(first) + 1
        return Marker(Family.CIRCLED, (value,), first, offset + 1)
    if first in _ROMAN:
        roman = _ROMAN_MARKER.match(stripped)
        return Marker(Family.ROMAN, (_ROMAN.index(first) + 1,), first, offset + roman.end()) if roman else None
    if first.isdecimal() and decimal and (found := _decimal_marker(stripped, offset)):
        return found
    for family, pattern in _FAMILIES:
        match = pattern.match(stripped)
        if match is None:
            continue
        number = match["number"]
        if number[0] in _DASHES:
            number = _MISREAD_ONE.sub("一", number)
        value_or_none = integer_of(number)
        if value_or_none is None or value_or_none == 0 or _MENTION_AFTER_NUMBER.match(stripped, match.end()):
            return None
        if family is Family.CHINESE and _counts_on(stripped, match.end(), value_or_none):
            return None
        return Marker(family, (value_or_none,), _normal(family, number), offset + match.end())
    return None


def _counts_on(text: str, end: int, value: int) -> bool:
    """Whether the number after 一、 is the next one: both count what follows."""
    following = _NEXT_NUMBER.match(text, end)
    return following is not None and integer_of(following["number"]) == value + 1


def decimal_marker_at(text: str) -> Marker | None:
    """The 1.1 or 1.1.1 at the head of a paragraph, whether or not the document numbers so."""
    stripped = text.lstrip()
    if stripped[:1] not in _FIGURES:
        return None
    match = _DECIMAL.match(stripped)
    return _decimal(match, len(text) - len(stripped)) if match else None


def _unit_marker(text: str, offset: int) -> Marker | None:
    match = _ORDINAL_UNIT.match(text)
    if match is None or _MENTION_AFTER_UNIT.match(text, match.end()):
        return None
    rest = text[match.end() :]
    if match["unit"] in ("部分", "篇") and (len(rest) > _LONGEST_PART_HEADING or re.search(r"^[章是]|[，。；]", rest)):
        return None
    family = {
        "编": Family.PART,
        "篇": Family.PART,
        "部分": Family.PART,
        "章": Family.CHAPTER,
        "节": Family.SECTION,
        "条": Family.ARTICLE,
    }[match["unit"]]
    value = integer_of(match["number"])
    if value is None:
        return None
    ordinal: tuple[int, ...] = (value,)
    inserted = match["inserted"]
    if inserted and (value_or_none := integer_of(inserted[1:])) is not None:
        ordinal = (value, value_or_none)
    return Marker(family, ordinal, "".join(match.group().split()), offset + match.end())


def _decimal_marker(text: str, offset: int) -> Marker | None:
    match = _DECIMAL.match(text) or _BARE_DECIMAL.match(text)
    return _decimal(match, offset) if match else None


def _decimal(match: re.Match[str], offset: int) -> Marker:
    number = match["number"].replace("．", ".")
    return Marker(Family.DECIMAL, tuple(map(int, number.split("."))), number, offset + match.end())


def _normal(family: Family, number: str) -> str:
    value = "".join(number.split())
    if family in (Family.ARABIC, Family.BRACKETED_ARABIC, Family.HALF_BRACKETED):
        value = str(int(value))
    if family in (Family.BRACKETED_CHINESE, Family.BRACKETED_ARABIC):
        return f"（{value}）"
    return f"{value}）" if family is Family.HALF_BRACKETED else value
