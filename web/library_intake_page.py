"""Files into the library: dropped on the page, or a folder of this computer; how far it is, and what was understood."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from index.background import IngestRun, RunState
from index.file_listing import ListedFile, files_named
from index.library import Library
from index.uploads import LARGEST_UPLOAD
from ingest.errors import PolicyError
from serve.access.model import Role
from web.blocks import say, show_block
from web.library_changes import (
    has_library,
    refused_uploads,
    run_board,
    stop_run,
    take_folder,
    take_uploads,
)
from web.library_intake_view import finished_html, progress_html
from web.library_view import FORMATS
from web.sign_in import require_here

_TURN, _PATH, _WATCH = "library turn", "library path", "library watch"  # in the session
_EVERY = 1.0  # seconds between two looks at a run
_MOST_READ = 200  # files whose contents are told after a run


def draw_intake(folder: Path, *, by_path: bool = True) -> str | None:
    """Ways in, and the run there is; return what was pressed in its results. `by_path`: any file of this machine."""
    run = run_board(folder).current
    working = run is not None and not run.progress.is_over
    pressed = None
    if run is None:
        _say_refused()
    elif working:
        st.fragment(_draw_progress, run_every=_EVERY)(folder, run)
    else:
        pressed = _draw_finished(folder, run)
    turn = st.session_state.get(_TURN, 0)  # a new one for each batch: what was taken is not offered again
    with st.container(key="library-drop"):
        st.file_uploader(
            "把公文拖到这里，可以一次放很多个",
            accept_multiple_files=True,
            key=f"library drop {turn}",
            on_change=_dropped,
            args=(folder,),
            max_upload_size=LARGEST_UPLOAD >> 20,
            disabled=working,
        )
    st.html(
        f'<p class="judian facts">能读：{FORMATS}。每个文件最多 {LARGEST_UPLOAD >> 20} MB；原件存进资料库的 uploads 文件夹。</p>'
    )
    if by_path:
        _draw_by_path(folder, working=working)
    return pressed


def _draw_by_path(folder: Path, *, working: bool) -> None:
    with (
        st.expander("收入这台电脑上的文件夹", expanded=not has_library(folder)),
        st.form("library folder", border=False),
    ):
        st.text_input("文件夹或文件的完整路径", key=_PATH, placeholder="/home/公文 或 D:\\公文")
        st.checkbox("以后也关注这个文件夹，有新文件就收入", key=_WATCH)
        st.form_submit_button("收入", disabled=working, on_click=_written, args=(folder,))


def _dropped(folder: Path) -> None:
    turn = st.session_state.get(_TURN, 0)
    files = st.session_state.get(f"library drop {turn}") or []
    if files:
        st.session_state[_TURN] = turn + 1
        take_uploads(folder, [(f.name, f.getvalue()) for f in files])


def _written(folder: Path) -> None:
    written = st.session_state[_PATH]
    if written.strip():
        take_folder(folder, written, watch=st.session_state[_WATCH])
        st.session_state[_PATH] = ""


def _draw_progress(folder: Path, run: IngestRun) -> None:
    progress = run.progress
    if progress.is_over or not _is_known(folder):
        st.rerun()
    show_block(progress_html(progress, run.names), key="library progress")
    if progress.state is RunState.WORKING:
        st.button("停下", on_click=stop_run, args=(folder,), key="library stop")


def _is_known(folder: Path) -> bool:
    """Whether who opened the page is still signed in."""
    try:
        require_here(folder, Role.READER, "查阅")
    except PolicyError:
        return False
    return True


def _draw_finished(folder: Path, run: IngestRun) -> str | None:
    progress = run.progress
    names = progress.report.files if progress.report else ()
    # Of an unchanged file there is nothing new to tell, unless it was given by itself.
    told = [r.file for r in names if run.names or r.outcome.value != "unchanged"] or list(progress.finished)
    files: tuple[ListedFile, ...] = ()
    if has_library(folder):
        with Library.open(folder) as library:
            files = files_named(library, told[:_MOST_READ])
    pressed = show_block(finished_html(progress, files, folder, refused_uploads()), key="library finished")
    st.button("知道了", on_click=run_board(folder).dismiss, key="library dismiss")
    return pressed


def _say_refused() -> None:
    for message in refused_uploads():
        say(message, "wrong")
