"""What stands around every page: its look, the way to the others, and what is said when a page cannot be drawn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ingest.errors import PolicyError
from web.blocks import add_style, draw_large_type_switch, say
from web.faults import tell_of_all_faults, tell_of_fault
from web.library_panel import explain_empty_library, list_failed_files
from web.opened import Opened, library_folder, opened_library
from web.original_view import draw_original
from web.sign_in import signed_in

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AppPage:
    """One page of the app: `draw` of its module is called with the opened library."""

    name: str  # as printed in the way between pages
    address: str  # behind the host; "" for the first
    module: str
    needs_documents: bool = True


PAGES = (
    AppPage("问答", "", "web.ask_page"),
    AppPage("检索", "search", "web.search_page"),
    AppPage("比对", "compare", "web.compare_page"),
    AppPage("培训", "training", "web.training_page"),
    AppPage("文库", "library", "web.library_page", needs_documents=False),
)


def draw_app() -> None:
    """Draw the page that the address names. ?clause= opens a clause in its original over any page."""
    st.set_page_config(page_title="据典", page_icon="📕", layout="wide", initial_sidebar_state="auto")
    add_style()
    tell_of_all_faults()
    pages = [
        st.Page(_drawing(page), title=page.name, url_path=page.address, default=not page.address) for page in PAGES
    ]
    shown = st.navigation(pages, position="hidden")
    _draw_ways(pages, shown)
    shown.run()


def _draw_ways(pages: Sequence[StreamlitPage], here: StreamlitPage) -> None:
    """The name of the app, the way to each page, and the larger type: the same row at every width."""
    with st.container(key="ways", horizontal=True, vertical_alignment="center"):
        st.html('<p class="app-name">据典</p>', width="content")
        for page in pages:
            with st.container(key="way-here" if page.url_path == here.url_path else None, width="content"):
                st.page_link(page, width="content")
        draw_large_type_switch(here.url_path)


def _drawing(page: AppPage) -> Callable[[], None]:
    def draw() -> None:
        st.set_page_config(page_title=f"据典 · {page.name}")
        try:
            _draw_inside(page)
        except Exception:  # a fault of ours: its traceback goes to the window that serves
            _logger.exception("the page could not be drawn")
            tell_of_fault()

    return draw


def _draw_inside(page: AppPage) -> None:
    draw: Callable[[Opened], None]
    try:
        reader = signed_in(library_folder())
    except PolicyError as error:  # nobody gets in by a user file that cannot be read
        say(str(error), "wrong")
        return
    if reader is None:  # the form stands there
        return
    try:
        opened = opened_library(reader)
    except PolicyError as error:
        if not page.needs_documents:  # where a library begins
            import_module(page.module).begin(library_folder(), str(error))
            return
        st.title("据典")
        explain_empty_library(library_folder(), str(error))
        return
    if page.needs_documents and not opened.documents:
        st.title("据典")
        explain_empty_library(opened.folder)
        list_failed_files(opened.index.library.files())
        return
    if clause := st.query_params.get("clause"):
        draw_original(opened, clause)
        return
    draw = import_module(page.module).draw
    draw(opened)
