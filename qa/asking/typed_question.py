"""What a person typed, as far as it can be read at all: not too long, and of whole characters."""

from __future__ import annotations

import re

from ingest.errors import QueryError

MOST_CHARACTERS = 1000  # a page of a notice has about 600
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # half of a pair, which no encoding can write


def readable(text: str, called: str = "问题") -> str:
    """The text without white space at its ends, as far as it is read; QueryError for one that has broken characters."""
    text = text.strip()
    if _HALF_CHARACTER.search(text):
        raise QueryError(called, "含有残缺的字符，读不出来", "请删去乱码后重新输入")
    return text[:MOST_CHARACTERS]


def cut_notes(text: str) -> tuple[str, ...]:
    """What is said to a person whose text is longer than what is read of it."""
    length = len(text.strip())
    return () if length <= MOST_CHARACTERS else (f"问题共 {length} 字，只按前 {MOST_CHARACTERS} 字查找",)
