"""A training pack on the page: made once for each state of the library, previewed, edited, downloaded, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from index.clause_index import OpenIndex
from ingest.errors import PolicyError
from qa.training.model import TrainingPack
from qa.training.pack import PackSettings, training_pack
from qa.training.projects import (
    Line,
    TrainingProject,
    edited_pack,
    lines_of,
    reworded,
    with_line,
    without_line,
)
from serve.access.audit import Act, record
from serve.access.projects_seen import TRAINING
from serve.training.picture import picture_of
from serve.training.picture_files import svg_of
from serve.training.writing import files_of
from web.blocks import say, show_block
from web.compare_view import action_in
from web.opened import Opened, is_current
from web.original_view import open_clause
from web.saved_projects import offer_saving
from web.training_choice import address_of_material
from web.training_quiz_page import draw_quiz
from web.training_view import (
    LEAVE,
    REWORD,
    TAKE,
    bank_html,
    dropped_html,
    faq_html,
    figures_html,
    handout_html,
    head_html,
    picture_html,
)

KEPT = "training project"  # in the session: the TrainingProject with what was edited since it was opened
PART = "training part"
_SAID = "training said"
_RECORDED = "training recorded"
_PARTS = {
    "": "讲义",
    "figures": "口径表",
    "faq": "常见问题",
    "bank": "题库",
    "picture": "一图读懂",
    "quiz": "在线测试",
}
_FILES = {
    "讲义.docx": "讲义（Word）",
    "幻灯片.pptx": "幻灯片（PPT）",
    "题库.docx": "题库（Word）",
    "题库.xlsx": "题库（Excel）",
    "测试.html": "测试（网页）",
    "一图读懂.svg": "一图读懂（SVG）",
    "一图读懂.png": "一图读懂（PNG）",
    "清单.json": "条款清单（核对用）",
}


@st.fragment
def draw_pack(opened: Opened) -> None:
    """Draw the material of the session's choice; an edit or an answer draws this part alone."""
    if not is_current(opened):
        st.rerun()
    project: TrainingProject = st.session_state[KEPT]
    try:
        made = _kept_pack(opened.index, opened.state, date.today(), _asked(project), project)
    except PolicyError as error:
        say(str(error), "wrong")
        return
    _keep_record(opened, project, made)
    pack = edited_pack(project, made)
    show_block(head_html(pack), key="training head")
    with st.container(key="training-tools", horizontal=True, vertical_alignment="center"):
        part = _chosen_part(project)
        _offer_files(opened, project, pack)
        if opened.reader.may_edit:
            _offer_saving(opened, project)
        editing = st.toggle("修改", key="training editing")
    if message := st.session_state.pop(_SAID, None):
        say(message)
    if part == "quiz":
        draw_quiz(pack)
        return
    html = _part_html(part, pack, bool(editing))
    if editing:
        html = dropped_html([line for line in lines_of(made) if line in project.left_out]) + html
    _follow(show_block(html, key=f"training {part}"), project)


def _part_html(part: str, pack: TrainingPack, editing: bool) -> str:
    if part == "picture":
        return picture_html(pack, svg_of(picture_of(pack)))
    draws: dict[str, Callable[..., str]] = {"figures": figures_html, "faq": faq_html, "bank": bank_html}
    return draws.get(part, handout_html)(pack, editing=editing)


def _made(index: OpenIndex, project: TrainingProject, today: date) -> TrainingPack:
    settings = PackSettings(questions=project.questions, seed=project.seed)
    return training_pack(
        index, project.topic or None, project.clauses, regions=project.regions, as_of=project.as_of, today=today,
        settings=settings,
    )  # fmt: skip


@st.cache_resource(max_entries=24, show_spinner="正在做材料……")
def _kept_pack(
    _index: OpenIndex, state: str, today: date, asked: tuple[object, ...], _project: TrainingProject
) -> TrainingPack:
    """The pack, made once for each state of the library and day; its types are frozen, so all may share it."""
    return _made(_index, _project, today)


def _asked(project: TrainingProject) -> tuple[object, ...]:
    """What a pack depends on; edits are made in it afterwards."""
    return project.topic, project.clauses, project.regions, project.as_of, project.questions, project.seed


def _chosen_part(project: TrainingProject) -> str:
    if PART not in st.session_state:
        there = st.query_params.get("part", "")
        st.session_state[PART] = there if there in _PARTS else ""
    chosen = st.segmented_control(
        "看哪一部分", list(_PARTS), format_func=lambda p: _PARTS[p], key=PART, required=True, wrap=True,
        label_visibility="collapsed",
    )  # fmt: skip
    address = address_of_material(project, chosen or "")
    if st.query_params.get("part", "") != (chosen or ""):
        st.query_params.from_dict(address)
    return chosen or ""


def _offer_files(opened: Opened, project: TrainingProject, pack: TrainingPack) -> None:
    with st.popover("下载"):
        for name in files_of(pack):
            label = _FILES[name.rpartition("-")[2]]

            def made(name: str = name) -> bytes:
                let_out = _let_out(opened, project, pack)
                record(
                    opened.folder, opened.reader, Act.EXPORTED, name, [c.clause_id for c in let_out.manifest.clauses]
                )
                return files_of(let_out)[name]() or "本机没有中文字体，没有生成 PNG 图，请用 SVG 图。".encode()

            st.download_button(label, made, file_name=name, key=f"training {label}", on_click="ignore", width="stretch")


def _let_out(opened: Opened, project: TrainingProject, pack: TrainingPack) -> TrainingPack:
    """The pack as it may leave the office: made anew where this reader's exports may hold less than the page."""
    if opened.to_export is opened.index:
        return pack
    return edited_pack(project, _made(opened.to_export, project, date.today()))


def _keep_record(opened: Opened, project: TrainingProject, pack: TrainingPack) -> None:
    """Put into the audit log what material was made, once for each question of this visit."""
    asked = (opened.state, _asked(project))
    if st.session_state.get(_RECORDED) != asked:
        st.session_state[_RECORDED] = asked
        record(opened.folder, opened.reader, Act.TRAINED, pack.topic, [c.clause_id for c in pack.manifest.clauses])


def _offer_saving(opened: Opened, project: TrainingProject) -> None:
    if kept := offer_saving(opened, TRAINING, project, "training"):
        st.session_state[KEPT] = kept
        st.session_state[_SAID] = f"已存为项目“{kept.name}”。"
        st.query_params.from_dict(address_of_material(kept, st.session_state.get(PART) or ""))
        st.rerun()


def _follow(reported: str | None, project: TrainingProject) -> None:
    """Do what the pressed button asks: an edit, a question back to the person, or the original of a clause."""
    match action_in(reported):
        case (name, part, clause_id, text) if name == LEAVE:
            _edit(without_line(project, Line(part, clause_id, text)))
        case (name, part, clause_id, text) if name == TAKE:
            _edit(with_line(project, Line(part, clause_id, text)))
        case (name, clause_id, text) if name == REWORD:
            _ask_words(clause_id, text)
        case _:
            open_clause(reported)


def _edit(project: TrainingProject) -> None:
    st.session_state[KEPT] = project
    st.rerun(scope="fragment")


@st.dialog("改写要点")
def _ask_words(clause_id: str, text: str) -> None:
    project: TrainingProject = st.session_state[KEPT]
    now = next((own.words for own in project.own_words if (own.clause_id, own.text) == (clause_id, text)), text)
    with st.form("training rewording", border=False):
        words = st.text_area("您的话（留空：恢复原句；会标明“编者改写”，仍附原条款）", value=now, height=160)
        if not st.form_submit_button("保存", type="primary"):
            return
        st.session_state[KEPT] = reworded(project, clause_id, text, words)
    st.rerun()
