"""What only one column says: words of a quote that stand in no other column of its row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Span
from qa.comparing.speaking import MARKER
from qa.language.lexicon import whole_words
from qa.language.sentences import squeeze

_PIECE = re.compile(r"[\u4e00-\u9fff]+|[\d.]+%?|[a-z]+")
# Words that hold a sentence together and differ without a difference.
_LIGHT = frozenset(
    "的 和 与 及 或 并 等 在 对 为 以 把 将 从 向 到 由 要 是 有 各 其 该 也 都 按 中 上 下 内 地 得 了 着 被 所 于 之 而 且".split()
)


def only_in(text: str, start: int, others: Sequence[str]) -> tuple[Span, ...]:
    """Spans, counted from `start`, of the words of a quote that no other column's quotes hold; neighbours joined.

    `others` are squeezed. Without others nothing is told apart.
    """
    if not others:
        return ()
    pressed = squeeze(text)
    spans: list[Span] = []
    marker = MARKER.match(pressed.text)
    for at, word in _words(pressed.text):
        if (marker and at < marker.end()) or word in _LIGHT or any(word in other for other in others):
            continue
        begin, end = pressed.printed(at, at + len(word))
        # A light word or a break of the page between two marked ones is marked with them.
        if spans and _is_light(text[spans[-1][1] - start : begin]):
            spans[-1] = (spans[-1][0], start + end)
        else:
            spans.append((start + begin, start + end))
    return tuple(spans)


def _words(squeezed: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for piece in _PIECE.finditer(squeezed):
        at = piece.start()
        for word in whole_words(piece.group()) if "\u4e00" <= piece.group()[0] <= "\u9fff" else (piece.group(),):
            found.append((at, word))
            at += len(word)
    return found


def _is_light(between: str) -> bool:
    plain = "".join(between.split())
    return not plain or plain in _LIGHT
