"""What the library holds: choices to narrow a question, files that could not be read, and what to do when it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path, PurePath
from typing import TypeVar

import streamlit as st

from index.model import Filters, Outcome, StoredDocument, StoredFile
from index.records import year_of

Choice = TypeVar("Choice", str, int)
_FILTER_KEYS = ("regions", "issuers", "years")
_MOST_LISTED = 200  # a longer list is not read, and slows the page


def choose_filters(stored: Sequence[StoredDocument]) -> Filters:
    """The regions, issuers and years that the person chose; the choices are those the documents have."""
    documents = [s.document for s in stored]
    st.header("范围")
    regions = sorted({d.region for d in documents if d.region})
    issuers = sorted({name for d in documents for name in d.issuing_authorities})
    years = sorted({year for d in documents if (year := year_of(d)) is not None}, reverse=True)
    return Filters(
        regions=tuple(_chosen("地区（含所辖）", regions, "regions")),
        issuers=tuple(_chosen("发文机关", issuers, "issuers")),
        years=tuple(_chosen("年份", years, "years")),
    )


def _chosen(label: str, choices: Sequence[Choice], key: str) -> list[Choice]:
    return st.multiselect(label, choices, placeholder="全部", key=key, select_all=False)


def keep_filters() -> None:
    """Keep the choices while the page that offers them is not drawn; Streamlit forgets them otherwise."""
    for key in _FILTER_KEYS:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def contents_html(stored: Sequence[StoredDocument]) -> str:
    """What can be asked of: the documents by region and number, each with a button that opens it."""
    documents = sorted(
        stored, key=lambda s: (s.document.region or "\uffff", s.document.document_number or "", s.document.document_id)
    )
    shown = documents[:_MOST_LISTED]
    rows = "".join(map(_content_row, shown))
    rest = f"<p>只列出前 {len(shown)} 份。</p>" if len(documents) > len(shown) else ""
    return (
        "<p>答案逐条注明出处，按“查看原文”可以核对。</p>"
        f'<details class="library" open><summary>资料库里的文件（{len(documents)} 份）</summary><ul>{rows}</ul>{rest}</details>'
    )


def _content_row(stored: StoredDocument) -> str:
    document = stored.document
    facts = "，".join(filter(None, (document.document_number, document.region)))
    return (
        f'<li><button type="button" data-open="{escape(document.document_id)}">'
        f"{escape(document.title or PurePath(stored.file).name)}</button> {escape(facts)}</li>"
    )


def list_failed_files(files: Sequence[StoredFile]) -> None:
    """Name each file that is not in the library, what is wrong with it and what to do."""
    failed = [f for f in files if f.outcome in (Outcome.FAILED, Outcome.REFUSED)]
    if failed:
        with st.expander(f"有 {len(failed)} 个文件没有入库", expanded=False):
            for file in failed:
                st.markdown(f"- {file.error or file.file}")


def explain_empty_library(folder: Path, problem: str | None = None) -> None:
    """Say that there is nothing to ask yet, and what to type."""
    st.warning(problem or f"资料库 {folder} 里还没有文件。")
    st.markdown("请先把公文所在的文件夹入库，再刷新本页。在命令行输入：")
    st.code(f"judian ingest 公文文件夹 --library {folder}", language=None)
