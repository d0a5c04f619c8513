"""Nobody sees a page of a library with users before they have signed in; sessions end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from serve.access.audit import Act, entries
from serve.access.model import Role
from serve.access.tries import TRIES, WrongTries
from serve.access.users import USERS, User, put_user, remove_user
from web.sessions import LASTS, Sessions

PASSWORD = "一个足够长的口令"


def page() -> None:
    import os
    from pathlib import Path

    import streamlit as st

    from web.sign_in import signed_in

    reader = signed_in(Path(os.environ["JUDIAN_LIBRARY"]))
    if reader is not None:
        st.text(f"这里是内容：{reader.name} {reader.role.value}")
        st.session_state["asked"] = "问过的话"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("JUDIAN_LIBRARY", str(tmp_path))
    return AppTest.from_function(page, default_timeout=60)


def sign_in(app: AppTest, name: str, password: str) -> AppTest:
    app.text_input[0].set_value(name)
    app.text_input[1].set_value(password)
    return app.button[0].set_value(True).run()


def shown(app: AppTest) -> str:
    return " ".join(t.value for t in app.text)


def test_where_nobody_is_named_nobody_signs_in(app: AppTest) -> None:
    assert "这里是内容：本机 admin" in shown(app.run())


def test_the_form_stands_there_until_the_password_is_right(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "张三", Role.ADMIN, [], PASSWORD)
    assert "这里是内容" not in shown(app.run()) and len(app.text_input) == 2
    assert "这里是内容" not in shown(sign_in(app, "张三", "不对的口令呀呀呀"))
    assert "这里是内容" not in shown(sign_in(app, "李四", PASSWORD))
    assert "这里是内容：张三 admin" in shown(sign_in(app, "张三", PASSWORD))
    assert [(e.who, e.act) for e in entries(tmp_path)] == [
        ("张三", Act.REFUSED),
        ("李四", Act.REFUSED),
        ("张三", Act.SIGNED_IN),
    ]


def test_who_signs_out_leaves_nothing_on_the_page(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "张三", Role.ADMIN, [], PASSWORD)
    sign_in(app.run(), "张三", PASSWORD)
    assert app.session_state["asked"]
    app.button(key="sign out").click().run()
    assert "这里是内容" not in shown(app) and "asked" not in app.session_state
    assert "这里是内容" not in shown(app.run())


def test_who_is_no_longer_a_user_or_has_another_password_is_out_at_once(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "管理", Role.ADMIN, [], PASSWORD)
    put_user(tmp_path, "张三", Role.READER, [], PASSWORD)
    assert "张三 reader" in shown(sign_in(app.run(), "张三", PASSWORD))
    put_user(tmp_path, "张三", Role.EDITOR)
    assert "张三 editor" in shown(app.run())  # a new role counts from the next look
    put_user(tmp_path, "张三", password="另一个口令呀呀呀")
    assert "这里是内容" not in shown(app.run())
    sign_in(app, "张三", "另一个口令呀呀呀")
    remove_user(tmp_path, "张三")
    assert "这里是内容" not in shown(app.run())


def test_nobody_gets_in_by_a_broken_user_file(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "张三", Role.ADMIN, [], PASSWORD)
    sign_in(app.run(), "张三", PASSWORD)
    (tmp_path / USERS).write_text("{", encoding="utf-8")
    app.run()
    assert (app.exception or app.error) and "这里是内容" not in shown(app)


def test_after_many_wrong_passwords_a_name_has_to_wait(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "张三", Role.ADMIN, [], PASSWORD)
    app.run()
    for _ in range(5):
        sign_in(app, "张三", "猜一个口令吧")
    assert "这里是内容" not in shown(sign_in(app, "张三", PASSWORD))


def changing() -> None:
    import os
    from pathlib import Path

    import streamlit as st

    from ingest.errors import PolicyError
    from serve.access.model import Role
    from web.sign_in import require_here, signed_in

    folder = Path(os.environ["JUDIAN_LIBRARY"])
    signed_in(folder)
    try:
        st.text(f"改了：{require_here(folder, Role.EDITOR, '改动文库').name}")
    except PolicyError as error:
        st.text(f"没有改：{error}")


def test_who_may_not_change_anything_cannot_whatever_the_page_had_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDIAN_LIBRARY", str(tmp_path))
    page = AppTest.from_function(changing, default_timeout=60)
    assert "改了：本机" in shown(page.run())
    put_user(tmp_path, "管理", Role.ADMIN, [], PASSWORD)
    put_user(tmp_path, "张三", Role.READER, [], PASSWORD)
    assert "没有改：这一页：还没有登录" in shown(page.run())
    assert "没有改动文库的权限" in shown(sign_in(page, "张三", PASSWORD))
    assert (Act.REFUSED, "改动文库") in {(e.act, e.what) for e in entries(tmp_path)}
    put_user(tmp_path, "张三", Role.EDITOR)
    assert "改了：张三" in shown(page.run())


USER = User("张三", Role.READER, password="散列")


def test_a_session_ends_with_its_time() -> None:
    sessions = Sessions()
    key = sessions.begin(USER, now=0.0)
    assert sessions.name_of(key, LASTS - 1) == "张三" and sessions.name_of(key, LASTS + 1) is None
    assert sessions.name_of("别的", 1.0) is None
    sessions.end(key)
    assert sessions.name_of(key, 1.0) is None


def test_who_tried_too_often_at_a_door_waits_on_the_page_and_the_other_way_round(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "张三", Role.ADMIN, [], PASSWORD)
    tries, now = WrongTries(tmp_path), time.time()
    for _ in range(TRIES - 1):
        tries.failed("张三", now)  # by REST, in another process
    app.run()
    assert not tries.wait("张三", time.time())
    sign_in(app, "张三", "不对的口令呀呀呀")
    assert tries.wait("张三", time.time()), "what went wrong here counts at the doors"
    assert "这里是内容" not in shown(sign_in(app, "张三", PASSWORD))
    assert "试的次数太多" in " ".join(h.proto.body for h in app.get("html"))


def test_who_signed_in_need_not_wait_for_what_went_wrong_before(app: AppTest, tmp_path: Path) -> None:
    put_user(tmp_path, "张三", Role.ADMIN, [], PASSWORD)
    for _ in range(TRIES - 1):
        WrongTries(tmp_path).failed("张三", time.time())
    assert "这里是内容" in shown(sign_in(app.run(), "张三", PASSWORD))
    WrongTries(tmp_path).failed("张三", time.time())
    assert not WrongTries(tmp_path).wait("张三", time.time())
