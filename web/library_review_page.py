"""The review list of a library, each field to be corrected or confirmed where it stands."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from index.corrections import FIELD_NAMES, Correction, corrections_of, ordinal_of, printed_value
from index.library import Library
from index.review import ReviewEntry, review_list
from ingest.errors import PolicyError
from web.blocks import say, show_block
from web.library_changes import correct
from web.library_review_view import correction_html, review_item_html, reviewed_document_html
from web.library_view import action_of, pager_html
from web.opened import Opened

ONLY, _PAGE = "library reviewed", "library review page"  # in the session
_SIZE = 8  # documents
_MOST_LOGGED = 12


def draw_review(opened: Opened) -> str | None:
    """The list, a few documents at a time; return the document that was pressed."""
    library = opened.index.library
    only: str | None = st.session_state.get(ONLY)
    entries = _entries(library, only)
    if only is not None:
        st.button("看全部待核对的", on_click=_forget_only, key="library review all")
    groups = [(key, list(group)) for key, group in groupby(entries, key=lambda e: e.document_id)]
    if not groups:
        say("没有要核对的字段。" if only is None else "这份文件没有要核对的字段了。")
    else:
        say(f"{len(groups)} 份文件有 {len(entries)} 处要核对。改好后保存；读得对的，原样保存即为确认。")
    pressed = None
    pages = max(1, -(-len(groups) // _SIZE))
    page = min(st.session_state.get(_PAGE, 1), pages)
    for document_id, group in groups[(page - 1) * _SIZE : page * _SIZE]:
        pressed = _draw_document(opened, document_id, group) or pressed
    if pager := pager_html(page, _SIZE, len(groups), what="份"):
        wanted = action_of(show_block(pager, key="library review pager"))
        if wanted is not None and "page" in wanted:
            st.session_state[_PAGE] = int(wanted["page"])
            st.rerun()
    _draw_log(opened)
    return pressed


def _entries(library: Library, only: str | None) -> list[ReviewEntry]:
    try:
        return review_list(library, only)
    except PolicyError:  # it has been taken out meanwhile
        st.session_state[ONLY] = None
        return review_list(library)


def _draw_document(opened: Opened, document_id: str, entries: list[ReviewEntry]) -> str | None:
    document = opened.index.library.document(document_id)
    with st.container(border=True):
        pressed = show_block(reviewed_document_html(entries[0]), key=f"library reviewed {document_id}")
        fields: set[str] = set()
        for number, entry in enumerate(entries):
            field = entry.item.field
            show_block(review_item_html(entry), key=f"library item {document_id} {number}")
            if field not in FIELD_NAMES or field in fields:
                continue  # figures and the like are right or wrong in the original: nothing to set
            fields.add(field)
            key = f"library review {document_id} {field}"
            with st.form(f"{key} form", border=False):
                box, save = st.columns([4, 1], vertical_alignment="bottom")
                box.text_input(FIELD_NAMES[field], value=printed_value(document, field) or "", key=key)
                save.form_submit_button("保存", on_click=_save, args=(opened, document_id, field, key))
    return pressed


def _save(opened: Opened, document_id: str, field: str, key: str) -> None:
    correct(opened.folder, document_id, field, st.session_state[key].strip() or "-")


def _draw_log(opened: Opened) -> None:
    """The last corrections, those that stand with a way back."""
    library = opened.index.library
    made = corrections_of(library)[-_MOST_LOGGED:][::-1]
    if not made:
        return
    documents = {
        (ordinal_of(s.document.document_id), s.document.document_id.split("~")[-1][:8]): s for s in opened.documents
    }
    last = {(c.sha256, c.ordinal, c.field): c for c in reversed(made)}
    st.subheader("最近的更正")
    for number, correction in enumerate(made):
        stored = documents.get((correction.ordinal, correction.sha256[:8]))
        title = stored.document.title if stored else None
        text, press = st.columns([5, 1], vertical_alignment="center")
        with text:
            show_block(correction_html(correction, title or correction.sha256[:8]), key=f"library log {number}")
        if stored and _can_go(correction, last):
            press.button(
                "撤回",
                key=f"library take back {number}",
                on_click=correct,
                args=(opened.folder, stored.document.document_id, correction.field, None),
            )


def _can_go(correction: Correction, last: dict[tuple[str, int, str], Correction]) -> bool:
    """Whether a correction is the last word on its field and has not been taken back."""
    return correction.value is not None and last[correction.sha256, correction.ordinal, correction.field] is correction


def _forget_only() -> None:
    st.session_state[ONLY] = None
