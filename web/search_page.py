"""The page 检索: clauses for a query, narrowed by what they are of, each with the reasons why it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from index.listed import ListedDocument
from index.model import Filters
from ingest.errors import PolicyError, QueryError
from qa.documents.addressed import nearest_documents
from qa.language.formal_citations import day_in_words
from qa.model import SearchResult, SearchResults
from qa.retrieving.facets import Facet, FacetValue, facets_of, facets_over, filters_for, newest_first, passes
from qa.retrieving.hits import in_order, worth_listing
from qa.search import search
from qa.standing.standing import index_as_of
from serve.access.audit import Act, record
from serve.exports.search_file import SEARCH_ENDINGS, search_bytes
from serve.exports.search_list import search_list
from web.blocks import say, show_block
from web.compare_choice import day_in
from web.copy_note import copy_note_of
from web.opened import Opened, clause_is_wanted, is_current, want_clause
from web.search_address import SearchAddress
from web.search_view import (
    chips_html,
    documents_html,
    facets_html,
    hits_html,
    notes_html,
    nothing_html,
    summary_html,
)

_BOX, _DAY = "searched", "searched on"  # in the session: what stands in the boxes
_SHOWN = "search shown"  # and which query and day of an address stand there
_KEPT = "search found"
_RECORDED = "search recorded"  # what the audit log was told of last
_MOST_FOUND = 100  # as deep as the search itself ranks: the list is the command's
_ENDING_NAMES = {".xlsx": "Excel", ".csv": "CSV", ".docx": "Word"}


@dataclass(frozen=True, slots=True)
class _Listed:
    """The documents that may be shown, as they stand on the day."""

    documents: tuple[ListedDocument, ...]  # the newest first
    is_all: bool  # of those that the index itself would search
    notes: tuple[str, ...]  # what is to be known of the index on that day
    key: tuple[object, ...]  # stands for all of it


def draw(opened: Opened) -> None:
    """Draw the whole page from its address: ?q= holds the query, the rest what narrows it."""
    st.title("检索")
    _draw_searching(opened)


@st.fragment
def _draw_searching(opened: Opened) -> None:
    """The box and the list; what a press changes of it draws this part alone."""
    if clause_is_wanted() or not is_current(opened):
        st.rerun()
    address = _address()
    _draw_form(address)
    if address.day and address.as_of is None:
        say(f"“{address.day}”不是日期，没有按它查找。请写成 2021-12-31 这样。", "wrong")
    listed = _listed(opened, address.as_of)
    if address.query:
        _draw_found(opened, address, listed)
    else:
        _draw_documents(address, listed)


def _address() -> SearchAddress:
    return SearchAddress.of({name: st.query_params.get_all(name) for name in st.query_params})


def _go_to(address: SearchAddress) -> None:
    others = {n: st.query_params.get_all(n) for n in st.query_params if n not in _address().parameters()}
    st.query_params.from_dict({n: v for n, v in (others | address.parameters()).items() if n != "clause"})


def _draw_form(address: SearchAddress) -> None:
    shown = (address.query, address.day)
    if st.session_state.get(_SHOWN) != shown or _BOX not in st.session_state:
        st.session_state[_BOX], st.session_state[_DAY] = shown
    st.session_state[_SHOWN] = shown
    row = st.form("search", border=False).container(key="search-row", horizontal=True, vertical_alignment="bottom")
    with row:
        st.text_input(
            "请输入文号、标题或要找的内容，按回车键查找",
            key=_BOX,
            placeholder="例如：党支部书记补贴，或 鲁老干〔2022〕15号",
        )
        st.text_input("按哪一天（可不填）", key=_DAY, placeholder="如 2021-12-31", width=180)
        st.form_submit_button("查找", type="primary", on_click=_search_anew)


def _search_anew() -> None:
    """Another query keeps what was chosen, and reads its own filters."""
    address = _address()
    query, day = st.session_state[_BOX].strip(), st.session_state[_DAY].strip()
    with suppress(QueryError):
        written = day_in(day)
        day = written.isoformat() if written else ""
    without = address.without if query == address.query else ()
    _go_to(SearchAddress(query, address.chosen, without, address.sort, day=day))


def _draw_found(opened: Opened, address: SearchAddress, listed: _Listed) -> None:
    try:
        with st.spinner("正在查找……"):
            found = _found(opened, address, listed)
    except PolicyError as error:
        say(str(error), "wrong")
        return
    hits = in_order(worth_listing(found.results), address.sort)
    _keep_record(opened, address, hits)
    show_block(_above_html(found, hits, address), key="narrowed", on_press=_follow)
    if hits:
        _draw_exports(opened, found.query, hits, address)
    html = f'<div class="hits">{_found_html(opened, hits, address, listed.documents)}</div>'
    show_block(html, key="found", on_press=_follow)


def _draw_documents(address: SearchAddress, listed: _Listed) -> None:
    """Before anything is looked for: what the library holds, to be narrowed and opened."""
    chosen = tuple((facet, tuple(values)) for facet, values in address.chosen.items())
    facets, documents = _narrowed(listed, listed.key, chosen)
    show_block(notes_html(listed.notes) + chips_html(address, ()), key="narrowed", on_press=_follow)
    html = f'<div class="finding-panes">{facets_html(facets, address, "份")}<div>{documents_html(documents, address, today=date.today())}</div></div>'
    show_block(html, key="found", on_press=_follow)


@st.cache_resource(max_entries=64, show_spinner=False)
def _narrowed(
    _listed: _Listed, key: tuple[object, ...], chosen: tuple[tuple[Facet, tuple[str, ...]], ...]
) -> tuple[Mapping[Facet, Sequence[FacetValue]], Sequence[ListedDocument]]:
    """Counts and documents of a choice, read once for each state of the library."""
    wanted = dict(chosen)
    return facets_over(_listed.documents, wanted), tuple(d for d in _listed.documents if passes(d, wanted))


def _found(opened: Opened, address: SearchAddress, listed: _Listed) -> SearchResults:
    """What the search finds; the last one is kept, so that its order, its pages and its buttons cost nothing."""
    asked = (address.query, tuple((facet, *values) for facet, values in address.chosen.items()), address.without)
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != (asked, listed.key):
        found = search(
            opened.index,
            address.query,
            k=_MOST_FOUND,
            filters=_filters(address, listed),
            as_of=address.as_of,
            without=address.without,
        )
        kept = st.session_state[_KEPT] = ((asked, listed.key), found)
    found_before: SearchResults = kept[1]
    return found_before


def _filters(address: SearchAddress, listed: _Listed) -> Filters:
    if not address.chosen and not listed.is_all:
        return Filters(document_ids=tuple(d.document_id for d in listed.documents))
    return filters_for(address.chosen, listed.documents)


def _listed(opened: Opened, day: date | None) -> _Listed:
    """The documents as they stand on a day: today's with all that have ended, another day's with those alone that stood."""
    return _listed_on(opened, opened.state, day, date.today())


@st.cache_resource(max_entries=8, show_spinner=False)
def _listed_on(_opened: Opened, state: str, day: date | None, today: date) -> _Listed:
    index = index_as_of(_opened.index, day)
    ids = {s.document.document_id for s in _opened.documents}
    there = index.library.listed()
    documents = tuple(newest_first(d for d in there if d.document_id in ids))
    return _Listed(documents, len(documents) == len(there), tuple(index.notes), (state, day, today))


def _above_html(found: SearchResults, hits: Sequence[SearchResult], address: SearchAddress) -> str:
    is_cut = found.total >= _MOST_FOUND
    counted = summary_html(hits, address, is_cut=is_cut, milliseconds=found.milliseconds) if hits else ""
    return notes_html(found.notes) + chips_html(address, found.interpretation.filters) + counted


def _found_html(
    opened: Opened, hits: Sequence[SearchResult], address: SearchAddress, listed: Sequence[ListedDocument]
) -> str:
    if not hits:
        return nothing_html(address, nearest_documents(address.query, listed))
    facets = facets_of([h.ranked.stored.document for h in hits])
    library = opened.index.library
    found = hits_html(hits, address, lambda document_id: copy_note_of(library, document_id), today=date.today())
    return f'<div class="finding-panes">{facets_html(facets, address)}<div>{found}</div></div>'


def _draw_exports(opened: Opened, query: str, hits: Sequence[SearchResult], address: SearchAddress) -> None:
    """A button for each format that the list can be saved in; the file is made when it is asked for."""
    narrowed = [value for values in address.chosen.values() for value in values]
    if address.as_of:
        narrowed.append(f"{day_in_words(address.as_of)}当天有效")
    with st.container(key="search-exports", horizontal=True, vertical_alignment="center"):
        for ending in SEARCH_ENDINGS:
            st.download_button(
                f"导出 {_ENDING_NAMES[ending]}",
                data=partial(_exported, opened, query, hits, narrowed, ending),
                file_name=f"检索结果{ending}",
                on_click="ignore",
                key=f"export {ending}",
            )


def _exported(opened: Opened, query: str, hits: Sequence[SearchResult], narrowed: Sequence[str], ending: str) -> bytes:
    """The list as it may leave the office: a reader's exports may hold less than the page."""
    if opened.to_export is not opened.index:
        allowed = {d.document_id for d in opened.to_export.library.listed()}
        hits = [h for h in hits if h.ranked.stored.document.document_id in allowed]
    listed = search_list(query, hits, narrowed, made_on=date.today())
    record(opened.folder, opened.reader, Act.EXPORTED, listed.title, [row.clause_id for row in listed.rows])
    return search_bytes(listed, ending)


def _keep_record(opened: Opened, address: SearchAddress, hits: Sequence[SearchResult]) -> None:
    """Put into the audit log what was searched, once though the page runs again."""
    if st.session_state.get(_RECORDED) != address:
        st.session_state[_RECORDED] = address
        record(
            opened.folder, opened.reader, Act.SEARCHED, address.query, [h.ranked.stored.clause.clause_id for h in hits]
        )


def _follow(pressed: str) -> None:
    if pressed.startswith("clause:"):
        want_clause(pressed.removeprefix("clause:"))
    else:
        _go_to(_address().after(pressed))
