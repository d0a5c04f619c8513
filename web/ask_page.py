"""The page 问答: a question, its cited answer, and the clause in its document."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from index.clause_index import OpenIndex, model_name, open_index
from index.engine import index_place
from index.library import Library
from index.model import Filters, StoredDocument
from ingest.errors import PolicyError
from qa.answer import ask
from web.answer_view import answer_html
from web.blocks import add_style, show_block
from web.copy_note import copy_note_of
from web.filter_chips import chips_taken_away, draw_chips, forget_chips
from web.library_panel import choose_filters, contents_html, explain_empty_library, keep_filters, list_failed_files
from web.original_view import draw_original, open_clause

_logger = logging.getLogger(__name__)
_SAMPLES = Path(__file__).with_name("sample_questions.txt")


def draw_page() -> None:
    """Draw the whole page from its address: ?q= holds the question, ?clause= the clause that is open."""
    st.set_page_config(page_title="据典 · 问答", page_icon="📕", layout="wide", initial_sidebar_state="auto")
    add_style()
    try:
        _draw_inside()
    except Exception:  # a fault of ours: said in the page's language; its traceback goes to the window that serves
        _logger.exception("the page could not be drawn")
        st.error(
            "程序出错了，这一页没能显示。详情写在启动据典的那个窗口里，请把最后几行转给维护人员；也可以刷新本页再试。"
        )


def _draw_inside() -> None:
    folder = Path(os.environ.get("JUDIAN_LIBRARY") or "library").resolve()
    try:
        library_id, generation = _state_of(folder)
        index = _opened(folder, library_id)
        documents = _documents(index.library, library_id, generation)
    except PolicyError as error:
        st.title("据典")
        explain_empty_library(folder, str(error))
        return
    if not documents:
        st.title("据典")
        explain_empty_library(folder)
        list_failed_files(index.library.files())
        return
    opened = st.query_params.get("clause")
    if opened:
        keep_filters()
        draw_original(index.library, opened)
        return
    with st.sidebar:
        filters = choose_filters(documents)
        list_failed_files(index.library.files())
    _draw_question(index, documents, filters)


def _state_of(folder: Path) -> tuple[str, int]:
    """Which library, model and place of its rankings it is by now, and how often it has changed; PolicyError for none."""
    with Library.open(folder) as library:
        return f"{library.library_id} {model_name(library)} {index_place(library)}", library.generation


@st.cache_resource(max_entries=1, show_spinner="正在打开资料库……")
def _opened(folder: Path, library_id: str) -> OpenIndex:
    """The library with its indexes, opened once; they follow what another process writes."""
    return open_index(folder)


@st.cache_resource(max_entries=1, show_spinner=False)
def _documents(_library: Library, library_id: str, generation: int) -> tuple[StoredDocument, ...]:
    """The list of documents, read once for each state of the library."""
    return tuple(_library.documents())


def _draw_question(index: OpenIndex, documents: Sequence[StoredDocument], filters: Filters) -> None:
    st.title("据典 · 问答")
    st.session_state.setdefault("question", st.query_params.get("q", ""))
    with st.form("ask", border=False):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        box.text_input("请输入问题，按回车键提问", key="question", placeholder="例如：党支部书记补贴标准")
        button.form_submit_button("提问", type="primary", width="stretch", on_click=_put_question)
    question = st.query_params.get("q", "").strip()
    with st.container(key="samples-asked" if question else "samples", horizontal=True):
        for sample in _SAMPLES.read_text(encoding="utf-8").splitlines():
            st.button(sample, on_click=_put_question, args=(sample,))
    if question:
        _draw_answer(index, question, filters)  # what index.notes say is among the answer's own notes
    else:
        for note in index.notes:
            st.info(note)
        open_clause(show_block(contents_html(documents), key="contents"))


def _put_question(question: str | None = None) -> None:
    """Make this the question that the page's address holds; without one, what stands in the box."""
    if question is not None:
        st.session_state["question"] = question
    forget_chips()
    st.query_params["q"] = st.session_state["question"]


def _draw_answer(index: OpenIndex, question: str, filters: Filters) -> None:
    try:
        with st.spinner("正在查找……"):
            answer = ask(
                index,
                question,
                regions=filters.regions,
                issuers=filters.issuers,
                years=filters.years,
                without=chips_taken_away(),
            )
    except PolicyError as error:
        st.error(str(error))
        return
    draw_chips(answer.interpretation.filters)
    html = answer_html(
        answer,
        caution_of=lambda document_id: copy_note_of(index.library, document_id),
        clause_of=index.library.clause,
    )
    open_clause(show_block(html, key="answer"))
