"""The projects that are kept with a library, as the pages list them: opened by one press, deleted by two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ingest.errors import PolicyError
from serve.access.audit import Act, record
from serve.access.model import Role
from web.filter_chips import chip_name
from web.opened import Opened
from web.sign_in import require_here


@dataclass(frozen=True, slots=True)
class SavedProjects:
    """The projects of one page. What `remove` raises as PolicyError is kept under `wrong`, for the page to say."""

    page: str  # its name in keys: compare
    called: str  # as the audit log names them: 比对项目
    kept: str  # where the session keeps the project that the page shows
    names: Callable[[Path], Sequence[str]]
    remove: Callable[[Path, str], None]  # of the name in a library's folder

    @property
    def wrong(self) -> str:
        """Where the session keeps what went wrong last on this page."""
        return f"{self.page} problem"

    @property
    def asked(self) -> str:
        """Where the session keeps the name that is to be deleted by another press."""
        return f"{self.page} to remove"


def draw_saved(opened: Opened, saved: SavedProjects) -> None:
    """The list behind a button; nothing where there are none."""
    if names := saved.names(opened.folder):
        with st.popover(f"存下的项目（{len(names)}）"), st.container(key=f"{saved.page}-project-list"):
            for place, name in enumerate(names):
                _draw_one(opened, saved, place, name)


def _draw_one(opened: Opened, saved: SavedProjects, place: int, name: str) -> None:
    page, those = saved.page, (saved, opened.folder, name)
    with st.container(horizontal=True):
        st.button(chip_name(name), key=f"{page} open {place}", on_click=_show, args=(saved, name), width="stretch")
        if not opened.reader.may_edit:
            return
        if st.session_state.get(saved.asked) == name:
            st.button("确定删除", key=f"{page} removed {place}", on_click=_remove, args=those, type="primary")
        else:
            st.button("删除", key=f"{page} remove {place}", on_click=_ask, args=those)


def _show(saved: SavedProjects, name: str) -> None:
    """Leave it to the address, by which the page opens it as far as its reader may see it."""
    st.session_state.pop(saved.kept, None)
    st.query_params.from_dict({"project": name})


def _ask(saved: SavedProjects, folder: Path, name: str) -> None:
    st.session_state[saved.asked] = name


def _remove(saved: SavedProjects, folder: Path, name: str) -> None:
    st.session_state.pop(saved.asked, None)
    try:
        reader = require_here(folder, Role.EDITOR, f"删除{saved.called}")
        saved.remove(folder, name)
    except PolicyError as error:
        st.session_state[saved.wrong] = str(error)
        return
    record(folder, reader, Act.CHANGED, f"删除{saved.called} {name}", where=st.context.ip_address)
