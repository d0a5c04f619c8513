"""The files of a library: found, looked at, corrected, read again, taken out and put back."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from index.corrections import FIELD_NAMES, ordinal_of, printed_value, standing_corrections
from index.file_listing import NO_REGION as UNNAMED
from index.file_listing import FileQuery, list_files
from index.removal import removed_files
from ingest.errors import PolicyError
from ingest.model import PolicyDocument
from qa.overview.statistics import NO_REGION, regions_and_years
from web.blocks import say, show_block
from web.library_changes import correct, just_removed, put_back, read_again, take_out_row
from web.library_choices import recall
from web.library_files_view import files_html
from web.library_view import NO_REGION as UNNAMED_WORDS
from web.library_view import action_of, name_of
from web.opened import Opened

_WORDS, _STATE, _REGION, _YEAR, _PAGE, _EDITED = (
    f"library {name}" for name in ("words", "state", "region", "year", "page", "edited")
)  # in the session
_STATES = {"": "全部", "in": "已收入", "out": "没有收入", "look": "有待核对"}
_SIZE = 20
_STATUS_WORDS = {"in_force": "有效", "repealed": "废止", "expired": "失效", "trial": "试行", "unknown": "未知"}


def draw_files(opened: Opened) -> str | None:
    """The list with its filters; return the clause or document that was pressed."""
    if opened.reader.may_edit:
        _draw_removed(opened)
        _draw_editor(opened)
    st.subheader("库里的文件")
    query = _query(opened)
    page = st.session_state.get(_PAGE, 1)
    files, total = list_files(opened.index.library, query, page=page, size=_SIZE)
    if not files and page > 1:
        st.session_state[_PAGE] = 1
        st.rerun()
    html = files_html(files, opened.folder, page=page, size=_SIZE, total=total, may_change=opened.reader.may_edit)
    pressed = show_block(html, key="library files")
    if (wanted := action_of(pressed)) is not None:
        carry_out(opened, wanted)
        st.rerun()
    return pressed


def carry_out(opened: Opened, wanted: Mapping[str, str]) -> None:
    """Do what a button of the list stands for."""
    if "page" in wanted:
        st.session_state[_PAGE] = int(wanted["page"])
    elif "reread" in wanted:
        read_again(opened.folder, int(wanted["reread"]))
    elif "remove" in wanted:
        take_out_row(opened.folder, int(wanted["remove"]))
    elif "correct" in wanted:
        st.session_state[_EDITED] = wanted["correct"]


def show_files_of(region: str, year: str) -> None:
    """Let the list show the files of a region and year."""
    st.session_state[_WORDS], st.session_state[_STATE] = "", ""
    st.session_state[_REGION] = region or None
    st.session_state[_YEAR] = int(year) if year else None
    st.session_state[_PAGE] = 1


def _query(opened: Opened) -> FileQuery:
    recall(_WORDS, _STATE, _REGION, _YEAR)
    counts = regions_and_years(opened.index.library)
    with st.container(key="library-filters"):
        words, state, region, year = st.columns([3, 1.4, 1.8, 1.4], vertical_alignment="bottom")
        words.text_input("查找文件名、标题、文号、机关", key=_WORDS, on_change=_first_page)
        state.selectbox("状态", list(_STATES), format_func=_STATES.__getitem__, key=_STATE, on_change=_first_page)
        regions = sorted(r for r in counts.regions if r)
        if NO_REGION in counts.regions:
            regions.append(UNNAMED)
        _keep_only(_REGION, regions)
        region.selectbox(
            "地区（含所辖）",
            regions,
            index=None,
            format_func=lambda r: UNNAMED_WORDS if r == UNNAMED else r,
            placeholder="全部",
            key=_REGION,
            on_change=_first_page,
        )
        years = [y for y in counts.years if y is not None]
        _keep_only(_YEAR, years)
        year.selectbox("年份", years, index=None, placeholder="全部", key=_YEAR, on_change=_first_page)
    return FileQuery(
        st.session_state.get(_WORDS, ""),
        st.session_state.get(_STATE, ""),
        st.session_state.get(_REGION) or "",
        st.session_state.get(_YEAR),
    )


def _keep_only(key: str, choices: list[str] | list[int]) -> None:
    """Let go of a choice that is no longer there; a region above those of the notices (a province) joins them."""
    chosen = st.session_state.get(key)
    if chosen is None or chosen in choices:
        return
    if key == _REGION and any(str(c).startswith(str(chosen)) for c in choices):
        choices.insert(0, chosen)
    else:
        st.session_state[key] = None


def _first_page() -> None:
    st.session_state[_PAGE] = 1


def _draw_removed(opened: Opened) -> None:
    """What can be put back: what was just taken out by one press, the rest in a list."""
    removed = removed_files(opened.index.library)
    # Who may not read all is not told what lies there; what they took out themselves they may put back.
    here = set(just_removed()) if opened.index.library.restricted else {r.row for r in removed}
    just = [row for row in just_removed() if row in here]
    if just:
        st.button("撤销移出", on_click=put_back, args=(opened.folder, just), key="library undo", type="primary")
    if removed:
        with st.expander(f"移出的文件（{len(removed)} 个，保留三十天）"):
            for r in removed[:50]:
                text, press = st.columns([5, 1], vertical_alignment="center")
                with text:
                    say(f"{name_of(r.file)}　{'、'.join(r.titles[:2])}　{r.removed_at[:10]} 移出")
                press.button("恢复", key=f"library restore {r.row}", on_click=put_back, args=(opened.folder, [r.row]))


def _draw_editor(opened: Opened) -> None:
    """All fields of the document that is being corrected."""
    document_id = st.session_state.get(_EDITED)
    if document_id is None:
        return
    try:
        document = opened.index.library.document(document_id)
        corrected = _corrected_fields(opened, document)
    except PolicyError as error:
        st.session_state[_EDITED] = None
        say(str(error), "wrong")
        return
    with st.container(border=True, key="library-editor"):
        st.subheader("更正")
        say(document.title or document_id)
        with st.form("library correction", border=False):
            for start in range(0, len(FIELD_NAMES), 2):
                for column, field in zip(st.columns(2), list(FIELD_NAMES)[start : start + 2], strict=False):
                    with column:
                        _draw_field(document, field)
            who, why = st.columns(2)
            who.text_input("更正人（可不填）", key="library by")
            why.text_input("依据（可不填）", key="library reason")
            save, close = st.columns(2)
            save.form_submit_button("保存更正", type="primary", on_click=_save, args=(opened, document))
            close.form_submit_button("不改了", on_click=_close)
        for field in corrected:
            st.button(
                f"撤回对{FIELD_NAMES[field]}的更正",
                key=f"library undo {field}",
                on_click=_take_back,
                args=(opened, document, field),
            )


def _corrected_fields(opened: Opened, document: PolicyDocument) -> list[str]:
    library = opened.index.library
    sha256 = library.source_file(document.document_id).sha256
    ordinal = ordinal_of(document.document_id)
    return [c.field for c in standing_corrections(library).get(sha256, ()) if c.ordinal == ordinal]


def _draw_field(document: PolicyDocument, field: str) -> None:
    st.text_input(FIELD_NAMES[field], value=_shown(document, field), key=_field_key(document, field))


def _shown(document: PolicyDocument, field: str) -> str:
    value = printed_value(document, field) or ""
    return _STATUS_WORDS.get(value, value) if field == "status" else value


def _field_key(document: PolicyDocument, field: str) -> str:
    return f"library field {document.document_id} {field} {_shown(document, field)}"


def _save(opened: Opened, document: PolicyDocument) -> None:
    by, reason = st.session_state["library by"], st.session_state["library reason"]
    for field in FIELD_NAMES:
        written = st.session_state[_field_key(document, field)].strip()
        if written != _shown(document, field):
            correct(opened.folder, document.document_id, field, written or "-", by=by, reason=reason)
    _close()


def _take_back(opened: Opened, document: PolicyDocument, field: str) -> None:
    correct(opened.folder, document.document_id, field, None)
    _close()


def _close() -> None:
    st.session_state[_EDITED] = None
