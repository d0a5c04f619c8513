"""A whole document as HTML: what is said of it, its tree, its pages and its text, the cited clause marked in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.corrections import FIELD_NAMES
from ingest.model import Clause, PolicyDocument
from qa.language.formal_citations import formal_citation
from web.document_text import clause_token, text_html
from web.original_facts import Banner, banners_html
from web.original_pages import viewer_html
from web.shown_text import shown

_STATUS = {"in_force": "有效", "repealed": "已废止", "expired": "已失效", "trial": "试行"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown with a document beside its own text."""

    file: str  # as given to ingest
    citation: str | None = None  # of the cited clause, in official form
    caution: str | None = None  # what the maker of a copy says of it
    banners: tuple[Banner, ...] = ()
    has_pages: bool = False  # whether its pages can be shown as pictures
    problem: str | None = None  # why they cannot
    below: str = ""  # HTML of references and versions


def document_html(document: PolicyDocument, cited: Clause | None, about: Shown) -> str:
    """The document's fields, tree, place for its pages, and text; `cited` is marked."""
    return (
        '<article class="document">'
        f'<h1 class="title" tabindex="-1">{shown(document.title or PurePath(about.file).name)}</h1>'
        + banners_html(about.banners)
        + (f'<p class="caution">{shown(about.caution)}</p>' if about.caution else "")
        + _fields(document, about.file, is_open=cited is None)
        + f'<p class="citation" data-citation>{shown(about.citation or formal_citation(document))}</p>'
        + _actions()
        + (f'<p class="note">{shown(about.problem)}</p>' if about.problem else "")
        + f'<div class="panes{" with-pages" if about.has_pages else ""}">'
        + _tree(document.clauses, cited)
        + (viewer_html() if about.has_pages else "")
        + f'<div class="text" tabindex="0" role="region" aria-label="全文">{text_html(document, cited)}</div>'
        + f"</div>{about.below}</article>"
    )


def _fields(document: PolicyDocument, file: str, *, is_open: bool) -> str:
    """The fields of the head; a press on one that was read in the text shows where it is printed.

    Folded over a cited clause, which is to be seen at once.
    """
    rows = "".join(
        f"<dt>{FIELD_NAMES[name]}</dt><dd>{_value(document, name, value)}</dd>"
        for name, value in _values(document).items()
        if value
    )
    told = "，".join(filter(None, (document.document_number, "、".join(document.issuing_authorities[:2]))))
    return (
        f'<details class="facts"{" open" if is_open else ""}><summary>文件要素'
        f'<span class="told">{shown(told)}</span></summary><dl class="fields">'
        f"{rows}<dt>文件</dt><dd>{shown(file)}</dd></dl></details>"
    )


def _values(document: PolicyDocument) -> dict[str, str | None]:
    dates = ("dated_on", "printed_on", "effective_on", "expires_on")
    lists = ("issuing_authorities", "addressees", "copied_to", "signatories")
    return {
        "document_number": document.document_number,
        "issuing_authorities": "、".join(document.issuing_authorities),
        "document_type": document.document_type,
        **{name: day.isoformat() if (day := getattr(document, name)) else None for name in dates},
        "region": document.region,
        "level": document.level,
        "status": _STATUS.get(document.status.value),
        **{name: "、".join(getattr(document, name)) for name in lists[1:]},
    }


def _value(document: PolicyDocument, name: str, value: str) -> str:
    evidence = document.evidence.get(name)
    if evidence is None or not _can_be_shown(document, name):
        return shown(value)
    where = f"第 {evidence.page} 页" if evidence.page else "文中"
    return (
        f'<button type="button" data-show="f-{name}" aria-label="{shown(FIELD_NAMES[name])}：{shown(value)}，查看印在哪里">'
        f'{shown(value)}<span class="where" aria-hidden="true">{where}</span></button>'
    )


def _can_be_shown(document: PolicyDocument, name: str) -> bool:
    """Whether a field was read inside this document: the number of an inner 意见 is printed on the notice around it."""
    start, end = document.evidence[name].span
    return document.span[0] <= start < end <= document.span[1]


def _actions() -> str:
    """Buttons for the clause that is current; the page's script knows its words and its address."""
    return (
        '<p class="actions">'
        '<button type="button" data-copy-of="quote">复制引文</button>'
        '<button type="button" data-copy-of="citation">复制引用格式</button>'
        '<button type="button" data-copy-of="link">复制链接</button>'
        '<button type="button" data-print>打印文本</button>'
        '<span class="copied" role="status"></span></p>'
    )


def _tree(clauses: Sequence[Clause], cited: Clause | None) -> str:
    entries = "".join(
        f'<li class="level-{min(c.level, 5)}"><button type="button" data-go="{clause_token(place)}"'
        + (' aria-current="true"' if cited and c.clause_id == cited.clause_id else "")
        + f">{shown(c.path[-1])}</button></li>"
        for place, c in enumerate(clauses)
    )
    return f'<details class="tree" open><summary>目录</summary><nav aria-label="条款目录"><ol>{entries}</ol></nav></details>'
