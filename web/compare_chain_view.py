"""A policy chain as HTML: what the superior asks, how each subordinate carries it out, and where one is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ingest.model import Relation
from qa.comparing.model import NOT_STATED, ChainLink, Comparison, PolicyChain, Quote
from qa.language.sentences import tidy
from web.compare_view import actions_html, head_html, quote_html, silent_html
from web.shown_text import shown

_RELATIONS = {Relation.BASED_ON: "依据", Relation.IMPLEMENTS: "落实", Relation.FORWARDS: "转发"}


def chain_html(comparison: Comparison, *, link: str = "") -> str:
    """Each superior with those under it; then what the notices rest on outside the library."""
    citations = {d.document_id: d.citation for c in comparison.columns for d in c.documents}
    inside = [chain for chain in comparison.chains if chain.superior is not None]
    parts = [head_html(comparison)]
    if not inside:
        parts.append('<p class="note">这些地区之间没有上下级，或者上级的文件没有说到这个主题。</p>')
    parts += [_chain(chain, citations) for chain in inside]
    parts += [_outside(chain.links, citations) for chain in comparison.chains if chain.superior is None]
    parts += [silent_html(comparison), actions_html(link)]
    return f'<section class="comparison">{"".join(parts)}</section>'


def _chain(chain: PolicyChain, citations: Mapping[str, str]) -> str:
    superior = chain.superior
    if superior is None:
        return ""
    name = shown(superior.heading)
    heads = "".join(f'<th role="columnheader" scope="col">{shown(c.heading)}落实</th>' for c in chain.subordinates)
    names = {c.key: c.heading for c in chain.subordinates}
    rows = []
    silent = 0
    for row in chain.rows:
        cells = "".join(
            f'<td role="cell"{"" if carried.quotes else " class=blank"}>'
            f'<span class="whose">{shown(names[carried.column])}落实</span>{_said(carried.quotes)}</td>'
            for carried in row.carried_out
        )
        silent += sum(not carried.quotes for carried in row.carried_out)
        rows.append(
            f'<tr role="row"><th role="rowheader" scope="row">{shown(tidy(row.aspect))}</th>'
            f'<td role="cell"><span class="whose">{name}要求</span>{_said(row.asked)}</td>{cells}</tr>'
        )
    links = "".join(f"<li>{_link(named, citations)}</li>" for named in chain.links)
    return (
        f"<h2>上级：{name}</h2>"
        + (f'<ul class="links">{links}</ul>' if links else "")
        + f'<p class="note">上级说到 {len(chain.rows)} 件事，下级没有说到的 {silent} 处。</p>'
        '<div class="matrix-frame" tabindex="0" role="region" aria-label="政策链，可以左右滚动">'
        f'<table class="matrix" style="--columns: {len(chain.subordinates) + 1}" role="table"><thead role="rowgroup">'
        f'<tr role="row"><th role="columnheader" scope="col" class="corner">方面</th>'
        f'<th role="columnheader" scope="col">{name}要求</th>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table></div>'
    )


def _said(quotes: Sequence[Quote]) -> str:
    if not quotes:
        return f'<p class="unstated">{NOT_STATED}</p>'
    first, *others = quotes
    more = "".join(quote_html(q, marked=False, named=True) for q in others)
    folded = f"<details><summary>另有 {len(others)} 句</summary>{more}</details>" if others else ""
    return quote_html(first, marked=False, named=True) + folded


def _outside(links: Sequence[ChainLink], citations: Mapping[str, str]) -> str:
    rows = "".join(f"<li>{_link(named, citations)}</li>" for named in links)
    return f'<details class="alone"><summary>依据的文件不在库里（{len(links)} 处）</summary><ul class="links">{rows}</ul></details>'


def _link(named: ChainLink, citations: Mapping[str, str]) -> str:
    """《下级》 依据 《上级》, with a button to the clause that says so."""
    word = _RELATIONS.get(named.relation, "提到")
    lower, upper = tidy(citations.get(named.subordinate, named.subordinate)), tidy(named.superior_name)
    proof = (
        f' <button type="button" data-open="{escape(named.clause_id)}"'
        f' aria-label="查看原文：{shown(lower)}{word}{shown(upper)}">原文</button>'
        if named.clause_id
        else ""
    )
    return f"{shown(lower)} <b>{word}</b> {shown(upper)}{proof}"
