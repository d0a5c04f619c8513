"""What was read from the question as filters: a chip for each, which a press takes away or brings back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from qa.model import AskedFilter
from serve.exports.printable import printable

_MARKS = "\\[]()!*_`~$<>#:&|"  # of Markdown, HTML in it, and Streamlit's own
_ADDRESS = "without"  # ?without=地区:浙江, once for each chip that was taken away


def chips_taken_away() -> tuple[str, ...]:
    """Ids of the chips that the person took away from this question; the page's address holds them."""
    return tuple(dict.fromkeys(st.query_params.get_all(_ADDRESS)))  # an address typed by hand may say one twice


def forget_chips() -> None:
    """Begin another question with all of its chips."""
    if _ADDRESS in st.query_params:
        del st.query_params[_ADDRESS]


def draw_chips(filters: Sequence[AskedFilter]) -> None:
    """A row of buttons: each filter with a cross; what could not be held to, said so; what was taken away, with a plus."""
    chips = {f.chip_id: f for f in filters}
    taken = chips_taken_away()
    if not chips and not taken:
        return
    with st.container(key="chips", horizontal=True, vertical_alignment="center"):
        st.markdown("理解为：", width="content")
        for chip_id, chip in chips.items():
            name = chip_name(f"{chip.kind.value} {chip.value}")
            if chip.relaxed:
                st.button(f"{name}（未限）", key=f"chip {chip_id}", disabled=True)
            else:
                st.button(f"{name} ✕", key=f"chip {chip_id}", on_click=_take_away, args=(chip_id,))
        for chip_id in taken:
            name = chip_name(chip_id.replace(":", " ", 1))
            st.button(f"＋ {name}", key=f"taken {chip_id}", on_click=_bring_back, args=(chip_id,))


def chip_name(text: str) -> str:
    """The text of a button without what Markdown reads as marks: [2022], *, _; what turns text round is left out."""
    return "".join(f"\\{c}" if c in _MARKS else c for c in printable(text))


def _take_away(chip_id: str) -> None:
    st.query_params[_ADDRESS] = [*chips_taken_away(), chip_id]


def _bring_back(chip_id: str) -> None:
    kept = [c for c in chips_taken_away() if c != chip_id]
    if kept:
        st.query_params[_ADDRESS] = kept
    else:
        forget_chips()
