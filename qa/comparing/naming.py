"""What a row is called: a name that its sentences print, shared by as many of them as can be; never made up."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from qa.comparing.phrases import HAN, LONGEST, SHORTEST, is_sentence, nominal, phrases_in, reads_as_row
from qa.comparing.speaking import Spoken
from qa.comparing.topic import Topic
from qa.comparing.verbs import verb_of
from qa.language.lexicon import whole_words
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text

_LONGEST_HEADING = 24
_BESIDE = 4000  # silent sentences that a name is held against
_MANY = 3  # sentences of one clause alone, which its heading names
_COMMON_SHARE, _COMMON_LEAST = 0.06, 4  # of all sentences: a word in more of them tells no aspect from another
_NAMED = 2.0  # what a name gains that names the topic and more
_AS_A_ROW = 1.0  # what a name gains that ends as the rows of tables do
# A heading with one of these is a sentence and no name.
_SENTENCE = re.compile(r"[\d,。;]")


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    score: float


def named_groups(
    groups: Sequence[Sequence[Spoken]], topic: Topic, silent: Sequence[Spoken] = ()
) -> list[tuple[str, list[Spoken]]]:
    """The groups, each with its name ("" where it has none), no two alike; groups for which the same wording is best become one.

    A name stands in a sentence or heading of its group. `silent` are sentences beside them: a name that is common there
    tells little.
    """
    beside = _beside([*(s for group in groups for s in group), *silent[:_BESIDE]])
    merged: dict[str, list[Spoken]] = {}
    for at, group in enumerate(groups):
        best = _best(group, topic, beside, ())
        shared = best is not None and topic.names(best.text) and all(best.text != f.name for f in topic.facets)
        merged.setdefault(best.text if best is not None and shared else f"#{at}", []).extend(group)
    named: list[tuple[str, list[Spoken]]] = []
    for group in merged.values():
        given = {name for name, _ in named}
        named.append((_name_of(group, topic, beside, given), group))
    return named


@dataclass(frozen=True, slots=True)
class _Beside:
    """All sentences that a name is held against."""

    text: str
    common: frozenset[str]  # words that stand in so many of them that they tell no aspect


def _beside(spoken: Sequence[Spoken]) -> _Beside:
    counts = Counter(w for s in spoken for run in HAN.findall(s.squeezed) for w in set(whole_words(run)))
    most = max(_COMMON_LEAST, _COMMON_SHARE * len(spoken))
    return _Beside("\n".join(s.squeezed for s in spoken), frozenset(w for w, n in counts.items() if n > most))


def _name_of(group: Sequence[Spoken], topic: Topic, beside: _Beside, given: Collection[str]) -> str:
    heading = nominal(_plain_heading(group[0]))
    if heading in given:
        heading = ""
    if heading and len(group) >= _MANY and len({s.stored.clause.clause_id for s in group}) == 1:
        return heading
    best = _best(group, topic, beside, given)
    # Of one place alone nothing is shared: unless the topic is in the name, the clause's own heading says more.
    if heading and len({s.place for s in group}) == 1 and (best is None or not _of_topic(best.text, topic)):
        return heading
    if best is not None:
        return best.text
    if name := next((name for name in _fallbacks(group, topic) if name not in given), ""):
        return name
    # Of one place alone, what has no name is no aspect.
    if len({s.place for s in group}) == 1:
        return ""
    runs = [run[:LONGEST] for s in group for run in HAN.findall(s.focus) if len(run) >= SHORTEST]
    return next((run for run in runs if run not in given), group[0].squeezed[:LONGEST])


def _best(group: Sequence[Spoken], topic: Topic, beside: _Beside, given: Collection[str]) -> _Name | None:
    candidates = dict.fromkeys(p for s in group for text in (s.focus, s.squeezed) for p in phrases_in(text, topic))
    # The headings of clauses are named as an office names a matter.
    candidates |= dict.fromkeys(p for s in group for p in phrases_in(_plain_heading(s), topic))
    scored = [
        _Name(p, _score(p, group, topic, beside)) for p in candidates if p not in given and _tells(p, topic, beside)
    ]
    return max(scored, key=lambda n: (n.score, -len(n.text), n.text), default=None)


def _of_topic(phrase: str, topic: Topic) -> bool:
    """Whether a phrase says of the topic which side of it: it names it and more, or speaks of it as rows do."""
    if topic.names(phrase):
        return all(phrase != f.name for f in topic.facets)
    return bool(topic.strength(phrase)) and reads_as_row(phrase)


def _tells(phrase: str, topic: Topic, beside: _Beside) -> bool:
    """Whether a phrase says what a row is about: it names the topic or has a word that is not everywhere."""
    if topic.names(phrase):
        return True
    return any(w not in beside.common and w not in GENERIC for w in whole_words(phrase) if len(w) > 1)


def _plain_heading(s: Spoken) -> str:
    """The heading of the sentence's clause without its marker; "" where it is none or a whole sentence."""
    clause = s.stored.clause
    heading = squeezed_text(clause.heading or "").removeprefix(squeezed_text(clause.marker)).strip("。:;、.")
    return (
        heading
        if len(heading) <= _LONGEST_HEADING
        and not _SENTENCE.search(heading)
        and not is_sentence(heading)
        and verb_of(heading) is None
        else ""
    )


def _score(phrase: str, group: Sequence[Spoken], topic: Topic, beside: _Beside) -> float:
    """How good a name is: held by many places and sentences of the row, by few others, about the topic."""
    holding = [s for s in group if phrase in s.squeezed or phrase in _plain_heading(s)]
    places = {s.place for s in holding}
    # What places share beside the parts that speak of the topic is not what the row is about.
    spoken = {s.place for s in holding if phrase in s.focus}
    said = sum(phrase in s.squeezed for s in holding)
    score = 3.0 * max(0, len(spoken) - 1) + 0.5 * (len(places) - len(spoken)) + 1.0 * max(0, said - 1)
    score += 0.12 * min(len(phrase), 10)
    if topic.names(phrase):
        score += _NAMED if all(phrase != f.name for f in topic.facets) else -0.3
    elif topic.strength(phrase) or any(f.parts and phrase.endswith(f.parts[-1]) for f in topic.facets):
        score += 0.9
    score += _AS_A_ROW if reads_as_row(phrase) else 0.0
    score += 0.6 if any(phrase in s.focus for s in holding) else 0.0
    score -= 1.2 * math.log1p(max(0, beside.text.count(phrase) - len(holding)))
    headed = any(phrase in squeezed_text("".join(s.stored.clause.path[-1:])) for s in holding)
    return score + (0.4 if headed else 0.0)


def _fallbacks(group: Sequence[Spoken], topic: Topic) -> Iterator[str]:
    """Names where no phrase will do: the topic as printed, its parts, the clause's own heading."""
    for s in group:
        yield from (f.name for f in topic.facets if f.name in s.squeezed)
    for s in group:
        yield from (part for f in topic.facets for part in f.parts[::-1] if part in s.squeezed)
    for s in group:
        if heading := nominal(_plain_heading(s)):
            yield heading
