"""How likely a reading is to answer the question: a few named signs, weighted; the weights are learned by eval/learning.

A logistic regression: the log odds are `base` plus each sign times its weight, so a weight reads as what a sign that is
wholly there adds to the log odds (0.7 doubles the odds). Words only and words with vectors have weights of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from qa.language.lexicon import same_words
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text
from qa.model import Interpretation
from qa.reading.reader import Reading

WEIGHTS = Path(__file__).with_name("judge_weights.json")
"""Written by `python -m eval.learning --write`."""


@dataclass(frozen=True, slots=True)
class JudgeSigns:
    """What speaks for and against a reading as the answer; each 0..1 unless said otherwise."""

    words: float = 0.0  # share of the question's matter covered, context counted in part
    held: float = 0.0  # share that stands anywhere in the clause, its headings and its notice's title
    named: float = 0.0  # share of the question's content words that stand there whole, in these or other words
    meaning: float = 0.0  # nearness of question and sentence vectors, up to 1.35; by words only what stands in for it
    closeness: float = 0.0  # how near a value of the kind asked for stands to the question's words
    first_by_words: float = 0.0  # 1: the first clause by words, a half for the second, and so on
    first_by_meaning: float = 0.0  # the same by meaning
    condition: float = 0.0  # 1: a number of the question lies in the condition set
    bounded: float = 0.0  # 1: the value is bounded as asked (最少, 最多)
    below: float = 0.0  # 1: of a place under the one asked about
    above: float = 0.0  # 1: of a place over the one asked about


SIGNS = tuple(f.name for f in fields(JudgeSigns))
values_of = attrgetter(*SIGNS)
"""A record of signs as a tuple, in the order of SIGNS."""
AGAINST = frozenset({"below", "above"})
"""Signs that speak against a reading; all others speak for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line over log odds: how a likelihood becomes a confidence."""

    base: float
    slope: float

    def at(self, likelihood: float) -> float:
        """0..1."""
        return _squashed(self.base + self.slope * log_odds(likelihood))


@dataclass(frozen=True, slots=True)
class JudgeWeights:
    """What each sign adds to the log odds, and how often answers of a likelihood proved right."""

    base: float
    of: tuple[float, ...]  # in the order of SIGNS
    answered: Line = Line(0.0, 1.0)  # share of answers whose short line is right (Platt 1999)
    refused: Line = Line(0.0, -1.0)  # share of plain noes that are right

    @classmethod
    def from_named(cls, named: Mapping[str, Any]) -> JudgeWeights:
        """From base and weights (sign -> weight; a sign that is not named counts nothing), and the two lines."""
        lines = {key: Line(**named[key]) for key in ("answered", "refused") if key in named}
        return cls(named["base"], tuple(named["weights"].get(name, 0.0) for name in SIGNS), **lines)

    def named(self) -> dict[str, Any]:
        """What `from_named` reads; signs that count nothing are left out."""
        weights = {name: weight for name, weight in zip(SIGNS, self.of, strict=True) if weight}
        return {
            "base": self.base,
            "weights": weights,
            "answered": asdict(self.answered),
            "refused": asdict(self.refused),
        }

    def likelihood(self, signs: JudgeSigns) -> float:
        """0..1: how likely the words with these signs answer."""
        return _squashed(self.base + sum(s * weight for s, weight in zip(values_of(signs), self.of, strict=True)))


def log_odds(likelihood: float) -> float:
    """Of a likelihood that is kept off the ends."""
    kept = min(max(likelihood, 1e-6), 1.0 - 1e-6)
    return math.log(kept / (1.0 - kept))


def _squashed(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """The weights with vectors and by words only."""

    with_meaning: JudgeWeights
    words_only: JudgeWeights

    def for_reading(self, reading: Reading) -> JudgeWeights:
        """Those that fit how a reading was found: ranked by meaning as well, or by words only."""
        by_meaning = reading.meaning is not None or reading.ranked.dense_rank is not None
        return self.with_meaning if by_meaning else self.words_only


@lru_cache(maxsize=1)
def learned() -> LearnedWeights:
    """The weights that the program comes with."""
    of = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return LearnedWeights(*(JudgeWeights.from_named(of[name]) for name in ("with_meaning", "words_only")))


def signs_of(interpretation: Interpretation, reading: Reading, *, below: bool, above: bool) -> JudgeSigns:
    """The signs of one reading; `below`: its notice is of a place under the one asked about; `above`: over it."""
    read, ranked = reading.signs, reading.ranked
    return JudgeSigns(
        words=reading.words,
        held=reading.held,
        named=_named(interpretation, reading),
        meaning=read.meaning,
        closeness=read.closeness,
        first_by_words=1.0 / ranked.lexical_rank if ranked.lexical_rank else 0.0,
        first_by_meaning=1.0 / ranked.dense_rank if ranked.dense_rank else 0.0,
        condition=read.condition,
        bounded=read.bounded,
        below=float(below),
        above=float(above),
    )


def _named(interpretation: Interpretation, reading: Reading) -> float:
    stored = reading.ranked.stored
    words = content_words(interpretation)
    if not words:
        return reading.held
    text = "".join((stored.document.title or "", *stored.clause.path, stored.clause.text))
    return share_standing_in(words, squeezed_text(text.replace("\t", "")))  # the columns of a table do not matter here


def names_what_is_asked(interpretation: Interpretation, reading: Reading) -> bool:
    """Whether a clause holds the last content word of the question: 炒股 of 离退休干部可以炒股吗."""
    words = content_words(interpretation)
    subject = squeezed_text(interpretation.subject.replace(" ", "，"))
    last = max(words, key=subject.rfind, default="")
    return not last or stands_in(last, squeezed_text(reading.ranked.stored.clause.text))


def share_standing_in(words: Sequence[str], text: str) -> float:
    """The share of the words, by their length, that a text holds; 0 of none."""
    whole = sum(map(len, words))
    return sum(len(w) for w in words if stands_in(w, text)) / whole if whole else 0.0


def content_words(interpretation: Interpretation) -> tuple[str, ...]:
    """The words of the question that say what it is about; of 党支部书记 and 书记 the longer alone."""
    words = [squeezed_text(w) for w in interpretation.terms if len(w) > 1 and w not in GENERIC]
    return tuple(dict.fromkeys(w for w in words if not any(w != other and w in other for other in words)))


def stands_in(word: str, text: str) -> bool:
    """Whether a text holds a word, or another one for the same thing; both squeezed."""
    return word in text or any(squeezed_text(other) in text for other in same_words().get(word, ()))
