"""The signs by which words are taken for an answer, and what each counts: the score is their weighted sum."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter, mul


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against one run of words as the answer; each 0..1, `meaning` up to 1.35."""

    words: float = 0.0  # share of the question's matter covered, context counted in part
    own_words: float = 0.0  # share covered by the words themselves
    held: float = 0.0  # share that stands anywhere in the clause, its headings and its notice's title
    heading: float = 0.0  # share that the clause's headings hold
    title: float = 0.0  # share that the notice's title holds
    meaning: float = 0.0  # nearness of question and sentence vectors, or what stands in for it
    compared: float = 0.0  # 1: the vectors were compared
    stated: float = 0.0  # 1: a value of the kind asked for stands there
    closeness: float = 0.0  # how near that value stands to the question's words; 0 where none does
    place: float = 0.0  # place of the clause in the fused ranking: its score as a share of the best
    bounded: float = 0.0  # 1: the value is bounded as asked (最少, 最多)
    measure: float = 0.0  # 1: it stands for the measure asked about (每月, 每支)
    other_measure: float = 0.0  # 1: it stands for another measure
    condition: float = 0.0  # 1: a number of the question lies in the condition set (85岁 in 80至89周岁)
    negation: float = 0.0  # 1: the question is put in the negative, and so are the words
    region: float = 0.0  # 1: of several parts of a sentence, the one that names the region asked about
    further_values: float = 0.0  # further values where several are asked for: 0.5 for one, 1 for two or more
    further_sentence: float = 0.0  # 1: a second sentence was needed; short quotes are better
    one_year: float = 0.0  # 1: of a notice for one year when the question names none
    other_case: float = 0.0  # 1: the figure is that of another case: 委员 where 书记 is asked of
    focus: float = 0.0  # 1: the word right before what is asked stands in the words: 正文 in 论文正文最多多少字
    denied: float = 0.0  # 1: the words say 不能 of what the question puts without it
    astray: float = 0.0  # 1: the figure belongs to something else than what is asked (qa/gate/belonging.py)
    rivalled: float = 0.0  # 1: another figure of the clause is nearer to the question


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """What each sign counts in the score; a negative figure speaks against the words."""

    words: float = 0.50
    own_words: float = 0.0
    held: float = 0.0
    heading: float = 0.0
    title: float = 0.0
    meaning: float = 0.28
    compared: float = 0.0
    stated: float = 0.066
    closeness: float = 0.154
    place: float = 0.12
    bounded: float = 0.12
    measure: float = 0.12
    other_measure: float = -0.12
    condition: float = 0.15
    negation: float = 0.06
    region: float = 0.15
    further_values: float = 0.06
    further_sentence: float = -0.06
    one_year: float = -0.04
    other_case: float = -0.5
    focus: float = 0.06
    denied: float = -0.08
    astray: float = -0.5
    rivalled: float = -0.1


SIGNS = tuple(f.name for f in fields(Signs))
"""Names of the signs, in the order of the record; ReaderWeights has the same."""
_values = attrgetter(*SIGNS)


def score_of(signs: Signs, weights: ReaderWeights) -> float:
    """The weighted sum of the signs."""
    return float(sum(map(mul, _values(signs), _values(weights))))


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How words are covered and compared, and what each sign counts."""

    weights: ReaderWeights = field(default_factory=ReaderWeights)
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
