"""What a question looks for in which field, and what a match there is worth: for any engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.model import WordQuery

TEXT_FIELDS = ("title", "headings", "body", "number")
# A light token is one of a weight below 1: a pair that is no word, another word for one that was typed.
_FIELDS_OF_LIGHT_TOKENS = ("headings", "body")
# In a large index a token that so great a share of the passages has costs most of the search and hardly ranks: it is
# left out, a light one sooner. On the STARD part, 21,445 articles, this would move nDCG@10 by 0.003.
_LARGE = 50_000
_COMMON_WORD, _COMMON_LIGHT_TOKEN = 0.22, 0.05


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What a match in each field is worth beside one in the text of the clause (1.0)."""

    title: float = 0.1
    headings: float = 0.5
    body: float = 1.0
    number: float = 2.0


def counted_terms(words: WordQuery, weights: FieldWeights) -> Iterator[tuple[str, str, float]]:
    """Yield (field, token, weight) of a question: each of its tokens in each field where it counts, for any engine."""
    for token, token_weight in words.items():
        for field in TEXT_FIELDS if token_weight >= 1.0 else _FIELDS_OF_LIGHT_TOKENS:
            weight = getattr(weights, field) * token_weight
            if weight and (field != "number" or token.endswith("号")):
                yield field, token, weight


def telling_words(words: WordQuery, passages: int, passages_with: Callable[[str], int]) -> WordQuery:
    """Return the tokens without those that most passages have; all of them where none would be left, or passages are few."""
    if passages < _LARGE:
        return words
    telling = {
        token: weight
        for token, weight in words.items()
        if passages_with(token) <= passages * (_COMMON_WORD if weight >= 1.0 else _COMMON_LIGHT_TOKEN)
    }
    return telling or words
