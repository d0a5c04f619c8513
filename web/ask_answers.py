"""Answers of the page 问答, each made once for a state of the library, and as a Word document."""

from __future__ import annotations

from datetime import date

import streamlit as st

from index.clause_index import OpenIndex
from index.model import Filters
from qa.answer import ask
from qa.asking.catalogue import catalogue_of
from qa.followup.follow import question_to_follow
from qa.keeping.posed import Posed
from qa.model import Answer
from serve.exports.answer_docx import answer_docx
from web.opened import Opened


def answer_to(opened: Opened, posed: Posed) -> tuple[Answer, str]:
    """The answer, and what the next question may lean on. PolicyError where it cannot be asked."""
    return _answered(opened.index, opened.state, posed, date.today())


def answer_as_word(opened: Opened, posed: Posed, shown: Answer) -> bytes:
    """The answer as a Word document, without what must not leave the library."""
    allowed = opened.to_export
    answer = shown if allowed is opened.index else _asked(allowed, posed)
    return answer_docx(answer, allowed.library.clause, date.today())


@st.cache_resource(max_entries=500, show_spinner=False)  # an answer never changes, so that all may hold the same one
def _answered(_index: OpenIndex, state: str, posed: Posed, today: date) -> tuple[Answer, str]:
    answer = _asked(_index, posed)
    filters = Filters(regions=posed.regions, issuers=posed.issuers, years=posed.years)
    names = catalogue_of(_index.library, filters).names
    return answer, question_to_follow(answer.question, names, without=posed.without)


def _asked(index: OpenIndex, posed: Posed) -> Answer:
    return ask(
        index,
        posed.typed,
        regions=posed.regions,
        issuers=posed.issuers,
        years=posed.years,
        as_of=posed.as_of,
        without=posed.without,
        after=(posed.after,) if posed.after else (),
    )
