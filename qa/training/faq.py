"""常见问题: what people ask on the topic, answered by the program's own ask, every line with its clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ingest.figures.units import UnitKind, kind_of
from ingest.model import Quantity
from qa.gate.figures import figures_of
from qa.language.sentences import squeezed_text, tidy
from qa.model import Answer, AnswerOutcome
from qa.training.bank.figure_questions import is_worth_asking
from qa.training.model import Basis, FaqEntry, FaqLine, Nearness, Statement

Asking = Callable[[str], Answer]
_LINES = 4  # of one answer
_QUESTIONS_OF_UNIT = {
    UnitKind.MONEY: "标准是多少？",
    UnitKind.TIMES: "多少次？",
    UnitKind.SHARE: "比例是多少？",
    UnitKind.PERSON: "是多少人？",
    UnitKind.AGE: "年龄要求是多少？",
    UnitKind.PERIOD: "期限是多长？",
    UnitKind.DAY: "期限是多少天？",
}
_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}")
_BAN = re.compile(r"(?:不得|不能|严禁|禁止)(?P<act>[\u4e00-\u9fff]{4,16})(?=[，,。；;、])")
_CASE = re.compile(r"^对(?P<case>[^，,“”]{4,30}的[\u4e00-\u9fff]{0,8})[，,]")


def questions_on(topic: str, statements: Sequence[Statement]) -> Iterator[str]:
    """Questions that the clauses may answer: on the topic, its figures, its bans and its cases."""
    yield f"{topic}有哪些规定？"
    rules = [s for s in statements if s.basis.is_rule and s.nearness < Nearness.BESIDE]
    for statement in rules:
        for quantity in figures_of(statement.text):
            if is_worth_asking(statement, quantity) and (question := _of_figure(quantity)):
                yield question
    for statement in rules:
        for found in _BAN.finditer(statement.text):
            yield f"{_who(statement)}可以{found['act']}吗？"
        if case := _CASE.match(statement.text):
            yield f"对{case['case']}怎么办？"


def _of_figure(quantity: Quantity) -> str | None:
    """How people ask for a figure: 情况通报每年多少次？"""
    subject = quantity.subject or ""
    ending = _QUESTIONS_OF_UNIT.get(kind_of(quantity.unit))
    if ending is None or not _NAME.fullmatch(subject):
        return None
    if subject.endswith(("人数", "比例", "标准", "期限", "年龄")):
        return f"{subject}有什么要求？"
    ending = "要多少次？" if ending == "多少次？" and not quantity.per else ending
    return f"{subject}{quantity.per if quantity.per and ending == '多少次？' else ''}{ending}"


def _who(statement: Statement) -> str:
    found = re.match(
        r"(?P<who>[\u4e00-\u9fff]{2,12}?(?:党员|干部|人员|单位|学校|企业|组织))(?=特别|不|要|应|可|，)", statement.text
    )
    return found["who"] if found else ""


def faq_of(questions: Sequence[str], bases: Sequence[Basis], ask: Asking, entries: int) -> tuple[FaqEntry, ...]:
    """The questions that are answered from the pack's clauses; what no clause answers is not put in.

    The answer is the program's own, already held against its clauses; only its quotes are taken.
    """
    by_id = {b.clause_id: b for b in bases}
    found: list[FaqEntry] = []
    said: set[frozenset[str]] = set()
    for question in dict.fromkeys(questions):
        if len(found) == entries:
            break
        answer = ask(question)
        if answer.outcome is AnswerOutcome.NOT_FOUND:
            continue
        known = [(f, basis) for f in answer.findings if (basis := by_id.get(f.clause_id)) is not None]
        binding = [
            (f, basis) for f, basis in known if basis.is_rule
        ] or known  # what binds nobody only where nothing does
        lines = tuple(
            FaqLine(f"{_place(basis)}：{tidy(f.quote).rstrip('。；;')}。", basis, f.quote)
            for f, basis in binding[:_LINES]
        )
        quotes = frozenset(squeezed_text(line.quote) for line in lines)
        if not lines or quotes in said:
            continue
        said.add(quotes)
        found.append(FaqEntry(f"问答{len(found) + 1:02d}", question, lines))
    return tuple(found)


def _place(basis: Basis) -> str:
    return f"{basis.region or '未注明地区'}{f'（{basis.ended}）' if basis.ended else ''}"
