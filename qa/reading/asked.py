"""A question as the reader holds it: worked out once, used for every sentence of every clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.language.editions import OF_CHANGE
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text
from qa.language.values import FIGURED
from qa.model import AsksFor, Interpretation, ValueKind

ASKING = re.compile(r"多少|(?<!哪)几(?=[^乎何])|哪|什么|谁|何时|怎么|如何|多久|多长|多大|多高")

# 怎么办理; 怎么办 alone asks what to do.
_PROCEDURE = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:去|来)?(?:申请|申报|申领|办理|办|报名|领取|报销|提取|备案|登记|走)"
    r"(?!(?<=怎么办)[?？]?$)"
)

_STEPS = re.compile(r"流程|程序|步骤|哪[几些]步|[几多][个]?步")


@dataclass(frozen=True)
class Asked:
    """The question with what it says of the answer's form."""

    question: str
    interpretation: Interpretation

    @cached_property
    def text(self) -> str:
        """The question squeezed."""
        return squeezed_text(self.question)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The question's words of two characters and more, squeezed."""
        return tuple(plain for term in self.interpretation.terms if len(plain := squeezed_text(term)) > 1)

    @cached_property
    def wants(self) -> tuple[ValueKind, ...]:
        """Any of these kinds of value answers."""
        return self.interpretation.wants

    @cached_property
    def several(self) -> bool:
        """Whether one sentence may have to give several values."""
        return several_asked(self.question, self.interpretation)

    @cached_property
    def figured(self) -> bool:
        """Whether a figure or a date is asked for."""
        return is_figured(self.interpretation.wants)

    @cached_property
    def strict(self) -> bool:
        """Whether an answer without the value asked for is none."""
        return must_be_stated(self.interpretation)

    @cached_property
    def focus(self) -> str:
        """The word right before what is asked, which says what is measured: 正文 in 论文正文最多多少字; "" for none.

        Of a day, what happens on it: 招生 in 哪天开始招生.
        """
        found = ASKING.search(self.text)
        if found is None or not self.figured:
            return ""
        before, behind = self.text[: found.start()], self.text[found.end() :]
        words = [plain for t in self.interpretation.terms if len(plain := squeezed_text(t)) > 1]
        words = [w for w in words if w not in GENERIC]
        if self.dated and (starts := {w: behind.find(w) for w in words if w in behind}):
            return min(starts, key=lambda w: (starts[w], -len(w)))
        ends = {w: before.rfind(w) + len(w) for w in words if w in before}
        return max(ends, key=lambda w: (ends[w], -len(w)), default="")

    @cached_property
    def event(self) -> str:
        """What happens on the day that is asked for, where it stands behind the asking: 补班 in 哪几天要补班; "" for none."""
        found = ASKING.search(self.text)
        return self.focus if self.dated and found and self.focus in self.text[found.end() :] else ""

    @cached_property
    def procedural(self) -> bool:
        """Whether the steps of a procedure are asked for: 怎么申请, 如何办理."""
        return self.interpretation.asks_for is AsksFor.OTHER and bool(_PROCEDURE.search(self.text))

    @cached_property
    def steps(self) -> bool:
        """Whether the steps are asked for by their name: 走哪几步, 办理流程."""
        of_steps = self.interpretation.asks_for in (AsksFor.LIST, AsksFor.OTHER)
        return of_steps and (self.procedural or bool(_STEPS.search(self.text)))

    @cached_property
    def dated(self) -> bool:
        """Whether a date or a period may answer."""
        return bool({ValueKind.DATE, ValueKind.DURATION} & set(self.interpretation.wants))


def must_be_stated(interpretation: Interpretation) -> bool:
    """Whether an answer without the value asked for is none: figures, dates and names."""
    return is_figured(interpretation.wants) or interpretation.asks_for is AsksFor.WHO


def several_asked(question: str, interpretation: Interpretation) -> bool:
    """Whether one sentence may have to give several values; two editions of a rule give one value each."""
    if interpretation.asks_for is AsksFor.COMPARISON and OF_CHANGE.search(question):
        return False
    return len(ASKING.findall(squeezed_text(question))) > 1 or interpretation.asks_for is AsksFor.COMPARISON


def is_figured(kinds: Sequence[ValueKind]) -> bool:
    """Whether what is asked for is a figure or a date, which a clause either states or does not."""
    return any(kind in FIGURED for kind in kinds)
