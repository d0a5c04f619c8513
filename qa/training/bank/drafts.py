"""A question before it is chosen: what is asked, what is right, what is wrong and why."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Span
from qa.training.model import AskedFor, Difficulty, QuestionKind, Statement


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer, and the clause of another notice that it is taken from."""

    text: str
    source: str | None = None
    source_name: str | None = None  # how the other notice is named in the explanation


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that may be asked."""

    kind: QuestionKind
    tested: AskedFor
    stem: str
    statement: Statement
    answer: str  # words of the sentence
    place: Span  # of the answer in the statement's text: questions of one place are not asked twice alike
    right: tuple[str, ...] = ()  # of 单选 and 多选
    wrong: tuple[Wrong, ...] = ()  # more than are needed, best first
    key: str = ""  # of the others
    difficulty: Difficulty = Difficulty.MEDIUM
    worth: float = 0.0  # 0..1: how much it is worth asking, whatever the topic
    replaced: str | None = None  # what stands in a false stem in place of the answer
    why: str = ""  # said in the explanation before the sentence is quoted
