"""One answer from the answers to a question's parts: answered, partly, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.model import Answer, AnswerOutcome, Finding, Statement


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """A part of a question with what was found for it."""

    words: str  # the part as asked, its inherited subject left out
    answer: Answer
    speaks: bool  # the first finding speaks of what this part alone asks about

    @property
    def is_answered(self) -> bool:
        """Whether the part has an answer of its own."""
        return self.speaks and self.answer.outcome is AnswerOutcome.ANSWERED


def joined(whole: Answer, parts: Sequence[PartAnswer]) -> Answer:
    """The answer to a question of several parts.

    With every part answered the whole question's own findings stand, where it has any; with some parts answered the
    answer is `partly` and says which part no clause answers; with none the whole question's answer stands.
    """
    answered = [p for p in parts if p.is_answered]
    if not answered:
        return whole
    short = _short_line(answered)
    if len(answered) == len(parts):
        if whole.outcome is AnswerOutcome.ANSWERED:
            if all(p.words == p.answer.question for p in parts):
                return whole  # one question of each of two things: its own line tells them apart
            return _with_short_line(whole, short)
        return _merged(whole, answered, short, AnswerOutcome.ANSWERED, None)
    missing = "、".join(f"“{p.words}”" for p in parts if not p.is_answered)
    why = f"问题中的{missing}没有一个条款写明。" + "".join(p.answer.why_not or "" for p in parts if not p.is_answered)
    said = Statement(f"{short.text}{missing}没有找到依据。", short.citations)
    return _merged(whole, answered, said, AnswerOutcome.PARTLY, why)


def _short_line(answered: Sequence[PartAnswer]) -> Statement:
    lines = [p.answer.statements[0] for p in answered]
    texts = list(dict.fromkeys(line.text for line in lines))
    return Statement("".join(texts), tuple(dict.fromkeys(c for line in lines for c in line.citations)))


def _with_short_line(whole: Answer, short: Statement) -> Answer:
    """The whole answer, read out by its parts; clauses that only a part cites become findings too."""
    statements = (short, *whole.statements[1:])
    return replace(whole, statements=statements, answer="\n".join(s.text for s in statements))


def _merged(
    whole: Answer, answered: Sequence[PartAnswer], short: Statement, outcome: AnswerOutcome, why: str | None
) -> Answer:
    findings: dict[tuple[str, tuple[int, int]], Finding] = {}
    statements = [short]
    for part in answered:
        for line in part.answer.statements[1:]:
            if line not in statements:
                statements.append(line)
        for finding in part.answer.findings:
            findings.setdefault((finding.clause_id, finding.span), finding)
    voices = {f.document_id for f in findings.values()}
    silent = [s for p in answered for s in p.answer.silent if s.document_id not in voices]
    return replace(
        whole,
        outcome=outcome,
        answer="\n".join(s.text for s in statements),
        statements=tuple(statements),
        findings=tuple(findings.values()),
        silent=tuple(dict.fromkeys(silent)),
        nearest=(),
        why_not=why,
        confidence=_confidence(answered),
    )


def _confidence(answered: Sequence[PartAnswer]) -> float | None:
    """That of the part that is least sure; None where one was answered without any."""
    known = [p.answer.confidence for p in answered]
    return min((c for c in known if c is not None), default=None) if None not in known else None
