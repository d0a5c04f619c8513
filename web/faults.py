"""What a person is told where the program itself goes wrong: in Chinese, with what to do, wherever on a page it happens."""

from __future__ import annotations

import streamlit as st
from streamlit import error_util

_TOLD = "程序出错了，这一部分没能显示。请刷新本页再试；还是不行，请把启动据典的那个窗口里的最后几行转给维护人员。"


def tell_of_fault() -> None:
    """Say that something could not be drawn; its traceback is for the window that serves."""
    st.error(_TOLD)


def tell_of_all_faults() -> None:
    """From now on this is said, too, of what goes wrong inside a fragment, a dialog or the answer to a press.

    Streamlit catches these itself, writes them to its log, and would show a box of its own with English words.
    """
    error_util.show_uncaught_app_exception = lambda ex: tell_of_fault()
