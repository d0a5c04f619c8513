"""An answer given before, given again for as long as nothing that it was made from has changed.

In an office many people ask the same. An answer follows from the library as it is (its generation), the rankings that
have followed it there, the model, the word lists, the day, what was asked and what it is held to: where one of these
is another, it is asked anew. A reader's view of a library (index/restricted.py) is a library of its own and keeps its own
answers, so that none is ever given to somebody who may read something else.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Protocol, runtime_checkable

from index.library import Library
from qa.answer import ask
from qa.language.lexicon import Lexicon, lexicon_of
from qa.model import Answer
from qa.reading.reader import SentenceVectors
from qa.retrieving.askable import AskableIndex
from qa.retrieving.rerank import RERANKER_VARIABLE

_MOST_KEPT = 1000  # answers of one view, some tens of KB each at most
_ANY_QUESTION = "补贴标准是多少"
_KEPT_AS = "answers"  # by the library, and gone with it


@runtime_checkable
class _Following(Protocol):
    """Rankings that say how far they have followed the library: words come a moment after the clauses."""

    @property
    def followed(self) -> int | None:
        """The generation that they show whole; None: none for certain."""


@dataclass(frozen=True, slots=True)
class Question:
    """All of a question that its answer depends on."""

    typed: str
    regions: tuple[str, ...]
    issuers: tuple[str, ...]
    years: tuple[int, ...]
    as_of: date | None
    without: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What answers are made from besides the question. Objects that are replaced when they change are told by themselves."""

    generation: int
    today: date
    ranker: object
    embedder: object
    lexicon: Lexicon
    notes: tuple[str, ...]
    reranker: str

    def is_as(self, other: _State | None) -> bool:
        """Whether nothing is another."""
        return (
            other is not None
            and (self.generation, self.today, self.notes, self.reranker)
            == (other.generation, other.today, other.notes, other.reranker)
            and self.ranker is other.ranker
            and self.embedder is other.embedder
            and self.lexicon is other.lexicon
        )


class _Answers:
    """The answers of one view of a library in one state, those given last. Safe from any thread."""

    def __init__(self) -> None:
        self._state: _State | None = None
        self._kept: OrderedDict[Question, Answer] = OrderedDict()
        self._changing = Lock()

    def recall(self, question: Question, state: _State) -> Answer | None:
        """The answer where it was given in this state."""
        with self._changing:
            if not state.is_as(self._state) or question not in self._kept:
                return None
            self._kept.move_to_end(question)
            return self._kept[question]

    def keep(self, question: Question, state: _State, answer: Answer) -> None:
        """Keep an answer made in this state; those of another one go."""
        with self._changing:
            if not state.is_as(self._state):
                self._state = state
                self._kept.clear()
            self._kept[question] = answer
            self._kept.move_to_end(question)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)


def ask_or_recall(
    index: AskableIndex,
    question: str,
    *,
    regions: Sequence[str] = (),
    issuers: Sequence[str] = (),
    years: Sequence[int] = (),
    as_of: date | None = None,
    without: Collection[str] = (),
    after: Sequence[str] = (),
    sentence_vectors: SentenceVectors | None = None,
    day: Callable[[], date] = date.today,
    clock: Callable[[], float] = time.perf_counter,
) -> Answer:
    """Return what `qa.answer.ask` answers today: kept from before, else asked now. `milliseconds` are those of this time.

    Raises what it raises; what could not be answered is not kept.
    """
    started = clock()
    asked = Question(question, tuple(regions), tuple(issuers), tuple(years), as_of, tuple(without), tuple(after))
    library = index.library
    state = _state_of(index, day())
    answers = _answers_of(library) if isinstance(library, Library) else None
    if answers is not None and (kept := answers.recall(asked, state)) is not None:
        return replace(kept, milliseconds=round((clock() - started) * 1000, 1))
    answer = ask(
        index,
        question,
        regions=regions,
        issuers=issuers,
        years=years,
        as_of=as_of,
        today=state.today,
        without=without,
        after=after,
        sentence_vectors=sentence_vectors,
        clock=clock,
    )
    # Where something changed while it was asked, part of the answer may be from before.
    if answers is not None and _has_followed(index, state.generation) and state.is_as(_state_of(index, day())):
        answers.keep(asked, state, answer)
    return answer


def warm_up(index: AskableIndex, sentence_vectors: SentenceVectors | None) -> None:
    """Ask one question, so that nobody else waits while dictionaries and the model's files are read. Raises what `ask` raises."""
    ask_or_recall(index, _ANY_QUESTION, sentence_vectors=sentence_vectors)


def _state_of(index: AskableIndex, today: date) -> _State:
    library = index.library
    return _State(
        library.generation if isinstance(library, Library) else 0,
        today,
        index.clause_index,
        index.embedder,
        lexicon_of(library),
        tuple(index.notes),
        os.environ.get(RERANKER_VARIABLE, ""),
    )


def _has_followed(index: AskableIndex, generation: int) -> bool:
    return isinstance(index.clause_index, _Following) and index.clause_index.followed == generation


def _answers_of(library: Library) -> _Answers:
    answers = library.kept.setdefault(_KEPT_AS, _Answers())
    assert isinstance(answers, _Answers)
    return answers
