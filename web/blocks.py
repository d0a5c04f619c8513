"""The one kind of block our pages draw themselves: HTML made in Python, with buttons that report back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from web.shown_text import shown

_HERE = Path(__file__).parent


def add_style() -> None:
    """Give the page its look; on screen and on paper."""
    st.html(f"<style>{_style()}</style>")


def show_block(
    html: str,
    *,
    key: str,
    width: Literal["stretch", "content"] = "stretch",
    on_press: Callable[[str], None] | None = None,
) -> str | None:
    """What the button stands for that was pressed in this block since the last run (a clause_id), else None.

    `html` must be escaped: it is put into the page as it is. `on_press` is told of it before the page is drawn again, so
    that what it changes is drawn at once and not at a second run.
    """

    def pressed() -> None:
        opened = st.session_state[key].get("opened")
        if on_press is not None and isinstance(opened, str):
            on_press(opened)

    result = _component()(data={"html": html}, key=key, width=width, on_opened_change=pressed)
    opened = result.opened
    return opened if isinstance(opened, str) else None


def say(text: str, look: str = "") -> None:
    """Say something of ours that may name files or titles: nothing in it is markup. `look`: "wrong" for what went wrong."""
    role = "alert" if look == "wrong" else "status"
    st.html(f'<p class="judian said {look}" role="{role}">{shown(text)}</p>')


def draw_large_type_switch(here: str) -> None:
    """A switch for larger type, which the browser itself carries out and keeps. `here`: the page that is shown."""
    _large_type_switch()(data={"here": here}, key="large type", width="content")


@cache
def _style() -> str:
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sorted((_HERE / "styles").glob("*.css")))


@cache  # a component is registered once a process
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "judian_block", js=(_HERE / "page.js").read_text(encoding="utf-8"), isolate_styles=False
    )


@cache
def _large_type_switch() -> ComponentRenderer:
    parts = ((_HERE / name).read_text(encoding="utf-8") for name in ("shell_words.js", "shell.js"))
    return st.components.v2.component("judian_shell", js="\n".join(parts), isolate_styles=False)
