"""What the library holds: its documents, files that could not be read, and what to do when it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path, PurePath

import streamlit as st

from index.model import Outcome, StoredDocument, StoredFile
from web.blocks import say
from web.shown_text import shown

_MOST_LISTED = 200  # a longer list is not read, and slows the page


def contents_html(stored: Sequence[StoredDocument]) -> str:
    """What can be asked of: the documents by region and number, each with a button that opens it."""
    documents = sorted(
        stored, key=lambda s: (s.document.region or "\uffff", s.document.document_number or "", s.document.document_id)
    )
    listed = documents[:_MOST_LISTED]
    rows = "".join(map(_content_row, listed))
    rest = f"<p>只列出前 {len(listed)} 份。</p>" if len(documents) > len(listed) else ""
    return (
        "<p>答案逐条注明出处，按“查看原文”可以核对。</p>"
        f'<details class="library" open><summary>资料库里的文件（{len(documents)} 份）</summary><ul>{rows}</ul>{rest}</details>'
    )


def _content_row(stored: StoredDocument) -> str:
    document = stored.document
    facts = "，".join(filter(None, (document.document_number, document.region)))
    return (
        f'<li><button type="button" data-open="{escape(document.document_id)}">'
        f"{shown(document.title or PurePath(stored.file).name)}</button> <span>{shown(facts)}</span></li>"
    )


def list_failed_files(files: Sequence[StoredFile]) -> None:
    """Name each file that is not in the library, what is wrong with it and what to do."""
    failed = [f for f in files if f.outcome in (Outcome.FAILED, Outcome.REFUSED)]
    if failed:
        with st.expander(f"有 {len(failed)} 个文件没有入库", expanded=False):
            rows = "".join(f"<li>{shown(file.error or file.file)}</li>" for file in failed[:_MOST_LISTED])
            rest = f"<li>只列出前 {_MOST_LISTED} 个。</li>" if len(failed) > _MOST_LISTED else ""
            st.html(f'<ul class="judian failed">{rows}{rest}</ul>')


def explain_empty_library(folder: Path, problem: str | None = None) -> None:
    """Say that there is nothing to ask yet, and what to do."""
    say(problem or f"资料库 {folder} 里还没有文件。", "wrong" if problem else "")
    st.html('<p class="judian"><a class="way" href="library" target="_self">到“文库”页放入公文</a></p>')
    say("也可以在命令行把公文所在的文件夹入库，再刷新本页：")
    st.code(f"judian ingest 公文文件夹 --library {folder}", language=None, wrap_lines=True)
