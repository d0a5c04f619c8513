"""The sentences of all notices grouped by what they say: words shared, meaning, and figures of one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.comparing.phrases import tells_nothing
from qa.comparing.scales import of_one_kind
from qa.comparing.speaking import Spoken, surest_of_each
from qa.comparing.topic import Topic
from qa.language.lexicon import whole_words
from qa.language.matter import GENERIC
from qa.reading.reader import SentenceVectors
from qa.retrieving.retrieve import Vector

_HAN = re.compile(r"[\u4e00-\u9fff]+")
Similarity = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """When two sentences say the same thing; chosen by hand over real notices, see docs/comparing.md."""

    meaning: float = 0.6  # what nearness in meaning counts beside words in common
    unlike: float = 0.6  # cosine, without the topic's own direction, of sentences that have no more than it in common
    figures: float = 0.2  # what figures of one thing add
    same_place: float = 0.55  # what two sentences of one place count: a row compares places
    least: float = 0.33  # average similarity of two groups that become one
    least_words: float = 0.15  # the same without vectors
    most: int = 300  # sentences compared with each other, the surest of every place; the rest are left out
    characters: int = 80  # of a sentence's focus that are embedded


def grouped(
    spoken: Sequence[Spoken],
    topic: Topic,
    silent: Sequence[Spoken] = (),
    vector: Vector | None = None,
    sentence_vectors: SentenceVectors | None = None,
    settings: GroupingSettings | None = None,
) -> list[list[Spoken]]:
    """The sentences in groups, each in the order given; the groups by their first sentence."""
    settings = settings or GroupingSettings()
    spoken = surest_of_each(spoken, settings.most)
    if not spoken:
        return []
    similarity, least = _word_similarity(spoken, topic, silent), settings.least_words
    if vector is not None and sentence_vectors is not None:
        vectors = sentence_vectors.of([s.focus[: settings.characters] for s in spoken])
        near = _meaning_similarity(vectors, vector, settings.unlike)
        similarity = similarity + settings.meaning * near
        least = settings.least
    groups = _merged(_adjusted(similarity, spoken, settings), least)
    common = _common_words([*spoken, *silent])
    together = [kept for group in groups for kept in _apart([spoken[i] for i in group], topic, common)]
    return _of_one_clause(together)


def _word_similarity(spoken: Sequence[Spoken], topic: Topic, silent: Sequence[Spoken]) -> Similarity:
    """Cosines of character pairs weighted by how rare they are, also among the silent sentences beside them.

    The topic's own pairs, which all share, are left out.
    """
    own = {word[i : i + 2] for word in topic.words for i in range(len(word) - 1)}
    texts = [{s.focus[i : i + 2] for i in range(len(s.focus) - 1)} for s in spoken]
    texts = [{p for p in pairs if p not in own and all("\u4e00" <= c <= "\u9fff" for c in p)} for pairs in texts]
    frequency: dict[str, int] = {}
    for pairs in texts:
        for pair in pairs:
            frequency[pair] = frequency.get(pair, 0) + 1
    for s in silent:
        for pair in {s.squeezed[i : i + 2] for i in range(len(s.squeezed) - 1)}:
            if pair in frequency:
                frequency[pair] += 1
    count = len(spoken) + len(silent)
    shared = {pair: at for at, pair in enumerate(sorted(p for p, n in frequency.items() if n > 1))}
    matrix = np.zeros((len(spoken), len(shared) + 1), dtype=np.float32)
    for row, pairs in enumerate(texts):
        alone = 0.0
        for pair in sorted(pairs):  # sums of floats in one order
            weight = float(np.log(1 + count / frequency[pair]))
            if pair in shared:
                matrix[row, shared[pair]] = weight
            else:
                alone += weight * weight
        # What stands nowhere else makes the sentence longer and is like nothing.
        length = float(np.sqrt((matrix[row] ** 2).sum() + alone)) or 1.0
        matrix[row] /= length
    result: Similarity = matrix @ matrix.T
    return result


def _meaning_similarity(vectors: Vector, topic: Vector, unlike: float) -> Similarity:
    """0..1: cosines without the direction of the topic, which all share, from `unlike` upwards."""
    rest = vectors - np.outer(vectors @ topic, topic)
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    directions = rest / np.where(lengths > 0, lengths, 1)
    result: Similarity = np.clip((directions @ directions.T - unlike) / (1 - unlike), 0, 1).astype(np.float32)
    return result


def _adjusted(
    similarity: Similarity,
    spoken: Sequence[Spoken],
    settings: GroupingSettings,
) -> Similarity:
    adjusted = similarity.copy()
    for i, first in enumerate(spoken):
        for j in range(i):
            second = spoken[j]
            value = adjusted[i, j]
            if first.place == second.place:
                value *= settings.same_place
            elif any(of_one_kind(a, b) for a in first.quantities for b in second.quantities):
                value += settings.figures
            adjusted[i, j] = adjusted[j, i] = value
    return adjusted


def _merged(similarity: Similarity, least: float) -> list[list[int]]:
    """Agglomerative groups by average similarity, the most alike first; ties by printed order."""
    count = len(similarity)
    sums = similarity.astype(np.float64).copy()
    np.fill_diagonal(sums, -np.inf)
    groups: dict[int, list[int]] = {i: [i] for i in range(count)}
    sizes = np.ones(count)
    while len(groups) > 1:
        average = sums / np.outer(sizes, sizes)
        at = int(np.argmax(average))
        i, j = sorted((at // count, at % count))
        if average[i, j] < least:
            break
        sums[i] += sums[j]
        sums[:, i] = sums[i]
        sums[i, i] = -np.inf
        sums[j], sums[:, j] = -np.inf, -np.inf
        sizes[i] += sizes[j]
        groups[i] += groups.pop(j)
    return [sorted(members) for _, members in sorted((min(m), m) for m in groups.values())]


_TELLING = 1  # words that two places must share to stand in one row
_COMMON_SHARE = 0.06  # of all sentences: a word in more of them tells no aspect from another


def _apart(group: Sequence[Spoken], topic: Topic, common: frozenset[str]) -> list[list[Spoken]]:
    """The group without the places that share too few telling words, and no figure of one thing, with the others.

    Nearness alone puts no sentence under a name that another place prints.
    """
    places = list(dict.fromkeys(s.place for s in group))
    if len(places) == 1:
        return [list(group)]
    own = {p: [s for s in group if s.place == p] for p in places}
    words = {p: frozenset(w for s in said for w in _telling_words(s.focus, topic) - common) for p, said in own.items()}
    whole = {p for p in places if any(_holds_all(s.focus, topic) for s in own[p])}
    together = [p for p in places if any(_shared(p, q, own, words) or {p, q} <= whole for q in places if q != p)]
    kept = [[s for s in group if s.place in together]] if together else []
    return [*kept, *(own[p] for p in places if p not in together)]


def _holds_all(squeezed: str, topic: Topic) -> bool:
    """Whether a text names all parts of a topic of several: what it says, it says of the topic as such."""
    return len(topic.facets) > 1 and all(f.name in squeezed for f in topic.facets)


def _shared(first: str, second: str, own: Mapping[str, Sequence[Spoken]], words: Mapping[str, frozenset[str]]) -> bool:
    if len(words[first] & words[second]) >= _TELLING:
        return True
    return any(of_one_kind(a, b) for s in own[first] for t in own[second] for a in s.quantities for b in t.quantities)


def _telling_words(squeezed: str, topic: Topic) -> frozenset[str]:
    """The words of a text that are not the topic's; a compound topic's own words tell too, for not all hold them all."""
    names = {f.name for f in topic.facets}
    found = {w for run in _HAN.findall(squeezed) for w in whole_words(run) if len(w) > 1}
    return frozenset(w for w in found - names - GENERIC if not tells_nothing(w))


def _common_words(spoken: Sequence[Spoken]) -> frozenset[str]:
    counts = Counter(w for s in spoken for run in _HAN.findall(s.squeezed) for w in set(whole_words(run)))
    most = max(3, _COMMON_SHARE * len(spoken))
    return frozenset(w for w, n in counts.items() if n > most)


_MANY = 3


def _of_one_clause(groups: Sequence[list[Spoken]]) -> list[list[Spoken]]:
    """The groups, those of one clause that nobody else speaks to joined where they are many: its heading names them."""
    alone: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        clauses = {s.stored.clause.clause_id for s in group}
        if len(clauses) == 1 and group[0].stored.clause.heading:
            alone.setdefault(next(iter(clauses)), []).append(at)
    joined = {members[0]: members for members in alone.values() if len(members) >= _MANY}
    gone = {at for members in joined.values() for at in members[1:]}
    return [
        sorted((s for m in joined.get(at, (at,)) for s in groups[m]), key=lambda s: s.order)
        if at in joined
        else list(group)
        for at, group in enumerate(groups)
        if at not in gone
    ]
