"""The page 问答: a question, its cited answer, and the clause in its document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from index.clause_index import OpenIndex
from index.library import Library
from index.model import Outcome, StoredDocument, StoredFile
from ingest.errors import PolicyError
from qa.keeping.posed import Posed
from qa.model import Answer
from serve.access.audit import Act, record
from web.answer_view import grounds_html, link_html, short_html
from web.ask_address import link_to
from web.ask_answers import answer_as_word, answer_to
from web.ask_feedback import draw_feedback
from web.ask_history import draw_history, keep_question
from web.ask_scope import choose_scope
from web.blocks import say, show_block
from web.conversation import begin_anew, draw_asked, lean_on, posed_here, put_question, put_sample
from web.copy_note import copy_note_of
from web.filter_chips import draw_chips
from web.library_panel import contents_html, list_failed_files
from web.opened import Opened, clause_is_wanted, is_current, want_clause
from web.phrased_page import phrased_in_page

_FIRST, _NEXT = "例如：党支部书记补贴标准", "可以接着问，例如：那浙江呢"
_SAMPLES = Path(__file__).with_name("sample_questions.txt")
_TOLD = "told of question"  # in the session: what was recorded last


def draw(opened: Opened) -> None:
    """Draw the whole page from its address: ?q= holds the question, the rest what it is held to."""
    posed = posed_here()
    with st.sidebar:
        choose_scope(opened, posed)
        list_failed_files(_files(opened.index, opened.state))
    st.title("问答")
    _draw_asking(opened)


@st.fragment
def _draw_asking(opened: Opened) -> None:
    """The question and its answer: asking draws this part alone, so that the browser has less to do."""
    if clause_is_wanted() or not is_current(opened):
        st.rerun()
    posed = posed_here()
    _draw_form(posed)
    _draw_beside(opened, posed)
    if posed.typed:
        _draw_answer(opened, posed)  # what index.notes say is among the answer's own notes
        return
    for note in opened.index.notes:
        say(note)
    show_block(_contents(opened.documents, opened.state), key="contents", on_press=want_clause)


def _draw_form(posed: Posed) -> None:
    row = st.form("ask", border=False).container(key="ask-row", horizontal=True, vertical_alignment="bottom")
    with row:
        st.text_input("请输入问题，按回车键提问", key="question", placeholder=_NEXT if posed.typed else _FIRST)
        st.form_submit_button("提问", type="primary", on_click=put_question)
        if posed.typed:
            st.form_submit_button("新问题", on_click=begin_anew)


def _draw_beside(opened: Opened, posed: Posed) -> None:
    """The question with a way to mend it, else samples; and those asked before."""
    with st.container(key="beside-question", horizontal=True, vertical_alignment="center"):
        if posed.typed:
            draw_asked(posed)
        else:
            for sample in _SAMPLES.read_text(encoding="utf-8").splitlines():
                st.button(sample, on_click=put_sample, args=(sample,))
        draw_history(opened)


def _draw_answer(opened: Opened, posed: Posed) -> None:
    try:
        with st.spinner("正在查找……"):
            found, to_follow = answer_to(opened, posed)
    except PolicyError as error:
        say(str(error), "wrong")
        return
    lean_on(to_follow)
    _record_asked(opened, posed, found)
    keep_question(opened, posed, found.question)
    if (follow_up := found.interpretation.follow_up) is not None:
        say(follow_up.said, "followed")
    draw_chips(found.interpretation.filters)
    library = opened.index.library
    answer = phrased_in_page(found, library.clause)
    show_block(short_html(answer), key="short", on_press=want_clause)
    _draw_actions(opened, posed, answer)
    grounds = grounds_html(
        answer,
        caution_of=lambda document_id: _copy_note(library, opened.state, document_id),
        clause_of=library.clause,
        regions=posed.regions,
    )
    show_block(grounds, key="grounds", on_press=want_clause)
    draw_feedback(opened, posed, answer)


def _draw_actions(opened: Opened, posed: Posed, answer: Answer) -> None:
    """What can be done with the answer as a whole."""
    with st.container(key="answer-actions", horizontal=True, vertical_alignment="center"):
        st.download_button(
            "导出 Word",
            data=partial(_exported, opened, posed, answer),
            file_name=f"问答-{date.today().isoformat()}.docx",
            on_click="ignore",
            key="answer as word",
        )
        show_block(link_html(link_to(posed, str(st.context.url or ""))), key="link", width="content")


def _exported(opened: Opened, posed: Posed, answer: Answer) -> bytes:
    record(opened.folder, opened.reader, Act.EXPORTED, answer.question, [f.clause_id for f in answer.findings])
    return answer_as_word(opened, posed, answer)


def _record_asked(opened: Opened, posed: Posed, answer: Answer) -> None:
    """Keep in the audit log that it was asked, once though the page runs again."""
    if st.session_state.get(_TOLD) != posed:
        st.session_state[_TOLD] = posed
        record(opened.folder, opened.reader, Act.ASKED, answer.question, [f.clause_id for f in answer.findings])


@st.cache_resource(max_entries=2000, show_spinner=False)
def _copy_note(_library: Library, state: str, document_id: str) -> str | None:
    """What a document says of itself, read once for each state of the library: for it the whole document is read."""
    return copy_note_of(_library, document_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _contents(_documents: Sequence[StoredDocument], state: str) -> str:
    """The list of what can be asked of, made once for each state of the library."""
    return contents_html(_documents)


@st.cache_resource(max_entries=4, show_spinner=False)
def _files(_index: OpenIndex, state: str) -> tuple[StoredFile, ...]:
    """The files that did not come in, read once for each state of the library."""
    return tuple(f for f in _index.library.files() if f.outcome in (Outcome.FAILED, Outcome.REFUSED))
