"""The words that a search looks for: the question's own, and others that stand for them, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.tokenizer import tokens_of, words_of
from qa.language.lexicon import Lexicon, tokens_of_expansion
from qa.model import Interpretation

_HAN_PAIR = re.compile("[\u4e00-\u9fd5]{2}")


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What the kinds of tokens are worth beside a word of the question's matter (1.0); chosen by cross-validation."""

    pairs: float = 0.6  # two neighbouring characters that are no word
    asking: float = 0.5  # words of asking: 多少, 怎么办
    expansions: float = 1.0  # times the lexicon's own weight, which is below 1


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word looked for, as people would name it."""

    word: str
    weight: float
    stands_for: str | None = None  # the word typed, where this is another one for it
    tokens: tuple[str, ...] = ()  # that must all stand in a field for the word to be there


@dataclass(frozen=True, slots=True)
class QueryWords:
    """Tokens with their weights for the index, and the words they come from for people."""

    tokens: Mapping[str, float]
    words: tuple[QueryWord, ...]


def words_of_query(
    query: str, interpretation: Interpretation, lexicon: Lexicon, weights: WordWeights | None = None
) -> QueryWords:
    """The words to search for: the question's matter and what it names, other words for it, words of asking last.

    A query of asking words alone is searched as it stands. No word weighs more than those that were typed.
    """
    weights = weights or WordWeights()
    matter = _matter(interpretation) or query
    whole = set(words_of(matter))
    tokens = {token: _own_weight(token, whole, weights) for token in tokens_of(matter)}
    # As the library bears it, also where the cutter would not know the code of a number without its year.
    tokens |= dict.fromkeys(interpretation.document_numbers, 1.0)
    words = [QueryWord(token, 1.0, None, (token,)) for token, weight in tokens.items() if weight == 1.0]
    if weights.asking:
        asking = _without_filters(query, interpretation)
        asked = set(words_of(asking))
        for token in tokens_of(asking):
            tokens.setdefault(token, weights.asking * _own_weight(token, asked, weights))
    for expansion in lexicon.expansions_in(interpretation.subject):
        shares = tokens_of_expansion(expansion.word)
        weight = round(weights.expansions * expansion.weight, 3)
        if not shares or not weight:
            continue
        for token, share in shares.items():
            tokens[token] = max(tokens.get(token, 0.0), round(weight * share, 3))
        words.append(QueryWord(expansion.word, weight, expansion.stands_for, tuple(shares)))
    return QueryWords(tokens, tuple(words))


def _matter(interpretation: Interpretation) -> str:
    """What the question is about and what it names."""
    years = " ".join(f"{year}年" for year in interpretation.matter_years)
    named = " ".join((*interpretation.regions, *interpretation.document_numbers))
    return " ".join(part for part in (interpretation.subject, named, years) if part)


def _without_filters(query: str, interpretation: Interpretation) -> str:
    """The question without what was read from it as a filter: 浙江省, 近三年."""
    for asked in sorted(interpretation.filters, key=lambda f: f.span, reverse=True):
        query = f"{query[: asked.span[0]]} {query[asked.span[1] :]}"
    return query


def _own_weight(token: str, words: set[str], weights: WordWeights) -> float:
    return weights.pairs if token not in words and _HAN_PAIR.fullmatch(token) else 1.0
