"""What a question is held to, chosen at the side: regions, issuers, years, and the day whose rules are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from index.model import StoredDocument
from index.records import year_of
from ingest.errors import QueryError
from qa.keeping.posed import Posed
from web.ask_address import AS_OF, ISSUER, REGION, YEAR
from web.blocks import say
from web.compare_choice import day_in
from web.opened import Opened

Choice = TypeVar("Choice", str, int)
_WIDGETS = {REGION: "regions", ISSUER: "issuers", YEAR: "years", AS_OF: "as of"}  # their keys in the session


@dataclass(frozen=True, slots=True)
class _Offered:
    """What the documents of a library can be chosen by."""

    regions: tuple[str, ...]
    issuers: tuple[str, ...]
    years: tuple[int, ...]


def choose_scope(opened: Opened, posed: Posed) -> None:
    """Draw the choices as the address has them; what a person changes is written there."""
    offered = _offered(opened.documents, opened.state)
    st.header("范围")
    _choose("地区（含所辖）", offered.regions, REGION, posed.regions)
    _choose("发文机关", offered.issuers, ISSUER, posed.issuers)
    _choose("年份", offered.years, YEAR, posed.years)
    _choose_day(posed)


@st.cache_resource(max_entries=8, show_spinner=False)
def _offered(_documents: Sequence[StoredDocument], state: str) -> _Offered:
    """Read once for each state of the library."""
    listed = [s.document for s in _documents]
    return _Offered(
        tuple(sorted({d.region for d in listed if d.region})),
        tuple(sorted({name for d in listed for name in d.issuing_authorities})),
        tuple(sorted({year for d in listed if (year := year_of(d)) is not None}, reverse=True)),
    )


def _choose(label: str, offered: Iterable[Choice], name: str, chosen: Sequence[Choice]) -> None:
    """One choice; what the address holds to is there, also where no document has it."""
    choices = list(dict.fromkeys((*offered, *chosen)))
    st.session_state[_WIDGETS[name]] = list(chosen)
    st.multiselect(
        label,
        choices,
        placeholder="全部",
        key=_WIDGETS[name],
        select_all=False,
        on_change=_put_chosen,
        args=(name,),
    )


def _put_chosen(name: str) -> None:
    chosen = st.session_state[_WIDGETS[name]]
    if chosen:
        st.query_params[name] = [str(value) for value in chosen]
    elif name in st.query_params:
        del st.query_params[name]


def _choose_day(posed: Posed) -> None:
    there = st.query_params.get(AS_OF, "")
    st.session_state[_WIDGETS[AS_OF]] = posed.as_of.isoformat() if posed.as_of else there
    st.text_input("截至日期（当天有效的）", placeholder="如 2021-12-31", key=_WIDGETS[AS_OF], on_change=_put_day)
    if there and posed.as_of is None:
        say(f"“{there}”不是日期，没有按它查找。请写成 2021-12-31 这样。", "wrong")


def _put_day() -> None:
    written = st.session_state[_WIDGETS[AS_OF]].strip()
    if not written:
        st.query_params.pop(AS_OF, None)
        return
    try:
        day = day_in(written)
        st.query_params[AS_OF] = day.isoformat() if day else written
    except QueryError:
        st.query_params[AS_OF] = written
