"""An Answer as HTML: the short line first, then each notice that speaks, then those that do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from index.model import StoredClause
from qa.language.citations import citation_of
from qa.language.formal_citations import formal_citation
from qa.model import Answer, AnswerOutcome, Finding, SilentDocument
from qa.saying.confidence import confidence_in_words, doubt_in_words
from qa.saying.finding_marks import Mark, marks_of
from qa.saying.headings import checked_line, warnings_in, whose, with_headings
from qa.standing.standing import ENDED_WORDS
from serve.exports.printable import printable
from web.phrased_view import phrased_html
from web.shown_text import shown

Caution = Callable[[str], str | None]
ClauseReader = Callable[[str], StoredClause | None]

# Where what one place says ends in a short line, and what the next says begins.
#   matches   每年至少6次；|吉林长春：每年至少7次
#   rejects   组织集中学习；建立走访台账 (items of one list)
_NEXT_PLACE = re.compile(r"(?<=；)(?=[^；：。]{2,60}：)")
_MANY = 4  # places in a short line: from so many on, each on a line of its own
_LONG = 200  # characters of a quote that is set smaller
_SILENT_SHOWN = 6  # before the rest is folded
_ENDED = "已经废止或失效的规定"
_OUTCOMES = {AnswerOutcome.PARTLY: "只答出一部分", AnswerOutcome.NOT_FOUND: "资料库里查不到"}


def short_html(answer: Answer) -> str:
    """What a person reads first: the short line, what must not be overlooked, how sure it is, what to know besides."""
    parts = [f'<p class="asked">问：{shown(answer.question)}</p>', phrased_html(answer), _short_line(answer)]
    parts += [f'<p class="note">{shown(note)}</p>' for note in answer.notes]
    return "".join(parts)


def grounds_html(answer: Answer, *, caution_of: Caution, clause_of: ClauseReader, regions: Sequence[str] = ()) -> str:
    """What it stands on, who is silent, and how it was checked.

    `caution_of` gives what a document says of its own standing (摘编), by document_id; `regions` are those that the
    person chose beside the question's own.
    """
    parts = []
    if answer.findings:
        asked = (*answer.interpretation.regions, *regions)
        parts.append('<h2>依据</h2><ol class="findings">')
        for heading, finding in _with_headings(answer):
            if heading:
                parts.append(f'<li class="group"><h3>{shown(heading)}</h3></li>')
            marks = marks_of(finding, asked)
            parts.append(_finding(finding, marks, caution_of(finding.document_id), clause_of(finding.clause_id)))
        parts.append("</ol>")
    if answer.outcome is AnswerOutcome.NOT_FOUND:
        near = [c for c in map(clause_of, answer.nearest) if c is not None]
        parts.append(_nearest([(c, caution_of(c.document.document_id)) for c in near]))
    if answer.silent:
        parts.append(_silent(answer.silent))
    if answer.checked:
        parts.append(_checked(answer, clause_of))
    return "".join(parts)


def _with_headings(answer: Answer) -> Iterator[tuple[str | None, Finding]]:
    """The findings with their headings; those that have ended stand under one that says so."""
    for has_ended, findings in groupby(with_headings(answer), key=lambda row: row[1].status in ENDED_WORDS):
        for place, (heading, finding) in enumerate(findings):
            yield (_ENDED if place == 0 else None) if has_ended else heading, finding


def link_html(link: str) -> str:
    """Buttons that copy the link of this question, and print the page."""
    return (
        '<p class="actions">'
        f'<button type="button" data-copy="{escape(link)}">复制链接</button>'
        '<button type="button" data-print>打印</button>'
        '<span class="copied" role="status"></span></p>'
    )


def _short_line(answer: Answer) -> str:
    first, *rest = answer.answer.strip().splitlines() or [""]
    # A line that only repeats a quote is left to the quote itself, which stands right below.
    quotes = ["".join(f.quote.split()) for f in answer.findings]
    kept = [line for line in rest if line.strip() and not any(quote in "".join(line.split()) for quote in quotes)]
    warnings = warnings_in(answer)
    following = "".join(
        f'<p class="conflict">{shown(line)}</p>' if line in warnings else f"<p>{shown(line)}</p>" for line in kept
    )
    why = answer.why_not
    if why and why not in answer.answer:
        following += f'<p class="why">{shown(why)}</p>'
    doubt, sure = doubt_in_words(answer), confidence_in_words(answer)
    if sure and not doubt:
        following += f'<p class="sure">{sure}</p>'
    outcome = _OUTCOMES.get(answer.outcome, "")
    return (
        f'<section class="answer {answer.outcome.value}" aria-live="polite" aria-label="回答">'
        + (f'<p class="outcome">{outcome}</p>' if outcome else "")
        + (f'<p class="doubt">{doubt}</p>' if doubt else "")  # before the line that it speaks of
        + f"{_places(first)}{following}</section>"
    )


def _places(short: str) -> str:
    """The short line; where many places speak in it, each on a line of its own. Not a word of it is changed."""
    parts = _NEXT_PLACE.split(short)
    if len(parts) < _MANY:
        return f'<p class="short">{shown(short)}</p>'
    rows = "".join(f'<span class="part">{_place(part)}</span>' for part in parts)
    return f'<p class="short many">{rows}</p>'


def _place(part: str) -> str:
    whose_part, colon, said = part.partition("：")
    return f"{shown(whose_part + colon)}<b>{shown(said)}</b>"


def _checked(answer: Answer, clause_of: ClauseReader) -> str:
    """What the gate did, to be opened by who wants to see it: each sentence with its clauses, and those that went."""
    held = "".join(f"<li>{shown(s.text)}{_clauses(s.citations, clause_of)}</li>" for s in answer.statements)
    went = "".join(f"<li>{shown(d.text)}<br>删去的原因：{shown(d.reason)}</li>" for d in answer.dropped)
    return (
        f'<details class="checked"><summary>{shown(checked_line(answer))}</summary>'
        + (f"<h3>留下的句子和所引条款</h3><ul>{held}</ul>" if held else "")
        + (f"<h3>删去的句子</h3><ul>{went}</ul>" if went else "")
        + "</details>"
    )


def _clauses(clause_ids: Iterable[str], clause_of: ClauseReader) -> str:
    found = [c for c in map(clause_of, clause_ids) if c is not None]
    rows = "".join(
        f'<li><button type="button" class="way" data-open="{escape(c.clause.clause_id)}">'
        f"{shown(citation_of(c.document, c.clause.path))}</button></li>"
        for c in found
    )
    return f'<ul class="cited-clauses">{rows}</ul>' if rows else ""


def _finding(finding: Finding, marks: Sequence[Mark], caution: str | None, stored: StoredClause | None) -> str:
    formal = formal_citation(stored.document, finding.path) if stored else finding.citation
    return (
        f'<li class="finding{" ended" if any(m.is_grave for m in marks) else ""}"><p class="where">'
        f'<span class="region">{shown(whose(finding).strip() or "地区未注明")}</span></p>'
        + _banners(marks, finding.citation)
        + _quote(finding.quote)
        + f'<div class="foot"><div><p class="citation">{shown(finding.citation)}</p>'
        + (f'<p class="caution">{shown(caution)}</p>' if caution else "")
        + (
            f'<p class="note">同一份文件另见：{shown("、".join(copy.file for copy in finding.copies))}</p>'
            if finding.copies
            else ""
        )
        + "</div>"
        + _actions(finding.clause_id, _copied(finding.quote, finding.citation, finding), formal, finding.citation)
        + "</div></li>"
    )


def _quote(text: str) -> str:
    return f"<blockquote{' class=long' if len(text) > _LONG else ''}>{_lines(text)}</blockquote>"


def _banners(marks: Sequence[Mark], citation: str) -> str:
    """What must be seen before the quote is read, each with the way to its proof."""
    rows = "".join(
        f'<li class="{"grave" if mark.is_grave else "mild"}">{shown(mark.text)}{_proof(mark, citation)}</li>'
        for mark in marks
    )
    return f'<ul class="banners" role="note">{rows}</ul>' if rows else ""


def _proof(mark: Mark, citation: str) -> str:
    if mark.opens is None:
        return ""
    return (
        f'<button type="button" class="way" data-open="{escape(mark.opens)}"'
        f' aria-label="{shown(mark.action)}：{shown(citation)}">{shown(mark.action)}</button>'
    )


def _copied(quote: str, citation: str, finding: Finding | None = None) -> str:
    """The quote with its citation, which says so where the document no longer stands."""
    ended = ENDED_WORDS.get(finding.status) if finding else None
    return printable(f"{quote.strip()}\n——{citation}{f'（{ended}）' if ended else ''}")


def _actions(clause_id: str, copied: str, formal: str, citation: str) -> str:
    named = shown(citation)
    return (
        '<p class="actions">'
        f'<button type="button" class="main" data-open="{escape(clause_id)}" aria-label="查看原文：{named}">查看原文</button>'
        f'<button type="button" data-copy="{escape(copied)}" aria-label="复制引文：{named}">复制引文</button>'
        f'<button type="button" data-copy="{shown(formal)}" aria-label="复制正式引用：{named}">'
        '<span class="wide-only">复制</span>正式引用</button>'
        '<span class="copied" role="status"></span></p>'
    )


def _nearest(clauses: Sequence[tuple[StoredClause, str | None]]) -> str:
    if not clauses:
        return ""
    items = "".join(_near(stored, caution) for stored, caution in clauses)
    return f'<h2>最接近的条款（没有直接回答所问）</h2><ol class="findings nearest">{items}</ol>'


def _near(stored: StoredClause, caution: str | None) -> str:
    clause, citation = stored.clause, citation_of(stored.document, stored.clause.path)
    ended = ENDED_WORDS.get(stored.document.status)
    return (
        '<li class="finding"><p class="where">'
        f'<span class="region">{shown(stored.document.region or "地区未注明")}</span></p>'
        + (_banners((Mark(ended, True),), citation) if ended else "")
        + _quote(clause.text)
        + f'<div class="foot"><div><p class="citation">{shown(citation)}</p>'
        + (f'<p class="caution">{shown(caution)}</p>' if caution else "")
        + "</div>"
        + _actions(
            clause.clause_id, _copied(clause.text, citation), formal_citation(stored.document, clause.path), citation
        )
        + "</div></li>"
    )


def _silent(silent: Sequence[SilentDocument]) -> str:
    rows = [
        f'<li><button type="button" class="way" data-open="{escape(s.document_id)}">{shown(s.title)}</button>'
        + (f'<span class="region">{shown(s.region)}</span>' if s.region else "")
        + "</li>"
        for s in silent
    ]
    first, rest = rows[:_SILENT_SHOWN], rows[_SILENT_SHOWN:]
    more = f"<details><summary>其余 {len(rest)} 份</summary><ul>{''.join(rest)}</ul></details>" if rest else ""
    counted = f"（{len(rows)} 份）" if rest else ""
    return f'<section class="silent"><h2>没有查到说明此事的文件{counted}</h2><ul>{"".join(first)}</ul>{more}</section>'


def _lines(text: str) -> str:
    return "<br>".join(shown(line.strip()) for line in text.strip().splitlines() if line.strip())
