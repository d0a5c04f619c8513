"""The page 培训: material made of a topic or of chosen clauses, a quiz, and material made earlier held up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from index.library import Library
from ingest.errors import PolicyError
from qa.language.citations import citation_of, place_of
from qa.training.projects import TrainingProject
from serve.access.projects_seen import TRAINING
from web.blocks import say
from web.compare_choice import day_in
from web.opened import Opened
from web.saved_projects import SavedProjects, draw_saved
from web.training_check_page import draw_check
from web.training_choice import QUESTIONS, address_of_material, material_in, same_material
from web.training_result import KEPT, PART, draw_pack

_LAST = "training address"  # in the session: what the page showed before another page was opened
_CHECK = "check"
_VIEWS = {"": "做材料", _CHECK: "核对旧材料"}
_EXAMPLES = ("党费", "离退休干部党支部组织生活", "志愿服务")
_TOPIC, _REGIONS, _DAY, _COUNT = "training topic", "training regions", "training day", "training count"
_DOCUMENT, _OF_DOCUMENT, _PICKED = "training document", "training clauses", "training picked"


def draw(opened: Opened) -> None:
    """Draw the page from its address: ?topic= or ?pick=, ?region=&as_of=&questions=&project=&part=, or ?view=check."""
    st.title("培训")
    if not _address() and (last := st.session_state.get(_LAST)):
        st.query_params.from_dict(last)  # back from another page: what was shown before
    with st.container(key="training-ways", horizontal=True, vertical_alignment="center"):
        view = _chosen_view()
        if not view:
            _draw_projects(opened)
    if view == _CHECK:
        draw_check(opened)
    else:
        _draw_material(opened)
    st.session_state[_LAST] = _address()


def _draw_material(opened: Opened) -> None:
    try:
        project = _project_on_page(opened)
    except PolicyError as error:
        say(str(error), "wrong")
        project = None
    _draw_form(opened, project)
    if project is not None:
        draw_pack(opened)
        return
    st.html(
        '<p class="judian">写出主题，就得到讲义、幻灯片、题库和一图读懂，每一行都注明条款，可以去掉、改写，再下载。例如：</p>'
    )
    with st.container(key="training-examples", horizontal=True):
        for topic in _EXAMPLES:
            st.button(topic, on_click=_show, args=(TrainingProject("", topic),))


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != "clause"}


def _chosen_view() -> str:
    there = st.query_params.get("view", "")
    if st.session_state.get("training view") != there:
        st.session_state["training view"] = there if there in _VIEWS else ""
    chosen = st.segmented_control(
        "做什么", list(_VIEWS), format_func=lambda v: _VIEWS[v], key="training view", on_change=_turn_view, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen or ""


def _turn_view() -> None:
    kept = st.session_state.get(KEPT)
    if st.session_state["training view"]:
        st.query_params.from_dict({"view": _CHECK})
    else:
        st.query_params.from_dict(_address_of(kept) if isinstance(kept, TrainingProject) else {})


def _address_of(project: TrainingProject) -> Mapping[str, list[str]]:
    return address_of_material(project, st.session_state.get(PART) or "")


def _project_on_page(opened: Opened) -> TrainingProject | None:
    """What the address asks for, with what the person has edited of it since; PolicyError for what is not there."""
    chosen = material_in(_address())
    kept = st.session_state.get(KEPT)
    if chosen is None:
        if not (name := st.query_params.get("project")):
            return None
        chosen = _seen(opened, name)
        st.query_params.from_dict(_address_of(chosen))
    elif isinstance(kept, TrainingProject) and same_material(kept, chosen):
        return kept
    elif chosen.name and chosen.name in TRAINING.names(opened.folder):
        stored = _seen(opened, chosen.name)
        # An address that asks for something else than the project is a choice of its own.
        chosen = stored if same_material(stored, chosen) else replace(chosen, name="")
    st.session_state[KEPT] = chosen
    return chosen


def _seen(opened: Opened, name: str) -> TrainingProject:
    """The project kept under a name, as far as who sits here may read what it was made of."""
    return TRAINING.read(opened.folder, name, opened.index)


def _draw_form(opened: Opened, project: TrainingProject | None) -> None:
    asked = project or TrainingProject("", "")
    known = {s.document.region for s in opened.documents if s.document.region}
    for key, value in (
        (_TOPIC, asked.topic),
        (_REGIONS, list(asked.regions)),
        (_DAY, asked.as_of.isoformat() if asked.as_of else ""),
        (_COUNT, asked.questions),
    ):
        if key not in st.session_state:
            st.session_state[key] = value
    with st.container(key="training-form"), st.form("training", border=False):
        columns = st.columns([7, 1], vertical_alignment="bottom")
        columns[0].text_input("培训的主题", key=_TOPIC, placeholder="例如：党费")
        columns[1].form_submit_button("做材料", type="primary", width="stretch", on_click=_put)
        is_narrowed = bool(asked.regions or asked.as_of or asked.questions != QUESTIONS)
        columns = st.expander("更多条件：地区、日期、题数", expanded=is_narrowed).columns([3, 2, 2])
        columns[0].multiselect(
            "地区（不选：全部）", sorted(known | set(asked.regions)), key=_REGIONS, placeholder="全部",
            select_all=False, wrap=True,
        )  # fmt: skip
        columns[1].text_input("只用这天有效的（可不填）", key=_DAY, placeholder="例如：2023-06-30")
        columns[2].number_input("最多几道题", 0, 200, key=_COUNT, step=5)
    _draw_picking(opened, asked)
    if problem := st.session_state.pop(_SAVED.wrong, None):
        say(problem, "wrong")


def _draw_picking(opened: Opened, asked: TrainingProject) -> None:
    """Clauses in place of a topic: chosen document by document."""
    picked = asked.clauses
    with st.expander(
        f"不按主题，按选定的条款做{f'（已选 {len(picked)} 条）' if picked else ''}", expanded=bool(picked)
    ):
        names = {s.document.document_id: citation_of(s.document, ()) for s in opened.documents}
        library = opened.index.library
        document_id = st.selectbox(
            "文件", sorted(names, key=lambda i: names[i]), format_func=lambda i: names.get(i, i), key=_DOCUMENT,
            index=None, placeholder="先选一份文件",
        )  # fmt: skip
        if document_id:
            labels = _labels(library, document_id)
            st.multiselect(
                "条款", list(labels), format_func=lambda i: labels.get(i, i), key=_OF_DOCUMENT, placeholder="选一条或几条",
                select_all=False, wrap=True,
            )  # fmt: skip
            st.button("加入所选的条款", on_click=_pick, args=(picked,))
        if picked:
            cited = {clause_id: _citation(library, clause_id) for clause_id in picked}
            st.session_state[_PICKED] = list(picked)
            st.multiselect(
                "已选的条款（按 × 去掉）", list(picked), format_func=lambda i: cited.get(i, i), key=_PICKED,
                on_change=_keep_picked, select_all=False, wrap=True,
            )  # fmt: skip


def _labels(library: Library, document_id: str) -> dict[str, str]:
    return {
        c.clause_id: f"{place_of(c.path)}　{' '.join(c.text.split())[:30]}"
        for c in library.document(document_id).clauses
    }


def _citation(library: Library, clause_id: str) -> str:
    stored = library.clause(clause_id)
    return citation_of(stored.document, stored.clause.path) if stored else clause_id


def _pick(before: tuple[str, ...]) -> None:
    picks = tuple(dict.fromkeys((*before, *st.session_state.get(_OF_DOCUMENT, ()))))
    st.session_state.pop(_OF_DOCUMENT, None)
    if picks:
        _show(TrainingProject("", "", picks), keep=(_DOCUMENT,))


def _keep_picked() -> None:
    picks = tuple(st.session_state[_PICKED])
    if picks:
        _show(TrainingProject("", "", picks), keep=(_DOCUMENT,))
    else:
        _forget()


def _put() -> None:
    """Put what the form says into the address; what was edited stays while the topic is the same."""
    topic = st.session_state[_TOPIC].strip()
    kept = st.session_state.get(KEPT)
    picks = kept.clauses if isinstance(kept, TrainingProject) and not topic else ()
    if not topic and not picks:
        st.session_state[_SAVED.wrong] = "主题是空的。请写出主题，例如：党费；或在下面选定条款。"
        return
    try:
        day = day_in(st.session_state[_DAY])
    except PolicyError as error:
        st.session_state[_SAVED.wrong] = str(error)
        return
    same = isinstance(kept, TrainingProject) and kept.topic == topic and kept.clauses == picks
    chosen = replace(
        kept if same and isinstance(kept, TrainingProject) else TrainingProject("", topic, picks),
        regions=tuple(st.session_state[_REGIONS]),
        as_of=day,
        questions=int(st.session_state[_COUNT]),
    )
    st.session_state[KEPT] = chosen
    st.query_params.from_dict(_address_of(chosen))


def _show(project: TrainingProject, keep: tuple[str, ...] = ()) -> None:
    """Show this choice in place of what the page shows."""
    _forget(keep)
    st.session_state[KEPT] = project
    st.query_params.from_dict(_address_of(project))


def _forget(keep: tuple[str, ...] = ()) -> None:
    for key in (KEPT, _LAST, _TOPIC, _REGIONS, _DAY, _COUNT, _DOCUMENT, _OF_DOCUMENT, _PICKED):
        if key not in keep:
            st.session_state.pop(key, None)
    st.query_params.clear()


def _draw_projects(opened: Opened) -> None:
    draw_saved(opened, _SAVED)
    if "topic" in st.query_params or "pick" in st.query_params:
        st.button("新的材料", on_click=_forget)


def _forgotten(name: str) -> None:
    kept = st.session_state.get(KEPT)
    if isinstance(kept, TrainingProject) and kept.name == name:
        _show(replace(kept, name=""))


_SAVED = SavedProjects("training", TRAINING, KEPT, _forgotten)
