"""The clauses of a ranking seen closer: how near the words stand to each other, and what of the notice ranks beside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from index.model import RankedClause
from qa.language.sentences import squeezed_text
from qa.retrieving.query_words import QueryWord

_END_OF_SENTENCE = re.compile("[。;!?]")  # of text with its widths folded


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """How much a clause gains beside its own score (1.0); chosen by cross-validation."""

    notice: float  # from all that its notice has in the ranking
    neighbours: float  # from the better of the clauses printed before and after it
    sentence: float = 0.0  # from the words that stand together in one sentence of it


# Beside a ranking by meaning, which reads each clause under its title, the rest of the notice says nothing new. The
# clause before or after would gain 0.003 on statutes, but in a notice that lists one case after another it hides which.
WORDS_ALONE = SupportSettings(notice=0.2, neighbours=0.1, sentence=0.6)
WORDS_AND_MEANING = SupportSettings(notice=0.0, neighbours=0.0, sentence=0.2)


def supported(
    ranked: Sequence[RankedClause], settings: SupportSettings, words: Sequence[QueryWord] = ()
) -> list[RankedClause]:
    """The clauses ranked anew, best first, ties by clause_id; scores stay within 0 and the best score given."""
    best = max((r.score for r in ranked), default=0.0)
    if best <= 0.0 or not (settings.notice or settings.neighbours or settings.sentence):
        return sorted(ranked, key=_order)
    together = _in_one_sentence(ranked, words) if settings.sentence and words else [0.0] * len(ranked)
    own = {
        r.stored.row: (max(0.0, r.score) / best + settings.sentence * share) / (1.0 + settings.sentence)
        for r, share in zip(ranked, together, strict=True)
    }
    notice_of = {r.stored.row: r.stored.document.document_id for r in ranked}
    sums: dict[str, float] = {}
    for row, notice in notice_of.items():
        sums[notice] = sums.get(notice, 0.0) + own[row]
    most = max(sums.values())

    def score(row: int) -> float:
        notice = notice_of[row]
        # Rows of a notice are given in printed order.
        beside = max((own[r] for r in (row - 1, row + 1) if notice_of.get(r) == notice), default=0.0)
        gained = settings.notice * sqrt(sums[notice] / most) + settings.neighbours * beside
        return (own[row] + gained) / (1.0 + settings.notice + settings.neighbours)

    anew = (RankedClause(r.stored, best * score(r.stored.row), r.lexical_rank, r.dense_rank) for r in ranked)
    return sorted(anew, key=_order)


def _in_one_sentence(ranked: Sequence[RankedClause], words: Sequence[QueryWord]) -> list[float]:
    """For each clause the share of the words, 0..1, that its best sentence holds; rare words count for more."""
    texts = [squeezed_text(r.stored.clause.text) for r in ranked]
    counted = _of_one_name_shared({squeezed_text(w.word): w.weight for w in reversed(words) if len(w.word) > 1})
    present = [[word for word in counted if word in text] for text in texts]
    holding = Counter(word for of_clause in present for word in of_clause)
    weights = {
        word: weight * log(1.0 + (len(texts) - holding[word] + 0.5) / (holding[word] + 0.5))
        for word, weight in counted.items()
    }
    own = {squeezed_text(w.word) for w in words if w.weight >= 1.0}
    whole = sum(weights[word] for word in counted if word in own) or 1.0

    def best_of(text: str, in_it: Sequence[str]) -> float:
        sums = [sum([weights[w] for w in in_it if w in sentence]) for sentence in _sentences_of(text)]
        return min(1.0, max(sums) / whole)

    return [best_of(text, in_it) if in_it else 0.0 for text, in_it in zip(texts, present, strict=True)]


@lru_cache(maxsize=4096)
def _sentences_of(squeezed: str) -> tuple[str, ...]:
    return tuple(_END_OF_SENTENCE.split(squeezed))


def _of_one_name_shared(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of words, each less for every other word of the question that it holds or that holds it.

    党支部书记 is one thing: with 党支部, 支部 and 书记 beside it, it does not outweigh the 补贴 that is asked of it.
    """
    kin = {word: sum(word in other or other in word for other in weights) for word in weights}
    return {word: weight / sqrt(kin[word]) for word, weight in weights.items()}


def _order(ranked: RankedClause) -> tuple[float, str]:
    return -ranked.score, ranked.stored.clause.clause_id
