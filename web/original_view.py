"""A cited clause in its original: looked up in the library, drawn with its document and the pages it stands on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from index.library import Library
from index.model import StoredFile
from ingest.archives import file_on_disk
from ingest.errors import PolicyError
from ingest.model import Clause, FileFormat
from qa.citations import citation_of
from web.blocks import show_block
from web.copy_note import copy_note
from web.document_view import document_html
from web.page_picture import PagePicture, picture_of_page


def draw_original(library: Library, wanted: str) -> None:
    """Draw the document of this clause_id or document_id, with a way back to the answer."""
    if st.button("← 返回答案" if st.query_params.get("q") else "← 返回", key="back"):
        del st.query_params["clause"]
        st.rerun()
    stored = library.clause(wanted)
    try:
        document = library.document(stored.document.document_id if stored else wanted)
        source = library.source_file(document.document_id)
    except PolicyError as error:
        st.warning(str(error))
        return
    pictures, problem = _pictures(source, stored.clause) if stored else ((), None)
    html = document_html(
        document,
        stored.clause if stored else None,
        file=source.file,
        citation=citation_of(document, stored.clause.path) if stored else None,
        caution=copy_note(document, source),
        pictures=pictures,
        problem=problem,
    )
    open_clause(show_block(html, key="original"))


def open_clause(clause_id: str | None) -> None:
    """Show this clause in its original instead of what is on the page; None leaves the page as it is."""
    if clause_id:
        st.query_params["clause"] = clause_id
        st.rerun()


def _pictures(source: StoredFile, clause: Clause) -> tuple[Sequence[PagePicture], str | None]:
    """The pages the clause stands on where the original is a PDF, or why they cannot be shown."""
    if source.format is not FileFormat.PDF:
        return (), None
    try:
        with file_on_disk(source.path) as file:  # it may lie in an archive
            return [picture_of_page(file.path, page, clause.boxes) for page in _pages_of(clause)], None
    except PolicyError as error:
        return (), f"不能显示原件页面。{error}"


def _pages_of(clause: Clause) -> list[int]:
    pages = {box.page for box in clause.boxes}
    if not pages and clause.page is not None:
        pages = {clause.page}
    return sorted(pages)
