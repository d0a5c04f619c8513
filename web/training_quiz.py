"""The quiz on the page: which question is asked, what was answered, what was right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.training.model import BankQuestion, QuestionKind

_STOP = re.compile(r"[。，,．.；;]$")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to one question."""

    question: BankQuestion
    answer: str  # letters; 对 or 错; words
    is_right: bool | None  # None: a 简答 that nobody has judged yet


@dataclass(frozen=True, slots=True)
class Quiz:
    """A run through questions, one at a time."""

    questions: tuple[BankQuestion, ...]
    given: tuple[Given, ...] = ()  # in the order of the questions
    marked: str = ""  # letters chosen so far of a 多选
    told: bool = False  # the last answer and its explanation are on the page

    @property
    def current(self) -> BankQuestion | None:
        """The question on the page; None where the run is over."""
        place = len(self.given) - self.told
        return self.questions[place] if place < len(self.questions) else None

    @property
    def number(self) -> int:
        """The place of the current question, from 1."""
        return len(self.given) - self.told + 1

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(g.is_right is True for g in self.given)

    @property
    def wrong(self) -> tuple[Given, ...]:
        """The answers that are not right, in order."""
        return tuple(g for g in self.given if g.is_right is not True)


def marked(quiz: Quiz, letter: str) -> Quiz:
    """The quiz with an option of a 多选 chosen, or let go."""
    letters = set(quiz.marked) ^ {letter}
    return replace(quiz, marked="".join(sorted(letters)))


def answered(quiz: Quiz, answer: str) -> Quiz:
    """The quiz with the current question answered; one that was answered already stays as it is."""
    question = quiz.current
    if question is None or quiz.told:
        return quiz
    given = Given(question, answer, None if question.kind is QuestionKind.SHORT else is_right(question, answer))
    return replace(quiz, given=(*quiz.given, given), marked="", told=True)


def judged(quiz: Quiz, right: bool) -> Quiz:
    """The quiz with the person's own judgement of the 简答 on the page, and the next question."""
    if not quiz.given or not quiz.told:
        return quiz
    return replace(quiz, given=(*quiz.given[:-1], replace(quiz.given[-1], is_right=right)), told=False)


def gone_on(quiz: Quiz) -> Quiz:
    """The quiz with the next question on the page."""
    return replace(quiz, told=False)


def wrong_again(quiz: Quiz) -> Quiz:
    """A new run through what was not right."""
    return Quiz(tuple(g.question for g in quiz.wrong))


def all_again(questions: Sequence[BankQuestion]) -> Quiz:
    """A new run through all questions."""
    return Quiz(tuple(questions))


def is_right(question: BankQuestion, answer: str) -> bool:
    """Whether an answer is the key: letters in any order, words without white space, widths and a stop at the end."""
    if question.kind is QuestionKind.MULTIPLE:
        return set(answer) == set(question.key)
    return _folded(answer) == _folded(question.key)


def _folded(text: str) -> str:
    return _STOP.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
