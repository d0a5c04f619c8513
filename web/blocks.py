"""The one kind of block our pages draw themselves: HTML made in Python, with buttons that report back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent


def add_style() -> None:
    """Give the page its look; on screen and on paper."""
    st.html(f"<style>{(_HERE / 'style.css').read_text(encoding='utf-8')}</style>")


def show_block(html: str, *, key: str) -> str | None:
    """The clause_id of the button that was pressed in this block since the last run, else None.

    `html` must be escaped: it is put into the page as it is.
    """
    result = _component()(data={"html": html}, key=key, on_opened_change=lambda: None)
    opened = result.opened
    return opened if isinstance(opened, str) else None


@cache  # a component is registered once a process
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "judian_block", js=(_HERE / "page.js").read_text(encoding="utf-8"), isolate_styles=False
    )
