"""Answers of the page 问答, and as a Word document."""

from __future__ import annotations

from datetime import date

import streamlit as st

from index.clause_index import OpenIndex
from index.model import Filters
from qa.asking.catalogue import catalogue_of
from qa.followup.follow import question_to_follow
from qa.keeping.posed import Posed
from qa.model import Answer
from qa.recalling import ask_or_recall
from serve.exports.answer_docx import answer_docx
from web.opened import Opened


def answer_to(opened: Opened, posed: Posed) -> tuple[Answer, str]:
    """The answer, and what the next question may lean on. PolicyError where it cannot be asked."""
    answer = _asked(opened, opened.index, posed)
    return answer, _to_follow(opened.index, opened.state, posed, answer.question, date.today())


def answer_as_word(opened: Opened, posed: Posed, shown: Answer) -> bytes:
    """The answer as a Word document, without what must not leave the library."""
    allowed = opened.to_export
    answer = shown if allowed is opened.index else _asked(opened, allowed, posed)
    return answer_docx(answer, allowed.library.clause, date.today())


@st.cache_resource(max_entries=500, show_spinner=False)
def _to_follow(_index: OpenIndex, state: str, posed: Posed, said: str, today: date) -> str:
    """What the next question may lean on, found once for a question in a state of the library."""
    filters = Filters(regions=posed.regions, issuers=posed.issuers, years=posed.years)
    names = catalogue_of(_index.library, filters).names
    return question_to_follow(said, names, without=posed.without)


def _asked(opened: Opened, index: OpenIndex, posed: Posed) -> Answer:
    return ask_or_recall(
        index,
        posed.typed,
        regions=posed.regions,
        issuers=posed.issuers,
        years=posed.years,
        as_of=posed.as_of,
        without=posed.without,
        after=(posed.after,) if posed.after else (),
        sentence_vectors=opened.sentence_vectors,
    )
