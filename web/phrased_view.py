"""The wording of a language model above an answer, as HTML."""

from __future__ import annotations

from html import escape

from qa.model import Answer, Statement
from qa.phrasing.shown import HEADING, finding_numbers
from web.shown_text import shown


def phrased_html(answer: Answer) -> str:
    """The model's sentences, each with buttons that open its clauses; "" where there are none."""
    if not answer.phrased:
        return ""
    sentences = "".join(f"<p>{shown(s.text)}{_buttons(answer, s)}</p>" for s in answer.phrased)
    return f'<section class="phrased" aria-live="polite"><h2>{escape(HEADING)}</h2>{sentences}</section>'


def _buttons(answer: Answer, statement: Statement) -> str:
    return "".join(
        f'<button type="button" data-open="{escape(answer.findings[number - 1].clause_id)}"'
        f' aria-label="查看原文：{shown(answer.findings[number - 1].citation)}">[{number}]</button>'
        for number in finding_numbers(answer, statement)
    )
