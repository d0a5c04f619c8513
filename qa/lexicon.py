"""Other words for the same thing: what offices print and what people say."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).with_name("lexicon.tsv")


@lru_cache(maxsize=1)
def same_words() -> dict[str, tuple[str, ...]]:
    """For each word of the lexicon, the others of its groups, in the file's order."""
    same: dict[str, tuple[str, ...]] = {}
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        group = line.split("\t")
        for word in group:
            same[word] = (*same.get(word, ()), *(other for other in group if other != word))
    return same


def other_words_in(text: str) -> tuple[str, ...]:
    """Other words for what a text names, for the search to look for as well."""
    found = (other for word, others in same_words().items() if word in text for other in others)
    return tuple(dict.fromkeys(other for other in found if other not in text))
