"""Signing in through a provider of single sign-on, in a browser: who is known here, who is not, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from serve.access.audit import Act, entries
from serve.access.model import Role
from serve.access.users import put_user
from tests.serve.access.closed_library import GROUP, made_in
from tests.web.browsing import grave_violations, running, settle, troubles_of, unused_port

pytest.importorskip("authlib", reason="judian[oidc] is not installed")

from joserfc.jwk import RSAKey

from tests.web.oidc_provider import Provider, provider_with

pytestmark = pytest.mark.slow
WAY = "用单位账号登录"
ACCOUNTS = {
    "人事处的李四": {
        "sub": "s-1",
        "email": "Li@example.org",
        "email_verified": True,
        "preferred_username": "lisi",
        "name": "李四",
    },
    "财务处的王五": {"sub": "s-2", "email": "wang@example.org", "preferred_username": "wangwu"},
    "别处的人": {"sub": "s-3", "email": "who@example.org", "email_verified": True, "preferred_username": "admin"},
    "没有核实的邮箱": {"sub": "s-4", "email": "li@example.org", "email_verified": False},
    "没有邮箱": {"sub": "s-5"},
}


@dataclass(frozen=True)
class Served:
    address: str
    library: Path
    provider: Provider


def served(folder: Path, claim: str = "") -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch, provider_with(ACCOUNTS) as provider:
        patch.setenv("JUDIAN_MODEL", "none")
        library, _ = made_in(folder)
        put_user(library, "admin", Role.ADMIN, [], "一个足够长的口令")
        put_user(library, "li@example.org", Role.EDITOR, [GROUP])
        put_user(library, "wang@example.org", Role.READER, [])
        put_user(library, "wangwu", Role.READER, [GROUP])
        port = unused_port()
        secrets = library / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        redirect = f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\n'
        secrets.write_text(redirect + provider.secrets_toml + (f'[judian]\noidc_claim = "{claim}"\n' if claim else ""))
        with running(library, port):
            yield Served(f"http://localhost:{port}", library, provider)


@pytest.fixture(scope="module")
def by_email(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from served(tmp_path_factory.mktemp("oidc"))


@pytest.fixture(scope="module")
def by_username(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from served(tmp_path_factory.mktemp("oidc"), "preferred_username")


def choose(page: Page, account: str) -> None:
    page.get_by_role("button", name=WAY).click()
    page.get_by_role("link", name=account).click()


def seen(page: Page, address: str) -> str:
    page.goto(address)
    settle(page)
    return str(page.locator("[data-testid=stMain]").inner_text())


def test_who_is_a_user_here_has_their_role_and_groups_on_every_page_until_they_sign_out(
    by_email: Served, context: BrowserContext
) -> None:
    page = context.new_page()
    troubles = troubles_of(page)
    page.goto(by_email.address)
    page.get_by_role("button", name=WAY).wait_for()
    settle(page)
    assert "甲老干" not in page.content() and grave_violations(page) == []
    choose(page, "人事处的李四")
    page.get_by_text("li@example.org（编辑）").wait_for()
    settle(page)
    assert "特别津贴" in seen(page, f"{by_email.address}/library"), "their group's notice"
    other = context.new_page()
    other.goto(f"{by_email.address}/search")
    other.get_by_text("li@example.org（编辑）").wait_for()
    other.close()
    put_user(by_email.library, "li@example.org", Role.READER)
    page.reload()
    page.get_by_text("li@example.org（读者）").wait_for()
    put_user(by_email.library, "li@example.org", Role.EDITOR)
    with page.expect_request(lambda request: request.url.startswith(f"{by_email.provider.address}/logout")):
        page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name=WAY).wait_for()
    settle(page)
    assert "特别津贴" not in seen(page, f"{by_email.address}/library")
    page.get_by_role("button", name=WAY).wait_for()
    kept = [(e.who, e.act) for e in entries(by_email.library) if e.who == "li@example.org"]
    assert kept.count(("li@example.org", Act.SIGNED_IN)) == 1
    assert not troubles


def test_who_is_in_no_group_reads_what_is_open(by_email: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(by_email.address)
    choose(page, "财务处的王五")
    page.get_by_text("wang@example.org（读者）").wait_for()
    content = seen(page, f"{by_email.address}/library")
    assert "甲市老干部局" in content and "特别津贴" not in content


@pytest.mark.parametrize(
    ("account", "named"),
    [("别处的人", "who@example.org"), ("没有核实的邮箱", "这个账号"), ("没有邮箱", "这个账号")],
)
def test_who_is_nobody_here_is_told_so_and_sees_nothing(
    by_email: Served, context: BrowserContext, account: str, named: str
) -> None:
    page = context.new_page()
    page.goto(by_email.address)
    choose(page, account)
    page.get_by_text(f"{named}不是这里的用户，看不到任何文件。请找管理员添加。").wait_for()
    settle(page)
    assert grave_violations(page) == []
    for place in ("", "search", "compare", "training", "library"):
        content = seen(page, f"{by_email.address}/{place}")
        assert "不是这里的用户" in content and "甲老干" not in content and "甲市" not in content
    assert Act.REFUSED in {e.act for e in entries(by_email.library)}
    page.get_by_role("button", name="换一个账号").click()
    choose(page, "财务处的王五")
    page.get_by_text("wang@example.org（读者）").wait_for()


def test_who_does_not_agree_at_the_provider_is_back_at_the_form(by_email: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(by_email.address)
    choose(page, "不同意")
    page.get_by_role("button", name=WAY).wait_for()
    page.get_by_label("用户名").wait_for()


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(by_email: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(by_email.address)
    by_email.provider.signing_key = RSAKey.generate_key(2048, {"kid": "1"})
    try:
        choose(page, "人事处的李四")
        page.get_by_role("button", name=WAY).wait_for()
        settle(page)
        assert "li@example.org" not in page.content()
    finally:
        by_email.provider.signing_key = None


def test_who_signed_in_long_ago_signs_in_again(by_email: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(by_email.address)
    by_email.provider.age = 12 * 3600 + 60
    try:
        choose(page, "人事处的李四")
        page.get_by_role("button", name=WAY).wait_for()
        settle(page)
        assert "li@example.org" not in page.content()
    finally:
        by_email.provider.age = 0.0
    choose(page, "人事处的李四")
    page.get_by_text("li@example.org（编辑）").wait_for()


def test_a_provider_that_does_not_answer_is_told_of_in_chinese(
    tmp_path_factory: pytest.TempPathFactory, context: BrowserContext
) -> None:
    page = context.new_page()
    for office in served(tmp_path_factory.mktemp("gone")):
        secrets = office.library / ".streamlit" / "secrets.toml"
        secrets.write_text(secrets.read_text().replace(office.provider.address, f"http://localhost:{unused_port()}"))
        page.goto(office.address)
        page.get_by_role("button", name=WAY).click()
        page.get_by_role("heading", name="登录没有成功").wait_for()
        assert "Authentication" not in page.content() and grave_violations(page) == []
        page.get_by_role("link", name="回到登录").click()
        page.get_by_label("用户名").wait_for()


def test_a_password_does_as_well(by_email: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(by_email.address)
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码", exact=True).fill("一个足够长的口令")
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_text("admin（管理员）").wait_for()
    assert "特别津贴" in seen(page, f"{by_email.address}/library")


def test_users_are_known_by_another_claim_where_it_is_set(by_username: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(by_username.address)
    choose(page, "财务处的王五")
    page.get_by_text("wangwu（读者）").wait_for()
    assert "特别津贴" in seen(page, f"{by_username.address}/library")
