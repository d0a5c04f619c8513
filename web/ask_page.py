"""The page 问答: a question, its cited answer, and the clause in its document."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from index.clause_index import OpenIndex, model_name, open_index
from index.engine import index_place
from index.library import Library
from index.model import Filters, StoredDocument
from ingest.errors import PolicyError
from qa.answer import ask
from qa.catalogue import catalogue_of
from qa.followup.follow import question_to_follow
from web.answer_view import answer_html
from web.blocks import add_style, show_block
from web.conversation import (
    begin_anew,
    draw_asked,
    draw_turns,
    put_question,
    put_sample,
    question_asked,
    questions_before,
    remember,
)
from web.copy_note import copy_note_of
from web.filter_chips import chips_taken_away, draw_chips
from web.library_panel import choose_filters, contents_html, explain_empty_library, keep_filters, list_failed_files
from web.original_view import draw_original, open_clause
from web.phrased_page import phrased_in_page

_logger = logging.getLogger(__name__)
_FIRST, _NEXT = "例如：党支部书记补贴标准", "可以接着问，例如：那浙江呢"
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
    question = question_asked()
    with st.form("ask", border=False):
        columns = st.columns([6, 1, 1] if question else [7, 1], vertical_alignment="bottom")
        columns[0].text_input("请输入问题，按回车键提问", key="question", placeholder=_NEXT if question else _FIRST)
        columns[1].form_submit_button("提问", type="primary", width="stretch", on_click=put_question)
        if question:
            columns[2].form_submit_button("新问题", width="stretch", on_click=begin_anew)
    with st.container(key="samples-asked" if question else "samples", horizontal=True):
        for sample in _SAMPLES.read_text(encoding="utf-8").splitlines():
            st.button(sample, on_click=put_sample, args=(sample,))
    if question:
        draw_asked()
        _draw_answer(index, question, filters)  # what index.notes say is among the answer's own notes
    else:
        for note in index.notes:
            st.info(note)
        open_clause(show_block(contents_html(documents), key="contents"))
    draw_turns()


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
                after=questions_before(),
            )
    except PolicyError as error:
        st.error(str(error))
        return
    names = catalogue_of(index.library, filters).names
    remember(question, answer.question, question_to_follow(answer.question, names, without=chips_taken_away()))
    if (follow_up := answer.interpretation.follow_up) is not None:
        st.html(f'<p class="judian followed" role="status">{escape(follow_up.said)}</p>')
    draw_chips(answer.interpretation.filters)
    html = answer_html(
        phrased_in_page(answer, index.library.clause),
        caution_of=lambda document_id: copy_note_of(index.library, document_id),
        clause_of=index.library.clause,
    )
    open_clause(show_block(html, key="answer"))
