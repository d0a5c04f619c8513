"""Notices of questions and answers: whether the question printed over an answer is the one that a person asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.asking.asked_value import asks_for_of, wants_of
from qa.asking.question import subject_of
from qa.language.lexicon import same_words
from qa.language.sentences import squeezed_text
from qa.reading.asked import Asked

ENOUGH = 0.6
"""Of the pairs of characters that a printed question is about, how many the asked one must share."""
#   matches   4.问:学费怎么收? | 【问】几天办结? | q1:谁能参保? | 一、什么是公租房?
_PUT = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?)?(?:【?问(?:题)?】?|q)?[一二三四五六七八九十\d]{0,3}[:：.]?(?P<question>.{2,})[?？]$"
)


def is_asked_there(asked: Asked, path: Sequence[str]) -> bool:
    """Whether the heading right over a clause puts the asked question: the same kind of answer, of the same matter."""
    printed = _PUT.match(squeezed_text(path[-1])) if path else None
    if printed is None:
        return False
    return any(_is_alike(asked, question) for question in re.split("[?？]", printed["question"]) if question)


def _is_alike(asked: Asked, printed: str) -> bool:
    asks_for, wants, pairs = _read(printed)
    if not pairs or asks_for != asked.interpretation.asks_for or wants[:1] != asked.wants[:1]:
        return False
    said = asked.text + "".join(way for word in asked.words for way in same_words().get(word, ()))
    return sum(pair in said for pair in pairs) >= ENOUGH * len(pairs)


@lru_cache(maxsize=2048)
def _read(printed: str) -> tuple[object, tuple[object, ...], frozenset[str]]:
    """What a printed question asks for, and the pairs of characters of its matter."""
    asks_for = asks_for_of(printed)
    parts = subject_of(printed).split()
    return asks_for, wants_of(printed, asks_for)[0], frozenset(p[i : i + 2] for p in parts for i in range(len(p) - 1))
