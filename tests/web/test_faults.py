"""What goes wrong anywhere on a page is said in Chinese, with what to do, and without a word of Python."""

from __future__ import annotations

import pytest
from streamlit import error_util
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from web.faults import tell_of_all_faults

    def break_down() -> None:
        raise ZeroDivisionError("integer division")

    @st.fragment
    def part() -> None:
        if st.button("算", key="inside"):
            break_down()

    @st.dialog("问")
    def dialog() -> None:
        break_down()

    tell_of_all_faults()
    st.text("还在")
    part()
    st.button("答", key="answered", on_click=break_down)
    if st.button("问", key="asked"):
        dialog()
    if st.button("坏", key="whole"):
        break_down()


@pytest.mark.parametrize("where", ["inside", "answered", "asked", "whole"])
def test_a_fault_in_a_fragment_a_dialog_or_a_press_is_told_as_one_of_a_page_is(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Put back afterwards what the page sets for its whole process.
    monkeypatch.setattr(error_util, "show_uncaught_app_exception", error_util.show_uncaught_app_exception)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.error
    app.button(key=where).click().run()
    assert [e.value.partition("，")[0] for e in app.error] == ["程序出错了"]
    assert "请刷新本页再试" in app.error[0].value and not app.exception
