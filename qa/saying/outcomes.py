"""The two shapes of an answer: lines with the findings they cite, and the plain no with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from qa.asking.scope import Scope
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, SilentDocument, Statement

_WHAT = {
    AsksFor.AMOUNT: "金额或标准",
    AsksFor.FREQUENCY: "次数",
    AsksFor.THRESHOLD: "数目",
    AsksFor.DATE: "时间或期限",
    AsksFor.WHO: "责任单位或人员",
    AsksFor.YES_NO: "是否可行",
    AsksFor.LIST: "事项",
    AsksFor.DEFINITION: "含义",
    AsksFor.COMPARISON: "内容",
    AsksFor.DOCUMENT_NUMBER: "文号",
    AsksFor.OTHER: "内容",
}
NOT_FOUND = {kind: f"没有找到依据：资料库中的文件没有写明所问的{what}。" for kind, what in _WHAT.items()}


def answered(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    lines: Sequence[Statement],
    findings: Sequence[Finding],
    *,
    silent: Sequence[SilentDocument] = (),
    notes: Sequence[str] = (),
    confidence: float | None = None,
) -> Answer:
    """The answer that consists of these lines; `notes` are said besides those of the scope."""
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.ANSWERED,
        answer="\n".join(line.text for line in lines),
        statements=tuple(lines),
        findings=tuple(findings),
        silent=tuple(silent),
        nearest=(),
        why_not=None,
        milliseconds=0.0,
        notes=(*scope.notes, *notes),
        confidence=confidence,
    )


def plain_no(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    why_not: str,
    *,
    answer: str | None = None,
    nearest: Sequence[str] = (),
    silent: Sequence[SilentDocument] = (),
    confidence: float | None = None,
) -> Answer:
    """The plain no: that the value asked for is stated nowhere, or `answer`. It cites no clause, so it holds no figure."""
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.NOT_FOUND,
        answer=NOT_FOUND[interpretation.asks_for] if answer is None else answer,
        statements=(),
        findings=(),
        silent=tuple(silent),
        nearest=tuple(dict.fromkeys(nearest)),
        why_not=why_not,
        milliseconds=0.0,
        notes=scope.notes,
        confidence=confidence,
    )
