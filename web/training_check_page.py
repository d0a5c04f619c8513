"""Material made earlier, uploaded and held against the library of today."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PolicyError
from qa.training.check import check_manifest
from serve.training.stamp import manifest_in_bytes
from web.blocks import say, show_block
from web.opened import Opened, is_current
from web.original_view import open_clause
from web.training_check_view import check_html

_KEPT = "training checked"  # in the session: what was uploaded, so that it is there again after a look at a clause
_ENDINGS = ["docx", "pptx", "xlsx", "html", "json"]
_LARGEST = 64  # megabytes


def draw_check(opened: Opened) -> None:
    """Draw the place to put a file, and what became of the clauses that its lines rest on."""
    st.html(
        '<p class="judian">放入以前用据典做的讲义、幻灯片、题库、测试或清单，就逐行核对：所依据的条款改了、废止了、失效了还是不见了。</p>'
    )
    with st.container(key="training-check"):
        file = st.file_uploader("选一个做好的文件", type=_ENDINGS, max_upload_size=_LARGEST)
    if file is not None:
        st.session_state[_KEPT] = (file.name, file.getvalue())
    if (kept := st.session_state.get(_KEPT)) is None:
        return
    _draw_report(opened, *kept)


@st.fragment
def _draw_report(opened: Opened, name: str, data: bytes) -> None:
    if not is_current(opened):
        st.rerun()
    try:
        with st.spinner("正在核对……"):
            report = check_manifest(opened.index.library, manifest_in_bytes(data, name), name)
    except PolicyError as error:
        say(str(error), "wrong")
        return
    open_clause(show_block(check_html(report), key="checked"))
