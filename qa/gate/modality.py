"""What a text forbids, allows, asks for or leaves open, and of which words it says so."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Mood(StrEnum):
    """How something is said to be."""

    FORBIDDEN = "forbidden"  # 不得, 严禁, 不能
    DENIED = "denied"  # 不, 未, 没有
    FREE = "free"  # 不作硬性要求, 免收
    ALLOWED = "allowed"  # 可以, 允许
    ENCOURAGED = "encouraged"  # 鼓励, 提倡
    OWED = "owed"  # 应当, 必须


NEGATIVE = frozenset({Mood.FORBIDDEN, Mood.DENIED, Mood.FREE})
# Longer words first. 不少于, 不超过 and the like bound figures and are read with them; 不断, 不仅 deny nothing.
_WORDS = re.compile(
    r"""(?x)
      (?P<figure> 不(?:得|应|能|宜|可)?(?:少于|低于|超过|高于|多于|大于|小于|短于|长于|足|满|到|晚于|迟于) | 未满 )
    | (?P<none> 不断|不仅|不但|不同|不论|不管|不只|不单|不懈|不可或缺|不可分割|不可替代|不久|不便|不一 | 非常|非法|非公|非遗|非物质 | 无论|无偿|无障碍|无限 | 未来|未成年
        | (?<![不许])可(?:能|靠|持续|行性|再生|观|操作|信) | 应(?:急|用|对|届|答|邀) | [主重需]要 | 要(?:求|点|素|闻) | 公认 | 认可 | 许可(?:证|事项) )
    | (?P<free> 不作(?:硬性|统一|强制)?要求 | 不作硬性 | 免[征交收除于缴费予] | 不[需必用]要? | 无[需须] | 不要求 | 不收 )
    | (?P<forbidden> 不得(?:再)? | 严禁|禁止|不准|不许|不允许|不能|不可以?|不应当?|不宜|不予|不再|杜绝 )
    | (?P<allowed> 可以?|允许|准予|有权 )
    | (?P<encouraged> 鼓励|提倡|倡导|引导|支持 )
    | (?P<owed> 应当?|必须|须 )
    | (?P<denied> 没有|[不未非无] )"""
)
#   matches   急诊、抢救费用|除外 | 在职人员|不在此列 | 不包括|交通费
_EXCEPTED_BEFORE = re.compile(r"(?P<what>[\u4e00-\u9fff、]{2,24}?)的?(?:除外|不在此列|不计算?在内|例外)")
_EXCEPTED_AFTER = re.compile(r"(?:不包括|不含|不包含|除)(?P<what>[\u4e00-\u9fff、]{2,16}?)(?=[,。;)外]|以外|$)")
_GIVEN = re.compile(r"(?:给予|予以)(?P<of>[\u4e00-\u9fff]{2})")  # 给予报销 where 不予报销 is printed
_CHARGED = re.compile(r"(?:收取|征收|[交缴]纳)(?P<of>[\u4e00-\u9fff]{2})")  # 收取学费 where 免收学费 is printed
_SAYS_EXCEPTION = re.compile("除外|不在此列|不计|例外|不包括|不含|不包含|除|以外")


class Said(NamedTuple):
    """A word of mood and the two characters that follow it: what it is said of."""

    mood: Mood
    of: str
    more: str  # what follows it to the next stop, four characters at most
    start: int
    end: int


@lru_cache(maxsize=8192)
def moods_of(text: str) -> tuple[Said, ...]:
    """The words of mood of a plain text, in order."""
    found = []
    for m in _WORDS.finditer(text):
        kind = m.lastgroup
        if kind in ("figure", "none") or kind is None:
            continue
        behind = re.match("[^,。;:、()]{0,4}", text[m.end() : m.end() + 4])
        found.append(Said(Mood(kind), text[m.end() : m.end() + 2], behind[0] if behind else "", m.start(), m.end()))
    return tuple(found)


def changed_mood(said: str, printed: str) -> str | None:
    """The words of a sentence whose mood is not that of the printed ones; None where none is changed. Both plain."""
    printed_moods = moods_of(printed)
    own = moods_of(said)
    for mood in own:
        if len(mood.of) < 2:
            continue
        there = [p for p in printed_moods if _near(printed, p, mood.of)]
        alike = [p for p in there if p.mood is mood.mood or {p.mood, mood.mood} <= NEGATIVE]
        if not alike:
            return said[mood.start : mood.end + 2]
    for given in _GIVEN.finditer(said):
        if f"不予{given['of']}" in printed and given.group() not in printed:
            return given.group()
    for charged in _CHARGED.finditer(said):
        if re.search(f"(?:免[收征交缴]|不收取?){charged['of']}", printed) and charged.group() not in printed:
            return charged.group()
    signed = {(m.more, m.mood) for m in own}
    for mood in printed_moods:
        phrase = printed[mood.start : mood.end]
        if len(phrase) > 2 and phrase[1:] in said and phrase not in said:
            return phrase[1:]  # 作硬性要求
        if mood.mood is Mood.OWED or len(mood.more) < 2 or mood.more not in said:
            continue
        if any(of == mood.more and (m is mood.mood or {m, mood.mood} <= NEGATIVE) for of, m in signed):
            continue
        at = said.find(mood.more)
        if any(m.end <= at <= m.end + 5 and (m.mood is mood.mood or {m.mood, mood.mood} <= NEGATIVE) for m in own):
            continue
        if _unsigned(printed, mood.more, printed_moods):
            continue  # the clause says it without the word of mood as well
        return mood.more
    return None


def _near(text: str, mood: Said, of: str) -> bool:
    return of in text[mood.end : mood.end + 10]


def _unsigned(text: str, of: str, moods: tuple[Said, ...]) -> bool:
    """Whether these two characters stand anywhere in the text without a word of mood before them."""
    at = text.find(of)
    while at >= 0:
        if not any(m.end <= at <= m.end + 6 for m in moods):
            return True
        at = text.find(of, at + 1)
    return False


def lost_exception(said: str, printed: str) -> str | None:
    """What the printed text excepts and the sentence speaks of without saying so; None where there is none."""
    if _SAYS_EXCEPTION.search(said):
        return None
    for pattern in (_EXCEPTED_BEFORE, _EXCEPTED_AFTER):
        for found in pattern.finditer(printed):
            for part in re.split("[、和及]", found["what"]):
                if len(part) >= 2 and part in said:
                    return part
    return None


def cut_mood(printed: str, start: int, words: str = "") -> bool:
    """Whether words that begin at a place of a plain text leave out a word of mood right before them.

    可以 before a date or a figure (可以自收到答复之日起30日内申请) takes nothing from it.
    """
    before = printed[max(0, start - 8) : start]
    free = {Mood.OWED, Mood.ALLOWED} if _OPENS_TIME.match(words) else {Mood.OWED}
    return any(m.end == len(before) and m.mood not in free for m in moods_of(before))


_OPENS_TIME = re.compile(r"自|从|在|按|每|不少于|不超过|不低于|至少|最[高多低少]|\d|[一二两三四五六七八九十]")
