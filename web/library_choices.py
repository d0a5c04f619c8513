"""What a person chose on the page 文库, kept while an original is open over it; Streamlit forgets it otherwise."""

from __future__ import annotations

import streamlit as st


def recall(*keys: str) -> None:
    """Let the widgets with these keys, drawn next, stand as they were left."""
    for key in keys:
        kept = f"{key} kept"
        if key in st.session_state:
            st.session_state[kept] = st.session_state[key]
        elif kept in st.session_state:
            st.session_state[key] = st.session_state[kept]
