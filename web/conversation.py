"""The question that the page's address holds, the one that the next may lean on, and how the address changes."""

from __future__ import annotations

import streamlit as st

from qa.keeping.posed import Posed
from web.ask_address import AFTER, AS_OF, ISSUER, NAMES, QUESTION, REGION, WITHOUT, YEAR, address_of, posed_in
from web.shown_text import shown

_BOX, _SAID, _MENDING, _LAST = "question", "said", "mending", "last asked"  # in the session
_SCOPE = (REGION, ISSUER, YEAR, AS_OF)


def posed_here() -> Posed:
    """What the page's address asks; coming back from another page, what was asked before."""
    address = _address()
    if not address and (last := st.session_state.get(_LAST)):
        st.query_params.from_dict(last)
        address = last
    st.session_state[_LAST] = address
    return posed_in(address)


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}


def put_question() -> None:
    """Ask what stands in the box; it may lean on the question answered last, or what it is a mending of leaned on."""
    typed = st.session_state[_BOX].strip()
    if not typed:
        return
    here = posed_in(_address())
    mended = st.session_state.pop(_MENDING, False) or typed == here.typed
    _go_to(typed, here.after if mended else st.session_state.get(_SAID, ""))


def draw_asked(posed: Posed) -> None:
    """The question as typed, with a way to mend it: the box is empty for the next one."""
    st.html(f'<p class="judian asked-now">问：{shown(posed.typed)}</p>', width="content")
    st.button("修改", on_click=_mend, args=(posed.typed,))


def _mend(typed: str) -> None:
    st.session_state[_BOX] = typed
    st.session_state[_MENDING] = True


def put_sample(question: str) -> None:
    """Ask a question that leans on none."""
    _go_to(question, "")


def begin_anew() -> None:
    """Let go of all that was carried; what the person chose at the side stays."""
    st.session_state[_SAID] = ""
    _go_to("", "")


def ask_again(posed: Posed) -> None:
    """Ask as it was asked then, held to what it was held to."""
    others = {n: st.query_params.get_all(n) for n in st.query_params if n not in NAMES}
    st.query_params.from_dict({**others, **address_of(posed)})
    st.session_state[_BOX] = ""


def lean_on(to_follow: str) -> None:
    """What the next question may lean on, in full words."""
    st.session_state[_SAID] = to_follow


def _go_to(question: str, after: str) -> None:
    st.session_state[_BOX] = ""
    others = {n: st.query_params.get_all(n) for n in st.query_params if n not in (QUESTION, AFTER, WITHOUT)}
    asked = {name: [value] for name, value in ((QUESTION, question), (AFTER, after)) if value}
    st.query_params.from_dict(others | asked)  # at once: every change is a step that the browser goes back by
    if not question:
        kept = {n: st.query_params.get_all(n) for n in _SCOPE if n in st.query_params}
        st.session_state[_LAST] = kept
