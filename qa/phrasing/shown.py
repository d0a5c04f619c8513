"""The model's sentences as people see them, with the numbers of the findings below."""

from __future__ import annotations

from qa.model import Answer, Statement

HEADING = "归纳（语言模型写，已逐句核对）"


def finding_numbers(answer: Answer, statement: Statement) -> tuple[int, ...]:
    """The places, from 1, of the findings in the clauses that a sentence cites."""
    return tuple(n for n, finding in enumerate(answer.findings, 1) if finding.clause_id in statement.citations)


def numbered(answer: Answer) -> tuple[str, ...]:
    """Each sentence with its numbers: 仪征规定，…。[1]."""
    return tuple(f"{s.text}{''.join(f'[{n}]' for n in finding_numbers(answer, s))}" for s in answer.phrased)
