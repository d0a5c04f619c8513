"""A cited clause in its original: looked up in the library, drawn with its document and the pages it stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import PurePath

import streamlit as st

from index.library import Library
from index.lineage import Link, links_from, links_to, named_of
from index.model import StoredFile
from index.standing import Standing, standings
from ingest.archives import file_on_disk
from ingest.errors import PolicyError
from ingest.model import Clause, PolicyDocument, Status
from qa.documents.addressed import Addressed, NotThere, addressed
from qa.documents.versions import versions_of
from qa.language.citations import place_of, title_of
from qa.language.formal_citations import formal_citation
from serve.access.audit import Act, record
from web.blocks import say, show_block
from web.copy_note import copy_note
from web.document_text import clause_token
from web.document_view import Shown, document_html
from web.opened import Opened, is_current
from web.original_block import show_original
from web.original_facts import banners_of, links_html, versions_html
from web.original_pages import frame_numbers, pages_of, sheets_html
from web.original_shown import Original, field_frames, pictures_shown
from web.page_frames import frames_of
from web.page_picture import PICTURED
from web.shown_text import shown

_RECORDED = "original recorded"  # in the session: what the audit log was told of last
_SHOWN = "original shown"  # in the session: which pages of which document, and the field they are shown for
# What no system takes in a file's name, and marks that turn it round.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def draw_original(opened: Opened, wanted: str) -> None:
    """Draw the document of this clause_id, document_id or number, with a way back to where the person came from."""
    with st.container(key="original-ways", horizontal=True, vertical_alignment="center"):
        st.button(_way_back(), key="back", on_click=_go_back, shortcut="Esc")
        download = st.container(width="content")
    ids = frozenset(s.document.document_id for s in opened.documents)
    library = opened.index.library
    try:
        found = addressed(library, wanted, library.listed(), ids.__contains__)
        if isinstance(found, NotThere):
            _draw_not_there(found)
            return
        original = _original_of(opened, found)
    except PolicyError as error:
        st.warning(str(error))
        return
    with download:
        _draw_download(original)
    _keep_record(original)
    _draw_document(original)


def open_clause(clause_id: str | None) -> None:
    """Show this clause in its original instead of what is on the page; None leaves the page as it is."""
    if clause_id:
        st.query_params["clause"] = clause_id
        st.rerun()


def _go_back() -> None:
    if "clause" in st.query_params:
        del st.query_params["clause"]


def _way_back() -> str:
    pages = {"search": "检索", "compare": "比对", "training": "培训", "library": "文库"}
    page = pages.get(PurePath(str(st.context.url or "")).name)
    if page:
        return f"← 返回{page}"
    return "← 返回答案" if st.query_params.get("q") else "← 返回"


def _original_of(opened: Opened, found: Addressed) -> Original:
    source = opened.index.library.source_file(found.document.document_id)
    return Original(opened, found.document, found.clause.clause if found.clause else None, source, found.note)


def _draw_not_there(found: NotThere) -> None:
    rows = "".join(
        f'<li><button type="button" data-open="{shown(d.document_id)}">'
        f"{shown(' '.join(filter(None, (d.document_number, title_of(d)))))}</button></li>"
        for d in found.nearest
    )
    near = f'<h2>最接近的文件</h2><ul class="nearby">{rows}</ul>' if rows else ""
    open_clause(
        show_block(f'<section class="notthere" role="status"><p>{shown(found.message)}</p>{near}</section>', key="near")
    )


def _draw_download(original: Original) -> None:
    """The file itself, read when it is asked for; not where it may be read here and no more."""
    opened, document_id = original.opened, original.document.document_id
    to_export = opened.to_export
    if to_export is not opened.index and document_id not in {d.document_id for d in to_export.library.listed()}:
        say("内部资料，只供在此阅读")
        return
    name = _NOT_IN_NAMES.sub("", PurePath(original.source.file.replace("\\", "/")).name)[-120:] or "原件"
    st.download_button(
        "下载原件", data=partial(_taken_along, original, name), file_name=name, on_click="ignore", key="download"
    )


def _taken_along(original: Original, name: str) -> bytes:
    opened = original.opened
    record(opened.folder, opened.reader, Act.EXPORTED, name, [original.document.document_id])
    with file_on_disk(original.source.path) as file:
        return file.path.read_bytes()


def _keep_record(original: Original) -> None:
    """Put into the audit log what was opened, once though the page runs again."""
    opened = original.opened
    what = original.clause.clause_id if original.clause else original.document.document_id
    if st.session_state.get(_RECORDED) != what:
        st.session_state[_RECORDED] = what
        record(opened.folder, opened.reader, Act.OPENED, what, [what])


@st.fragment
def _draw_document(original: Original) -> None:
    """The block of the document; turning its pages draws this part alone."""
    if not is_current(original.opened):
        st.rerun()
    document, clause, source = original.document, original.clause, original.source
    turned_to = _turned_to(original)
    pictures, problem = pictures_shown(original, turned_to)
    html = _document_html(original, problem)
    facts = {
        "document": document.document_id,
        "head": formal_citation(document),
        "clauses": _clauses(document, source),
        "current": _token_of(document, clause),
        "fields": field_frames(original, turned_to),
        "sheets": sheets_html(pictures),
        "total": source.pages or 0,
    }
    pressed = show_original(html, facts, key="original")
    if pressed.shown is not None:
        st.session_state[_SHOWN] = {**pressed.shown, "of": document.document_id, "at": st.query_params.get("clause")}
        st.rerun(scope="fragment")
    open_clause(pressed.opened)


def _turned_to(original: Original) -> Mapping[str, object]:
    """What the person turned to in this document since it was opened; {}: nothing."""
    kept = st.session_state.get(_SHOWN)
    same = isinstance(kept, dict) and kept.get("of") == original.document.document_id
    return kept if same and isinstance(kept, dict) else {}


def _token_of(document: PolicyDocument, clause: Clause | None) -> str | None:
    places = (i for i, c in enumerate(document.clauses) if clause and c.clause_id == clause.clause_id)
    return next(map(clause_token, places), None)


def _clauses(document: PolicyDocument, source: StoredFile) -> list[dict[str, object]]:
    pictured = source.format in PICTURED
    return [
        {
            "id": clause.clause_id,
            "place": place_of(clause.path),
            "pages": pages_of(clause) if pictured else [],
            "frames": frame_numbers(frames_of(clause.boxes)) if pictured else [],
        }
        for clause in document.clauses
    ]


# ---- What stands around it.


def _document_html(original: Original, problem: str | None) -> str:
    opened = original.opened
    library = opened.index.library
    state = (library.library_id, opened.generation, date.today())
    kept = _facts(library, original.document, original.document.document_id, state)
    document = _as_it_stands(original.document, kept.standing)
    cautions = " ".join(filter(None, (original.note, copy_note(document, original.source))))
    about = Shown(
        file=original.source.file,
        citation=formal_citation(document, original.clause.path) if original.clause else None,
        caution=cautions or None,
        banners=banners_of(
            document,
            kept.standing,
            begins_on=document.effective_on or document.dated_on,
            wanted_regions=_regions_wanted(),
            title_of_id=lambda document_id: _name_of(library, document_id, original.may_open),
        ),
        has_pages=original.source.format in PICTURED and not (problem and problem.startswith("不能")),
        problem=problem,
        below=_below(document, kept, original),
    )
    return document_html(document, original.clause, about)


def _as_it_stands(document: PolicyDocument, standing: Standing) -> PolicyDocument:
    """The document with its status of today; what it says of itself is no evidence once another one has ended it."""
    if standing.status in (Status.UNKNOWN, document.status):
        return document
    evidence = {name: found for name, found in document.evidence.items() if name != "status"}
    return replace(document, status=standing.status, evidence=evidence)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the library says of a document."""

    standing: Standing
    cites: tuple[Link, ...]
    cited_by: tuple[Link, ...]


@st.cache_resource(max_entries=64, show_spinner=False)
def _facts(_library: Library, _document: PolicyDocument, document_id: str, state: tuple[str, int, date]) -> _Facts:
    """Read once for each state of the library; `document_id` tells the document that is kept."""
    named = named_of(_document)
    own = _standings(_library, state).get(document_id)
    return _Facts(
        own or Standing(_document.status), tuple(links_from(_library, named)), tuple(links_to(_library, named))
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _standings(_library: Library, state: tuple[str, int, date]) -> Mapping[str, Standing]:
    """How all documents stand; `state`: which library it is, its generation, and the day."""
    return standings(_library, state[2])


def _regions_wanted() -> list[str]:
    """The places that the person chose on the page this document was opened from."""
    chosen = st.query_params.get_all("region") or st.session_state.get("regions") or ()
    return [str(region) for region in chosen]


def _name_of(library: Library, document_id: str, may_open: frozenset[str]) -> str | None:
    if document_id not in may_open:
        return None
    return formal_citation(library.document(document_id))


def _below(document: PolicyDocument, kept: _Facts, original: Original) -> str:
    may_open = original.may_open
    places = {c.clause_id: (clause_token(i), place_of(c.path)) for i, c in enumerate(document.clauses)}
    listed = [d for d in original.opened.index.library.listed() if d.document_id in may_open]
    cited_by = [link for link in kept.cited_by if link.citing.document_id in may_open]
    versions = versions_html(document.document_id, versions_of(document, listed))
    return versions + links_html(kept.cites, cited_by, places.get, may_open.__contains__)
