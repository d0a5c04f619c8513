"""What a person should look at in a library's fields, as HTML: the trouble, and the printed words it rests on."""

from __future__ import annotations

from index.corrections import FIELD_NAMES, Correction
from index.review import ReviewEntry
from ingest.model import Problem
from web.library_view import button, name_of
from web.shown_text import shown

PROBLEMS = {Problem.MISSING: "缺少", Problem.DOUBTFUL: "存疑", Problem.CONTRADICTION: "矛盾"}


def reviewed_document_html(entry: ReviewEntry) -> str:
    """The document that the fields below belong to."""
    title = entry.title or "（没有读出标题）"
    opened = button(title, entry.document_id, told=f"打开原文：{title}", kind="link")
    return f'<p class="reviewed">{opened} <span class="facts">{shown(name_of(entry.file))}</span></p>'


def review_item_html(entry: ReviewEntry) -> str:
    """One field: what is the matter, and the evidence."""
    item = entry.item
    evidence = "".join(
        f"<li>印的是「{shown(''.join(e.text.split())[:120])}」{f'（第 {e.page} 页）' if e.page else ''}</li>"
        for e in item.evidence
    )
    return (
        f'<div class="review-item"><p><span class="problem">{PROBLEMS[item.problem]}</span> {shown(item.message)}</p>'
        + (f"<ul>{evidence}</ul>" if evidence else "")
        + "</div>"
    )


def correction_html(correction: Correction, title: str) -> str:
    """One line of the log."""
    name = FIELD_NAMES[correction.field]
    changed = (
        "撤回了更正"
        if correction.value is None
        else f"{correction.previous or '（无）'} → {correction.value or '（无）'}"
    )
    told = "，".join(filter(None, (correction.made_by, correction.reason)))
    at = correction.made_at[:16].replace("T", " ")
    behind = f"（{shown(told)}）" if told else ""
    return f'<p class="correction"><span class="facts">{shown(at)}</span> {shown(title)}　<b>{name}</b>：{shown(changed)}{behind}</p>'
