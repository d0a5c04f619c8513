"""The page 文库: files in, what was understood of them, what to look at, folders to watch, and the library in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from index.file_listing import count_outcomes
from index.library import Library
from ingest.errors import PolicyError
from serve.access.model import Reader
from web.blocks import say, show_block
from web.library_changes import has_library, run_board, told
from web.library_files_page import carry_out, draw_files, show_files_of
from web.library_folders_page import draw_folders, fresh_taken
from web.library_intake_page import draw_intake
from web.library_intake_view import newcomer_html
from web.library_review_page import ONLY, draw_review
from web.library_statistics_page import draw_statistics, take_wanted_province
from web.library_view import PARTS, action_of, parts_html
from web.opened import Opened
from web.original_view import open_clause

_PART = "part"  # in the page's address


def draw(opened: Opened) -> None:
    """Draw the part of the page that the address names."""
    st.title("文库")
    fresh_taken(opened)
    _say_told()
    kept, out = count_outcomes(opened.index.library)
    parts = _parts_for(opened.reader)
    if not kept and not out:
        if opened.reader.may_edit:
            show_block(newcomer_html(), key="library begin")
            _go_on(opened, draw_intake(opened.folder, by_path=opened.reader.may_administer))
        else:
            say("资料库里还没有您可以阅读的文件。")
        return
    part = st.query_params.get(_PART, "files")
    part = part if part in parts else "files"
    _go_on(opened, show_block(parts_html(part, _counts(opened, kept + out), parts), key="library parts"))
    take_wanted_province()
    if part == "review":
        _go_on(opened, draw_review(opened))
    elif part == "folders":
        draw_folders(opened)
    elif part == "statistics":
        _go_on(opened, draw_statistics(opened))
    else:
        if opened.reader.may_edit:
            _go_on(opened, draw_intake(opened.folder, by_path=opened.reader.may_administer))
        _go_on(opened, draw_files(opened))


def _parts_for(reader: Reader) -> Sequence[str]:
    """What somebody may do here: folders of the machine are its administrator's, corrections an editor's."""
    barred = set() if reader.may_administer else {"folders"} if reader.may_edit else {"folders", "review"}
    return [part for part in PARTS if part not in barred]


def begin(folder: Path, problem: str) -> None:
    """Draw the page where there is no library yet: the first file makes it. `problem`: why none could be opened."""
    st.title("文库")
    run = run_board(folder).current
    if has_library(folder) and (run is None or run.progress.is_over):
        try:
            Library.open(folder).close()
        except PolicyError:
            say(problem, "wrong")
            return
        st.rerun()  # it has just been made
    _say_told()
    show_block(newcomer_html(), key="library begin")
    open_clause(draw_intake(folder))


def _counts(opened: Opened, files: int) -> Mapping[str, str]:
    to_review = int(opened.index.library.select("SELECT count(*) AS n FROM review")[0]["n"])
    return {"files": f" {files}", "review": f" {to_review}"}


def _say_told() -> None:
    if (said := told()) is not None:
        words, is_wrong = said
        say(words, "wrong" if is_wrong else "")


def _go_on(opened: Opened, pressed: str | None) -> None:
    """Follow what was pressed: to a clause, to another part, or by a change."""
    wanted = action_of(pressed)
    if wanted is None:
        open_clause(pressed)
        return
    if "part" in wanted:
        _go_to(wanted["part"])
        st.session_state[ONLY] = None
    elif "review" in wanted:
        st.session_state[ONLY] = wanted["review"]
        _go_to("review")
    elif "region" in wanted:
        show_files_of(wanted["region"], wanted.get("year", ""))
        _go_to("files")
    else:
        carry_out(opened, wanted)
    st.rerun()


def _go_to(part: str) -> None:
    if part == "files":
        st.query_params.pop(_PART, None)
    else:
        st.query_params[_PART] = part
