"""Whether a clause takes the side that a sentence opens with: 可以, 不得, 是, 否."""

from __future__ import annotations

from functools import lru_cache

from qa.gate.grounds import Ground
from qa.gate.normal import pairs_of, plain
from qa.sentences import sentences_of
from qa.sides import side_of

_SAME = {"不能": "不可以", "不是": "否", "不需要": "否", "需要": "是", "应当": "是", "必须": "是"}
# A sentence that shares so much less with the question than the best one speaks of something else.
_NEAR_BEST = 0.6


def stands_on_side(side: str, ground: Ground, asked: str) -> bool:
    """Whether what is quoted of a clause says so; of a clause that is not quoted, its sentence nearest to the question."""
    said = _SAME.get(side, side)
    told = ground.quotes or _nearest(ground.clause.text, asked)
    return any(_alike(said, side_of(asked, words)) for words in told)


def _alike(said: str, printed: str | None) -> bool:
    return printed is not None and (said == printed or {said, printed} == {"不得", "不可以"})


@lru_cache(maxsize=2048)
def _nearest(text: str, asked: str) -> tuple[str, ...]:
    """The sentences of a clause that share most with the question."""
    wanted = pairs_of(plain(asked))
    shared = [(len(pairs_of(s.squeezed) & wanted), text[s.span[0] : s.span[1]]) for s in sentences_of(text)]
    best = max((n for n, _ in shared), default=0)
    return tuple(words for n, words in shared if best and n >= _NEAR_BEST * best)
