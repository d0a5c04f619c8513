"""An answer worded by the language model that is set, while the page waits: sentence by sentence, as they pass."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from html import escape

import streamlit as st

from index.model import StoredClause
from qa.model import Answer, Statement
from qa.phrasing.in_use import phrased_as_set
from qa.phrasing.shown import HEADING
from web.shown_text import shown

_KEPT = "phrased"  # in the session: when, the answer, and what became of it
# A server that was away is not asked again at every click on the page.
_ASKED_AGAIN_AFTER = 60.0  # seconds


def phrased_in_page(answer: Answer, clause_of: Callable[[str], StoredClause | None]) -> Answer:
    """The answer as worded by the model that is set, if one is; the sentences show while they come.

    A page is run again at every click: the same answer is worded once, one that could not be after a while again.
    """
    asked = replace(answer, milliseconds=0.0)
    kept: tuple[float, Answer, Answer] | None = st.session_state.get(_KEPT)
    if kept and kept[1] == asked and (kept[2].phrased or time.monotonic() - kept[0] < _ASKED_AGAIN_AFTER):
        return replace(kept[2], milliseconds=answer.milliseconds)
    place = st.empty()
    said = [f"<h2>{escape(HEADING)}</h2>"]

    def show(statement: Statement) -> None:
        said.append(f"<p>{shown(statement.text)}</p>")
        place.html(f'<div class="judian"><section class="phrased">{"".join(said)}</section></div>')

    worded = phrased_as_set(asked, clause_of, on_sentence=show)
    place.empty()
    if worded is asked:
        return answer
    st.session_state[_KEPT] = (time.monotonic(), asked, worded)
    return replace(worded, milliseconds=answer.milliseconds)
