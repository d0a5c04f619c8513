"""The block of an original: the document's HTML, and the pictures of the pages that are shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_SCRIPT = Path(__file__).with_name("page.js")


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a person did in the block since the last run."""

    opened: str | None  # clause_id or document_id to be opened
    shown: Mapping[str, object] | None  # {"page": n} or {"item": "c12" or "f-title"} whose pages are wanted


def show_original(html: str, facts: Mapping[str, object], *, key: str) -> Pressed:
    """Draw the block; `html` must be escaped, `facts` are what the script knows of clauses and pages."""
    result = _component()(
        data={"html": html, "original": dict(facts)},
        key=key,
        on_opened_change=lambda: None,
        on_shown_change=lambda: None,
    )
    opened, shown = result.opened, result.shown
    return Pressed(opened if isinstance(opened, str) else None, shown if isinstance(shown, Mapping) else None)


@cache  # a component is registered once a process
def _component() -> ComponentRenderer:
    return st.components.v2.component("judian_original", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False)
