"""The page 检索: clauses for a query, narrowed by what they are of, each with the reasons why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from index.listed import ListedDocument
from index.model import Filters
from ingest.errors import PolicyError
from qa.documents.addressed import nearest_documents
from qa.model import SearchResult, SearchResults
from qa.retrieving.facets import facets_of, filters_for
from qa.retrieving.hits import in_order, worth_listing
from qa.search import search
from qa.standing.standing import index_as_of
from serve.exports.search_file import SEARCH_ENDINGS, search_bytes
from serve.exports.search_list import SearchList, search_list
from web.blocks import show_block
from web.copy_note import copy_note_of
from web.library_panel import contents_html
from web.opened import Opened
from web.original_view import open_clause
from web.search_address import SearchAddress
from web.search_view import chips_html, facets_html, hits_html, notes_html, nothing_html, summary_html

_BOX = "searched"  # in the session: what stands in the box
_KEPT = "search found"
_MOST_FOUND = 100  # as deep as the search itself ranks: the list is the command's
_ENDING_NAMES = {".xlsx": "Excel", ".csv": "CSV", ".docx": "Word"}


def draw(opened: Opened) -> None:
    """Draw the whole page from its address: ?q= holds the query, the rest what narrows it."""
    st.title("检索")
    address = _address()
    if _BOX not in st.session_state:
        st.session_state[_BOX] = address.query
    with st.form("search", border=False):
        columns = st.columns([7, 1], vertical_alignment="bottom")
        columns[0].text_input(
            "请输入文号、标题或要找的内容，按回车键查找",
            key=_BOX,
            placeholder="例如：党支部书记补贴，或 鲁老干〔2022〕15号",
        )
        columns[1].form_submit_button("查找", type="primary", width="stretch", on_click=_search_anew)
    if address.query:
        _draw_found(opened)
        return
    for note in opened.index.notes:
        st.info(note)
    open_clause(show_block(contents_html(opened.documents), key="search contents"))


def _address() -> SearchAddress:
    return SearchAddress.of({name: st.query_params.get_all(name) for name in st.query_params})


def _go_to(address: SearchAddress) -> None:
    others = {n: st.query_params.get_all(n) for n in st.query_params if n not in _address().parameters()}
    st.query_params.from_dict({n: v for n, v in (others | address.parameters()).items() if n != "clause"})


def _search_anew() -> None:
    """Another query keeps what was chosen, and reads its own filters."""
    address = _address()
    query = st.session_state[_BOX].strip()
    _go_to(SearchAddress(query, address.chosen, () if query != address.query else address.without, address.sort))


@st.fragment
def _draw_found(opened: Opened) -> None:
    """The list; what a press changes of it draws this part alone."""
    address = _address()
    listed = _listed(opened)
    try:
        with st.spinner("正在查找……"):
            found = _found(opened, address, listed)
    except PolicyError as error:
        st.error(str(error))
        return
    hits = in_order(worth_listing(found.results), address.sort)
    _follow(show_block(_above_html(found, hits, address), key="narrowed"), address)
    if hits:
        _draw_exports(found, hits, address)
    html = f'<div class="hits">{_found_html(opened, hits, address, listed)}</div>'
    _follow(show_block(html, key="found"), address)


def _found(opened: Opened, address: SearchAddress, listed: Sequence[ListedDocument]) -> SearchResults:
    """What the search finds; the last one is kept, so that its order, its pages and its buttons cost nothing."""
    chosen = tuple((facet, *values) for facet, values in address.chosen.items())
    library = (opened.index.library.library_id, opened.generation, len(listed), date.today())
    asked = (address.query, chosen, address.without, library)
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != asked:
        filters = _filters(opened, address, listed)
        found = search(opened.index, address.query, k=_MOST_FOUND, filters=filters, without=address.without)
        kept = st.session_state[_KEPT] = (asked, found)
    found_before: SearchResults = kept[1]
    return found_before


def _listed(opened: Opened) -> Sequence[ListedDocument]:
    """The documents that may be shown, with their status of today."""
    ids = {s.document.document_id for s in opened.documents}
    return [d for d in index_as_of(opened.index, None).library.listed() if d.document_id in ids]


def _filters(opened: Opened, address: SearchAddress, listed: Sequence[ListedDocument]) -> Filters:
    if not address.chosen and len(listed) < len(opened.index.library.listed()):
        return Filters(document_ids=tuple(d.document_id for d in listed))
    return filters_for(address.chosen, listed)


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
    found = hits_html(hits, address, lambda document_id: copy_note_of(library, document_id))
    return f'<div class="finding-panes">{facets_html(facets, address)}<div>{found}</div></div>'


def _draw_exports(found: SearchResults, hits: Sequence[SearchResult], address: SearchAddress) -> None:
    """A button for each format that the list can be saved in; the file is made when it is asked for."""
    narrowed = [value for values in address.chosen.values() for value in values]
    listed = search_list(found.query, hits, narrowed, made_on=date.today())
    with st.container(key="search-exports", horizontal=True, vertical_alignment="center"):
        for ending in SEARCH_ENDINGS:
            st.download_button(
                f"导出 {_ENDING_NAMES[ending]}",
                data=partial(_bytes_of, listed, ending),
                file_name=f"检索结果{ending}",
                on_click="ignore",
                key=f"export {ending}",
            )


def _bytes_of(listed: SearchList, ending: str) -> bytes:
    return search_bytes(listed, ending)


def _follow(pressed: str | None, address: SearchAddress) -> None:
    if pressed is None:
        return
    if pressed.startswith("clause:"):
        open_clause(pressed.removeprefix("clause:"))
        return
    _go_to(address.after(pressed))
    st.rerun(scope="fragment")
