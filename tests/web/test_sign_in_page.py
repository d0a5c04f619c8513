"""Signing in, in a browser: the form, one session for all pages, what a reader's pages hold, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from index.library import Library
from serve.access.audit import Act, entries
from serve.access.model import Role
from serve.access.users import put_user
from tests.serve.access.closed_library import GROUP, made_in
from tests.web.browsing import (
    WIDTHS,
    grave_violations,
    new_profile,
    overflows,
    running,
    settle,
    troubles_of,
    unused_port,
)

pytestmark = pytest.mark.slow
PASSWORD = "一个足够长的口令"
PAGES = ("", "search", "compare", "training", "library")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        folder, _ = made_in(tmp_path_factory.mktemp("closed"))
        put_user(folder, "管理", Role.ADMIN, [], PASSWORD)
        put_user(folder, "外人", Role.READER, [], PASSWORD)
        put_user(folder, "人事", Role.READER, [GROUP], PASSWORD)
        yield folder


@pytest.fixture(scope="module")
def app(library: Path) -> Iterator[str]:
    port = unused_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        with running(library, port):
            yield f"http://localhost:{port}"


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_every_page_shows_the_form_and_nothing_else_until_somebody_has_signed_in(
    app: str, context: BrowserContext
) -> None:
    page = context.new_page()
    for address in (*PAGES, f"?clause={quote('甲老干〔2022〕5号#一')}", f"?q={quote('补贴标准')}"):
        page.goto(f"{app}/{address}")
        page.get_by_label("用户名").wait_for()
        settle(page)
        assert "甲老干" not in page.content() and "300元" not in page.content()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_form_is_accessible_and_fits(app: str, browser: Browser, width: str) -> None:
    context = new_profile(browser, WIDTHS[width])
    page = context.new_page()
    page.goto(app)
    page.get_by_label("用户名").wait_for()
    settle(page)
    assert not overflows(page) and grave_violations(page) == []
    sign_in(page, "外人", "不对的口令不对呀")
    page.get_by_role("alert").get_by_text("用户名或密码不对").wait_for()
    sign_in(page, "外人")
    page.get_by_text("外人（读者）").wait_for()
    settle(page)
    assert not overflows(page)
    context.close()


def test_one_session_holds_for_all_pages_and_ends_for_all(app: str, context: BrowserContext, library: Path) -> None:
    page = context.new_page()
    troubles = troubles_of(page)
    page.goto(app)
    sign_in(page, "外人")
    page.get_by_text("外人（读者）").wait_for()
    settle(page)
    page.reload()
    page.get_by_text("外人（读者）").wait_for()
    other = context.new_page()
    other.goto(f"{app}/library")
    other.get_by_text("外人（读者）").wait_for()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_label("用户名").wait_for()
    settle(page)
    for again in (page, other):
        again.reload()
        again.get_by_label("用户名").wait_for()
    assert Act.SIGNED_IN in {e.act for e in entries(library)}
    assert not troubles


@pytest.mark.parametrize(("name", "reads"), [("外人", False), ("人事", True), ("管理", True)])
def test_pages_hold_what_a_reader_may_read(
    app: str, context: BrowserContext, library: Path, name: str, reads: bool
) -> None:
    with Library.open(library) as opened:
        closed = opened.document("乙老干〔2023〕9号").document_id
    page = context.new_page()
    page.goto(app)
    sign_in(page, name)
    page.get_by_text(f"{name}（").wait_for()
    settle(page)
    seen = []
    for address in (
        f"?clause={quote(f'{closed}#一', safe='')}",
        f"?clause={quote('乙老干〔2023〕9号#二', safe='')}",
        f"?clause={quote('乙老干〔2023〕9号', safe='')}",
        "library",
    ):
        page.goto(f"{app}/{address}")
        page.get_by_text(f"{name}（").wait_for()
        settle(page)
        content = page.locator("[data-testid=stMain]").inner_text()
        seen.append(any(secret in content for secret in ("8888", "特别津贴", "密语", "蔚蓝")))
    assert seen == [reads] * 4
