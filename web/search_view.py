"""A list of clauses found, as HTML: what it was narrowed by, how it can be narrowed, and each clause with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from index.listed import ListedDocument, Masthead
from ingest.model import Span, Status
from qa.language.citations import place_of, title_of
from qa.language.formal_citations import day_in_words, formal_citation
from qa.model import AskedFilter, SearchResult
from qa.retrieving.facets import FACET_NAMES, Facet, FacetValue
from qa.retrieving.hits import Sort, why_in_words
from qa.standing.standing import ENDED_WORDS
from web.search_address import AS_OF, SearchAddress
from web.shown_text import shown

PAGE = 20  # clauses on one page of the list
_EXCERPT = 240  # characters of a clause that are shown
_BEFORE = 40  # of them before the first word that matched
_VALUES_SHOWN = 8  # of one facet, before the rest is folded
_SORTS = {Sort.RELEVANCE: "按相关程度", Sort.DATE: "按成文日期"}


def notes_html(notes: Sequence[str]) -> str:
    """What is to be known of the search: words only, a filter that was let go."""
    return "".join(f'<p class="note">{shown(note)}</p>' for note in notes)


def chips_html(address: SearchAddress, understood: Sequence[AskedFilter]) -> str:
    """What narrows the list, each to be taken away by a press; what was taken away, to be brought back."""
    chips = [
        _chip(f"drop:{facet.value}:{value}", f"{_short_name(facet)} {value}", "去掉")
        for facet, values in address.chosen.items()
        for value in values
    ]
    if address.as_of:
        chips.append(_chip(f"drop:{AS_OF}:", f"{day_in_words(address.as_of)}当天有效", "去掉"))
    everything = '<button type="button" class="chip" data-open="all">全部去掉</button>' if len(chips) > 1 else ""
    for read in understood:
        name = f"{read.kind.value} {read.value}"
        chips.append(
            f'<span class="chip let-go">{shown(name)}（库中没有，未限）</span>'
            if read.relaxed
            else _chip(f"without:{read.chip_id}", name, "去掉")
        )
    chips += [
        f'<button type="button" class="chip taken" data-open="with:{shown(chip)}">＋ {shown(chip.replace(":", " ", 1))}</button>'
        for chip in address.without
    ]
    if not chips:
        return ""
    return f'<p class="chips" role="group" aria-label="已限定">限定：{"".join(chips)}{everything}</p>'


def _chip(pressed: str, name: str, action: str) -> str:
    return (
        f'<button type="button" class="chip" data-open="{shown(pressed)}" aria-label="{action}：{shown(name)}">'
        f'{shown(name)} <span aria-hidden="true">✕</span></button>'
    )


def _short_name(facet: Facet) -> str:
    return FACET_NAMES[facet].partition("（")[0]


def facets_html(facets: Mapping[Facet, Sequence[FacetValue]], address: SearchAddress, unit: str = "条") -> str:
    """The ways to narrow the list, each value with how many of its clauses (or documents: 份) are of it."""
    groups = "".join(_group(facet, facets.get(facet, ()), address.chosen.get(facet, ()), unit) for facet in Facet)
    return f'<details class="facets" open><summary>筛选</summary>{groups}</details>' if groups else ""


def _group(facet: Facet, values: Sequence[FacetValue], chosen: Sequence[str], unit: str) -> str:
    if not values:
        return ""
    rows = [_value(facet, value, value.value in chosen, unit) for value in values]
    first, rest = rows[:_VALUES_SHOWN], rows[_VALUES_SHOWN:]
    more = f"<details><summary>其余 {len(rest)} 项</summary><ul>{''.join(rest)}</ul></details>" if rest else ""
    return f"<section><h3>{FACET_NAMES[facet]}</h3><ul>{''.join(first)}</ul>{more}</section>"


def _value(facet: Facet, value: FacetValue, is_chosen: bool, unit: str) -> str:
    pressed = f"{'drop' if is_chosen else 'add'}:{facet.value}:{value.value}"
    return (
        f'<li class="depth-{min(value.depth, 3)}"><button type="button" data-open="{shown(pressed)}"'
        f' aria-pressed="{"true" if is_chosen else "false"}">'
        f'<span>{shown(value.name)}</span><span class="count" aria-label="{value.count} {unit}">{value.count}</span></button></li>'
    )


def summary_html(hits: Sequence[SearchResult], address: SearchAddress, *, is_cut: bool, milliseconds: float) -> str:
    """How much was found, and the ways to put it in order."""
    notices = len({h.ranked.stored.document.document_id for h in hits})
    cut = "只列出最相关的这些；限定范围后会在范围内重新查找。" if is_cut else ""
    sorts = "".join(
        f'<button type="button" data-open="sort:{sort.value}" aria-pressed="{"true" if sort is address.sort else "false"}">'
        f"{name}</button>"
        for sort, name in _SORTS.items()
    )
    return (
        f'<div class="summary"><p role="status">找到 <b>{len(hits)}</b> 条，出自 <b>{notices}</b> 份文件'
        f'<span class="note">（{milliseconds:.0f} 毫秒）{cut}</span></p>'
        f'<p class="sorts" role="group" aria-label="排序">{sorts}</p></div>'
    )


def hits_html(
    hits: Sequence[SearchResult],
    address: SearchAddress,
    caution_of: Callable[[str], str | None] = lambda _: None,
    *,
    today: date | None = None,
) -> str:
    """One page of the list, with the way to the others; `caution_of` gives what a copy says of itself (摘编).

    What applies only after `today` is marked.
    """
    page, pages, begins = _page_of(len(hits), address.page)
    rows = "".join(
        _hit(place, hit, caution_of(hit.ranked.stored.document.document_id), today)
        for place, hit in enumerate(hits[begins : begins + PAGE], begins + 1)
    )
    return f'<ol class="found" start="{begins + 1}">{rows}</ol>{_paging(page, pages)}'


def _page_of(count: int, wanted: int) -> tuple[int, int, int]:
    """The page that is shown, how many there are, and where it begins."""
    pages = max(1, -(-count // PAGE))
    page = min(wanted, pages)
    return page, pages, (page - 1) * PAGE


def documents_html(documents: Sequence[ListedDocument], address: SearchAddress, *, today: date | None = None) -> str:
    """Before anything is looked for: one page of the library's documents as they are narrowed, each opened by a press."""
    if not documents:
        return (
            '<section class="empty" role="status"><h2>没有这样的文件</h2><p>资料库里没有同时符合上面各项限定的文件。</p>'
            '<p class="actions"><button type="button" data-open="all">去掉限定</button></p></section>'
        )
    page, pages, begins = _page_of(len(documents), address.page)
    rows = "".join(_document(d, today) for d in documents[begins : begins + PAGE])
    narrowed = "符合限定的文件" if address.is_narrowed else "资料库里的文件"
    return (
        f'<p class="told" role="status">{narrowed} <b>{len(documents)}</b> 份，新的在前。'
        f"{'写出要找的内容，就在这些文件里查找。' if address.is_narrowed else ''}</p>"
        f'<ol class="found listed" start="{begins + 1}">{rows}</ol>{_paging(page, pages)}'
    )


def _document(document: ListedDocument, today: date | None) -> str:
    return (
        f'<li><button type="button" class="way" data-open="clause:{shown(document.document_id)}">'
        f"{shown(document.title or PurePath(document.file).name)}</button>"
        f'<p class="where">{_signs(document)}{_status(document, today)}</p></li>'
    )


def _status(document: Masthead, today: date | None) -> str:
    """What must be known of a document before it is relied on: it has ended, is on trial, does not apply yet."""
    begins = document.effective_on
    words = [
        ENDED_WORDS.get(document.status),
        f"尚未施行（{day_in_words(begins)}起施行）" if begins and today and begins > today else None,
        "试行" if document.status is Status.TRIAL else None,
    ]
    return next((f'<span class="status">{word}</span>' for word in words if word), "")


def _hit(place: int, hit: SearchResult, caution: str | None, today: date | None) -> str:
    stored = hit.ranked.stored
    document, clause = stored.document, stored.clause
    citation = formal_citation(document, clause.path)
    copies = f'<p class="note">相同的条款另见 {len(hit.copies)} 个文件。</p>' if hit.copies else ""
    name = shown(citation)
    return (
        f'<li class="hit"><h3><span class="number">{place}</span>'
        f'<button type="button" data-open="clause:{shown(clause.clause_id)}">{shown(title_of(document))}</button></h3>'
        f'<p class="where">{_signs(document)}{_status(document, today)}'
        f'<span class="place">{shown(place_of(clause.path))}</span></p>'
        f"<blockquote>{excerpt_html(clause.text, hit.highlights)}</blockquote>"
        + f'<div class="foot"><div>{_why(hit)}'
        + (f'<p class="caution">{shown(caution)}</p>' if caution else "")
        + f'{copies}</div><p class="actions">'
        f'<button type="button" class="main" data-open="clause:{shown(clause.clause_id)}" aria-label="查看原文：{name}">查看原文</button>'
        f'<button type="button" data-copy="{shown(clause.text.strip())}\n——{name}" aria-label="复制引文：{name}">复制引文</button>'
        '<span class="copied" role="status"></span></p></div></li>'
    )


def _signs(document: Masthead) -> str:
    day = document.dated_on or document.printed_on
    signs = (document.region or "地区未注明", document.document_number, day_in_words(day) if day else None)
    return "".join(f"<span>{shown(sign)}</span>" for sign in signs if sign)


def _why(hit: SearchResult) -> str:
    reasons = why_in_words(hit.why)
    return f'<p class="why"><b>为什么找到：</b>{shown("；".join(reasons))}。</p>' if reasons else ""


def excerpt_html(text: str, highlights: Sequence[Span]) -> str:
    """The clause where its first words matched, these marked; a short one whole."""
    start, end = excerpt_of(text, highlights)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    edges = sorted({start, end, *(edge for span in highlights for edge in span if start < edge < end)})
    pieces = []
    for a, b in pairwise(edges):
        words = "<br>".join(shown(line.strip()) for line in text[a:b].split("\n"))
        is_marked = any(s <= a < e for s, e in highlights)
        pieces.append(f"<mark>{words}</mark>" if is_marked else words)
    return ("…" if text[:start].strip() else "") + "".join(pieces) + ("…" if end < len(text.rstrip()) else "")


def excerpt_of(text: str, highlights: Sequence[Span], most: int = _EXCERPT) -> Span:
    """Which part of a clause is shown: from its beginning where the words stand early, else from a little before them."""
    length = len(text.rstrip())
    if length <= most:
        return 0, length
    first = min((s for s, _ in highlights), default=0)
    if first < most - _BEFORE:
        return 0, most
    start = min(first - _BEFORE, length - most)
    return start, start + most


def _paging(page: int, pages: int) -> str:
    if pages == 1:
        return ""
    shown_pages = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    buttons = "".join(
        f'<button type="button" data-open="page:{p}"{" aria-current=page" if p == page else ""} aria-label="第 {p} 页">{p}</button>'
        for p in shown_pages
    )
    before = f'<button type="button" data-open="page:{page - 1}">上一页</button>' if page > 1 else ""
    after = f'<button type="button" data-open="page:{page + 1}">下一页</button>' if page < pages else ""
    return f'<nav class="paging" aria-label="结果分页">{before}{buttons}{after}</nav>'


def nothing_html(address: SearchAddress, near: Sequence[ListedDocument]) -> str:
    """A list without a clause: what can be tried, and the documents whose numbers or titles come near."""
    tries = [
        "换一种说法，或少写几个词，例如只写“补贴”",
        "按文号查找，例如：鲁老干〔2022〕15号",
        "到“问答”页用一句话提问",
    ]
    if address.is_narrowed or address.without:
        tries.insert(0, "去掉上面的限定")
    everything = (
        '<p class="actions"><button type="button" data-open="all">去掉限定再查</button></p>'
        if address.is_narrowed
        else ""
    )
    rows = "".join(
        f'<li><button type="button" data-open="clause:{shown(d.document_id)}">'
        f"{shown(' '.join(filter(None, (d.document_number, title_of(d)))))}</button></li>"
        for d in near
    )
    nearest = f'<h3>文号或标题最接近的文件</h3><ul class="nearby">{rows}</ul>' if rows else ""
    where = "限定的范围里" if address.is_narrowed else "资料库里"
    return (
        f'<section class="empty" role="status"><h2>没有找到</h2><p>{where}没有与“{shown(address.query)}”相符的条款。可以试试：</p>'
        f"<ul>{''.join(f'<li>{t}</li>' for t in tries)}</ul>{everything}{nearest}</section>"
    )
