"""The questions of this session: which one the next may lean on, and those to go back to."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from web.filter_chips import chip_name, forget_chips

_QUESTION, _AFTER = "q", "after"  # in the page's address: what was typed, and the question before it in full words
_BOX, _SAID, _TURNS, _MENDING = "question", "said", "turns", "mending"  # in the session
_MOST_TURNS = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of the session."""

    typed: str
    after: str  # the question before it; "" for none
    said: str  # in words that need no other question


def question_asked() -> str:
    """What was typed, as the page's address holds it; "" before the first question."""
    return st.query_params.get(_QUESTION, "").strip()


def questions_before() -> tuple[str, ...]:
    """The question that this one may lean on."""
    before = st.query_params.get(_AFTER, "").strip()
    return (before,) if before else ()


def put_question() -> None:
    """Ask what stands in the box; it may lean on the question answered last, or what it is a mending of leaned on."""
    typed = st.session_state[_BOX].strip()
    if not typed:
        return
    mended = st.session_state.pop(_MENDING, False) or typed == question_asked()
    _go_to(typed, next(iter(questions_before()), "") if mended else st.session_state.get(_SAID, ""))
    forget_chips()


def draw_asked() -> None:
    """The question as typed, with a way to mend it: the box is empty for the next one."""
    with st.container(key="asked", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**问：{chip_name(question_asked())}**", width="content")
        st.button("修改", on_click=_mend)


def _mend() -> None:
    st.session_state[_BOX] = question_asked()
    st.session_state[_MENDING] = True


def put_sample(question: str) -> None:
    """Ask a question that leans on none."""
    _go_to(question, "")
    forget_chips()


def begin_anew() -> None:
    """Let go of all that was carried."""
    st.session_state[_SAID] = ""
    _go_to("", "")
    forget_chips()


def remember(typed: str, said: str, to_follow: str) -> None:
    """Keep an answered question: `said` in full words, `to_follow` what the next may lean on."""
    st.session_state[_SAID] = to_follow
    turn = Turn(typed, next(iter(questions_before()), ""), said)
    others = [t for t in st.session_state.get(_TURNS, ()) if t.said != said]
    st.session_state[_TURNS] = (*others, turn)[-_MOST_TURNS:]


def draw_turns() -> None:
    """The session's questions, the newest first; a press asks one again as it was asked."""
    turns: tuple[Turn, ...] = st.session_state.get(_TURNS, ())
    if len(turns) < 2:
        return
    with st.expander(f"本次问过的（{len(turns)}）", key="turns"):
        for number, turn in enumerate(reversed(turns)):
            st.button(chip_name(turn.said), key=f"turn {number}", on_click=_ask_again, args=(turn,))


def _ask_again(turn: Turn) -> None:
    _go_to(turn.typed, turn.after)
    forget_chips()


def _go_to(question: str, after: str) -> None:
    st.session_state[_BOX] = ""
    for name, value in ((_QUESTION, question), (_AFTER, after)):
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
