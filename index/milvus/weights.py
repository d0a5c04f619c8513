"""Our own BM25 as an inner product of sparse vectors: what a passage sends, and what a question sends.

score = Σ over fields and tokens of  weight(field) · weight(token) · idf  ×  tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average))
The part after × is the passage's and stays as long as the average lengths do, which are stamped with it; the part before it is
the question's, so that document frequencies and the weights of fields are always those of now. Robertson and Zaragoza 2009,
with the idf that Lucene and tantivy use, which is never negative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from math import log

from index.model import WordQuery
from index.passage_tokens import PassageTokens
from index.word_terms import FieldWeights, counted_terms

# As tantivy has them, so that both engines rank alike.
_K1 = 1.2
_B = 0.75
FIELDS = tuple(f.name for f in fields(FieldWeights))
# Milvus takes 0 to 2**32 - 2; 0 is the stamp's.
STAMP_DIMENSION = 0
_DIMENSIONS = 2**32 - 2

Lengths = tuple[float, ...]
"""A number for each of FIELDS."""


@lru_cache(maxsize=1 << 18)
def dimension_of(field: str, token: str) -> int:
    """Return the dimension of a token in a field: 1 to 2**32 - 2, the same in every process.

    Two tokens share one by chance: with 20 million of them one in 200 has a namesake, which is nearly always as rare.
    """
    digest = blake2b(f"{field}\0{token}".encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % _DIMENSIONS


def passages_of(tokens: PassageTokens) -> Iterator[dict[str, list[str]]]:
    """Yield the tokens by field of a clause's passages: the clause whole, then each row of a long table in it."""
    shared = {name: getattr(tokens, name).split() for name in FIELDS if name != "body"}
    for body in (tokens.body, *tokens.rows):
        yield {**shared, "body": body.split()}


def lengths_of(passage: Mapping[str, list[str]]) -> tuple[int, ...]:
    """Return how many tokens each field has."""
    return tuple(len(passage[name]) for name in FIELDS)


def passage_weights(passage: Mapping[str, list[str]], averages: Lengths) -> dict[int, float]:
    """Return the passage's side of the inner product; `averages` are the lengths of fields that it is weighed against."""
    weights: dict[int, float] = {}
    for name, average in zip(FIELDS, averages, strict=True):
        tokens = passage[name]
        longer = _K1 * (1 - _B + _B * len(tokens) / average) if average else _K1
        for token, count in Counter(tokens).items():
            dimension = dimension_of(name, token)
            weights[dimension] = weights.get(dimension, 0.0) + count * (_K1 + 1) / (count + longer)
    return weights


def terms_of(words: WordQuery, of_fields: FieldWeights) -> dict[int, float]:
    """Return dimension -> weight of a question before document frequencies: each token in each field where it counts."""
    terms: dict[int, float] = {}
    for field, token, weight in counted_terms(words, of_fields):
        dimension = dimension_of(field, token)
        terms[dimension] = terms.get(dimension, 0.0) + weight
    return terms


def question_weights(terms: Mapping[int, float], having: Mapping[int, int], passages: int) -> dict[int, float]:
    """Return the question's side of the inner product; `having`: dimension -> passages that have it, absent: none."""
    return {
        dimension: weight * log(1 + (passages - count + 0.5) / (count + 0.5))
        for dimension, weight in terms.items()
        if 0 < (count := having.get(dimension, 0)) <= passages
    }
