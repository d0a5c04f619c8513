"""Rows that a person names: 补贴、党费、组织设置, each a question of its own inside the topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.asking.question import interpret
from qa.comparing.columns import Place
from qa.comparing.speaking import Heard, SpeakingSettings, Spoken, spoken_in
from qa.comparing.topic import Topic, topic_of
from qa.language.lexicon import Lexicon
from qa.language.sentences import sentences_of, squeezed_text
from qa.reading.reader import SentenceVectors
from qa.retrieving.askable import AskableIndex
from qa.retrieving.query_words import WordWeights, words_of_query


def rows_by_person(
    index: AskableIndex,
    aspects: Sequence[str],
    topic: Topic,
    places: Sequence[Place],
    lexicon: Lexicon,
    sentence_vectors: SentenceVectors | None,
    settings: SpeakingSettings,
    weights: WordWeights,
) -> tuple[dict[str, list[Spoken]], Heard]:
    """For each aspect in the order named its sentences, and all of them as what was heard."""
    named: dict[str, list[Spoken]] = {}
    every: list[Spoken] = []
    for name in dict.fromkeys(a.strip() for a in aspects if a.strip()):
        aspect = topic_of(name, lexicon)
        query = f"{topic.text} {name}"
        vector = None
        if index.embedder is not None and sentence_vectors is not None:
            vector = index.embedder.embed_queries([query])[0]
        words = words_of_query(query, interpret(query), lexicon, weights)
        # A row that a person names is filled by its words: nearness to the topic is no sign of the aspect.
        heard = spoken_in(index, aspect, places, words, vector, sentence_vectors, replace(settings, near=0.0))
        named[name] = [s for place in places for s in _within(topic, [s for s in heard.spoken if s.place == place.key])]
        every += named[name]
    return named, Heard(topic, tuple(every), ())


def _within(topic: Topic, spoken: Sequence[Spoken]) -> list[Spoken]:
    """Of a place's sentences on an aspect those about the topic: in the sentence itself, else its clause, else its notice.

    Where a clause says both, a sentence that only shares the notice with the topic is of another matter.
    """
    near = [s for s in spoken if topic.strength(_sentence(s)) or topic.strength(_clause(s))]
    return near or [s for s in spoken if topic.strength(_notice(s))]


def _sentence(s: Spoken) -> str:
    """The whole sentence up to 。, of which the words may be a part."""
    clause = s.stored.clause
    offset = s.span[0] - clause.span[0]
    cut = sentences_of(clause.text)
    whole = next((c.whole for c in cut if c.span[0] <= offset < c.span[1]), None)
    around = "".join(c.squeezed for c in cut if c.whole == whole) if whole is not None else ""
    return around or s.squeezed


def _clause(s: Spoken) -> str:
    return squeezed_text("，".join((*s.stored.clause.path, s.stored.clause.text)))


def _notice(s: Spoken) -> str:
    return squeezed_text(s.stored.document.title or "")
