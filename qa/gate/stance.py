"""Whether a clause takes the side that a sentence opens with: 可以, 不得, 是, 否."""

from __future__ import annotations

from functools import lru_cache

from qa.gate.grounds import Ground
from qa.gate.normal import pairs_of, plain
from qa.language.sentences import sentences_of
from qa.language.sides import side_of, side_of_cell

_SAME = {"不能": "不可以", "不是": "否", "不需要": "否", "需要": "是", "应当": "是", "必须": "是"}
# A sentence that shares so much less with the question than the best one speaks of something else.
_NEAR_BEST = 0.6


def stands_on_side(side: str, ground: Ground, asked: str, text: str = "") -> bool:
    """Whether what is quoted of a clause says so; of a clause that is not quoted, its sentence nearest to the question.

    `text` is the sentence: of a quoted row, the cell that it names last decides (机构养老：不予补贴).
    """
    said = _SAME.get(side, side)
    if cell := _cell_named_last(ground, text):
        return _alike(said, side_of_cell(asked, cell))
    told = ground.quotes or _nearest(ground.clause.text, asked)
    return any(_alike(said, side_of(asked, words)) for words in told)


def _alike(said: str, printed: str | None) -> bool:
    return printed is not None and (said == printed or {said, printed} == {"不得", "不可以"})


def _cell_named_last(ground: Ground, text: str) -> str:
    """The words of the cell of a quoted row that a sentence gives last under the name of its column; "" for none."""
    quoted = [r for r in ground.rows if any(a < r.span[1] and r.span[0] < b for a, b in ground.spans)]
    named = [(text.rfind(f"{c.column}：{c.text}"), c.text) for row in quoted for c in row.cells if c.column]
    return max((found for found in named if found[0] >= 0), default=(0, ""))[1]


@lru_cache(maxsize=2048)
def _nearest(text: str, asked: str) -> tuple[str, ...]:
    """The sentences of a clause that share most with the question."""
    wanted = pairs_of(plain(asked))
    shared = [(len(pairs_of(s.squeezed) & wanted), text[s.span[0] : s.span[1]]) for s in sentences_of(text)]
    best = max((n for n, _ in shared), default=0)
    return tuple(words for n, words in shared if best and n >= _NEAR_BEST * best)
