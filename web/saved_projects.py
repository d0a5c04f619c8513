"""The projects that are kept with a library, as the pages list them: kept under a name, opened by one press, deleted by two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic

import streamlit as st

from ingest.errors import PolicyError
from serve.access.audit import Act, record
from serve.access.model import Role
from serve.access.projects_seen import Kept, ProjectKind
from web.blocks import say
from web.filter_chips import chip_name
from web.opened import Opened
from web.sign_in import require_here


@dataclass(frozen=True, slots=True)
class SavedProjects(Generic[Kept]):
    """The projects of one page. What removing one raises as PolicyError is kept under `wrong`, for the page to say."""

    page: str  # its name in keys: compare
    kind: ProjectKind[Kept]
    kept: str  # where the session keeps the project that the page shows
    forgotten: Callable[[str], None]  # what the page does when the project of a name has gone

    @property
    def wrong(self) -> str:
        """Where the session keeps what went wrong last on this page."""
        return f"{self.page} problem"

    @property
    def asked(self) -> str:
        """Where the session keeps the name that is to be deleted by another press."""
        return f"{self.page} to remove"


def offer_saving(opened: Opened, kind: ProjectKind[Kept], project: Kept, page: str) -> Kept | None:
    """The project as it was kept just now under the name that the person gave it; None where they have not."""
    with st.popover("存为项目"), st.form(f"{page} saving", border=False):
        name = st.text_input("项目名称", value=project.name or project.topic)
        if not st.form_submit_button("保存", type="primary"):
            return None
        try:
            reader = require_here(opened.folder, Role.EDITOR, f"保存{kind.called}")
            kept = kind.keep(opened.folder, replace(project, name=" ".join(name.split())), opened.index)
        except PolicyError as error:
            say(str(error), "wrong")
            return None
    record(opened.folder, reader, Act.CHANGED, f"保存{kind.called} {kept.name}", where=st.context.ip_address)
    return kept


def draw_saved(opened: Opened, saved: SavedProjects[Kept]) -> None:
    """The list behind a button; nothing where there are none."""
    if names := saved.kind.names(opened.folder):
        with st.popover(f"存下的项目（{len(names)}）"), st.container(key=f"{saved.page}-project-list"):
            for place, name in enumerate(names):
                _draw_one(opened, saved, place, name)


def _draw_one(opened: Opened, saved: SavedProjects[Kept], place: int, name: str) -> None:
    page, those = saved.page, (saved, opened.folder, name)
    with st.container(horizontal=True):
        st.button(chip_name(name), key=f"{page} open {place}", on_click=_show, args=(saved, name), width="stretch")
        if not opened.reader.may_edit:
            return
        if st.session_state.get(saved.asked) == name:
            st.button("确定删除", key=f"{page} removed {place}", on_click=_remove, args=those, type="primary")
        else:
            st.button("删除", key=f"{page} remove {place}", on_click=_ask, args=those)


def _show(saved: SavedProjects[Kept], name: str) -> None:
    """Leave it to the address, by which the page opens it as far as its reader may see it."""
    st.session_state.pop(saved.kept, None)
    st.query_params.from_dict({"project": name})


def _ask(saved: SavedProjects[Kept], folder: Path, name: str) -> None:
    st.session_state[saved.asked] = name


def _remove(saved: SavedProjects[Kept], folder: Path, name: str) -> None:
    st.session_state.pop(saved.asked, None)
    try:
        reader = require_here(folder, Role.EDITOR, f"删除{saved.kind.called}")
        saved.kind.remove(folder, name)
    except PolicyError as error:
        st.session_state[saved.wrong] = str(error)
        return
    record(folder, reader, Act.CHANGED, f"删除{saved.kind.called} {name}", where=st.context.ip_address)
    saved.forgotten(name)
