"""Questions with the places that answer them, as labelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.labelled import json_lines
from qa.model import AnswerOutcome

# Kinds of question to which every listed answer is wanted; elsewhere any one is enough.
ALL_WANTED = frozenset({"cross_document", "version_conflict", "comparison", "two_parts", "list"})
# Marks of Markdown that evidence does not count, nor white space.
_NOT_COUNTED = str.maketrans("", "", "#*")


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """One place that answers a question."""

    file: str
    clause_path: tuple[str, ...]
    evidence: str  # verbatim from the document
    answer: str  # short; "" where the question's `says` tells what the short line must hold


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with every place that answers it; with none, the documents do not say."""

    question_id: str
    question: str
    kind: str
    answers: tuple[LabelledAnswer, ...]
    says: tuple[str, ...] = ()  # what the short line must hold
    never: tuple[str, ...] = ()  # what makes the short line or the first quote wrong: figures of something else
    never_short: tuple[str, ...] = ()  # what makes the short line wrong and may stand beside the answer in the quote
    outcome: AnswerOutcome | None = None  # None: answered in some way where it is answerable
    regions: tuple[str, ...] = ()  # the person's own filter
    also_in: tuple[str, ...] = ()  # files that answer as well, though no place in them is labelled

    @property
    def is_answerable(self) -> bool:
        """Whether some document says it."""
        return bool(self.answers)

    @property
    def is_refused_rightly(self) -> bool:
        """Whether a plain no is the right answer."""
        return not self.answers if self.outcome is None else self.outcome is AnswerOutcome.NOT_FOUND

    @property
    def wants_all(self) -> bool:
        """Whether every labelled answer is wanted."""
        return self.kind in ALL_WANTED

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the labelled files, each once."""
        return tuple(dict.fromkeys(a.file for a in self.answers))

    def wanted(self, k: int) -> int:
        """How many of the answers k findings must hold."""
        return min(k, len(self.answers)) if self.wants_all else 1


def read_questions(path: Path) -> list[LabelledQuestion]:
    """Return the questions of a JSON Lines file.

    Each row: id, question, kind, answers (file, clause_path, evidence, answer); optional says, never,
    never_short, outcome, regions, also_in.
    """
    return [_labelled_question(row) for row in json_lines(path)]


def plain(text: str) -> str:
    """Without white space and marks of Markdown, for finding evidence."""
    return "".join(text.translate(_NOT_COUNTED).split())


def _labelled_question(row: Mapping[str, Any]) -> LabelledQuestion:
    outcome = row.get("outcome")
    return LabelledQuestion(
        row["id"],
        row["question"],
        row["kind"],
        tuple(map(_labelled_answer, row["answers"])),
        tuple(row.get("says", ())),
        tuple(row.get("never", ())),
        tuple(row.get("never_short", ())),
        None if outcome is None else AnswerOutcome(outcome),
        tuple(row.get("regions", ())),
        tuple(row.get("also_in", ())),
    )


def _labelled_answer(row: Mapping[str, Any]) -> LabelledAnswer:
    return LabelledAnswer(row["file"], tuple(row["clause_path"]), row["evidence"], row.get("answer", ""))
