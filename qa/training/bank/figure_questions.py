"""Questions for a figure: how often, how much, how many, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.figures.units import UnitKind, kind_of
from ingest.model import Operator, Quantity
from qa.gate.figures import figures_of, same_measure
from qa.language.sentences import tidy
from qa.training.bank.drafts import Draft, Wrong
from qa.training.bank.numerals import NUMERAL, figure_span, neighbours, numeral_in
from qa.training.bank.rivals import Scope, also_right, is_printed, same_figure, stands_in
from qa.training.bank.windows import Naming, Window, stem_of, window_of
from qa.training.model import AskedFor, Difficulty, QuestionKind, Statement

_TELLING_KINDS = frozenset(
    {UnitKind.MONEY, UnitKind.SHARE, UnitKind.TIMES, UnitKind.PERSON, UnitKind.PERIOD, UnitKind.DAY, UnitKind.AGE}
)
_WRONG = 3  # of a question with one right answer
# What has happened is no rule; what is counted out in a list is no figure to learn.
_TOLD = re.compile(r"目前|截至|累计|共有|去年|已建成|已达|现有|总结了|以来")
_COUNTS_ITEMS = re.compile(r"^个?(?:方面|问题|层面|环节|重点|原则|要点|意识|自信|维护|确立|始终|必须|坚持|机制|平台)")
_IN_NAME = re.compile(r"[“《][^”》]*$")
# A figure in the case of a rule: 3人以上的，…; 年满60周岁的，…
_IN_CASE = re.compile(
    r"^[^，,；;。]{0,14}(?:的|(?<![学课工小])时|后)(?:[，,]|$)|^[^，,；;。]{0,6}的[^，,；;。]{2,20}[，,]"
)
#   matches   以上老年人每人每月500元 | 以下的按0.5%交纳
#   rejects   以上。 | 以内提出
_BOUNDS_CASE = re.compile(r"以[上下](?![，,。；;、]|$)")
_NAMES_CASE = re.compile(r"年满|[不已]?满|未满")
_FLOORS = (Operator.GE, Operator.GT)
_CEILINGS = (Operator.LE, Operator.LT)


def figure_questions(statements: Sequence[Statement], scope: Scope, name: Naming) -> Iterator[Draft]:
    """Questions for the figures of the statements; wrong figures come from other notices, else from beside the right one."""
    pool = [(s, q) for s in statements for q in figures_of(s.text)]
    for statement in statements:
        for quantity in figures_of(statement.text):
            if is_worth_asking(statement, quantity):
                yield from _of_figure(statement, quantity, pool, scope, name)


def is_worth_asking(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure is a rule that people must know: no count of items, no report, no part of a name."""
    text = statement.text
    if quantity.operator is Operator.ABOUT or _TOLD.search(text) or _IN_NAME.search(text[: quantity.span[0]]):
        return False
    if _COUNTS_ITEMS.match(text[quantity.span[1] :]) or _COUNTS_ITEMS.match(
        f"{quantity.unit}{text[quantity.span[1] :]}"
    ):
        return False
    if quantity.operator is not Operator.EQ or quantity.per is not None:
        return True
    if kind_of(quantity.unit) in _TELLING_KINDS:
        return not (quantity.value == 1 and kind_of(quantity.unit) is UnitKind.PERSON)
    return quantity.value >= 2 and any(c.isdigit() for c in quantity.text)


def _of_figure(
    statement: Statement, quantity: Quantity, pool: Sequence[tuple[Statement, Quantity]], scope: Scope, name: Naming
) -> Iterator[Draft]:
    match = numeral_in(quantity)
    if match is None:
        return
    window = window_of(statement, figure_span(quantity, match))
    if window is None:
        return
    texts = scope.texts_for(statement.basis)
    wrong = _wrong_figures(window, quantity, match, pool, texts, name)
    stem = stem_of(window, name)
    said = tidy(quantity.text)
    worth = _worth(quantity)
    if stem and len(wrong) >= _WRONG:
        hard = Difficulty.HARD if sum(w.source is not None for w in wrong[:_WRONG]) > 1 else Difficulty.MEDIUM
        yield Draft(
            QuestionKind.SINGLE, AskedFor.FIGURE, stem, statement, window.asked, window.place, (window.asked,), wrong,
            difficulty=hard, worth=worth, why=f"规定的是“{said}”",
        )  # fmt: skip
    if blank := stem_of(window, name, "＿＿＿＿"):
        yield Draft(
            QuestionKind.BLANK, AskedFor.FIGURE, blank, statement, window.asked, window.place, key=window.asked,
            worth=worth, why=f"规定的是“{said}”",
        )  # fmt: skip
    false = next((w for w in wrong if w.source is None and not _follows_from(w.text, window, quantity)), None)
    if false and (lead := stem_of(window, name, false.text)):
        yield Draft(
            QuestionKind.TRUE_FALSE, AskedFor.FIGURE, lead, statement, window.asked, window.place, key="错",
            difficulty=Difficulty.EASY, worth=worth, replaced=false.text,
            why=f"应为“{said}”，题中的“{said.replace(match.group(), false.text, 1)}”有误",
        )  # fmt: skip
    if true := stem_of(window, name, window.asked):
        yield Draft(
            QuestionKind.TRUE_FALSE, AskedFor.FIGURE, true, statement, window.asked, window.place, key="对",
            difficulty=Difficulty.EASY, worth=worth - 0.05,
        )  # fmt: skip


def _worth(quantity: Quantity) -> float:
    worth = 0.8
    worth += 0.1 * (quantity.operator is not Operator.EQ) + 0.1 * (quantity.per is not None)
    return worth - 0.15 * (kind_of(quantity.unit) not in _TELLING_KINDS)


def _wrong_figures(
    window: Window,
    quantity: Quantity,
    match: re.Match[str],
    pool: Sequence[tuple[Statement, Quantity]],
    texts: Sequence[str],
    name: Naming,
) -> tuple[Wrong, ...]:
    """Figures that are wrong in the blank, those of other notices first; printed as the right one is."""
    chosen: list[Wrong] = []
    seen = [quantity]
    digits = match.group()[0].isdigit()
    for statement, other in pool:
        found = numeral_in(other)
        if (
            found is None
            or statement.basis.document_id == window.statement.basis.document_id
            or other.unit != quantity.unit
            or not same_measure(other.per, quantity.per)
            or (found["high"] is None) is not (match["high"] is None)
            or found.group()[0].isdigit() is not digits
            or bool(found["scale"]) is not bool(match["scale"])
            or not _is_of_size(other.value, quantity.value)
        ):
            continue
        if _is_wrong(found.group(), window, quantity, seen, texts):
            chosen.append(Wrong(found.group(), statement.basis.clause_id, name(statement)))
    for words in neighbours(match):
        if len(chosen) >= 6:
            break
        if _is_wrong(words, window, quantity, seen, texts):
            chosen.append(Wrong(words))
    return tuple(chosen)


def _is_of_size(value: float, right: float) -> bool:
    """Whether a figure might be taken for the right one: 80% for 0.5% would not."""
    return right / 4 <= value <= right * 4 and (value == int(value)) == (right == int(right))


def _is_wrong(words: str, window: Window, quantity: Quantity, seen: list[Quantity], texts: Sequence[str]) -> bool:
    """Whether the figure is wrong here: read in the window it is another quantity, and no clause states it so."""
    before, after = window.text[: window.span[0]], window.text[window.span[1] :]
    read = [q for q in figures_of(window.with_words(words)) if q.span[0] <= window.span[0] < q.span[1]]
    if len(read) != 1 or read[0].unit != quantity.unit:
        return False
    if any(same_figure(read[0], other) for other in seen) or stands_in(
        f"{words}{quantity.unit}", window.statement.basis.text
    ):
        return False
    if is_printed(before, words, after, texts) or also_right(read[0], quantity, texts):
        return False
    if any(same_figure(read[0], q) for q in figures_of(window.statement.basis.text)):
        return False
    seen.append(read[0])
    return True


def _follows_from(words: str, window: Window, quantity: Quantity) -> bool:
    """Whether a statement with this figure follows from the rule: 至少1次 from 至少2次; 5人以上的应建立 from 3人以上的."""
    if NUMERAL.fullmatch(words) is None or quantity.operator is Operator.RANGE:
        return quantity.operator is not Operator.RANGE
    read = next((q for q in figures_of(window.with_words(words)) if q.span[0] <= window.span[0] < q.span[1]), None)
    if read is None:
        return True
    rest = window.text[window.text.find(quantity.unit, window.span[1]) :]
    in_case = bool(
        _IN_CASE.match(window.text[window.span[1] :])
        or _NAMES_CASE.match(quantity.text)
        or _BOUNDS_CASE.match(rest.removeprefix(quantity.unit))
    )
    larger = read.value > quantity.value
    if quantity.operator in _FLOORS:
        return larger if in_case else not larger
    if quantity.operator in _CEILINGS:
        return not larger if in_case else larger
    return False
