"""The three jobs of the app without a mouse: each from its first key to what is taken along, and back where one was."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.web.browsing import BOX, CORPUS, QUESTION, ServeOver, settle, stops, tab_to
from web.shell import PAGES

pytestmark = pytest.mark.slow

TOPIC = "党支部书记补贴"
OPEN, BACK = re.compile("^查看原文"), re.compile("^← 返回")


@pytest.fixture(scope="module")
def corpus(serve_over: ServeOver) -> str:
    """Address of the app over the project's own corpus."""
    return serve_over(CORPUS)


def begin(page: Page, address: str, way: str = "问答") -> None:
    """Open the app and go to a page by the way to it, by keys alone."""
    page.goto(address)
    page.locator('[data-testid="stMain"] h1').wait_for()
    settle(page)
    if way != "问答":
        tab_to(page, page.locator(".st-key-ways").get_by_role("link", name=way))
        page.keyboard.press("Enter")
        expect(page.locator('[data-testid="stMain"] h1')).to_have_text(way)
        settle(page)


def skip_to(page: Page, wanted: Locator) -> None:
    """Past the ways by the link for it, then on."""
    page.keyboard.press("Shift+Tab")  # wherever the last press has left the keys
    page.evaluate("document.activeElement.blur()")
    tab_to(page, page.get_by_role("link", name="跳到正文"))
    page.keyboard.press("Enter")
    expect(page.locator('[data-testid="stMain"] h1')).to_be_focused()
    tab_to(page, wanted, most=4)


def open_and_come_back(page: Page, opener: Locator) -> None:
    """Open the clause of a button that has the keys; close it; the same button has them again."""
    page.keyboard.press("Enter")
    cited = page.locator(".text .cited").first
    expect(cited).to_be_focused()
    expect(cited).to_be_in_viewport()
    settle(page)  # the way back, which Escape goes, is drawn apart from the original
    page.keyboard.press("Escape")
    expect(page.locator(".document")).to_have_count(0)
    expect(opener).to_be_focused()
    expect(opener).to_be_in_viewport()
    settle(page)
    expect(opener).to_be_focused()  # however often the page was drawn since


def test_ask_open_the_clause_come_back_copy_and_export(page: Page, context: BrowserContext, corpus: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    begin(page, corpus)
    skip_to(page, page.get_by_label(BOX))
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".judian .answer").wait_for()
    settle(page)
    second = page.locator(".finding").nth(1)
    tab_to(page, second.get_by_role("button", name=OPEN))
    open_and_come_back(page, second.get_by_role("button", name=OPEN))
    page.keyboard.press("Tab")
    expect(second.get_by_role("button", name=re.compile("^复制引文"))).to_be_focused()
    page.keyboard.press("Space")
    expect(second.locator(".copied").first).to_have_text("已复制")
    assert "给予适当补贴" in page.evaluate("navigator.clipboard.readText()")
    tab_to(page, page.get_by_role("button", name="导出 Word"), "Shift+Tab")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".docx")


def test_from_a_topic_to_the_quiz_as_a_file(page: Page, corpus: str, tmp_path: Path) -> None:
    begin(page, corpus, "培训")
    skip_to(page, page.get_by_label("培训的主题"))
    page.keyboard.type(TOPIC)
    page.keyboard.press("Enter")
    point = page.locator(".training .point").first.get_by_role("button", name=OPEN).first
    point.wait_for()
    settle(page)
    tab_to(page, point)
    open_and_come_back(page, point)
    ways_out = page.get_by_role("button", name="下载")
    tab_to(page, ways_out, "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="讲义（Word）")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="测试（网页）"))
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == f"{TOPIC}-测试.html"
    saved.value.save_as(tmp_path / "测试.html")
    assert "300元" in (tmp_path / "测试.html").read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(ways_out).to_be_focused()


def test_two_places_side_by_side_a_cell_opened_and_the_table_taken_along(page: Page, corpus: str) -> None:
    begin(page, corpus, "比对")
    skip_to(page, page.get_by_label("要比对的主题"))
    page.keyboard.type(TOPIC)
    regions = page.get_by_label("地区（不选：所有说到的地区）")
    tab_to(page, regions)
    for place in ("丽水", "仪征"):
        page.keyboard.type(place)
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("stMultiSelect")).to_contain_text(place)
    page.keyboard.press("Escape")
    tab_to(page, page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="比对"), "Shift+Tab")
    page.keyboard.press("Enter")
    table = page.locator(".comparison")
    table.wait_for()
    settle(page)
    cell = table.get_by_role("button", name=OPEN).first
    tab_to(page, cell)
    open_and_come_back(page, cell)
    tab_to(page, page.get_by_role("button", name="导出"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Excel 表")).to_be_focused()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == f"{TOPIC}-比对.xlsx"


def test_a_panel_hands_the_keys_on_to_what_stands_behind_its_button(page: Page, corpus: str) -> None:
    begin(page, f"{corpus}/training?topic={quote(TOPIC)}")
    tab_to(page, page.get_by_role("button", name="下载"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="讲义（Word）")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="条款清单（核对用）"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="存为项目")).to_be_focused()


def test_a_filter_that_was_pressed_keeps_the_keys(page: Page, corpus: str) -> None:
    begin(page, f"{corpus}/search?q={quote('书记补贴')}")
    place = page.locator(".facets button", has_text="浙江").first
    tab_to(page, place)
    page.keyboard.press("Space")
    expect(page.locator(".chips")).to_contain_text("浙江")
    settle(page)
    expect(page.locator(".facets button", has_text=re.compile("^浙江"))).to_be_focused()


def test_a_document_is_opened_at_its_title_and_left_for_the_list(page: Page, corpus: str) -> None:
    begin(page, corpus, "文库")
    opener = page.locator("ol.files").get_by_role("button", name=re.compile("^打开原文")).nth(1)
    tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(page.locator(".document h1")).to_be_focused()
    settle(page)
    tab_to(page, page.get_by_role("button", name=BACK), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()


FULL = {
    "问答": f"/?q={quote(QUESTION)}",
    "检索": f"/search?q={quote('书记补贴')}",
    "比对": f"/compare?topic={quote(TOPIC)}",
    "培训": f"/training?topic={quote(TOPIC)}",
    "文库": "/library",
}


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_every_stop_of_the_keyboard_is_framed_and_has_a_name(page: Page, corpus: str, name: str) -> None:
    begin(page, corpus + FULL[name])
    page.locator(".judian").last.wait_for()
    settle(page)
    found = stops(page)
    assert len(found) > 10
    assert [stop for stop in found if not stop.is_framed] == []
    assert [stop for stop in found if not stop.name] == []
