"""Two editions of a notice on the page 比对: chosen from the library, held against each other, exported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from index.clause_index import OpenIndex
from index.library import Library
from index.lineage import find_named
from index.model import StoredDocument
from index.records import normal_number
from index.titles import title_key
from ingest.errors import PolicyError
from ingest.model import ParsedFile, PolicyDocument
from qa.comparing.edition_model import EditionDiff
from qa.comparing.editions import diff_documents
from qa.language.citations import citation_of
from serve.access.audit import Act, record
from serve.exports.exporting import export_editions
from serve.training.writing import file_stem
from web.blocks import say, show_block
from web.compare_choice import EDITIONS
from web.compare_editions_view import editions_html, suggested_pairs
from web.compare_result import file_made, link_to
from web.filter_chips import chip_name
from web.opened import Opened, is_current
from web.original_view import open_clause

_OLD, _NEW = "compare old", "compare new"
_FORMS = (("Excel 表", ".xlsx"), ("Word 文档", ".docx"), ("Markdown", ".md"), ("CSV", ".csv"))
_MOST_SUGGESTED = 6


def draw_editions(opened: Opened) -> None:
    """Draw the choice of two documents, and what the newer one changes: ?old= and ?new= name them as people do."""
    names = {s.document.document_id: _name(s) for s in opened.documents}
    for key, side in ((_OLD, "old"), (_NEW, "new")):
        if key not in st.session_state:
            st.session_state[key] = _found(opened.index.library, st.query_params.get(side, ""), names)
    choices = sorted(names, key=lambda i: (names[i], i))
    columns = st.columns(2)
    for column, key, label in ((columns[0], _OLD, "旧版"), (columns[1], _NEW, "新版")):
        column.selectbox(
            label, choices, format_func=lambda i: names.get(i, i), key=key, index=None, placeholder="选一份文件",
            on_change=_put,
        )  # fmt: skip
    old, new = st.session_state[_OLD], st.session_state[_NEW]
    if old and new:
        if old == new:
            say("旧版和新版是同一份文件，请另选一份。")
        else:
            _draw_difference(opened, old, new)
        return
    _suggest(opened.documents, names)


def _name(stored: StoredDocument) -> str:
    document = stored.document
    return citation_of(document, ()) if document.title else stored.file


def _found(library: Library, name: str, names: dict[str, str]) -> str | None:
    """The document that an address names by id, number or title; None where the library has none such."""
    if not name or name in names:
        return name or None
    try:
        found = find_named(library, name).document_id
    except PolicyError as error:
        say(str(error), "wrong")
        return None
    return found if found in names else None


def _put() -> None:
    chosen = {"view": EDITIONS, "old": st.session_state.get(_OLD), "new": st.session_state.get(_NEW)}
    st.query_params.from_dict({name: value for name, value in chosen.items() if value})


def _suggest(documents: Sequence[StoredDocument], names: dict[str, str]) -> None:
    """Pairs of one title and two days, a press away."""
    told = [
        (d.document_id, title_key(d.title) or "", normal_number(d.document_number) or "", d.dated_on or d.printed_on)
        for d in (s.document for s in documents)
    ]
    pairs = suggested_pairs(told)[:_MOST_SUGGESTED]
    st.html('<p class="judian">选出两份文件：改了的数字排在前面，再逐条列出修改、移动、新增和删去。</p>')
    if not pairs:
        return
    st.html('<p class="judian">同名而日期不同的文件：</p>')
    with st.container(key="compare-pairs"):
        for old, new in pairs:
            st.button(
                chip_name(f"{names[old]} → {names[new]}"), key=f"pair {old} {new}", on_click=_choose, args=(old, new)
            )


def _choose(old: str, new: str) -> None:
    st.session_state[_OLD], st.session_state[_NEW] = old, new
    _put()


@st.fragment
def _draw_difference(opened: Opened, old: str, new: str) -> None:
    if not is_current(opened):
        st.rerun()
    try:
        diff = _difference(opened.index, opened.state, old, new)
    except PolicyError as error:
        say(str(error), "wrong")
        return
    if _may_leave(opened, (diff.old.document_id, diff.new.document_id)):
        _offer_exports(opened, diff)
    link = link_to({"view": [EDITIONS], "old": [old], "new": [new]})
    open_clause(show_block(editions_html(diff, date.today(), link=link), key="editions"))


def _may_leave(opened: Opened, document_ids: Sequence[str]) -> bool:
    """Whether both documents may be in this reader's exports."""
    if opened.to_export is opened.index:
        return True
    listed = {d.document_id for d in opened.to_export.library.listed()}
    return listed.issuperset(document_ids)


def _offer_exports(opened: Opened, diff: EditionDiff) -> None:
    with st.container(key="compare-tools", horizontal=True), st.popover("导出"):
        for name, ending in _FORMS:
            file = f"{file_stem(diff.new.title or '新旧版本')}-新旧对照{ending}"

            def made(file: str = file) -> bytes:
                record(opened.folder, opened.reader, Act.EXPORTED, file, [diff.old.document_id, diff.new.document_id])
                return file_made(file, lambda path: export_editions(diff, path))

            st.download_button(name, made, file_name=file, key=f"editions {ending}", on_click="ignore", width="stretch")


@st.cache_resource(max_entries=24, show_spinner="正在逐条对照……")
def _difference(_index: OpenIndex, state: str, old: str, new: str) -> EditionDiff:
    (before_file, before), (after_file, after) = (_speaking(_index.library, i) for i in (old, new))
    return diff_documents(before, before_file, after, after_file)


def _speaking(library: Library, document_id: str) -> tuple[ParsedFile, PolicyDocument]:
    """A document with its file; of a notice that issues a rule the rule."""
    parsed = library.parsed_file(document_id)
    by_id = {d.document_id: d for d in parsed.documents}
    chosen = by_id[document_id]
    return parsed, by_id.get(chosen.wraps or "", chosen)
