"""A mistyped word of the genre and the word that was meant: 补帖 for 补贴, one character of the same sound for another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.tokenizer import dictionary_words
from qa.language.lexicon import printed_words, word_edges
from qa.language.spoken import Reworded

SOUNDS = Path(__file__).with_name("same_sound.txt")
_HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_LONGEST = 8
# Words by themselves: 活动是每月几号 has no 活动室, and 当支部书记 no 党支部书记.
_WORDS = frozenset(
    "是有在和与及了的得地不能会要把被让给到去来对为于从向由以可应当就都还再又也只先后前上下里外中内年月日天号人个多少几大小说看做办交领拿发报请问我你他她它这那每各该时钱过着完按"
    "用将等或且并且所而但若如凡自至共同最更很太非无没未已曾正才刚很吃喝坐行走开关买卖写读学教听讲想需"
)
# Two characters by themselves make a word too easily: 抚恤 of 扶恤 is typed wrong only in these ways.
_SHORT = {
    "补帖": "补贴", "津帖": "津贴", "补住": "补助", "扶恤": "抚恤", "抚血": "抚恤", "离修": "离休", "退修": "退休", "报消": "报销", "党废": "党费",
    "学废": "学费", "帐户": "账户", "帐号": "账号", "慰门": "慰问", "尉问": "慰问", "报明": "报名", "换界": "换届",
    "取缓": "取暖", "采缓": "采暖", "门珍": "门诊", "志原者": "志愿者", "志原": "志愿", "休样": "休养", "奖厉": "奖励", "待于": "待遇",
    "侍遇": "待遇", "老于部": "老干部", "老干布": "老干部", "支步": "支部", "书计": "书记", "标淮": "标准",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sounds:
    of: Mapping[str, str]  # a character -> the first of those that sound alike
    words: Mapping[str, tuple[str, ...]]  # how words of the genre sound -> the words


def mistyped_in(text: str) -> tuple[Reworded, ...]:
    """The mistyped words of a text with what was meant, none within another.

    A word counts as mistyped where it sounds like one word of the genre and has one character of it wrong, and no word of the
    dictionaries holds that character there: 支部书籍 is none for 支部书记.
    """
    found: list[Reworded] = []
    for run in _HAN_RUN.finditer(text):
        singles = _single_characters(run.group())
        at = 0 if singles else len(run.group())
        while at < len(run.group()):
            meant = _meant_at(run.group(), at, singles)
            if meant is not None:
                found.append(Reworded((run.start() + at, run.start() + at + meant[0]), meant[1]))
            at += meant[0] if meant else 1
    return tuple(found)


def _meant_at(run: str, at: int, singles: frozenset[int]) -> tuple[int, str] | None:
    """The length of the longest mistyped word that begins here, and the word that was meant."""
    for end in range(min(len(run), at + _LONGEST), at + 1, -1):
        typed = run[at:end]
        if typed in _SHORT and {at, end} <= word_edges(run) | singles | {i + 1 for i in singles} | {0, len(run)}:
            return end - at, _SHORT[typed]
        if end - at > 2 and (meant := _word_like(typed, at, singles)) is not None:
            return end - at, meant
    return None


def _word_like(typed: str, at: int, singles: frozenset[int]) -> str | None:
    """The one word of the genre that sounds like what is typed and differs in one character that belongs to no word there."""
    sounds = _sounds()
    heard = "".join(sounds.of.get(c, c) for c in typed)
    like = sounds.words.get(heard, ())
    if typed in like or len(like) != 1:
        return None
    wrong = [at + i for i, (one, other) in enumerate(zip(typed, like[0], strict=True)) if one != other]
    return like[0] if len(wrong) == 1 and wrong[0] in singles else None


def _single_characters(run: str) -> frozenset[int]:
    """Where characters stand that are no words and make up none of the dictionaries with their neighbours."""
    return frozenset(at for at, word in _placed(run) if len(word) == 1 and word not in _WORDS)


def _placed(run: str) -> Iterator[tuple[int, str]]:
    at = 0
    for word in dictionary_words(run):
        yield at, word
        at += len(word)


@lru_cache(maxsize=1)
def _sounds() -> _Sounds:
    lines = (line for line in SOUNDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    of = {character: line[0] for line in lines for character in line}
    words: dict[str, tuple[str, ...]] = {}
    for word in sorted(printed_words()):
        if 2 < len(word) <= _LONGEST and all("\u4e00" <= c <= "\u9fff" for c in word):
            heard = "".join(of.get(c, c) for c in word)
            words[heard] = (*words.get(heard, ()), word)
    return _Sounds(of, words)
