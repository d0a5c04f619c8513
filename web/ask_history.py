"""Questions asked before: searched, asked again by one press, erased, or not kept."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ingest.errors import PolicyError
from qa.keeping.asked_before import AskedBefore, asked_before, forget_asked, keep_asked, keeps_history, switch_history
from qa.keeping.posed import Posed
from web.blocks import say
from web.conversation import ask_again
from web.filter_chips import chip_name
from web.opened import Opened

_KEPT = "kept question"  # in the session: what was kept last, so that a page run again keeps it once
_PANEL, _ON, _CHOSEN, _PROBLEM = "history", "history on", "history chosen", "history problem"  # in the session
_SHOWN = 30


def keep_question(opened: Opened, posed: Posed, said: str) -> None:
    """Keep the question for its reader, once for each time it is asked; what cannot be kept is said and no more."""
    if st.session_state.get(_KEPT) == posed:
        return
    st.session_state[_KEPT] = posed
    try:
        keep_asked(opened.folder, opened.reader.name, posed, said)
    except PolicyError as error:
        say(f"这次的提问没有记入历史：{error}", "wrong")


def draw_history(opened: Opened) -> None:
    """A button that shows them; they are read only where it is open."""
    if st.session_state.pop(_CHOSEN, False):
        st.session_state[_PANEL] = False
        st.rerun()  # the question is the whole page's matter
    panel = st.popover("问过的", key=_PANEL, on_change="rerun")
    if not panel.open:
        return
    with panel:
        if problem := st.session_state.pop(_PROBLEM, ""):
            say(problem, "wrong")
        try:
            _draw_panel(opened)
        except PolicyError as error:
            say(str(error), "wrong")


def _draw_panel(opened: Opened) -> None:
    words = st.text_input("在问过的问题里找", key="history words", placeholder="如：补贴 浙江")
    found = asked_before(opened.folder, opened.reader.name, words)
    if not found:
        say("没有符合的问题。" if words.strip() else "还没有问过问题。")
    for number, asked in enumerate(found[:_SHOWN]):
        _draw_one(opened, number, asked)
    if len(found) > _SHOWN:
        say(f"列出最近 {_SHOWN} 条，共 {len(found)} 条；输入词语可以查找。")
    st.session_state[_ON] = keeps_history(opened.folder, opened.reader.name)
    st.toggle("记录问过的问题", key=_ON, on_change=_switch, args=(opened,))
    if found and not words.strip():
        st.button("全部清除", key="history clear", on_click=_forget, args=(opened, None))


def _draw_one(opened: Opened, number: int, asked: AskedBefore) -> None:
    scope = f"（{asked.posed.scope}）" if asked.posed.scope else ""
    with st.container(key=f"asked-before-{number}", horizontal=True, vertical_alignment="center"):
        st.button(chip_name(f"{asked.said}{scope}"), key=f"again {number}", on_click=_choose, args=(asked.posed,))
        st.button("删除", key=f"forget {number}", type="tertiary", on_click=_forget, args=(opened, asked.posed))


def _choose(posed: Posed) -> None:
    ask_again(posed)
    st.session_state[_CHOSEN] = True


def _switch(opened: Opened) -> None:
    _carried_out(lambda: switch_history(opened.folder, opened.reader.name, on=bool(st.session_state[_ON])))


def _forget(opened: Opened, posed: Posed | None) -> None:
    _carried_out(lambda: forget_asked(opened.folder, opened.reader.name, posed))


def _carried_out(change: Callable[[], None]) -> None:
    try:
        change()
    except PolicyError as error:
        st.session_state[_PROBLEM] = str(error)
