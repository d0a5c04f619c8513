"""Two editions as HTML: changed figures first, then each clause with old and new words side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import pairwise

from qa.comparing.edition_model import ClauseFate, EditionDiff
from serve.exports.edition_layout import FIGURES, Change, EditionLayout, Shown, changes_of, laid_out_editions
from web.compare_view import actions_html
from web.shown_text import shown

_IDS = tuple[str | None, str | None]  # clause_id in the old edition and in the new one


def editions_html(diff: EditionDiff, made_on: date, *, link: str = "") -> str:
    """The whole page of two editions; what was taken out is struck through, what was put in underlined, and both said."""
    layout = laid_out_editions(diff, made_on)
    figures, clauses = _figure_ids(diff), _clause_ids(diff)
    parts = [
        f'<ul class="sides"><li>{shown(layout.sides[0])}</li><li>{shown(layout.sides[1])}</li></ul>',
        f'<p class="counts">{shown(layout.counts)}；{_figures_counted(layout)}</p>',
        '<p class="note"><del>划去的字</del>：旧版有、新版没有；<ins>加下划线的字</ins>：新版有、旧版没有。没有变的条款不列。</p>',
    ]
    for (title, changes, nothing), ids in zip(changes_of(layout), (figures, clauses), strict=True):
        parts.append(f"<h2>{title}</h2>")
        if not changes:
            parts.append(f'<p class="note">{shown(nothing)}</p>')
        parts += [_change(change, pair) for change, pair in zip(changes, ids, strict=True)]
    if layout.below:
        parts.append(f"<h2>其他</h2><ul>{''.join(f'<li>{shown(line)}</li>' for line in layout.below)}</ul>")
    parts.append(actions_html(link))
    return f'<section class="editions">{"".join(parts)}</section>'


def _figures_counted(layout: EditionLayout) -> str:
    kinds = [change.kind for change in layout.figures]
    told = [f"{name} {kinds.count(name)} 处" for name in FIGURES.values() if name in kinds]
    return "，".join(told) or "数字没有变化"


def _figure_ids(diff: EditionDiff) -> list[_IDS]:
    """Clauses of the figures, in the order in which they are laid out."""
    return [
        (f.old.clause_id if f.old else None, f.new.clause_id if f.new else None)
        for fate in FIGURES
        for f in diff.figures
        if f.fate is fate
    ]


def _clause_ids(diff: EditionDiff) -> list[_IDS]:
    return [
        (c.old.clause_id if c.old else None, c.new.clause_id if c.new else None)
        for c in diff.clauses
        if c.fate is not ClauseFate.KEPT
    ]


def _change(change: Change, ids: _IDS) -> str:
    told = change.told if change.told != change.kind else ""
    return (
        '<article class="change"><h3>'
        f'<span class="kind">{shown(change.kind)}</span>{f" {shown(told.removeprefix(change.kind))}" if told else ""}</h3>'
        f'<div class="both">{_side("旧版", change.old, ids[0], "del")}{_side("新版", change.new, ids[1], "ins")}</div></article>'
    )


def _side(name: str, printed: Shown, clause_id: str | None, tag: str) -> str:
    if not printed.runs or clause_id is None:
        return f'<div class="side"><p class="whose">{name}</p><p class="unstated">没有</p></div>'
    words = "".join(f"<{tag}>{shown(r.text)}</{tag}>" if r.marked else shown(r.text) for r in printed.runs)
    return (
        f'<div class="side"><p class="whose">{name}　<button type="button" data-open="{escape(clause_id)}"'
        f' aria-label="查看{name}原文：{shown(printed.place)}">{shown(printed.place or "原文")}</button></p>'
        f"<p>{words}</p></div>"
    )


def suggested_pairs(documents: Sequence[tuple[str, str, str, date | None]]) -> list[tuple[str, str]]:
    """Ids of documents of one title and two days, the older before the newer: (id, title's key, number, day) each.

    Copies of one notice bear one number and are no editions.
    """
    by_title: dict[str, list[tuple[date, str, str]]] = {}
    for document_id, title, number, day in documents:
        if title and day is not None:
            by_title.setdefault(title, []).append((day, document_id, number))
    return [
        (old[1], new[1])
        for same in by_title.values()
        for old, new in pairwise(sorted(same))
        if old[0] != new[0] and not (old[2] and old[2] == new[2])
    ]
