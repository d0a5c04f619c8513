"""Haystack components: thin shells over qa/answer.py, one for each stage of asking."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from haystack import component, default_from_dict, default_to_dict

from index.model import Filters
from qa.answer import (
    AskSettings,
    Readings,
    Retrieval,
    Understanding,
    answer,
    find_clauses,
    read,
    understand,
    vectors_for,
)
from qa.model import Answer
from qa.reading.reader import SentenceVectors
from qa.retrieving.askable import AskableIndex


class LibraryStage:
    """What the stages share: the index they work on, which does not travel in YAML.

    A pipeline loaded from YAML gets its index from `qa.pipeline.load_pipeline`, which opens it once for all stages.
    """

    def __init__(self) -> None:
        self.index: AskableIndex | None = None
        self._sentence_vectors: SentenceVectors | None = None

    def opened(self) -> AskableIndex:
        """The index, or a plain error where the component was made without one."""
        if self.index is None:
            raise RuntimeError(f"{type(self).__name__} has no index: build it with qa.pipeline.load_pipeline")
        return self.index

    def to_dict(self) -> dict[str, Any]:
        """The component's type; its index is given anew when it is loaded."""
        return default_to_dict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The component as `to_dict` gave it, without an index yet."""
        return default_from_dict(cls, data)


@component
class QuestionReader(LibraryStage):
    """Read what a question asks for and which notices it is about."""

    @component.output_types(understood=Understanding)
    def run(
        self,
        question: str,
        regions: list[str] | None = None,
        issuers: list[str] | None = None,
        years: list[int] | None = None,
        without: list[str] | None = None,
        today: date | None = None,
    ) -> dict[str, Understanding]:
        """Return the question read against the library, inside the person's own filters.

        `regions`, `issuers` and `years` narrow as the options of `judian ask` do; `without` names filters that the
        question sets and the person took away; `today` is the day that 近三年 is counted from.
        """
        filters = Filters(tuple(regions or ()), tuple(issuers or ()), tuple(years or ()))
        understood = understand(self.opened().library, question, filters, today=today, without=without or ())
        return {"understood": understood}


@component
class ClauseRetriever(LibraryStage):
    """Find the clauses that may answer, by words and by meaning."""

    @component.output_types(found=Retrieval)
    def run(self, understood: Understanding) -> dict[str, Retrieval]:
        """Return clauses, best first, with the question's vector; `understood` is QuestionReader's."""
        return {"found": find_clauses(self.opened(), understood, AskSettings())}


@component
class AnswerReader(LibraryStage):
    """Pick the words that answer from each clause."""

    @component.output_types(readings=Readings)
    def run(self, understood: Understanding, found: Retrieval) -> dict[str, Readings]:
        """Return what the clauses say, best first; `found` is ClauseRetriever's."""
        if self._sentence_vectors is None:
            self._sentence_vectors = vectors_for(self.opened())
        return {"readings": read(understood, found, self._sentence_vectors, AskSettings())}


@component
class AnswerComposer(LibraryStage):
    """Compose findings, silent notices and the printed answer, or a plain no."""

    @component.output_types(answer=Answer)
    def run(self, understood: Understanding, readings: Readings) -> dict[str, Answer]:
        """Return the answer."""
        return {"answer": answer(self.opened().library, understood, readings, AskSettings())}
