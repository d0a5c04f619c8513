"""Folders that the library keeps an eye on: what has come, changed or gone, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from index.library import Library
from index.watching import FolderLook, look_at_folders
from web.blocks import say
from web.library_changes import begin_watching, end_watching, run_board, take_fresh, take_out
from web.opened import Opened

_PATH = "library watched path"  # in the session
_SHOWN = 8
_AT_MOST_EVERY = 60  # seconds


def fresh_taken(opened: Opened) -> None:
    """Look at the folders, at most once a minute; what has come is read without being asked for."""
    if not opened.reader.may_administer:
        return
    looks = _looked(opened.index.library, str(opened.folder))
    fresh = [path for look in looks for path in look.fresh]
    run = run_board(opened.folder).current
    if fresh and (run is None or run.progress.is_over) and not _taken(tuple(map(str, fresh)), str(opened.folder)):
        take_fresh(opened.folder, fresh)


def draw_folders(opened: Opened) -> None:
    """The folders as they are now."""
    say("打开文库时看一次这些文件夹（一分钟内不重复看），有新的和改过的文件就收入。被人移出的文件不会再收进来。")
    with st.form("library watch", border=False):
        box, press = st.columns([5, 1], vertical_alignment="bottom")
        box.text_input("文件夹的完整路径", key=_PATH, placeholder="/home/公文 或 D:\\公文")
        press.form_submit_button("关注", type="primary", on_click=_watch, args=(opened.folder,))
    looks = look_at_folders(opened.index.library)
    if not looks:
        say("还没有关注的文件夹。")
        return
    st.button("现在看一看", on_click=_look_now, args=(opened,), key="library look")
    for look in looks:
        _draw_folder(opened, look)


def _draw_folder(opened: Opened, look: FolderLook) -> None:
    with st.container(border=True):
        say(str(look.folder))
        if look.problem:
            say(look.problem, "wrong")
        else:
            say(_told(look))
            for name, paths in (("新来的", look.new), ("改过的", look.changed)):
                if paths:
                    more = f"等 {len(paths)} 个" if len(paths) > _SHOWN else ""
                    say(f"{name}：{'、'.join(p.name for p in paths[:_SHOWN])}{more}")
        with st.container(horizontal=True):
            if look.fresh:
                st.button(
                    f"收入这 {len(look.fresh)} 个",
                    key=f"library take {look.folder}",
                    on_click=take_fresh,
                    args=(opened.folder, look.fresh),
                )
            if look.gone:
                st.button(
                    f"移出不在的 {len(look.gone)} 个",
                    key=f"library gone {look.folder}",
                    on_click=take_out,
                    args=(opened.folder, look.gone),
                )
            st.button(
                "不再关注", key=f"library leave {look.folder}", on_click=end_watching, args=(opened.folder, look.folder)
            )


def _told(look: FolderLook) -> str:
    counts = ((len(look.new), "个新文件"), (len(look.changed), "个改过"), (len(look.gone), "个已不在文件夹里"))
    news = "，".join(f"{n} {what}" for n, what in counts if n) or "没有变化"
    return f"有 {look.files} 个文件；{news}"


def _watch(folder: Path) -> None:
    if st.session_state[_PATH].strip():
        begin_watching(folder, st.session_state[_PATH])
        st.session_state[_PATH] = ""
        _looked.clear()


def _look_now(opened: Opened) -> None:
    _looked.clear()
    _mark.clear()
    fresh_taken(opened)


@st.cache_data(ttl=_AT_MOST_EVERY, show_spinner=False)
def _looked(_library: Library, folder: str) -> tuple[FolderLook, ...]:
    return look_at_folders(_library)


@st.cache_resource(ttl=_AT_MOST_EVERY, show_spinner=False)
def _mark(paths: tuple[str, ...], folder: str) -> dict[str, bool]:
    """One for each finding of a minute, for all who have the page open."""
    return {"taken": False}


def _taken(paths: tuple[str, ...], folder: str) -> bool:
    """Whether this finding has been acted on already; asks once, and then it has."""
    mark = _mark(paths, folder)
    before, mark["taken"] = mark["taken"], True
    return before
