"""What a reader says of an answer: good, or what is wrong with it."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from ingest.errors import PolicyError
from qa.keeping.feedback import Opinion, Reason, Verdict, keep_feedback
from qa.keeping.posed import Posed
from qa.model import Answer
from web.blocks import say
from web.opened import Opened

_SAID, _TELLING = "opinions", "telling what is wrong"  # in the session: said of which questions; of which one now
_REASONS, _WORDS, _PROBLEM = "reasons", "reason words", "opinion problem"


def draw_feedback(opened: Opened, posed: Posed, answer: Answer) -> None:
    """Two buttons, then what is wrong. No part that draws itself: it stands inside one, and Streamlit's page breaks where
    the outer is drawn again before the inner has reached the browser."""
    if problem := st.session_state.pop(_PROBLEM, ""):
        say(problem, "wrong")
    if said := st.session_state.get(_SAID, {}).get((posed, opened.generation)):
        say(said)
        return
    about = (opened, posed, answer)
    with st.container(key="feedback", horizontal=True, vertical_alignment="center"):
        st.html('<p class="judian">这个回答对吗？</p>', width="content")
        good = Opinion(opened.reader.name, Verdict.GOOD)
        st.button("对", key="opinion good", on_click=_keep, args=(*about, good))
        st.button("不对", key="opinion bad", on_click=_begin_telling, args=(posed,))
    if st.session_state.get(_TELLING) == posed:
        with st.container(key="wrong"), st.form("wrong form"):
            st.pills("哪里不对（可以多选）", [r.value for r in Reason], selection_mode="multi", key=_REASONS)
            st.text_input("补充说明（可不填）", key=_WORDS, placeholder="如：应为每月300元，见第三部分")
            st.form_submit_button("提交", type="primary", on_click=_keep_reasons, args=about)


def _begin_telling(posed: Posed) -> None:
    st.session_state[_TELLING] = posed


def _keep_reasons(opened: Opened, posed: Posed, answer: Answer) -> None:
    reasons = tuple(Reason(name) for name in st.session_state[_REASONS] or ())
    words = st.session_state[_WORDS].strip()
    if reasons or words:
        _keep(opened, posed, answer, Opinion(opened.reader.name, Verdict.BAD, reasons, words))
    else:
        st.session_state[_PROBLEM] = "请至少选一项，或写一句说明。"


def _keep(opened: Opened, posed: Posed, answer: Answer, opinion: Opinion) -> None:
    try:
        keep_feedback(
            opened.folder,
            opened.index.library.library_id,
            opened.generation,
            posed,
            answer,
            opinion,
            at=datetime.now().astimezone(),
        )
    except PolicyError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    said = "已记下，谢谢。" if opinion.verdict is Verdict.GOOD else "已记下，用于改进。请以原文为准。"
    st.session_state[_SAID] = st.session_state.get(_SAID, {}) | {(posed, opened.generation): said}
    st.session_state.pop(_TELLING, None)
