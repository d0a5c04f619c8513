"""No English of Streamlit's own stands on a page or is read out: widgets, a page that is not there, a server that has gone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index.update import ingest_paths
from serve.launch import free_port, streamlit_command
from tests.web.browsing import ServeOver, settle, unused_port, wait_until_it_answers

pytestmark = pytest.mark.slow

NOTICE = """关于加强离退休干部党建工作的意见
浙老干〔2021〕4号
各市委老干部局：
一、工作补贴
离退休干部党支部书记工作补贴标准为每人每月不低于300元。
二、志愿服务
鼓励老党员参加志愿服务队伍。
中共浙江省委老干部局
2021年8月2日
"""
# Every name and text of Streamlit's own with English words in it; our blocks and what is never shown are left out.
_ENGLISH = """() => {
    const words = /[A-Za-z]{3,}/, found = new Set();
    for (const e of document.querySelectorAll("body *")) {
        if (e.closest('style, script, noscript, [data-testid^="stBidiComponent"], [data-testid="stIconMaterial"]')) continue;
        for (const name of ["aria-label", "title", "placeholder"])
            if (words.test(e.getAttribute(name) ?? "")) found.add(`${name}: ${e.getAttribute(name)}`);
        if (!e.offsetParent || e.closest('[data-testid="stHtml"]')) continue;
        for (const text of e.childNodes)
            if (text.nodeType === Node.TEXT_NODE && words.test(text.data)) found.add(text.data.trim());
    }
    return [...found];
}"""
# Names of programs and forms of files, and the ways that a path is written.
OURS = ("Word", "Excel", "CSV", "Markdown", "PPT", "SVG", "PNG", "DOCX", "/home/", "judian serve", "~")


def english(page: Page) -> list[str]:
    return [text for text in page.evaluate(_ENGLISH) if not any(known in text for known in OURS)]


@pytest.fixture(scope="module")
def app(serve_over: ServeOver, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app over a notice of a region, so that there is something to choose."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "意见.txt").write_text(NOTICE, encoding="utf-8")
    return serve_over(folder)


def test_what_widgets_say_is_chinese(page: Page, app: str) -> None:
    for path in (
        "/?q=补贴",
        "/search?q=补贴",
        "/compare?topic=补贴",
        "/training?topic=补贴",
        "/library",
        "/training?view=check",
    ):
        page.goto(f"{app}{path}")
        settle(page)
        assert english(page) == [], path
    page.goto(f"{app}/compare?topic=补贴")
    settle(page)
    box = page.locator("[data-testid=stMultiSelect] input").first
    box.fill("没有这个地方")
    page.get_by_text("没有这样的选项").wait_for()
    box.fill("")
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="全部去掉").wait_for()
    assert page.get_by_role("button", name="去掉 ").count() and english(page) == []
    page.get_by_role("button", name="全部去掉").click()
    expect(page.get_by_role("button", name="全部去掉")).to_have_count(0)


def test_words_that_are_a_persons_own_stay(page: Page, app: str) -> None:
    page.goto(f"{app}/compare?topic=Open")
    settle(page)
    expect(page.get_by_label("要比对的主题")).to_have_value("Open")
    page.get_by_role("button", name="存为项目").click()
    page.get_by_label("项目名称").fill("Upload")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="存下的项目").click()
    page.get_by_role("button", name="Upload", exact=True).wait_for()


def test_a_page_that_is_not_there_is_told_in_chinese(context: BrowserContext, app: str) -> None:
    page = context.new_page()
    page.goto(f"{app}/nowhere")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(dialog).to_contain_text("没有这一页")
    expect(dialog.get_by_role("button", name="关闭")).to_be_visible()
    settle(page)
    assert english(page) == []


def test_a_server_that_has_gone_is_told_in_chinese(context: BrowserContext, tmp_path: Path, notices: Path) -> None:
    ingest_paths([notices], tmp_path, embed=False)
    port = free_port(unused_port())
    environment = os.environ | {"JUDIAN_LIBRARY": str(tmp_path), "JUDIAN_MODEL": "none"}
    with subprocess.Popen(
        streamlit_command(port), cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        wait_until_it_answers(process, f"http://localhost:{port}/_stcore/health")
        page = context.new_page()
        page.goto(f"http://localhost:{port}/search")
        settle(page)
        process.kill()
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
    expect(dialog).to_contain_text("连不上据典")
    expect(dialog).to_contain_text("judian serve")
    assert english(page) == []
