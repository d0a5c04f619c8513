"""The page 比对: a topic laid side by side, its policy chain, or two editions of a notice."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ingest.errors import PolicyError
from qa.comparing.projects import Project
from serve.access.projects_seen import COMPARING
from web.blocks import say
from web.compare_choice import (
    CHAIN,
    EDITIONS,
    address_of,
    choice_in,
    day_in,
    rows_in,
    same_question,
    told_of_unknown,
)
from web.compare_editions_page import draw_editions
from web.compare_result import KEPT, draw_result
from web.opened import Opened
from web.saved_projects import SavedProjects, draw_saved

_LAST = "compare address"  # in the session: what the page showed before another page was opened
_VIEWS = {"": "并排", CHAIN: "政策链", EDITIONS: "新旧版本"}
_EXAMPLES = ("志愿服务", "党支部书记补贴", "党费")
_TOPIC, _REGIONS, _OTHERS, _ROWS, _DAY = (
    "compare topic", "compare regions", "compare other regions", "compare rows", "compare day",
)  # fmt: skip


def draw(opened: Opened) -> None:
    """Draw the page from its address: ?topic=&region=&row=&as_of=&project=&view=chain, or ?view=editions&old=&new=."""
    st.title("比对")
    _go_back_to_last()
    with st.container(key="compare-ways", horizontal=True, vertical_alignment="center"):
        view = _chosen_view()
        if view != EDITIONS:
            _draw_projects(opened)
    if view == EDITIONS:
        draw_editions(opened)
    else:
        _draw_topic(opened, view)
    st.session_state[_LAST] = _address()


def _draw_topic(opened: Opened, view: str) -> None:
    try:
        project = _project_on_page(opened)
    except PolicyError as error:
        say(str(error), "wrong")
        project = None
    _draw_form(opened, project)
    if project is not None:
        draw_result(opened, view)
        return
    st.html('<p class="judian">写出主题，各地的规定就按方面并排列出；没有说到的标明“未规定”。例如：</p>')
    with st.container(key="compare-examples", horizontal=True):
        for topic in _EXAMPLES:
            st.button(topic, on_click=_show, args=(Project("", topic),))


def _go_back_to_last() -> None:
    """Coming back from another page shows what was shown before; an address with anything in it goes before that."""
    if not _address() and (last := st.session_state.get(_LAST)):
        st.query_params.from_dict(last)


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != "clause"}


def _chosen_view() -> str:
    there = st.query_params.get("view", "")
    if "old" in st.query_params or "new" in st.query_params:
        there = EDITIONS
    views = list(_VIEWS)
    if st.session_state.get("compare view") != there:
        st.session_state["compare view"] = there if there in views else ""
    chosen = st.segmented_control(
        "怎样比", views, format_func=lambda v: _VIEWS[v], key="compare view", on_change=_turn_view, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen or ""


def _turn_view() -> None:
    view = st.session_state["compare view"] or ""
    kept = st.session_state.get(KEPT)
    if view != EDITIONS and isinstance(kept, Project):
        st.query_params.from_dict(address_of(kept, view))
    else:
        st.query_params.from_dict({"view": view} if view else {})


def _project_on_page(opened: Opened) -> Project | None:
    """What the address asks for, with what the person has edited of it since; PolicyError for what is not there."""
    address = _address()
    chosen = choice_in(address)
    kept = st.session_state.get(KEPT)
    if chosen is None:
        if not (name := st.query_params.get("project")):
            return None
        chosen = _seen(opened, name)
        st.query_params.from_dict(address_of(chosen, st.query_params.get("view", "")))
    elif isinstance(kept, Project) and same_question(kept, chosen):
        return kept
    elif chosen.name and chosen.name in COMPARING.names(opened.folder):
        stored = _seen(opened, chosen.name)
        # An address that asks for other regions than the project is a choice of its own, with what was edited.
        chosen = replace(stored, regions=chosen.regions, aspects=chosen.aspects, as_of=chosen.as_of) if (
            stored.topic == chosen.topic
        ) else replace(chosen, name="")  # fmt: skip
    st.session_state[KEPT] = chosen
    return chosen


def _seen(opened: Opened, name: str) -> Project:
    """The project kept under a name, as far as who sits here may read what it was made of."""
    return COMPARING.read(opened.folder, name, opened.index)


def _draw_form(opened: Opened, project: Project | None) -> None:
    asked = project or Project("", "")
    held = sorted({s.document.region for s in opened.documents if s.document.region})
    for key, value in (
        (_TOPIC, asked.topic),
        (_REGIONS, [r for r in asked.regions if r in held]),
        (_OTHERS, "、".join(r for r in asked.regions if r not in held)),
        (_ROWS, "、".join(asked.aspects)),
        (_DAY, asked.as_of.isoformat() if asked.as_of else ""),
    ):
        if key not in st.session_state:  # typed words stay; a page drawn anew begins with its address
            st.session_state[key] = value
    with st.container(key="compare-form"), st.form("compare", border=False):
        columns = st.columns([7, 1], vertical_alignment="bottom")
        columns[0].text_input("要比对的主题", key=_TOPIC, placeholder="例如：志愿服务")
        columns[1].form_submit_button("比对", type="primary", width="stretch", on_click=_put)
        columns = st.columns([5, 4])
        columns[0].multiselect(
            "地区（不选：所有说到的地区）", held, key=_REGIONS, placeholder="全部", select_all=False, wrap=True
        )
        columns[1].text_input("其他地区（可不填）", key=_OTHERS, placeholder="例如：浙江、西藏")
        columns = st.columns([5, 4])
        columns[0].text_input("自己定的行（可不填）", key=_ROWS, placeholder="例如：补贴、党费")
        columns[1].text_input("只看这天有效的（可不填）", key=_DAY, placeholder="例如：2023-06-30")
    if problem := st.session_state.pop(_SAVED.wrong, None):
        say(problem, "wrong")
    if told := told_of_unknown(asked.regions, held):
        say(told)


def _put() -> None:
    """Put what the form says into the address; what was edited stays while the topic is the same."""
    topic = st.session_state[_TOPIC].strip()
    if not topic:
        st.session_state[_SAVED.wrong] = "主题是空的。请写出要比对的主题，例如：志愿服务。"
        return
    try:
        day = day_in(st.session_state[_DAY])
    except PolicyError as error:
        st.session_state[_SAVED.wrong] = str(error)
        return
    kept = st.session_state.get(KEPT)
    same = kept if isinstance(kept, Project) and kept.topic == topic else Project("", topic)
    chosen = replace(
        same,
        regions=tuple(dict.fromkeys((*st.session_state[_REGIONS], *rows_in(st.session_state[_OTHERS])))),
        aspects=rows_in(st.session_state[_ROWS]),
        as_of=day,
    )
    st.session_state[KEPT] = chosen
    st.query_params.from_dict(address_of(chosen, st.query_params.get("view", "")))


def _show(project: Project) -> None:
    """Show this choice in place of what the page shows."""
    _forget()
    st.session_state[KEPT] = project
    st.query_params.from_dict(address_of(project, st.query_params.get("view", "")))


def _forget() -> None:
    for key in (KEPT, _LAST, _TOPIC, _REGIONS, _OTHERS, _ROWS, _DAY):
        st.session_state.pop(key, None)
    st.query_params.clear()


def _draw_projects(opened: Opened) -> None:
    draw_saved(opened, _SAVED)
    if "topic" in st.query_params:
        st.button("新的比对", on_click=_forget)


def _forgotten(name: str) -> None:
    kept = st.session_state.get(KEPT)
    if isinstance(kept, Project) and kept.name == name:
        _show(replace(kept, name=""))


_SAVED = SavedProjects("compare", COMPARING, KEPT, _forgotten)
