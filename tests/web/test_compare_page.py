"""The page 比对 as a person uses it: from a topic to the clause and the file, kept, opened again, two editions."""

import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Page, expect

from index.update import ingest_paths
from tests.web.browsing import NARROW, ServeOver, grave_violations, new_profile, overflows, running, settle, unused_port

pytestmark = pytest.mark.slow

UPPER = """关于加强离退休干部党建工作的意见
浙老干〔2021〕4号
各市委老干部局：
一、组织生活
党支部每季度至少召开1次党员大会。
二、工作补贴
离退休干部党支部书记工作补贴标准为每人每月不低于300元。
三、志愿服务
鼓励老党员参加志愿服务队伍。
中共浙江省委老干部局
2021年8月2日
"""
LOWER = """关于落实离退休干部党建工作的通知
丽老干〔2023〕9号
各县（市、区）委老干部局：
一、组织生活
党支部每月召开1次党员大会。
二、工作补贴
离退休干部党支部书记工作补贴标准为每人每月260元。
三、活动经费
党支部活动经费列入年度预算，每年不少于2000元。
中共丽水市委老干部局
2023年5月6日
"""
NEWER = (
    LOWER.replace("丽老干〔2023〕9号", "丽老干〔2024〕3号").replace("260元", "320元").replace("2023年5月", "2024年5月")
)
TOPIC = "离退休干部党支部"


@pytest.fixture(scope="module")
def address(serve_over: ServeOver, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app over a city's opinion, a county's notice and its newer edition."""
    folder = tmp_path_factory.mktemp("compared")
    for name, text in (("意见.txt", UPPER), ("通知.txt", LOWER), ("新通知.txt", NEWER)):
        (folder / name).write_text(text, encoding="utf-8")
    return serve_over(folder)


def open_compare(page: Page, address: str) -> None:
    """Go to the page by the way to it."""
    page.goto(address)
    page.get_by_role("link", name="比对").click()
    page.get_by_label("要比对的主题").wait_for()
    settle(page)


def compare(page: Page, address: str, topic: str = TOPIC) -> None:
    open_compare(page, address)
    box = page.get_by_label("要比对的主题")
    box.fill(topic)
    box.press("Enter")
    page.locator(".comparison").wait_for()
    settle(page)


def test_a_topic_is_laid_side_by_side_and_a_cell_opens_its_clause(page: Page, address: str) -> None:
    compare(page, address)
    expect(page.locator(".matrix thead th")).to_have_count(3)
    subsidy = page.locator(".matrix tbody tr", has_text="300元")
    expect(subsidy.locator("td").nth(0)).to_contain_text("每人每月不低于300元")
    expect(subsidy.locator("td").nth(1)).to_contain_text("每人每月")
    expect(page).to_have_url(re.compile("topic="))
    subsidy.locator("td").nth(0).get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_contain_text("二、工作补贴")
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".matrix thead th")).to_have_count(3)


@pytest.mark.parametrize(("label", "ending"), [("Excel 表", ".xlsx"), ("Word 文档", ".docx"), ("CSV", ".csv")])
def test_the_matrix_is_downloaded_as_a_file(page: Page, address: str, label: str, ending: str, tmp_path: Path) -> None:
    compare(page, address)
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    assert download.value.suggested_filename == f"{TOPIC}-比对{ending}"
    file = tmp_path / "made"
    download.value.save_as(file)
    assert "300元" in text_of(file.rename(file.with_suffix(ending)))


def text_of(file: Path) -> str:
    """All that people read in a file."""
    if file.suffix == ".xlsx":
        rows = [row for sheet in load_workbook(file) for row in sheet.iter_rows(values_only=True)]
        return "".join(str(value) for row in rows for value in row)
    if file.suffix == ".docx":
        return "".join(cell.text for table in Document(str(file)).tables for cell in table._cells)
    return file.read_text(encoding="utf-8-sig")


def test_an_edited_matrix_is_kept_as_a_project_and_opened_again(
    page: Page, context: BrowserContext, address: str
) -> None:
    compare(page, address)
    page.get_by_text("修改", exact=True).click()
    row = page.locator(".matrix tbody tr", has_text="300元")
    row.get_by_role("button", name="改名").click()
    page.get_by_label("新名称").fill("书记待遇")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    row = page.locator(".matrix tbody tr", has_text="书记待遇")
    row.locator("td").nth(1).get_by_role("button", name="写备注").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("待县里核实")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(row.locator(".remark")).to_contain_text("待县里核实")
    others = page.locator(".matrix tbody tr", has_not_text="书记待遇")
    before = others.count()
    others.first.get_by_role("button", name=re.compile("^不列")).click()
    expect(others).to_have_count(before - 1)
    page.get_by_role("button", name="存为项目").click()
    page.get_by_label("项目名称").fill("党建比对")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已存为项目“党建比对”")).to_be_visible()

    other = new_profile(context.browser, NARROW) if context.browser else None  # another person, another day
    assert other is not None
    again = other.new_page()
    open_compare(again, address)
    again.get_by_role("button", name=re.compile("存下的项目")).click()
    again.get_by_role("button", name="党建比对").click()
    expect(again.locator(".matrix tbody tr", has_text="书记待遇").locator(".remark")).to_contain_text("待县里核实")
    expect(again.locator(".matrix tbody tr", has_not_text="书记待遇")).to_have_count(before - 1)
    again.get_by_text("修改", exact=True).click()
    again.get_by_role("button", name=re.compile("^恢复行")).first.click()
    expect(again.locator(".matrix tbody tr", has_not_text="书记待遇")).to_have_count(before)
    other.close()


def test_rows_a_person_names_and_regions_stand_in_the_address(
    page: Page, context: BrowserContext, address: str
) -> None:
    compare(page, address)
    page.get_by_label("自己定的行").fill("补贴、经费")
    page.get_by_label("自己定的行").press("Enter")
    expect(page.locator(".matrix tbody th").first).to_contain_text("补贴")
    expect(page.locator(".matrix tbody th").nth(1)).to_contain_text("经费")
    settle(page)
    followed = context.new_page()  # the link of another person
    followed.goto(page.url)
    expect(followed.locator(".matrix tbody th").first).to_contain_text("补贴")
    expect(followed.get_by_label("自己定的行")).to_have_value("补贴、经费")


def test_an_empty_topic_and_a_day_that_is_none_are_told(page: Page, address: str) -> None:
    open_compare(page, address)
    page.get_by_role("button", name="比对", exact=True).click()
    expect(page.get_by_text("主题是空的")).to_be_visible()
    page.get_by_label("要比对的主题").fill(TOPIC)
    page.get_by_label("只看这天有效的").fill("去年")
    page.get_by_label("只看这天有效的").press("Enter")
    expect(page.get_by_text("不是日期")).to_be_visible()


def test_a_region_that_the_library_has_nothing_of_may_be_typed_and_is_told(page: Page, address: str) -> None:
    open_compare(page, address)
    page.get_by_label("要比对的主题").fill(TOPIC)
    others = page.get_by_label("其他地区（可不填）")
    others.fill("西藏、火星")
    others.press("Enter")
    expect(page.get_by_role("status").filter(has_text="不认得地名“火星”，请看看有没有写错。")).to_be_visible()
    expect(others).to_have_value("西藏、火星")
    expect(page.get_by_text("资料库里没有西藏的文件")).to_be_visible()


def test_two_editions_of_one_title_are_offered_and_their_figures_told(page: Page, address: str) -> None:
    open_compare(page, address)
    page.get_by_role("radio", name="新旧版本").click()
    page.get_by_role("button", name=re.compile("→")).click()
    first = page.locator(".editions .change").first
    expect(first.locator("del")).to_contain_text("260")
    expect(first.locator("ins")).to_contain_text("320")
    first.get_by_role("button", name=re.compile("查看新版原文")).click()
    expect(page.locator(".text")).to_contain_text("320元")
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".editions .change").first).to_be_visible()


def test_the_chain_says_what_is_asked_and_who_is_silent(page: Page, address: str) -> None:
    compare(page, address, "丽水的志愿服务")
    page.get_by_role("radio", name="政策链").click()
    expect(page.get_by_role("heading", name="上级：浙江")).to_be_visible()
    asked = page.locator(".matrix tbody tr").first
    expect(asked.locator("td").nth(0)).to_contain_text("鼓励老党员参加志愿服务队伍")
    expect(asked.locator("td").nth(1)).to_contain_text("未规定")


def test_a_narrow_screen_shows_a_card_for_each_row_without_sideways_scrolling(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    compare(page, address)
    assert not overflows(page)
    expect(page.locator(".matrix td .whose").first).to_be_visible()
    assert not grave_violations(page)


def test_paper_carries_the_matrix_and_no_buttons_of_the_page(page: Page, address: str) -> None:
    compare(page, address)
    assert not grave_violations(page)
    page.emulate_media(media="print")
    expect(page.locator(".judian .asked")).to_be_visible()
    expect(page.locator(".matrix")).to_be_visible()
    expect(page.get_by_role("button", name="导出")).to_be_hidden()
    expect(page.get_by_label("要比对的主题")).to_be_hidden()


def test_a_press_shows_the_library_as_it_is_by_now(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    library = tmp_path / "library"
    for name, text in (("意见.txt", UPPER), ("通知.txt", LOWER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest_paths([tmp_path / "意见.txt"], library, embed=False)
    port = unused_port()
    with running(library, port):
        page.goto(f"http://localhost:{port}/compare?topic={TOPIC}")
        page.get_by_text("300元").first.wait_for()
        settle(page)
        ingest_paths([tmp_path / "通知.txt"], library, embed=False)
        assert page.get_by_text("260元").count() == 0
        page.get_by_text("修改", exact=True).click()  # draws the matrix alone
        page.get_by_text("260元").first.wait_for()
        expect(page.get_by_role("button", name="改名").first).to_be_visible()
        page.goto("about:blank")  # before the server goes
