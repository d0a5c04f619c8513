"""Lines that fit a terminal, broken as Chinese print breaks them: no mark that closes begins a line, none that opens ends one."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

_BEGINS_NONE = frozenset("，。、；：！？）》」』】〕”’%％…,.;:!?)]}")
_ENDS_NONE = frozenset("（《「『【〔“‘([{")
# Latin words and figures are not cut in two: 2024, CHANGELOG.
_IN_WORDS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MOST_MOVED = 8  # characters taken to the next line for the sake of a mark


def wrapped(text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` columns, its own line breaks kept."""
    return [line for part in text.split("\n", allow_blank=True) for line in part.divide(_breaks(part.plain, width))]


def _breaks(plain: str, width: int) -> list[int]:
    """Where the lines of a text without line breaks begin, the first left out."""
    breaks: list[int] = []
    start = columns = 0
    for place, character in enumerate(plain):
        wide = cell_len(character)
        if columns + wide > width and place > start:
            start = _good_place(plain, start, place)
            breaks.append(start)
            columns = cell_len(plain[start:place])
        columns += wide
    return breaks


def _good_place(plain: str, start: int, place: int) -> int:
    """The last good place for a break at or before `place`; that place itself where none is near."""
    for at in range(place, max(start + 1, place - _MOST_MOVED), -1):
        behind, before = plain[at], plain[at - 1]
        in_word = behind in _IN_WORDS and before in _IN_WORDS
        if behind not in _BEGINS_NONE and before not in _ENDS_NONE and not in_word and behind != " ":
            return at
    return place
