"""Never a second right answer: what else the clauses of a question's scope would make right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Operator, PolicyDocument, Quantity
from ingest.regions import WHOLE_COUNTRY, in_or_under
from qa.gate.figures import figures_of, same_measure, same_unit
from qa.gate.normal import pairs_of
from qa.language.sentences import sentences_of, squeezed_text
from qa.standing.standing import has_ended
from qa.training.model import Basis, Statement

_CONTEXT = 5
"""Characters on each side of a wrong answer: where a clause prints them together, it is no wrong answer."""
_NUMERALS = str.maketrans("两二三四五六七八九", "223456789")


@dataclass(frozen=True, slots=True)
class Scope:
    """All clauses of the notices of a pack: what wrong answers are held against."""

    documents: tuple[PolicyDocument, ...]

    def texts_for(self, basis: Basis) -> tuple[str, ...]:
        """Squeezed texts of the clauses that a question about this clause may be answered from.

        These are the notice's own, those of its region, and those of the regions above it, as far as they are in force.
        """
        return tuple(
            squeezed_text(clause.text)
            for document in self.documents
            if document.document_id == basis.document_id or (not has_ended(document) and _is_over(document, basis))
            for clause in document.clauses
        )


def _is_over(document: PolicyDocument, basis: Basis) -> bool:
    if document.region is None or basis.region is None:
        return False
    return document.region == WHOLE_COUNTRY.chain or in_or_under(basis.region, document.region)


def is_printed(before: str, words: str, after: str, texts: Iterable[str]) -> bool:
    """Whether a clause prints these words between the words that stand around the blank."""
    left, right = squeezed_text(before)[-_CONTEXT:], squeezed_text(after)[:_CONTEXT]
    printed = f"{left}{squeezed_text(words)}{right}"
    return any(printed in text for text in texts)


def also_right(wrong: Quantity, right: Quantity, texts: Iterable[str]) -> bool:
    """Whether a clause of the scope states the wrong figure for what the right one is stated for."""
    if same_figure(wrong, right):
        return True
    named = pairs_of(right.subject or "")
    return any(
        same_figure(other, wrong)
        and same_measure(other.per, right.per)
        and (not named or not other.subject or len(named & pairs_of(other.subject)) * 2 >= len(named))
        for text in texts
        for other in figures_of(text)
    )


def same_figure(a: Quantity, b: Quantity) -> bool:
    """Whether two figures are one however they are printed: 三次 and 3次; one that lies in the other's range is too."""
    if not same_unit(a.unit, b.unit):
        return False
    if a.operator is Operator.RANGE and a.upper is not None:
        return a.value <= b.value <= a.upper or (b.upper is not None and a.value <= b.upper <= a.upper)
    if b.operator is Operator.RANGE and b.upper is not None:
        return b.value <= a.value <= b.upper
    return a.value == b.value


def says_alike(a: str, b: str, most: float = 0.34) -> bool:
    """Whether two short phrases share so many of their pairs that one might be taken for the other."""
    first, second = pairs_of(squeezed_text(a)), pairs_of(squeezed_text(b))
    if not first or not second:
        return squeezed_text(a) == squeezed_text(b)
    return len(first & second) >= most * min(len(first), len(second)) and bool(first & second)


def stands_in(words: str, text: str) -> bool:
    """Whether a text holds the words, however widths, blanks and numerals are printed."""
    return one_form(words) in one_form(text)


@lru_cache(maxsize=8192)
def one_form(text: str) -> str:
    """Squeezed text in which 至少 is 不少于 and 两次 is 2次: what says the same is the same."""
    plain = squeezed_text(text)
    for one, other in (
        ("不低于", "不少于"),
        ("至少", "不少于"),
        ("不多于", "不超过"),
        ("不高于", "不超过"),
        ("最多", "不超过"),
        ("应当", "应"),
        ("可以", "可"),
        ("缴纳", "交纳"),
        ("每一", "每"),
    ):
        plain = plain.replace(one, other)
    return re.sub(
        r"[两二三四五六七八九](?=次|个|人|名|年|月|日|天|场|期|项|周|元|小时)",
        lambda m: m.group().translate(_NUMERALS),
        plain,
    ).replace("一次", "1次")


def predicates_of(who: str, texts: Sequence[str]) -> list[str]:
    """The sentences of the texts in which a body is named."""
    plain = squeezed_text(who)
    return [s.squeezed for text in texts if plain in text for s in sentences_of(text) if plain in s.squeezed]


def is_doer_of(who: str, predicate: str, statement: Statement, texts: Sequence[str]) -> bool:
    """Whether a clause of the scope gives this body something like the same task."""
    task = pairs_of(squeezed_text(predicate))
    said = predicates_of(who, texts)
    return any(len(task & pairs_of(s)) >= max(2, len(task) // 3) for s in said) or stands_in(who, statement.basis.text)
