"""The signs by which words are taken for an answer, and what each counts: the score is their weighted sum.

The weights are learned from labelled questions and written to qa/reading/reader_weights.json (docs/judging.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter, mul
from pathlib import Path

WEIGHTS = Path(__file__).with_name("reader_weights.json")
"""Written by `python -m eval.learning --write`."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against one run of words as the answer; each 0..1, `meaning` up to 1.35."""

    words: float = 0.0  # share of the question's matter covered, context counted in part
    meaning: float = 0.0  # nearness of question and sentence vectors, or what stands in for it
    stated: float = 0.0  # 1: a value of the kind asked for stands there
    closeness: float = 0.0  # how near that value stands to the question's words; 0 where none does
    place: float = 0.0  # place of the clause in the fused ranking: its score as a share of the best
    bounded: float = 0.0  # 1: the value is bounded as asked (最少, 最多)
    measure: float = 0.0  # 1: it stands for the measure asked about (每月, 每支)
    other_measure: float = 0.0  # 1: it stands for another measure
    condition: float = 0.0  # 1: a number of the question lies in the condition set (85岁 in 80至89周岁)
    further_values: float = 0.0  # further values where several are asked for: 0.5 for one, 1 for two or more
    further_sentence: float = 0.0  # 1: a second sentence was needed; short quotes are better
    one_year: float = 0.0  # 1: of a notice for one year when the question names none
    other_case: float = 0.0  # 1: the figure is that of another case: 委员 where 书记 is asked of
    focus: float = 0.0  # 1: the word right before what is asked stands in the words: 正文 in 论文正文最多多少字
    astray: float = 0.0  # 1: the figure belongs to something else than what is asked (qa/gate/belonging.py)
    rivalled: float = 0.0  # 1: another figure of the clause is nearer to the question


@dataclass(frozen=True, slots=True)
class ReaderWeights(Signs):
    """What each sign counts in the score; a negative figure speaks against the words."""


SIGNS = tuple(f.name for f in fields(Signs))
"""Names of the signs, in the order of the record."""
values_of = attrgetter(*SIGNS)
"""A record of signs, or of their weights, as a tuple in the order of SIGNS."""
AGAINST = frozenset({"other_measure", "further_sentence", "one_year", "other_case", "astray", "rivalled"})
"""Signs that speak against words; all others speak for them."""


@lru_cache(maxsize=1)
def learned() -> ReaderWeights:
    """The weights that the program comes with."""
    return ReaderWeights(**json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])


def score_of(signs: Signs, weights: ReaderWeights) -> float:
    """The weighted sum of the signs."""
    return float(sum(map(mul, values_of(signs), values_of(weights))))


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How words are covered and compared, and what each sign counts."""

    weights: ReaderWeights = field(default_factory=learned)
    # What a word of the question counts by where it stands, the words themselves being 1.
    beside: float = 0.5  # the sentence before or after
    opening: float = 0.8  # what stands before a part in its own sentence
    heading: float = 0.65
    title: float = 0.45
    elsewhere: float = 0.3  # anywhere in the clause
    # Cosines of e5 lie close together; this stretch of them is spread over 0..1.
    nearest_cosine: float = 0.91
    farthest_cosine: float = 0.79
    sentences_embedded: int = 3
    characters_embedded: int = 48
    clauses_read: int = 30
    figures_checked: int = 10  # readings, best first, whose figure is held against what is asked: 1 ms each


UNCOMPARED = 0.8
"""Words that were not compared by meaning are taken to be as near as this share of what they cover."""
