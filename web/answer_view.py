"""An Answer as HTML: the short line first, then each notice that speaks, then those that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from index.model import StoredClause
from ingest.model import Status
from qa.citations import citation_of
from qa.headings import checked_line, warnings_in, whose, with_headings
from qa.model import Answer, AnswerOutcome, Finding, SilentDocument
from qa.standing import ENDED_WORDS
from web.phrased_view import phrased_html

_STATUS_WORDS = ENDED_WORDS | {Status.TRIAL: "试行"}


def answer_html(
    answer: Answer,
    *,
    caution_of: Callable[[str], str | None],
    clause_of: Callable[[str], StoredClause | None],
) -> str:
    """The whole answer; `caution_of` gives what a document says of its own standing (摘编), by document_id."""
    parts = [f'<p class="asked">问：{escape(answer.question)}</p>', phrased_html(answer), _short_line(answer)]
    parts += [f'<p class="note">{escape(note)}</p>' for note in answer.notes]
    if answer.findings:
        parts.append('<h2>依据</h2><ol class="findings">')
        for heading, finding in with_headings(answer):
            if heading:
                parts.append(f'<li class="group"><h3>{escape(heading)}</h3></li>')
            parts.append(_finding(finding, caution_of(finding.document_id)))
        parts.append("</ol>")
    if answer.outcome is AnswerOutcome.NOT_FOUND:
        near = [c for c in map(clause_of, answer.nearest) if c is not None]
        parts.append(_nearest([(c, caution_of(c.document.document_id)) for c in near]))
    if answer.silent:
        parts.append(_silent(answer.silent))
    if answer.checked:
        parts.append(_checked(answer))
    parts.append('<p class="actions"><button type="button" data-print>打印本页</button></p>')
    return "".join(parts)


def _short_line(answer: Answer) -> str:
    first, *rest = answer.answer.strip().splitlines() or [""]
    # A line that only repeats a quote is left to the quote itself, which stands right below.
    quotes = ["".join(f.quote.split()) for f in answer.findings]
    kept = [line for line in rest if line.strip() and not any(quote in "".join(line.split()) for quote in quotes)]
    warnings = warnings_in(answer)
    following = "".join(
        f'<p class="conflict">{escape(line)}</p>' if line in warnings else f"<p>{escape(line)}</p>" for line in kept
    )
    why = answer.why_not
    if why and why not in answer.answer:
        following += f'<p class="why">{escape(why)}</p>'
    return (
        f'<section class="answer {answer.outcome.value}" aria-live="polite">'
        f'<p class="short">{escape(first)}</p>{following}</section>'
    )


def _checked(answer: Answer) -> str:
    """What the gate did, to be opened by who wants to see it."""
    rows = "".join(f"<li>{escape(d.text)}（{escape(d.reason)}）</li>" for d in answer.dropped)
    listed = f"<ul>{rows}</ul>" if rows else ""
    return f'<details class="checked"><summary>{escape(checked_line(answer))}</summary>{listed}</details>'


def _finding(finding: Finding, caution: str | None) -> str:
    status = _STATUS_WORDS.get(finding.status)
    return (
        '<li class="finding"><p class="where">'
        f'<span class="region">{escape(whose(finding).strip() or "地区未注明")}</span>'
        + (f'<span class="status">{status}</span>' if status else "")
        + f"</p><blockquote>{_lines(finding.quote)}</blockquote>"
        f'<p class="citation">{escape(finding.citation)}</p>'
        + (f'<p class="caution">{escape(caution)}</p>' if caution else "")
        + _actions(finding.clause_id, _copied(finding), finding.citation, _proof(finding))
        + "</li>"
    )


def _copied(finding: Finding) -> str:
    """The quote with its citation, which says so where the document no longer stands."""
    ended = ENDED_WORDS.get(finding.status)
    return f"{finding.quote}\n——{finding.citation}{f'（{ended}）' if ended else ''}"


def _proof(finding: Finding) -> str:
    """A button to the clause that ended the document; "" for one that stands, or that a person marked."""
    ended = ENDED_WORDS.get(finding.status)
    if ended is None or finding.status_clause is None:
        return ""
    return (
        f'<button type="button" data-open="{escape(finding.status_clause)}"'
        f' aria-label="查看{ended}的依据：{escape(finding.citation)}">{ended}的依据</button>'
    )


def _actions(clause_id: str, copied: str, citation: str, further: str = "") -> str:
    return (
        '<p class="actions">'
        f'<button type="button" class="main" data-open="{escape(clause_id)}"'
        f' aria-label="查看原文：{escape(citation)}">查看原文</button>'
        f'<button type="button" data-copy="{escape(copied)}" aria-label="复制引文：{escape(citation)}">复制引文</button>'
        f"{further}"
        '<span class="copied" role="status"></span></p>'
    )


def _nearest(clauses: Sequence[tuple[StoredClause, str | None]]) -> str:
    if not clauses:
        return ""
    items = "".join(_near(stored, caution) for stored, caution in clauses)
    return f'<h2>最接近的条款（没有直接回答所问）</h2><ol class="findings nearest">{items}</ol>'


def _near(stored: StoredClause, caution: str | None) -> str:
    clause, citation = stored.clause, citation_of(stored.document, stored.clause.path)
    return (
        '<li class="finding"><p class="where">'
        f'<span class="region">{escape(stored.document.region or "地区未注明")}</span></p>'
        f"<blockquote>{_lines(clause.text)}</blockquote>"
        f'<p class="citation">{escape(citation)}</p>'
        + (f'<p class="caution">{escape(caution)}</p>' if caution else "")
        + _actions(clause.clause_id, f"{clause.text.strip()}\n——{citation}", citation)
        + "</li>"
    )


def _silent(silent: Iterable[SilentDocument]) -> str:
    rows = "".join(
        f'<li>{escape(s.title)}<span class="region">{escape(s.region)}</span></li>'
        if s.region
        else f"<li>{escape(s.title)}</li>"
        for s in silent
    )
    return f'<section class="silent"><h2>没有查到说明此事的文件</h2><ul>{rows}</ul></section>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line.strip()) for line in text.strip().splitlines() if line.strip())
