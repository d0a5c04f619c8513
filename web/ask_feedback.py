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


@st.fragment
def draw_feedback(opened: Opened, posed: Posed, answer: Answer) -> None:
    """Two buttons, then what is wrong; drawn by itself."""
    if said := st.session_state.get(_SAID, {}).get((posed, opened.generation)):
        say(said)
        return
    with st.container(key="feedback", horizontal=True, vertical_alignment="center"):
        st.html('<p class="judian">这个回答对吗？</p>', width="content")
        if st.button("对", key="opinion good"):
            _keep(opened, posed, answer, Opinion(opened.reader.name, Verdict.GOOD))
        if st.button("不对", key="opinion bad"):
            st.session_state[_TELLING] = posed
            st.rerun(scope="fragment")
    if st.session_state.get(_TELLING) == posed:
        _draw_reasons(opened, posed, answer)


def _draw_reasons(opened: Opened, posed: Posed, answer: Answer) -> None:
    with st.container(key="wrong"), st.form("wrong form"):
        names = st.pills("哪里不对（可以多选）", [r.value for r in Reason], selection_mode="multi", key="reasons")
        words = st.text_input("补充说明（可不填）", key="reason words", placeholder="如：应为每月300元，见第三部分")
        if st.form_submit_button("提交", type="primary"):
            reasons = tuple(Reason(name) for name in names)
            if not reasons and not words.strip():
                say("请至少选一项，或写一句说明。", "wrong")
                return
            _keep(opened, posed, answer, Opinion(opened.reader.name, Verdict.BAD, reasons, words.strip()))


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
        say(str(error), "wrong")
        return
    said = "已记下，谢谢。" if opinion.verdict is Verdict.GOOD else "已记下，用于改进。请以原文为准。"
    st.session_state[_SAID] = st.session_state.get(_SAID, {}) | {(posed, opened.generation): said}
    st.session_state.pop(_TELLING, None)
    st.rerun(scope="fragment")
