"""Who uses the page: whoever sits at the machine where nobody is named, else who has signed in."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAPIException

from serve.access.audit import Act, record
from serve.access.gatekeeping import AccessError, require
from serve.access.model import LOCAL, ROLE_NAMES, Reader, Role
from serve.access.tries import WrongTries
from serve.access.users import EMAIL, has_users, name_in_claims, reader_with_claims, reader_with_password, user_named
from web.blocks import say
from web.sessions import LASTS, Sessions

COOKIE = "judian_session"
_KEY = "session key"  # in the session: the key of who has signed in on this page
_GONE = "session ended"  # in the session: the cookie is to be deleted


def signed_in(folder: Path) -> Reader | None:
    """Who uses this page; None where the form stands there instead, and nothing else is to be drawn.

    Raises QueryError for a user file that cannot be read.
    """
    reader = _known(folder)
    if reader is None:
        _draw_form(folder)
        return None
    if reader is not LOCAL:
        _keep_cookie()
        _draw_who(folder, reader)
    return reader


def require_here(folder: Path, role: Role, act: str) -> Reader:
    """Who uses this page, where they may do what this role may; AccessError where not. `act` names it: 改动文库.

    For what a page changes: what a browser sends back is not to be trusted, whatever the page had drawn.
    """
    reader = _known(folder)
    if reader is None:
        raise AccessError("这一页", "还没有登录，或登录已经过期", "请刷新本页，登录后再试", signed_in=False)
    try:
        require(reader, role, act)
    except AccessError:
        record(folder, reader, Act.REFUSED, act, where=_address())
        raise
    return reader


def _known(folder: Path) -> Reader | None:
    if not has_users(folder) and not _has_provider():
        # `judian serve --host …` sets it: where the file of users goes while others are served, nobody gets in.
        return None if os.environ.get("JUDIAN_SERVED_TO_OTHERS") else LOCAL
    return _of_session(folder) or _of_provider(folder)


def _of_session(folder: Path) -> Reader | None:
    """Who has signed in with a password, here or on another page of this browser."""
    key = st.session_state.get(_KEY) or ("" if st.session_state.get(_GONE) else _cookie())
    sessions = _sessions(folder)
    name = sessions.name_of(key, time.time()) if key else None
    user = user_named(folder, name) if name is not None else None
    return user.reader if user is not None and sessions.holds(key, user) else None


def _of_provider(folder: Path) -> Reader | None:
    """Who has signed in through OIDC of late, and is a user here."""
    if not _has_provider() or not st.user.is_logged_in or _is_over():
        return None
    reader = reader_with_claims(folder, st.user.to_dict(), _claim())
    who = reader or Reader(name_in_claims(st.user.to_dict(), _claim()) or str(st.user.get("sub")))
    if _sessions(folder).is_new(f"{who.name} {st.user.get('iat')} {reader is None}"):
        record(folder, who, Act.REFUSED if reader is None else Act.SIGNED_IN, "统一登录", where=_address())
    return reader


def _is_over() -> bool:
    """Whether somebody has signed in at the provider longer ago than a session lasts; Streamlit's cookie lasts a month."""
    signed_in_at = st.user.get("iat")
    return isinstance(signed_in_at, int | float) and time.time() > signed_in_at + LASTS


def _claim() -> str:
    """Which claim of the provider users are known by: `[judian] oidc_claim` of Streamlit's secrets."""
    return str(st.secrets.get("judian", {}).get("oidc_claim", EMAIL))


def _draw_form(folder: Path) -> None:
    """The form, and the way through the provider where one is set."""
    _keep_cookie()
    st.title("登录")
    if _has_provider():
        _draw_provider()
    if not has_users(folder):
        say("还没有用户。请管理员在这台机器上运行：judian users add 邮箱 --role admin --no-password")
        return
    with st.form("sign in", width=420):
        name = st.text_input("用户名", autocomplete="username", max_chars=64)
        password = st.text_input("密码", type="password", autocomplete="current-password", max_chars=200)
        asked = st.form_submit_button("登录", type="primary")
    if asked:
        _sign_in(folder, name.strip(), password)


def _sign_in(folder: Path, name: str, password: str) -> None:
    sessions, now = _sessions(folder), time.time()
    if not name or not password:
        say("请写出用户名和密码。", "wrong")
        return
    tries = _tries(folder)
    if wait := math.ceil(tries.wait(name, now)):
        say(f"这个用户名试的次数太多，请过 {wait} 秒再试。", "wrong")
        return
    reader = reader_with_password(folder, name, password)
    user = user_named(folder, name) if reader is not None else None
    if reader is None or user is None:
        tries.failed(name, now)
        record(folder, Reader(name), Act.REFUSED, "登录", where=_address())
        say("用户名或密码不对。", "wrong")
        return
    record(folder, reader, Act.SIGNED_IN, "登录", where=_address())
    tries.succeeded(name)
    key = sessions.begin(user, now)
    st.session_state.clear()  # what somebody else asked on this page
    st.session_state[_KEY] = key
    st.rerun()


def _draw_provider() -> None:
    if st.user.is_logged_in and not _is_over():
        name = name_in_claims(st.user.to_dict(), _claim())
        say(f"{name or '这个账号'}不是这里的用户，看不到任何文件。请找管理员添加。", "wrong")
        st.button("换一个账号", on_click=st.logout)
    elif st.button("用单位账号登录", type="primary"):
        try:
            st.login()
        except StreamlitAPIException:
            say("统一登录没有配置好，请管理员核对 secrets.toml 的 [auth]，并安装 judian[oidc]。", "wrong")


def _draw_who(folder: Path, reader: Reader) -> None:
    """Who is signed in, and the way out."""
    with st.container(key="who", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.text(f"{reader.name}（{ROLE_NAMES[reader.role]}）", width="content")
        if st.button("退出登录", key="sign out", type="tertiary"):
            _sign_out(folder)


def _sign_out(folder: Path) -> None:
    for key in (st.session_state.get(_KEY), _cookie()):
        if key:
            _sessions(folder).end(key)
    st.session_state.clear()
    st.session_state[_GONE] = True
    if _has_provider() and st.user.is_logged_in:
        st.logout()  # tells the browser where to go, which another run would keep from it
        st.stop()
    st.rerun()


def _keep_cookie() -> None:
    """Let other pages of this browser know of the session, or of its end."""
    key = st.session_state.get(_KEY)
    if key is not None and _cookie() != key:
        value, age = key, int(LASTS)
    elif key is None and st.session_state.get(_GONE):
        value, age = "", 0
    else:
        return
    # The key is ours, of letters, digits, - and _ alone.
    cookie = f"{COOKIE}={value}; path=/; max-age={age}; SameSite=Strict"
    st.html(
        f"<script>document.cookie = '{cookie}' + (location.protocol === 'https:' ? '; Secure' : '');</script>",
        unsafe_allow_javascript=True,
    )


def _cookie() -> str:
    """The key that this browser had when the page was opened."""
    kept = st.context.cookies.get(COOKIE)
    return kept if isinstance(kept, str) else ""


def _address() -> str | None:
    """Where this browser is; None for this machine."""
    address = st.context.ip_address
    return address if isinstance(address, str) else None


def _has_provider() -> bool:
    """Whether an OIDC provider is set in Streamlit's secrets."""
    try:
        return "auth" in st.secrets
    except (FileNotFoundError, StreamlitAPIException):
        return False


@st.cache_resource(max_entries=4, show_spinner=False)
def _tries(folder: Path) -> WrongTries:
    """The wrong passwords of a library, counted with its doors."""
    return WrongTries(folder)


@st.cache_resource(max_entries=4, show_spinner=False)
def _sessions(folder: Path) -> Sessions:
    """The sessions of a library, for as long as this process runs."""
    return Sessions()
