"""Words for the peers that have no way of their own to cut Chinese: jieba's, as its users take them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec

_WORD = re.compile(r"\w")


def chinese_words(text: str) -> list[str]:
    """Return the words of a text in order, lower case, without punctuation."""
    return [word for word in _cut()(text.lower()) if _WORD.search(word)]


@cache
def _cut() -> Callable[[str], Sequence[str]]:
    """Return jieba's default mode with its own dictionary: index/tokenizer.py would give a peer our words.

    rjieba gives the same words faster, so that no peer is slow for the sake of its cutter.
    """
    if find_spec("rjieba"):
        import rjieba

        return rjieba.cut
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.lcut  # type: ignore[no-any-return]
