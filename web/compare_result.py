"""The matrix or the chain on the page 比对: made once for each state of the library, edited in place, exported, kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import streamlit as st

from index.clause_index import OpenIndex
from ingest.errors import PolicyError
from qa.compare import compare
from qa.comparing.model import Comparison
from qa.comparing.projects import Project, applied
from serve.access.audit import Act, record
from serve.access.projects_seen import COMPARING
from serve.exports.exporting import export_comparison
from serve.training.writing import file_stem
from web.blocks import say, show_block
from web.compare_chain_view import chain_html
from web.compare_choice import (
    CHAIN,
    address_of,
    citation_in,
    remark_of,
    remarked,
    renamed,
    with_clause,
    with_row,
    without_clause,
    without_row,
)
from web.compare_view import action_in, dropped_html, matrix_html
from web.opened import Opened, is_current
from web.original_view import open_clause
from web.saved_projects import offer_saving

KEPT = "compare project"  # in the session: the Project with what was edited since it was opened
_SAID = "compare said"
_RECORDED = "compare recorded"
_FORMS = (("Excel 表", ".xlsx"), ("Word 文档", ".docx"), ("Markdown", ".md"), ("CSV", ".csv"))


@st.fragment
def draw_result(opened: Opened, view: str) -> None:
    """Draw the session's choice; an edit draws this part alone."""
    if not is_current(opened):
        st.rerun()
    project: Project = st.session_state[KEPT]
    try:
        said = _compared(opened.index, opened.state, project.topic, project.regions, project.aspects, project.as_of)
    except PolicyError as error:
        say(str(error), "wrong")
        return
    _keep_record(opened, project, said)
    shown = applied(project, said)
    if not opened.reader.may_administer:  # what is not there may be what this reader must not know of
        shown = replace(shown, notes=said.notes)
    with st.container(key="compare-tools", horizontal=True, vertical_alignment="center"):
        _offer_exports(opened, project, shown)
        if opened.reader.may_edit:
            _offer_saving(opened, project, view)
        editing = view != CHAIN and st.toggle("修改", key="compare editing")
    if message := st.session_state.pop(_SAID, None):
        say(message)
    link = link_to(address_of(project, view))
    if view == CHAIN:
        open_clause(show_block(chain_html(shown, link=link), key="chain"))
        return
    html = matrix_html(shown, editing=bool(editing), link=link)
    if editing:
        hidden = [row.aspect for row in said.rows if row.aspect in project.hidden]
        left_out = [(c, cited) for c in project.left_out if (cited := citation_in(said, c))]
        html = dropped_html(hidden, left_out) + html
    _follow(show_block(html, key="matrix"), project, shown)


def link_to(address: Mapping[str, list[str]]) -> str:
    """The whole address of this page that shows it again."""
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(address, doseq=True)}"


def file_made(name: str, write: Callable[[Path], None]) -> bytes:
    """The bytes of a file that a function writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


@st.cache_resource(max_entries=48, show_spinner="正在比对……")
def _compared(
    _index: OpenIndex,
    state: str,
    topic: str,
    regions: tuple[str, ...],
    aspects: tuple[str, ...],
    as_of: date | None,
) -> Comparison:
    """The comparison, made once for each state of the library; its types are frozen, so all may share it."""
    return compare(_index, topic, regions, aspects, as_of=as_of)


def _keep_record(opened: Opened, project: Project, said: Comparison) -> None:
    """Put into the audit log what was compared, once for each question of this visit."""
    asked = (opened.state, project.topic, project.regions, project.aspects, project.as_of)
    if st.session_state.get(_RECORDED) != asked:
        st.session_state[_RECORDED] = asked
        record(opened.folder, opened.reader, Act.COMPARED, said.topic, _clauses_of(said))


def _clauses_of(comparison: Comparison) -> list[str]:
    return list(dict.fromkeys(c for row in comparison.rows for cell in row.cells for c in cell.clause_ids))


def _offer_exports(opened: Opened, project: Project, shown: Comparison) -> None:
    with st.popover("导出"):
        for name, ending in _FORMS:
            file = f"{file_stem(shown.topic)}-比对{ending}"

            def made(file: str = file) -> bytes:
                let_out = _let_out(opened, project, shown)
                record(opened.folder, opened.reader, Act.EXPORTED, file, _clauses_of(let_out))
                return file_made(file, lambda path: export_comparison(let_out, path, opened.index.library.clause))

            st.download_button(name, made, file_name=file, key=f"compare {ending}", on_click="ignore", width="stretch")


def _let_out(opened: Opened, project: Project, shown: Comparison) -> Comparison:
    """The comparison as it may leave the office: made anew where this reader's exports may hold less than the page."""
    if opened.to_export is opened.index:
        return shown
    said = compare(opened.to_export, project.topic, project.regions, project.aspects, as_of=project.as_of)
    return replace(applied(project, said), notes=said.notes)


def _offer_saving(opened: Opened, project: Project, view: str) -> None:
    if kept := offer_saving(opened, COMPARING, project, "compare"):
        st.session_state[KEPT] = kept
        st.session_state[_SAID] = f"已存为项目“{kept.name}”。"
        st.query_params.from_dict(address_of(kept, view))
        st.rerun()


def _follow(reported: str | None, project: Project, shown: Comparison) -> None:
    """Do what the pressed button asks: an edit, a question back to the person, or the original of a clause."""
    match action_in(reported):
        case ("hide", aspect):
            _edit(without_row(project, aspect))
        case ("show", aspect):
            _edit(with_row(project, aspect))
        case ("leave", clause_id):
            _edit(without_clause(project, clause_id))
        case ("take", clause_id):
            _edit(with_clause(project, clause_id))
        case ("rename", aspect):
            _ask_name(aspect, tuple(row.aspect for row in shown.rows))
        case ("remark", aspect, column):
            _ask_remark(aspect, column, shown.column(column).heading)
        case _:
            open_clause(reported)


def _edit(project: Project) -> None:
    st.session_state[KEPT] = project
    st.rerun(scope="fragment")


@st.dialog("给这一行改名")
def _ask_name(aspect: str, rows: tuple[str, ...]) -> None:
    project: Project = st.session_state[KEPT]
    with st.form("compare renaming", border=False):
        name = st.text_input("新名称（留空：恢复原名）", value=aspect)
        if not st.form_submit_button("保存", type="primary"):
            return
        try:
            st.session_state[KEPT] = renamed(project, aspect, name, rows)
        except PolicyError as error:
            say(str(error), "wrong")
            return
    st.rerun()


@st.dialog("写备注")
def _ask_remark(aspect: str, column: str, heading: str) -> None:
    project: Project = st.session_state[KEPT]
    with st.form("compare remarking", border=False):
        st.text(f"{aspect}　{heading}")
        text = st.text_area(
            "备注（留空：去掉备注；备注是您的话，不当作文件的规定）", value=remark_of(project, aspect, column)
        )
        if not st.form_submit_button("保存", type="primary"):
            return
        st.session_state[KEPT] = remarked(project, aspect, column, text)
    st.rerun()
