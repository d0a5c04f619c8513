"""A whole document as HTML: its tree beside its text, the cited clause highlighted in both."""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from pathlib import PurePath

from ingest.model import Clause, PolicyDocument, Span
from web.page_picture import PagePicture

_ROW = "\t"  # readers join the cells of a table row with tabs


def document_html(
    document: PolicyDocument,
    cited: Clause | None,
    *,
    file: str,
    citation: str | None = None,
    caution: str | None = None,
    pictures: Sequence[PagePicture] = (),
    problem: str | None = None,
) -> str:
    """The document's fields, tree and text; `cited` is highlighted. `problem` says why there is no picture of the page."""
    copied = f"{cited.text.strip()}\n——{citation}" if cited and citation else None
    return (
        '<article class="document">'
        f'<h1 class="title">{escape(document.title or PurePath(file).name)}</h1>'
        + (f'<p class="caution">{escape(caution)}</p>' if caution else "")
        + _fields(document, file)
        + (f'<p class="citation">{escape(citation)}</p>' if citation else "")
        + _actions(copied)
        + f'<div class="panes{" with-pages" if pictures else ""}">'
        + _tree(document.clauses, cited)
        + f'<div class="text" tabindex="0" role="region" aria-label="全文">{"".join(_text(document, cited))}</div>'
        + _pages(pictures, problem)
        + "</div></article>"
    )


def _fields(document: PolicyDocument, file: str) -> str:
    named = (
        ("发文字号", document.document_number),
        ("发文机关", "、".join(document.issuing_authorities)),
        ("主送机关", "、".join(document.addressees)),
        ("成文日期", document.dated_on and document.dated_on.isoformat()),
        ("印发日期", document.printed_on and document.printed_on.isoformat()),
        ("地区", document.region),
        ("文件", file),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in named if value)
    return f'<dl class="fields">{rows}</dl>'


def _actions(copied: str | None) -> str:
    copy = f'<button type="button" data-copy="{escape(copied)}">复制引文</button>' if copied else ""
    return (
        f'<p class="actions">{copy}<button type="button" data-print>打印本页</button>'
        '<span class="copied" role="status"></span></p>'
    )


def _tree(clauses: Sequence[Clause], cited: Clause | None) -> str:
    entries = "".join(
        f'<li class="level-{min(c.level, 5)}"><button type="button" data-open="{escape(c.clause_id)}"'
        + (' aria-current="true"' if cited and c.clause_id == cited.clause_id else "")
        + f">{escape(c.path[-1])}</button></li>"
        for c in clauses
    )
    return f'<details class="tree" open><summary>目录</summary><ol>{entries}</ol></details>'


def _text(document: PolicyDocument, cited: Clause | None) -> Iterator[str]:
    marked = cited.span if cited else (0, 0)
    headings = sorted(span for c in document.clauses if (span := _heading_span(document.text, c)) is not None)
    first_marked = True
    for is_table, lines in groupby(_lines(document), key=lambda s: _ROW in document.text[s[0] : s[1]]):
        drawn: list[str] = []
        for start, end in lines:
            inside = start < marked[1] and marked[0] < end
            attributes = ' class="cited"' if inside else ""
            if inside and first_marked:
                attributes += ' data-target tabindex="-1"'
                first_marked = False
            if is_table:
                cells = "".join(f"<td>{escape(cell)}</td>" for cell in document.text[start:end].split(_ROW))
                drawn.append(f"<tr{attributes}>{cells}</tr>")
            else:
                drawn.append(f"<p{attributes}>{_inline(document.text, (start, end), marked, headings)}</p>")
        yield f'<table class="rows">{"".join(drawn)}</table>' if is_table else "".join(drawn)


def _lines(document: PolicyDocument) -> Iterator[Span]:
    """Spans of the printed lines that are not empty, without the white space around them."""
    start, last = document.span
    while start < last:
        end = document.text.find("\n", start, last)
        end = last if end < 0 else end
        line = document.text[start:end]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = end + 1


def _inline(text: str, line: Span, marked: Span, headings: Sequence[Span]) -> str:
    """One line with what belongs to the cited clause marked and headings in bold, both to the character."""
    here = headings[bisect_left(headings, line[0], key=_end) : bisect_left(headings, line[1], key=_start)]
    edges = {line[0], line[1], *marked, *(edge for h in here for edge in h)}
    cuts = sorted(e for e in edges if line[0] <= e <= line[1])
    drawn = []
    for start, end in pairwise(cuts):
        piece = escape(text[start:end])
        if any(h[0] <= start < h[1] for h in here):
            piece = f"<b>{piece}</b>"
        if marked[0] <= start < marked[1]:
            piece = f"<mark>{piece}</mark>"
        drawn.append(piece)
    return "".join(drawn)


def _start(span: Span) -> int:
    return span[0]


def _end(span: Span) -> int:
    return span[1]


def _heading_span(text: str, clause: Clause) -> Span | None:
    """Where the clause's own heading is printed; headings are kept without the white space inside them."""
    if not clause.heading:
        return None
    wanted = "".join(clause.path[-1].split())
    position, matched = clause.span[0], 0
    while position < clause.span[1] and matched < len(wanted):
        if not text[position].isspace():
            if text[position] != wanted[matched]:
                return None
            matched += 1
        position += 1
    return (clause.span[0], position) if matched == len(wanted) else None


def _pages(pictures: Sequence[PagePicture], problem: str | None) -> str:
    if problem:
        return f'<p class="note">{escape(problem)}</p>'
    if not pictures:
        return ""
    figures = "".join(map(_figure, pictures))
    return f'<div class="pages" tabindex="0" role="region" aria-label="原件页面">{figures}</div>'


def _figure(picture: PagePicture) -> str:
    address = f"data:image/png;base64,{b64encode(picture.png).decode('ascii')}"
    where = "" if picture.frame_top is None else f' data-frame-top="{picture.frame_top:.3f}"'
    framed = "，所引条款已框出" if where else ""
    return (
        f'<figure><img src="{address}"{where} alt="原件第 {picture.page} 页{framed}">'
        f"<figcaption>原件第 {picture.page} 页</figcaption></figure>"
    )
